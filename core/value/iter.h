/* SPDX-License-Identifier: Apache-2.0 */
/* Iterators over what has positions. */
#ifndef CORE_VALUE_ITER_H
#define CORE_VALUE_ITER_H

#include "core/value/value.h"

/* An iterator over a value by position. */
struct value *iter_new(struct ctx *, struct value *over,
    struct value *(*next)(struct ctx *, struct value *over, size_t *at,
    int64_t *state), int64_t state);

#endif
