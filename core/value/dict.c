/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dicts: entries in order of insertion, and beyond a few entries a table of
 * their numbers. Keys are compared by pointer first, then by hash, and only
 * then asked; asking may run code that changes the dict, so the look-up starts
 * again when its layout is no longer the same.
 */
#include "core/value/dict.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/repr.h"
#include "core/value/str.h"

#define FEW 8		/* so many entries are searched in a row */
#define TOMB UINT32_MAX
#define MAX_ENTRIES (UINT32_MAX / 2)

bool
value_is_dict(const struct value *v)
{
	return value_is(v, &dict_kind) || (value_is(v, &instance_kind) &&
	    value_is(value_unwrap(v), &dict_kind));
}

bool
key_hash(struct ctx *c, struct value *key, int64_t *out)
{
	if (value_is_small(key)) {
		int64_t i = value_small(key);

		if (i > -(INT64_C(1) << 60) && i < INT64_C(1) << 60) {
			*out = i == -1 ? -2 : i;
			return true;
		}
	} else if (key != NULL && key->kind == &str_kind) {
		struct str *s = (struct str *)key;

		if (s->hash == 0)
			s->hash = bytes_hash(s->text, s->bytes);
		*out = s->hash;
		return true;
	}
	return value_hash(c, key, out);
}

bool
key_equal(struct ctx *c, struct value *a, struct value *b, bool *out)
{
	if (a == b) {
		*out = true;
		return true;
	}
	if (value_is(a, &str_kind) && value_is(b, &str_kind)) {
		const struct str *x = (const struct str *)a;
		const struct str *y = (const struct str *)b;

		*out = x->bytes == y->bytes &&
		    memcmp(x->text, y->text, x->bytes) == 0;
		return true;
	}
	return value_equal(c, a, b, out);
}

static void
dict_free(struct value *v)
{
	struct dict *d = (struct dict *)v;

	for (size_t i = 0; i < d->used; i++)
		if (d->entry[i].key != NULL) {
			value_unref(d->entry[i].key);
			value_unref(d->entry[i].v);
		}
	free(d->entry);
	free(d->index);
	free(d->order);
}

void
dict_clear(struct dict *d)
{
	struct dict old = *d;

	d->entry = NULL;
	d->index = NULL;
	d->used = d->n = d->cap = d->nindex = d->ntombs = 0;
	d->layout++;
	for (size_t i = 0; i < old.used; i++)
		if (old.entry[i].key != NULL) {
			value_unref(old.entry[i].key);
			value_unref(old.entry[i].v);
		}
	free(old.entry);
	free(old.index);
}

static void
dict_clear_slot(struct value *v)
{
	dict_clear((struct dict *)v);
}

static void
dict_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct dict *d = (struct dict *)v;

	for (size_t i = 0; i < d->used; i++)
		if (d->entry[i].key != NULL) {
			fn(d->entry[i].key, arg);
			fn(d->entry[i].v, arg);
		}
}

struct value *
dict_new(struct ctx *c)
{
	struct dict *d = value_alloc(c, &dict_kind, sizeof *d);

	return value_own(c, &d->hdr);
}

size_t
dict_len(const struct value *v)
{
	return v == NULL ? 0 : dict_of(v)->n;
}

/*
 * Where to look one after another: first by the low bits, so that ints in a
 * row are neighbours in memory, then wherever the other bits lead.
 */
struct probe {
	size_t at;
	uint64_t perturb;
};

static inline struct probe
probe_start(int64_t hash, size_t mask)
{
	return (struct probe){ (size_t)hash & mask, (uint64_t)hash };
}

static inline void
probe_next(struct probe *p, size_t mask)
{
	p->perturb >>= 5;
	p->at = (p->at * 5 + (size_t)p->perturb + 1) & mask;
}

#define ABSENT SIZE_MAX
#define AGAIN (SIZE_MAX - 1)
#define FAILED (SIZE_MAX - 2)

