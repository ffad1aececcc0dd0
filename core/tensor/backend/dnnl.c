/* SPDX-License-Identifier: Apache-2.0 */
/* The one file that knows oneDNN; it serves the C interfaces of 2.x and 3.x. */
#include <dnnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/backend/cpu.h"

#define SLOTS 512

struct gemm_key {
	int64_t ndims;
	int64_t size[MATMUL_MAX_BATCH];
	int64_t m, n, k;
	int64_t sa[MATMUL_MAX_BATCH + 2], sb[MATMUL_MAX_BATCH + 2],
	    sc[MATMUL_MAX_BATCH + 2];
};

struct slot {
	struct gemm_key key;
	dnnl_primitive_t prim;	/* null: oneDNN has none for this key */
	dnnl_memory_t a, b, c;
	bool used;
};

struct gemm_cache {
	dnnl_engine_t engine;
	dnnl_stream_t stream;
	struct slot slot[SLOTS];
};

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t desc;

static bool
desc_make(desc *d, int n, const dnnl_dims_t dims, const dnnl_dims_t strides)
{
	return dnnl_memory_desc_create_with_strides(d, n, dims, dnnl_f32,
	    strides) == dnnl_success;
}

static void
desc_drop(desc *d)
{
	if (*d != NULL)
		dnnl_memory_desc_destroy(*d);
	*d = NULL;
}

static dnnl_memory_t
desc_memory(const desc *d, dnnl_engine_t e)
{
	dnnl_memory_t m = NULL;

	return dnnl_memory_create(&m, *d, e, DNNL_MEMORY_NONE) ==
	    dnnl_success ? m : NULL;
}

static dnnl_primitive_desc_t
matmul_desc(const desc *a, const desc *b, const desc *c, dnnl_engine_t e)
{
	dnnl_primitive_desc_t pd = NULL;

	return dnnl_matmul_primitive_desc_create(&pd, e, *a, *b, NULL, *c,
	    NULL) == dnnl_success ? pd : NULL;
}
#else
typedef dnnl_memory_desc_t desc;

static bool
desc_make(desc *d, int n, const dnnl_dims_t dims, const dnnl_dims_t strides)
{
	return dnnl_memory_desc_init_by_strides(d, n, dims, dnnl_f32,
	    strides) == dnnl_success;
}

static void
desc_drop(desc *d)
{
	(void)d;
}

static dnnl_memory_t
desc_memory(const desc *d, dnnl_engine_t e)
{
	dnnl_memory_t m = NULL;

	return dnnl_memory_create(&m, d, e, DNNL_MEMORY_NONE) ==
	    dnnl_success ? m : NULL;
}

static dnnl_primitive_desc_t
matmul_desc(const desc *a, const desc *b, const desc *c, dnnl_engine_t e)
{
	dnnl_primitive_desc_t pd = NULL;
	dnnl_matmul_desc_t op;

	if (dnnl_matmul_desc_init(&op, a, b, NULL, c) != dnnl_success)
		return NULL;
	return dnnl_primitive_desc_create(&pd, &op, NULL, e, NULL) ==
	    dnnl_success ? pd : NULL;
}
#endif

struct gemm_cache *
gemm_open(void)
{
	struct gemm_cache *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return NULL;
	if (dnnl_engine_create(&g->engine, dnnl_cpu, 0) != dnnl_success ||
	    dnnl_stream_create(&g->stream, g->engine,
	    dnnl_stream_default_flags) != dnnl_success) {
		gemm_close(g);
		return NULL;
	}
	return g;
}

static void
slot_clear(struct slot *s)
{
	if (s->prim != NULL)
		dnnl_primitive_destroy(s->prim);
	if (s->a != NULL)
		dnnl_memory_destroy(s->a);
	if (s->b != NULL)
		dnnl_memory_destroy(s->b);
	if (s->c != NULL)
		dnnl_memory_destroy(s->c);
	memset(s, 0, sizeof(*s));
}

void
gemm_close(struct gemm_cache *g)
{
	if (g == NULL)
		return;
	for (int i = 0; i < SLOTS; i++)
		slot_clear(&g->slot[i]);
	if (g->stream != NULL)
		dnnl_stream_destroy(g->stream);
	if (g->engine != NULL)
		dnnl_engine_destroy(g->engine);
	free(g);
}

const char *
gemm_version(char *buf, size_t size)
{
	const dnnl_version_t *v = dnnl_version();

	snprintf(buf, size, "oneDNN %d.%d.%d", v->major, v->minor, v->patch);
	return buf;
}

