/* SPDX-License-Identifier: Apache-2.0 */
#include "display/outline.h"

/* ---- objects that hold one thing --------------------------------------------- */

const struct doc *
outline_items(const struct doc *f)
{
	const struct doc *body = f->first, *c, *items = NULL;

	if (body == NULL || body->kind != DOC_SEQ)
		return NULL;
	for (c = body->first; c != NULL; c = c->next) {
		if (c->kind == DOC_ITEMS && items == NULL)
			items = c;
		else if (c->kind == DOC_WHEN) {
			if (c->first != NULL && c->first->kind != DOC_TEXT)
				return NULL;
		} else if (c->kind != DOC_TEXT) {
			return NULL;
		}
	}
	return items != NULL && items->comma ? items : NULL;
}

struct doc *
outline_fold(struct doc *item)
{
	struct doc *c;

	if (item->kind == DOC_BOX)
		return outline_fold(item->first);
	if (item->kind == DOC_FOLD)
		return item;
	if (item->kind != DOC_SEQ)
		return NULL;
	for (c = item->first; c != NULL; c = c->next)
		if (c->kind != DOC_TEXT)
			return c->kind == DOC_FOLD && c->next == NULL ? c :
			    NULL;
	return NULL;
}

struct doc *
outline_chain(const struct doc *f)
{
	const struct doc *items;
	struct doc *g;

	if (f->plain || f->shared != 0)
		return NULL;
	items = outline_items(f);
	if (items == NULL || items->first == NULL ||
	    items->first->next != NULL || items->first->kind == DOC_BOX ||
	    !doc_is_empty(items->first->note))
		return NULL;
	g = outline_fold(items->first);
	return g != NULL && g->shared == 0 && outline_items(g) != NULL ?
	    g : NULL;
}

/* ---- items that are alike ---------------------------------------------------- */

enum { RUN_MIN = 3 };

static bool
is_alike(struct doc *a, struct doc *b)
{
	const struct doc *f = outline_fold(a);

	return a->alike == b->alike && f != NULL && f->info != NULL;
}

void
outline_mark_runs(struct doc *items)
{
	struct doc *c, *end;
	unsigned n;

	for (c = items->first; c != NULL; c = end) {
		n = 1;
		for (end = c->next; end != NULL && is_alike(c, end);
		    end = end->next)
			n++;
		if (n < RUN_MIN)
			continue;
		outline_fold(c)->leads = true;
		c->next->run = n - 1;
		for (c = c->next; c != end; c = c->next)
			outline_fold(c)->follows = true;
	}
}

/* ---- what fits a line ------------------------------------------------------------ */

static bool
fits(const struct doc *d, int level, long *room)
{
	const struct doc *c;

	if (d == NULL || *room < 0)
		return *room >= 0;
	switch (d->kind) {
	case DOC_TEXT:
		if (!d->detail || level == OUTLINE_WHOLE)
			*room -= d->width;
		break;
	case DOC_WHEN:
		return fits(d->other, level, room);
	case DOC_FOLD:
		if (!fits(d->other, level, room))
			return false;
		if (level > 0 || d->other->width == 0)
			return fits(d->first, level < OUTLINE_BRIEF ?
			    level - 1 : level, room);
		*room -= 2;
		break;
	case DOC_SEQ:
	case DOC_BOX:
	case DOC_ITEMS:
		for (c = d->first; c != NULL; c = c->next) {
			if (!fits(c, level, room))
				return false;
			*room -= d->kind == DOC_ITEMS && d->comma ? 2 : 0;
		}
		break;
	case DOC_FIGURE:
	case DOC_HTML:
		break;
	}
	return *room >= 0;
}

bool
outline_fits(const struct doc *d, int level, long room)
{
	return fits(d, level, &room);
}

int
outline_fit(const struct doc *d, long room)
{
	int level = OUTLINE_WHOLE;

	while (level > 0 && !outline_fits(d, level, room))
		level--;
	return level;
}
