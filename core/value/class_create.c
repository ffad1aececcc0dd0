/* SPDX-License-Identifier: Apache-2.0 */
/* Classes from rows, and from class statements. */
#include "core/value/class_create.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/spread.h"
#include "core/value/str.h"

static void
add_subclass(struct class *base, struct class *k)
{
	if (base->nsubclasses == base->subclass_cap)
		base->subclass = xgrow(base->subclass, &base->subclass_cap,
		    4, sizeof *base->subclass);
	base->subclass[base->nsubclasses++] = k;
}

/* An empty class with its bases (refed), order and layout; not yet owned. */
static struct class *
class_build(struct ctx *c, const struct atom *name, size_t nbases,
    struct class *const *bases)
{
	struct class *k = value_alloc(c, &class_kind, sizeof *k);

	scope_add(c, k, value_unref_ptr);
	k->name = k->qualname = name;
	k->shape = xcalloc(1, sizeof *k->shape);
	k->members = value_ref(dict_new(c));
	k->version = class_next_version(c);
	k->bases = xcalloc(nbases + 1, sizeof(struct class *));
	for (size_t i = 0; i < nbases; i++) {
		k->bases[i] = bases[i];
		value_ref(&bases[i]->hdr);
		k->nbases++;
		add_subclass(bases[i], k);
	}
	return class_linearize(c, k) ? k : NULL;
}

/* ---- from rows ---------------------------------------------------------- */

static void
add_methods(struct ctx *c, struct class *k, const struct native *row)
{
	for (; row != NULL && row->name != NULL; row++)
		dict_set(c, k->members, str_of_atom(c, atom(c, row->name)),
		    native_method(c, row, k));
}

static void
add_getters(struct ctx *c, struct class *k, const struct getter *row)
{
	for (; row != NULL && row->name != NULL; row++)
		dict_set(c, k->members, str_of_atom(c, atom(c, row->name)),
		    getset_new(c, row));
}

static void
add_others(struct ctx *c, struct class *k, const struct class_row *row)
{
	const struct native *n;

	for (n = row->class_methods; n != NULL && n->name != NULL; n++)
		dict_set(c, k->members, str_of_atom(c, atom(c, n->name)),
		    classmethod_new(c, native_value(c, n)));
	for (n = row->statics; n != NULL && n->name != NULL; n++)
		dict_set(c, k->members, str_of_atom(c, atom(c, n->name)),
		    staticmethod_new(c, native_value(c, n)));
}

static void
add_row_fields(struct ctx *c, struct class *k, const struct param *p)
{
	size_t n = 0;

	while (p[n].name != NULL)
		n++;
	class_drop_fields(k);
	k->fields = xcalloc(n + 1, sizeof *k->fields);
	k->nfields = n;
	for (size_t i = 0; i < n; i++) {
		struct field *f = &k->fields[i];

		f->name = atom(c, p[i].name);
		f->row = &p[i];
		f->is_static = (p[i].flags & PARAM_STATIC) != 0;
		f->kw_only = (p[i].flags & PARAM_KEYWORD) != 0;
		f->init = f->repr = f->compare = true;
	}
}

static void
inherit(struct class *k, const struct class *base)
{
	if (k->forward == NULL)
		k->forward = base->forward;
	if (k->nfields == 0 && base->nfields > 0)
		class_copy_fields(k, base);
	k->flags |= base->flags;
	for (uint32_t i = 0; i < base->nfields; i++)
		if (shape_find(k->shape, base->fields[i].name) < 0)
			shape_add(NULL, k, base->fields[i].name);
}

static void
fill_from_row(struct ctx *c, struct class *k, const struct class_row *row)
{
	const struct kind *base_kind = NULL;

	k->row = row;
	k->module = atom(c, row->module != NULL ? row->module : "builtins");
	k->kind = row->kind;
	if (k->nbases > 0) {
		inherit(k, k->bases[0]);
		base_kind = k->bases[0]->kind;
		if (k->kind == NULL)
			k->kind = base_kind;
	}
	if (k->kind == NULL)
		k->kind = &instance_kind;
	k->flags |= row->flags;
	if (row->forward != NULL)
		k->forward = row->forward;
	if (k->kind != base_kind)
		class_add_slots(c, k, k->kind, base_kind);
	add_methods(c, k, row->methods);
	add_others(c, k, row);
	add_getters(c, k, row->getters);
	if (row->fields != NULL) {
		add_row_fields(c, k, row->fields);
		class_use_fields(c, k, true);
	}
}

