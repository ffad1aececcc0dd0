/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets: open addressing with the probing order of CPython, so that sets of
 * small ints print in the order that people know.
 */
#include "core/value/set.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/iter.h"
#include "core/value/repr.h"

#define LINEAR_PROBES 9
/* Where a key was; never looked at. */
#define DUMMY ((struct value *)(uintptr_t)8)

bool
value_is_set(const struct value *v)
{
	if (value_is(v, &set_kind) || value_is(v, &frozenset_kind))
		return true;
	return value_is(v, &instance_kind) && value_unwrap(v) != v &&
	    value_is_set(value_unwrap(v));
}

static inline bool
is_key(const struct value *k)
{
	return k != NULL && k != DUMMY;
}

static void
release_keys(struct set_entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_key(e[i].key))
			value_unref(e[i].key);
}

static void
set_free(struct value *v)
{
	struct set *s = (struct set *)v;

	release_keys(s->entry, s->mask + 1);
	if (s->entry != s->room)
		free(s->entry);
}

static void
set_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct set *s = (struct set *)v;

	for (size_t i = 0; i <= s->mask; i++)
		if (is_key(s->entry[i].key))
			fn(s->entry[i].key, arg);
}

void
set_clear(struct set *s)
{
	struct set_entry few[8], *old = s->entry;
	size_t n = s->mask + 1;

	if (old == s->room) {
		memcpy(few, old, sizeof few);
		old = few;
	}
	memset(s->room, 0, sizeof s->room);
	s->entry = s->room;
	s->mask = 7;
	s->fill = s->n = 0;
	s->layout++;
	release_keys(old, n);
	if (old != few)
		free(old);
}

static void
set_clear_slot(struct value *v)
{
	set_clear((struct set *)v);
}

struct value *
set_new(struct ctx *c, bool frozen)
{
	struct set *s = value_alloc(c, frozen ? &frozenset_kind : &set_kind,
	    sizeof *s);

	s->entry = s->room;
	s->mask = 7;
	return value_own(c, &s->hdr);
}

enum found { FOUND, NOT_HERE, CHANGED, FAILED };

static enum found
check_entry(struct ctx *c, struct set *s, const struct set_entry *e,
    struct value *key, int64_t hash)
{
	uint32_t layout = s->layout;
	size_t mark;
	bool eq;

	if (e->key == NULL || e->key == key)
		return FOUND;
	if (e->hash != hash || e->key == DUMMY)
		return NOT_HERE;
	mark = scope_mark(&c->scope);
	if (!key_equal(c, value_own(c, value_ref(e->key)), key, &eq))
		return FAILED;
	scope_drop(c, mark);
	if (layout != s->layout)
		return CHANGED;
	return eq ? FOUND : NOT_HERE;
}

static enum found
look_once(struct ctx *c, struct set *s, struct value *key, int64_t hash,
    struct set_entry **out)
{
	uint64_t perturb = (uint64_t)hash;
	size_t i = (size_t)hash & s->mask;

	for (;;) {
		struct set_entry *e = &s->entry[i];
		size_t probes = i + LINEAR_PROBES <= s->mask ?
		    LINEAR_PROBES : 0;

		for (size_t k = 0; k <= probes; k++, e++) {
			enum found f = check_entry(c, s, e, key, hash);

			*out = e;
			if (f != NOT_HERE)
				return f;
		}
		perturb >>= 5;
		i = (i * 5 + 1 + (size_t)perturb) & s->mask;
	}
}

/*
 * The place of a key or where it would go. Null: failed. Asking keys may run
 * code that changes the set: then it starts again.
 */
static struct set_entry *
look(struct ctx *c, struct set *s, struct value *key, int64_t hash)
{
	struct set_entry *e;
	enum found f;

	do
		f = look_once(c, s, key, hash, &e);
	while (f == CHANGED);
	return f == FAILED ? NULL : e;
}

