/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jax.random: counter-based random numbers, the same as JAX's for the same
 * key (threefry; bits to floats as JAX documents it in
 * jax.random).
 */
#include <math.h>

#include "core/lang/numeric.h"
#include "core/value/array.h"

#define KEY { "key", PARAM_ARRAY, NULL, "Of key() or split().", 0 }
#define SHAPE { "shape", PARAM_ANY, "()", "A size or a tuple.", 0 }

static const struct param seed_params[] = {
	{ "seed", PARAM_INT, NULL, "Any integer.", 0 }, { 0 }
};

static struct value *
fn_key(struct ctx *c, struct value *const *args)
{
	uint64_t seed = (uint64_t)value_as_int(args[0]);
	/* JAX without 64 bits takes the low word of a seed that fits. */
	uint32_t words[2] = { seed > UINT32_MAX && (int64_t)seed >= 0 ?
		(uint32_t)(seed >> 32) : 0, (uint32_t)seed };

	return array_new(c, tensor_new(c, DT_U32, 1, &(struct axis){ NULL, 2 },
	    words));
}

static struct tensor *
key_of(struct ctx *c, struct value *v)
{
	struct tensor *t = numeric_tensor(c, v, "jax.random");

	if (t != NULL && (tensor_dtype(t) != DT_U32 || tensor_npos(t) != 1 ||
	    tensor_size(t) != 2))
		return err_raise(c, ERR_TYPE, "jax.random needs a key of "
		    "jax.random.key() or jax.random.split()");
	return t;
}

static const struct param split_params[] = {
	KEY, { "num", PARAM_INT, "2", "How many keys.", 0 }, { 0 }
};

static struct value *
fn_split(struct ctx *c, struct value *const *args)
{
	struct tensor *key = key_of(c, args[0]);

	return key == NULL ? NULL : array_new(c, tensor_threefry_split(c, key,
	    value_as_int(args[1]), true));
}

static const struct param fold_params[] = {
	KEY, { "data", PARAM_INT, NULL, "An integer.", 0 }, { 0 }
};

static struct value *
fn_fold_in(struct ctx *c, struct value *const *args)
{
	struct tensor *key = key_of(c, args[0]);

	return key == NULL ? NULL : array_new(c, tensor_threefry_fold_in(c,
	    key, (uint32_t)value_as_int(args[1])));
}

static struct tensor *
number(struct ctx *c, double x)
{
	return tensor_scalar_f(c, x, DT_F32, true);
}

/* 23 random bits as a float in [0, 1): the mantissa of a number in [1, 2). */
static struct tensor *
unit_interval(struct ctx *c, struct tensor *key, int n,
    const struct axis *axes)
{
	struct tensor *bits = tensor_threefry_bits(c, key, n, axes, true);

	bits = tensor_binary(c, BINARY_shr, bits, tensor_scalar_i(c, 9, DT_U32,
	    false));
	return tensor_binary(c, BINARY_mul, tensor_cast(c, bits, DT_F32),
	    number(c, 0x1p-23));
}

static struct tensor *
uniform(struct ctx *c, struct value *key, struct value *shape, double lo,
    double hi)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = numeric_shape(c, shape, axes);
	struct tensor *k = key_of(c, key), *u;

	if (n < 0 || k == NULL)
		return NULL;
	u = unit_interval(c, k, n, axes);
	u = tensor_binary(c, BINARY_add, tensor_binary(c, BINARY_mul, u,
	    number(c, (double)((float)hi - (float)lo))), number(c, lo));
	return tensor_binary(c, BINARY_max, u, number(c, lo));
}

static const struct param uniform_params[] = {
	KEY, SHAPE,
	{ "dtype", PARAM_DTYPE, "None", "float32.", PARAM_OPTIONAL },
	{ "minval", PARAM_FLOAT, "0.0", "Inclusive.", 0 },
	{ "maxval", PARAM_FLOAT, "1.0", "Exclusive.", 0 }, { 0 }
};

static bool
only_f32(struct ctx *c, struct value *dtype)
{
	enum dtype d;

	if (!numeric_dtype(c, dtype, DT_F32, &d))
		return false;
	if (d != DT_F32)
		err_raise(c, ERR_NOT_IMPLEMENTED, "jax.random makes float32 "
		    "here; convert it: x.astype(%s)", dtypes[d].name);
	return d == DT_F32;
}

static struct value *
fn_uniform(struct ctx *c, struct value *const *args)
{
	return only_f32(c, args[2]) ? array_new(c, uniform(c, args[0],
	    args[1], value_as_float(args[3]), value_as_float(args[4]))) :
	    NULL;
}

/*
 * The inverse error function in single precision, as XLA computes it: two
 * polynomials in w = -log(1 - x^2) (M. Giles, Approximating the erfinv
 * function, 2010).
 */
