/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classes as values: members along the C3 order, a cache of look-ups that
 * versions keep honest, and what asking a class for an attribute means.
 */
#include "core/value/class.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/dict.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"

uint32_t
class_next_version(struct ctx *c)
{
	return ++c->values->next_version;
}

static void
class_free(struct value *v)
{
	struct class *k = (struct class *)v;

	for (size_t i = 0; i < k->nbases; i++) {
		struct class *b = k->bases[i];

		for (size_t j = 0; j < b->nsubclasses; j++)
			if (b->subclass[j] == k)
				b->subclass[j] =
				    b->subclass[--b->nsubclasses];
		value_unref(&b->hdr);
	}
	for (size_t i = 1; i < k->nmro; i++)
		value_unref(&k->mro[i]->hdr);
	value_unref(k->members);
	value_unref(k->metaclass_data);
	if (k->meta != NULL)
		value_unref(&k->meta->hdr);
	class_drop_fields(k);
	free(k->bases);
	free(k->mro);
	free(k->subclass);
	if (k->shape != NULL)
		free(k->shape->name);
	free(k->shape);
}

static void
visit_fields(struct class *k, void (*fn)(struct value *, void *), void *arg)
{
	for (size_t i = 0; i < k->nfields; i++) {
		fn(k->fields[i].dflt, arg);
		fn(k->fields[i].factory, arg);
		fn(k->fields[i].annotation, arg);
		fn(k->fields[i].metadata, arg);
	}
}

static void
class_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct class *k = (struct class *)v;

	for (size_t i = 0; i < k->nbases; i++)
		fn(&k->bases[i]->hdr, arg);
	for (size_t i = 1; i < k->nmro; i++)
		fn(&k->mro[i]->hdr, arg);
	fn(k->members, arg);
	fn(k->metaclass_data, arg);
	fn((struct value *)k->meta, arg);
	visit_fields(k, fn, arg);
}

static void
class_clear(struct value *v)
{
	struct class *k = (struct class *)v;

	if (k->members != NULL)
		dict_clear(dict_of(k->members));
	class_drop_fields(k);
}

bool
class_is_subclass(const struct class *k, const struct class *base)
{
	if (k == base)
		return true;
	for (size_t i = 1; i < k->nmro; i++)
		if (k->mro[i] == base)
			return true;
	return false;
}

/* ---- members ------------------------------------------------------------ */

static struct value *
find_from(struct ctx *c, struct class *k, size_t from,
    const struct atom *name)
{
	struct value *key = str_of_atom(c, name);

	for (size_t i = from; i < k->nmro; i++) {
		struct value *v = dict_find(c, k->mro[i]->members, key);

		if (v != NULL)
			return v;
	}
	return NULL;
}

struct value *
class_find(struct ctx *c, struct class *k, const struct atom *name)
{
	struct member_cache *m = &c->values->cache[(k->version * 31 +
	    (uint32_t)((uintptr_t)name >> 4)) % MEMBER_CACHE];

	if (UNLIKELY(m->version != k->version || m->name != name)) {
		m->member = find_from(c, k, 0, name);
		m->version = k->version;
		m->name = name;
	}
	return m->member;
}

struct value *
class_find_dunder(struct ctx *c, struct class *k, enum dunder d)
{
	return class_find(c, k, c->values->dunder[d]);
}

struct value *
class_find_after(struct ctx *c, struct class *k, struct class *after,
    const struct atom *name)
{
	for (size_t i = 0; i < k->nmro; i++)
		if (k->mro[i] == after)
			return find_from(c, k, i + 1, name);
	return NULL;
}

void
class_touch(struct ctx *c, struct class *k)
{
	k->version = class_next_version(c);
	for (size_t i = 0; i < k->nsubclasses; i++)
		class_touch(c, k->subclass[i]);
}

bool
class_set(struct ctx *c, struct class *k, const struct atom *name,
    struct value *v)
{
	bool ok = true, found = true;

