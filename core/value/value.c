/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of Python, dispatched by kind. */
#include "core/value/value.h"

#include <string.h>

#include "core/base/suggest.h"
#include "core/value/builtin_types.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

struct class *
value_class(struct ctx *c, const struct value *v)
{
	const struct kind *k = value_kind(v);

	if (k->class_of != NULL)
		return k->class_of(c, v);
	return class_of_row(c, k->row);
}

const char *
value_type_name(struct ctx *c, const struct value *v)
{
	return value_class(c, v)->name->text;
}

static void *
raise_cannot(struct ctx *c, const struct value *v, const char *cannot)
{
	return err_raise(c, ERR_TYPE, "'%s' object %s",
	    value_type_name(c, v), cannot);
}

bool
value_truth(struct ctx *c, struct value *v, bool *out)
{
	const struct kind *k;
	int64_t len;

	if (v == NULL)
		return false;
	if (value_is_small(v)) {
		*out = value_small(v) != 0;
		return true;
	}
	k = v->kind;
	if (k->truth != NULL)
		return k->truth(c, v, out);
	if (k->len == NULL) {
		*out = true;
		return true;
	}
	if (!k->len(c, v, &len))
		return false;
	*out = len != 0;
	return true;
}

bool
value_len(struct ctx *c, struct value *v, int64_t *out)
{
	if (v == NULL)
		return false;
	if (value_kind(v)->len == NULL) {
		err_raise(c, ERR_TYPE, "object of type '%s' has no len()",
		    value_type_name(c, v));
		return false;
	}
	return value_kind(v)->len(c, v, out);
}

bool
value_hash(struct ctx *c, struct value *v, int64_t *out)
{
	const struct kind *k;
	bool ok;

	if (v == NULL)
		return false;
	k = value_kind(v);
	if (k->unhashable) {
		err_raise(c, ERR_TYPE, "unhashable type: '%s'",
		    value_type_name(c, v));
		return false;
	}
	if (k->hash == NULL) {
		*out = (int64_t)((uintptr_t)v >> 4);
		return true;
	}
	if (!ctx_enter(c))
		return false;
	ok = k->hash(c, v, out);
	ctx_leave(c);
	return ok;
}

bool
value_equal(struct ctx *c, struct value *a, struct value *b, bool *out)
{
	struct value *r;

	if (a == NULL || b == NULL)
		return false;
	*out = a == b;
	if (a == b)
		return true;
	if (value_is_small(a) && value_is_small(b))
		return true;
	r = value_compare(c, CMP_EQ, a, b);
	return r != NULL && value_truth(c, r, out);
}

/* ---- attributes --------------------------------------------------------- */

static void
offer_name(void *arg, const struct atom *name)
{
	struct suggest *s = arg;

	if (name->text[0] != '_' || s->wanted[0] == '_')
		suggest_offer(s, name->text);
}

const char *
nearest_attr(struct ctx *c, struct value *v, const char *name)
{
	struct class *cls = value_class(c, v);
	const struct kind *k = value_kind(v);
	struct suggest s;

	suggest_init(&s, name);
	for (size_t i = 0; i < cls->nmro; i++) {
		struct value *key, *member;
		size_t at = 0;

		while (dict_next(cls->mro[i]->members, &at, &key, &member))
			if (value_is_str(key))
				offer_name(&s, str_atom(c, key));
	}
	if (k->dir != NULL)
		k->dir(c, v, offer_name, &s);
	return s.best;
}

/* "'int' object has no attribute 'x'"; what was meant is the traceback's. */
static void
raise_no_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	bool is_class = value_is(v, &class_kind);
	struct value *text, *exc;
	struct buf b = BUF_INIT;

	if (err_is_set(c))
		return;
	buf_printf(&b, is_class ? "type object '%s' has no attribute '%s'" :
	    "'%s' object has no attribute '%s'", is_class ?
	    ((struct class *)v)->name->text : value_type_name(c, v),
	    name->text);
	text = str_of_buf(c, &b);
	exc = exc_new(c, class_of_row(c, exc_row(ERR_ATTRIBUTE)), 1, &text);
	instance_set(c, exc, atom(c, "name"), str_of_atom(c, name));
	instance_set(c, exc, atom(c, "obj"), v);
	exc_raise(c, exc);
}

/* A getattr that may fail for many names in turn makes no text for them. */
static struct value *
look_up(struct ctx *c, struct value *v, const struct atom *name)
{
	const struct kind *k = value_kind(v);
	struct value *r, *member;
	struct class *cls;

	if (k->get_attr != NULL) {
		r = k->get_attr(c, v, name);
		if (r != NULL || err_is_set(c))
			return r;
	}
	if (value_has_slots(v) || value_is(v, &class_kind))
		return NULL;	/* their slot has looked everywhere */
	cls = value_class(c, v);
	member = class_find(c, cls, name);
	if (member != NULL)
		return class_bind(c, member, v, cls);
	return NULL;
}

