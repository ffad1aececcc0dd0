/* SPDX-License-Identifier: Apache-2.0 */
#include "display/fold.h"

#include <stdlib.h>

#include "core/base/xalloc.h"

struct queue {
	struct doc **fold;
	size_t at, n, cap;
};

/* The outermost folds of a document. */
static void
collect(struct queue *q, struct doc *d)
{
	struct doc *c;

	if (d == NULL)
		return;
	switch (d->kind) {
	case DOC_FOLD:
		if (q->n == q->cap)
			q->fold = xgrow(q->fold, &q->cap, 16,
			    sizeof(struct doc *));
		q->fold[q->n++] = d;
		break;
	case DOC_WHEN:
		collect(q, d->when == WHEN_ROUNDTRIP ? d->other : d->first);
		break;
	case DOC_SEQ:
	case DOC_ITEMS:
	case DOC_BOX:
		for (c = d->first; c != NULL; c = c->next)
			collect(q, c);
		break;
	default:
		break;
	}
}

static void
collect_inside(struct queue *q, struct doc *fold)
{
	collect(q, fold->other);
	collect(q, fold->first);
}

static unsigned
fold_breaks(const struct doc *f)
{
	return f->other->breaks + f->first->breaks;
}

static void choose(struct queue *, unsigned committed,
    const struct fold_options *, unsigned depth);

static void
choose_inside(struct doc *f, const struct fold_options *o, unsigned depth)
{
	struct fold_options inner = *o;
	struct queue q = { 0 };

	if (depth > 200)
		return;
	if (o->max_height != 0)
		inner.max_height = o->inner_height;
	collect_inside(&q, f);
	choose(&q, 1 + fold_breaks(f), &inner, depth + 1);
	free(q.fold);
}

/* Opens a chain of folds that are alone on their level. */
static void
choose_only_children(struct queue *q, unsigned *committed,
    const struct fold_options *o)
{
	while ((o->max_height == 0 || *committed < o->max_height) &&
	    q->n - q->at == 1) {
		struct doc *f = q->fold[q->at];

		if (f->width <= o->target_width || f->state == FOLD_CLOSED)
			return;
		f->is_open = true;
		*committed += fold_breaks(f);
		q->at++;
		collect_inside(q, f);
	}
}

static void
choose(struct queue *q, unsigned committed, const struct fold_options *o,
    unsigned depth)
{
	if (o->relax_only_child)
		choose_only_children(q, &committed, o);
	while (q->at < q->n) {
		struct doc *f = q->fold[q->at++];
		unsigned height = committed + fold_breaks(f);

		f->is_open = f->state == FOLD_OPEN ||
		    f->state == FOLD_WEAK_OPEN;
		if (f->state == FOLD_WEAK_CLOSED ||
		    f->state == FOLD_WEAK_OPEN) {
			if (o->max_height != 0 && height > o->max_height)
				f->is_open = false;
			else if (f->width > o->target_width)
				f->is_open = true;
		}
		if (f->is_open) {
			committed = height;
			collect_inside(q, f);
		} else {
			choose_inside(f, o, depth);
		}
	}
}

void
fold_choose(struct doc *d, const struct fold_options *o)
{
	struct queue q = { 0 };

	collect(&q, d);
	choose(&q, 1 + d->breaks, o, 0);
	free(q.fold);
}

void
fold_to_depth(struct doc *d, unsigned depth)
{
	struct queue q = { 0 };
	size_t i;

	collect(&q, d);
	for (i = 0; i < q.n; i++) {
		struct doc *f = q.fold[i];

		f->is_open = depth > 0;
		if (f->other != NULL)
			fold_to_depth(f->other, depth > 0 ? depth - 1 : 0);
		fold_to_depth(f->first, depth > 0 ? depth - 1 : 0);
	}
	free(q.fold);
}
