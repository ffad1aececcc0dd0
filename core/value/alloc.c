/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory of values. Small ones come from pools: aligned chunks whose head
 * says which context they belong to, so that freeing needs no ctx. Tracked
 * values have a head before them that links them into the ring.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/values.h"

#define CHUNK ((size_t)1 << 16)
#define STEP 16
#define NSIZES 24		/* pools serve up to 384 bytes */
/* Nested values freed on the stack before the rest is put aside. */
#define FREE_DEPTH 40

/* The pools hide errors from the sanitizer, so it gets plain malloc. */
#if defined(__SANITIZE_ADDRESS__)
#define USE_POOLS 0
#else
#define USE_POOLS 1
#endif

struct cell {
	struct cell *next;
};

struct chunk {
	struct pools *pools;
	struct chunk *next;
};

struct pools {
	struct cell *spare[NSIZES + 1];
	struct chunk *chunks;
	char *fresh;		/* not yet used part of the newest chunk */
	size_t left;
};

void
pools_init(struct values *vs)
{
	vs->pools = xcalloc(1, sizeof *vs->pools);
}

void
pools_release(struct values *vs)
{
	struct chunk *next;

	for (struct chunk *k = vs->pools->chunks; k != NULL; k = next) {
		next = k->next;
		free(k);
	}
	free(vs->pools);
	vs->pools = NULL;
}

static void *
pool_refill(struct pools *p, size_t size)
{
	void *mem;

	if (p->left < size) {
		struct chunk *k = aligned_alloc(CHUNK, CHUNK);

		if (k == NULL)
			BUG("out of memory");
		k->pools = p;
		k->next = p->chunks;
		p->chunks = k;
		p->fresh = (char *)k + 32;
		p->left = CHUNK - 32;
	}
	mem = p->fresh;
	p->fresh += size;
	p->left -= size;
	return mem;
}

static inline void *
pool_alloc(struct pools *p, size_t steps)
{
	struct cell *cell = p->spare[steps];

	if (LIKELY(cell != NULL)) {
		p->spare[steps] = cell->next;
		return cell;
	}
	return pool_refill(p, steps * STEP);
}

/*
 * The size is needed again to free the cell; it is kept in the upper half of
 * the flags, which no kind uses.
 */
#define SIZE_SHIFT 16

static inline struct value *
get_memory(struct ctx *c, size_t size, size_t head, uint32_t flags)
{
	size_t steps = (size + head + STEP - 1) / STEP;
	struct value *v;
	char *mem;

	if (USE_POOLS && steps <= NSIZES) {
		mem = pool_alloc(c->values->pools, steps);
		memset(mem + head, 0, steps * STEP - head);
		flags |= VALUE_POOLED | (uint32_t)steps << SIZE_SHIFT;
	} else
		mem = xcalloc(1, size + head);
	v = (struct value *)(void *)(mem + head);
	v->refs = 1;
	v->flags = flags;
	return v;
}

static inline void
put_memory(struct value *v)
{
	char *mem = (char *)v;

	if (v->flags & VALUE_TRACKED)
		mem -= sizeof(struct gc_head);
	if (USE_POOLS && (v->flags & VALUE_POOLED)) {
		struct chunk *k = (struct chunk *)(void *)
		    ((uintptr_t)mem & ~(uintptr_t)(CHUNK - 1));
		size_t steps = v->flags >> SIZE_SHIFT;
		struct cell *cell = (struct cell *)(void *)mem;

		cell->next = k->pools->spare[steps];
		k->pools->spare[steps] = cell;
	} else
		free(mem);
}

void *
value_alloc_untracked(struct ctx *c, const struct kind *kind, size_t size)
{
	struct value *v = get_memory(c, size, 0, 0);

	v->kind = kind;
	return v;
}

void *
value_alloc(struct ctx *c, const struct kind *kind, size_t size)
{
	struct values *vs = c->values;
	struct gc_head *g;
	struct value *v;

	if (kind->visit == NULL)
		return value_alloc_untracked(c, kind, size);
	v = get_memory(c, size, sizeof *g, VALUE_TRACKED);
	v->kind = kind;
	g = gc_head_of(v);
	g->owner = vs;
	g->next = &vs->ring;
	g->prev = vs->ring.prev;
	g->prev->next = g;
	vs->ring.prev = g;
	vs->ntracked++;
	return v;
}

static void
free_now(struct value *v)
{
	if (v->kind->free != NULL)
		v->kind->free(v);
	put_memory(v);
}

/*
 * A list in a list in a list ... must not use the stack once a level: from a
 * certain depth on, values wait until the outermost call is done with its own.
 */
void
value_free(struct value *v)
{
	struct values *vs;
	struct gc_head *g;

	if (!(v->flags & VALUE_TRACKED)) {
		free_now(v);
		return;
	}
	g = gc_head_of(v);
	vs = g->owner;
	g->prev->next = g->next;
	g->next->prev = g->prev;
	vs->ntracked--;
	if (vs->free_depth >= FREE_DEPTH) {
		g->next = vs->pending;
		vs->pending = g;
		return;
	}
	vs->free_depth++;
	free_now(v);
	while (vs->free_depth == 1 && vs->pending != NULL) {
		g = vs->pending;
		vs->pending = g->next;
		free_now(gc_value(g));
	}
	vs->free_depth--;
}

void
value_ref_ptr(void *v)
{
	value_ref(v);
}

void
value_unref_ptr(void *v)
{
	value_unref(v);
}

struct value *
value_leave(struct ctx *c, size_t mark, struct value *v)
{
	value_ref(v);
	scope_drop(c, mark);
	return value_own(c, v);
}
