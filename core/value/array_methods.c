/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Methods and computed attributes that arrays, ndarrays and named arrays
 * share. They act on positional axes and are lifted over names.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/array_ops.h"

#define SELF { "self", PARAM_ARRAY, NULL, "", PARAM_POSITIONAL }

/* ---- axis= arguments ---------------------------------------------------- */

static bool
axis_bit(struct ctx *c, struct tensor *t, struct value *v, int *out)
{
	int64_t p;

	if (value_is(v, &str_kind)) {
		*out = tensor_find_axis(t, str_atom(c, v));
		if (*out >= 0)
			return true;
		err_raise(c, ERR_VALUE, "axis '%s' is not an axis of the "
		    "array", str_text(v));
		return false;
	}
	if (!value_to_int(c, v, "axis", &p))
		return false;
	*out = p >= -TENSOR_MAX_AXES && p < TENSOR_MAX_AXES ?
	    tensor_pos_axis(t, (int)p) : -1;
	if (*out >= 0)
		return true;
	err_raise(c, ERR_VALUE, "axis %lld is out of bounds for array of "
	    "dimension %d", (long long)p, tensor_npos(t));
	return false;
}

bool
axis_one(struct ctx *c, struct tensor *t, struct value *axis, int *out)
{
	return t != NULL && axis_bit(c, t, axis, out);
}

bool
axis_mask(struct ctx *c, struct tensor *t, struct value *axis, uint32_t *mask)
{
	int one;

	*mask = 0;
	if (t == NULL)
		return false;
	if (axis == NULL || axis == &value_none) {
		for (int i = 0; i < tensor_npos(t); i++)
			*mask |= 1u << tensor_pos_axis(t, i);
		return true;
	}
	if (!value_is_seq(axis)) {
		if (!axis_bit(c, t, axis, &one))
			return false;
		*mask = 1u << one;
		return true;
	}
	for (size_t i = 0; i < seq_len(axis); i++) {
		if (!axis_bit(c, t, seq_item(axis, i), &one))
			return false;
		if (*mask & 1u << one) {
			err_raise(c, ERR_VALUE, "duplicate value in 'axis'");
			return false;
		}
		*mask |= 1u << one;
	}
	return true;
}

static struct value *
like_self(struct ctx *c, struct tensor *t, struct value *const *args)
{
	return array_like(c, t, args, 1);
}

/* ---- reductions --------------------------------------------------------- */

static const struct param reduce_params[] = {
	SELF,
	{ "axis", PARAM_ANY, "None", "A position, a tuple of them, or None "
	    "for all positional axes.", PARAM_OPTIONAL },
	{ "keepdims", PARAM_BOOL, "False", "Keep them with size 1.", 0 },
	{ 0 }
};

static struct value *
reduce(struct ctx *c, enum reduce op, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	uint32_t mask;

	if (!axis_mask(c, t, args[1], &mask))
		return NULL;
	return like_self(c, tensor_reduce(c, op, t, mask,
	    args[2] == &value_true), args);
}

#define REDUCE_METHOD(name)                                                 \
	static struct value *                                               \
	do_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return reduce(c, REDUCE_##name, args);                      \
	}
REDUCE_METHOD(sum)
REDUCE_METHOD(mean)
REDUCE_METHOD(prod)
REDUCE_METHOD(max)
REDUCE_METHOD(min)
REDUCE_METHOD(any)
REDUCE_METHOD(all)

/* Without an axis: over all positional axes, flattened. */
static struct value *
arg_reduce(struct ctx *c, enum reduce op, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	bool flat = args[1] == &value_none;
	int64_t all = -1;
	int axis;

	if (flat)
		t = tensor_reshape(c, t, &all, 1);
	if (t == NULL || !axis_one(c, t, flat ? value_int(c, 0) : args[1],
	    &axis))
		return NULL;
	return like_self(c, tensor_reduce(c, op, t, 1u << axis,
	    args[2] == &value_true), args);
}

static struct value *
do_argmax(struct ctx *c, struct value *const *args)
{
	return arg_reduce(c, REDUCE_argmax, args);
}

