/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short ways of the evaluator: what most instructions do most of the time,
 * without a call. Each gives up (null, false) where it does not apply.
 */
#ifndef CORE_LANG_VM_FAST_H
#define CORE_LANG_VM_FAST_H

#include <string.h>

#include "core/lang/interp_private.h"
#include "core/lang/module.h"
#include "core/lang/vm.h"
#include "core/value/dict.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/set.h"

/* As float.c lays it out. */
struct float_box {
	struct value hdr;
	double d;
};

/* Takes one reference of a result and drops the scope to the mark. */
static inline struct value *
keep(struct ctx *c, size_t mark, struct value *v)
{
	if (c->scope.n == mark + 1 && c->scope.entry[mark].obj == v) {
		c->scope.n = mark;
		return v;
	}
	value_ref(v);
	if (c->scope.n > mark)
		scope_drop(c, mark);
	return v;
}

static inline double
float_of(const struct value *v)
{
	return ((const struct float_box *)v)->d;
}

static inline bool
both_floats(const struct value *a, const struct value *b)
{
	return !value_is_small(a) && !value_is_small(b) &&
	    a->kind == &float_kind && b->kind == &float_kind;
}

/* Takes over both operands; writes into one that nobody else holds. */
static inline struct value *
float_result(struct ctx *c, struct value *a, struct value *b, double d)
{
	struct value *r;

	if (a->refs == 1 && !(a->flags & VALUE_IMMORTAL)) {
		((struct float_box *)a)->d = d;
		value_unref(b);
		return a;
	}
	if (b->refs == 1 && a != b && !(b->flags & VALUE_IMMORTAL)) {
		((struct float_box *)b)->d = d;
		value_unref(a);
		return b;
	}
	r = value_alloc_untracked(c, &float_kind, sizeof(struct float_box));
	((struct float_box *)r)->d = d;
	value_unref(a);
	value_unref(b);
	return r;
}

static inline bool
number_of(const struct value *v, double *d)
{
	if (value_is_small(v)) {
		*d = (double)value_small(v);
		return true;
	}
	if (v->kind != &float_kind)
		return false;
	*d = float_of(v);
	return true;
}

static inline struct value *
small_or_null(struct ctx *c, int64_t r)
{
	if (r > VALUE_SMALL_MAX || r < VALUE_SMALL_MIN)
		return NULL;
	return value_int(c, r);
}

static inline __attribute__((always_inline)) struct value *
fast_int_arith(struct ctx *c, enum arith op, int64_t a, int64_t b)
{
	int64_t r;

	switch (op) {
	case ARITH_ADD:
		return small_or_null(c, a + b);
	case ARITH_SUB:
		return small_or_null(c, a - b);
	case ARITH_MUL:
		return __builtin_mul_overflow(a, b, &r) ? NULL :
		    small_or_null(c, r);
	case ARITH_FLOOR_DIV:
		if (b == 0)
			return NULL;
		r = a / b;
		if (a % b != 0 && (a < 0) != (b < 0))
			r--;
		return small_or_null(c, r);
	case ARITH_MOD:
		if (b == 0)
			return NULL;
		r = a % b;
		if (r != 0 && (r < 0) != (b < 0))
			r += b;
		return value_int(c, r);
	case ARITH_AND:
		return value_int(c, a & b);
	case ARITH_OR:
		return value_int(c, a | b);
	case ARITH_XOR:
		return value_int(c, a ^ b);
	case ARITH_SHR:
		return b < 0 ? NULL : value_int(c, b > 63 ? (a < 0 ? -1 : 0) :
		    a >> b);
	case ARITH_SHL:
		if (b < 0 || b > 30 || a > INT32_MAX || a < INT32_MIN)
			return NULL;
		return small_or_null(c, (int64_t)((uint64_t)a << b));
	default:
		return NULL;
	}
}

/* Takes over both operands where it succeeds. */
static inline __attribute__((always_inline)) struct value *
fast_arith(struct ctx *c, enum arith op, struct value *a, struct value *b)
{
	double x, y;
	struct value *r;

	if (value_is_small(a) && value_is_small(b)) {
		if (op != ARITH_DIV)
			return fast_int_arith(c, op, value_small(a),
			    value_small(b));
		if (b == value_int(c, 0) || value_small(a) > INT64_C(1) << 52 ||
		    value_small(a) < -(INT64_C(1) << 52) ||
		    value_small(b) > INT64_C(1) << 52 ||
		    value_small(b) < -(INT64_C(1) << 52))
			return NULL;
		r = value_alloc_untracked(c, &float_kind,
		    sizeof(struct float_box));
		((struct float_box *)r)->d = (double)value_small(a) /
		    (double)value_small(b);
		return r;
	}
	if (!number_of(a, &x) || !number_of(b, &y))
		return NULL;
	switch (op) {
	case ARITH_ADD:
		x += y;
		break;
	case ARITH_SUB:
		x -= y;
		break;
	case ARITH_MUL:
		x *= y;
		break;
	case ARITH_DIV:
		if (y == 0)
			return NULL;
		x /= y;
		break;
	default:
		return NULL;
	}
	if (both_floats(a, b))
		return float_result(c, a, b, x);
	r = value_alloc_untracked(c, &float_kind, sizeof(struct float_box));
	((struct float_box *)r)->d = x;
	value_unref(a);
	value_unref(b);
	return r;
}

uint32_t fast_compare_rest(enum compare, const struct value *,
    const struct value *);

