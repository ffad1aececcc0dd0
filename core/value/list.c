/* SPDX-License-Identifier: Apache-2.0 */
/* Lists. */
#include "core/value/list.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/iter.h"
#include "core/value/seq.h"

static void
list_free(struct value *v)
{
	struct seq *s = (struct seq *)v;

	for (size_t i = s->n; i-- > 0;)
		value_unref(s->item[i]);
	free(s->item);
}

void
list_clear(struct value *v)
{
	struct seq *s = seq_of(v);
	struct value **item = s->item;
	size_t n = s->n;

	s->item = NULL;
	s->n = s->cap = 0;
	for (size_t i = 0; i < n; i++)
		value_unref(item[i]);
	free(item);
}

bool
seq_reserve(struct ctx *c, struct seq *s, size_t n)
{
	struct value **item;
	size_t cap;

	if (n <= s->cap)
		return true;
	cap = s->cap + s->cap / 2 + 4;
	if (cap < n)
		cap = n;
	item = try_realloc(c, s->item, cap, sizeof *item);
	if (item == NULL)
		return false;
	s->item = item;
	s->cap = cap;
	return true;
}

struct seq *
list_alloc(struct ctx *c, size_t n)
{
	struct seq *s = value_alloc(c, &list_kind, sizeof *s);

	if (n > 0 && !seq_reserve(c, s, n)) {
		value_unref(&s->hdr);
		return NULL;
	}
	s->n = n;
	return s;
}

struct value *
list_new(struct ctx *c, size_t n, struct value *const *items)
{
	struct seq *s;

	for (size_t i = 0; i < n; i++)
		if (items[i] == NULL)
			return NULL;
	s = list_alloc(c, n);
	if (s == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++)
		s->item[i] = value_ref(items[i]);
	return value_own(c, &s->hdr);
}

bool
list_append(struct ctx *c, struct value *list, struct value *v)
{
	struct seq *s;

	if (list == NULL || v == NULL)
		return false;
	s = seq_of(list);
	if (UNLIKELY(s->n == s->cap) && !seq_reserve(c, s, s->n + 1))
		return false;
	s->item[s->n++] = value_ref(v);
	return true;
}

bool
list_insert(struct ctx *c, struct value *list, int64_t at, struct value *v)
{
	struct seq *s;

	if (list == NULL || v == NULL)
		return false;
	s = seq_of(list);
	if (at < 0)
		at += (int64_t)s->n;
	if (at < 0)
		at = 0;
	if (at > (int64_t)s->n)
		at = (int64_t)s->n;
	if (!seq_reserve(c, s, s->n + 1))
		return false;
	memmove(s->item + at + 1, s->item + at,
	    (s->n - (size_t)at) * sizeof *s->item);
	s->item[at] = value_ref(v);
	s->n++;
	return true;
}

void
list_remove_at(struct seq *s, size_t at, size_t n)
{
	struct value *few[8], **old = few;

	if (n > nitems(few))
		old = xrealloc(NULL, n, sizeof *old);
	memcpy(old, s->item + at, n * sizeof *old);
	memmove(s->item + at, s->item + at + n,
	    (s->n - at - n) * sizeof *old);
	s->n -= n;
	for (size_t i = 0; i < n; i++)
		value_unref(old[i]);
	if (old != few)
		free(old);
}

bool
list_extend(struct ctx *c, struct value *list, struct value *more)
{
	struct seq *s = seq_of(list), *m;
	struct value *it, *x;
	size_t mark;

	if (value_is(more, &list_kind) || value_is(more, &tuple_kind)) {
		size_t n;

		m = seq_of(more);
		n = m->n;
		if (!seq_reserve(c, s, s->n + n))
			return false;
		for (size_t i = 0; i < n; i++)
			s->item[s->n++] = value_ref(m->item[i]);
		return true;
	}
	it = value_iter(c, more);
	mark = scope_mark(&c->scope);
	while (it != NULL && (x = value_next(c, it)) != NULL) {
		if (!list_append(c, list, x))
			break;
		scope_drop(c, mark);
	}
	return !err_is_set(c);
}

/* ---- slices ------------------------------------------------------------- */

static bool
replace_part(struct ctx *c, struct seq *s, size_t at, size_t n,
    struct value *with)
{
	size_t m = seq_len(with), tail = s->n - at - n;

	if (m > n && !seq_reserve(c, s, s->n + m - n))
		return false;
	for (size_t i = 0; i < m; i++)
		value_ref(seq_item(with, i));
	if (n > m)
		list_remove_at(s, at + m, n - m);
	else if (m > n) {
		memmove(s->item + at + m, s->item + at + n,
		    tail * sizeof *s->item);
		memset(s->item + at + n, 0, (m - n) * sizeof *s->item);
		s->n += m - n;
	}
	for (size_t i = 0; i < m; i++) {
		struct value *old = s->item[at + i];

		s->item[at + i] = seq_item(with, i);
		value_unref(old);
	}
	return true;
}

static void
delete_steps(struct seq *s, int64_t start, int64_t count, int64_t step)
{
	if (count == 0)
		return;
	if (step < 0) {
		start += (count - 1) * step;
		step = -step;
	}
	for (int64_t i = count; i-- > 0;)
		list_remove_at(s, (size_t)(start + i * step), 1);
}

