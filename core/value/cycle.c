/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cycles, by trial deletion: whoever is referenced only from within the ring
 * of tracked values, and from nobody that is referenced from outside, is
 * garbage. References from C (scopes, stacks) count as outside by themselves,
 * because no visit reports them.
 */
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/value/runtime.h"

#define FIRST_THRESHOLD 20000

static void
subtract(struct value *child, void *arg)
{
	(void)arg;
	if (value_is_tracked(child))
		gc_head_of(child)->refs--;
}

struct work {
	struct value **v;
	size_t n, cap;
};

/* Reached from outside: gets its count back and is to be followed. */
static void
revive(struct value *child, void *arg)
{
	struct work *w = arg;
	struct gc_head *g;

	if (!value_is_tracked(child))
		return;
	g = gc_head_of(child);
	if (g->refs == INT64_MAX)
		return;
	g->refs = INT64_MAX;
	if (w->n == w->cap)
		w->v = xgrow(w->v, &w->cap, 256, sizeof *w->v);
	w->v[w->n++] = child;
}

static void
mark_live(struct values *vs)
{
	struct work w = { 0 };

	for (struct gc_head *g = vs->ring.next; g != &vs->ring; g = g->next) {
		if (g->refs > 0)
			revive(gc_value(g), &w);
		while (w.n > 0) {
			struct value *v = w.v[--w.n];

			v->kind->visit(v, revive, &w);
		}
	}
	free(w.v);
}

static void
count_outside(struct values *vs)
{
	struct gc_head *g;

	for (g = vs->ring.next; g != &vs->ring; g = g->next) {
		struct value *v = gc_value(g);

		g->refs = v->flags & VALUE_IMMORTAL ? INT64_MAX / 2 : v->refs;
	}
	for (g = vs->ring.next; g != &vs->ring; g = g->next)
		gc_value(g)->kind->visit(gc_value(g), subtract, NULL);
}

size_t
values_collect(struct ctx *c)
{
	struct values *vs = c->values;
	struct work dead = { 0 };

	if (vs->collecting)
		return 0;
	vs->collecting = true;
	count_outside(vs);
	mark_live(vs);
	for (struct gc_head *g = vs->ring.next; g != &vs->ring; g = g->next) {
		if (g->refs == INT64_MAX)
			continue;
		if (dead.n == dead.cap)
			dead.v = xgrow(dead.v, &dead.cap, 256,
			    sizeof *dead.v);
		dead.v[dead.n++] = value_ref(gc_value(g));
	}
	for (size_t i = 0; i < dead.n; i++)
		if (dead.v[i]->kind->clear != NULL)
			dead.v[i]->kind->clear(dead.v[i]);
	for (size_t i = 0; i < dead.n; i++)
		value_unref(dead.v[i]);
	free(dead.v);
	vs->threshold = vs->ntracked * 2;
	if (vs->threshold < FIRST_THRESHOLD)
		vs->threshold = FIRST_THRESHOLD;
	vs->collecting = false;
	return dead.n;
}

void
values_maybe_collect(struct ctx *c)
{
	if (UNLIKELY(c->values->ntracked > c->values->threshold))
		values_collect(c);
}
