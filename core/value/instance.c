/* SPDX-License-Identifier: Apache-2.0 */
/* Instances: attributes in slots by the table of their class. */
#include "core/value/instance.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/native.h"
#include "core/value/runtime.h"

bool
value_has_slots(const struct value *v)
{
	const struct kind *k;

	if (v == NULL)
		return false;
	k = value_kind(v);
	return k == &instance_kind || k == &exc_kind;
}

struct value *
value_unwrap(const struct value *v)
{
	while (value_is(v, &instance_kind) &&
	    ((const struct instance *)v)->base != NULL)
		v = ((const struct instance *)v)->base;
	return (struct value *)v;
}

/* ---- the table of slots ------------------------------------------------- */

int
shape_find(const struct shape *s, const struct atom *name)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (s->name[i] == name)
			return (int)i;
	return -1;
}

uint32_t
shape_add(struct ctx *c, struct class *k, const struct atom *name)
{
	struct shape *s = k->shape;
	int at = shape_find(s, name);
	size_t cap = s->cap;

	if (at >= 0)
		return (uint32_t)at;
	if (s->n == s->cap) {
		s->name = xgrow(s->name, &cap, 4, sizeof *s->name);
		s->cap = (uint32_t)cap;
	}
	s->name[s->n++] = name;
	/* The evaluator may have noted that there is no such slot. */
	if (c != NULL)
		k->version = class_next_version(c);
	return s->n - 1;
}

void
instance_init_slots(struct instance *o, struct class *k, size_t inside)
{
	o->class = k;
	value_ref(&k->hdr);
	if (inside > 0) {
		o->slot = (struct value **)(void *)(o + 1);
		o->nslots = (uint32_t)inside;
	}
}

struct value *
instance_new(struct ctx *c, struct class *k)
{
	struct instance *o;
	uint32_t n = k->shape->n;

	if (k->kind == &exc_kind)
		return exc_new(c, k, 0, NULL);
	o = value_alloc(c, &instance_kind,
	    sizeof *o + n * sizeof(struct value *));
	instance_init_slots(o, k, n);
	return value_own(c, &o->hdr);
}

static void
need_slots(struct instance *o, uint32_t n)
{
	uint32_t cap = n + 4;
	struct value **slot;

	if (n <= o->nslots)
		return;
	slot = xcalloc(cap, sizeof(struct value *));
	if (o->nslots > 0)
		memcpy(slot, o->slot, o->nslots * sizeof(struct value *));
	if (o->slots_apart)
		free(o->slot);
	o->slot = slot;
	o->nslots = cap;
	o->slots_apart = true;
}

void
instance_free(struct value *v)
{
	struct instance *o = (struct instance *)v;

	for (uint32_t i = 0; i < o->nslots; i++)
		value_unref(o->slot[i]);
	if (o->slots_apart)
		free(o->slot);
	value_unref(o->base);
	value_unref(&o->class->hdr);
}

void
instance_visit(struct value *v, void (*fn)(struct value *, void *),
    void *arg)
{
	struct instance *o = (struct instance *)v;

	fn(&o->class->hdr, arg);
	fn(o->base, arg);
	for (uint32_t i = 0; i < o->nslots; i++)
		fn(o->slot[i], arg);
}

void
instance_clear(struct value *v)
{
	struct instance *o = (struct instance *)v;

	for (uint32_t i = 0; i < o->nslots; i++) {
		struct value *old = o->slot[i];

		o->slot[i] = NULL;
		value_unref(old);
	}
}

struct class *
instance_class(const struct value *v)
{
	return ((const struct instance *)v)->class;
}

struct value *
instance_field(const struct value *v, size_t i)
{
	const struct instance *o = (const struct instance *)v;

	return i < o->nslots ? o->slot[i] : NULL;
}

struct value *
instance_find(struct ctx *c UNUSED, const struct value *v,
    const struct atom *name)
{
	const struct instance *o = (const struct instance *)v;
	int i = shape_find(o->class->shape, name);

	return i >= 0 && (uint32_t)i < o->nslots ? o->slot[i] : NULL;
}

static bool
instance_put(struct ctx *c, struct instance *o, const struct atom *name,
    struct value *to)
{
	struct value *old;
	uint32_t i;
	int at = shape_find(o->class->shape, name);

