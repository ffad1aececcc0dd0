/* SPDX-License-Identifier: Apache-2.0 */
/* Iterators over values by position. */
#include "core/value/iter.h"

#include "core/value/builtin_types.h"

typedef struct value *iter_fn(struct ctx *, struct value *, size_t *,
    int64_t *);

struct iter {
	struct value hdr;
	struct value *over;	/* null at the end */
	iter_fn *next;
	size_t at;
	int64_t state;
};

static void
iter_free(struct value *v)
{
	value_unref(((struct iter *)v)->over);
}

static void
iter_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	if (((struct iter *)v)->over != NULL)
		fn(((struct iter *)v)->over, arg);
}

static struct value *
iter_next(struct ctx *c, struct value *v)
{
	struct iter *it = (struct iter *)v;
	struct value *r;

	if (it->over == NULL)
		return NULL;
	r = it->next(c, it->over, &it->at, &it->state);
	if (r == NULL && !err_is_set(c)) {
		/* The end stays the end, even if a list grows later. */
		value_unref(it->over);
		it->over = NULL;
	}
	return r;
}

static const struct kind iter_kind = {
	.name = "iterator", .row = &iterator_row, .free = iter_free,
	.visit = iter_visit, .next = iter_next,
};

struct value *
iter_new(struct ctx *c, struct value *over, iter_fn *next, int64_t state)
{
	struct iter *it = value_alloc(c, &iter_kind, sizeof *it);

	it->over = value_ref(over);
	it->next = next;
	it->state = state;
	return value_own(c, &it->hdr);
}

const struct class_row iterator_row = {
	.name = "iterator", .module = "builtins", .kind = &iter_kind,
	.abstract = true, .final = true,
};
