/* SPDX-License-Identifier: Apache-2.0 */
/* keys(), values() and items() of a dict, and their iterators. */
#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/repr.h"
#include "core/value/seq.h"
#include "core/value/set.h"

struct view {
	struct value hdr;
	struct value *dict;
	enum dict_part part;
};

struct dict_iter {
	struct value hdr;
	struct value *dict;	/* null at the end */
	enum dict_part part;
	size_t at, n, left;
};

static const struct kind dict_iter_kind;

static struct value *
part_of(struct ctx *c, enum dict_part part, struct value *key,
    struct value *v)
{
	struct value *pair[] = { key, v };

	if (part == DICT_ITEMS)
		return tuple_new(c, 2, pair);
	return value_own(c, value_ref(part == DICT_KEYS ? key : v));
}

static void
iter_free(struct value *v)
{
	value_unref(((struct dict_iter *)v)->dict);
}

static void
iter_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct dict_iter *it = (struct dict_iter *)v;

	if (it->dict != NULL)
		fn(it->dict, arg);
}

static struct value *
iter_next(struct ctx *c, struct value *v)
{
	struct dict_iter *it = (struct dict_iter *)v;
	struct value *key, *item;

	if (it->dict == NULL)
		return NULL;
	if (dict_len(it->dict) != it->n) {
		it->n = SIZE_MAX;
		return err_raise(c, ERR_RUNTIME,
		    "dictionary changed size during iteration");
	}
	if (!dict_next(it->dict, &it->at, &key, &item)) {
		value_unref(it->dict);
		it->dict = NULL;
		return NULL;
	}
	if (it->left-- == 0)
		return err_raise(c, ERR_RUNTIME,
		    "dictionary keys changed during iteration");
	return part_of(c, it->part, key, item);
}

static const struct kind dict_iter_kind = {
	.name = "dict_iterator", .row = &iterator_row, .free = iter_free,
	.visit = iter_visit, .next = iter_next,
};

struct value *
dict_iter_new(struct ctx *c, struct value *dict, enum dict_part part)
{
	struct dict_iter *it = value_alloc(c, &dict_iter_kind, sizeof *it);

	it->dict = value_ref(value_unwrap(dict));
	it->part = part;
	it->n = it->left = dict_len(dict);
	return value_own(c, &it->hdr);
}

/* ---- views -------------------------------------------------------------- */

struct value *
dict_view_new(struct ctx *c, struct value *dict, enum dict_part part)
{
	static const struct kind *const kinds[] = { &dict_keys_kind,
		&dict_values_kind, &dict_items_kind };
	struct view *w = value_alloc(c, kinds[part], sizeof *w);

	w->dict = value_ref(value_unwrap(dict));
	w->part = part;
	return value_own(c, &w->hdr);
}

static void
view_free(struct value *v)
{
	value_unref(((struct view *)v)->dict);
}

static void
view_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct view *)v)->dict, arg);
}

static bool
view_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)dict_len(((struct view *)v)->dict);
	return true;
}

static struct value *
view_iter(struct ctx *c, struct value *v)
{
	struct view *w = (struct view *)v;

	return dict_iter_new(c, w->dict, w->part);
}

static bool
view_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *list;

	if (!repr_enter(c, v)) {
		if (!err_is_set(c))
			buf_str(b, "...");
		return !err_is_set(c);
	}
	list = value_to_list(c, v);
	buf_printf(b, "%s(", value_kind(v)->name);
	if (list != NULL)
		value_repr(c, b, list);
	buf_char(b, ')');
	repr_leave(c);
	return !err_is_set(c);
}

static bool
keys_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	*out = dict_find(c, ((struct view *)v)->dict, item) != NULL;
	return !err_is_set(c);
}

static bool
items_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	struct value *found;

	*out = false;
	if (!value_is_tuple(item) || seq_len(item) != 2)
		return true;
	found = dict_find(c, ((struct view *)v)->dict, seq_item(item, 0));
	if (found == NULL)
		return !err_is_set(c);
	return value_equal(c, found, seq_item(item, 1), out);
}

/* Keys and items behave as sets. */
static struct value *
view_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	const struct kind *kb = value_kind(b);
	struct value *x, *y;

	if (kb != &dict_keys_kind && kb != &dict_items_kind &&
	    !value_is_set(b))
		return NULL;
	x = set_of_iterable(c, a, false);
	y = value_is_set(b) ? b : set_of_iterable(c, b, false);
	return value_compare(c, op, x, y);
}

static struct value *
view_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct value *x, *y;

	if (op != ARITH_AND && op != ARITH_OR && op != ARITH_XOR &&
	    op != ARITH_SUB)
		return NULL;
	if (value_kind(other)->iter == NULL && value_kind(other)->next ==
	    NULL)
		return NULL;
	x = set_of_iterable(c, self, false);
	y = set_of_iterable(c, other, false);
	return reflected ? value_arith(c, op, y, x) :
	    value_arith(c, op, x, y);
}

const struct kind dict_keys_kind = {
	.name = "dict_keys", .row = &dict_keys_row, .free = view_free,
	.visit = view_visit, .repr = view_repr, .len = view_len,
	.unhashable = true, .compare = view_compare, .arith = view_arith,
	.contains = keys_contains, .iter = view_iter,
};
const struct kind dict_items_kind = {
	.name = "dict_items", .row = &dict_items_row, .free = view_free,
	.visit = view_visit, .repr = view_repr, .len = view_len,
	.unhashable = true, .compare = view_compare, .arith = view_arith,
	.contains = items_contains, .iter = view_iter,
};
const struct kind dict_values_kind = {
	.name = "dict_values", .row = &dict_values_row, .free = view_free,
	.visit = view_visit, .repr = view_repr, .len = view_len,
	.iter = view_iter,
};

static struct value *
is_disjoint(struct ctx *c, struct value *const *args)
{
	return value_call_method(c, set_of_iterable(c, args[0], false),
	    "isdisjoint", 1, args + 1);
}

static const struct param other_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "other", PARAM_ANY, NULL, "An iterable.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct native view_methods[] = {
	{ "isdisjoint", other_params, is_disjoint, "Is nothing in both?",
	  NULL },
	{ 0 }
};

const struct class_row dict_keys_row = {
	.name = "dict_keys", .module = "builtins", .kind = &dict_keys_kind,
	.methods = view_methods, .abstract = true, .final = true,
};
const struct class_row dict_items_row = {
	.name = "dict_items", .module = "builtins",
	.kind = &dict_items_kind, .methods = view_methods, .abstract = true,
	.final = true,
};
const struct class_row dict_values_row = {
	.name = "dict_values", .module = "builtins",
	.kind = &dict_values_kind, .abstract = true, .final = true,
};