static struct class *
make_row_class(struct ctx *c, const struct class_row *row)
{
	struct class *base = NULL, *k;
	size_t mark = scope_mark(&c->scope);

	if (row->base != NULL)
		base = class_of_row(c, row->base);
	else if (row != &object_row)
		base = class_of_row(c, &object_row);
	k = class_build(c, atom(c, row->name), base != NULL, &base);
	if (k == NULL)
		BUG("a row without an order");
	ptr_map_add(&c->values->classes, row, value_ref(&k->hdr));
	fill_from_row(c, k, row);
	class_touch(c, k);
	scope_drop(c, mark);
	return k;
}

/* Also while an error is set: messages name classes. */
struct class *
class_of_row(struct ctx *c, const struct class_row *row)
{
	struct class *k = ptr_map_find(&c->values->classes, row);
	struct err e;

	if (LIKELY(k != NULL))
		return k;
	e = err_take(c);
	k = make_row_class(c, row);
	if (e.kind != ERR_NONE)
		err_put(c, e);
	return k;
}

void
classes_release(struct ctx *c)
{
	struct values *vs = c->values;

	for (size_t i = 0; i < vs->classes.cap; i++)
		value_unref(vs->classes.at[i].value);
	ptr_map_release(&vs->classes);
	memset(vs->cache, 0, sizeof vs->cache);
}

/* ---- from class statements ---------------------------------------------- */

static struct class *
native_of(struct class *k)
{
	if (k->native != NULL)
		return k->native;
	if (k->row != NULL && k->kind != &instance_kind &&
	    k->kind != &exc_kind && k->row != &object_row)
		return k;
	return NULL;
}

/* One base may bring a layout of its own: a built-in type, or an exception. */
static bool
choose_layout(struct ctx *c, struct class *k)
{
	bool clash = false;

	k->kind = &instance_kind;
	for (size_t i = 0; i < k->nbases; i++) {
		struct class *b = k->bases[i], *n = native_of(b);

		if (b->row != NULL && b->row->final) {
			err_raise(c, ERR_TYPE, "type '%s' is not an "
			    "acceptable base type", b->name->text);
			return false;
		}
		if (b->kind == &exc_kind)
			k->kind = &exc_kind;
		else if (n != NULL && n->kind == &class_kind)
			k->kind = &class_kind;
		else if (n != NULL && (k->native == NULL ||
		    class_is_subclass(n, k->native)))
			k->native = n;
		else if (n != NULL && !class_is_subclass(k->native, n))
			clash = true;
	}
	if (clash || (k->native != NULL && k->kind != &instance_kind)) {
		err_raise(c, ERR_TYPE,
		    "multiple bases have instance lay-out conflict");
		return false;
	}
	return true;
}

static void
wrap_member(struct ctx *c, struct value *members, enum dunder d, bool cls)
{
	const struct atom *name = c->values->dunder[d];
	struct value *v = dict_find_atom(c, members, name);

	if (v != NULL && value_kind(v)->is_function)
		dict_set_atom(c, members, name, cls ?
		    classmethod_new(c, v) : staticmethod_new(c, v));
}

static const struct atom *
take_name(struct ctx *c, struct value *members, enum dunder d,
    const struct atom *dflt, bool remove)
{
	const struct atom *name = c->values->dunder[d];
	struct value *v = dict_find_atom(c, members, name);

	if (v == NULL || !value_is_str(v))
		return dflt;
	dflt = str_atom(c, v);
	if (remove)
		dict_del(c, members, str_of_atom(c, name), NULL);
	return dflt;
}

static bool
call_set_names(struct ctx *c, struct class *k)
{
	struct value *list = dict_copy(c, k->members), *key, *v;
	size_t at = 0;

	while (dict_next(list, &at, &key, &v)) {
		struct value *args[2] = { &k->hdr, key };
		size_t mark = scope_mark(&c->scope);

		if (!value_has_slots(v))
			continue;
		value_call_special(c, v, "__set_name__", 2, args);
		if (err_is_set(c))
			return false;
		scope_drop(c, mark);
	}
	return true;
}