static struct value *
do_argmin(struct ctx *c, struct value *const *args)
{
	return arg_reduce(c, REDUCE_argmin, args);
}

static const struct param var_params[] = {
	SELF,
	{ "axis", PARAM_ANY, "None", "As for sum.", PARAM_OPTIONAL },
	{ "ddof", PARAM_INT, "0", "Taken from the number of elements.", 0 },
	{ "keepdims", PARAM_BOOL, "False", "Keep them with size 1.", 0 },
	{ 0 }
};

static struct tensor *
variance(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]), *v;
	int64_t ddof = value_as_int(args[2]), n = 1;
	uint32_t mask;

	if (!axis_mask(c, t, args[1], &mask))
		return NULL;
	v = tensor_var(c, t, mask, args[3] == &value_true);
	if (ddof == 0)
		return v;
	for (int i = 0; i < tensor_naxes(t); i++)
		if (mask & 1u << i)
			n *= tensor_axes(t)[i].size;
	return tensor_binary(c, BINARY_mul, v, tensor_scalar_f(c,
	    (double)n / (double)(n - ddof), DT_F32, true));
}

static struct value *
do_var(struct ctx *c, struct value *const *args)
{
	return like_self(c, variance(c, args), args);
}

static struct value *
do_std(struct ctx *c, struct value *const *args)
{
	return like_self(c, tensor_unary(c, UNARY_sqrt, variance(c, args)),
	    args);
}

static const struct param axis_params[] = {
	SELF,
	{ "axis", PARAM_ANY, "-1", "A position.", 0 },
	{ 0 }
};

static struct value *
do_sort(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int axis;

	return axis_one(c, t, args[1], &axis) ?
	    like_self(c, tensor_sort(c, t, axis, false), args) : NULL;
}

static struct value *
do_argsort(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int axis;

	return axis_one(c, t, args[1], &axis) ?
	    like_self(c, tensor_argsort(c, t, axis, false), args) : NULL;
}

static const struct param cumsum_params[] = {
	SELF,
	{ "axis", PARAM_ANY, "None", "A position; None flattens.",
	    PARAM_OPTIONAL },
	{ 0 }
};

static struct value *
do_cumsum(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	bool flat = args[1] == &value_none;
	int64_t all = -1;
	int axis;

	if (flat)
		t = tensor_reshape(c, t, &all, 1);
	return axis_one(c, t, flat ? value_int(c, 0) : args[1], &axis) ?
	    like_self(c, tensor_cumsum(c, t, axis), args) : NULL;
}

/* ---- shapes ------------------------------------------------------------- */

/* reshape(2, 3) and reshape((2, 3)) are the same. */
static int
sizes_of(struct ctx *c, struct value *seq, int64_t sizes[TENSOR_MAX_AXES])
{
	size_t n;

	if (seq_len(seq) == 1 && value_is_seq(seq_item(seq, 0)))
		seq = seq_item(seq, 0);
	n = seq_len(seq);
	if (n > TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "more than %d axes", TENSOR_MAX_AXES);
		return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (!value_to_int(c, seq_item(seq, i), "a size", &sizes[i]))
			return -1;
	return (int)n;
}

static const struct param shape_params[] = {
	SELF,
	{ "shape", PARAM_ANY, NULL, "Sizes; one may be -1.", PARAM_VARARGS },
	{ 0 }
};

static struct value *
do_reshape(struct ctx *c, struct value *const *args)
{
	int64_t sizes[TENSOR_MAX_AXES];
	int n = sizes_of(c, args[1], sizes);

	return n < 0 ? NULL : like_self(c, tensor_reshape(c,
	    value_find_tensor(args[0]), sizes, n), args);
}

static const struct param self_only[] = { SELF, { 0 } };

static struct value *
do_ravel(struct ctx *c, struct value *const *args)
{
	int64_t all = -1;

	return like_self(c, tensor_reshape(c, value_find_tensor(args[0]),
	    &all, 1), args);
}

static struct value *
do_squeeze(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	uint32_t mask;

	if (!axis_mask(c, t, args[1], &mask))
		return NULL;
	for (int i = tensor_naxes(t) - 1; i >= 0 && t != NULL; i--)
		if (mask & 1u << i && (args[1] != &value_none ||
		    tensor_axes(t)[i].size == 1))
			t = tensor_squeeze(c, t, i);
	return like_self(c, t, args);
}

