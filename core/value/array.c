/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jax.Array as a value: a box around one tensor without names. Operators are
 * the tensor's; what arrays, ndarrays and named arrays share is in
 * array_ops.c, array_methods.c and index.c.
 */
#include "core/value/array.h"

#include <string.h>

#include "core/value/array_ops.h"

struct array {
	struct value hdr;
	struct tensor *t;
};

static void
array_free(struct value *v)
{
	tensor_unref(((struct array *)v)->t);
}

struct value *
array_new(struct ctx *c, struct tensor *t)
{
	struct array *a;

	if (t == NULL)
		return NULL;
	a = value_alloc(c, &array_kind, sizeof *a);
	a->t = tensor_ref(t);
	return value_own(c, &a->hdr);
}

struct tensor *
array_tensor(const struct value *v)
{
	return ((const struct array *)v)->t;
}

static struct value *
array_iter(struct ctx *c, struct value *v)
{
	return array_iterate(c, v);
}

static bool
array_set_item(struct ctx *c, struct value *self UNUSED,
    struct value *key UNUSED, struct value *v UNUSED)
{
	err_raise(c, ERR_TYPE, "JAX arrays are immutable and do not support "
	    "in-place item assignment. Instead of x[idx] = y, use x = "
	    "x.at[idx].set(y)");
	return false;
}

const struct kind array_kind = {
	.name = "jax.Array",
	.doc = "An immutable array with positional axes.",
	.row = &array_row,
	.free = array_free,
	.repr = array_repr,
	.str = array_str,
	.truth = array_truth,
	.len = array_len,
	.unhashable = true,
	.compare = array_compare,
	.arith = array_arith,
	.unary = array_unary,
	.get_item = array_get_item,
	.set_item = array_set_item,
	.iter = array_iter,
};

const struct class_row array_row = {
	.name = "Array", .module = "jax",
	.doc = "An immutable array with positional axes.",
	.kind = &array_kind, .getters = array_getters,
	.methods = array_methods, .final = true, .abstract = true,
};
