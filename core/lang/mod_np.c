/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numpy: jax.numpy's functions whose results are ndarrays, and its own ways
 * to make arrays, with 64 bits where nothing else is said.
 */
#include <string.h>

#include "core/lang/mod_files.h"
#include "core/lang/numeric.h"
#include "core/value/array.h"

/* ---- a function that gives ndarrays --------------------------------------------- */

struct lifted {
	struct value hdr;
	struct value *fn;
};

static void
lifted_free(struct value *v)
{
	value_unref(((struct lifted *)v)->fn);
}

static struct value *
lifted_call(struct ctx *c, struct value *v, const struct args *args)
{
	struct value *out = value_call(c, ((struct lifted *)v)->fn, args);

	if (!value_is(out, &array_kind))
		return out;
	return ndarray_new(c, value_find_tensor(out));
}

static bool
lifted_repr(struct ctx *c, struct buf *b, struct value *v)
{
	return value_repr(c, b, ((struct lifted *)v)->fn);
}

static struct value *
lifted_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	return value_find_attr(c, ((struct lifted *)v)->fn, name);
}

static const struct class_row lifted_row;

static const struct kind lifted_kind = {
	.name = "numpy function", .row = &lifted_row, .free = lifted_free,
	.call = lifted_call, .repr = lifted_repr,
	.get_attr = lifted_get_attr,
};

static const struct class_row lifted_row = {
	.name = "ufunc", .module = "numpy", .kind = &lifted_kind,
	.final = true, .abstract = true,
};

static bool
add_lifted(struct ctx *c, struct value *module, const struct native *n)
{
	for (; n->name != NULL; n++) {
		struct lifted *l = value_alloc(c, &lifted_kind, sizeof *l);

		l->fn = value_ref(native_value(c, n));
		if (!module_set(c, module, n->name, value_own(c, &l->hdr)))
			return false;
	}
	return true;
}

/* ---- making ---------------------------------------------------------------------- */

#define DTYPE \
	{ "dtype", PARAM_DTYPE, "None", "Of the elements.", PARAM_OPTIONAL }

static enum dtype
wider(enum dtype d)
{
	return d == DT_I32 ? DT_I64 : d == DT_F32 ? DT_F64 : d;
}

static const struct param array_params[] = {
	{ "object", PARAM_ANY, NULL, "Numbers, nested lists, an array.", 0 },
	DTYPE, { 0 }
};

/* Numbers become 64 bits wide; what is an array keeps its type. */
static struct value *
fn_array(struct ctx *c, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "array");
	bool is_array = value_find_tensor(args[0]) != NULL;
	enum dtype d;

	if (t == NULL || !numeric_dtype(c, args[1], is_array ?
	    tensor_dtype(t) : wider(tensor_dtype(t)), &d))
		return NULL;
	return ndarray_new(c, tensor_cast(c, t, d));
}

static const struct native *
jnp_function(const char *name)
{
	const struct native *n = jnp_make;

	while (n->name != NULL && strcmp(n->name, name) != 0)
		n++;
	return n;
}

/* jnp's function, with numpy's type where none was given. */
static struct value *
made(struct ctx *c, const char *name, struct value *const *args, size_t n,
    size_t dtype_arg)
{
	struct value *v = native_value(c, jnp_function(name));
	struct tensor *t;

	v = value_call_n(c, v, n, args);
	t = v == NULL ? NULL : value_find_tensor(v);
	if (t != NULL && args[dtype_arg] == &value_none)
		t = tensor_cast(c, t, wider(tensor_dtype(t)));
	return ndarray_new(c, t);
}

static const struct param shape_params[] = {
	{ "shape", PARAM_ANY, NULL, "A size or a tuple of sizes.", 0 },
	DTYPE, { 0 }
};
static const struct param full_params[] = {
	{ "shape", PARAM_ANY, NULL, "A size or a tuple of sizes.", 0 },
	{ "fill_value", PARAM_ARRAY, NULL, "Every element.", 0 },
	DTYPE, { 0 }
};
static const struct param arange_params[] = {
	{ "start", PARAM_NUMBER, NULL, "Or the end, given alone.", 0 },
	{ "stop", PARAM_NUMBER, "None", "The end, exclusive.",
	    PARAM_OPTIONAL },
	{ "step", PARAM_NUMBER, "None", "1 when left out.", PARAM_OPTIONAL },
	DTYPE, { 0 }
};
static const struct param eye_params[] = {
	{ "N", PARAM_INT, NULL, "Rows.", 0 },
	{ "M", PARAM_INT, "None", "Columns.", PARAM_OPTIONAL },
	DTYPE, { 0 }
};

#define MADE(name, n, at)                                                   \
	static struct value *                                               \
	fn_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return made(c, #name, args, n, at);                         \
	}
MADE(zeros, 2, 1)
MADE(ones, 2, 1)
MADE(full, 3, 2)
MADE(arange, 4, 3)
MADE(eye, 3, 2)

static const struct native np_functions[] = {
	{ "array", array_params, fn_array, "An array of numbers.", NULL },
	{ "asarray", array_params, fn_array, "An array of numbers.", NULL },
	{ "zeros", shape_params, fn_zeros, "All 0.", NULL },
	{ "ones", shape_params, fn_ones, "All 1.", NULL },
	{ "empty", shape_params, fn_zeros, "All 0.", NULL },
	{ "full", full_params, fn_full, "All the same.", NULL },
	{ "arange", arange_params, fn_arange, "Numbers in steps.", NULL },
	{ "eye", eye_params, fn_eye, "1 on the diagonal.", NULL },
	{ 0 }
};

static bool
np_fill(struct ctx *c, struct value *module)
{
	for (const struct native *n = numpy_files; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	return numeric_fill(c, module, true) &&
	    add_lifted(c, module, numeric_pointwise) &&
	    add_lifted(c, module, numeric_reduce) &&
	    add_lifted(c, module, numeric_arrange);
}

const struct module_row mod_np = {
	.name = "numpy", .doc = "Mutable arrays.",
	.functions = np_functions, .fill = np_fill,
};