static bool
call_init_subclass(struct ctx *c, struct class *k, struct value *kw)
{
	struct value *m = class_find_after(c, k, k,
	    c->values->dunder[DUNDER_INIT_SUBCLASS]);

	if (m == NULL)
		return true;
	return spread_call(c, class_bind(c, m, NULL, k), 0, NULL, NULL,
	    kw) != NULL;
}

/* __eq__ without __hash__ makes instances unhashable. */
static void
settle_hash(struct ctx *c, struct class *k)
{
	const struct atom *const *n = c->values->dunder;

	if (dict_find_atom(c, k->members, n[DUNDER_EQ]) != NULL &&
	    dict_find_atom(c, k->members, n[DUNDER_HASH]) == NULL)
		dict_set_atom(c, k->members, n[DUNDER_HASH], &value_none);
}

struct value *
class_create_plain(struct ctx *c, struct class *meta,
    const struct atom *name, size_t nbases, struct class *const *bases,
    struct value *members, struct value *kw)
{
	struct class *object = class_of_row(c, &object_row), *k;

	for (size_t i = 0; i < nbases; i++)
		for (size_t j = 0; j < i; j++)
			if (bases[i] == bases[j])
				return err_raise(c, ERR_TYPE,
				    "duplicate base class %s",
				    bases[i]->name->text);
	if (nbases == 0) {
		bases = &object;
		nbases = 1;
	}
	k = class_build(c, name, nbases, bases);
	if (k == NULL || !choose_layout(c, k))
		return NULL;
	if (meta != NULL && meta->row != &type_row) {
		value_ref(&meta->hdr);
		k->meta = meta;
	}
	value_unref(k->members);
	k->members = value_ref(dict_copy(c, members));
	k->qualname = take_name(c, k->members, DUNDER_QUALNAME, name, true);
	k->module = take_name(c, k->members, DUNDER_MODULE,
	    atom(c, "__main__"), false);
	wrap_member(c, k->members, DUNDER_NEW, false);
	wrap_member(c, k->members, DUNDER_INIT_SUBCLASS, true);
	wrap_member(c, k->members, DUNDER_CLASS_GETITEM, true);
	settle_hash(c, k);
	for (size_t i = 1; i < k->nmro; i++)
		inherit(k, k->mro[i]);
	class_touch(c, k);
	if (!call_set_names(c, k) || !call_init_subclass(c, k, kw))
		return NULL;
	return &k->hdr;
}

/* The metaclass of all: the most derived of those given. */
static bool
choose_meta(struct ctx *c, size_t nbases, struct class *const *bases,
    struct class **meta)
{
	for (size_t i = 0; i < nbases; i++) {
		struct class *m = bases[i]->meta;

		if (m == NULL || m == *meta)
			continue;
		if (*meta == NULL || (*meta)->row == &type_row ||
		    class_is_subclass(m, *meta))
			*meta = m;
		else if (!class_is_subclass(*meta, m)) {
			err_raise(c, ERR_TYPE, "metaclass conflict: the "
			    "metaclass of a derived class must be a "
			    "(non-strict) subclass of the metaclasses of all "
			    "its bases");
			return false;
		}
	}
	return true;
}

struct class *
class_create(struct ctx *c, const struct atom *name, size_t nbases,
    struct class *const *bases, struct value *members, struct value *kw)
{
	struct class *meta = NULL;
	struct value *given = NULL, *args[3], *r;

	if (members == NULL || err_is_set(c))
		return NULL;
	if (kw != NULL) {
		struct value *key = str_new(c, "metaclass");

		kw = dict_copy(c, kw);
		given = dict_find(c, kw, key);
		value_own(c, value_ref(given));
		dict_del(c, kw, key, NULL);
	}
	if (value_is(given, &class_kind))
		meta = (struct class *)given;
	if (!choose_meta(c, nbases, bases, &meta))
		return NULL;
	if (given == NULL || value_is(given, &class_kind)) {
		if (meta == NULL || meta->row == &type_row)
			return (struct class *)class_create_plain(c, NULL,
			    name, nbases, bases, members, kw);
		given = &meta->hdr;
	}
	args[0] = str_of_atom(c, name);
	args[1] = tuple_new(c, nbases,
	    (struct value *const *)(const void *)bases);
	args[2] = members;
	r = spread_call(c, given, 3, args, NULL, kw);
	if (r != NULL && !value_is(r, &class_kind))
		return err_raise(c, ERR_TYPE, "a metaclass must return a "
		    "class, not '%s'", value_type_name(c, r));
	return (struct class *)r;
}