/* Permutes positional axes; names stay where they are. */
static struct tensor *
permute(struct ctx *c, struct tensor *t, const int64_t *perm, int n)
{
	int order[TENSOR_MAX_AXES], k = 0;
	uint32_t seen = 0;

	if (n != tensor_npos(t))
		return err_raise(c, ERR_VALUE, "axes don't match array: %d "
		    "given for %d positional axes", n, tensor_npos(t));
	for (int i = 0; i < tensor_naxes(t); i++) {
		int64_t p = i;

		if (tensor_axes(t)[i].name == NULL) {
			p = perm[k] < 0 ? perm[k] + n : perm[k];
			k++;
			if (p < 0 || p >= n || seen & 1u << p)
				return err_raise(c, ERR_VALUE,
				    "invalid permutation of axes");
			seen |= 1u << p;
			p = tensor_pos_axis(t, (int)p);
		}
		order[i] = (int)p;
	}
	return tensor_order(c, t, order);
}

static struct value *
do_transpose(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int64_t perm[TENSOR_MAX_AXES];
	int n = sizes_of(c, args[1], perm);

	if (n < 0)
		return NULL;
	if (n == 0) {
		n = tensor_npos(t);
		for (int i = 0; i < n; i++)
			perm[i] = n - 1 - i;
	}
	return like_self(c, permute(c, t, perm, n), args);
}

static const struct param swap_params[] = {
	SELF,
	{ "axis1", PARAM_INT, NULL, "A position.", 0 },
	{ "axis2", PARAM_INT, NULL, "Another.", 0 },
	{ 0 }
};

static struct value *
do_swapaxes(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int a, b, order[TENSOR_MAX_AXES];

	if (!axis_one(c, t, args[1], &a) || !axis_one(c, t, args[2], &b))
		return NULL;
	for (int i = 0; i < tensor_naxes(t); i++)
		order[i] = i == a ? b : i == b ? a : i;
	return like_self(c, tensor_order(c, t, order), args);
}

static const struct param astype_params[] = {
	SELF,
	{ "dtype", PARAM_DTYPE, NULL, "The new element type.", 0 },
	{ 0 }
};

static struct value *
do_astype(struct ctx *c, struct value *const *args)
{
	enum dtype d;

	return value_dtype(c, args[1], &d) ? like_self(c, tensor_cast(c,
	    value_find_tensor(args[0]), d), args) : NULL;
}

static const struct param clip_params[] = {
	SELF,
	{ "min", PARAM_ANY, "None", "Lower bound.", PARAM_OPTIONAL },
	{ "max", PARAM_ANY, "None", "Upper bound.", PARAM_OPTIONAL },
	{ 0 }
};

static struct value *
do_clip(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);

	if (args[1] != &value_none)
		t = tensor_binary(c, BINARY_max, t,
		    value_tensor(c, args[1], "min", false));
	if (args[2] != &value_none)
		t = tensor_binary(c, BINARY_min, t,
		    value_tensor(c, args[2], "max", false));
	return like_self(c, t, args);
}

static const struct param round_params[] = {
	SELF,
	{ "decimals", PARAM_INT, "0", "Digits to keep.", 0 },
	{ 0 }
};

static struct value *
do_round(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]), *scale;
	int64_t decimals = value_as_int(args[1]);
	double by = 1;

	if (decimals == 0)
		return like_self(c, tensor_unary(c, UNARY_round, t), args);
	for (int64_t i = 0; i < (decimals < 0 ? -decimals : decimals) &&
	    i < 40; i++)
		by *= 10;
	scale = tensor_scalar_f(c, decimals < 0 ? 1 / by : by, DT_F32, true);
	t = tensor_unary(c, UNARY_round, tensor_binary(c, BINARY_mul, t,
	    scale));
	return like_self(c, tensor_binary(c, BINARY_div, t, scale), args);
}

static const struct param dot_params[] = {
	SELF,
	{ "other", PARAM_ARRAY, NULL, "The right operand.", 0 },
	{ 0 }
};

