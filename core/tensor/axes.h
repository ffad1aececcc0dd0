/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: lists of axes while an operation works out what its
 * result looks like. All errors about shapes are raised here.
 */
#ifndef CORE_TENSOR_AXES_H
#define CORE_TENSOR_AXES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/tensor/tensor.h"

struct axes {
	int n;
	struct axis axis[TENSOR_MAX_AXES];
};

/* Appends; false and ValueError when there are too many or the name is there
 * already. who is the operation that the user called. */
bool axes_add(struct ctx *, const char *who, struct axes *, struct axis);
/* Checks sizes, their product (in bytes of d), and the names of a list. */
bool axes_check(struct ctx *, const char *who, enum dtype d, int n,
    const struct axis *);
/*
 * What operands give together: positional axes broadcast as in NumPy, then
 * all names in order of first appearance.
 */
bool axes_union(struct ctx *, const char *who, struct axes *,
    struct tensor *const *, int n);
/* The names of t that the list lacks; equal ones must have equal sizes. */
bool axes_add_names(struct ctx *, const char *who, struct axes *,
    const struct tensor *t);
/* Positional axes of t, in order. */
bool axes_add_positional(struct ctx *, const char *who, struct axes *,
    const struct tensor *t);
int axes_find(const struct axes *, const struct atom *name);
int64_t axes_count(int n, const struct axis *);
/* "(3, 4)" of the positional ones, as Python writes a shape. */
void axes_write_shape(struct buf *, int n, const struct axis *);
/* Is axis one of t's? Else IndexError. */
bool axes_index_ok(struct ctx *, const char *who, const struct tensor *t,
    int axis);
/* The axes of t whose bits are set, checked. */
bool axes_mask_ok(struct ctx *, const char *who, const struct tensor *t,
    uint32_t mask);

#endif
