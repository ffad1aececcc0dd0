/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which way a product goes: few rows by our own kernels, in the type the
 * weights are stored in; many rows by oneDNN, in slabs (short enough for an
 * interrupt, small enough for the cache where weights are decoded).
 */
#include <string.h>

#include "core/tensor/backend/pack.h"
#include "core/tensor/quant.h"

/* Up to so many rows the own kernels are faster: float32, narrower. */
#define FEW_F32 8
#define FEW_NARROW 32
/* Decoded weights that stay in the cache until they are multiplied. */
#define SLAB_BYTES (2 << 20)

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

/* ---- many rows ------------------------------------------------------------- */

/*
 * Columns of one call of oneDNN: 5 ms of work here, 20 ms on a machine a
 * quarter as fast. Not measured, so that a product has the same roundings
 * whenever it is made.
 */
#define SLAB_FLOP ((double)(1 << 30))

static int64_t
slab_columns(int64_t rows, int64_t k)
{
	double n = SLAB_FLOP / (2.0 * (double)rows * (double)k);

	return n < 64 ? 64 : n > 1e9 ? 1000000000 : (int64_t)n / 64 * 64;
}

struct post_job {
	const struct flat *f;
	int64_t n0, n;
};

static void
post_rows(int64_t r0, int64_t r1, void *arg)
{
	const struct post_job *j = arg;

	for (int64_t r = r0; r < r1; r++) {
		float *c = j->f->c + r * j->f->ldc + j->n0;

		post_row(j->f->m->kern, j->f->post, c, c - j->f->c0, j->n0,
		    j->n);
	}
}

/* One slab by oneDNN: b of k rows and n columns at strides row and col. */
static bool
slab_run(struct flat *f, const float *b, int64_t row, int64_t col,
    int64_t n0, int64_t n)
{
	struct gemm g = {
		.m = f->rows, .n = n, .k = f->k,
		.a = f->a, .b = b, .c = f->c + n0,
		.sa = { f->lda, 1 }, .sb = { row, col }, .sc = { f->ldc, 1 },
	};

	if (!gemm_run(f->m->gemm, &g))
		return false;
	if (post_any(f->post)) {
		struct post_job j = { f, n0, n };

		pool_run(f->m, f->rows, 1 + 8192 / n, post_rows, &j);
	}
	return true;
}

static bool
plain_slabs(struct flat *f)
{
	int64_t wide = slab_columns(f->rows, f->k);

	for (int64_t n0 = 0; n0 < f->n; n0 += wide) {
		int64_t n = f->n - n0 < wide ? f->n - n0 : wide;

		if (stopped(f->stop) || !slab_run(f,
		    (const float *)f->b.data + n0 * f->b.col, f->b.row,
		    f->b.col, n0, n))
			return false;
	}
	return true;
}

struct decode_job {
	const struct flat *f;
	float *to;
	int64_t ld, n0;
};

static void
decode_panels(int64_t p0, int64_t p1, void *arg)
{
	const struct decode_job *j = arg;
	struct few w = { 0 };

	pack_few(j->f->pack, &w);
	w.panels += (size_t)(j->n0 / PANEL + p0) * w.panel_bytes;
	w.npanels = p1 - p0;
	j->f->m->kern->unpack(j->to + p0 * PANEL, j->ld, &w,
	    &j->f->pack->packing);
}

/* Columns of b, k contiguous, one behind the other. */
static void
decode_columns(int64_t i0, int64_t i1, void *arg)
{
	const struct decode_job *j = arg;
	const struct operand *b = &j->f->b;
	const struct dtype_row *t = &dtypes[b->stored];

	for (int64_t i = i0; i < i1; i++) {
		const char *from = (const char *)b->data + (j->n0 + i) *
		    b->col / t->block * t->bytes;

		if (quants[b->stored].decode != NULL)
			quants[b->stored].decode(j->to + i * j->ld, from,
			    (size_t)j->f->k);
		else
			j->f->m->kern->convert(j->to + i * j->ld, from,
			    b->stored, j->f->k);
	}
}

