/* SPDX-License-Identifier: Apache-2.0 */
/* jax.numpy: what makes and rearranges arrays; the rest is in numeric.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/numeric.h"
#include "core/value/array.h"

#define A { "a", PARAM_ARRAY, NULL, "Any array.", 0 }
#define DTYPE \
	{ "dtype", PARAM_DTYPE, "None", "Of the elements.", PARAM_OPTIONAL }

/* ---- making ---------------------------------------------------------------------- */

static const struct param array_params[] = {
	{ "object", PARAM_ANY, NULL, "Numbers, nested lists, an array.", 0 },
	DTYPE, { 0 }
};

static struct value *
fn_array(struct ctx *c, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "array");
	enum dtype d;

	if (t == NULL || !numeric_dtype(c, args[1], tensor_dtype(t), &d))
		return NULL;
	return array_new(c, tensor_cast(c, t, d));
}

static const struct param shape_params[] = {
	{ "shape", PARAM_ANY, NULL, "A size or a tuple of sizes.", 0 },
	DTYPE, { 0 }
};

static struct value *
filled(struct ctx *c, double x, struct value *shape, struct value *dtype,
    enum dtype dflt)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = numeric_shape(c, shape, axes);
	enum dtype d;

	return n >= 0 && numeric_dtype(c, dtype, dflt, &d) ? array_new(c,
	    tensor_fill(c, x, d, n, axes)) : NULL;
}

static struct value *
fn_zeros(struct ctx *c, struct value *const *args)
{
	return filled(c, 0, args[0], args[1], DT_F32);
}

static struct value *
fn_ones(struct ctx *c, struct value *const *args)
{
	return filled(c, 1, args[0], args[1], DT_F32);
}

static const struct param full_params[] = {
	{ "shape", PARAM_ANY, NULL, "A size or a tuple of sizes.", 0 },
	{ "fill_value", PARAM_ARRAY, NULL, "Every element.", 0 },
	DTYPE, { 0 }
};

static struct value *
fn_full(struct ctx *c, struct value *const *args)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = numeric_shape(c, args[0], axes);
	struct tensor *t = numeric_tensor(c, args[1], "full");
	enum dtype d;

	if (n < 0 || t == NULL || !numeric_dtype(c, args[2],
	    tensor_dtype(t), &d))
		return NULL;
	return array_new(c, tensor_broadcast(c, tensor_cast(c, t, d), n,
	    axes));
}

static const struct param like_params[] = { A, DTYPE, { 0 } };

static struct value *
filled_like(struct ctx *c, double x, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "zeros_like");
	enum dtype d;

	return t != NULL && numeric_dtype(c, args[1], tensor_dtype(t), &d) ?
	    array_new(c, tensor_fill(c, x, d, tensor_naxes(t),
	    tensor_axes(t))) : NULL;
}

static struct value *
fn_zeros_like(struct ctx *c, struct value *const *args)
{
	return filled_like(c, 0, args);
}

static struct value *
fn_ones_like(struct ctx *c, struct value *const *args)
{
	return filled_like(c, 1, args);
}

static const struct param arange_params[] = {
	{ "start", PARAM_NUMBER, NULL, "Or the end, given alone.", 0 },
	{ "stop", PARAM_NUMBER, "None", "The end, exclusive.",
	    PARAM_OPTIONAL },
	{ "step", PARAM_NUMBER, "None", "1 when left out.", PARAM_OPTIONAL },
	DTYPE, { 0 }
};

static bool
scalar(struct ctx *c, struct value *v, double dflt, double *out,
    bool *is_float)
{
	struct tensor *t;

	*out = dflt;
	if (v == &value_none)
		return true;
	t = numeric_tensor(c, v, "arange");
	if (t != NULL)
		*is_float |= dtype_is_float(tensor_dtype(t));
	return t != NULL && tensor_item_f(c, t, out);
}

static struct value *
fn_arange(struct ctx *c, struct value *const *args)
{
	double start, stop, step, n;
	bool is_float = false;
	enum dtype d;

	if (!scalar(c, args[0], 0, &start, &is_float) ||
	    !scalar(c, args[1], 0, &stop, &is_float) ||
	    !scalar(c, args[2], 1, &step, &is_float))
		return NULL;
	if (args[1] == &value_none) {
		stop = start;
		start = 0;
	}
	if (step == 0)
		return err_raise(c, ERR_ZERO_DIVISION, "arange: step is zero");
	n = ceil((stop - start) / step);
	if (!(n > 0))
		n = 0;
	if (n > 1e15)
		return err_raise(c, ERR_MEMORY, "arange: too many elements");
	return numeric_dtype(c, args[3], is_float ? DT_F32 : DT_I32, &d) ?
	    array_new(c, tensor_arange(c, d, start, step,
	    (struct axis){ NULL, (int64_t)n })) : NULL;
}

