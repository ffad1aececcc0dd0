/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model of the size of SmolLM2-135M with random Q4_1 weights, written with
 * the operations of tensor.h alone: what a token and a prompt of 512 cost,
 * and how much of it is recording and how much computing.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/tensor/engine.h"
#include "core/tensor/plan.h"
#include "core/tensor/storage.h"
#include "core/tensor/tensor.h"

enum { BLOCKS = 30, WIDTH = 576, HEADS = 3, GROUP = 3, DIM = 64,
    NEURONS = 1536, VOCABULARY = 49152, CACHE = 1024 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct block {
	struct tensor *norm[2], *q, *k, *v, *o, *gate, *up, *down;
	struct tensor *cache[2];
};

struct model {
	struct ctx *c;
	struct storage *st;
	size_t at;
	struct block block[BLOCKS];
	struct tensor *norm, *head;
};

static struct axis
axis(struct ctx *c, const char *name, int64_t n)
{
	return (struct axis){ atom(c, name), n };
}

static struct tensor *
weight(struct model *m, int n, const struct axis *axes)
{
	int64_t size = 1;
	struct tensor *t;

	for (int i = 0; i < n; i++)
		size *= axes[i].size;
	t = tensor_of_storage(m->c, DT_Q4_1, n, axes, m->st, m->at);
	m->at += (size_t)size / 32 * 20;
	if (t == NULL) {
		fprintf(stderr, "%s\n", m->c->err.text);
		exit(1);
	}
	return tensor_ref(t);
}

static struct tensor *
ones(struct ctx *c, int n, const struct axis *axes, double v)
{
	struct tensor *t = tensor_fill(c, v, DT_F32, n, axes);

	tensor_force(c, t);
	return tensor_ref(t);
}

static void
model_make(struct model *m, struct ctx *c)
{
	struct axis e = axis(c, "embedding", WIDTH), h = axis(c, "heads",
	    HEADS), g = axis(c, "query_heads", GROUP), p = axis(c,
	    "projection", DIM), n = axis(c, "neurons", NEURONS);
	size_t size = ((size_t)VOCABULARY * WIDTH + (size_t)BLOCKS *
	    (WIDTH * WIDTH * 2 + WIDTH * HEADS * DIM * 2 + WIDTH * NEURONS *
	    3)) / 32 * 20;

	m->c = c;
	m->at = 0;
	m->st = storage_create(c, size);
	memset(m->st->data, 0x22, size);
	for (size_t i = 0; i < size; i++)
		if (i % 20 >= 4)
			m->st->data[i] = (unsigned char)(i * 2654435761u >> 13);
		else if (i % 4 == 3)
			m->st->data[i] = 0xa8;
		else if (i % 4 == 1)
			m->st->data[i] = 0x18;
	for (int i = 0; i < BLOCKS; i++) {
		struct block *b = &m->block[i];

		b->norm[0] = ones(c, 1, &e, 1);
		b->norm[1] = ones(c, 1, &e, 1);
		b->q = weight(m, 4, (struct axis[]){ h, g, p, e });
		b->k = weight(m, 3, (struct axis[]){ h, p, e });
		b->v = weight(m, 3, (struct axis[]){ h, p, e });
		b->o = weight(m, 4, (struct axis[]){ e, h, g, p });
		b->gate = weight(m, 2, (struct axis[]){ n, e });
		b->up = weight(m, 2, (struct axis[]){ n, e });
		b->down = weight(m, 2, (struct axis[]){ e, n });
		for (int k = 0; k < 2; k++)
			b->cache[k] = ones(c, 3, (struct axis[]){
			    axis(c, "kv_seq", CACHE), h, p }, 0);
	}
	m->norm = ones(c, 1, &e, 1);
	m->head = weight(m, 2, (struct axis[]){ axis(c, "vocabulary",
	    VOCABULARY), e });
}

static struct tensor *
contract(struct ctx *c, struct tensor *a, struct tensor *b, const char *name)
{
	const struct atom *n = atom(c, name);

	return tensor_contract(c, a, b, &n, 1);
}

static struct tensor *
norm(struct ctx *c, struct tensor *x, struct tensor *w)
{
	int at = tensor_find_axis(x, atom(c, "embedding"));

	return tensor_binary(c, BINARY_mul, tensor_rms_standardize(c, x,
	    1u << at, 1e-5), w);
}

static struct tensor *
rope(struct ctx *c, struct tensor *x, struct tensor *pos)
{
	return tensor_rope(c, x, tensor_find_axis(x, atom(c, "projection")),
	    pos, &(struct rope){ .wavelength = 1e5, .scale = 1 });
}

static struct tensor *
attention(struct model *m, struct block *b, struct tensor *x,
    struct tensor *pos, struct tensor *start, bool cached)
{
	struct ctx *c = m->c;
	const struct atom *seq = atom(c, "seq"), *kv = atom(c, "kv_seq"),
	    *two[2] = { atom(c, "heads"), NULL };
	struct tensor *q = rope(c, contract(c, x, b->q, "embedding"), pos);
	struct tensor *k = tensor_rename(c, rope(c, contract(c, x, b->k,
	    "embedding"), pos), seq, kv);
	struct tensor *v = tensor_rename(c, contract(c, x, b->v,
	    "embedding"), seq, kv), *s, *kpos;
	static const uint8_t lq[] = { 1, 2, 3, 4 }, lk[] = { 5, 2, 4 },
	    ls[] = { 1, 2, 3, 5 }, lo[] = { 1, 2, 3, 4 };
	struct axis out[4];
	uint8_t lw[4];