/* Rows of b, n contiguous. */
static void
decode_rows(int64_t k0, int64_t k1, void *arg)
{
	const struct decode_job *j = arg;
	const struct operand *b = &j->f->b;

	for (int64_t k = k0; k < k1; k++)
		j->f->m->kern->convert(j->to + k * j->ld,
		    (const char *)b->data + (size_t)(k * b->row + j->n0) *
		    dtype_size(b->stored), b->stored, j->ld);
}

static bool
decoded_slabs(struct flat *f)
{
	int64_t wide = SLAB_BYTES / 4 / f->k / 64 * 64;
	int64_t most = slab_columns(f->rows, f->k);
	bool along_k = f->pack == NULL && f->b.row == 1;
	float *to;

	wide = wide < 64 ? 64 : wide;
	wide = wide < most ? wide : most;
	to = module_scratch(f->m, SCRATCH_B, (size_t)(wide * f->k) * 4);
	if (to == NULL)
		return false;
	for (int64_t n0 = 0; n0 < f->n; n0 += wide) {
		int64_t n = f->n - n0 < wide ? f->n - n0 : wide;
		struct decode_job j = { f, to, along_k ? f->k :
		    f->pack != NULL ? (n + PANEL - 1) / PANEL * PANEL : n,
		    n0 };

		if (f->pack != NULL)
			pool_run(f->m, j.ld / PANEL, 1, decode_panels, &j);
		else if (along_k)
			pool_run(f->m, n, 8, decode_columns, &j);
		else
			pool_run(f->m, f->k, 8, decode_rows, &j);
		if (stopped(f->stop) || !slab_run(f, to, along_k ? 1 : j.ld,
		    along_k ? j.ld : 1, n0, n))
			return false;
	}
	return true;
}

/* ---- choosing ---------------------------------------------------------------- */

static bool
flat_run(struct flat *f)
{
	bool narrow = f->b.stored != DT_F32;

	f->pack = NULL;
	if (dtype_is_block(f->b.stored)) {
		f->pack = pack_get(f->m, &f->b, f->k, f->n);
		if (f->pack == NULL && quants[f->b.stored].decode == NULL)
			return false;
		if (f->pack == NULL || f->rows > FEW_NARROW)
			return decoded_slabs(f);
		return few_run(f);
	}
	if (f->rows <= (narrow ? FEW_NARROW : FEW_F32))
		return few_run(f);
	return narrow ? decoded_slabs(f) : plain_slabs(f);
}

/* Where batch entry i of an operand begins, in elements. */
static int64_t
batch_at(const struct matmul *mm, const struct operand *o, int64_t i)
{
	int64_t at = 0;

	for (int d = mm->nbatch - 1; d >= 0; d--) {
		at += i % mm->size[d] * o->batch[d];
		i /= mm->size[d];
	}
	return at;
}

static void
copy_f32(const struct kern *k, float *to, const struct operand *o,
    int64_t at, int64_t rows, int64_t cols)
{
	size_t size = dtype_size(o->stored);

	for (int64_t r = 0; r < rows; r++) {
		const char *from = (const char *)o->data +
		    (at + r * o->row) * (int64_t)size;

		if (o->col == 1)
			k->convert(to + r * cols, from, o->stored, cols);
		else if (o->stored == DT_F32)
			for (int64_t i = 0; i < cols; i++)
				to[r * cols + i] = ((const float *)
				    (const void *)from)[i * o->col];
		else
			for (int64_t i = 0; i < cols; i++)
				k->convert(to + r * cols + i, from +
				    (size_t)(i * o->col) * size, o->stored,
				    1);
	}
}

static bool
is_plain(enum dtype d)
{
	return d == DT_F32 || d == DT_F16 || d == DT_BF16;
}