static const struct param linspace_params[] = {
	{ "start", PARAM_NUMBER, NULL, "The first.", 0 },
	{ "stop", PARAM_NUMBER, NULL, "The last.", 0 },
	{ "num", PARAM_INT, "50", "How many.", 0 }, { 0 }
};

static struct value *
fn_linspace(struct ctx *c, struct value *const *args)
{
	int64_t n = value_as_int(args[2]);
	double start, stop;
	bool is_float;

	if (n < 0)
		return err_raise(c, ERR_VALUE, "num must be non-negative");
	if (!scalar(c, args[0], 0, &start, &is_float) ||
	    !scalar(c, args[1], 0, &stop, &is_float))
		return NULL;
	return array_new(c, tensor_arange(c, DT_F32, start, n > 1 ?
	    (stop - start) / (double)(n - 1) : 0, (struct axis){ NULL, n }));
}

static const struct param eye_params[] = {
	{ "N", PARAM_INT, NULL, "Rows.", 0 },
	{ "M", PARAM_INT, "None", "Columns; N when left out.",
	    PARAM_OPTIONAL },
	DTYPE, { 0 }
};

/* row >= column - k, as 0 or 1. */
static struct tensor *
triangle(struct ctx *c, int64_t rows, int64_t columns, int64_t k,
    enum binary op)
{
	struct tensor *i = tensor_arange(c, DT_I32, (double)k, 1,
	    (struct axis){ NULL, rows });
	struct tensor *j = tensor_arange(c, DT_I32, 0, 1,
	    (struct axis){ NULL, columns });

	return tensor_binary(c, op, tensor_expand(c, i, 1, NULL), j);
}

static struct value *
fn_eye(struct ctx *c, struct value *const *args)
{
	int64_t n = value_as_int(args[0]);
	int64_t m = args[1] == &value_none ? n : value_as_int(args[1]);
	enum dtype d;

	return numeric_dtype(c, args[2], DT_F32, &d) ? array_new(c,
	    tensor_cast(c, triangle(c, n, m, 0, BINARY_eq), d)) : NULL;
}

static const struct param tri_params[] = {
	A, { "k", PARAM_INT, "0", "Diagonals above the main one.", 0 }, { 0 }
};

static struct value *
masked_triangle(struct ctx *c, struct value *const *args, int64_t shift,
    enum binary op)
{
	struct tensor *t = numeric_tensor(c, args[0], "tril");
	int r, k;

	if (t == NULL)
		return NULL;
	r = tensor_pos_axis(t, -2);
	k = tensor_pos_axis(t, -1);
	if (r < 0)
		return err_raise(c, ERR_VALUE,
		    "tril and triu need an array of two axes or more");
	return array_like(c, tensor_where(c, triangle(c,
	    tensor_axes(t)[r].size, tensor_axes(t)[k].size,
	    value_as_int(args[1]) + shift, op), t, tensor_scalar_i(c, 0,
	    DT_I32, true)), args, 1);
}

static struct value *
fn_tril(struct ctx *c, struct value *const *args)
{
	return masked_triangle(c, args, 0, BINARY_ge);
}

static struct value *
fn_triu(struct ctx *c, struct value *const *args)
{
	return masked_triangle(c, args, 0, BINARY_le);
}

const struct native jnp_make[] = {
	{ "array", array_params, fn_array, "An array of numbers.", NULL },
	{ "asarray", array_params, fn_array, "An array of numbers.", NULL },
	{ "zeros", shape_params, fn_zeros, "All 0.", NULL },
	{ "ones", shape_params, fn_ones, "All 1.", NULL },
	{ "empty", shape_params, fn_zeros, "All 0.", NULL },
	{ "full", full_params, fn_full, "All the same.", NULL },
	{ "arange", arange_params, fn_arange, "Numbers in steps.", NULL },
	{ "linspace", linspace_params, fn_linspace,
	    "Numbers evenly spaced, both ends included.", NULL },
	{ "eye", eye_params, fn_eye, "1 on the diagonal.", NULL },
	{ "identity", eye_params, fn_eye, "1 on the diagonal.", NULL },
	{ 0 }
};

