/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: the rows of operations, and the attributes that a
 * planner looks at.
 */
#ifndef CORE_TENSOR_OP_H
#define CORE_TENSOR_OP_H

#include "core/tensor/node.h"

extern const struct op op_axes, op_slice, op_reshape, op_diagonal;
extern const struct op unary_ops[UNARY_COUNT], binary_ops[BINARY_COUNT];
extern const struct op op_where, op_cast;
extern const struct op reduce_ops[REDUCE_COUNT];
extern const struct op op_softmax, op_log_softmax;
extern const struct op op_rms_standardize, op_standardize;
extern const struct op op_cumsum, op_sort, op_argsort;
extern const struct op op_einsum;
extern const struct op op_gather, op_concat, op_update_slice, op_scatter;
extern const struct op op_rope, op_threefry;

/* Fresh storage for a pointwise result, in the order of memory of the first
 * input that has as many elements. */
bool elementwise_alloc(struct ctx *, struct tensor *out);
/* The same, in the order of memory of like, which has the same axes. */
bool elementwise_alloc_like(struct ctx *, struct tensor *out,
    const struct tensor *like);
/* The same numbers, which no longer give way to other dtypes. */
struct tensor *views_strengthen(struct ctx *, struct tensor *);

/* What integers are summed in, as JAX: never narrower than int32. */
enum dtype reduce_sum_dtype(enum dtype);
/* t with its axes in the order of those of like, which has the same. */
struct tensor *views_order_as(struct ctx *, struct tensor *t,
    const struct tensor *like);

/* out becomes a copy of t that may be written to: t's own storage where
 * nobody else holds it, so that a cache grows in place. */
bool arrange_take_over(struct ctx *, struct tensor *out, struct tensor *t);
/* A view whose axes are those of t at from[] (-1: new), by any names. */
struct tensor *views_axes(struct ctx *, struct tensor *t, int n,
    const struct axis *axes, const int8_t *from);
/* Axes of size 1 stretched to the sizes of like, by place; named ones too,
 * which broadcasting leaves alone. */
struct tensor *views_stretch(struct ctx *, struct tensor *t,
    const struct tensor *like);
/* The elements in C order of the axes, cut into others. */
struct tensor *views_reshape(struct ctx *, struct tensor *t, int n,
    const struct axis *axes);
/* Two axes of t become one that runs along their diagonal. */
struct tensor *views_diagonal(struct ctx *, struct tensor *t, int a, int b);

/* The unary or binary operation of a row; -1 of another. */
static inline int
op_unary(const struct op *op)
{
	return op >= unary_ops && op < unary_ops + UNARY_COUNT ?
	    (int)(op - unary_ops) : -1;
}

static inline int
op_binary(const struct op *op)
{
	return op >= binary_ops && op < binary_ops + BINARY_COUNT ?
	    (int)(op - binary_ops) : -1;
}

/* Of reductions, softmax, standardize, var: which axes of the input. */
struct along_attr {
	double epsilon;
	uint32_t axes;
	bool keep;
};

/* Of einsum: the letters of each axis. */
struct einsum_attr {
	uint8_t a[TENSOR_MAX_AXES], b[TENSOR_MAX_AXES], out[TENSOR_MAX_AXES];
};

/* Of rope: in[0] is turned by in[1]'s positions. */
struct rope_attr {
	double wavelength, scale;
	int64_t subset;
	int32_t axis;		/* of in[0] */
	int32_t ndivisors;
	double divisors[];
};

/* Of axes: which axis of the input each is; -1: a new one, stride 0. */
struct axes_attr {
	int8_t from[TENSOR_MAX_AXES];
};

struct slice_attr {
	int64_t start, step;
	int32_t axis;
};

/*
 * For each axis of t[ids]: which axis of t it is, and which of the indices'
 * positional axes, counted from the right (-1: none). A name may be both.
 */
struct index_attr {
	int8_t axis[TENSOR_MAX_AXES];	/* of t, for each index array */
	int8_t of_t[TENSOR_MAX_AXES], of_ids[TENSOR_MAX_AXES];
	uint8_t n;			/* axes of t[ids] */
	bool add;			/* of scatter */
};

/* Of update_slice (in = array, start, part) and concat. */
struct update_attr {
	int32_t axis;
};

#endif