struct value *
value_find_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct value *r;

	if (v == NULL || name == NULL)
		return NULL;
	r = look_up(c, v, name);
	if (r == NULL && err_is(c, ERR_ATTRIBUTE))
		err_clear(c);
	return r;
}

struct value *
value_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct value *r;

	if (v == NULL || name == NULL)
		return NULL;
	r = look_up(c, v, name);
	if (r == NULL)
		raise_no_attr(c, v, name);
	return r;
}

struct value *
value_get_method(struct ctx *c, struct value *v, const struct atom *name,
    bool *unbound)
{
	const struct kind *k;
	struct class *cls;
	struct value *member;

	*unbound = false;
	if (v == NULL)
		return NULL;
	k = value_kind(v);
	if (k->get_attr == NULL) {
		cls = value_class(c, v);
		member = class_find(c, cls, name);
		if (member != NULL && value_kind(member)->call != NULL &&
		    value_kind(member) == &native_kind) {
			*unbound = true;
			return value_own(c, value_ref(member));
		}
	} else if (value_has_slots(v)) {
		uint32_t i;

		cls = ((struct instance *)v)->class;
		if (class_attr_cache(c, cls, name, &i, &member) ==
		    ATTR_METHOD) {
			*unbound = true;
			return value_own(c, value_ref(member));
		}
	}
	return value_get_attr(c, v, name);
}

bool
value_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	const struct kind *k;
	struct value *member;

	if (v == NULL || name == NULL || err_is_set(c))
		return false;
	k = value_kind(v);
	if (k->set_attr != NULL)
		return k->set_attr(c, v, name, to);
	member = class_find(c, value_class(c, v), name);
	if (member != NULL && value_is(member, &property_kind))
		return property_set(c, member, v, to);
	if (member != NULL)
		err_raise(c, ERR_ATTRIBUTE,
		    "'%s' object attribute '%s' is read-only",
		    value_type_name(c, v), name->text);
	else
		raise_no_attr(c, v, name);
	return false;
}

/* ---- items -------------------------------------------------------------- */

struct value *
value_get_item(struct ctx *c, struct value *v, struct value *key)
{
	if (v == NULL || key == NULL)
		return NULL;
	if (value_kind(v)->get_item == NULL)
		return raise_cannot(c, v, "is not subscriptable");
	return value_kind(v)->get_item(c, v, key);
}

bool
value_set_item(struct ctx *c, struct value *v, struct value *key,
    struct value *to)
{
	if (v == NULL || key == NULL || err_is_set(c))
		return false;
	if (value_kind(v)->set_item == NULL) {
		raise_cannot(c, v, to != NULL ?
		    "does not support item assignment" :
		    "doesn't support item deletion");
		return false;
	}
	return value_kind(v)->set_item(c, v, key, to);
}

void *
value_raise_key(struct ctx *c, struct value *key)
{
	struct value *exc;

	if (err_is_set(c))
		return NULL;
	exc = exc_new(c, class_of_row(c, exc_row(ERR_KEY)), 1, &key);
	return exc_raise(c, exc);
}

static bool
contains_by_iter(struct ctx *c, struct value *v, struct value *item,
    bool *out)
{
	size_t mark = scope_mark(&c->scope);
	struct value *it = value_iter(c, v), *x;

	*out = false;
	while (it != NULL && !*out) {
		size_t inner = scope_mark(&c->scope);

		x = value_next(c, it);
		if (x == NULL || !value_equal(c, x, item, out))
			break;
		scope_drop(c, inner);
	}
	scope_drop(c, mark);
	return !err_is_set(c);
}

bool
value_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	const struct kind *k;

	if (v == NULL || item == NULL)
		return false;
	k = value_kind(v);
	if (k->contains != NULL)
		return k->contains(c, v, item, out);
	if (k->iter == NULL && k->next == NULL) {
		err_raise(c, ERR_TYPE, "argument of type '%s' is not iterable",
		    value_type_name(c, v));
		return false;
	}
	return contains_by_iter(c, v, item, out);
}

struct value *
value_iter(struct ctx *c, struct value *v)
{
	const struct kind *k;

	if (v == NULL)
		return NULL;
	k = value_kind(v);
	if (k->iter != NULL)
		return k->iter(c, v);
	if (k->next != NULL)
		return value_own(c, value_ref(v));
	return raise_cannot(c, v, "is not iterable");
}

