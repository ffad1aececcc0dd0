/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/numeric.h"

#include "core/value/array.h"

struct tensor *
numeric_tensor(struct ctx *c, struct value *v, const char *what)
{
	if (value_is(v, &named_kind))
		return err_raise(c, ERR_TYPE, "%s takes plain arrays, not a "
		    "%s; lift it over the names: pz.nx.nmap(f)(x)", what,
		    value_type_name(c, v));
	return value_tensor(c, v, what, true);
}

int
numeric_shape(struct ctx *c, struct value *v, struct axis *axes)
{
	size_t n = value_is_seq(v) ? seq_len(v) : 1;

	if (n > TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "more than %d axes", TENSOR_MAX_AXES);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		axes[i].name = NULL;
		if (!value_to_int(c, value_is_seq(v) ? seq_item(v, i) : v,
		    "a size", &axes[i].size))
			return -1;
	}
	return (int)n;
}

bool
numeric_dtype(struct ctx *c, struct value *v, enum dtype dflt,
    enum dtype *out)
{
	*out = dflt;
	return v == &value_none || value_dtype(c, v, out);
}

/* ---- pointwise ------------------------------------------------------------------ */

static const struct param x_params[] = {
	{ "x", PARAM_ARRAY, NULL, "Any array.", PARAM_POSITIONAL }, { 0 }
};
static const struct param xy_params[] = {
	{ "x1", PARAM_ARRAY, NULL, "Any array.", PARAM_POSITIONAL },
	{ "x2", PARAM_ARRAY, NULL, "Another.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
unary(struct ctx *c, enum unary op, const char *name, struct value *x)
{
	return array_like(c, tensor_unary(c, op, numeric_tensor(c, x, name)),
	    &x, 1);
}

static struct value *
binary(struct ctx *c, enum binary op, const char *name,
    struct value *const *args)
{
	struct tensor *a = numeric_tensor(c, args[0], name);
	struct tensor *b = numeric_tensor(c, args[1], name);

	return array_like(c, tensor_binary(c, op, a, b), args, 2);
}

/* Python's name of a function, and the tensor library's operation. */
#define UNARY_FUNCTIONS(X)                                                  \
	X(negative, neg) X(abs, abs) X(absolute, abs) X(sign, sign)         \
	X(exp, exp) X(exp2, exp2) X(expm1, expm1) X(log, log) X(log2, log2) \
	X(log1p, log1p) X(sqrt, sqrt) X(square, square)                     \
	X(reciprocal, reciprocal) X(sin, sin) X(cos, cos) X(tan, tan)       \
	X(tanh, tanh) X(sinh, sinh) X(cosh, cosh) X(arcsin, asin)           \
	X(arccos, acos) X(arctan, atan) X(floor, floor) X(ceil, ceil)       \
	X(rint, round) X(trunc, trunc) X(isnan, isnan) X(isinf, isinf)      \
	X(isfinite, isfinite) X(logical_not, logical_not)                   \
	X(invert, bit_not) X(bitwise_not, bit_not) X(rsqrt, rsqrt)
#define BINARY_FUNCTIONS(X)                                                 \
	X(add, add) X(subtract, sub) X(multiply, mul) X(divide, div)        \
	X(true_divide, div) X(floor_divide, floor_div) X(mod, mod)          \
	X(remainder, mod) X(power, pow) X(maximum, max) X(minimum, min)     \
	X(arctan2, atan2) X(equal, eq) X(not_equal, ne) X(less, lt)         \
	X(less_equal, le) X(greater, gt) X(greater_equal, ge)               \
	X(logical_and, logical_and) X(logical_or, logical_or)               \
	X(logical_xor, logical_xor) X(bitwise_and, bit_and)                 \
	X(bitwise_or, bit_or) X(bitwise_xor, bit_xor) X(left_shift, shl)    \
	X(right_shift, shr)

#define X(name, op)                                                         \
	static struct value *                                               \
	fn_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return unary(c, UNARY_##op, #name, args[0]);                \
	}
UNARY_FUNCTIONS(X)
#undef X
#define X(name, op)                                                         \
	static struct value *                                               \
	fn_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return binary(c, BINARY_##op, #name, args);                 \
	}
BINARY_FUNCTIONS(X)
#undef X

const struct native numeric_pointwise[] = {
#define X(name, op) { #name, x_params, fn_##name, "Elementwise.", NULL },
	UNARY_FUNCTIONS(X)
#undef X
#define X(name, op) { #name, xy_params, fn_##name, "Elementwise.", NULL },
	BINARY_FUNCTIONS(X)
#undef X
	{ 0 }
};

/* ---- along axes ------------------------------------------------------------------- */

/* jnp.sum(a, axis, keepdims) is a.sum(axis, keepdims): one implementation. */
static struct value *
method(struct ctx *c, const char *name, struct value *const *args, size_t n)
{
	struct tensor *t = numeric_tensor(c, args[0], name);
	struct value *self = value_find_tensor(args[0]) != NULL ? args[0] :
	    array_new(c, t);

	if (t == NULL)
		return NULL;
	return value_call_method(c, self, name, n - 1, args + 1);
}

static const struct param reduce_params[] = {
	{ "a", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "axis", PARAM_ANY, "None", "Axes to reduce; None: all.",
	    PARAM_OPTIONAL },
	{ "keepdims", PARAM_BOOL, "False", "Keep them with size 1.", 0 },
	{ 0 }
};
static const struct param var_params[] = {
	{ "a", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "axis", PARAM_ANY, "None", "Axes to reduce; None: all.",
	    PARAM_OPTIONAL },
	{ "ddof", PARAM_INT, "0", "Taken from the number.", 0 },
	{ "keepdims", PARAM_BOOL, "False", "Keep them with size 1.", 0 },
	{ 0 }
};
static const struct param axis_params[] = {
	{ "a", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "axis", PARAM_ANY, "-1", "A position.", PARAM_OPTIONAL }, { 0 }
};
static const struct param cumsum_params[] = {
	{ "a", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "axis", PARAM_ANY, "None", "A position.", PARAM_OPTIONAL }, { 0 }
};

#define METHODS(X)                                                          \
	X(sum, reduce_params, 3) X(mean, reduce_params, 3)                  \
	X(prod, reduce_params, 3) X(max, reduce_params, 3)                  \
	X(min, reduce_params, 3) X(any, reduce_params, 3)                   \
	X(all, reduce_params, 3) X(argmax, reduce_params, 3)                \
	X(argmin, reduce_params, 3) X(var, var_params, 4)                   \
	X(std, var_params, 4) X(sort, axis_params, 2)                       \
	X(argsort, axis_params, 2) X(cumsum, cumsum_params, 2)

#define X(name, params, n)                                                  \
	static struct value *                                               \
	fn_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return method(c, #name, args, n);                           \
	}
METHODS(X)
#undef X

const struct native numeric_reduce[] = {
#define X(name, params, n) \
	{ #name, params, fn_##name, "Along axes; the method " #name "().", NULL },
	METHODS(X)
#undef X
	{ "amax", reduce_params, fn_max, "max", NULL },
	{ "amin", reduce_params, fn_min, "min", NULL },
	{ 0 }
};
