/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/node.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/engine.h"
#include "core/tensor/strided.h"
#include "core/tensor/tape.h"

/* Nodes are reused, so that recording stays cheap; not under a sanitizer,
 * which then sees what is used after it was freed. */
#ifdef __SANITIZE_ADDRESS__
#define SPARE_MAX 0
#else
#define SPARE_MAX 4096
#endif

/* ---- making and freeing --------------------------------------------------- */

/* All fields but the unused places of arrays. */
static struct tensor *
node_blank(struct ctx *c, enum dtype dtype, int naxes, const struct axis *axes)
{
	struct engine *e = c->engine;
	struct tensor *t = e->spare;

	if (t != NULL) {
		e->spare = t->next;
		e->nspare--;
	} else {
		t = xmalloc(sizeof *t);
	}
	t->refs = 1;
	t->uses = 0;
	t->dtype = t->stored = dtype;
	t->weak = t->failed = false;
	t->naxes = (int8_t)naxes;
	if (naxes > 0)
		memcpy(t->axis, axes, (size_t)naxes * sizeof *axes);
	t->storage = NULL;
	t->offset = 0;
	t->base = 0;
	t->op = NULL;
	t->in = NULL;
	t->nin = 0;
	t->attr = NULL;
	t->attr_len = 0;
	t->seq = t->hash = 0;
	t->origin = e->origin;
	t->prev = t->next = NULL;
	t->mark = 0;
	t->taped = 0;
	t->engine = e;
	e->live++;
	return t;
}

static void
pending_add(struct engine *e, struct tensor *t)
{
	t->prev = e->newest;
	if (e->newest != NULL)
		e->newest->next = t;
	else
		e->oldest = t;
	e->newest = t;
}

static void
pending_remove(struct engine *e, struct tensor *t)
{
	if (t->prev != NULL)
		t->prev->next = t->next;
	else
		e->oldest = t->next;
	if (t->next != NULL)
		t->next->prev = t->prev;
	else
		e->newest = t->prev;
	t->prev = t->next = NULL;
}

/*
 * Frees a node and those that only it held. A chain of pending nodes can be
 * as long as a program runs, so they are listed through next, not recursed
 * into.
 */
static void
node_free(struct tensor *t)
{
	struct tensor *todo = t;
	int i;

	t->next = NULL;
	while ((t = todo) != NULL) {
		struct engine *e = t->engine;

		todo = t->next;
		for (i = 0; i < t->nin; i++) {
			struct tensor *in = t->in[i];

			in->uses--;
			if (--in->refs > 0)
				continue;
			if (in->op != NULL)
				pending_remove(e, in);
			in->next = todo;
			todo = in;
		}
		if (t->in != t->in_few)
			free(t->in);
		if (t->attr != t->attr_few)
			free(t->attr);
		storage_unref(t->storage);
		if (e->nspare + 1 <= SPARE_MAX) {
			t->next = e->spare;
			e->spare = t;
			e->nspare++;
		} else {
			free(t);
		}
		engine_drop(e);
	}
}

struct tensor *
tensor_ref(struct tensor *t)
{
	t->refs++;
	return t;
}

void
tensor_unref(struct tensor *t)
{
	if (t == NULL || --t->refs > 0)
		return;
	if (t->op != NULL)
		pending_remove(t->engine, t);
	node_free(t);
}

static void
scope_unref(void *t)
{
	tensor_unref(t);
}

struct tensor *
node_create(struct ctx *c, enum dtype dtype, int naxes,
    const struct axis *axes)
{
	return scope_add(c, node_blank(c, dtype, naxes, axes), scope_unref);
}

/* ---- hashes ------------------------------------------------------------------ */

static inline uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 29;
}

/* A name that nmap made is new in each call; where it stands is the same. */
static inline uint64_t
axis_hash(const struct axis *a)
{
	uint64_t name = a->name == NULL ? 1 :
	    a->name->hidden ? 2 : a->name->hash | (uint64_t)1 << 40;

	return name + (uint64_t)a->size * 0xD6E8FEB86659FD93u;
}

/* Of what an input looks like; its layout too, once it has one. */
static uint64_t
input_hash(const struct tensor *t)
{
	uint64_t h;
	int i;

	if (t->op != NULL)
		return t->hash;
	h = mix(t->dtype, t->stored);
	for (i = 0; i < t->naxes; i++)
		h = mix(mix(h, axis_hash(&t->axis[i])),
		    (uint64_t)t->stride[i]);
	return h;
}

static uint64_t
node_hash(const struct tensor *t)
{
	uint64_t h = mix((uint64_t)(uintptr_t)t->op, t->dtype);
	const uint64_t *attr = t->attr;
	size_t n;
	int i;

	for (i = 0; i < t->naxes; i++)
		h = mix(h, axis_hash(&t->axis[i]));
	/* Copied to whole words, the last one filled with zeros. */
	for (n = 0; n < (t->attr_len + 7) / 8; n++)
		h = mix(h, attr[n]);
	for (i = 0; i < t->nin; i++)
		h = mix(h, input_hash(t->in[i]));
	return h;
}

