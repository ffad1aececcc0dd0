/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A dict as a node of a tree. As in JAX its children stand in the order of
 * sorted keys; that order is computed once and kept while the keys stay.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/dict.h"
#include "core/value/number.h"
#include "core/value/str.h"

/* Text, then numbers, then the rest in order of insertion. */
static int
key_rank(const struct value *v)
{
	double d;

	if (value_is_str(v))
		return 1;
	return value_number(v, &d) ? 0 : 2;
}

static int
key_order(const struct value *a, const struct value *b)
{
	int ra = key_rank(a), rb = key_rank(b);
	double x, y;
	size_t n;
	int r;

	if (ra != rb)
		return ra < rb ? -1 : 1;
	if (ra == 1) {
		n = str_bytes(a) < str_bytes(b) ? str_bytes(a) : str_bytes(b);
		r = memcmp(str_text(a), str_text(b), n);
		return r != 0 ? r : (str_bytes(a) > str_bytes(b)) -
		    (str_bytes(a) < str_bytes(b));
	}
	if (ra == 0) {
		value_number(a, &x);
		value_number(b, &y);
		return (x > y) - (x < y);
	}
	return 0;
}

struct place {
	const struct value *key;
	uint32_t at;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int r = key_order(x->key, y->key);

	return r != 0 ? r : (x->at > y->at) - (x->at < y->at);
}

static void
compute_order(struct dict *d)
{
	struct place *p = xcalloc(d->n + 1, sizeof *p);
	size_t n = 0;

	for (size_t i = 0; i < d->used; i++)
		if (d->entry[i].key != NULL)
			p[n++] = (struct place){ d->entry[i].key,
				(uint32_t)i };
	qsort(p, n, sizeof *p, compare_places);
	d->order = xrealloc(d->order, n + 1, sizeof *d->order);
	for (size_t i = 0; i < n; i++)
		d->order[i] = p[i].at;
	d->order_layout = d->layout;
	free(p);
}

size_t
dict_nchild(const struct value *v)
{
	return dict_of(v)->n;
}

struct child
dict_child(const struct value *v, size_t i)
{
	struct dict *d = dict_of(v);
	struct child k = { .step = { .kind = STEP_KEY } };

	if (d->order == NULL || d->order_layout != d->layout)
		compute_order(d);
	k.step.key = d->entry[d->order[i]].key;
	k.value = d->entry[d->order[i]].v;
	return k;
}

/* The copy keeps the order of insertion. */
struct value *
dict_rebuild(struct ctx *c, struct value *v, struct value *const *items)
{
	struct value *r = dict_copy(c, v);
	struct dict *d = dict_of(v);

	for (size_t i = 0; r != NULL && i < d->n; i++)
		if (!dict_set(c, r, dict_child(v, i).step.key, items[i]))
			return NULL;
	return r;
}

void
dict_head(struct ctx *c UNUSED, struct buf *b, const struct value *v UNUSED)
{
	buf_char(b, '{');
}
