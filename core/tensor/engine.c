/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/engine.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"

void
engine_init(struct ctx *c, const struct engine_options *o)
{
	struct engine *e = xcalloc(1, sizeof *e);

	e->live = 1;
	e->limit = o->memory_limit;
	e->limit_fixed = o->memory_limit != 0;
	e->threads = o->threads;
	if (o->backend != NULL)
		e->backend_path = xstrdup(o->backend);
	e->plans = plans_create();
	c->engine = e;
}

static void
spare_free(struct engine *e)
{
	struct tensor *t;

	while ((t = e->spare) != NULL) {
		e->spare = t->next;
		free(t);
	}
	e->nspare = 0;
}

void
engine_drop(struct engine *e)
{
	if (--e->live > 0)
		return;
	spare_free(e);
	storage_forget_kept(e);
	free(e->backend_error);
	if (e->backend != NULL)
		e->backend->close(e->backend);
	/* The library stays: an OpenMP pool does not survive its unloading. */
	free(e);
}

void
engine_release(struct ctx *c)
{
	struct engine *e = c->engine;

	if (e == NULL)
		return;
	c->engine = NULL;
	plans_free(&e->plans);
	free(e->backend_path);
	e->backend_path = NULL;
	engine_drop(e);
}

/* A cast or view over mapped storage costs nothing until it is needed, and
 * the whole model once it is computed. */
static bool
node_stays_lazy(const struct tensor *t)
{
	while (t->op != NULL && (t->op->flags & (OP_VIEW | OP_CAST)) &&
	    t->nin == 1)
		t = t->in[0];
	return t->op == NULL && t->storage->kind == STORAGE_MAP;
}

bool
engine_flush(struct ctx *c)
{
	struct engine *e = c->engine;
	struct tensor **held = NULL, *t;
	size_t n = 0, cap = 0, i;
	bool ok;

	for (t = e->oldest; t != NULL; t = t->next) {
		if (t->seq <= e->left || t->refs == t->uses ||
		    node_stays_lazy(t))
			continue;
		if (n == cap)
			held = xgrow(held, &cap, 64, sizeof(struct tensor *));
		held[n++] = tensor_ref(t);
	}
	ok = n == 0 || (plan_run(c, held, n) && storage_guard(c));
	for (i = 0; i < n; i++)
		tensor_unref(held[i]);
	free(held);
	return ok;
}

void
engine_leave(struct ctx *c)
{
	c->engine->left = c->engine->seq;
}

void
engine_origin(struct ctx *c, struct origin o)
{
	c->engine->origin = o;
}

struct plans *
engine_plans(struct ctx *c)
{
	return c->engine->plans;
}

void
engine_note_failed(struct ctx *c, struct tensor *t)
{
	t->failed = true;
	c->err.recorded = t->origin.unit;
	c->err.recorded_begin = t->origin.begin;
	c->err.recorded_end = t->origin.end;
}

static void
backend_load(struct engine *e)
{
	backend_open_fn *open;
	void *handle;

	handle = dlopen(e->backend_path, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		e->backend_error = xstrdup(dlerror());
		return;
	}
	*(void **)&open = dlsym(handle, BACKEND_OPEN_SYMBOL);
	e->backend_handle = handle;
	if (open != NULL)
		e->backend = open(e->threads);
	if (e->backend != NULL && e->backend->version != BACKEND_VERSION) {
		e->backend->close(e->backend);
		e->backend = NULL;
	}
	if (e->backend == NULL)
		e->backend_error = xstrdup("the backend does not fit this "
		    "program's version");
}

struct backend *
engine_backend(struct ctx *c)
{
	struct engine *e = c->engine;

	if (!e->backend_tried) {
		e->backend_tried = true;
		if (e->backend_path != NULL)
			backend_load(e);
		else
			e->backend_error = xstrdup("no backend was named");
	}
	return e->backend;
}

const char *
engine_backend_error(const struct ctx *c)
{
	return c->engine->backend_error;
}

/* Parts between polls: some ten milliseconds of simple work. */
#define PARTS_A_POLL 64

/* The backend counts from 0. */
struct part {
	void (*body)(int64_t, int64_t, void *);
	void *arg;
	int64_t base;
};

static void
part_run(int64_t i0, int64_t i1, void *arg)
{
	const struct part *p = arg;

	p->body(p->base + i0, p->base + i1, p->arg);
}

bool
engine_parallel(struct ctx *c, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg)
{
	struct backend *b = c->engine->backend;
	struct part part = { body, arg, 0 };
	int64_t end, step = grain * PARTS_A_POLL;

	if (n <= grain * 2) {
		if (n > 0)
			body(0, n, arg);
		return true;
	}
	for (; part.base < n; part.base = end) {
		end = n - part.base < step ? n : part.base + step;
		if (!ctx_poll(c))
			return false;
		if (b != NULL)
			b->parallel(b, end - part.base, grain, part_run,
			    &part);
		else
			body(part.base, end, arg);
	}
	return true;
}
