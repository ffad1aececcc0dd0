/* SPDX-License-Identifier: Apache-2.0 */
/* The slots of instances: special methods of their classes. */
#include <string.h>

#include "core/value/builtin_types.h"
#include "core/value/instance.h"
#include "core/value/iter.h"
#include "core/value/native.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

static inline struct class *
class_of(const struct value *v)
{
	return ((const struct instance *)v)->class;
}

struct class *
instance_class_of(struct ctx *c UNUSED, const struct value *v)
{
	return class_of(v);
}

/* The special method, bound; null without error where there is none. */
static struct value *
special(struct ctx *c, struct value *v, enum dunder d)
{
	struct value *m = class_find_dunder(c, class_of(v), d);

	if (m == NULL || m == &value_none)
		return NULL;
	return class_bind(c, m, v, class_of(v));
}

/* Calls without a bound method where the member is a function. */
static struct value *
call_special(struct ctx *c, struct value *v, struct value *m, size_t n,
    struct value *const *args)
{
	struct value *all[4] = { v };

	if (!value_kind(m)->is_function || n > 3)
		return value_call_n(c, class_bind(c, m, v, class_of(v)), n,
		    args);
	for (size_t i = 0; i < n; i++)
		all[i + 1] = args[i];
	return value_call_n(c, m, n + 1, all);
}

/* ---- text --------------------------------------------------------------- */

void
instance_plain_repr(struct buf *b, const struct value *v)
{
	const struct class *k = class_of(v);

	buf_printf(b, "<%s%s%s object at %p>",
	    k->module != NULL ? k->module->text : "",
	    k->module != NULL ? "." : "", k->qualname->text,
	    (const void *)v);
}

bool
instance_fields_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct class *k = class_of(v);
	bool first = true, ok = true;

	if (!repr_enter(c, v)) {
		if (!err_is_set(c))
			buf_str(b, "...");
		return !err_is_set(c);
	}
	buf_printf(b, "%s(", k->qualname->text);
	for (size_t i = 0; ok && i < k->nfields; i++) {
		struct value *x = instance_find(c, v, k->fields[i].name);

		if (!k->fields[i].repr || x == NULL)
			continue;
		buf_printf(b, "%s%s=", first ? "" : ", ",
		    k->fields[i].name->text);
		ok = value_repr(c, b, x);
		first = false;
	}
	buf_char(b, ')');
	repr_leave(c);
	return ok;
}

static bool
text_by(struct ctx *c, struct buf *b, struct value *v, struct value *m,
    const char *name)
{
	size_t mark = scope_mark(&c->scope);
	struct value *r = call_special(c, v, m, 0, NULL);
	bool ok = r != NULL;

	if (ok && !value_is_str(r)) {
		err_raise(c, ERR_TYPE, "%s returned non-string (type %s)",
		    name, value_type_name(c, r));
		ok = false;
	} else if (ok)
		buf_add(b, str_text(r), str_bytes(r));
	scope_drop(c, mark);
	return ok;
}

bool
instance_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *m = class_find_dunder(c, class_of(v), DUNDER_REPR);

	if (m != NULL && !native_is_default(m))
		return text_by(c, b, v, m, "__repr__");
	instance_plain_repr(b, v);
	return true;
}

bool
instance_str(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *m = class_find_dunder(c, class_of(v), DUNDER_STR);

	if (m != NULL && !native_is_default(m))
		return text_by(c, b, v, m, "__str__");
	return value_repr(c, b, v);
}

/* ---- truth, length, hash, equality -------------------------------------- */

bool
instance_len(struct ctx *c, struct value *v, int64_t *out)
{
	struct value *m = special(c, v, DUNDER_LEN);

	if (m == NULL) {
		err_raise(c, ERR_TYPE, "object of type '%s' has no len()",
		    class_of(v)->name->text);
		return false;
	}
	if (!value_to_int(c, value_call_n(c, m, 0, NULL), NULL, out))
		return false;
	if (*out < 0)
		err_raise(c, ERR_VALUE, "__len__() should return >= 0");
	return *out >= 0;
}

bool
instance_truth(struct ctx *c, struct value *v, bool *out)
{
	struct value *m = special(c, v, DUNDER_BOOL), *r;
	int64_t len;

	if (m != NULL) {
		r = value_call_n(c, m, 0, NULL);
		if (r != NULL && !value_is(r, &bool_kind)) {
			err_raise(c, ERR_TYPE, "__bool__ should return bool, "
			    "returned %s", value_type_name(c, r));
			return false;
		}
		*out = r == &value_true;
		return r != NULL;
	}
	if (err_is_set(c))
		return false;
	if (class_find_dunder(c, class_of(v), DUNDER_LEN) == NULL) {
		*out = ((struct instance *)v)->base == NULL;
		return *out ? true : value_truth(c, value_unwrap(v), out);
	}
	if (!instance_len(c, v, &len))
		return false;
	*out = len != 0;
	return true;
}