	if (to == NULL) {
		if (at < 0 || (uint32_t)at >= o->nslots ||
		    o->slot[at] == NULL)
			return false;
		old = o->slot[at];
		o->slot[at] = NULL;
		value_unref(old);
		return true;
	}
	i = at >= 0 ? (uint32_t)at : shape_add(c, o->class, name);
	need_slots(o, i + 1);
	old = o->slot[i];
	o->slot[i] = value_ref(to);
	value_unref(old);
	return true;
}

bool
instance_set(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	if (v == NULL || name == NULL || to == NULL)
		return false;
	return instance_put(c, (struct instance *)v, name, to);
}

static struct value *
instance_copy(struct ctx *c, struct value *v)
{
	struct instance *from = (struct instance *)v, *o;
	struct value *r = instance_new(c, from->class);

	if (r == NULL)
		return NULL;
	o = (struct instance *)r;
	need_slots(o, from->nslots);
	o->base = value_ref(from->base);
	for (uint32_t i = 0; i < from->nslots; i++)
		o->slot[i] = value_ref(from->slot[i]);
	return r;
}

struct value *
instance_with(struct ctx *c, struct value *v, size_t i, struct value *to)
{
	struct value *r;
	struct instance *o;

	if (v == NULL || to == NULL)
		return NULL;
	if (instance_field(v, i) == to)
		return value_own(c, value_ref(v));
	r = instance_copy(c, v);
	o = (struct instance *)r;
	if (o == NULL)
		return NULL;
	need_slots(o, (uint32_t)i + 1);
	value_unref(o->slot[i]);
	o->slot[i] = value_ref(to);
	return r;
}

struct value *
instance_of_fields(struct ctx *c, struct class *k,
    struct value *const *values)
{
	struct value *r = instance_new(c, k);
	struct instance *o = (struct instance *)r;

	if (r == NULL)
		return NULL;
	need_slots(o, (uint32_t)k->nfields);
	for (size_t i = 0; i < k->nfields; i++) {
		if (values[i] == NULL)
			return NULL;
		o->slot[i] = value_ref(values[i]);
	}
	return r;
}

/* ---- attributes --------------------------------------------------------- */

/* Does it come before the instance's own attributes? */
static bool
is_data_descriptor(struct ctx *c, struct value *m)
{
	struct class *k;

	if (value_is(m, &property_kind))
		return true;
	if (!value_is(m, &instance_kind))
		return false;
	k = ((struct instance *)m)->class;
	return class_find_dunder(c, k, DUNDER_SET) != NULL ||
	    class_find_dunder(c, k, DUNDER_DELETE) != NULL;
}

enum attr_cache
class_attr_cache(struct ctx *c, struct class *k, const struct atom *name,
    uint32_t *index, struct value **member)
{
	struct value *m = class_find_dunder(c, k, DUNDER_GETATTRIBUTE);
	int i;

	if (!native_is_default(m))
		return ATTR_NO_CACHE;
	m = class_find(c, k, name);
	if (m != NULL && is_data_descriptor(c, m))
		return ATTR_NO_CACHE;
	i = shape_find(k->shape, name);
	if (i >= 0) {
		*index = (uint32_t)i;
		return ATTR_SLOT;
	}
	if (m != NULL && value_kind(m)->is_function) {
		*member = m;
		return ATTR_METHOD;
	}
	return ATTR_NO_CACHE;
}

/* As object.__getattribute__; null without error where there is nothing. */
struct value *
instance_get_generic(struct ctx *c, struct value *v, const struct atom *name)
{
	struct instance *o = (struct instance *)v;
	struct value *m = class_find(c, o->class, name);
	int i;

	if (m != NULL && is_data_descriptor(c, m))
		return class_bind(c, m, v, o->class);
	i = shape_find(o->class->shape, name);
	if (i >= 0 && (uint32_t)i < o->nslots && o->slot[i] != NULL)
		return value_own(c, value_ref(o->slot[i]));
	if (m != NULL)
		return class_bind(c, m, v, o->class);
	return NULL;
}

static bool
is_missing(struct ctx *c, struct value *r)
{
	return r == NULL && (!err_is_set(c) || err_is(c, ERR_ATTRIBUTE));
}

