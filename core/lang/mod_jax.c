/* SPDX-License-Identifier: Apache-2.0 */
/* jax, jax.nn, jax.lax, jax.random, jax.tree_util. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/mod_grad.h"
#include "core/lang/numeric.h"
#include "core/layer/activation.h"
#include "core/select/select.h"
#include "core/value/array.h"
#include "core/value/named.h"
#include "core/value/tree.h"

#define X_PARAM { "x", PARAM_ARRAY, NULL, "Any array.", 0 }

/* ---- jax ------------------------------------------------------------------------- */

static const struct param jit_params[] = {
	{ "fun", PARAM_CALLABLE, NULL, "Called each time: nothing needs to be "
	    "compiled here.", 0 },
	{ "options", PARAM_ANY, NULL, "Are accepted and change nothing.",
	    PARAM_KWARGS }, { 0 }
};

static struct value *
fn_jit(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static const struct param tree_params[] = {
	{ "x", PARAM_ANY, NULL, "Any tree.", 0 }, { 0 }
};

static struct value *
force_leaf(struct ctx *c, struct value *leaf, void *data UNUSED)
{
	struct tensor *t = value_find_tensor(leaf);

	return t == NULL || tensor_force(c, t) ? leaf : NULL;
}

static struct value *
fn_block(struct ctx *c, struct value *const *args)
{
	return tree_map(c, args[0], force_leaf, NULL);
}

static const struct native jax_functions[] = {
	{ "jit", jit_params, fn_jit, "The function itself.", NULL },
	{ "block_until_ready", tree_params, fn_block, "Computes all arrays of "
	    "a tree now.", NULL },
	{ 0 }
};

/* import jax brings its parts, as JAX's does. */
static bool
jax_fill(struct ctx *c, struct value *module)
{
	static const char *const parts[] = { "jax.numpy", "jax.nn", "jax.lax",
		"jax.random", "jax.tree_util", "jax.tree" };

	for (size_t i = 0; i < nitems(parts); i++)
		if (module_import(c, parts[i], strlen(parts[i])) == NULL)
			return false;
	for (const struct native *n = grad_functions; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	return module_set(c, module, "Array", (struct value *)class_of_row(c,
	    &array_row));
}

const struct module_row mod_jax = {
	.name = "jax", .doc = "What Penzai builds on.",
	.functions = jax_functions, .fill = jax_fill,
};

/* ---- jax.nn ---------------------------------------------------------------------- */

static const struct param softmax_params[] = {
	X_PARAM, { "axis", PARAM_ANY, "-1", "Axes that sum to one.", 0 },
	{ 0 }
};

static struct value *
along(struct ctx *c, struct value *const *args,
    struct tensor *(*fn)(struct ctx *, struct tensor *, uint32_t))
{
	struct tensor *t = numeric_tensor(c, args[0], "softmax");
	uint32_t mask;

	return axis_mask(c, t, args[1], &mask) ? array_like(c, fn(c, t, mask),
	    args, 1) : NULL;
}

static struct value *
fn_softmax(struct ctx *c, struct value *const *args)
{
	return along(c, args, tensor_softmax);
}

static struct value *
fn_log_softmax(struct ctx *c, struct value *const *args)
{
	return along(c, args, tensor_log_softmax);
}

static struct tensor *
logsumexp(struct ctx *c, struct tensor *t, uint32_t mask)
{
	struct tensor *top = tensor_reduce(c, REDUCE_max, t, mask, true), *sum;

	sum = tensor_reduce(c, REDUCE_sum, tensor_unary(c, UNARY_exp,
	    tensor_binary(c, BINARY_sub, t, top)), mask, false);
	return tensor_binary(c, BINARY_add, tensor_unary(c, UNARY_log, sum),
	    tensor_reduce(c, REDUCE_max, t, mask, false));
}

static struct value *
fn_logsumexp(struct ctx *c, struct value *const *args)
{
	return along(c, args, logsumexp);
}

static const struct param logsumexp_params[] = {
	X_PARAM, { "axis", PARAM_ANY, "None", "Axes; None: all.",
	    PARAM_OPTIONAL }, { 0 }
};
static const struct param one_hot_params[] = {
	X_PARAM, { "num_classes", PARAM_INT, NULL, "Size of the new axis.",
	    0 }, { 0 }
};

static struct value *
fn_one_hot(struct ctx *c, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "one_hot");
	struct tensor *k = tensor_arange(c, DT_I32, 0, 1, (struct axis){ NULL,
	    value_as_int(args[1]) });

	if (t == NULL)
		return NULL;
	t = tensor_expand(c, t, tensor_npos(t), NULL);
	return array_like(c, tensor_cast(c, tensor_binary(c, BINARY_eq, t, k),
	    DT_F32), args, 1);
}

static const struct native nn_functions[] = {
	{ "softmax", softmax_params, fn_softmax,
	    "Exponentials that sum to one.", NULL },
	{ "log_softmax", softmax_params, fn_log_softmax,
	    "The logarithm of softmax.", NULL },
	{ "logsumexp", logsumexp_params, fn_logsumexp,
	    "log(sum(exp(x)))", NULL },
	{ "one_hot", one_hot_params, fn_one_hot,
	    "1 at the index, 0 elsewhere.", NULL },
	{ 0 }
};

static bool
nn_fill(struct ctx *c, struct value *module)
{
	for (const struct native *n = activation_natives; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	return true;
}

const struct module_row mod_jax_nn = {
	.name = "jax.nn", .doc = "Functions of neural networks.",
	.functions = nn_functions, .fill = nn_fill,
};

/* ---- jax.lax ----------------------------------------------------------------------- */

static const struct param top_k_params[] = {
	{ "operand", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "k", PARAM_INT, NULL, "How many.", 0 }, { 0 }
};

static struct value *
fn_top_k(struct ctx *c, struct value *const *args)
{
	struct tensor *t = numeric_tensor(c, args[0], "top_k"), *v, *i;
	struct value *pair[2];

	if (t == NULL)
		return NULL;
	if (tensor_npos(t) == 0)
		return err_raise(c, ERR_VALUE, "top_k needs an axis");
	if (!tensor_top_k(c, t, tensor_pos_axis(t, -1),
	    value_as_int(args[1]), &v, &i))
		return NULL;
	pair[0] = array_like(c, v, args, 1);
	pair[1] = array_like(c, i, args, 1);
	return tuple_new(c, 2, pair);
}

static const struct native lax_functions[] = {
	{ "top_k", top_k_params, fn_top_k,
	    "The k largest along the last axis, and where they are.", NULL },
	{ 0 }
};

static bool
lax_fill(struct ctx *c, struct value *module)
{
	for (const struct native *n = numeric_pointwise; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	for (const struct native *n = grad_lax_functions; n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	return true;
}

const struct module_row mod_jax_lax = {
	.name = "jax.lax", .doc = "Primitives.",
	.functions = lax_functions, .fill = lax_fill,
};

/* ---- jax.tree_util --------------------------------------------------------------- */

static const struct param map_params[] = {
	{ "f", PARAM_CALLABLE, NULL, "From a leaf to what it becomes.", 0 },
	{ "tree", PARAM_ANY, NULL, "Any tree.", 0 }, { 0 }
};

static struct value *
map_leaf(struct ctx *c, struct value *leaf, void *fn)
{
	return value_call_n(c, fn, 1, &leaf);
}

static struct value *
fn_tree_map(struct ctx *c, struct value *const *args)
{
	return tree_map(c, args[1], map_leaf, args[0]);
}

static struct value *
collect_leaf(struct ctx *c, struct value *leaf, void *list)
{
	return list_append(c, list, leaf) ? leaf : NULL;
}

static struct value *
fn_tree_leaves(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);

	return tree_map(c, args[0], collect_leaf, list) == NULL ? NULL : list;
}

static const struct native tree_functions[] = {
	{ "tree_map", map_params, fn_tree_map, "f of every leaf.", NULL },
	{ "tree_leaves", tree_params, fn_tree_leaves, "All leaves, a list.",
	    NULL },
	{ 0 }
};

static const struct class_row *const tree_classes[] = {
	&get_attr_key_row, &sequence_key_row, &dict_key_row, NULL
};

const struct module_row mod_jax_tree_util = {
	.name = "jax.tree_util", .doc = "Trees.",
	.functions = tree_functions, .classes = tree_classes,
};

static const struct param tree2_params[] = {
	{ "tree", PARAM_ANY, NULL, "Any tree.", 0 }, { 0 }
};
static const struct native short_tree_functions[] = {
	{ "map", map_params, fn_tree_map, "f of every leaf.", NULL },
	{ "leaves", tree2_params, fn_tree_leaves, "All leaves, a list.",
	    NULL },
	{ 0 }
};

const struct module_row mod_jax_tree = {
	.name = "jax.tree", .doc = "Trees.",
	.functions = short_tree_functions,
};