	(void)two;
	q = tensor_binary(c, BINARY_mul, q, tensor_scalar_f(c, 0.125, DT_F32,
	    true));
	if (cached)
		for (int i = 0; i < 2; i++) {
			struct tensor **part = i == 0 ? &k : &v, *old =
			    b->cache[i];

			*part = tensor_update_slice(c, old, 0, start, *part);
			b->cache[i] = tensor_ref(*part);
			tensor_unref(old);
		}
	for (int i = 0; i < 4; i++)
		out[i] = tensor_axes(q)[i];
	out[3] = axis(c, "kv_seq", tensor_axes(k)[0].size);
	s = tensor_einsum(c, q, lq, k, lk, 4, ls, out);
	kpos = tensor_arange(c, DT_I32, 0, 1, out[3]);
	s = tensor_where(c, tensor_binary(c, BINARY_ge, pos, kpos), s,
	    tensor_scalar_f(c, -1e10, DT_F32, true));
	s = tensor_softmax(c, s, 1u << tensor_find_axis(s, kv));
	for (int i = 0; i < 4; i++)
		lw[i] = tensor_axes(s)[i].name == kv ? 5 :
		    (uint8_t)(1 + tensor_find_axis(q,
		    tensor_axes(s)[i].name));
	for (int i = 0; i < 4; i++)
		out[i] = tensor_axes(q)[i];
	s = tensor_einsum(c, s, lw, v, lk, 4, lo, out);
	{
		const struct atom *over[3] = { atom(c, "heads"), atom(c,
		    "query_heads"), atom(c, "projection") };

		return tensor_contract(c, s, b->o, over, 3);
	}
}

static struct tensor *
model_run(struct model *m, struct tensor *x, struct tensor *pos,
    struct tensor *start, bool cached)
{
	struct ctx *c = m->c;

	for (int i = 0; i < BLOCKS; i++) {
		struct block *b = &m->block[i];
		struct tensor *t;

		t = norm(c, x, b->norm[0]);
		x = tensor_binary(c, BINARY_add, x, attention(m, b, t, pos,
		    start, cached));
		t = norm(c, x, b->norm[1]);
		t = tensor_binary(c, BINARY_mul, tensor_unary(c, UNARY_silu,
		    contract(c, t, b->gate, "embedding")), contract(c, t,
		    b->up, "embedding"));
		x = tensor_binary(c, BINARY_add, x, contract(c, t, b->down,
		    "neurons"));
	}
	return contract(c, norm(c, x, m->norm), m->head, "embedding");
}

static void
check(struct ctx *c)
{
	if (err_is_set(c)) {
		fprintf(stderr, "%s\n", c->err.text);
		exit(1);
	}
}

static void
timed(struct model *m, int64_t len, bool cached, int times)
{
	struct ctx *c = m->c;
	double record = 1e9, run = 1e9, sum = 0;

	for (int i = 0; i < times; i++) {
		size_t mark = scope_mark(&c->scope);
		struct axis axes[2] = { axis(c, "seq", len), axis(c,
		    "embedding", WIDTH) };
		struct tensor *x = ones(c, 2, axes, 0.3), *y;
		struct tensor *pos = tensor_arange(c, DT_I32, cached ? i % 900
		    : 0, 1, axes[0]);
		struct tensor *start = tensor_scalar_i(c, cached ? i % 900 :
		    0, DT_I32, false);
		double t0 = now(), t1, t2;
		size_t inner;

		tensor_force(c, pos);
		inner = scope_mark(&c->scope);
		y = model_run(m, x, pos, start, cached);
		check(c);
		tensor_ref(y);
		scope_drop(c, inner);
		t1 = now();
		tensor_force(c, y);
		check(c);
		t2 = now();
		sum += t2 - t0;
		record = t1 - t0 < record ? t1 - t0 : record;
		run = t2 - t1 < run ? t2 - t1 : run;
		tensor_unref(y);
		tensor_unref(x);
		scope_drop(c, mark);
	}
	printf("%4d tokens%s: recorded in %.2f ms, computed in %.2f ms, "
	    "%.2f ms on average\n", (int)len, cached ? ", cached" : "",
	    record * 1e3, run * 1e3, sum / times * 1e3);
}

int
main(int argc, char **argv)
{
	struct ctx c;
	struct engine_options o = { .backend = "./penjing-backend.so" };
	struct model m;
	static const char *const names[] = { "attention", "matmul", "along",
	    "pointwise" };

	ctx_init(&c, NULL);
	engine_init(&c, &o);
	model_make(&m, &c);
	check(&c);
	if (argc < 2 || strcmp(argv[1], "decode") == 0)
		timed(&m, 1, true, argc > 1 ? 1000 : 200);
	for (size_t i = 0; i < 4; i++) {
		size_t declined, n = plans_fused(engine_plans(&c), names[i],
		    &declined);

		printf("  %s: %zu fused, %zu declined\n", names[i], n,
		    declined);
	}
	if (argc < 2 || strcmp(argv[1], "prompt") == 0)
		timed(&m, 512, false, 5);
	for (size_t i = 0; i < 4; i++) {
		size_t declined, n = plans_fused(engine_plans(&c), names[i],
		    &declined);

		printf("  %s: %zu fused, %zu declined\n", names[i], n,
		    declined);
	}
	return 0;
}
