/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which way a product goes: few rows by our own kernels, in the type the
 * weights are stored in; many rows by oneDNN, in slabs.
 */
#include <string.h>

#include "core/tensor/backend/pack.h"
#include "core/tensor/backend/slabs.h"

/* Up to so many rows the own kernels are faster: float32, narrower. */
#define FEW_F32 8
#define FEW_NARROW 32

/* A product of two matrices; a is float32 with col 1, c has col 1. */
struct flat {
	struct module *m;
	const struct post *post;
	const atomic_bool *stop;
	int64_t rows, n, k;
	const float *a;
	int64_t lda;
	struct operand b;
	float *c;
	int64_t ldc;
	const float *c0;	/* where post.mul and post.add begin */
	/* of the few-row ways */
	const struct packed *pack;
	const float *sums;
	int64_t chunk;		/* columns a task */
};

void
post_row(const struct kern *k, const struct post *p, float *c, int64_t at,
    int64_t n0, int64_t n)
{
	if (p->bias != NULL)
		k->binary[BINARY_add](c, c, p->bias + n0, n);
	if (p->act >= 0)
		k->unary[p->act](c, c, n);
	if (p->mul != NULL)
		k->binary[BINARY_mul](c, c, p->mul + at, n);
	if (p->add != NULL)
		k->binary[BINARY_add](c, c, p->add + at, n);
}

/* ---- few rows -------------------------------------------------------------- */

static void
few_panels(const struct flat *f, int64_t n0, int64_t n, int r0, int nr)
{
	struct few w = { 0 };
	int64_t whole = n / PANEL;
	float part[FEW_ROWS * PANEL];

	pack_few(f->pack, &w);
	w.panels += (size_t)(n0 / PANEL) * w.panel_bytes;
	w.a = f->a + r0 * f->lda;
	w.lda = f->lda;
	w.sums = f->sums != NULL ? f->sums + r0 * w.nblocks : w.a;
	w.nrows = nr;
	w.npanels = whole;
	w.out = f->c + r0 * f->ldc + n0;
	w.ldout = f->ldc;
	if (whole > 0)
		f->m->kern->few(&w, &f->pack->packing);
	if (n % PANEL == 0)
		return;
	/* The last panel is wider than what is left of a row. */
	w.panels += (size_t)whole * w.panel_bytes;
	w.npanels = 1;
	w.out = part;
	w.ldout = PANEL;
	f->m->kern->few(&w, &f->pack->packing);
	for (int r = 0; r < nr; r++)
		memcpy(f->c + (r0 + r) * f->ldc + n0 + whole * PANEL,
		    part + r * PANEL, (size_t)(n % PANEL) * 4);
}

static void
few_plain(const struct flat *f, int64_t n0, int64_t n, int r0, int nr)
{
	bool along_k = f->b.row == 1;
	size_t size = dtype_size(f->b.stored);
	struct dots d = {
		.w = (const char *)f->b.data + (size_t)(n0 * f->b.col) * size,
		.ldw = along_k ? f->b.col : f->b.row,
		.stored = f->b.stored,
		.n = n, .k = f->k,
		.a = f->a + r0 * f->lda,
		.lda = f->lda,
		.nrows = nr,
		.out = f->c + r0 * f->ldc + n0,
		.ldout = f->ldc,
	};

	(along_k ? f->m->kern->dots : f->m->kern->axpys)(&d);
}

static void
few_chunks(int64_t i0, int64_t i1, void *arg)
{
	const struct flat *f = arg;
	int64_t n0 = i0 * f->chunk, end = i1 * f->chunk;
	int64_t n = (end < f->n ? end : f->n) - n0;

	for (int r = 0; r < f->rows && !stopped(f->stop); r += FEW_ROWS) {
		int nr = f->rows - r < FEW_ROWS ? (int)(f->rows - r) :
		    FEW_ROWS;

		if (f->pack != NULL)
			few_panels(f, n0, n, r, nr);
		else
			few_plain(f, n0, n, r, nr);
		for (int i = r; i < r + nr && post_any(f->post); i++) {
			float *c = f->c + i * f->ldc + n0;

			post_row(f->m->kern, f->post, c, c - f->c0, n0, n);
		}
	}
}

/* The sum of the activations of each block, which minima are times. */
static const float *
block_sums(struct flat *f)
{
	int group = f->pack->packing.group;
	int64_t nb = f->pack->nblocks;
	float *s = module_scratch(f->m, SCRATCH_SUMS,
	    (size_t)(f->rows * nb) * 4);

	if (s == NULL)
		return NULL;
	for (int64_t r = 0; r < f->rows; r++)
		for (int64_t b = 0; b < nb; b++)
			s[r * nb + b] = f->m->kern->sum(f->a + r * f->lda +
			    b * group, group);
	return s;
}