static bool
set_slice(struct ctx *c, struct seq *s, struct value *key, struct value *to)
{
	int64_t start, count, step;
	struct value *with = NULL;

	if (to != NULL) {
		with = value_to_list(c, to);
		if (with == NULL) {
			if (err_is(c, ERR_TYPE) && value_kind(to)->iter ==
			    NULL) {
				err_clear(c);
				err_raise(c, ERR_TYPE,
				    "can only assign an iterable");
			}
			return false;
		}
	}
	if (!slice_resolve(c, key, (int64_t)s->n, &start, &count, &step))
		return false;
	if (step == 1 && to == NULL) {
		list_remove_at(s, (size_t)start, (size_t)count);
		return true;
	}
	if (step == 1)
		return replace_part(c, s, (size_t)start, (size_t)count, with);
	if (to == NULL) {
		delete_steps(s, start, count, step);
		return true;
	}
	if ((int64_t)seq_len(with) != count) {
		err_raise(c, ERR_VALUE, "attempt to assign sequence of size "
		    "%zu to extended slice of size %lld", seq_len(with),
		    (long long)count);
		return false;
	}
	for (int64_t i = 0; i < count; i++) {
		struct value **at = &s->item[start + i * step], *old = *at;

		*at = value_ref(seq_item(with, (size_t)i));
		value_unref(old);
	}
	return true;
}

/* ---- the kind ----------------------------------------------------------- */

static struct value *
list_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct seq *s = seq_of(v);
	size_t i;

	if (value_is(key, &slice_kind))
		return seq_slice(c, v, key);
	if (!index_of_key(c, key, "list", s->n, &i))
		return NULL;
	return value_own(c, value_ref(s->item[i]));
}

static bool
list_set_item(struct ctx *c, struct value *v, struct value *key,
    struct value *to)
{
	struct seq *s = seq_of(v);
	struct value *old;
	size_t i;

	if (value_is(key, &slice_kind))
		return set_slice(c, s, key, to);
	if (!index_of_key(c, key, to != NULL ? "list assignment" :
	    "list assignment", s->n, &i)) {
		if (err_is(c, ERR_TYPE)) {
			err_clear(c);
			index_of_key(c, key, "list", s->n, &i);
		}
		return false;
	}
	if (to == NULL) {
		list_remove_at(s, i, 1);
		return true;
	}
	old = s->item[i];
	s->item[i] = value_ref(to);
	value_unref(old);
	return true;
}

static bool
list_repr(struct ctx *c, struct buf *b, struct value *v)
{
	return seq_repr(c, b, v, "[", "]");
}

static bool
list_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)seq_len(v);
	return true;
}

static struct value *
list_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	return value_is_list(b) ? seq_compare(c, op, seq_of(a), seq_of(b)) :
	    NULL;
}

static struct value *
list_concat(struct ctx *c, const struct seq *a, const struct seq *b)
{
	struct seq *r = list_alloc(c, a->n + b->n);

	if (r == NULL)
		return NULL;
	for (size_t i = 0; i < a->n; i++)
		r->item[i] = value_ref(a->item[i]);
	for (size_t i = 0; i < b->n; i++)
		r->item[a->n + i] = value_ref(b->item[i]);
	return value_own(c, &r->hdr);
}

static struct value *
list_repeat(struct ctx *c, const struct seq *a, int64_t n)
{
	struct seq *r;
	size_t total;

	if (!seq_check_repeat(c, a, n))
		return NULL;
	total = n > 0 ? a->n * (size_t)n : 0;
	r = list_alloc(c, total);
	if (r == NULL)
		return NULL;
	for (size_t i = 0; i < total; i++)
		r->item[i] = value_ref(a->item[i % a->n]);
	return value_own(c, &r->hdr);
}

static struct value *
list_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	int64_t n;

	if (op == ARITH_ADD && value_is_list(other))
		return reflected ? list_concat(c, seq_of(other),
		    seq_of(self)) : list_concat(c, seq_of(self),
		    seq_of(other));
	if (op == ARITH_MUL && seq_times(c, other, &n))
		return list_repeat(c, seq_of(self), n);
	return NULL;
}

static struct value *
list_iter(struct ctx *c, struct value *v)
{
	return iter_new(c, v, seq_iter_next, 0);
}

static struct value *
list_rebuild(struct ctx *c, struct value *v, struct value *const *items)
{
	return list_new(c, seq_len(v), items);
}

static void
list_head(struct ctx *c UNUSED, struct buf *b, const struct value *v UNUSED)
{
	buf_char(b, '[');
}

static struct value *
list_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	return value_to_list(c, args[0]);
}

static const struct param list_params[] = {
	{ "iterable", PARAM_ANY, "()", "Items.", PARAM_POSITIONAL },
	{ 0 }
};

const struct kind list_kind = {
	.name = "list", .row = &list_row, .free = list_free,
	.visit = seq_visit, .clear = list_clear, .nchild = seq_nchild,
	.child = seq_child, .rebuild = list_rebuild, .head = list_head,
	.tail = "]", .repr = list_repr, .len = list_len, .unhashable = true,
	.compare = list_compare, .arith = list_arith,
	.get_item = list_get_item, .set_item = list_set_item,
	.contains = seq_contains, .iter = list_iter,
};

const struct class_row list_row = {
	.name = "list", .module = "builtins", .doc = "A sequence that grows.",
	.kind = &list_kind, .methods = list_methods,
	.new_params = list_params, .make = list_make,
	.example = "list(range(3))",
};
