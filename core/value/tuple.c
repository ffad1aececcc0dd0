/* SPDX-License-Identifier: Apache-2.0 */
/* Tuples: items inside the value. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/iter.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"

static void
tuple_free(struct value *v)
{
	struct seq *s = (struct seq *)v;

	for (size_t i = 0; i < s->n; i++)
		value_unref(s->item[i]);
}

struct seq *
tuple_alloc(struct ctx *c, size_t n)
{
	struct seq *s;

	/* Asked first, because value_alloc does not come back empty. */
	if (n > 1 << 17) {
		void *probe = try_alloc(c, n + 16, sizeof *s->item);

		if (probe == NULL)
			return NULL;
		free(probe);
	}
	s = value_alloc(c, &tuple_kind, sizeof *s + n * sizeof *s->item);
	s->item = s->room;
	s->n = n;
	return s;
}

struct value *
tuple_new(struct ctx *c, size_t n, struct value *const *items)
{
	bool tracked = false;
	struct seq *s;

	if (n == 0)
		return c->values->empty_tuple;
	for (size_t i = 0; i < n; i++) {
		if (items[i] == NULL)
			return NULL;
		tracked |= value_is_tracked(items[i]);
	}
	if (tracked)
		s = value_alloc(c, &tuple_kind,
		    sizeof *s + n * sizeof *s->item);
	else
		s = value_alloc_untracked(c, &tuple_kind,
		    sizeof *s + n * sizeof *s->item);
	s->item = s->room;
	s->n = n;
	for (size_t i = 0; i < n; i++)
		s->item[i] = value_ref(items[i]);
	return value_own(c, &s->hdr);
}

static bool
tuple_repr(struct ctx *c, struct buf *b, struct value *v)
{
	return seq_repr(c, b, v, "(", seq_len(v) == 1 ? ",)" : ")");
}

static bool
tuple_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)seq_len(v);
	return true;
}

/* The mixing of CPython, so that sets of tuples print in its order. */
static bool
tuple_hash(struct ctx *c, struct value *v, int64_t *out)
{
	struct seq *s = seq_of(v);
	uint64_t acc = UINT64_C(2870177450012600261);

	for (size_t i = 0; i < s->n; i++) {
		int64_t h;

		if (!key_hash(c, s->item[i], &h))
			return false;
		acc += (uint64_t)h * UINT64_C(14029467366897019727);
		acc = acc << 31 | acc >> 33;
		acc *= UINT64_C(11400714785074694791);
	}
	acc += s->n ^ (UINT64_C(2870177450012600261) ^ UINT64_C(3527539));
	*out = acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
	return true;
}

static struct value *
tuple_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	return value_is_tuple(b) ? seq_compare(c, op, seq_of(a), seq_of(b)) :
	    NULL;
}

static struct value *
tuple_concat(struct ctx *c, const struct seq *a, const struct seq *b)
{
	struct seq *r;

	if (a->n == 0)
		return value_own(c, value_ref((struct value *)&b->hdr));
	if (b->n == 0)
		return value_own(c, value_ref((struct value *)&a->hdr));
	r = tuple_alloc(c, a->n + b->n);
	if (r == NULL)
		return NULL;
	for (size_t i = 0; i < a->n; i++)
		r->item[i] = value_ref(a->item[i]);
	for (size_t i = 0; i < b->n; i++)
		r->item[a->n + i] = value_ref(b->item[i]);
	return value_own(c, &r->hdr);
}

static struct value *
tuple_repeat(struct ctx *c, const struct seq *a, int64_t n)
{
	struct seq *r;

	if (n <= 0 || a->n == 0)
		return c->values->empty_tuple;
	if (n == 1)
		return value_own(c, value_ref((struct value *)&a->hdr));
	if (!seq_check_repeat(c, a, n))
		return NULL;
	r = tuple_alloc(c, a->n * (size_t)n);
	if (r == NULL)
		return NULL;
	for (size_t i = 0; i < r->n; i++)
		r->item[i] = value_ref(a->item[i % a->n]);
	return value_own(c, &r->hdr);
}

static struct value *
tuple_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	int64_t n;

	if (op == ARITH_ADD && value_is_tuple(other))
		return reflected ? tuple_concat(c, seq_of(other),
		    seq_of(self)) : tuple_concat(c, seq_of(self),
		    seq_of(other));
	if (op == ARITH_MUL && seq_times(c, other, &n))
		return tuple_repeat(c, seq_of(self), n);
	return NULL;
}

static struct value *
tuple_get_item(struct ctx *c, struct value *v, struct value *key)
{
	size_t i;

	if (value_is(key, &slice_kind))
		return seq_slice(c, v, key);
	if (!index_of_key(c, key, "tuple", seq_len(v), &i))
		return NULL;
	return value_own(c, value_ref(seq_item(v, i)));
}

static struct value *
tuple_iter(struct ctx *c, struct value *v)
{
	return iter_new(c, v, seq_iter_next, 0);
}

static struct value *
tuple_rebuild(struct ctx *c, struct value *v, struct value *const *items)
{
	return tuple_new(c, seq_len(v), items);
}

static void
tuple_head(struct ctx *c UNUSED, struct buf *b,
    const struct value *v UNUSED)
{
	buf_char(b, '(');
}

static struct value *
tuple_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	struct value *list;

	if (value_is(args[0], &tuple_kind))
		return value_own(c, value_ref(args[0]));
	list = value_to_list(c, args[0]);
	if (list == NULL)
		return NULL;
	return tuple_new(c, seq_len(list), seq_items(list));
}

static const struct param tuple_params[] = {
	{ "iterable", PARAM_ANY, "()", "Items.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param count_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "value", PARAM_ANY, NULL, "What to look for.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param index_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "value", PARAM_ANY, NULL, "What to look for.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "0", "First place.", PARAM_POSITIONAL },
	{ "stop", PARAM_ANY, "9223372036854775807", "End.",
	  PARAM_POSITIONAL },
	{ 0 }
};

static const struct native tuple_methods[] = {
	{ "count", count_params, seq_count, "Number of equal items.",
	  "(1, 2, 1).count(1)" },
	{ "index", index_params, seq_index, "Place of the first equal item.",
	  "(1, 2, 1).index(2)" },
	{ 0 }
};

const struct kind tuple_kind = {
	.name = "tuple", .row = &tuple_row, .free = tuple_free,
	.visit = seq_visit, .nchild = seq_nchild, .child = seq_child,
	.rebuild = tuple_rebuild, .head = tuple_head, .tail = ")",
	.repr = tuple_repr, .len = tuple_len, .hash = tuple_hash,
	.compare = tuple_compare, .arith = tuple_arith,
	.get_item = tuple_get_item, .contains = seq_contains,
	.iter = tuple_iter,
};

const struct class_row tuple_row = {
	.name = "tuple", .module = "builtins",
	.doc = "A sequence that does not change.", .kind = &tuple_kind,
	.methods = tuple_methods, .new_params = tuple_params,
	.make = tuple_make, .example = "tuple('ab')",
};