static struct tensor *
polynomial(struct ctx *c, struct tensor *w, const double *k, int n)
{
	struct tensor *p = number(c, k[0]);

	for (int i = 1; i < n; i++)
		p = tensor_binary(c, BINARY_add, number(c, k[i]),
		    tensor_binary(c, BINARY_mul, p, w));
	return p;
}

static struct tensor *
erfinv(struct ctx *c, struct tensor *x)
{
	static const double small[] = { 2.81022636e-08, 3.43273939e-07,
		-3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
		-0.00417768164, 0.246640727, 1.50140941 };
	static const double large[] = { -0.000200214257, 0.000100950558,
		0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613,
		0.00943887047, 1.00167406, 2.83297682 };
	struct tensor *w = tensor_unary(c, UNARY_neg, tensor_unary(c,
	    UNARY_log1p, tensor_unary(c, UNARY_neg, tensor_binary(c,
	    BINARY_mul, x, x))));
	struct tensor *ws = tensor_binary(c, BINARY_sub, w, number(c, 2.5));
	struct tensor *wl = tensor_binary(c, BINARY_sub, tensor_unary(c,
	    UNARY_sqrt, w), number(c, 3));

	return tensor_binary(c, BINARY_mul, x, tensor_where(c,
	    tensor_binary(c, BINARY_lt, w, number(c, 5)),
	    polynomial(c, ws, small, 9), polynomial(c, wl, large, 9)));
}

static const struct param normal_params[] = {
	KEY, SHAPE,
	{ "dtype", PARAM_DTYPE, "None", "float32.", PARAM_OPTIONAL }, { 0 }
};

static struct value *
fn_normal(struct ctx *c, struct value *const *args)
{
	if (!only_f32(c, args[2]))
		return NULL;
	return array_new(c, tensor_binary(c, BINARY_mul, number(c,
	    (double)(float)sqrt(2)), erfinv(c, uniform(c, args[0], args[1],
	    (double)nextafterf(-1, 0), 1))));
}

static struct tensor *
gumbel(struct ctx *c, struct tensor *key, int n, const struct axis *axes)
{
	const double tiny = 0x1p-126;
	struct tensor *u = unit_interval(c, key, n, axes);

	u = tensor_binary(c, BINARY_max, tensor_binary(c, BINARY_add, u,
	    number(c, tiny)), number(c, tiny));
	return tensor_unary(c, UNARY_neg, tensor_unary(c, UNARY_log,
	    tensor_unary(c, UNARY_neg, tensor_unary(c, UNARY_log, u))));
}

static const struct param categorical_params[] = {
	KEY, { "logits", PARAM_ARRAY, NULL, "Logarithms of weights.", 0 },
	{ "axis", PARAM_INT, "-1", "The axis of choices.", 0 }, { 0 }
};

static struct value *
fn_categorical(struct ctx *c, struct value *const *args)
{
	struct tensor *key = key_of(c, args[0]);
	struct tensor *t = numeric_tensor(c, args[1], "categorical");
	int axis;

	if (key == NULL || !axis_one(c, t, args[2], &axis))
		return NULL;
	t = tensor_binary(c, BINARY_add, gumbel(c, key, tensor_naxes(t),
	    tensor_axes(t)), t);
	return array_new(c, tensor_reduce(c, REDUCE_argmax, t, 1u << axis,
	    false));
}

static const struct param bernoulli_params[] = {
	KEY, { "p", PARAM_FLOAT, "0.5", "Probability of True.", 0 }, SHAPE,
	{ 0 }
};

static struct value *
fn_bernoulli(struct ctx *c, struct value *const *args)
{
	return array_new(c, tensor_binary(c, BINARY_lt, uniform(c, args[0],
	    args[2], 0, 1), number(c, value_as_float(args[1]))));
}

static const struct native random_functions[] = {
	{ "key", seed_params, fn_key, "A key of a seed.", NULL },
	{ "PRNGKey", seed_params, fn_key, "A key of a seed.", NULL },
	{ "split", split_params, fn_split, "New keys of a key.", NULL },
	{ "fold_in", fold_params, fn_fold_in, "A key of a key and a number.",
	    NULL },
	{ "uniform", uniform_params, fn_uniform, "Evenly distributed.",
	    NULL },
	{ "normal", normal_params, fn_normal, "Normally distributed.",
	    NULL },
	{ "categorical", categorical_params, fn_categorical,
	    "Choices by their logits.", NULL },
	{ "bernoulli", bernoulli_params, fn_bernoulli, "True or False.",
	    NULL },
	{ 0 }
};

const struct module_row mod_jax_random = {
	.name = "jax.random", .doc = "Random numbers of keys.",
	.functions = random_functions,
};
