/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/pack.h"

#include <stdlib.h>
#include <string.h>

#include "core/tensor/backend/split.h"
#include "core/tensor/half.h"
#include "core/tensor/storage.h"

/* What hangs on a storage: a file of hundreds of weights is one. */
#define BUCKETS 256

struct pack_list {
	struct module *m;
	struct packed *bucket[BUCKETS];
};

static struct packed **
list_bucket(struct pack_list *l, size_t offset)
{
	return &l->bucket[(offset >> 5) * 0x9e3779b97f4a7c15u >> 56];
}

static void
list_free(void *data)
{
	struct pack_list *l = data;

	for (int i = 0; i < BUCKETS; i++)
		while (l->bucket[i] != NULL) {
			struct packed *p = l->bucket[i];

			l->bucket[i] = p->next;
			l->m->packed_bytes -= p->bytes;
			free(p->data);
			free(p);
		}
	free(l);
}

/* float16 bits of what came from float16. */
static uint16_t
half_back(float f)
{
	union { float f; uint32_t u; } x = { f };
	uint32_t sign = x.u >> 16 & 0x8000;

	x.u &= 0x7fffffff;
	if (x.u >= 0x7f800000)
		return (uint16_t)(sign | 0x7c00 | (x.u >> 13 & 0x3ff));
	x.f *= half_bits(0x07800000);	/* 2^-112 */
	return (uint16_t)(sign | x.u >> 13);
}

struct pack_job {
	struct packed *p;
	const struct operand *b;
};

static void
scale_store(unsigned char *to, const struct packing *k, int lane, float v)
{
	if (k->half) {
		uint16_t h = half_back(v);

		memcpy(to + lane * 2, &h, 2);
	} else {
		memcpy(to + lane * 4, &v, 4);
	}
}

/* Puts one block of one row where its lane is. */
static void
lane_store(unsigned char *at, const struct packing *k, int lane,
    const int8_t *q, float d, float m)
{
	size_t scales = packing_scale_bytes(k);

	scale_store(at, k, lane, d);
	if (k->has_min)
		scale_store(at + scales, k, lane, m);
	at += scales * (k->has_min ? 2 : 1);
	if (k->bits == 8) {
		for (int i = 0; i < k->group; i++)
			at[i * PANEL + lane] = (unsigned char)q[i];
		return;
	}
	for (int w = 0; w < k->group / 8; w++) {
		uint32_t word = 0;

		for (int i = 0; i < 8; i++)
			word |= (uint32_t)(q[w * 8 + i] & 15) << (4 * i);
		memcpy(at + w * 64 + lane * 4, &word, 4);
	}
}

static void
panels_fill(int64_t p0, int64_t p1, void *arg)
{
	const struct pack_job *j = arg;
	struct packed *p = j->p;
	const struct dtype_row *t = &dtypes[p->stored];
	const struct split_row *row = &splits[p->stored];
	size_t size = packing_block_bytes(&p->packing);
	int per = t->block / p->packing.group;

	for (int64_t i = p0 * PANEL; i < p1 * PANEL && i < p->n; i++) {
		const uint8_t *from = (const uint8_t *)j->b->data +
		    i * p->col / t->block * t->bytes;
		unsigned char *to = p->data +
		    (size_t)(i / PANEL) * p->panel_bytes;

		for (int64_t b = 0; b < p->k / t->block; b++) {
			int8_t q[256];
			float d[16], m[16] = { 0 };

			row->split(from, q, d, m);
			for (int g = 0; g < per; g++, to += size)
				lane_store(to, &p->packing, (int)(i % PANEL),
				    q + g * p->packing.group, d[g], m[g]);
			from += t->bytes;
		}
	}
}

static struct packed *
pack_make(struct module *m, const struct operand *b, int64_t k, int64_t n)
{
	const struct packing *to = &splits[b->stored].to;
	struct packed *p = calloc(1, sizeof(*p));
	struct pack_job j = { p, b };

	if (p == NULL)
		return NULL;
	p->stored = b->stored;
	p->offset = b->offset;
	p->k = k;
	p->n = n;
	p->col = b->col;
	p->packing = *to;
	p->nblocks = k / to->group;
	p->npanels = (n + PANEL - 1) / PANEL;
	p->panel_bytes = (size_t)p->nblocks * packing_block_bytes(to);
	p->bytes = (size_t)p->npanels * p->panel_bytes;
	if (m->packed_bytes + p->bytes <= m->budget)
		p->data = aligned_alloc(64, (p->bytes + 63) / 64 * 64);
	if (p->data == NULL) {
		free(p);
		return NULL;
	}
	/* Rows that are only there to fill the last panel are zero. */
	if (n % PANEL != 0)
		memset(p->data + (size_t)(p->npanels - 1) * p->panel_bytes, 0,
		    p->panel_bytes);
	pool_run(m, p->npanels, 4, panels_fill, &j);
	m->packed_bytes += p->bytes;
	return p;
}

const struct packed *
pack_get(struct module *m, const struct operand *b, int64_t k, int64_t n)
{
	struct pack_list *l;
	struct packed *p, **head;

	if (b->storage == NULL || splits[b->stored].split == NULL ||
	    b->row != 1 || k % dtypes[b->stored].block != 0 ||
	    b->col % dtypes[b->stored].block != 0)
		return NULL;
	l = b->storage->packed;
	if (l == NULL) {
		l = calloc(1, sizeof(*l));
		if (l == NULL)
			return NULL;
		l->m = m;
		b->storage->packed = l;
		b->storage->packed_free = list_free;
	}
	head = list_bucket(l, b->offset);
	for (p = *head; p != NULL; p = p->next)
		if (p->offset == b->offset && p->stored == b->stored &&
		    p->k == k && p->n == n && p->col == b->col)
			return p;
	p = pack_make(m, b, k, n);
	if (p == NULL)
		return NULL;
	p->next = *head;
	*head = p;
	return p;
}

void
pack_few(const struct packed *p, struct few *f)
{
	f->panels = p->data;
	f->panel_bytes = p->panel_bytes;
	f->npanels = p->npanels;
	f->nblocks = p->nblocks;
}