static bool
hash_fields(struct ctx *c, struct value *v, int64_t *out)
{
	struct class *k = class_of(v);
	struct value *list = list_new(c, 0, NULL);

	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].compare && !list_append(c, list,
		    instance_find(c, v, k->fields[i].name)))
			return false;
	return value_hash(c, tuple_new(c, seq_len(list), seq_items(list)),
	    out);
}

bool
instance_hash(struct ctx *c, struct value *v, int64_t *out)
{
	struct class *k = class_of(v);
	struct value *m = class_find_dunder(c, k, DUNDER_HASH), *r;

	if (m == &value_none || (native_is_default(m) &&
	    (k->flags & CLASS_EQ) && !(k->flags & CLASS_FROZEN))) {
		err_raise(c, ERR_TYPE, "unhashable type: '%s'",
		    k->name->text);
		return false;
	}
	if (m == NULL || native_is_default(m)) {
		if (k->flags & CLASS_EQ)
			return hash_fields(c, v, out);
		*out = (int64_t)((uintptr_t)v >> 4);
		return true;
	}
	r = call_special(c, v, m, 0, NULL);
	if (r != NULL && !value_is_int(r)) {
		err_raise(c, ERR_TYPE,
		    "__hash__ method should return an integer");
		return false;
	}
	if (r != NULL)
		*out = value_as_int(r);
	return r != NULL;
}

static struct value *
compare_fields(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	struct class *k = class_of(a);
	bool eq = true;

	for (size_t i = 0; eq && i < k->nfields; i++) {
		struct value *x = instance_find(c, a, k->fields[i].name);
		struct value *y = instance_find(c, b, k->fields[i].name);

		if (!k->fields[i].compare)
			continue;
		if (x == NULL || y == NULL)
			eq = x == y;
		else if (!value_equal(c, x, y, &eq))
			return NULL;
	}
	return value_bool(eq == (op == CMP_EQ));
}

static struct value *
not_implemented_to_null(struct value *r)
{
	return r == &value_not_implemented ? NULL : r;
}

struct value *
instance_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	static const enum dunder names[] = {
		[CMP_LT] = DUNDER_LT, [CMP_LE] = DUNDER_LE,
		[CMP_EQ] = DUNDER_EQ, [CMP_NE] = DUNDER_NE,
		[CMP_GT] = DUNDER_GT, [CMP_GE] = DUNDER_GE };
	struct class *k = class_of(a);
	struct value *m = class_find_dunder(c, k, names[op]), *r;
	bool truth;

	if (m != NULL && m != &value_none && !native_is_default(m))
		return not_implemented_to_null(call_special(c, a, m, 1, &b));
	if (op == CMP_NE) {
		m = class_find_dunder(c, k, DUNDER_EQ);
		if (m != NULL && m != &value_none && !native_is_default(m)) {
			r = not_implemented_to_null(call_special(c, a, m, 1,
			    &b));
			if (r == NULL || !value_truth(c, r, &truth))
				return NULL;
			return value_bool(!truth);
		}
	}
	if ((op == CMP_EQ || op == CMP_NE) && (k->flags & CLASS_EQ) &&
	    value_is(b, &instance_kind) && class_of(b) == k)
		return compare_fields(c, op, a, b);
	return NULL;
}

/* ---- operators ---------------------------------------------------------- */

struct value *
instance_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct values *vs = c->values;
	struct value *m = class_find(c, class_of(self),
	    reflected ? vs->rarith[op] : vs->arith[op]);

	if (m == NULL || m == &value_none)
		return NULL;
	return not_implemented_to_null(call_special(c, self, m, 1, &other));
}

struct value *
instance_unary(struct ctx *c, enum unary_arith op, struct value *v)
{
	static const enum dunder names[] = { [UN_NEG] = DUNDER_NEG,
		[UN_POS] = DUNDER_POS, [UN_INVERT] = DUNDER_INVERT,
		[UN_ABS] = DUNDER_ABS };
	struct value *m = class_find_dunder(c, class_of(v), names[op]);

	return m != NULL ? call_special(c, v, m, 0, NULL) : NULL;
}

/* ---- items and iteration ------------------------------------------------ */

struct value *
instance_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct value *m = class_find_dunder(c, class_of(v), DUNDER_GETITEM);
	struct value *base = value_unwrap(v), *missing, *found;

	if (m == NULL)
		return err_raise(c, ERR_TYPE, "'%s' object is not "
		    "subscriptable", class_of(v)->name->text);
	if (value_is(base, &dict_kind) && value_is(m, &native_kind)) {
		missing = class_find_dunder(c, class_of(v), DUNDER_MISSING);
		if (missing != NULL) {
			found = dict_find(c, base, key);
			if (found != NULL || err_is_set(c))
				return value_own(c, value_ref(found));
			return call_special(c, v, missing, 1, &key);
		}
	}
	return call_special(c, v, m, 1, &key);
}