/* ---- rearranging ------------------------------------------------------------------- */

static const struct param where_params[] = {
	{ "condition", PARAM_ARRAY, NULL, "Where true, x.", 0 },
	{ "x", PARAM_ARRAY, NULL, "Elements where true.", 0 },
	{ "y", PARAM_ARRAY, NULL, "Elements elsewhere.", 0 }, { 0 }
};

static struct value *
fn_where(struct ctx *c, struct value *const *args)
{
	return array_like(c, tensor_where(c,
	    numeric_tensor(c, args[0], "where"),
	    numeric_tensor(c, args[1], "where"),
	    numeric_tensor(c, args[2], "where")), args, 3);
}

static const struct param clip_params[] = {
	A, { "min", PARAM_ANY, "None", "Lower bound.", PARAM_OPTIONAL },
	{ "max", PARAM_ANY, "None", "Upper bound.", PARAM_OPTIONAL }, { 0 }
};
static const struct param reshape_params[] = {
	A, { "shape", PARAM_ANY, NULL, "Sizes; one may be -1.", 0 }, { 0 }
};
static const struct param transpose_params[] = {
	A, { "axes", PARAM_ANY, "None", "Positions; None: reversed.",
	    PARAM_OPTIONAL }, { 0 }
};
static const struct param swap_params[] = {
	A, { "axis1", PARAM_INT, NULL, "A position.", 0 },
	{ "axis2", PARAM_INT, NULL, "Another.", 0 }, { 0 }
};
static const struct param axis_params[] = {
	A, { "axis", PARAM_ANY, NULL, "A position.", 0 }, { 0 }
};
static const struct param squeeze_params[] = {
	A, { "axis", PARAM_ANY, "None", "Positions; None: all of size 1.",
	    PARAM_OPTIONAL }, { 0 }
};
static const struct param take_params[] = {
	A, { "indices", PARAM_ARRAY, NULL, "Integers.", 0 },
	{ "axis", PARAM_INT, "0", "A position.", 0 }, { 0 }
};
static const struct param a_params[] = { A, { 0 } };
static const struct param round_params[] = {
	A, { "decimals", PARAM_INT, "0", "Digits to keep.", 0 }, { 0 }
};

static struct value *
self_method(struct ctx *c, const char *name, struct value *const *args,
    size_t n)
{
	struct tensor *t = numeric_tensor(c, args[0], name);
	struct value *self = value_find_tensor(args[0]) != NULL ? args[0] :
	    array_new(c, t);

	return t == NULL ? NULL : value_call_method(c, self, name, n,
	    args + 1);
}

#define SELF_METHOD(name, n)                                                \
	static struct value *                                               \
	fn_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return self_method(c, #name, args, n);                      \
	}
SELF_METHOD(clip, 2)
SELF_METHOD(reshape, 1)
SELF_METHOD(swapaxes, 2)
SELF_METHOD(squeeze, 1)
SELF_METHOD(take, 2)
SELF_METHOD(ravel, 0)
SELF_METHOD(round, 1)

static struct value *
fn_transpose(struct ctx *c, struct value *const *args)
{
	return self_method(c, "transpose", args, args[1] != &value_none);
}

static struct value *
fn_expand_dims(struct ctx *c, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "expand_dims");
	int64_t at;

	if (t == NULL || !value_to_int(c, args[1], "axis", &at))
		return NULL;
	if (at < 0)
		at += tensor_naxes(t) + 1;
	if (at < 0 || at > tensor_naxes(t))
		return err_raise(c, ERR_VALUE, "axis is out of bounds for "
		    "array of dimension %d", tensor_naxes(t) + 1);
	return array_like(c, tensor_expand(c, t, (int)at, NULL), args, 1);
}

static const struct param list_params[] = {
	{ "arrays", PARAM_ITERABLE, NULL, "Arrays to join.", 0 },
	{ "axis", PARAM_INT, "0", "Where.", 0 }, { 0 }
};