struct value *
value_next(struct ctx *c, struct value *it)
{
	if (it == NULL)
		return NULL;
	if (UNLIKELY(value_kind(it)->next == NULL))
		return raise_cannot(c, it, "is not an iterator");
	/* Native loops over something without an end stop here. */
	if (UNLIKELY(!ctx_poll(c)))
		return NULL;
	return value_kind(it)->next(c, it);
}

struct value *
value_to_list(struct ctx *c, struct value *v)
{
	struct value *list, *it, *x;
	size_t mark;

	if (v == NULL)
		return NULL;
	if (value_is(v, &list_kind) || value_is(v, &tuple_kind))
		return list_new(c, seq_len(v), seq_items(v));
	list = list_new(c, 0, NULL);
	it = value_iter(c, v);
	mark = scope_mark(&c->scope);
	while (it != NULL && (x = value_next(c, it)) != NULL) {
		if (!list_append(c, list, x))
			break;
		scope_drop(c, mark);
	}
	return err_is_set(c) ? NULL : list;
}

/* ---- calls -------------------------------------------------------------- */

struct value *
value_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct value *r;

	if (v == NULL)
		return NULL;
	if (value_kind(v)->call == NULL)
		return raise_cannot(c, v, "is not callable");
	if (!ctx_enter(c))
		return NULL;
	r = value_kind(v)->call(c, v, a);
	ctx_leave(c);
	return r;
}

bool
value_is_callable(struct ctx *c, const struct value *v)
{
	struct class *cls;

	if (v == NULL || !value_has_slots(v))
		return v != NULL && value_kind(v)->call != NULL;
	cls = value_class(c, v);
	return cls->forward != NULL ||
	    class_find_dunder(c, cls, DUNDER_CALL) != NULL;
}

struct value *
value_call_n(struct ctx *c, struct value *v, size_t n,
    struct value *const *args)
{
	struct args a = { args, n, NULL, 0 };

	for (size_t i = 0; i < n; i++)
		if (args[i] == NULL)
			return NULL;
	return value_call(c, v, &a);
}

/* Calls f(self, args...). */
static struct value *
call_with_self(struct ctx *c, struct value *f, struct value *self, size_t n,
    struct value *const *args)
{
	struct value *all[9] = { self };

	if (n > nitems(all) - 1)
		BUG("too many arguments");
	for (size_t i = 0; i < n; i++)
		all[i + 1] = args[i];
	return value_call_n(c, f, n + 1, all);
}

struct value *
value_call_method(struct ctx *c, struct value *v, const char *name, size_t n,
    struct value *const *args)
{
	bool unbound;
	struct value *f;

	if (v == NULL)
		return NULL;
	f = value_get_method(c, v, atom(c, name), &unbound);
	if (unbound && n < 8)
		return call_with_self(c, f, v, n, args);
	return value_call_n(c, f, n, args);
}

struct value *
value_call_special(struct ctx *c, struct value *v, const char *name,
    size_t n, struct value *const *args)
{
	struct class *cls;
	struct value *member;

	if (v == NULL)
		return NULL;
	cls = value_class(c, v);
	member = class_find(c, cls, atom(c, name));
	if (member == NULL)
		return NULL;
	return value_call_n(c, class_bind(c, member, v, cls), n, args);
}

/* ---- dir ---------------------------------------------------------------- */

struct dir_list {
	struct ctx *c;
	struct value *set;
};

static void
dir_offer(void *arg, const struct atom *name)
{
	struct dir_list *d = arg;

	set_add(d->c, d->set, str_of_atom(d->c, name));
}

static void
dir_class(struct ctx *c, struct dir_list *d, const struct class *cls)
{
	struct value *key, *v;

	for (size_t i = 0; i < cls->nmro; i++) {
		size_t at = 0;

		while (dict_next(cls->mro[i]->members, &at, &key, &v))
			set_add(c, d->set, key);
	}
}

struct value *
value_dir(struct ctx *c, struct value *v)
{
	struct dir_list d = { c, set_new(c, false) };
	struct value *r, *list;

	if (v == NULL)
		return NULL;
	if (!value_is(v, &class_kind)) {
		r = class_find_dunder(c, value_class(c, v), DUNDER_DIR);
		if (!native_is_default(r))
			return value_call_n(c, class_bind(c, r, v,
			    value_class(c, v)), 0, NULL);
	}
	if (value_kind(v)->dir != NULL)
		value_kind(v)->dir(c, v, dir_offer, &d);
	if (value_is(v, &class_kind))
		dir_class(c, &d, (struct class *)v);
	else
		dir_class(c, &d, value_class(c, v));
	list = value_to_list(c, d.set);
	if (!list_sort(c, list, NULL, false))
		return NULL;
	return list;
}