/* An axis of one entry may have any stride but 0. */
static void
strides_of(dnnl_dims_t to, const int64_t *from, int n)
{
	memset(to, 0, sizeof(dnnl_dims_t));
	for (int i = 0; i < n; i++)
		to[i] = from[i] == 0 ? 1 : from[i];
}

static void
slot_fill(struct gemm_cache *g, struct slot *s, const struct gemm_key *key)
{
	int n = (int)key->ndims, nb = n - 2;
	dnnl_dims_t da = { 0 }, db = { 0 }, dc = { 0 }, sa, sb, sc;
	dnnl_primitive_desc_t pd = NULL;
	desc a = { 0 }, b = { 0 }, c = { 0 };

	s->key = *key;
	s->used = true;
	for (int i = 0; i < nb; i++) {
		/* What is broadcast has one entry for oneDNN. */
		da[i] = key->sa[i] == 0 ? 1 : key->size[i];
		db[i] = key->sb[i] == 0 ? 1 : key->size[i];
		dc[i] = key->size[i];
	}
	da[nb] = dc[nb] = key->m;
	da[nb + 1] = db[nb] = key->k;
	db[nb + 1] = dc[nb + 1] = key->n;
	strides_of(sa, key->sa, n);
	strides_of(sb, key->sb, n);
	strides_of(sc, key->sc, n);
	if (!desc_make(&a, n, da, sa) || !desc_make(&b, n, db, sb) ||
	    !desc_make(&c, n, dc, sc))
		goto out;
	pd = matmul_desc(&a, &b, &c, g->engine);
	if (pd == NULL)
		goto out;
	s->a = desc_memory(&a, g->engine);
	s->b = desc_memory(&b, g->engine);
	s->c = desc_memory(&c, g->engine);
	if (s->a == NULL || s->b == NULL || s->c == NULL ||
	    dnnl_primitive_create(&s->prim, pd) != dnnl_success)
		s->prim = NULL;
out:
	if (pd != NULL)
		dnnl_primitive_desc_destroy(pd);
	desc_drop(&a);
	desc_drop(&b);
	desc_drop(&c);
}

static struct slot *
slot_find(struct gemm_cache *g, const struct gemm_key *key)
{
	const unsigned char *p = (const unsigned char *)key;
	uint64_t h = 0x9e3779b97f4a7c15u;
	struct slot *s;

	for (size_t i = 0; i < sizeof(*key); i += 8) {
		uint64_t w;

		memcpy(&w, p + i, 8);
		h = (h ^ w) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	s = &g->slot[h % SLOTS];
	if (s->used && memcmp(&s->key, key, sizeof(*key)) == 0)
		return s;
	slot_clear(s);
	slot_fill(g, s, key);
	return s;
}

bool
gemm_run(struct gemm_cache *g, const struct gemm *m)
{
	struct gemm_key key;
	struct slot *s;
	dnnl_exec_arg_t args[3];

	memset(&key, 0, sizeof(key));
	key.ndims = m->nbatch + 2;
	key.m = m->m;
	key.n = m->n;
	key.k = m->k;
	for (int i = 0; i < m->nbatch; i++)
		key.size[i] = m->size[i];
	for (int i = 0; i < m->nbatch + 2; i++) {
		key.sa[i] = m->sa[i];
		key.sb[i] = m->sb[i];
		key.sc[i] = m->sc[i];
	}
	s = slot_find(g, &key);
	if (s->prim == NULL)
		return false;
	/* Inputs are only read; the interface has no const. */
	if (dnnl_memory_set_data_handle(s->a, (void *)(uintptr_t)m->a) !=
	    dnnl_success || dnnl_memory_set_data_handle(s->b,
	    (void *)(uintptr_t)m->b) != dnnl_success ||
	    dnnl_memory_set_data_handle(s->c, m->c) != dnnl_success)
		return false;
	args[0] = (dnnl_exec_arg_t){ DNNL_ARG_SRC, s->a };
	args[1] = (dnnl_exec_arg_t){ DNNL_ARG_WEIGHTS, s->b };
	args[2] = (dnnl_exec_arg_t){ DNNL_ARG_DST, s->c };
	return dnnl_primitive_execute(s->prim, g->stream, 3, args) ==
	    dnnl_success && dnnl_stream_wait(g->stream) == dnnl_success;
}