	if (v != NULL)
		ok = dict_set_atom(c, k->members, name, v);
	else
		ok = dict_del(c, k->members, str_of_atom(c, name), &found);
	if (ok && !found) {
		err_raise(c, ERR_ATTRIBUTE,
		    "type object '%s' has no attribute '%s'",
		    k->name->text, name->text);
		return false;
	}
	class_touch(c, k);
	return ok;
}

/* ---- tests -------------------------------------------------------------- */

static bool
subclass_by_spec(struct ctx *c, struct class *k, struct value *spec,
    bool instance, bool *out)
{
	struct value *const *items = NULL;
	size_t n = 0;

	*out = false;
	if (spec == NULL)
		return false;
	if (value_is(spec, &class_kind)) {
		*out = class_is_subclass(k, (struct class *)spec);
		return true;
	}
	if (spec == &value_none) {	/* inside a union */
		*out = k->row == &none_row;
		return true;
	}
	if (value_is_tuple(spec)) {
		items = seq_items(spec);
		n = seq_len(spec);
	} else if (value_is(spec, &union_kind)) {
		items = seq_items(union_args(spec));
		n = seq_len(union_args(spec));
	} else {
		err_raise(c, ERR_TYPE, instance ? "isinstance() arg 2 must be "
		    "a type, a tuple of types, or a union" : "issubclass() "
		    "arg 2 must be a class, a tuple of classes, or a union");
		return false;
	}
	if (!ctx_enter(c))
		return false;
	for (size_t i = 0; i < n && !*out; i++)
		if (!subclass_by_spec(c, k, items[i], instance, out))
			break;
	ctx_leave(c);
	return !err_is_set(c);
}

/* A metaclass may have its own opinion. */
static struct value *
ask_meta(struct ctx *c, struct value *spec, enum dunder d, struct value *v)
{
	struct value *m;

	if (!value_is(spec, &class_kind) && !value_has_slots(spec))
		return NULL;
	if (value_is(spec, &class_kind) &&
	    ((struct class *)spec)->meta == NULL)
		return NULL;
	m = class_find_dunder(c, value_class(c, spec), d);
	if (m == NULL)
		return NULL;
	return value_call_n(c, class_bind(c, m, spec, value_class(c, spec)),
	    1, &v);
}

bool
value_is_instance(struct ctx *c, struct value *v, struct value *spec,
    bool *out)
{
	struct value *r;

	if (v == NULL || spec == NULL)
		return false;
	if (value_is(spec, &class_kind) && (struct class *)spec ==
	    value_class(c, v)) {
		*out = true;
		return true;
	}
	r = ask_meta(c, spec, DUNDER_INSTANCECHECK, v);
	if (r != NULL)
		return value_truth(c, r, out);
	if (err_is_set(c))
		return false;
	if (value_is_tuple(spec)) {
		*out = false;
		if (!ctx_enter(c))
			return false;
		for (size_t i = 0; i < seq_len(spec) && !*out; i++)
			if (!value_is_instance(c, v, seq_item(spec, i), out))
				break;
		ctx_leave(c);
		return !err_is_set(c);
	}
	return subclass_by_spec(c, value_class(c, v), spec, true, out);
}

bool
value_is_subclass(struct ctx *c, struct value *cls, struct value *spec,
    bool *out)
{
	struct value *r;

	if (cls == NULL || spec == NULL)
		return false;
	if (!value_is(cls, &class_kind)) {
		err_raise(c, ERR_TYPE, "issubclass() arg 1 must be a class");
		return false;
	}
	r = ask_meta(c, spec, DUNDER_SUBCLASSCHECK, cls);
	if (r != NULL)
		return value_truth(c, r, out);
	if (err_is_set(c))
		return false;
	return subclass_by_spec(c, (struct class *)cls, spec, false, out);
}

bool
value_of_row(struct ctx *c, const struct value *v,
    const struct class_row *row)
{
	return v != NULL && class_is_subclass(value_class(c, v),
	    class_of_row(c, row));
}

/* ---- the kind ----------------------------------------------------------- */

static struct class *
class_class(struct ctx *c, const struct value *v)
{
	const struct class *k = (const struct class *)v;

	return k->meta != NULL ? k->meta : class_of_row(c, &type_row);
}

