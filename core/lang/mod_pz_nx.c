/* SPDX-License-Identifier: Apache-2.0 */
/* penzai.pz.nx: named arrays. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/mod_pz.h"
#include "core/lang/numeric.h"
#include "core/value/named.h"

static const struct param nmap_params[] = {
	{ "fun", PARAM_CALLABLE, NULL, "A function of positional arrays.",
	    0 }, { 0 }
};

static struct value *
fn_nmap(struct ctx *c, struct value *const *args)
{
	return named_map_function(c, args[0]);
}

static const struct param any_params[] = {
	{ "value", PARAM_ANY, NULL, "Anything.", 0 }, { 0 }
};

static struct value *
fn_is_named(struct ctx *c UNUSED, struct value *const *args)
{
	return value_bool(value_is(args[0], &named_kind));
}

#define SHAPE { "named_shape", PARAM_DICT, NULL, "Names and sizes.", 0 }
#define DTYPE \
	{ "dtype", PARAM_DTYPE, "None", "Of the elements.", PARAM_OPTIONAL }

static struct value *
filled(struct ctx *c, double x, struct value *shape, struct value *dtype)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = value_named_shape(c, shape, axes);
	enum dtype d;

	return n >= 0 && numeric_dtype(c, dtype, DT_F32, &d) ? named_new(c,
	    tensor_fill(c, x, d, n, axes)) : NULL;
}

static const struct param fill_params[] = { SHAPE, DTYPE, { 0 } };

static struct value *
fn_zeros(struct ctx *c, struct value *const *args)
{
	return filled(c, 0, args[0], args[1]);
}

static struct value *
fn_ones(struct ctx *c, struct value *const *args)
{
	return filled(c, 1, args[0], args[1]);
}

static const struct param full_params[] = {
	SHAPE, { "fill_value", PARAM_NUMBER, NULL, "Every element.", 0 },
	DTYPE, { 0 }
};

static struct value *
fn_full(struct ctx *c, struct value *const *args)
{
	struct axis axes[TENSOR_MAX_AXES];
	int n = value_named_shape(c, args[0], axes);
	struct tensor *t = numeric_tensor(c, args[1], "full");
	enum dtype d;

	if (n < 0 || t == NULL || !numeric_dtype(c, args[2],
	    tensor_dtype(t), &d))
		return NULL;
	return named_new(c, tensor_broadcast(c, tensor_cast(c, t, d), n,
	    axes));
}

static const struct param arange_params[] = {
	{ "name", PARAM_AXIS, NULL, "Of the axis.", 0 },
	{ "start", PARAM_INT, NULL, "Or the end, given alone.", 0 },
	{ "stop", PARAM_INT, "None", "The end, exclusive.", PARAM_OPTIONAL },
	{ "step", PARAM_INT, "1", "Between numbers.", PARAM_OPTIONAL },
	DTYPE, { 0 }
};

static struct value *
fn_arange(struct ctx *c, struct value *const *args)
{
	int64_t start = value_as_int(args[1]), stop, step = 1, n;
	enum dtype d;

	stop = args[2] == &value_none ? start : value_as_int(args[2]);
	if (args[2] == &value_none)
		start = 0;
	if (args[3] != &value_none)
		step = value_as_int(args[3]);
	if (step == 0)
		return err_raise(c, ERR_ZERO_DIVISION, "arange: step is zero");
	n = step > 0 ? (stop - start + step - 1) / step :
	    (start - stop - step - 1) / -step;
	return numeric_dtype(c, args[4], DT_I32, &d) ? named_new(c,
	    tensor_arange(c, d, (double)start, (double)step, (struct axis){
	    str_atom(c, args[0]), n > 0 ? n : 0 })) : NULL;
}

static const struct param list_params[] = {
	{ "arrays", PARAM_ITERABLE, NULL, "Named arrays.", 0 },
	{ "axis_name", PARAM_AXIS, NULL, "Where they are joined.", 0 }, { 0 }
};

static struct value *
join(struct ctx *c, struct value *const *args, bool is_stack)
{
	struct value *list = value_to_list(c, args[0]);
	const struct atom *name = str_atom(c, args[1]);
	size_t n = list == NULL ? 0 : seq_len(list);
	struct tensor **t = xcalloc(n, sizeof *t), *out = NULL;
	int axis = -1;

	if (list != NULL && n == 0)
		err_raise(c, ERR_VALUE, "need at least one array to join");
	for (size_t i = 0; i < n; i++) {
		t[i] = value_tensor(c, seq_item(list, i), "concatenate",
		    false);
		if (t[i] == NULL)
			goto out;
	}
	if (n == 0)
		goto out;
	if (is_stack)
		out = tensor_stack(c, t, (int)n, (struct axis){ name,
		    (int64_t)n });
	else if ((axis = tensor_find_axis(t[0], name)) < 0)
		err_raise(c, ERR_VALUE, "axis '%s' is not an axis of the "
		    "first array", name->text);
	else
		out = tensor_concat(c, t, (int)n, axis);
out:
	free(t);
	return named_new(c, out);
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

static const struct param unstack_params[] = {
	{ "array", PARAM_NAMED, NULL, "A named array.", 0 },
	{ "axis_name", PARAM_AXIS, NULL, "The axis to take apart.", 0 },
	{ 0 }
};

static struct value *
fn_unstack(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_find_tensor(args[0]);
	int axis = tensor_find_axis(t, str_atom(c, args[1]));
	struct value *list = list_new(c, 0, NULL);

	if (axis < 0)
		return err_raise(c, ERR_VALUE, "axis '%s' is not an axis of "
		    "the array", str_text(args[1]));
	for (int64_t i = 0; i < tensor_axes(t)[axis].size; i++)
		if (!list_append(c, list, named_new(c, tensor_pick(c, t, axis,
		    i))))
			return NULL;
	return list;
}

static const struct native nx_functions[] = {
	{ "nmap", nmap_params, fn_nmap, "The function, lifted over names.",
	    NULL },
	{ "is_namedarray", any_params, fn_is_named, "Is it a named array?",
	    NULL },
	{ "zeros", fill_params, fn_zeros, "All 0.",
	    "pz.nx.zeros({'a': 2})" },
	{ "ones", fill_params, fn_ones, "All 1.", "pz.nx.ones({'a': 2})" },
	{ "full", full_params, fn_full, "All the same.", NULL },
	{ "arange", arange_params, fn_arange, "Integers along an axis.",
	    "pz.nx.arange('seq', 4)" },
	{ "concatenate", list_params, fn_concatenate,
	    "Joins along an axis.", NULL },
	{ "stack", list_params, fn_stack, "Joins along a new axis.", NULL },
	{ "unstack", unstack_params, fn_unstack, "Parts along an axis.",
	    NULL },
	{ 0 }
};

static const struct class_row *const nx_classes[] = {
	&named_base_row, &named_array_row, &named_view_row, NULL
};

static bool
nx_fill(struct ctx *c, struct value *module)
{
	return module_set(c, module, "wrap", native_value(c, &named_wrap));
}

const struct module_row mod_pz_nx = {
	.name = "penzai.pz.nx", .doc = "Named arrays.",
	.functions = nx_functions, .classes = nx_classes, .fill = nx_fill,
};