static struct value *
do_dot(struct ctx *c, struct value *const *args)
{
	return array_like(c, tensor_matmul(c, value_find_tensor(args[0]),
	    value_tensor(c, args[1], "dot", true)), args, 2);
}

static const struct param take_params[] = {
	SELF,
	{ "indices", PARAM_ARRAY, NULL, "Integers.", 0 },
	{ "axis", PARAM_INT, "0", "A position.", 0 },
	{ 0 }
};

static struct value *
do_take(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int axis;

	return axis_one(c, t, args[2], &axis) ? array_like(c, tensor_take(c,
	    t, axis, value_tensor(c, args[1], "indices", true)), args, 2) :
	    NULL;
}

/* ---- to Python ---------------------------------------------------------- */

static struct value *
number_at(struct ctx *c, enum dtype d, const double *f, const int64_t *i,
    int64_t at)
{
	if (d == DT_BOOL)
		return value_bool(i[at] != 0);
	return dtype_is_float(d) ? value_float(c, f[at]) : value_int(c, i[at]);
}

static struct value *
nested(struct ctx *c, const struct axis *axes, int naxes, enum dtype d,
    const double *f, const int64_t *n, int64_t *at)
{
	struct value *list;

	if (naxes == 0)
		return number_at(c, d, f, n, (*at)++);
	list = list_new(c, 0, NULL);
	for (int64_t i = 0; i < axes[0].size; i++) {
		size_t mark = scope_mark(&c->scope);
		struct value *item = nested(c, axes + 1, naxes - 1, d, f, n,
		    at);

		if (item == NULL || !list_append(c, list, item))
			return NULL;
		scope_drop(c, mark);
	}
	return list;
}

static struct value *
do_tolist(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	enum dtype d = tensor_dtype(t);
	int64_t size = tensor_size(t), at = 0;
	double *f = NULL;
	int64_t *n = NULL;
	struct value *v = NULL;

	if (dtype_is_float(d)) {
		f = try_alloc(c, (size_t)size, sizeof *f);
		if (f == NULL || !tensor_read(c, t, DT_F64, f))
			goto out;
	} else {
		n = try_alloc(c, (size_t)size, sizeof *n);
		if (n == NULL || !tensor_read(c, t, DT_I64, n))
			goto out;
	}
	v = nested(c, tensor_axes(t), tensor_naxes(t), d, f, n, &at);
out:
	free(f);
	free(n);
	return v;
}

static struct value *
do_item(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int64_t all = -1;

	if (tensor_size(t) != 1)
		return err_raise(c, ERR_VALUE, "can only convert an array of "
		    "size 1 to a Python scalar");
	if (tensor_npos(t) != tensor_naxes(t))
		return err_raise(c, ERR_VALUE, "item() needs an array without "
		    "named axes");
	t = tensor_pick(c, tensor_reshape(c, t, &all, 1), 0, 0);
	return do_tolist(c, (struct value *[]){ array_new(c, t) });
}

static struct value *
do_float(struct ctx *c, struct value *const *args)
{
	double x;

	return tensor_item_f(c, value_find_tensor(args[0]), &x) ?
	    value_float(c, x) : NULL;
}

static struct value *
do_int(struct ctx *c, struct value *const *args)
{
	int64_t i;

	return tensor_item_i(c, value_find_tensor(args[0]), &i) ?
	    value_int(c, i) : NULL;
}

static struct value *
do_index(struct ctx *c, struct value *const *args)
{
	if (dtype_is_float(tensor_dtype(value_find_tensor(args[0]))))
		return err_raise(c, ERR_TYPE, "only integer scalar arrays can "
		    "be converted to a scalar index");
	return do_int(c, args);
}