static void
put_clean(struct set_entry *table, size_t mask, struct value *key,
    int64_t hash)
{
	uint64_t perturb = (uint64_t)hash;
	size_t i = (size_t)hash & mask;

	for (;;) {
		struct set_entry *e = &table[i];
		size_t probes = i + LINEAR_PROBES <= mask ?
		    LINEAR_PROBES : 0;

		for (size_t k = 0; k <= probes; k++, e++)
			if (e->key == NULL) {
				*e = (struct set_entry){ key, hash };
				return;
			}
		perturb >>= 5;
		i = (i * 5 + 1 + (size_t)perturb) & mask;
	}
}

static bool
resize(struct ctx *c, struct set *s, size_t want)
{
	size_t size = 8, n = s->mask + 1;
	struct set_entry few[8], *old = s->entry, *table;

	while (size <= want)
		size *= 2;
	if (size > SIZE_MAX / 64) {
		err_raise(c, ERR_MEMORY, "%s", "");
		return false;
	}
	if (old == s->room) {
		memcpy(few, old, sizeof few);
		old = few;
	}
	if (size == 8) {
		table = s->room;
		memset(table, 0, sizeof s->room);
	} else
		table = calloc(size, sizeof *table);
	if (table == NULL) {
		err_raise(c, ERR_MEMORY, "%s", "");
		return false;
	}
	for (size_t i = 0; i < n; i++)
		if (is_key(old[i].key))
			put_clean(table, size - 1, old[i].key, old[i].hash);
	s->entry = table;
	s->mask = size - 1;
	s->fill = s->n;
	s->layout++;
	if (old != few)
		free(old);
	return true;
}

static bool
add_hashed(struct ctx *c, struct set *s, struct value *key, int64_t hash)
{
	struct set_entry *e = look(c, s, key, hash);

	if (e == NULL)
		return false;
	if (e->key != NULL)
		return true;
	*e = (struct set_entry){ value_ref(key), hash };
	s->fill++;
	s->n++;
	s->layout++;
	if (s->fill * 5 < s->mask * 3)
		return true;
	return resize(c, s, s->n > 50000 ? s->n * 2 : s->n * 4);
}

bool
set_add(struct ctx *c, struct value *set, struct value *key)
{
	int64_t hash;

	if (set == NULL || key == NULL || !key_hash(c, key, &hash))
		return false;
	return add_hashed(c, set_of(set), key, hash);
}

/* A set as a key of a set stands for its frozen form. */
static bool
hash_for_lookup(struct ctx *c, struct value **key, int64_t *hash)
{
	if (value_is(*key, &set_kind))
		*key = set_of_iterable(c, *key, true);
	return *key != NULL && key_hash(c, *key, hash);
}

static bool
set_has(struct ctx *c, const struct set *s, struct value *key, bool *out)
{
	struct set_entry *e;
	int64_t hash;

	if (!hash_for_lookup(c, &key, &hash))
		return false;
	e = look(c, (struct set *)s, key, hash);
	*out = e != NULL && e->key != NULL;
	return e != NULL;
}

bool
set_remove(struct ctx *c, struct set *s, struct value *key, bool *found)
{
	struct set_entry *e;
	struct value *old;
	int64_t hash;

	if (!hash_for_lookup(c, &key, &hash))
		return false;
	e = look(c, s, key, hash);
	if (e == NULL)
		return false;
	*found = e->key != NULL;
	if (*found) {
		old = e->key;
		*e = (struct set_entry){ DUMMY, -1 };
		s->n--;
		s->layout++;
		value_unref(old);
	}
	return true;
}

bool
set_next(const struct value *v, size_t *at, struct value **key)
{
	struct set *s;

	if (v == NULL)
		return false;
	for (s = set_of(v); *at <= s->mask; (*at)++)
		if (is_key(s->entry[*at].key)) {
			*key = s->entry[(*at)++].key;
			return true;
		}
	return false;
}

