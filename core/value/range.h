/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges inside; read by the evaluator's loops, too. */
#ifndef CORE_VALUE_RANGE_H
#define CORE_VALUE_RANGE_H

#include "core/value/value.h"

struct range {
	struct value hdr;
	int64_t start, stop, step, n;
};

#endif
