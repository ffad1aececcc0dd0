/* SPDX-License-Identifier: Apache-2.0 */
/* Filling the caches that vm_fast.h reads. */
#include "core/lang/vm_fast.h"

#include "core/value/str.h"

/* order: negative, zero or positive, as memcmp's. */
static bool
order_fits(enum compare op, int order)
{
	switch (op) {
	case CMP_LT:
		return order < 0;
	case CMP_LE:
		return order <= 0;
	case CMP_EQ:
		return order == 0;
	case CMP_NE:
		return order != 0;
	case CMP_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}

/* UTF-8 sorts by code points when it is compared by bytes. */
static bool
compare_text(enum compare op, const struct str *s, const struct str *t)
{
	size_t n = s->bytes < t->bytes ? s->bytes : t->bytes;
	int order;

	if ((op == CMP_EQ || op == CMP_NE) && s->bytes != t->bytes)
		return op == CMP_NE;
	order = s == t ? 0 : memcmp(s->text, t->text, n);
	if (order == 0)
		order = (s->bytes > t->bytes) - (s->bytes < t->bytes);
	return order_fits(op, order);
}

uint32_t
fast_compare_rest(enum compare op, const struct value *a,
    const struct value *b)
{
	double x, y;

	if (!value_is_small(a) && !value_is_small(b) &&
	    a->kind == &str_kind && b->kind == &str_kind)
		return compare_text(op, (const struct str *)a,
		    (const struct str *)b);
	/* Ints beyond 2^53 are not exact as doubles. */
	if (!both_floats(a, b))
		return 2;
	x = float_of(a);
	y = float_of(b);
	switch (op) {
	case CMP_LT:
		return x < y;
	case CMP_LE:
		return x <= y;
	case CMP_EQ:
		return x == y;
	case CMP_NE:
		return x != y;
	case CMP_GT:
		return x > y;
	default:
		return x >= y;
	}
}

static uint32_t
entry_of(const struct value *dict, const struct atom *name)
{
	const struct dict *d = (const struct dict *)dict;

	for (size_t i = 0; i < d->used; i++)
		if (d->entry[i].key != NULL && d->entry[i].key == name->str)
			return (uint32_t)i;
	return UINT32_MAX;
}

void
fast_global_note(const struct interp *in, const struct value *globals,
    const struct atom *name, struct cache *k)
{
	k->index = entry_of(globals, name);
	k->key = NULL;
	if (k->index != UINT32_MAX)
		return;
	k->member = (struct value *)(uintptr_t)entry_of(in->builtins, name);
	k->version = ((const struct dict *)globals)->layout;
	k->key = globals;
}

struct value *
slow_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct cache *k)
{
	if (has_slots(v)) {
		struct class *cls = ((struct instance *)v)->class;
		struct value *member;
		uint32_t index;

		if (class_attr_cache(c, cls, name, &index, &member) ==
		    ATTR_SLOT) {
			k->version = cls->version;
			k->index = index;
		}
	} else if (value_is(v, &module_kind)) {
		struct value *r = entry_at(module_dict(v), k->index, name);

		if (r == NULL)
			k->index = entry_of(module_dict(v), name);
		else
			return r;
	}
	return value_get_attr(c, v, name);
}

struct value *
slow_method(struct ctx *c, struct value *v, const struct atom *name,
    struct cache *k, bool *unbound)
{
	struct class *cls;
	struct value *member;
	uint32_t index;

	*unbound = false;
	if (has_slots(v)) {
		cls = ((struct instance *)v)->class;
		if (class_attr_cache(c, cls, name, &index, &member) ==
		    ATTR_METHOD) {
			k->version = cls->version;
			k->class = NULL;
			k->member = member;
			*unbound = true;
			return member;
		}
		return value_get_attr(c, v, name);
	}
	if (value_is(v, &module_kind))
		return slow_attr(c, v, name, k);
	if (value_kind(v)->get_attr == NULL) {
		cls = value_class(c, v);
		member = class_find(c, cls, name);
		if (member != NULL && value_is(member, &native_kind)) {
			k->key = value_kind(v);
			k->class = cls;
			k->version = cls->version;
			k->member = member;
			*unbound = true;
			return member;
		}
	}
	return value_get_method(c, v, name, unbound);
}

bool
slow_store_attr(struct ctx *c, struct value *o, const struct atom *name,
    struct value *v, struct cache *k)
{
	struct class *cls;
	struct value *member;
	uint32_t index;
	int slot;

	if (!value_set_attr(c, o, name, v))
		return false;
	if (!value_is(o, &instance_kind))
		return true;
	cls = ((struct instance *)o)->class;
	member = class_find(c, cls, c->values->dunder[DUNDER_SETATTR]);
	if ((cls->flags & CLASS_FROZEN) || (member != NULL &&
	    !value_is(member, &native_kind)))
		return true;
	slot = shape_find(cls->shape, name);
	if (slot >= 0 && class_attr_cache(c, cls, name, &index, &member) ==
	    ATTR_SLOT && index == (uint32_t)slot) {
		k->version = cls->version;
		k->index = index;
	}
	return true;
}

struct closure *
slow_init(struct ctx *c, struct class *k)
{
	struct value *init;

	if (k->meta != NULL || k->row != NULL || k->native != NULL ||
	    k->kind != &instance_kind)
		return NULL;
	init = class_find(c, k, c->values->dunder[DUNDER_INIT]);
	if (!value_is(init, &closure_kind) || class_find(c, k,
	    c->values->dunder[DUNDER_NEW]) != c->interp->object_new ||
	    class_find(c, k, c->values->dunder[DUNDER_ABSTRACTMETHODS]) !=
	    NULL)
		return NULL;
	return (struct closure *)init;
}

bool
set_extend(struct ctx *c, struct value *set, struct value *more)
{
	return set_update(c, set, more);
}

bool
append_text(struct ctx *c, struct value **slot, const struct instr *pc,
    struct value **sp)
{
	struct value *s = sp[-2];

	if ((pc->op != OP_STORE_FAST && pc->op != OP_STORE_FAST_FAST) ||
	    slot[pc->arg] != s || s->refs != 2 ||
	    (s->flags & VALUE_IMMORTAL) || sp[-1] == s)
		return false;
	slot[pc->arg] = NULL;
	value_unref(s);
	if (str_append_inplace(c, s, sp[-1]))
		return true;
	slot[pc->arg] = value_ref(s);
	return false;
}
