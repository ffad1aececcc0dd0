/* SPDX-License-Identifier: Apache-2.0 */
/* Stable merge sort; keys are computed once. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/number.h"
#include "core/value/seq.h"
#include "core/value/str.h"

/* What is compared first, where all keys are alike: it spares the memory
 * behind the pointers. */
enum order { ORDER_ANY, ORDER_INT, ORDER_FLOAT, ORDER_TEXT, ORDER_TUPLE };

struct pair {
	struct value *key, *v;
	union {
		int64_t i;
		double d;
		uint64_t prefix;	/* the first eight bytes */
	};
};

struct sort {
	struct ctx *c;
	bool reverse, failed;
	enum order order;
};

static bool
text_before(const struct pair *a, const struct pair *b)
{
	const struct str *x, *y;
	int r;

	if (a->prefix != b->prefix)
		return a->prefix < b->prefix;
	x = (const struct str *)a->key;
	y = (const struct str *)b->key;
	r = memcmp(x->text, y->text, x->bytes < y->bytes ? x->bytes :
	    y->bytes);
	return r != 0 ? r < 0 : x->bytes < y->bytes;
}

static enum order
order_of(const struct value *v)
{
	if (value_is_small(v))
		return ORDER_INT;
	if (value_is(v, &float_kind))
		return value_as_float(v) == value_as_float(v) ?
		    ORDER_FLOAT : ORDER_ANY;
	if (value_is(v, &tuple_kind))
		return seq_of(v)->n > 0 && value_is_small(seq_of(v)->item[0]) ?
		    ORDER_TUPLE : ORDER_ANY;
	return value_is(v, &str_kind) ? ORDER_TEXT : ORDER_ANY;
}

static uint64_t
prefix_of(const struct value *v)
{
	const struct str *s = (const struct str *)v;
	uint64_t p = 0;

	for (size_t i = 0; i < 8; i++)
		p = p << 8 | (i < s->bytes ? (unsigned char)s->text[i] : 0);
	return p;
}

static enum order
prepare(struct pair *p, size_t n)
{
	enum order order = n > 0 ? order_of(p[0].key) : ORDER_ANY;

	for (size_t i = 1; i < n; i++)
		if (order_of(p[i].key) != order)
			return ORDER_ANY;
	for (size_t i = 0; i < n; i++)
		switch (order) {
		case ORDER_INT:
			p[i].i = value_small(p[i].key);
			break;
		case ORDER_TUPLE:
			p[i].i = value_small(seq_of(p[i].key)->item[0]);
			break;
		case ORDER_FLOAT:
			p[i].d = value_as_float(p[i].key);
			break;
		case ORDER_TEXT:
			p[i].prefix = prefix_of(p[i].key);
			break;
		default:
			break;
		}
	return order;
}

/* Is b before a? Asked like that, equal items stay in order. */
static bool
is_after(struct sort *s, const struct pair *a, const struct pair *b)
{
	struct ctx *c = s->c;
	size_t mark;
	struct value *r;
	bool truth = false;

	if (s->failed)
		return false;
	if (s->order == ORDER_INT || (s->order == ORDER_TUPLE &&
	    a->i != b->i))
		return s->reverse ? a->i < b->i : b->i < a->i;
	if (s->order == ORDER_FLOAT)
		return s->reverse ? a->d < b->d : b->d < a->d;
	if (s->order == ORDER_TEXT)
		return s->reverse ? text_before(a, b) : text_before(b, a);
	mark = scope_mark(&c->scope);
	r = s->reverse ? value_compare(c, CMP_LT, a->key, b->key) :
	    value_compare(c, CMP_LT, b->key, a->key);
	if (r == NULL || !value_truth(c, r, &truth))
		s->failed = true;
	scope_drop(c, mark);
	return truth;
}

static void
insertion(struct sort *s, struct pair *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct pair x = p[i];
		size_t k = i;

		for (; k > 0 && is_after(s, &p[k - 1], &x); k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

static void
merge(struct sort *s, struct pair *p, size_t mid, size_t n,
    struct pair *room)
{
	size_t i = 0, k = mid, to = 0;

	if (!ctx_poll(s->c))
		s->failed = true;
	if (!is_after(s, &p[mid - 1], &p[mid]))
		return;		/* in order already */
	memcpy(room, p, mid * sizeof *p);
	while (i < mid && k < n)
		if (is_after(s, &room[i], &p[k]))
			p[to++] = p[k++];
		else
			p[to++] = room[i++];
	while (i < mid)
		p[to++] = room[i++];
}

#define RUN 8

static void
merge_sort(struct sort *s, struct pair *p, size_t n, struct pair *room)
{
	for (size_t i = 0; i < n; i += RUN)
		insertion(s, p + i, n - i < RUN ? n - i : RUN);
	for (size_t width = RUN; width < n && !s->failed; width *= 2)
		for (size_t i = 0; i + width < n; i += 2 * width)
			merge(s, p + i, width,
			    n - i < 2 * width ? n - i : 2 * width, room);
}

static bool
compute_keys(struct ctx *c, struct pair *p, size_t n, struct value *key)
{
	for (size_t i = 0; i < n; i++) {
		size_t mark = scope_mark(&c->scope);
		struct value *k = p[i].v;

		if (key != NULL)
			k = value_call_n(c, key, 1, &p[i].v);
		p[i].key = value_ref(k);
		scope_drop(c, mark);
		if (k == NULL)
			return false;
	}
	return true;
}

/* While it is sorted the list is empty, as in CPython, so that a key function
 * that looks at it does no harm. */
bool
list_sort(struct ctx *c, struct value *list, struct value *key, bool reverse)
{
	struct sort s = { c, reverse, false, ORDER_ANY };
	struct seq *q;
	struct pair *p;
	struct value **item;
	size_t n, cap;
	bool ok;

	if (list == NULL)
		return false;
	q = seq_of(list);
	n = q->n;
	if (n < 2 && key == NULL)
		return true;
	p = try_alloc(c, 2 * n + 1, sizeof *p);
	if (p == NULL)
		return false;
	item = q->item;
	cap = q->cap;
	q->item = NULL;
	q->n = q->cap = 0;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct pair){ NULL, item[i], { 0 } };
	ok = compute_keys(c, p, n, key == &value_none ? NULL : key);
	if (ok) {
		s.order = prepare(p, n);
		merge_sort(&s, p, n, p + n);
	}
	for (size_t i = 0; i < n; i++) {
		item[i] = p[i].v;
		value_unref(p[i].key);
	}
	free(p);
	if (q->item != NULL && q->n > 0 && ok && !s.failed) {
		err_raise(c, ERR_VALUE, "list modified during sort");
		ok = false;
	}
	for (size_t i = 0; i < q->n; i++)
		value_unref(q->item[i]);
	free(q->item);
	q->item = item;
	q->n = n;
	q->cap = cap;
	return ok && !s.failed;
}
