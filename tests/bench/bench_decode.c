/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The weights of a SmolLM2-135M, read once for one token (and for a few
 * rows), and products of many rows; beside them what the machine reads and
 * multiplies at best, measured in the same run.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/tensor/storage.h"
#include "tests/backend_open.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Rows and columns of each matrix of a block, then the head. */
static const int64_t shape[][2] = {
	{ 576, 576 }, { 192, 576 }, { 192, 576 }, { 576, 576 },
	{ 1536, 576 }, { 1536, 576 }, { 576, 1536 },
};
enum { BLOCKS = 30, PER = 7, HEAD = 49152 };

struct model {
	enum dtype t;
	int block, bytes;
	unsigned char *w;
	size_t size;
	struct storage st;
	float *x, *y;
};

static void
product(struct backend *b, struct model *m, size_t *at, int64_t n, int64_t k,
    int64_t rows)
{
	struct matmul mm = {
		.m = rows, .n = n, .k = k,
		.a = { .data = m->x, .stored = DT_F32, .row = k, .col = 1 },
		.b = { .data = m->w + *at, .stored = m->t, .row = 1,
		    .col = k, .storage = &m->st, .offset = *at },
		.c = { .data = m->y, .stored = DT_F32, .row = n, .col = 1 },
		.post = { .act = -1 },
	};

	if (!b->matmul(b, &mm, NULL))
		abort();
	*at += (size_t)(n * k / m->block * m->bytes);
}

static double
sweep(struct backend *b, struct model *m, int64_t rows)
{
	double best = 1e9, t0 = now();

	for (int i = 0; i < 4 || (now() - t0 < 1 && i < 100); i++) {
		size_t at = 0;
		double t = now();

		for (int l = 0; l < BLOCKS; l++)
			for (int j = 0; j < PER; j++)
				product(b, m, &at, shape[j][0], shape[j][1],
				    rows);
		product(b, m, &at, HEAD, 576, rows);
		t = now() - t;
		best = t < best ? t : best;
	}
	return best;
}

static size_t
weights(void)
{
	size_t n = (size_t)HEAD * 576;

	for (int j = 0; j < PER; j++)
		n += (size_t)(BLOCKS * shape[j][0] * shape[j][1]);
	return n;
}

static void
sum_part(int64_t i0, int64_t i1, void *arg)
{
	const uint64_t *v = arg;
	uint64_t s[8] = { 0 };

	for (int64_t i = i0; i < i1; i++)
		for (int j = 0; j < 8; j++)
			s[j] += v[i * 8 + j];
	for (int j = 1; j < 8; j++)
		s[0] += s[j];
	/* Keeps the loop from being dropped. */
	if (s[0] == 42)
		printf(" ");
}

static void
reading(struct backend *b, const struct model *m)
{
	double best = 1e9;

	for (int i = 0; i < 10; i++) {
		double t = now();

		b->parallel(b, (int64_t)(m->size / 64), 4096, sum_part, m->w);
		t = now() - t;
		best = t < best ? t : best;
	}
	printf("  reading %5.1f MB        %7.2f ms  %6.1f GB/s\n",
	    (double)m->size * 1e-6, best * 1e3,
	    (double)m->size / best * 1e-9);
}

static void
type_run(struct backend *b, const char *name, enum dtype t, int block,
    int bytes)
{
	struct model m = { .t = t, .block = block, .bytes = bytes,
	    .st = { .refs = 1 } };
	static const int rows[] = { 1, 2, 4, 8, 16, 32, 64, 512 };

	m.size = weights() / (size_t)block * (size_t)bytes / 64 * 64;
	m.w = aligned_alloc(64, m.size + 4096);
	m.x = calloc(512 * 1536, 4);
	m.y = aligned_alloc(64, (size_t)512 * HEAD * 4);
	/* 0x2222: of any type a small, normal scale. */
	memset(m.w, 0x22, m.size + 4096);
	for (int i = 0; i < 512 * 1536; i++)
		m.x[i] = (float)(i % 17) - 8;
	printf("%s, %s\n", name, b->name);
	reading(b, &m);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double s = sweep(b, &m, rows[i]);

		printf("  %3d rows: all weights  %7.2f ms  %6.1f GB/s  "
		    "%6.1f GFLOP/s\n", rows[i], s * 1e3,
		    (double)m.size / s * 1e-9,
		    2e-9 * (double)weights() * rows[i] / s);
	}
	if (m.st.packed != NULL)
		m.st.packed_free(m.st.packed);
	free(m.w);
	free(m.x);
	free(m.y);
}

int
main(int argc, char **argv)
{
	struct backend *b = backend_open_built(0);
	const char *isa = argc > 2 ? argv[2] : NULL;
	const char *only = argc > 1 ? argv[1] : "";

	if (b == NULL || (isa != NULL && !b->use_isa(b, isa)))
		return 1;
	if (*only == '\0' || strcmp(only, "Q4_1") == 0)
		type_run(b, "Q4_1", DT_Q4_1, 32, 20);
	if (*only == '\0' || strcmp(only, "Q8_0") == 0)
		type_run(b, "Q8_0", DT_Q8_0, 32, 34);
	if (*only == '\0' || strcmp(only, "BF16") == 0)
		type_run(b, "BF16", DT_BF16, 1, 2);
	if (*only == '\0' || strcmp(only, "F32") == 0)
		type_run(b, "F32", DT_F32, 1, 4);
	b->close(b);
	return 0;
}
