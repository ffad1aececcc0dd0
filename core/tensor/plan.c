/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/plan.h"

#include <stdlib.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/node.h"

struct plans {
	/* The stack of the walk and the nodes it found, inputs first; kept
	 * from run to run. A plan_run inside a plan_run brings its own. */
	struct tensor **stack, **order;
	size_t stack_cap, order_cap;
	bool busy;
};

struct plans *
plans_create(void)
{
	return xcalloc(1, sizeof(struct plans));
}

static void
plans_release(struct plans *p)
{
	free(p->stack);
	free(p->order);
}

void
plans_free(struct plans **p)
{
	if (*p == NULL)
		return;
	plans_release(*p);
	free(*p);
	*p = NULL;
}

/* node.mark during a run: 0 not seen, 1 + the next input to look at while
 * on the stack, -1 in the order. */
enum { MARK_NONE = 0, MARK_ORDERED = -1 };

static void
stack_push(struct plans *p, size_t *n, struct tensor *t)
{
	if (*n == p->stack_cap)
		p->stack = xgrow(p->stack, &p->stack_cap, 256,
		    sizeof(struct tensor *));
	t->mark = 1;
	p->stack[(*n)++] = t;
}

/* Appends what t needs and t itself to the order, without recursion. */
static void
order_add(struct plans *p, size_t *norder, struct tensor *t)
{
	size_t n = 0;

	if (t->op == NULL || t->mark != MARK_NONE)
		return;
	stack_push(p, &n, t);
	while (n > 0) {
		struct tensor *top = p->stack[n - 1];

		if (top->mark <= top->nin) {
			struct tensor *in = top->in[top->mark++ - 1];

			if (in->op != NULL && in->mark == MARK_NONE)
				stack_push(p, &n, in);
			continue;
		}
		n--;
		top->mark = MARK_ORDERED;
		if (*norder == p->order_cap)
			p->order = xgrow(p->order, &p->order_cap, 256,
			    sizeof(struct tensor *));
		p->order[(*norder)++] = top;
	}
}

static bool
node_run(struct ctx *c, struct tensor *t)
{
	size_t mark = scope_mark(&c->scope);
	bool ok = t->op->run(c, t);

	scope_drop(c, mark);
	if (!ok) {
		engine_note_failed(c, t);
		return false;
	}
	if (t->op != NULL)
		node_done(t);
	return true;
}

static bool
order_run(struct ctx *c, struct plans *p, size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		p->order[i]->mark = MARK_NONE;
	for (size_t i = 0; i < n && ok; i++) {
		struct tensor *t = p->order[i];

		/* A sibling's run may have computed it. */
		if (t->op != NULL)
			ok = ctx_poll(c) && node_run(c, t);
	}
	return ok;
}

bool
plan_run(struct ctx *c, struct tensor *const *roots, size_t n)
{
	struct plans own = { 0 };
	struct plans *p = engine_plans(c);
	size_t norder = 0;
	bool ok;

	if (p->busy)
		p = &own;
	p->busy = true;
	for (size_t i = 0; i < n; i++)
		order_add(p, &norder, roots[i]);
	ok = order_run(c, p, norder);
	p->busy = false;
	plans_release(&own);
	return ok;
}
