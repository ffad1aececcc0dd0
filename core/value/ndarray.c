/* SPDX-License-Identifier: Apache-2.0 */
/*
 * numpy.ndarray: a mutable cell over an immutable tensor. Item assignment and
 * in-place operators swap its content, so nodes recorded earlier keep the old
 * one. A basic slice is a view: it remembers its base and writes through.
 */
#include "core/value/array_ops.h"

struct ndarray {
	struct value hdr;
	struct tensor *t;	/* of a view: as of base_version */
	struct value *base;	/* the ndarray that a view looks into */
	struct value *key;	/* how it was indexed */
	uint64_t version;	/* counts assignments */
	uint64_t base_version;
};

static void
ndarray_free(struct value *v)
{
	struct ndarray *a = (struct ndarray *)v;

	tensor_unref(a->t);
	value_unref(a->base);
	value_unref(a->key);
}

struct value *
ndarray_new(struct ctx *c, struct tensor *t)
{
	struct ndarray *a;

	if (t == NULL)
		return NULL;
	a = value_alloc(c, &ndarray_kind, sizeof *a);
	a->t = tensor_ref(t);
	return value_own(c, &a->hdr);
}

struct tensor *
ndarray_tensor(const struct value *v)
{
	return ((const struct ndarray *)v)->t;
}

/* A view is refreshed when its base was assigned to meanwhile. */
static bool
refresh(struct ctx *c, struct value *v)
{
	struct ndarray *a = (struct ndarray *)v;
	struct ndarray *base = (struct ndarray *)a->base;
	struct tensor *t;

	if (base == NULL)
		return true;
	if (!refresh(c, a->base))
		return false;
	if (a->base_version == base->version)
		return true;
	t = index_tensor(c, base->t, a->key);
	if (t == NULL)
		return false;
	tensor_ref(t);
	tensor_unref(a->t);
	a->t = t;
	a->base_version = base->version;
	a->version++;
	return true;
}

static bool
is_view_key(const struct value *key)
{
	size_t n = value_is(key, &tuple_kind) ? seq_len(key) : 1;

	for (size_t i = 0; i < n; i++) {
		const struct value *item = value_is(key, &tuple_kind) ?
		    seq_item(key, i) : key;

		if (!value_is(item, &slice_kind) && !value_is_int(item) &&
		    item != &value_ellipsis && item != &value_none)
			return false;
	}
	return true;
}

static struct value *
ndarray_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct value *out;
	struct ndarray *view;

	if (!refresh(c, v))
		return NULL;
	out = ndarray_new(c, index_tensor(c, ndarray_tensor(v), key));
	if (out == NULL || !is_view_key(key) ||
	    tensor_naxes(ndarray_tensor(out)) == 0)
		return out;
	view = (struct ndarray *)out;
	view->base = value_ref(v);
	view->key = value_ref(key);
	view->base_version = ((struct ndarray *)v)->version;
	return out;
}

static bool
ndarray_set_item(struct ctx *c, struct value *v, struct value *key,
    struct value *x)
{
	struct ndarray *a = (struct ndarray *)v;
	struct tensor *t;

	if (x == NULL) {
		err_raise(c, ERR_VALUE, "cannot delete array elements");
		return false;
	}
	if (!refresh(c, v))
		return false;
	t = index_update(c, a->t, key, value_tensor(c, x, "value", true),
	    false);
	if (t == NULL)
		return false;
	tensor_ref(t);
	tensor_unref(a->t);
	a->t = t;
	a->version++;
	if (a->base == NULL)
		return true;
	/* Write through: the base takes over, this view is up to date. */
	if (!ndarray_set_item(c, a->base, a->key, v))
		return false;
	a->base_version = ((struct ndarray *)a->base)->version;
	return true;
}

static bool
ndarray_repr(struct ctx *c, struct buf *b, struct value *v)
{
	return refresh(c, v) && array_repr(c, b, v);
}

static bool
ndarray_str(struct ctx *c, struct buf *b, struct value *v)
{
	return refresh(c, v) && array_str(c, b, v);
}

static struct value *
ndarray_arith(struct ctx *c, enum arith op, struct value *a, struct value *b,
    bool reflected)
{
	return refresh(c, a) ? array_arith(c, op, a, b, reflected) : NULL;
}

static struct value *
ndarray_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	return refresh(c, a) ? array_compare(c, op, a, b) : NULL;
}

static struct value *
ndarray_unary(struct ctx *c, enum unary_arith op, struct value *a)
{
	return refresh(c, a) ? array_unary(c, op, a) : NULL;
}

static struct value *
ndarray_iter(struct ctx *c, struct value *v)
{
	return refresh(c, v) ? array_iterate(c, v) : NULL;
}

const struct kind ndarray_kind = {
	.name = "numpy.ndarray",
	.doc = "A mutable array with positional axes.",
	.row = &ndarray_row,
	.free = ndarray_free,
	.repr = ndarray_repr,
	.str = ndarray_str,
	.truth = array_truth,
	.len = array_len,
	.unhashable = true,
	.compare = ndarray_compare,
	.arith = ndarray_arith,
	.unary = ndarray_unary,
	.get_item = ndarray_get_item,
	.set_item = ndarray_set_item,
	.iter = ndarray_iter,
};

const struct class_row ndarray_row = {
	.name = "ndarray", .module = "numpy",
	.doc = "A mutable array with positional axes.",
	.kind = &ndarray_kind, .getters = array_getters,
	.methods = array_methods, .final = true, .abstract = true,
};