static struct value *
call_getattr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct class *k = ((struct instance *)v)->class;
	struct value *m = class_find_dunder(c, k, DUNDER_GETATTR);
	struct value *arg = str_of_atom(c, name);

	if (m == NULL)
		return NULL;
	err_clear(c);
	return value_call_n(c, class_bind(c, m, v, k), 1, &arg);
}

struct value *
instance_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct class *k = ((struct instance *)v)->class;
	struct value *m, *r, *arg;

	m = class_find_dunder(c, k, DUNDER_GETATTRIBUTE);
	if (!native_is_default(m)) {
		arg = str_of_atom(c, name);
		r = value_call_n(c, class_bind(c, m, v, k), 1, &arg);
	} else
		r = instance_get_generic(c, v, name);
	return is_missing(c, r) ? call_getattr(c, v, name) : r;
}

static bool
refuse_frozen(struct ctx *c, const struct atom *name, bool set)
{
	struct buf b = BUF_INIT;
	struct value *text;

	buf_printf(&b, "cannot %s field '%s'", set ? "assign to" : "delete",
	    name->text);
	text = str_of_buf(c, &b);
	exc_raise(c, exc_new(c, class_of_row(c, &frozen_instance_error_row),
	    1, &text));
	return false;
}

/* As object.__setattr__: also of frozen instances. */
bool
instance_set_generic(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	struct instance *o = (struct instance *)v;
	struct value *m = class_find(c, o->class, name), *r;
	struct value *args[2] = { v, to };

	if (m != NULL && value_is(m, &property_kind))
		return property_set(c, m, v, to);
	if (m != NULL && is_data_descriptor(c, m)) {
		r = value_call_special(c, m, to != NULL ? "__set__" :
		    "__delete__", to != NULL ? 2 : 1, args);
		return r != NULL;
	}
	if (instance_put(c, o, name, to))
		return true;
	err_raise(c, ERR_ATTRIBUTE, "'%s' object has no attribute '%s'",
	    o->class->name->text, name->text);
	return false;
}

bool
instance_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	struct class *k = ((struct instance *)v)->class;
	struct value *m, *args[2] = { str_of_atom(c, name), to };

	m = class_find_dunder(c, k, to != NULL ? DUNDER_SETATTR :
	    DUNDER_DELATTR);
	if (!native_is_default(m))
		return value_call_n(c, class_bind(c, m, v, k),
		    to != NULL ? 2 : 1, args) != NULL;
	if (k->flags & CLASS_FROZEN) {
		m = class_find(c, k, name);
		if (m == NULL || !value_is(m, &property_kind))
			return refuse_frozen(c, name, to != NULL);
	}
	if (name == c->values->dunder[DUNDER_CLASS] && to != NULL &&
	    value_is(to, &class_kind)) {
		err_raise(c, ERR_TYPE,
		    "__class__ of an instance cannot be assigned");
		return false;
	}
	return instance_set_generic(c, v, name, to);
}

void
instance_dir(struct ctx *c UNUSED, struct value *v,
    void (*offer)(void *, const struct atom *), void *arg)
{
	struct instance *o = (struct instance *)v;

	for (uint32_t i = 0; i < o->nslots; i++)
		if (o->slot[i] != NULL)
			offer(arg, o->class->shape->name[i]);
}

/* ---- trees -------------------------------------------------------------- */

size_t
instance_nchild(const struct value *v)
{
	return ((const struct instance *)v)->class->nfields;
}

struct child
instance_child(const struct value *v, size_t i)
{
	const struct field *f = &((const struct instance *)v)->
	    class->fields[i];
	struct child k = { .step = { .kind = STEP_FIELD, .field = f->name } };

	k.value = instance_field(v, i);
	k.is_static = f->is_static || k.value == NULL;
	return k;
}

struct value *
instance_rebuild(struct ctx *c, struct value *v, struct value *const *items)
{
	struct value *r = instance_copy(c, v);
	struct instance *o = (struct instance *)r;

	for (size_t i = 0; r != NULL && i < o->class->nfields; i++) {
		if (instance_child(v, i).is_static)
			continue;
		if (*items == NULL)
			return NULL;
		need_slots(o, (uint32_t)i + 1);
		value_unref(o->slot[i]);
		o->slot[i] = value_ref(*items++);
	}
	return r;
}

void
instance_head(struct ctx *c UNUSED, struct buf *b, const struct value *v)
{
	buf_printf(b, "%s(", ((const struct instance *)v)->
	    class->qualname->text);
}
