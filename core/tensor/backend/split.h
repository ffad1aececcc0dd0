/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks taken apart: element i of a block is q[i] * d[i / group] +
 * m[i / group], with small integers q. One row a block type.
 */
#ifndef CORE_TENSOR_BACKEND_SPLIT_H
#define CORE_TENSOR_BACKEND_SPLIT_H

#include "core/tensor/backend/kern.h"

struct split_row {
	struct packing to;
	/* Null: this type is not packed. m may be left alone if the
	 * packing has no minimum. */
	void (*split)(const uint8_t *block, int8_t *q, float *d, float *m);
};

extern const struct split_row splits[DT_COUNT];

#endif
