/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/tape.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"

struct tape {
	struct engine *engine;
	int place;		/* its bit */
	bool stopped;
	struct tensor **in;	/* what it looks at */
	size_t nin;
	struct note *note;
	size_t n, cap;
};

struct tape *
tape_start(struct ctx *c, struct tensor **in, size_t n)
{
	struct engine *e = c->engine;
	struct tape *t;
	size_t i;
	int place = 0;

	while (place < 32 && e->tape[place] != NULL)
		place++;
	if (place == 32)
		return err_raise(c, ERR_RECURSION, "more than 32 derivatives "
		    "inside of each other");
	t = xcalloc(1, sizeof *t);
	t->engine = e;
	t->place = place;
	t->in = xcalloc(n, sizeof *t->in);
	t->nin = n;
	for (i = 0; i < n; i++) {
		bool weak = in[i]->weak;

		/* A view of its own: the array itself is not looked at. */
		in[i] = views_strengthen(c, in[i]);
		in[i]->weak = weak;
		in[i]->taped |= 1u << place;
		t->in[i] = tensor_ref(in[i]);
	}
	e->tape[place] = t;
	e->tapes |= 1u << place;
	return t;
}

static void
note_add(struct tape *t, struct tensor *node)
{
	struct note *n;
	size_t words = (node->attr_len + 7) / 8;
	int i;

	if (t->n == t->cap)
		t->note = xgrow(t->note, &t->cap, 64, sizeof *t->note);
	n = &t->note[t->n++];
	n->op = node->op;
	n->out = tensor_ref(node);
	n->nin = node->nin;
	n->in = xrealloc(NULL, (size_t)node->nin, sizeof(struct tensor *));
	for (i = 0; i < n->nin; i++)
		n->in[i] = tensor_ref(node->in[i]);
	n->attr = NULL;
	if (words > 0) {
		n->attr = xmalloc(words * 8);
		memcpy(n->attr, node->attr, words * 8);
	}
}

void
tape_note(struct engine *e, struct tensor *node)
{
	uint32_t bits = 0;
	int i;

	for (i = 0; i < node->nin; i++)
		bits |= node->in[i]->taped;
	node->taped = bits & e->tapes;
	for (i = 0; i < 32; i++)
		if (node->taped >> i & 1)
			note_add(e->tape[i], node);
}

void
tape_stop(struct tape *t)
{
	uint32_t bit = 1u << t->place;
	size_t i;

	if (t->stopped)
		return;
	t->stopped = true;
	t->engine->tapes &= ~bit;
	t->engine->tape[t->place] = NULL;
	for (i = 0; i < t->n; i++)
		t->note[i].out->taped &= ~bit;
	for (i = 0; i < t->nin; i++)
		t->in[i]->taped &= ~bit;
}

void
tape_free(struct tape **tape)
{
	struct tape *t = *tape;
	size_t i;
	int k;

	if (t == NULL)
		return;
	tape_stop(t);
	/* Newest first, so that a chain is let go link by link. */
	for (i = t->n; i-- > 0;) {
		for (k = 0; k < t->note[i].nin; k++)
			tensor_unref(t->note[i].in[k]);
		tensor_unref(t->note[i].out);
		free(t->note[i].in);
		free(t->note[i].attr);
	}
	for (i = 0; i < t->nin; i++)
		tensor_unref(t->in[i]);
	free(t->note);
	free(t->in);
	free(t);
	*tape = NULL;
}

/* ---- cotangents by array -------------------------------------------------------- */

/* Open addressing; never more than half full. */
struct pulls {
	struct pull {
		const struct tensor *of;
		struct tensor *ct;	/* belongs to the scope */
	} *slot;
	size_t size;
};

static struct pull *
pull_find(const struct pulls *p, const struct tensor *of)
{
	size_t i = ((uintptr_t)of >> 4) * 0x9E3779B97F4A7C15u % p->size;

	while (p->slot[i].of != NULL && p->slot[i].of != of)
		i = (i + 1) % p->size;
	return &p->slot[i];
}

static bool
pull_add(struct ctx *c, const struct pulls *p, const struct tensor *of,
    struct tensor *ct)
{
	struct pull *x = pull_find(p, of);

	x->of = of;
	if (x->ct == NULL)
		x->ct = ct;
	else
		x->ct = views_order_as(c, tensor_binary(c, BINARY_add, x->ct,
		    ct), of);
	return x->ct != NULL;
}

static bool
pull_note(struct ctx *c, const struct pulls *p, const struct note *n)
{
	struct tensor **in, *ct = pull_find(p, n->out)->ct;
	bool ok;
	int i;

	if (ct == NULL)
		return true;
	in = xcalloc((size_t)n->nin, sizeof(struct tensor *));
	ok = grad_note(c, n, ct, in);
	for (i = 0; ok && i < n->nin; i++)
		if (in[i] != NULL)
			ok = pull_add(c, p, n->in[i], in[i]);
	free(in);
	return ok;
}

static struct tensor *
zeros_like(struct ctx *c, const struct tensor *t)
{
	return tensor_fill(c, 0, t->dtype, t->naxes, t->axis);
}

bool
tape_pull(struct ctx *c, struct tape *t, struct tensor *const *out,
    struct tensor *const *ct, size_t nout, struct tensor **grads)
{
	size_t i, inputs = 0;
	struct pulls p;
	bool ok = true;

	for (i = 0; i < t->n; i++)
		inputs += (size_t)t->note[i].nin + 1;
	p.size = 2 * (inputs + nout + t->nin) + 1;
	p.slot = xcalloc(p.size, sizeof *p.slot);
	for (i = 0; i < nout && ok; i++)
		if (ct[i] != NULL)
			ok = pull_add(c, &p, out[i], ct[i]);
	for (i = t->n; i-- > 0 && ok;)
		ok = pull_note(c, &p, &t->note[i]);
	for (i = 0; i < t->nin && ok; i++) {
		struct tensor *g = pull_find(&p, t->in[i])->ct;

		if (!dtype_is_float(t->in[i]->dtype))
			g = NULL;
		else if (g == NULL)
			g = zeros_like(c, t->in[i]);
		else
			g = tensor_cast(c, views_order_as(c, g, t->in[i]),
			    t->in[i]->dtype);
		grads[i] = g;
		ok = g != NULL || !dtype_is_float(t->in[i]->dtype);
	}
	free(p.slot);
	return ok;
}

struct tensor *
tape_cut(struct ctx *c, struct tensor *t)
{
	bool weak;

	if (t == NULL)
		return NULL;
	weak = t->weak;
	t = views_strengthen(c, t);
	if (t == NULL)
		return NULL;
	t->weak = weak;
	t->taped = 0;
	return t;
}