void
class_write_name(struct buf *b, const struct class *k)
{
	const char *m = k->module != NULL ? k->module->text : "builtins";

	if (strcmp(m, "builtins") != 0 && strcmp(m, "__main__") != 0)
		buf_printf(b, "%s.", m);
	buf_str(b, k->qualname->text);
}

static struct value *
meta_special(struct ctx *c, struct value *v, enum dunder d)
{
	struct class *k = (struct class *)v;
	struct value *m;

	if (k->meta == NULL)
		return NULL;
	m = class_find_dunder(c, k->meta, d);
	if (native_is_default(m))
		return NULL;
	return class_bind(c, m, v, k->meta);
}

static bool
class_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct class *k = (struct class *)v;
	struct value *m = meta_special(c, v, DUNDER_REPR), *r;
	const char *module = k->module != NULL ? k->module->text : "builtins";

	if (m != NULL) {
		r = value_call_n(c, m, 0, NULL);
		if (r == NULL)
			return false;
		buf_add(b, str_text(r), str_bytes(r));
		return true;
	}
	buf_str(b, "<class '");
	if (strcmp(module, "builtins") != 0)
		buf_printf(b, "%s.", module);
	buf_printf(b, "%s'>", k->qualname->text);
	return true;
}

static struct value *
class_kind_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct value *m = meta_special(c, v, DUNDER_CALL);

	if (m != NULL)
		return value_call(c, m, a);
	if (err_is_set(c))
		return NULL;
	return class_call(c, (struct class *)v, a);
}

/* Those of the class itself; a base's are not inherited. */
static struct value *
own_annotations(struct ctx *c, struct class *k)
{
	const struct atom *name = c->values->dunder[DUNDER_ANNOTATIONS];
	struct value *v = dict_find_atom(c, k->members, name);

	if (v == NULL && k->row == NULL) {
		v = dict_new(c);
		dict_set_atom(c, k->members, name, v);
		class_touch(c, k);
	}
	return v != NULL ? value_own(c, value_ref(v)) : dict_new(c);
}

static struct value *
class_attr(struct ctx *c, struct class *k, const struct atom *name)
{
	const struct atom *const *n = c->values->dunder;
	struct value *v;

	if (name->text[0] != '_')
		return NULL;
	if (name == n[DUNDER_NAME])
		return str_of_atom(c, k->name);
	if (name == n[DUNDER_QUALNAME])
		return str_of_atom(c, k->qualname);
	if (name == n[DUNDER_MODULE])
		return k->module != NULL ? str_of_atom(c, k->module) :
		    str_new(c, "builtins");
	if (name == n[DUNDER_BASES])
		return tuple_new(c, k->nbases,
		    (struct value *const *)(void *)k->bases);
	if (name == n[DUNDER_MRO])
		return tuple_new(c, k->nmro,
		    (struct value *const *)(void *)k->mro);
	if (name == n[DUNDER_DICT])
		return dict_copy(c, k->members);
	if (name == n[DUNDER_CLASS])
		return &class_class(c, &k->hdr)->hdr;
	if (name == n[DUNDER_ANNOTATIONS])
		return own_annotations(c, k);
	if (name != n[DUNDER_DOC])
		return NULL;
	v = dict_find_atom(c, k->members, name);
	if (v != NULL)
		return value_own(c, value_ref(v));
	return k->row != NULL && k->row->doc != NULL ?
	    str_new(c, k->row->doc) : &value_none;
}

/* Members of the class, then those of its metaclass; properties of the
 * metaclass come first, as data descriptors do. */
static struct value *
class_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct class *k = (struct class *)v, *meta = class_class(c, v);
	struct value *m = class_attr(c, k, name), *mm;

	if (m != NULL || err_is_set(c))
		return m;
	mm = class_find(c, meta, name);
	if (mm != NULL && k->meta != NULL && value_is(mm, &property_kind))
		return class_bind(c, mm, v, meta);
	m = class_find(c, k, name);
	if (m != NULL)
		return class_bind(c, m, NULL, k);
	if (mm != NULL)
		return class_bind(c, mm, v, meta);
	if (k->meta == NULL)
		return NULL;
	mm = class_find_dunder(c, meta, DUNDER_GETATTR);
	if (mm == NULL)
		return NULL;
	m = str_of_atom(c, name);
	return value_call_n(c, class_bind(c, mm, v, meta), 1, &m);
}