/* 0, 1, or 2: not so easy. */
static inline __attribute__((always_inline)) uint32_t
fast_compare(enum compare op, const struct value *a, const struct value *b)
{
	if (value_is_small(a) && value_is_small(b)) {
		int64_t i = (int64_t)(intptr_t)a, j = (int64_t)(intptr_t)b;

		switch (op) {
		case CMP_LT:
			return i < j;
		case CMP_LE:
			return i <= j;
		case CMP_EQ:
			return i == j;
		case CMP_NE:
			return i != j;
		case CMP_GT:
			return i > j;
		default:
			return i >= j;
		}
	}
	return fast_compare_rest(op, a, b);
}

static inline bool
fast_truth(struct ctx *c, struct value *v, bool *truth)
{
	if (v == &value_true || v == &value_false) {
		*truth = v == &value_true;
		return true;
	}
	return value_truth(c, v, truth);
}

/* ---- globals --------------------------------------------------------------- */

static inline struct value *
entry_at(const struct value *dict, uint32_t index, const struct atom *name)
{
	const struct dict *d = (const struct dict *)dict;

	if (index < d->used && d->entry[index].key == name->str)
		return d->entry[index].v;
	return NULL;
}

static inline struct value *
fast_global(const struct interp *in, const struct value *globals,
    const struct atom *name, const struct cache *k)
{
	struct value *v = entry_at(globals, k->index, name);

	if (v != NULL)
		return v;
	if (k->key != globals || k->version !=
	    ((const struct dict *)globals)->layout)
		return NULL;
	return entry_at(in->builtins, (uint32_t)(uintptr_t)k->member, name);
}

/* Remembers where the name was found. */
void fast_global_note(const struct interp *, const struct value *globals,
    const struct atom *, struct cache *);

static inline bool
fast_store_global(struct value *globals, const struct atom *name,
    const struct cache *k, struct value *v)
{
	struct dict *d = (struct dict *)globals;
	struct value *old;

	if (k->index >= d->used || d->entry[k->index].key != name->str)
		return false;
	old = d->entry[k->index].v;
	d->entry[k->index].v = v;
	value_unref(old);
	return true;
}

/* ---- attributes --------------------------------------------------------------- */

static inline bool
has_slots(const struct value *v)
{
	return !value_is_small(v) && (v->kind == &instance_kind ||
	    v->kind == &exc_kind);
}

/* Borrowed. */
static inline struct value *
fast_attr(const struct value *v, const struct cache *k)
{
	if (has_slots(v)) {
		const struct instance *o = (const struct instance *)v;

		if (o->class->version == k->version && k->index < o->nslots)
			return o->slot[k->index];
	}
	return NULL;
}

/* A function to be called with v first; borrowed. */
static inline struct value *
fast_method(const struct value *v, const struct cache *k)
{
	if (has_slots(v))
		return ((const struct instance *)v)->class->version ==
		    k->version && k->class == NULL ? k->member : NULL;
	if (k->class != NULL && k->key == value_kind(v) &&
	    k->class->version == k->version)
		return k->member;
	return NULL;
}

struct value *slow_attr(struct ctx *, struct value *, const struct atom *,
    struct cache *);
/* *unbound: v is to be given first. */
struct value *slow_method(struct ctx *, struct value *, const struct atom *,
    struct cache *, bool *unbound);

/* The value's reference moves into the slot. */
static inline bool
fast_store_attr(struct value *o, const struct cache *k, struct value *v)
{
	struct instance *x = (struct instance *)o;
	struct value *old;

	if (value_is_small(o) || o->kind != &instance_kind ||
	    x->class->version != k->version || k->index >= x->nslots)
		return false;
	old = x->slot[k->index];
	x->slot[k->index] = v;
	value_unref(old);
	return true;
}

bool slow_store_attr(struct ctx *, struct value *, const struct atom *,
    struct value *v, struct cache *);

/* ---- instances ----------------------------------------------------------- */

/* __init__ for a call of a class where it is a closure and __new__ is
 * object's; null: call it the long way. */
struct closure *slow_init(struct ctx *, struct class *);

static inline struct closure *
fast_init(struct ctx *c, struct class *k)
{
	struct init_cache *m = &c->interp->init[k->version % INIT_CACHE];

	if (UNLIKELY(m->version != k->version)) {
		m->init = slow_init(c, k);
		m->version = k->version;
	}
	return m->init;
}

/* ---- items ------------------------------------------------------------------- */

/* Borrowed. */
static inline struct value *
fast_item(struct ctx *c, struct value *o, struct value *key)
{
	if (value_is_small(o))
		return NULL;
	if (o->kind == &list_kind || o->kind == &tuple_kind) {
		const struct seq *s = (const struct seq *)o;
		int64_t i;

		if (!value_is_small(key))
			return NULL;
		i = value_small(key);
		if (i < 0)
			i += (int64_t)s->n;
		return i >= 0 && (size_t)i < s->n ? s->item[i] : NULL;
	}
	if (o->kind == &dict_kind && (value_is_small(key) ||
	    key->kind == &str_kind))
		return dict_find(c, o, key);
	return NULL;
}

/* The value's reference moves into the list. */
static inline bool
fast_store_item(struct value *o, struct value *key, struct value *v)
{
	struct seq *s = (struct seq *)o;
	struct value *old;
	int64_t i;

	if (!value_is_small(key) || value_is_small(o) ||
	    o->kind != &list_kind)
		return false;
	i = value_small(key);
	if (i < 0)
		i += (int64_t)s->n;
	if (i < 0 || (size_t)i >= s->n)
		return false;
	old = s->item[i];
	s->item[i] = v;
	value_unref(old);
	return true;
}

bool set_extend(struct ctx *, struct value *set, struct value *more);
/* s += t where the next instruction stores to the local that held s. */
bool append_text(struct ctx *, struct value **slot, const struct instr *pc,
    struct value **sp);

#endif