/* Is entry e the one? ABSENT, its number, AGAIN or FAILED. */
static inline size_t
check_entry(struct ctx *c, struct dict *d, size_t i, struct value *key,
    int64_t hash)
{
	struct dict_entry *e = &d->entry[i];
	uint32_t layout = d->layout;
	size_t mark;
	bool eq;

	if (e->key == key)
		return i;
	if (e->hash != hash || e->key == NULL)
		return ABSENT;
	if (value_is_small(key) && value_is_small(e->key))
		return ABSENT;
	if (value_is(key, &str_kind) && value_is(e->key, &str_kind)) {
		key_equal(c, key, e->key, &eq);
		return eq ? i : ABSENT;
	}
	mark = scope_mark(&c->scope);
	if (!key_equal(c, value_own(c, value_ref(e->key)), key, &eq))
		return FAILED;
	scope_drop(c, mark);
	if (d->layout != layout)
		return AGAIN;
	return eq ? i : ABSENT;
}

static size_t
search_once(struct ctx *c, struct dict *d, struct value *key, int64_t hash)
{
	size_t r, mask = d->nindex - 1;
	struct probe p;

	if (d->index == NULL) {
		for (size_t i = 0; i < d->used; i++) {
			r = check_entry(c, d, i, key, hash);
			if (r != ABSENT)
				return r;
		}
		return ABSENT;
	}
	for (p = probe_start(hash, mask); d->index[p.at] != 0;
	    probe_next(&p, mask)) {
		if (d->index[p.at] == TOMB)
			continue;
		r = check_entry(c, d, d->index[p.at] - 1, key, hash);
		if (r != ABSENT)
			return r;
	}
	return ABSENT;
}

static size_t
search(struct ctx *c, struct dict *d, struct value *key, int64_t hash)
{
	size_t r;

	do
		r = search_once(c, d, key, hash);
	while (r == AGAIN);
	return r;
}

static void
index_put(struct dict *d, size_t i)
{
	size_t mask = d->nindex - 1;
	struct probe p = probe_start(d->entry[i].hash, mask);

	while (d->index[p.at] != 0 && d->index[p.at] != TOMB)
		probe_next(&p, mask);
	d->index[p.at] = (uint32_t)i + 1;
}

/* Makes room for one more entry: closes gaps, grows, builds the table. */
static bool
make_room(struct ctx *c, struct dict *d)
{
	size_t to = 0, cap, nindex = 16;
	struct dict_entry *entry;
	uint32_t *index = NULL;

	for (size_t i = 0; i < d->used; i++)
		if (d->entry[i].key != NULL)
			d->entry[to++] = d->entry[i];
	d->used = to;
	d->layout++;
	cap = d->n < 4 ? 4 : d->n * 2;
	if (cap > MAX_ENTRIES) {
		err_raise(c, ERR_MEMORY, "%s", "");
		return false;
	}
	if (cap > d->cap) {
		entry = try_realloc(c, d->entry, cap, sizeof *entry);
		if (entry == NULL)
			return false;
		d->entry = entry;
		d->cap = cap;
	}
	if (d->cap <= FEW) {
		free(d->index);
		d->index = NULL;
		return true;
	}
	while (nindex < d->cap + d->cap / 2)
		nindex *= 2;
	index = nindex > SIZE_MAX / 8 ? NULL : calloc(nindex, sizeof *index);
	if (index == NULL) {
		err_raise(c, ERR_MEMORY, "%s", "");
		return false;
	}
	free(d->index);
	d->ntombs = 0;
	d->index = index;
	d->nindex = nindex;
	for (size_t i = 0; i < d->used; i++)
		index_put(d, i);
	return true;
}

static bool
add_entry(struct ctx *c, struct dict *d, struct value *key, int64_t hash,
    struct value *v)
{
	if ((d->used == d->cap || (d->index != NULL &&
	    d->n + d->ntombs >= d->nindex - d->nindex / 4)) &&
	    !make_room(c, d))
		return false;
	d->entry[d->used] = (struct dict_entry){ hash, value_ref(key),
		value_ref(v) };
	d->used++;
	d->n++;
	d->layout++;
	if (d->index != NULL)
		index_put(d, d->used - 1);
	return true;
}

