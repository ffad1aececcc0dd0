/* SPDX-License-Identifier: Apache-2.0 */
/* x.at[key].set(v) and its kin: copies with some elements replaced. */
#include "core/value/array_ops.h"

struct index_ref {
	struct value hdr;
	struct value *array;
	struct value *key;	/* null: x.at, not indexed yet */
};

static const struct kind at_kind;

static void
at_free(struct value *v)
{
	struct index_ref *r = (struct index_ref *)v;

	value_unref(r->array);
	value_unref(r->key);
}

static struct value *
at_new(struct ctx *c, struct value *array, struct value *key)
{
	struct index_ref *r = value_alloc(c, &at_kind, sizeof *r);

	r->array = value_ref(array);
	r->key = value_ref(key);
	return value_own(c, &r->hdr);
}

static struct value *
at_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct index_ref *r = (struct index_ref *)v;

	if (r->key != NULL)
		return err_raise(c, ERR_TYPE,
		    "x.at[...] takes one index expression");
	return at_new(c, r->array, key);
}

static const struct param value_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ "values", PARAM_ANY, NULL, "Numbers or an array.", 0 },
	{ 0 }
};
static const struct param self_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ 0 }
};

static struct index_ref *
ref_of(struct ctx *c, struct value *v)
{
	struct index_ref *r = (struct index_ref *)v;

	if (r->key == NULL)
		return err_raise(c, ERR_TYPE,
		    "x.at must be indexed first: x.at[i].set(v)");
	return r;
}

static struct value *
update(struct ctx *c, struct value *const *args, bool add)
{
	struct index_ref *r = ref_of(c, args[0]);

	if (r == NULL)
		return NULL;
	return array_like(c, index_update(c, value_find_tensor(r->array),
	    r->key, value_tensor(c, args[1], "values", true), add),
	    &r->array, 1);
}

static struct value *
do_set(struct ctx *c, struct value *const *args)
{
	return update(c, args, false);
}

static struct value *
do_add(struct ctx *c, struct value *const *args)
{
	return update(c, args, true);
}

static struct value *
do_get(struct ctx *c, struct value *const *args)
{
	struct index_ref *r = ref_of(c, args[0]);

	return r == NULL ? NULL : value_get_item(c, r->array, r->key);
}

/* Elements that are named twice are combined once, as they are set. */
static struct value *
combine(struct ctx *c, struct value *const *args, enum binary op)
{
	struct index_ref *r = ref_of(c, args[0]);
	struct tensor *t, *old;

	if (r == NULL)
		return NULL;
	t = value_find_tensor(r->array);
	old = index_tensor(c, t, r->key);
	return array_like(c, index_update(c, t, r->key, tensor_binary(c, op,
	    old, value_tensor(c, args[1], "values", true)), false),
	    &r->array, 1);
}

static struct value *
do_multiply(struct ctx *c, struct value *const *args)
{
	return combine(c, args, BINARY_mul);
}

static struct value *
do_divide(struct ctx *c, struct value *const *args)
{
	return combine(c, args, BINARY_div);
}

static struct value *
do_max(struct ctx *c, struct value *const *args)
{
	return combine(c, args, BINARY_max);
}

static struct value *
do_min(struct ctx *c, struct value *const *args)
{
	return combine(c, args, BINARY_min);
}

static const struct native at_methods[] = {
	{ "set", value_params, do_set, "Replaced by values.", NULL },
	{ "add", value_params, do_add, "Values added.", NULL },
	{ "multiply", value_params, do_multiply, "Times values.", NULL },
	{ "mul", value_params, do_multiply, "Times values.", NULL },
	{ "divide", value_params, do_divide, "Divided by values.", NULL },
	{ "max", value_params, do_max, "The larger of both.", NULL },
	{ "min", value_params, do_min, "The smaller of both.", NULL },
	{ "get", self_params, do_get, "The elements.", NULL },
	{ 0 }
};

static const struct class_row at_row = {
	.name = "_IndexUpdateRef", .module = "jax",
	.doc = "Where elements will be replaced.", .kind = &at_kind,
	.methods = at_methods, .final = true, .abstract = true,
};

static const struct kind at_kind = {
	.name = "_IndexUpdateRef",
	.doc = "Where elements will be replaced.",
	.row = &at_row,
	.free = at_free,
	.get_item = at_get_item,
};

struct value *
index_at(struct ctx *c, struct value *array)
{
	return at_new(c, array, NULL);
}