/* Calls use with the tensors of a list of arrays. */
static struct value *
join(struct ctx *c, struct value *const *args, bool is_stack)
{
	struct value *list = value_to_list(c, args[0]);
	size_t n = list == NULL ? 0 : seq_len(list);
	struct tensor **t = xcalloc(n, sizeof *t), *out = NULL;
	int64_t axis = value_as_int(args[1]);

	if (list != NULL && n == 0)
		err_raise(c, ERR_VALUE,
		    "need at least one array to concatenate");
	for (size_t i = 0; i < n; i++) {
		t[i] = numeric_tensor(c, seq_item(list, i), "concatenate");
		if (t[i] == NULL)
			goto out;
	}
	if (n == 0)
		goto out;
	if (axis < 0)
		axis += tensor_npos(t[0]) + is_stack;
	if (axis < 0 || axis >= tensor_npos(t[0]) + is_stack) {
		err_raise(c, ERR_VALUE, "axis %lld is out of bounds for array "
		    "of dimension %d", (long long)value_as_int(args[1]),
		    tensor_npos(t[0]) + is_stack);
		goto out;
	}
	for (size_t i = 0; i < n && is_stack; i++)
		t[i] = tensor_expand(c, t[i], (int)axis, NULL);
	out = tensor_concat(c, t, (int)n, (int)axis);
out:
	free(t);
	return out == NULL ? NULL : array_like(c, out, seq_items(list), n);
}

static struct value *
fn_concatenate(struct ctx *c, struct value *const *args)
{
	return join(c, args, false);
}

static struct value *
fn_stack(struct ctx *c, struct value *const *args)
{
	return join(c, args, true);
}

static const struct param broadcast_params[] = {
	A, { "shape", PARAM_ANY, NULL, "Sizes.", 0 }, { 0 }
};

static struct value *
fn_broadcast_to(struct ctx *c, struct value *const *args)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = numeric_shape(c, args[1], axes);

	return n < 0 ? NULL : array_like(c, tensor_broadcast(c,
	    numeric_tensor(c, args[0], "broadcast_to"), n, axes), args, 1);
}

static const struct param two_params[] = {
	A, { "b", PARAM_ARRAY, NULL, "Another.", 0 }, { 0 }
};

static struct value *
fn_matmul(struct ctx *c, struct value *const *args)
{
	return array_like(c, tensor_matmul(c,
	    numeric_tensor(c, args[0], "matmul"),
	    numeric_tensor(c, args[1], "matmul")), args, 2);
}

static struct value *
fn_outer(struct ctx *c, struct value *const *args)
{
	int64_t all = -1;
	struct tensor *a = tensor_reshape(c, numeric_tensor(c, args[0],
	    "outer"), &all, 1);
	struct tensor *b = tensor_reshape(c, numeric_tensor(c, args[1],
	    "outer"), &all, 1);

	return array_like(c, tensor_binary(c, BINARY_mul, tensor_expand(c, a,
	    1, NULL), b), args, 2);
}

static const struct param tensordot_params[] = {
	A, { "b", PARAM_ARRAY, NULL, "Another.", 0 },
	{ "axes", PARAM_INT, "2", "How many axes are summed over.", 0 },
	{ 0 }
};

/* Sums the last n axes of a against the first n of b. */
static struct value *
fn_tensordot(struct ctx *c, struct value *const *args)
{
	struct tensor *a = numeric_tensor(c, args[0], "tensordot");
	struct tensor *b = numeric_tensor(c, args[1], "tensordot");
	int64_t n = value_as_int(args[2]);
	uint8_t la[TENSOR_MAX_AXES], lb[TENSOR_MAX_AXES], lo[TENSOR_MAX_AXES];
	struct axis axes[2 * TENSOR_MAX_AXES];
	int na, nb, nout = 0;

	if (a == NULL || b == NULL)
		return NULL;
	na = tensor_naxes(a);
	nb = tensor_naxes(b);
	if (n < 0 || n > na || n > nb || na + nb - 2 * n > TENSOR_MAX_AXES)
		return err_raise(c, ERR_VALUE, "tensordot: %lld axes cannot "
		    "be summed over", (long long)n);
	for (int i = 0; i < na; i++) {
		la[i] = (uint8_t)i;
		if (i < na - n) {
			lo[nout] = la[i];
			axes[nout++] = tensor_axes(a)[i];
		}
	}
	for (int i = 0; i < nb; i++) {
		lb[i] = (uint8_t)(na - n + i);
		if (i >= n) {
			lo[nout] = lb[i];
			axes[nout++] = tensor_axes(b)[i];
		}
	}
	return array_like(c, tensor_einsum(c, a, la, b, lb, nout, lo, axes),
	    args, 2);
}

static const struct param einsum_params[] = {
	{ "subscripts", PARAM_STR, NULL, "'ij,jk->ik'", 0 },
	{ "operands", PARAM_ARRAY, NULL, "One or two arrays.",
	    PARAM_VARARGS }, { 0 }
};

