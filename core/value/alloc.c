/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory of values. Small ones come from pools: aligned chunks whose head
 * says which context they belong to, so that freeing needs no ctx. Tracked
 * values have a head before them that links them into the ring.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/runtime.h"

#define ARENA ((size_t)1 << 20)
#define CHUNK ((size_t)1 << 14)
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

/*
 * Cells of one size. Free cells are kept by chunk, so that what is made in a
 * row lies together even after values were freed in any order.
 */
struct chunk {
	struct pools *pools;
	struct chunk *prev, *next;	/* among those with free cells */
	struct cell *spare;
	char *fresh;			/* behind it no cell was ever used */
	uint32_t used, steps;
	bool listed;
};
#define CHUNK_HEAD ((sizeof(struct chunk) + STEP - 1) / STEP * STEP)

struct arena_head {
	struct arena_head *next;
};

struct pools {
	struct chunk *avail[NSIZES + 1];
	struct chunk *empty;		/* of no size; linked by next */
	struct arena_head *arenas;
	char *fresh;			/* not yet used part of the newest */
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
	struct arena_head *next;

	for (struct arena_head *a = vs->pools->arenas; a != NULL; a = next) {
		next = a->next;
		free(a);
	}
	free(vs->pools);
	vs->pools = NULL;
}

static void
list_chunk(struct pools *p, struct chunk *k)
{
	k->prev = NULL;
	k->next = p->avail[k->steps];
	if (k->next != NULL)
		k->next->prev = k;
	p->avail[k->steps] = k;
	k->listed = true;
}

static void
unlist_chunk(struct pools *p, struct chunk *k)
{
	if (k->prev != NULL)
		k->prev->next = k->next;
	else
		p->avail[k->steps] = k->next;
	if (k->next != NULL)
		k->next->prev = k->prev;
	k->listed = false;
}

static struct chunk *
new_chunk(struct pools *p, size_t steps)
{
	struct chunk *k = p->empty;

	if (k != NULL)
		p->empty = k->next;
	else {
		if (p->left < CHUNK) {
			/* The first chunk of an arena is its head. */
			struct arena_head *a = aligned_alloc(CHUNK, ARENA);

			if (a == NULL)
				BUG("out of memory");
			a->next = p->arenas;
			p->arenas = a;
			p->fresh = (char *)a + CHUNK;
			p->left = ARENA - CHUNK;
		}
		k = (struct chunk *)(void *)p->fresh;
		p->fresh += CHUNK;
		p->left -= CHUNK;
	}
	*k = (struct chunk){ .pools = p, .steps = (uint32_t)steps };
	k->fresh = (char *)k + CHUNK_HEAD;
	list_chunk(p, k);
	return k;
}

static void *
pool_refill(struct pools *p, size_t steps)
{
	struct chunk *k = p->avail[steps];
	char *mem;

	if (k == NULL)
		k = new_chunk(p, steps);
	k->used++;
	mem = k->fresh;
	k->fresh += steps * STEP;
	if (k->fresh + steps * STEP > (char *)k + CHUNK &&
	    k->spare == NULL)
		unlist_chunk(p, k);
	return mem;
}

static inline void *
pool_alloc(struct pools *p, size_t steps)
{
	struct chunk *k = p->avail[steps];
	struct cell *cell;

	if (UNLIKELY(k == NULL || k->spare == NULL))
		return pool_refill(p, steps);
	cell = k->spare;
	k->spare = cell->next;
	k->used++;
	if (UNLIKELY(k->spare == NULL) &&
	    k->fresh + steps * STEP > (char *)k + CHUNK)
		unlist_chunk(p, k);
	return cell;
}

static inline void
pool_free(void *mem)
{
	struct chunk *k = (struct chunk *)
	    ((uintptr_t)mem & ~(uintptr_t)(CHUNK - 1));
	struct cell *cell = mem;

	cell->next = k->spare;
	k->spare = cell;
	k->used--;
	if (UNLIKELY(!k->listed))
		list_chunk(k->pools, k);
	else if (UNLIKELY(k->used == 0) && (k->prev != NULL ||
	    k->next != NULL)) {
		unlist_chunk(k->pools, k);
		k->next = k->pools->empty;
		k->pools->empty = k;
	}
}

static inline struct value *
get_memory(struct ctx *c, size_t size, size_t head, uint32_t flags)
{
	size_t steps = (size + head + STEP - 1) / STEP;
	struct value *v;
	char *mem;

	if (USE_POOLS && steps <= NSIZES) {
		mem = pool_alloc(c->values->pools, steps);
		memset(mem + head, 0, steps * STEP - head);
		flags |= VALUE_POOLED;
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
	if (USE_POOLS && (v->flags & VALUE_POOLED))
		pool_free(mem);
	else
		free(mem);
}

void *
value_alloc_untracked(struct ctx *c, const struct kind *kind, size_t size)
{
	struct value *v = get_memory(c, size, 0, 0);

	v->kind = kind;
	return v;
}

/* Floats come and go all the time: no clearing, and no tests that they never
 * need. */
#define FLOAT_STEPS 2

void *
value_alloc_float(struct ctx *c)
{
	struct value *v;

	if (!USE_POOLS)
		return value_alloc_untracked(c, &float_kind,
		    FLOAT_STEPS * STEP);
	v = pool_alloc(c->values->pools, FLOAT_STEPS);
	v->kind = &float_kind;
	v->refs = 1;
	v->flags = VALUE_POOLED;
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
		if (v->kind == &float_kind)
			put_memory(v);
		else
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