bool
set_update(struct ctx *c, struct value *set, struct value *other)
{
	struct set *s = set_of(set), *o;
	struct value *it, *x;
	size_t mark;

	if (value_is_set(other)) {
		o = set_of(other);
		if (s == o)
			return true;
		if ((s->fill + o->n) * 5 >= s->mask * 3 &&
		    !resize(c, s, (s->n + o->n) * 2))
			return false;
		for (size_t i = 0; i <= o->mask; i++) {
			mark = scope_mark(&c->scope);
			if (is_key(o->entry[i].key) && !add_hashed(c, s,
			    value_own(c, value_ref(o->entry[i].key)),
			    o->entry[i].hash))
				return false;
			scope_drop(c, mark);
		}
		return true;
	}
	it = value_iter(c, other);
	mark = scope_mark(&c->scope);
	while (it != NULL && (x = value_next(c, it)) != NULL) {
		if (!set_add(c, set, x))
			return false;
		scope_drop(c, mark);
	}
	return !err_is_set(c);
}

struct value *
set_of_iterable(struct ctx *c, struct value *from, bool frozen)
{
	struct value *set;

	if (from == NULL)
		return NULL;
	if (frozen && value_is(from, &frozenset_kind))
		return value_own(c, value_ref(from));
	set = set_new(c, frozen);
	return set_update(c, set, from) ? set : NULL;
}

/* ---- the kind ----------------------------------------------------------- */

static bool
set_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct set *s = set_of(v);
	const char *name = value_type_name(c, v);
	bool plain = value_is(v, &set_kind), ok = true;
	struct value *key;
	size_t at = 0, n = 0, mark;

	if (s->n == 0) {
		buf_printf(b, "%s()", name);
		return true;
	}
	if (!repr_enter(c, v)) {
		if (!err_is_set(c))
			buf_printf(b, "%s(...)", name);
		return !err_is_set(c);
	}
	if (!plain)
		buf_printf(b, "%s(", name);
	buf_char(b, '{');
	while (ok && set_next(v, &at, &key)) {
		if (n++ > 0)
			buf_str(b, ", ");
		mark = scope_mark(&c->scope);
		ok = value_repr(c, b, value_own(c, value_ref(key)));
		scope_drop(c, mark);
	}
	buf_str(b, plain ? "}" : "})");
	repr_leave(c);
	return ok;
}

static bool
set_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)set_of(v)->n;
	return true;
}

/* Independent of the order of keys. */
static bool
frozenset_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	struct set *s = set_of(v);
	uint64_t h = 0;

	for (size_t i = 0; i <= s->mask; i++)
		if (is_key(s->entry[i].key)) {
			uint64_t k = (uint64_t)s->entry[i].hash;

			h ^= ((k ^ 89869747) ^ (k << 16)) * 3644798167u;
		}
	h ^= (s->n + 1) * 1927868237;
	h ^= (h >> 11) ^ (h >> 25);
	h = h * 69069 + 907133923;
	*out = h == UINT64_MAX ? 590923713 : (int64_t)h;
	return true;
}

bool
set_is_subset(struct ctx *c, const struct set *a, const struct set *b,
    bool *out)
{
	*out = a->n <= b->n;
	for (size_t i = 0; *out && i <= a->mask; i++) {
		size_t mark = scope_mark(&c->scope);
		struct set_entry *e;

		if (!is_key(a->entry[i].key))
			continue;
		e = look(c, (struct set *)b, value_own(c,
		    value_ref(a->entry[i].key)), a->entry[i].hash);
		if (e == NULL)
			return false;
		*out = e->key != NULL;
		scope_drop(c, mark);
	}
	return true;
}

static struct value *
set_compare(struct ctx *c, enum compare op, struct value *a, struct value *b)
{
	const struct set *x, *y;
	bool r;

	if (!value_is_set(b))
		return NULL;
	x = set_of(a);
	y = set_of(b);
	if (op == CMP_GT || op == CMP_GE) {
		x = y;
		y = set_of(a);
	}
	if (!set_is_subset(c, x, y, &r))
		return NULL;
	if (op == CMP_EQ || op == CMP_NE)
		return value_bool((r && x->n == y->n) == (op == CMP_EQ));
	if (op == CMP_LT || op == CMP_GT)
		r = r && x->n < y->n;
	return value_bool(r);
}

