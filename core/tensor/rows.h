/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: operations whose every result element depends on a
 * whole row (the elements along some axes) of one input. Rows are brought
 * into one piece of a wide type, so that a kernel sees plain arrays.
 */
#ifndef CORE_TENSOR_ROWS_H
#define CORE_TENSOR_ROWS_H

#include "core/tensor/node.h"
#include "core/tensor/wide.h"

/* Writes n results of a row of n elements. */
typedef void row_fn(void *restrict to, const void *restrict x, int64_t n,
    double arg);

/*
 * Computes out, which has the axes of its input, row by row. The kernel reads
 * the wide type of the input (floats) and writes elements of made.
 */
bool rows_run(struct ctx *, struct tensor *out, uint32_t axes,
    row_fn *const kernels[WIDE_COUNT], enum dtype made, double arg);
/* The dtype whose elements are of a wide type. */
enum dtype rows_dtype(enum wide);

#endif