static void
drop_entry(struct dict *d, size_t i)
{
	struct dict_entry e = d->entry[i];

	if (d->index != NULL) {
		size_t mask = d->nindex - 1;
		struct probe p = probe_start(e.hash, mask);

		while (d->index[p.at] != i + 1)
			probe_next(&p, mask);
		d->index[p.at] = TOMB;
		d->ntombs++;
	}
	d->entry[i].key = NULL;
	d->entry[i].v = NULL;
	d->n--;
	d->layout++;
	while (d->used > 0 && d->entry[d->used - 1].key == NULL)
		d->used--;	/* popitem in a row stays cheap */
	value_unref(e.key);
	value_unref(e.v);
}

/* ---- for others --------------------------------------------------------- */

struct value *
dict_find(struct ctx *c, struct value *dict, struct value *key)
{
	struct dict *d;
	int64_t hash;
	size_t i;

	if (dict == NULL || key == NULL || !key_hash(c, key, &hash))
		return NULL;
	d = dict_of(dict);
	i = search(c, d, key, hash);
	return i < AGAIN - 1 ? d->entry[i].v : NULL;
}

struct value *
dict_find_atom(struct ctx *c, struct value *dict, const struct atom *a)
{
	if (a == NULL)
		return NULL;
	return dict_find(c, dict, str_of_atom(c, a));
}

bool
dict_set(struct ctx *c, struct value *dict, struct value *key,
    struct value *v)
{
	struct dict *d;
	struct value *old;
	int64_t hash;
	size_t i;

	if (dict == NULL || key == NULL || v == NULL ||
	    !key_hash(c, key, &hash))
		return false;
	d = dict_of(dict);
	i = search(c, d, key, hash);
	if (i == FAILED)
		return false;
	if (i == ABSENT)
		return add_entry(c, d, key, hash, v);
	old = d->entry[i].v;
	d->entry[i].v = value_ref(v);
	value_unref(old);
	return true;
}

bool
dict_set_atom(struct ctx *c, struct value *dict, const struct atom *a,
    struct value *v)
{
	return a != NULL && dict_set(c, dict, str_of_atom(c, a), v);
}

bool
dict_del(struct ctx *c, struct value *dict, struct value *key, bool *found)
{
	struct dict *d;
	int64_t hash;
	size_t i;

	if (dict == NULL || key == NULL || !key_hash(c, key, &hash))
		return false;
	d = dict_of(dict);
	i = search(c, d, key, hash);
	if (i == FAILED)
		return false;
	if (found != NULL)
		*found = i != ABSENT;
	if (i != ABSENT)
		drop_entry(d, i);
	return true;
}

bool
dict_next(const struct value *dict, size_t *at, struct value **key,
    struct value **v)
{
	struct dict *d;

	if (dict == NULL)
		return false;
	for (d = dict_of(dict); *at < d->used; (*at)++) {
		struct dict_entry *e = &d->entry[*at];

		if (e->key == NULL)
			continue;
		*key = e->key;
		*v = e->v;
		(*at)++;
		return true;
	}
	return false;
}

struct value *
dict_copy(struct ctx *c, struct value *from)
{
	struct value *to = dict_new(c), *key, *v;
	size_t at = 0;

	while (dict_next(from, &at, &key, &v)) {
		struct dict *d = dict_of(from);

		if (!add_entry(c, dict_of(to), key, d->entry[at - 1].hash, v))
			return NULL;
	}
	return to;
}

/* ---- the kind ----------------------------------------------------------- */