/* Letters of one operand of the subscripts; moves on to the next. */
static int
subscript(const char **s, uint8_t *out, const char *end)
{
	int n = 0;

	for (; **s != '\0' && strchr(end, **s) == NULL; (*s)++) {
		if (**s == ' ')
			continue;
		if (!((**s >= 'a' && **s <= 'z') || (**s >= 'A' &&
		    **s <= 'Z')) || n == TENSOR_MAX_AXES)
			return -1;
		out[n++] = (uint8_t)(**s - 'A');
	}
	return n;
}

static struct value *
fn_einsum(struct ctx *c, struct value *const *args)
{
	const char *s = str_text(args[0]), *all = s;
	size_t nops = seq_len(args[1]);
	uint8_t l[2][TENSOR_MAX_AXES], lo[TENSOR_MAX_AXES];
	struct axis axes[TENSOR_MAX_AXES];
	struct tensor *t[2];
	int n[2] = { 0, 0 }, nout;

	if (nops != 1 && nops != 2)
		return err_raise(c, ERR_VALUE, "einsum takes one or two "
		    "operands here, not %zu", nops);
	t[1] = tensor_scalar_f(c, 1, DT_F32, true);
	for (size_t i = 0; i < nops; i++) {
		t[i] = numeric_tensor(c, seq_item(args[1], i), "einsum");
		n[i] = subscript(&s, l[i], ",-");
		if (t[i] == NULL)
			return NULL;
		if (n[i] != tensor_naxes(t[i]))
			return err_raise(c, ERR_VALUE, "einsum('%s'): operand "
			    "%zu has %d axes", all, i, tensor_naxes(t[i]));
		s += *s == ',';
	}
	if (s[0] != '-' || s[1] != '>')
		return err_raise(c, ERR_VALUE, "einsum('%s'): write the "
		    "output: 'ij,jk->ik'", all);
	s += 2;
	nout = subscript(&s, lo, "");
	for (int k = 0; k < nout; k++) {
		bool found = false;

		for (size_t i = 0; i < nops; i++)
			for (int j = 0; j < n[i]; j++)
				if (l[i][j] == lo[k]) {
					axes[k] = tensor_axes(t[i])[j];
					found = true;
				}
		if (!found)
			nout = -1;
	}
	if (nout < 0)
		return err_raise(c, ERR_VALUE, "einsum('%s'): bad subscripts",
		    all);
	return array_like(c, tensor_einsum(c, t[0], l[0], t[1], l[1], nout,
	    lo, axes), seq_items(args[1]), nops);
}

static const struct param close_params[] = {
	A, { "b", PARAM_ARRAY, NULL, "Another.", 0 },
	{ "rtol", PARAM_FLOAT, "1e-05", "Relative tolerance.", 0 },
	{ "atol", PARAM_FLOAT, "1e-08", "Absolute tolerance.", 0 }, { 0 }
};

static struct value *
fn_allclose(struct ctx *c, struct value *const *args)
{
	struct tensor *a = numeric_tensor(c, args[0], "allclose");
	struct tensor *b = numeric_tensor(c, args[1], "allclose"), *d, *tol;
	double rtol = value_as_float(args[2]), atol = value_as_float(args[3]);
	uint32_t mask;

	d = tensor_unary(c, UNARY_abs, tensor_binary(c, BINARY_sub, a, b));
	tol = tensor_binary(c, BINARY_add, tensor_binary(c, BINARY_mul,
	    tensor_unary(c, UNARY_abs, b), tensor_scalar_f(c, rtol, DT_F32,
	    true)), tensor_scalar_f(c, atol, DT_F32, true));
	d = tensor_binary(c, BINARY_logical_or, tensor_binary(c, BINARY_le, d,
	    tol), tensor_binary(c, BINARY_eq, a, b));
	if (d == NULL || !axis_mask(c, d, NULL, &mask))
		return NULL;
	return array_new(c, tensor_reduce(c, REDUCE_all, d, mask, false));
}