bool
class_set_attr_plain(struct ctx *c, struct class *k, const struct atom *name,
    struct value *to)
{
	const struct atom *const *n = c->values->dunder;

	if (k->row != NULL && k->row->final) {
		err_raise(c, ERR_TYPE, "cannot set '%s' attribute of "
		    "immutable type '%s'", name->text, k->name->text);
		return false;
	}
	if (to != NULL && value_is_str(to)) {
		if (name == n[DUNDER_NAME]) {
			k->name = str_atom(c, to);
			return true;
		}
		if (name == n[DUNDER_QUALNAME]) {
			k->qualname = str_atom(c, to);
			return true;
		}
		if (name == n[DUNDER_MODULE]) {
			k->module = str_atom(c, to);
			return true;
		}
	}
	return class_set(c, k, name, to);
}

static bool
class_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	struct value *m = meta_special(c, v, to != NULL ? DUNDER_SETATTR :
	    DUNDER_DELATTR);

	if (m != NULL) {
		struct value *args[2] = { str_of_atom(c, name), to };

		return value_call_n(c, m, to != NULL ? 2 : 1, args) != NULL;
	}
	return !err_is_set(c) &&
	    class_set_attr_plain(c, (struct class *)v, name, to);
}

static struct value *
class_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct class *k = (struct class *)v;
	struct value *m = meta_special(c, v, DUNDER_GETITEM);

	if (m == NULL && !err_is_set(c)) {
		m = class_find_dunder(c, k, DUNDER_CLASS_GETITEM);
		if (m != NULL)
			m = class_bind(c, m, NULL, k);
	}
	if (m != NULL)
		return value_call_n(c, m, 1, &key);
	if (err_is_set(c))
		return NULL;
	if (k->row != NULL && (k->kind == &list_kind ||
	    k->kind == &dict_kind || k->kind == &tuple_kind ||
	    k->kind == &set_kind || k->kind == &frozenset_kind ||
	    k->row == &type_row))
		return value_own(c, value_ref(v));	/* list[int] */
	return err_raise(c, ERR_TYPE, "type '%s' is not subscriptable",
	    k->name->text);
}

static struct value *
class_iter(struct ctx *c, struct value *v)
{
	struct value *m = meta_special(c, v, DUNDER_ITER);

	if (m != NULL)
		return value_call_n(c, m, 0, NULL);
	return err_raise(c, ERR_TYPE, "'type' object is not iterable");
}

static bool
class_len(struct ctx *c, struct value *v, int64_t *out)
{
	struct value *m = meta_special(c, v, DUNDER_LEN);

	if (m == NULL) {
		err_raise(c, ERR_TYPE, "object of type 'type' has no len()");
		return false;
	}
	return value_to_int(c, value_call_n(c, m, 0, NULL), NULL, out);
}

static bool
class_truth(struct ctx *c UNUSED, struct value *v UNUSED, bool *out)
{
	*out = true;
	return true;
}

static bool
class_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	struct value *m = meta_special(c, v, DUNDER_CONTAINS), *it, *x;

	if (m != NULL)
		return value_truth(c, value_call_n(c, m, 1, &item), out);
	*out = false;
	it = class_iter(c, v);
	while (it != NULL && !*out && (x = value_next(c, it)) != NULL)
		if (!value_equal(c, x, item, out))
			return false;
	return !err_is_set(c);
}

const struct kind class_kind = {
	.name = "type", .class_of = class_class, .free = class_free,
	.visit = class_visit, .clear = class_clear, .repr = class_repr,
	.truth = class_truth, .len = class_len, .arith = union_arith,
	.get_attr = class_get_attr, .set_attr = class_set_attr,
	.get_item = class_get_item, .contains = class_contains,
	.iter = class_iter, .call = class_kind_call,
};