bool
instance_set_item(struct ctx *c, struct value *v, struct value *key,
    struct value *to)
{
	struct value *m = class_find_dunder(c, class_of(v), to != NULL ?
	    DUNDER_SETITEM : DUNDER_DELITEM);
	struct value *args[2] = { key, to };

	if (m == NULL) {
		err_raise(c, ERR_TYPE, "'%s' object %s",
		    class_of(v)->name->text, to != NULL ?
		    "does not support item assignment" :
		    "doesn't support item deletion");
		return false;
	}
	return call_special(c, v, m, to != NULL ? 2 : 1, args) != NULL;
}

bool
instance_contains(struct ctx *c, struct value *v, struct value *item,
    bool *out)
{
	struct value *m = special(c, v, DUNDER_CONTAINS), *it, *x;
	struct class *k = class_of(v);

	if (m != NULL)
		return value_truth(c, value_call_n(c, m, 1, &item), out);
	if (err_is_set(c))
		return false;
	if (class_find_dunder(c, k, DUNDER_ITER) == NULL &&
	    class_find_dunder(c, k, DUNDER_GETITEM) == NULL) {
		err_raise(c, ERR_TYPE, "argument of type '%s' is not "
		    "iterable", k->name->text);
		return false;
	}
	*out = false;
	it = instance_iter(c, v);
	while (it != NULL && !*out && (x = value_next(c, it)) != NULL)
		if (!value_equal(c, x, item, out))
			return false;
	return !err_is_set(c);
}

/* For classes that only have __getitem__. */
static struct value *
item_iter_next(struct ctx *c, struct value *over, size_t *at,
    int64_t *state UNUSED)
{
	struct value *i = value_int(c, (int64_t)(*at)++);
	struct value *r = value_get_item(c, over, i);

	if (r == NULL && (err_is(c, ERR_INDEX) ||
	    err_is(c, ERR_STOP_ITERATION)))
		err_clear(c);
	return r;
}

struct value *
instance_iter(struct ctx *c, struct value *v)
{
	struct class *k = class_of(v);
	struct value *m = class_find_dunder(c, k, DUNDER_ITER), *r;

	if (m != NULL && m != &value_none) {
		r = call_special(c, v, m, 0, NULL);
		if (r != NULL && (value_kind(r)->next == NULL ||
		    (value_has_slots(r) && class_find_dunder(c, class_of(r),
		    DUNDER_NEXT) == NULL)))
			return err_raise(c, ERR_TYPE, "iter() returned "
			    "non-iterator of type '%s'",
			    value_type_name(c, r));
		return r;
	}
	if (m == NULL && class_find_dunder(c, k, DUNDER_GETITEM) != NULL)
		return iter_new(c, v, item_iter_next, 0);
	return err_raise(c, ERR_TYPE, "'%s' object is not iterable",
	    k->name->text);
}

struct value *
instance_next(struct ctx *c, struct value *v)
{
	struct value *m = class_find_dunder(c, class_of(v), DUNDER_NEXT), *r;

	if (m == NULL)
		return err_raise(c, ERR_TYPE, "'%s' object is not an "
		    "iterator", class_of(v)->name->text);
	r = call_special(c, v, m, 0, NULL);
	if (r == NULL && err_is(c, ERR_STOP_ITERATION))
		err_clear(c);
	return r;
}

/* ---- calls -------------------------------------------------------------- */

/* A layer: one positional input, side inputs by name. */
static struct value *
call_forward(struct ctx *c, struct value *v, const struct args *a)
{
	struct class *k = class_of(v);
	struct value *side = NULL;

	if (a->npos != 1)
		return err_raise(c, ERR_TYPE, "%s.__call__() takes 1 "
		    "positional argument but %zu were given; side inputs are "
		    "given by name", k->name->text, a->npos);
	for (size_t i = 0; i < a->nkw; i++) {
		if (side == NULL)
			side = dict_new(c);
		if (!dict_set_atom(c, side, a->kw[i], a->v[1 + i]))
			return NULL;
	}
	return k->forward(c, v, a->v[0], side);
}

struct value *
instance_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct class *k = class_of(v);
	struct value *m = class_find_dunder(c, k, DUNDER_CALL);

	if (m != NULL)
		return value_call(c, class_bind(c, m, v, k), a);
	if (k->forward != NULL && a->npos + a->nkw > 0)
		return call_forward(c, v, a);
	return err_raise(c, ERR_TYPE, "'%s' object is not callable",
	    k->name->text);
}

const struct kind instance_kind = {
	.name = "object", .class_of = instance_class_of,
	.free = instance_free, .visit = instance_visit,
	.clear = instance_clear, .nchild = instance_nchild,
	.child = instance_child, .rebuild = instance_rebuild,
	.head = instance_head, .tail = ")",
	INSTANCE_SLOTS,
};