static struct value *
fn_array_equal(struct ctx *c, struct value *const *args)
{
	struct tensor *a = numeric_tensor(c, args[0], "array_equal");
	struct tensor *b = numeric_tensor(c, args[1], "array_equal"), *d;
	uint32_t mask;

	if (a == NULL || b == NULL)
		return NULL;
	if (tensor_naxes(a) != tensor_naxes(b))
		return &value_false;
	for (int i = 0; i < tensor_naxes(a); i++)
		if (tensor_axes(a)[i].size != tensor_axes(b)[i].size)
			return &value_false;
	d = tensor_binary(c, BINARY_eq, a, b);
	if (d == NULL || !axis_mask(c, d, NULL, &mask))
		return NULL;
	return array_new(c, tensor_reduce(c, REDUCE_all, d, mask, false));
}

const struct native numeric_arrange[] = {
	{ "zeros_like", like_params, fn_zeros_like, "0 everywhere.", NULL },
	{ "ones_like", like_params, fn_ones_like, "1 everywhere.", NULL },
	{ "tril", tri_params, fn_tril, "The lower triangle.", NULL },
	{ "triu", tri_params, fn_triu, "The upper triangle.", NULL },
	{ "where", where_params, fn_where, "x where true, else y.", NULL },
	{ "clip", clip_params, fn_clip, "Within bounds.", NULL },
	{ "reshape", reshape_params, fn_reshape, "Other sizes.", NULL },
	{ "ravel", a_params, fn_ravel, "One axis.", NULL },
	{ "round", round_params, fn_round, "To so many decimals.", NULL },
	{ "transpose", transpose_params, fn_transpose, "Permutes axes.",
	    NULL },
	{ "swapaxes", swap_params, fn_swapaxes, "Exchanges two axes.",
	    NULL },
	{ "squeeze", squeeze_params, fn_squeeze, "Without axes of size 1.",
	    NULL },
	{ "expand_dims", axis_params, fn_expand_dims, "A new axis of size 1.",
	    NULL },
	{ "take", take_params, fn_take, "Elements by index.", NULL },
	{ "concatenate", list_params, fn_concatenate, "Joins along an axis.",
	    NULL },
	{ "stack", list_params, fn_stack, "Joins along a new axis.", NULL },
	{ "broadcast_to", broadcast_params, fn_broadcast_to, "To a shape.",
	    NULL },
	{ "matmul", two_params, fn_matmul, "Matrix product.", NULL },
	{ "dot", two_params, fn_matmul, "Matrix product.", NULL },
	{ "outer", two_params, fn_outer, "All products.", NULL },
	{ "tensordot", tensordot_params, fn_tensordot,
	    "Sums over the last axes of a and the first of b.", NULL },
	{ "einsum", einsum_params, fn_einsum, "Einstein summation.", NULL },
	{ "allclose", close_params, fn_allclose, "Equal within bounds?",
	    NULL },
	{ "array_equal", two_params, fn_array_equal, "Same shape, same "
	    "elements?", NULL },
	{ 0 }
};

/* ---- the module ---------------------------------------------------------------------- */

bool
numeric_fill(struct ctx *c, struct value *module, bool numpy)
{
	static const enum dtype types[] = { DT_I8, DT_I16, DT_I32, DT_I64,
		DT_U8, DT_U16, DT_U32, DT_U64, DT_F16, DT_BF16, DT_F32,
		DT_F64 };

	for (size_t i = 0; i < nitems(types); i++)
		if (!(numpy && types[i] == DT_BF16) && !module_set(c, module,
		    dtypes[types[i]].name, dtype_value(c, types[i])))
			return false;
	return module_set(c, module, "bool_", dtype_value(c, DT_BOOL)) &&
	    module_set(c, module, "pi", value_float(c, 3.14159265358979312)) &&
	    module_set(c, module, "e", value_float(c, 2.71828182845904509)) &&
	    module_set(c, module, "inf", value_float(c, INFINITY)) &&
	    module_set(c, module, "nan", value_float(c, NAN)) &&
	    module_set(c, module, "newaxis", &value_none) &&
	    module_set(c, module, "ndarray", (struct value *)class_of_row(c,
	    numpy ? &ndarray_row : &array_row));
}

static bool
add_natives(struct ctx *c, struct value *module, const struct native *n)
{
	for (; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	return true;
}

static bool
jnp_fill(struct ctx *c, struct value *module)
{
	return numeric_fill(c, module, false) &&
	    add_natives(c, module, numeric_pointwise) &&
	    add_natives(c, module, numeric_reduce) &&
	    add_natives(c, module, numeric_arrange);
}

const struct module_row mod_jnp = {
	.name = "jax.numpy", .doc = "Functions of arrays.",
	.functions = jnp_make, .fill = jnp_fill,
};