/* One entry of the batch. */
static bool
entry_run(struct module *m, const struct matmul *mm, const atomic_bool *stop,
    int64_t i)
{
	struct flat f = {
		.m = m, .post = &mm->post, .stop = stop,
		.rows = mm->m, .n = mm->n, .k = mm->k,
		.a = (const float *)mm->a.data, .lda = mm->a.row, .b = mm->b,
		.c = (float *)(uintptr_t)mm->c.data + batch_at(mm, &mm->c, i),
		.ldc = mm->c.row, .c0 = mm->c.data,
	};
	const struct dtype_row *t = &dtypes[mm->b.stored];
	int64_t at = batch_at(mm, &mm->a, i);

	if (mm->a.stored != DT_F32 || mm->a.col != 1) {
		float *a = module_scratch(m, SCRATCH_A,
		    (size_t)(mm->m * mm->k) * 4);

		if (a == NULL)
			return false;
		copy_f32(m->kern, a, &mm->a, at, mm->m, mm->k);
		f.a = a;
		f.lda = mm->k;
	} else {
		f.a += at;
	}
	at = batch_at(mm, &mm->b, i);
	f.b.data = (const char *)mm->b.data + at / t->block * t->bytes;
	f.b.offset = mm->b.offset + (size_t)(at / t->block * t->bytes);
	if (is_plain(mm->b.stored) && mm->b.row != 1 && mm->b.col != 1) {
		float *b = module_scratch(m, SCRATCH_C,
		    (size_t)(mm->k * mm->n) * 4);

		if (b == NULL)
			return false;
		copy_f32(m->kern, b, &mm->b, at, mm->k, mm->n);
		f.b = (struct operand){ .data = b, .stored = DT_F32,
		    .row = mm->n, .col = 1 };
	}
	return flat_run(&f);
}

/* Many entries of float32 in one call of oneDNN, if they take no long. */
static bool
batch_run(struct module *m, const struct matmul *mm)
{
	struct gemm g = {
		.nbatch = mm->nbatch, .m = mm->m, .n = mm->n, .k = mm->k,
		.a = mm->a.data, .b = mm->b.data,
		.c = (float *)(uintptr_t)mm->c.data,
	};
	int nb = mm->nbatch;
	double flop = 2.0 * (double)mm->m * (double)mm->n * (double)mm->k;

	if (mm->a.stored != DT_F32 || mm->b.stored != DT_F32 ||
	    post_any(&mm->post) || (mm->a.row != 1 && mm->a.col != 1) ||
	    (mm->b.row != 1 && mm->b.col != 1))
		return false;
	for (int d = 0; d < nb; d++) {
		flop *= (double)mm->size[d];
		g.size[d] = mm->size[d];
		g.sa[d] = mm->a.batch[d];
		g.sb[d] = mm->b.batch[d];
		g.sc[d] = mm->c.batch[d];
	}
	g.sa[nb] = mm->a.row, g.sa[nb + 1] = mm->a.col;
	g.sb[nb] = mm->b.row, g.sb[nb + 1] = mm->b.col;
	g.sc[nb] = mm->c.row, g.sc[nb + 1] = mm->c.col;
	return flop < SLAB_FLOP && gemm_run(m->gemm, &g);
}

bool
matmul_run(struct backend *backend, const struct matmul *mm,
    const atomic_bool *stop)
{
	struct module *m = (struct module *)backend;
	int64_t entries = 1;

	if (mm->c.stored != DT_F32 || (mm->c.col != 1 && mm->n != 1) ||
	    !is_plain(mm->a.stored) || mm->m <= 0 || mm->n <= 0 ||
	    mm->k <= 0 || mm->nbatch > MATMUL_MAX_BATCH)
		return false;
	if (!is_plain(mm->b.stored) && (!dtype_is_block(mm->b.stored) ||
	    mm->b.row != 1))
		return false;
	if (mm->post.act >= 0 && m->kern->unary[mm->post.act] == NULL)
		return false;
	for (int d = 0; d < mm->nbatch; d++)
		entries *= mm->size[d];
	if (entries > 1 && mm->m > FEW_F32 && batch_run(m, mm))
		return true;
	for (int64_t i = 0; i < entries; i++)
		if (stopped(stop) || !entry_run(m, mm, stop, i))
			return false;
	return true;
}
