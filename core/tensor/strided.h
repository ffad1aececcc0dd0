/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: walking several strided arrays at once. Axes are
 * sorted and merged so that the innermost run is long and operand 0 (what is
 * written) is walked in order; kernels see runs only.
 */
#ifndef CORE_TENSOR_STRIDED_H
#define CORE_TENSOR_STRIDED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/tensor/node.h"

#define LOOP_OPS 4

struct loop {
	int nop, ndim;
	int64_t size[TENSOR_MAX_AXES];
	int64_t stride[LOOP_OPS][TENSOR_MAX_AXES];	/* in elements */
};

/* Over the axes of out, operand 0, and of n more, aligned to it. */
void loop_init(struct loop *, const struct tensor *out,
    struct tensor *const *in, int n);
/* Sorts and merges; the order of elements does not matter to the caller. */
void loop_simplify(struct loop *);
/* Elements in all. */
int64_t loop_count(const struct loop *);

/* n elements from these offsets on; strides are those of the last dim. */
typedef void loop_fn(void *arg, int64_t n, const int64_t off[LOOP_OPS]);
/*
 * Calls fn over runs until all elements are visited, on all threads where it
 * is worth it; grain: elements that are worth a thread. False: interrupted.
 */
bool loop_run(struct ctx *, const struct loop *, int64_t grain, loop_fn *fn,
    void *arg);
/* The same on this thread, without polling: over elements e0..e1. */
void loop_range(const struct loop *, int64_t e0, int64_t e1, loop_fn *fn,
    void *arg);

/* A place to copy from or to. */
struct strided {
	void *data;
	enum dtype stored;
	int64_t stride[TENSOR_MAX_AXES];
};

/* Copies and converts; blocks are decoded. False: raised. */
bool strided_copy(struct ctx *, int naxes, const int64_t *size,
    const struct strided *to, const struct strided *from);
/* All of in to all of out, broadcast and in the order of out's axes. */
bool strided_copy_tensor(struct ctx *, struct tensor *out,
    const struct tensor *in);
/* The axis along which blocks lie; -1 of plain storage. */
int strided_block_axis(const struct tensor *);

/* Decodes n elements (whole blocks). False, without raising, when the type
 * cannot be decoded. */
bool strided_can_decode(struct ctx *, enum dtype stored);

#endif