/* ---- recording ------------------------------------------------------------------ */

static void
attr_copy(struct tensor *t, const void *attr, size_t len)
{
	size_t words = (len + 7) / 8;
	uint64_t *to = t->attr_few;

	if (len == 0)
		return;
	if (len > sizeof t->attr_few)
		to = xmalloc(words * 8);
	to[words - 1] = 0;
	memcpy(to, attr, len);
	t->attr = to;
	t->attr_len = len;
}

static void
inputs_copy(struct tensor *t, struct tensor *const *in, int nin)
{
	int i;

	t->in = nin <= (int)nitems(t->in_few) ? t->in_few :
	    xrealloc(NULL, (size_t)nin, sizeof(struct tensor *));
	for (i = 0; i < nin; i++) {
		t->in[i] = tensor_ref(in[i]);
		t->in[i]->uses++;
	}
	t->nin = nin;
}

static bool
all_computed(struct tensor *const *in, int nin)
{
	int i;

	for (i = 0; i < nin; i++)
		if (in[i]->op != NULL)
			return false;
	return true;
}

struct tensor *
node_record(struct ctx *c, const struct op *op, enum dtype dtype, int naxes,
    const struct axis *axes, struct tensor *const *in, int nin,
    const void *attr, size_t attr_len)
{
	struct tensor *t = node_blank(c, dtype, naxes, axes);

	attr_copy(t, attr, attr_len);
	inputs_copy(t, in, nin);
	t->op = op;
	t->seq = ++c->engine->seq;
	pending_add(c->engine, t);
	if (UNLIKELY(c->engine->tapes != 0))
		tape_note(c->engine, t);
	if (op->view != NULL && all_computed(in, nin) && op->view(t))
		node_done(t);
	else
		t->hash = node_hash(t);
	return scope_add(c, t, scope_unref);
}

void
node_done(struct tensor *t)
{
	struct tensor *in;
	int i;

	if (t->op == NULL)
		return;
	t->failed = false;
	t->op = NULL;
	pending_remove(t->engine, t);
	for (i = 0; i < t->nin; i++) {
		in = t->in[i];
		in->uses--;
		tensor_unref(in);
	}
	if (t->in != t->in_few)
		free(t->in);
	if (t->attr != t->attr_few)
		free(t->attr);
	t->in = NULL;
	t->nin = 0;
	t->attr = NULL;
	t->attr_len = 0;
}

/* ---- storage ---------------------------------------------------------------------- */

bool
node_alloc_order(struct ctx *c, struct tensor *t, const int *order)
{
	int64_t n = 1;
	struct storage *s;
	int i;

	for (i = t->naxes; i-- > 0;) {
		int a = order != NULL ? order[i] : i;

		t->stride[a] = n;
		/* Sizes are checked when axes are made; see axes_fit. */
		n *= t->axis[a].size;
	}
	s = storage_create(c, (size_t)n * dtype_size(t->dtype));
	if (s == NULL)
		return false;
	storage_unref(t->storage);
	t->storage = s;
	t->stored = t->dtype;
	t->offset = 0;
	t->base = 0;
	return true;
}

bool
node_alloc(struct ctx *c, struct tensor *t)
{
	return node_alloc_order(c, t, NULL);
}

void
node_share(struct tensor *t, struct tensor *in)
{
	storage_ref(in->storage);
	storage_unref(t->storage);
	t->storage = in->storage;
	t->stored = in->stored;
	t->base = in->base;
}

/* Do its elements lie in C order without gaps? */
static bool
is_contiguous(const struct tensor *t)
{
	int64_t n = 1;
	int i;

	for (i = t->naxes; i-- > 0;) {
		if (t->axis[i].size != 1 && t->stride[i] != n)
			return false;
		n *= t->axis[i].size;
	}
	return true;
}

struct tensor *
node_contiguous(struct ctx *c, struct tensor *t)
{
	struct tensor *out;

	if (!dtype_is_block(t->stored) && is_contiguous(t))
		return t;
	out = node_create(c, t->dtype, t->naxes, t->axis);
	out->weak = t->weak;
	if (!node_alloc(c, out) || !strided_copy_tensor(c, out, t))
		return NULL;
	return out;
}

void
node_align(const struct tensor *out, const struct tensor *t,
    int64_t stride[TENSOR_MAX_AXES])
{
	int pos = 0, npos = 0, i, j;

	for (i = 0; i < out->naxes; i++) {
		stride[i] = 0;
		npos += out->axis[i].name == NULL;
	}
	npos -= tensor_npos(t);
	for (i = 0; i < out->naxes; i++) {
		const struct atom *name = out->axis[i].name;

		if (name == NULL && pos++ < npos)
			continue;
		j = name != NULL ? tensor_find_axis(t, name) :
		    tensor_pos_axis(t, pos - 1 - npos);
		if (j >= 0 && t->axis[j].size != 1)
			stride[i] = t->stride[j];
	}
}
