/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/tensor/backend/cpu.h"

#define BLOCK 512

/* Registers of one thread: a value for each input and step. */
struct regs {
	float v[POINTWISE_MAX_REGS][BLOCK];
};

struct job {
	struct module *m;
	const struct pointwise *p;
	const atomic_bool *stop;
	struct regs *regs;	/* one a thread */
};

static size_t
view_size(enum dtype d)
{
	return d == DT_BOOL ? 1 : d == DT_F32 ? 4 : 2;
}

/* n elements of an input from element `at` on, as floats: in place where
 * they are floats side by side, else in the register. */
static const float *
input_load(const struct kern *k, const struct point_view *v, int64_t at,
    int64_t step, int64_t n, float *reg)
{
	const char *p = (const char *)v->data +
	    at * (int64_t)view_size(v->stored);

	if (v->stored == DT_F32 && step == 1)
		return (const float *)(const void *)p;
	if (v->stored == DT_BOOL) {
		for (int64_t i = 0; i < n; i++)
			reg[i] = p[i * step] != 0;
		return reg;
	}
	if (step == 0) {
		k->convert(reg, p, v->stored, 1);
		for (int64_t i = 1; i < n; i++)
			reg[i] = reg[0];
	} else if (step == 1) {
		k->convert(reg, p, v->stored, n);
	} else if (v->stored == DT_F32) {
		for (int64_t i = 0; i < n; i++)
			reg[i] = ((const float *)(const void *)p)[i * step];
	} else {
		for (int64_t i = 0; i < n; i++)
			k->convert(reg + i, p + i * step * 2, v->stored, 1);
	}
	return reg;
}

static void
result_store(const struct point_view *v, int64_t at, int64_t step,
    const float *reg, int64_t n)
{
	if (v->stored == DT_BOOL) {
		unsigned char *p = (unsigned char *)v->data + at;

		for (int64_t i = 0; i < n; i++)
			p[i * step] = reg[i] != 0;
	} else {
		float *p = (float *)v->data + at;

		if (step == 1) {
			if (p != reg)
				memcpy(p, reg, (size_t)n * 4);
			return;
		}
		for (int64_t i = 0; i < n; i++)
			p[i * step] = reg[i];
	}
}

static void
step_run(const struct kern *k, const struct point_step *s, float *to,
    const float *const *r, int64_t n)
{
	if (s->kind == POINT_UNARY)
		k->unary[s->op](to, r[s->x], n);
	else if (s->kind == POINT_BINARY)
		k->binary[s->op](to, r[s->x], r[s->y], n);
	else
		k->pick(to, r[s->x], r[s->y], r[s->z], n);
}

/* n elements along the last axis; at: where each view begins. */
static void
block_run(const struct job *j, struct regs *regs, const int64_t *in_at,
    const int64_t *out_at, int64_t i0, int64_t n)
{
	const struct pointwise *p = j->p;
	const float *r[POINTWISE_MAX_REGS];
	int last = p->naxes - 1;

	for (int i = 0; i < p->nin; i++) {
		int64_t step = p->in[i].stride[last];

		r[i] = input_load(j->m->kern, &p->in[i],
		    in_at[i] + i0 * step, step, n, regs->v[i]);
	}
	for (int i = 0; i < p->nsteps; i++) {
		float *to = regs->v[p->nin + i];

		step_run(j->m->kern, &p->step[i], to, r, n);
		r[p->nin + i] = to;
	}
	for (int i = 0; i < p->nout; i++) {
		int64_t step = p->out[i].stride[last];

		result_store(&p->out[i], out_at[i] + i0 * step, step,
		    r[p->out[i].reg], n);
	}
}

/* Blocks b0..b1, counted over rows of the last axis cut in blocks. */
static void
blocks_run(int64_t b0, int64_t b1, void *arg)
{
	const struct job *j = arg;
	const struct pointwise *p = j->p;
	struct regs *regs = &j->regs[pool_thread()];
	int last = p->naxes - 1;
	int64_t n = p->size[last], per_row = (n + BLOCK - 1) / BLOCK;

	for (int64_t b = b0; b < b1; b++) {
		int64_t in_at[POINTWISE_MAX_IN] = { 0 };
		int64_t out_at[POINTWISE_MAX_OUT] = { 0 };
		int64_t row = b / per_row, i0 = b % per_row * BLOCK;

		for (int a = last - 1; a >= 0; a--) {
			int64_t at = row % p->size[a];

			row /= p->size[a];
			for (int i = 0; i < p->nin; i++)
				in_at[i] += at * p->in[i].stride[a];
			for (int i = 0; i < p->nout; i++)
				out_at[i] += at * p->out[i].stride[a];
		}
		block_run(j, regs, in_at, out_at, i0,
		    n - i0 < BLOCK ? n - i0 : BLOCK);
		if ((b & 63) == 0 && stopped(j->stop))
			return;
	}
}

bool
pointwise_can(struct backend *b, enum point_kind kind, int op)
{
	const struct kern *k = ((struct module *)b)->kern;

	if (kind == POINT_UNARY)
		return op >= 0 && op < UNARY_COUNT && k->unary[op] != NULL;
	if (kind == POINT_BINARY)
		return op >= 0 && op < BINARY_COUNT && k->binary[op] != NULL;
	return true;
}

/* Joins axes that lie behind each other in every view. */
static void
axes_join(struct pointwise *p)
{
	int n = 0;

	for (int a = 1; a < p->naxes; a++) {
		bool join = true;

		for (int i = 0; i < p->nin; i++)
			join = join && p->in[i].stride[n] ==
			    p->in[i].stride[a] * p->size[a];
		for (int i = 0; i < p->nout; i++)
			join = join && p->out[i].stride[n] ==
			    p->out[i].stride[a] * p->size[a];
		if (!join)
			n++;
		p->size[n] = join ? p->size[n] * p->size[a] : p->size[a];
		for (int i = 0; i < p->nin; i++)
			p->in[i].stride[n] = p->in[i].stride[a];
		for (int i = 0; i < p->nout; i++)
			p->out[i].stride[n] = p->out[i].stride[a];
	}
	p->naxes = n + 1;
}

bool
pointwise_run(struct backend *b, const struct pointwise *given,
    const atomic_bool *stop)
{
	struct module *m = (struct module *)b;
	struct pointwise p = *given;
	struct job j = { m, &p, stop, NULL };
	int64_t nblocks = 1, n;

	for (int i = 0; i < p.nsteps; i++)
		if (!pointwise_can(b, p.step[i].kind, p.step[i].op))
			return false;
	j.regs = module_scratch(m, SCRATCH_THREADS,
	    sizeof(struct regs) * (size_t)m->threads);
	if (j.regs == NULL)
		return false;
	if (p.naxes == 0) {
		p.naxes = 1;
		p.size[0] = 1;
		for (int i = 0; i < p.nin; i++)
			p.in[i].stride[0] = 0;
		for (int i = 0; i < p.nout; i++)
			p.out[i].stride[0] = 0;
	}
	axes_join(&p);
	for (int a = 0; a < p.naxes - 1; a++)
		nblocks *= p.size[a];
	n = p.size[p.naxes - 1];
	nblocks *= (n + BLOCK - 1) / BLOCK;
	/* Some ten thousand steps of elements are worth a thread. */
	pool_run(m, nblocks, 1 + 32768 / ((n < BLOCK ? n : BLOCK) *
	    (p.nsteps + 2) + 1), blocks_run, &j);
	return !stopped(stop);
}