static bool
set_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	return set_has(c, set_of(v), item, out);
}

struct value *
set_keep(struct ctx *c, const struct set *a, const struct set *b, bool in,
    bool frozen)
{
	struct value *r = set_new(c, frozen);

	for (size_t i = 0; i <= a->mask; i++) {
		struct value *key = a->entry[i].key;
		int64_t hash = a->entry[i].hash;
		size_t mark = scope_mark(&c->scope);
		struct set_entry *e;

		if (!is_key(key))
			continue;
		value_own(c, value_ref(key));
		e = look(c, (struct set *)b, key, hash);
		if (e == NULL || ((e->key != NULL) == in &&
		    !add_hashed(c, set_of(r), key, hash)))
			return NULL;
		scope_drop(c, mark);
	}
	return r;
}

static struct value *
set_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct value *x = reflected ? other : self, *r;
	struct value *y = reflected ? self : other;
	bool frozen = value_is(value_unwrap(x), &frozenset_kind);

	if (!value_is_set(other))
		return NULL;
	switch (op) {
	case ARITH_SUB:
		return set_keep(c, set_of(x), set_of(y), false, frozen);
	case ARITH_AND:
		if (set_of(y)->n > set_of(x)->n)
			return set_keep(c, set_of(x), set_of(y), true,
			    frozen);
		return set_keep(c, set_of(y), set_of(x), true, frozen);
	case ARITH_OR:
		r = set_new(c, frozen);
		if (!set_update(c, r, x) || !set_update(c, r, y))
			return NULL;
		return r;
	case ARITH_XOR:
		r = set_keep(c, set_of(x), set_of(y), false, frozen);
		if (r == NULL || !set_update(c, r, set_keep(c, set_of(y),
		    set_of(x), false, false)))
			return NULL;
		return r;
	default:
		return NULL;
	}
}

/* state: the number of keys at the start. */
static struct value *
set_iter_next(struct ctx *c, struct value *over, size_t *at, int64_t *state)
{
	struct value *key;

	if ((int64_t)set_of(over)->n != *state) {
		*state = -1;
		return err_raise(c, ERR_RUNTIME,
		    "Set changed size during iteration");
	}
	if (!set_next(over, at, &key))
		return NULL;
	return value_own(c, value_ref(key));
}

static struct value *
set_iter(struct ctx *c, struct value *v)
{
	return iter_new(c, v, set_iter_next, (int64_t)set_of(v)->n);
}

static struct value *
set_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	return set_of_iterable(c, args[0], false);
}

static struct value *
frozenset_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	return set_of_iterable(c, args[0], true);
}

static const struct param set_params[] = {
	{ "iterable", PARAM_ANY, "()", "Items.", PARAM_POSITIONAL },
	{ 0 }
};

const struct kind set_kind = {
	.name = "set", .row = &set_row, .free = set_free, .visit = set_visit,
	.clear = set_clear_slot, .repr = set_repr, .len = set_len,
	.unhashable = true, .compare = set_compare, .arith = set_arith,
	.contains = set_contains, .iter = set_iter,
};
const struct kind frozenset_kind = {
	.name = "frozenset", .row = &frozenset_row, .free = set_free,
	.visit = set_visit, .repr = set_repr, .len = set_len,
	.hash = frozenset_hash, .compare = set_compare, .arith = set_arith,
	.contains = set_contains, .iter = set_iter,
};

const struct class_row set_row = {
	.name = "set", .module = "builtins",
	.doc = "Different items without an order.", .kind = &set_kind,
	.methods = set_methods, .new_params = set_params, .make = set_make,
	.example = "sorted(set('abba'))",
};
const struct class_row frozenset_row = {
	.name = "frozenset", .module = "builtins",
	.doc = "A set that does not change.", .kind = &frozenset_kind,
	.methods = frozenset_methods, .new_params = set_params,
	.make = frozenset_make, .example = "frozenset((1, 2))",
};