static bool
few_run(struct flat *f)
{
	int64_t bytes = f->pack != NULL ? (int64_t)(f->pack->panel_bytes /
	    PANEL) : f->k * (int64_t)dtype_size(f->b.stored);
	int64_t nchunks;

	f->sums = NULL;
	if (f->pack != NULL && f->pack->packing.has_min) {
		f->sums = block_sums(f);
		if (f->sums == NULL)
			return false;
	}
	f->chunk = f->pack != NULL || f->b.row != 1 ? 4 * PANEL : 8;
	nchunks = (f->n + f->chunk - 1) / f->chunk;
	/* Some microseconds of work are worth a thread. */
	pool_run(f->m, nchunks, 1 + (16 << 10) / (bytes * f->chunk *
	    f->rows + 1), few_chunks, f);
	return !stopped(f->stop);
}

/* ---- choosing ---------------------------------------------------------------- */

static bool
is_plain(enum dtype d)
{
	return d == DT_F32 || d == DT_F16 || d == DT_BF16;
}

int64_t
matmul_entries(const struct matmul *mm)
{
	int64_t n = 1;

	for (int d = 0; d < mm->nbatch; d++)
		n *= mm->size[d];
	return n;
}

int64_t
operand_entry(const struct matmul *mm, const struct operand *o, int64_t i)
{
	int64_t at = 0;

	for (int d = mm->nbatch - 1; d >= 0; d--) {
		at += i % mm->size[d] * o->batch[d];
		i /= mm->size[d];
	}
	return at;
}

struct operand
operand_at(const struct matmul *mm, const struct operand *o, int64_t i)
{
	const struct dtype_row *t = &dtypes[o->stored];
	int64_t at = operand_entry(mm, o, i) / t->block * t->bytes;
	struct operand r = *o;

	memset(r.batch, 0, sizeof(r.batch));
	r.data = (const char *)o->data + at;
	r.offset += (size_t)at;
	return r;
}

bool
operand_copy(struct module *m, struct operand *to, int scratch,
    const struct matmul *mm, const struct operand *from, int64_t i,
    int64_t rows, int64_t cols)
{
	struct operand o = operand_at(mm, from, i);
	size_t size = dtype_size(o.stored);
	float *f = module_scratch(m, scratch, (size_t)(rows * cols) * 4);

	if (f == NULL)
		return false;
	*to = (struct operand){ .data = f, .stored = DT_F32, .row = cols,
	    .col = 1 };
	for (int64_t r = 0; r < rows; r++, f += cols) {
		const char *line = (const char *)o.data +
		    r * o.row * (int64_t)size;

		if (o.col == 1)
			m->kern->convert(f, line, o.stored, cols);
		else
			for (int64_t j = 0; j < cols; j++)
				m->kern->convert(f + j, line +
				    j * o.col * (int64_t)size, o.stored, 1);
	}
	return true;
}

/* One entry of the batch. */
static bool
entry_run(struct module *m, const struct matmul *mm, const atomic_bool *stop,
    int64_t i)
{
	struct operand a = operand_at(mm, &mm->a, i);
	struct flat f = {
		.m = m, .post = &mm->post, .stop = stop,
		.rows = mm->m, .n = mm->n, .k = mm->k,
		.b = operand_at(mm, &mm->b, i),
		.c = (float *)(uintptr_t)mm->c.data + operand_entry(mm,
		    &mm->c, i),
		.ldc = mm->c.row, .c0 = mm->c.data,
	};

	if ((a.stored != DT_F32 || a.col != 1) && !operand_copy(m, &a,
	    SCRATCH_A, mm, &mm->a, i, mm->m, mm->k))
		return false;
	f.a = a.data;
	f.lda = a.row;
	if (dtype_is_block(f.b.stored)) {
		f.pack = pack_get(m, &f.b, f.k, f.n);
		if (f.pack == NULL)
			return false;
	} else if (f.b.row != 1 && f.b.col != 1) {
		if (!operand_copy(m, &f.b, SCRATCH_B, mm, &mm->b, i, f.k,
		    f.n))
			return false;
	}
	return few_run(&f);
}

/* Is the product read once for few rows, in the type it is stored in? */
static bool
is_few(struct module *m, const struct matmul *mm)
{
	const struct operand *b = &mm->b;

	return mm->m <= (b->stored == DT_F32 ? FEW_F32 : FEW_NARROW) &&
	    (is_plain(b->stored) || pack_get(m, b, mm->k, mm->n) != NULL);
}

bool
matmul_run(struct backend *backend, const struct matmul *mm,
    const atomic_bool *stop)
{
	struct module *m = (struct module *)backend;
	int64_t entries = matmul_entries(mm);

	if (mm->c.stored != DT_F32 || (mm->c.col != 1 && mm->n != 1) ||
	    !is_plain(mm->a.stored) || mm->m <= 0 || mm->n <= 0 ||
	    mm->k <= 0 || mm->nbatch > MATMUL_MAX_BATCH)
		return false;
	if (!is_plain(mm->b.stored) && (!dtype_is_block(mm->b.stored) ||
	    mm->b.row != 1))
		return false;
	if (mm->post.act >= 0 && m->kern->unary[mm->post.act] == NULL)
		return false;
	if (!is_few(m, mm))
		return slabs_run(m, mm, stop);
	for (int64_t i = 0; i < entries; i++)
		if (stopped(stop) || !entry_run(m, mm, stop, i))
			return false;
	return true;
}
