/* SPDX-License-Identifier: Apache-2.0 */
#include "display/fold.h"

#include <stdlib.h>

#include "core/base/xalloc.h"
#include "display/outline.h"

struct list {
	struct doc **fold;
	size_t at, n, cap;
};

/* Folds to decide on, outermost first: those of a leading part, then others. */
struct queue {
	struct list lead, rest;
	bool outline;
};

static void
push(struct list *l, struct doc *d)
{
	if (l->n == l->cap)
		l->fold = xgrow(l->fold, &l->cap, 16, sizeof(struct doc *));
	l->fold[l->n++] = d;
}

static struct doc *
pop(struct queue *q)
{
	struct list *l = q->lead.at < q->lead.n ? &q->lead : &q->rest;

	return l->at < l->n ? l->fold[l->at++] : NULL;
}

static void
queue_release(struct queue *q)
{
	free(q->lead.fold);
	free(q->rest.fold);
}

/* The outermost folds of a document. */
static void
collect(struct queue *q, struct doc *d, bool leading)
{
	struct doc *c;

	if (d == NULL)
		return;
	switch (d->kind) {
	case DOC_FOLD:
		push(q->outline && (d->leads || (leading && d->info != NULL)) ?
		    &q->lead : &q->rest, d);
		break;
	case DOC_WHEN:
		collect(q, d->when == WHEN_ROUNDTRIP ? d->other : d->first,
		    leading);
		break;
	case DOC_SEQ:
	case DOC_ITEMS:
	case DOC_BOX:
		for (c = d->first; c != NULL; c = c->next)
			collect(q, c, leading);
		break;
	default:
		break;
	}
}

/* Opens a fold and what opens with it; queues what is inside. */
static void
collect_inside(struct queue *q, struct doc *fold, bool leading)
{
	struct doc *next;

	collect(q, fold->other, leading);
	while (q->outline && (next = outline_chain(fold)) != NULL) {
		next->is_open = fold->is_open;
		fold = next;
	}
	collect(q, fold->first, leading);
}

/* Lines that a fold takes more when it is open. */
static unsigned
fold_breaks(const struct queue *q, const struct doc *f)
{
	const struct doc *next, *c;
	unsigned breaks;

	while (q->outline && (next = outline_chain(f)) != NULL)
		f = next;
	breaks = f->other->breaks + f->first->breaks;
	if (q->outline && outline_items(f) != NULL)
		for (c = outline_items(f)->first; c != NULL; c = c->next)
			breaks -= c->run > 0 ? c->run - 1 : 0;
	return breaks;
}

static void choose(struct queue *, unsigned committed,
    const struct fold_options *, unsigned depth);

static void
choose_inside(struct doc *f, const struct fold_options *o, unsigned depth)
{
	struct fold_options inner = *o;
	struct queue q = { .outline = o->outline };

	if (depth > 200)
		return;
	if (o->max_height != 0)
		inner.max_height = o->inner_height;
	collect_inside(&q, f, false);
	choose(&q, 1 + fold_breaks(&q, f), &inner, depth + 1);
	queue_release(&q);
}

/* Opens a chain of folds that are alone on their level. */
static void
choose_only_children(struct queue *q, unsigned *committed,
    const struct fold_options *o)
{
	struct list *l = &q->rest;

	while ((o->max_height == 0 || *committed < o->max_height) &&
	    q->lead.n == q->lead.at && l->n - l->at == 1) {
		struct doc *f = l->fold[l->at];

		if (f->width <= o->target_width || f->state == FOLD_CLOSED)
			return;
		f->is_open = true;
		*committed += fold_breaks(q, f);
		l->at++;
		collect_inside(q, f, false);
	}
}

static bool
opens(const struct doc *f, unsigned height, const struct fold_options *o)
{
	bool wish = f->state == FOLD_OPEN || f->state == FOLD_WEAK_OPEN;

	if (o->outline && f->follows)
		return false;
	if (f->state != FOLD_WEAK_CLOSED && f->state != FOLD_WEAK_OPEN)
		return wish;
	if (o->max_height != 0 && height > o->max_height)
		return false;
	return wish || f->width > o->target_width;
}

static void
choose(struct queue *q, unsigned committed, const struct fold_options *o,
    unsigned depth)
{
	struct doc *f;

	if (o->relax_only_child)
		choose_only_children(q, &committed, o);
	while ((f = pop(q)) != NULL) {
		unsigned height = committed + fold_breaks(q, f);
		bool leading = q->lead.n > 0 &&
		    q->lead.fold[q->lead.at > 0 ? q->lead.at - 1 : 0] == f;

		f->is_open = opens(f, height, o);
		if (f->is_open) {
			committed = height;
			collect_inside(q, f, leading);
		} else {
			choose_inside(f, o, depth);
		}
	}
}

void
fold_choose(struct doc *d, const struct fold_options *o)
{
	struct queue q = { .outline = o->outline };

	collect(&q, d, false);
	choose(&q, 1 + d->breaks, o, 0);
	queue_release(&q);
}

void
fold_outline(struct doc *d, const struct fold_options *given)
{
	struct fold_options o = *given;

	o.outline = true;
	fold_choose(d, &o);
}

void
fold_to_depth(struct doc *d, unsigned depth)
{
	struct queue q = { 0 };
	size_t i;

	collect(&q, d, false);
	for (i = 0; i < q.rest.n; i++) {
		struct doc *f = q.rest.fold[i];

		f->is_open = depth > 0;
		if (f->other != NULL)
			fold_to_depth(f->other, depth > 0 ? depth - 1 : 0);
		fold_to_depth(f->first, depth > 0 ? depth - 1 : 0);
	}
	queue_release(&q);
}