static bool
dict_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *key, *item;
	size_t at = 0, n = 0;
	bool ok = true;

	if (!repr_enter(c, v)) {
		if (!err_is_set(c))
			buf_str(b, "{...}");
		return !err_is_set(c);
	}
	buf_char(b, '{');
	while (ok && dict_next(v, &at, &key, &item)) {
		size_t mark = scope_mark(&c->scope);

		value_own(c, value_ref(key));
		value_own(c, value_ref(item));
		if (n++ > 0)
			buf_str(b, ", ");
		ok = value_repr(c, b, key);
		buf_str(b, ": ");
		ok = ok && value_repr(c, b, item);
		scope_drop(c, mark);
	}
	buf_char(b, '}');
	repr_leave(c);
	return ok;
}

static bool
dict_len_slot(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)dict_len(v);
	return true;
}

static bool
dict_equal(struct ctx *c, struct value *a, struct value *b, bool *eq)
{
	struct value *key, *v, *other;
	size_t at = 0;

	*eq = dict_len(a) == dict_len(b);
	while (*eq && dict_next(a, &at, &key, &v)) {
		size_t mark = scope_mark(&c->scope);

		value_own(c, value_ref(key));
		value_own(c, value_ref(v));
		other = dict_find(c, b, key);
		if (other == NULL && err_is_set(c))
			return false;
		*eq = other != NULL;
		value_own(c, value_ref(other));
		if (other != NULL && !value_equal(c, v, other, eq))
			return false;
		scope_drop(c, mark);
	}
	return true;
}

static struct value *
dict_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	bool eq;

	if (!value_is_dict(b) || (op != CMP_EQ && op != CMP_NE))
		return NULL;
	if (!dict_equal(c, a, b, &eq))
		return NULL;
	return value_bool(eq == (op == CMP_EQ));
}

static struct value *
dict_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct value *r = dict_find(c, v, key);

	if (r == NULL && !err_is_set(c))
		return value_raise_key(c, key);
	return value_own(c, value_ref(r));
}

static bool
dict_set_item(struct ctx *c, struct value *v, struct value *key,
    struct value *to)
{
	bool found;

	if (to != NULL)
		return dict_set(c, v, key, to);
	if (!dict_del(c, v, key, &found))
		return false;
	if (!found)
		value_raise_key(c, key);
	return found;
}

static bool
dict_contains(struct ctx *c, struct value *v, struct value *key, bool *out)
{
	*out = dict_find(c, v, key) != NULL;
	return !err_is_set(c);
}

static struct value *
dict_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct value *r;

	if (op != ARITH_OR || !value_is_dict(other))
		return NULL;
	r = dict_copy(c, reflected ? other : self);
	return dict_update(c, r, reflected ? self : other) ? r : NULL;
}

static struct value *
dict_iter(struct ctx *c, struct value *v)
{
	return dict_iter_new(c, v, DICT_KEYS);
}

const struct kind dict_kind = {
	.name = "dict", .row = &dict_row, .free = dict_free,
	.visit = dict_visit, .clear = dict_clear_slot,
	.nchild = dict_nchild, .child = dict_child, .rebuild = dict_rebuild,
	.head = dict_head, .tail = "}",
	.repr = dict_repr, .len = dict_len_slot, .unhashable = true,
	.compare = dict_compare, .arith = dict_arith,
	.get_item = dict_get_item, .set_item = dict_set_item,
	.contains = dict_contains, .iter = dict_iter,
};

static struct value *
dict_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	struct value *d = dict_new(c);

	if (args[0] != &value_none && !dict_update(c, d, args[0]))
		return NULL;
	return dict_update(c, d, args[1]) ? d : NULL;
}

static const struct param dict_params[] = {
	{ "iterable", PARAM_ANY, "()", "A mapping, or pairs.",
	  PARAM_POSITIONAL },
	{ "kwargs", PARAM_ANY, NULL, "More entries.", PARAM_KWARGS },
	{ 0 }
};

const struct class_row dict_row = {
	.name = "dict", .module = "builtins",
	.doc = "Values by keys, in order of insertion.", .kind = &dict_kind,
	.methods = dict_methods, .class_methods = dict_class_methods,
	.new_params = dict_params, .make = dict_make,
	.example = "dict(a=1)",
};
