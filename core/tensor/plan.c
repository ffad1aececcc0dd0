/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/plan.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/engine.h"
#include "core/tensor/fuse.h"

struct plans {
	/* The stack of the walk and the nodes it found, inputs first; kept
	 * from run to run. A plan_run inside a plan_run brings its own. */
	struct tensor **stack, **order;
	int8_t *how;	/* each node of the order is computed */
	size_t stack_cap, order_cap, how_cap;
	bool busy;
	size_t fused[8], declined[8];	/* by fusion */
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
	free(p->how);
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

/* ---- fusion -------------------------------------------------------------- */

/* In this order: what swallows more comes first. */
static const struct fusion *const fusions[] = {
	&fuse_attention, &fuse_matmul, &fuse_along, &fuse_pointwise,
};

enum { STEP_PLAIN = -1, STEP_SWALLOWED = -2 };

size_t
plans_fused(const struct plans *p, const char *name, size_t *declined)
{
	for (size_t f = 0; f < nitems(fusions); f++)
		if (strcmp(fusions[f]->name, name) == 0) {
			*declined = p->declined[f];
			return p->fused[f];
		}
	return *declined = 0;
}

/* Does nobody but the pattern look at these nodes, and are they free? The
 * marks are places in the order. */
static bool
inner_free(const struct plans *p, const struct inner *in)
{
	for (int i = 0; i < in->n; i++) {
		const struct tensor *t = in->node[i];

		if (t->refs > t->uses || p->how[t->mark] != STEP_PLAIN)
			return false;
	}
	return true;
}

/*
 * From the last node to the first: the end of a pattern is met before what
 * it swallows. how[i]: the number of a fusion, or one of the above.
 */
static void
steps_choose(struct plans *p, struct backend *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		p->order[i]->mark = (int64_t)i;
		p->how[i] = STEP_PLAIN;
	}
	for (size_t i = n; i-- > 0 && b != NULL;) {
		struct tensor *t = p->order[i];

		if (p->how[i] != STEP_PLAIN)
			continue;
		for (size_t f = 0; f < nitems(fusions); f++) {
			struct inner in = { .n = 0 };

			if (!fusions[f]->match(b, t, &in) ||
			    !inner_free(p, &in))
				continue;
			p->how[i] = (int8_t)f;
			for (int k = 0; k < in.n; k++)
				p->how[in.node[k]->mark] = STEP_SWALLOWED;
			break;
		}
	}
}

/* The plain way, after a kernel declined: what was to be swallowed first. */
static bool
unfused_run(struct ctx *c, const struct fusion *f, struct backend *b,
    struct tensor *root)
{
	struct inner in = { .n = 0 };

	if (f->match(b, root, &in))
		/* Inputs were made before what uses them. */
		for (int done = 0; done < in.n; done++) {
			struct tensor *next = NULL;

			for (int k = 0; k < in.n; k++)
				if (in.node[k] != NULL && (next == NULL ||
				    in.node[k]->seq < next->seq))
					next = in.node[k];
			for (int k = 0; k < in.n; k++)
				if (in.node[k] == next)
					in.node[k] = NULL;
			if (!ctx_poll(c) || !node_run(c, next))
				return false;
		}
	return node_run(c, root);
}

static bool
fused_run(struct ctx *c, struct plans *p, int which, struct backend *b,
    struct tensor *root)
{
	const struct fusion *f = fusions[which];
	size_t mark = scope_mark(&c->scope);
	enum fused how = f->run(c, b, root);

	scope_drop(c, mark);
	p->fused[which] += how == FUSED_DONE;
	p->declined[which] += how == FUSED_DECLINED;
	if (how == FUSED_DECLINED)
		return unfused_run(c, f, b, root);
	if (how == FUSED_FAILED) {
		engine_note_failed(c, root);
		return false;
	}
	node_done(root);
	return true;
}

/* ---- running --------------------------------------------------------------- */

/* Loading the backend takes some ten milliseconds: is it worth it? */
static struct backend *
backend_for(struct ctx *c, const struct plans *p, size_t n)
{
	struct engine *e = c->engine;

	if (e->backend != NULL || e->backend_tried)
		return e->backend;
	for (size_t i = 0; i < n; i++) {
		const struct tensor *t = p->order[i];

		if (tensor_size(t) >= 1 << 17)
			return engine_backend(c);
		for (int k = 0; k < t->nin && t->op == &op_einsum; k++)
			if (tensor_size(t->in[k]) >= 1 << 14)
				return engine_backend(c);
	}
	return NULL;
}

static bool
order_run(struct ctx *c, struct plans *p, size_t n)
{
	struct backend *b = backend_for(c, p, n);
	bool ok = true;

	while (p->how_cap < n)
		p->how = xgrow(p->how, &p->how_cap, 256, sizeof(*p->how));
	steps_choose(p, b, n);
	for (size_t i = 0; i < n; i++)
		p->order[i]->mark = MARK_NONE;
	for (size_t i = 0; i < n && ok; i++) {
		struct tensor *t = p->order[i];

		/* What was swallowed may be gone with its pattern. */
		if (p->how[i] == STEP_SWALLOWED)
			continue;
		/* A sibling's run may have computed it. */
		if (t->op == NULL)
			continue;
		ok = ctx_poll(c);
		if (ok && p->how[i] == STEP_PLAIN)
			ok = node_run(c, t);
		else if (ok)
			ok = fused_run(c, p, p->how[i], b, t);
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