static struct value *
do_self(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static struct value *
do_ready(struct ctx *c, struct value *const *args)
{
	return tensor_force(c, value_find_tensor(args[0])) ? args[0] : NULL;
}

#define REDUCES(n) \
	{ #n, reduce_params, do_##n, "Along positional axes.", NULL }
const struct native array_methods[] = {
	REDUCES(sum), REDUCES(mean), REDUCES(prod), REDUCES(max),
	REDUCES(min), REDUCES(any), REDUCES(all), REDUCES(argmax),
	REDUCES(argmin),
	{ "var", var_params, do_var, "Population variance.", NULL },
	{ "std", var_params, do_std, "Standard deviation.", NULL },
	{ "sort", axis_params, do_sort, "A sorted copy.", NULL },
	{ "argsort", axis_params, do_argsort, "Indices that sort.", NULL },
	{ "cumsum", cumsum_params, do_cumsum, "Running sums.", NULL },
	{ "reshape", shape_params, do_reshape, "Other sizes.", NULL },
	{ "ravel", self_only, do_ravel, "One positional axis.", NULL },
	{ "flatten", self_only, do_ravel, "One positional axis.", NULL },
	{ "squeeze", cumsum_params, do_squeeze, "Without axes of size 1.",
	    NULL },
	{ "transpose", shape_params, do_transpose, "Permutes the axes.",
	    NULL },
	{ "swapaxes", swap_params, do_swapaxes, "Exchanges two axes.",
	    NULL },
	{ "astype", astype_params, do_astype, "Other element type.", NULL },
	{ "clip", clip_params, do_clip, "Within bounds.", NULL },
	{ "round", round_params, do_round, "To so many decimals.", NULL },
	{ "dot", dot_params, do_dot, "Matrix product.", NULL },
	{ "take", take_params, do_take, "Elements by index.", NULL },
	{ "tolist", self_only, do_tolist, "Nested lists of numbers.", NULL },
	{ "item", self_only, do_item, "The one element as a number.", NULL },
	{ "copy", self_only, do_self, "An array with the same elements.",
	    NULL },
	{ "block_until_ready", self_only, do_ready, "Computes it now.",
	    NULL },
	{ "__float__", self_only, do_float, "The one element.", NULL },
	{ "__int__", self_only, do_int, "The one element.", NULL },
	{ "__index__", self_only, do_index, "The one element.", NULL },
	{ 0 }
};

struct value *
array_get_shape(struct ctx *c, struct value *self)
{
	struct tensor *t = value_find_tensor(self);
	struct value *sizes[TENSOR_MAX_AXES];
	size_t n = 0;

	for (int i = 0; i < tensor_naxes(t); i++)
		if (tensor_axes(t)[i].name == NULL)
			sizes[n++] = value_int(c, tensor_axes(t)[i].size);
	return tuple_new(c, n, sizes);
}

struct value *
array_get_dtype(struct ctx *c, struct value *self)
{
	return dtype_value(c, tensor_dtype(value_find_tensor(self)));
}

static struct value *
get_ndim(struct ctx *c, struct value *self)
{
	return value_int(c, tensor_npos(value_find_tensor(self)));
}

static struct value *
get_size(struct ctx *c, struct value *self)
{
	return value_int(c, tensor_size(value_find_tensor(self)));
}

static struct value *
get_nbytes(struct ctx *c, struct value *self)
{
	return value_int(c, (int64_t)tensor_nbytes(value_find_tensor(self)));
}

static struct value *
get_transposed(struct ctx *c, struct value *self)
{
	struct value *args[] = { self, tuple_new(c, 0, NULL) };

	return do_transpose(c, args);
}

/* The last two axes exchanged. */
static struct value *
get_matrix_transposed(struct ctx *c, struct value *self)
{
	struct value *args[] = { self, value_int(c, -1), value_int(c, -2) };

	return do_swapaxes(c, args);
}

const struct getter array_getters[] = {
	{ "shape", array_get_shape, "Sizes of the axes.", NULL },
	{ "dtype", array_get_dtype, "Type of the elements.", NULL },
	{ "ndim", get_ndim, "Number of axes.", NULL },
	{ "size", get_size, "Number of elements.", NULL },
	{ "nbytes", get_nbytes, "Bytes of the elements.", NULL },
	{ "T", get_transposed, "Axes in reverse.", NULL },
	{ "mT", get_matrix_transposed, "The last two axes exchanged.",
	    NULL },
	{ "at", index_at, "x.at[i].set(v): a copy with elements replaced.",
	    NULL },
	{ 0 }
};
