/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/slabs.h"

#include <string.h>

#include "core/tensor/backend/pack.h"
#include "core/tensor/quant.h"

/* Columns of a slab: oneDNN's kernels like multiples of 48. */
enum { COLUMNS = 192, COLUMNS_LEAST = 48, ROWS_LEAST = 64 };
/* What is decoded should stay in a core's own cache. */
#define SLAB_BYTES (1 << 20)
/* One call of oneDNN: 5 ms here, 20 ms on a core a quarter as fast. */
#define CALL_FLOP ((double)(1 << 29))

struct slabs {
	struct module *m;
	const struct matmul *mm;
	const atomic_bool *stop;
	struct operand a, b;		/* those of mm, or copies */
	const struct packed *pack;
	int64_t entry;			/* of the batch: the first */
	int64_t columns, nslabs, rows, nparts;
	float *room;			/* for each thread */
	int64_t room_size;
	atomic_bool failed;
};

static int64_t
div_up(int64_t a, int64_t b)
{
	return (a + b - 1) / b;
}

/* Can oneDNN read b where it lies? */
static bool
in_place(const struct slabs *x)
{
	return x->b.stored == DT_F32 && x->b.row != 1;
}

/* The slab of b from column n0 on, where oneDNN can read it. */
static void
slab_read(const struct slabs *x, struct gemm *g, int64_t entry, int64_t n0,
    float *room)
{
	const struct operand *b = &x->b;
	const struct dtype_row *t = &dtypes[b->stored];
	const struct kern *kern = x->m->kern;
	int64_t at = operand_entry(x->mm, b, entry) + n0 * b->col;
	const char *from = (const char *)b->data + at / t->block * t->bytes;

	g->b = room;
	g->b_row = div_up(g->n, PANEL) * PANEL;
	g->b_col = 1;
	if (in_place(x)) {
		g->b = (const float *)(const void *)from;
		g->b_row = b->row;
	} else if (x->pack != NULL) {
		struct few w = { 0 };

		pack_few(x->pack, &w);
		w.panels += (size_t)(n0 / PANEL) * w.panel_bytes;
		w.npanels = g->b_row / PANEL;
		kern->unpack(room, g->b_row, &w, &x->pack->packing);
	} else if (dtype_is_block(b->stored)) {
		g->b_row = 1;
		g->b_col = g->k;
		for (int64_t i = 0; i < g->n; i++)
			quants[b->stored].decode(room + i * g->k, from +
			    i * b->col / t->block * t->bytes, (size_t)g->k);
	} else if (b->row == 1) {
		kern->turn(room, g->b_row, from, b->col, b->stored, g->n,
		    g->k);
	} else {
		for (int64_t i = 0; i < g->k; i++)
			kern->convert(room + i * g->b_row, from +
			    i * b->row * t->bytes, b->stored, g->n);
	}
}

static void
slab_multiply(struct slabs *x, struct gemm *g, int64_t entry, int64_t n0,
    int64_t m0)
{
	const struct matmul *mm = x->mm;
	const struct post *post = &mm->post;
	float *c0 = (float *)(uintptr_t)mm->c.data;

	g->m = mm->m - m0 < x->rows ? mm->m - m0 : x->rows;
	g->a = (const float *)x->a.data + operand_entry(mm, &x->a, entry) +
	    m0 * x->a.row;
	g->c = c0 + operand_entry(mm, &mm->c, entry) + m0 * mm->c.row + n0;
	if (!gemm_run(g)) {
		atomic_store(&x->failed, true);
		return;
	}
	for (int64_t r = 0; r < g->m && post_any(post); r++) {
		float *c = g->c + r * g->ldc;

		post_row(x->m->kern, post, c, c - c0, n0, g->n);
	}
}

static void
tasks_run(int64_t t0, int64_t t1, void *arg)
{
	struct slabs *x = arg;
	int64_t k = x->mm->k, last = -1;
	struct gemm g = { .k = k, .a_row = x->a.row, .a_col = x->a.col,
	    .ldc = x->mm->c.row };

	for (int64_t t = t0; t < t1 && !stopped(x->stop); t++) {
		int64_t slab = t / x->nparts;
		int64_t n0 = slab % x->nslabs * x->columns;
		int64_t entry = x->entry + slab / x->nslabs;

		g.n = x->mm->n - n0 < x->columns ? x->mm->n - n0 : x->columns;
		if (slab != last)
			slab_read(x, &g, entry, n0, x->room == NULL ? NULL :
			    x->room + pool_thread() * x->room_size);
		last = slab;
		slab_multiply(x, &g, entry, n0, t % x->nparts * x->rows);
	}
}

/* Some tasks for each thread, none larger than a call may be. */
static void
tasks_choose(struct slabs *x, int64_t entries)
{
	const struct matmul *mm = x->mm;
	int64_t want = entries > 4 * x->m->threads ? 1 :
	    div_up(4 * x->m->threads, entries);
	double rows;

	x->columns = COLUMNS;
	while (x->columns > COLUMNS_LEAST && (div_up(mm->n, x->columns) <
	    want || x->columns * mm->k * 4 > SLAB_BYTES))
		x->columns /= 2;
	x->nslabs = div_up(mm->n, x->columns);
	rows = CALL_FLOP / (2.0 * (double)x->columns * (double)mm->k);
	x->rows = rows < (double)mm->m ? (int64_t)rows : mm->m;
	while (x->rows >= 2 * ROWS_LEAST &&
	    x->nslabs * div_up(mm->m, x->rows) < want)
		x->rows = div_up(x->rows, 2);
	if (x->rows < ROWS_LEAST)
		x->rows = ROWS_LEAST;
	x->nparts = div_up(mm->m, x->rows);
	x->rows = div_up(mm->m, x->nparts);
}

static bool
entries_run(struct slabs *x, int64_t entries)
{
	const struct matmul *mm = x->mm;
	double flop;

	tasks_choose(x, entries);
	x->room_size = in_place(x) ? 0 : div_up(x->columns, PANEL) * PANEL *
	    mm->k;
	x->room = module_scratch(x->m, SCRATCH_THREADS,
	    (size_t)(x->room_size * x->m->threads) * 4);
	if (x->room == NULL && x->room_size > 0)
		return false;
	flop = 2.0 * (double)x->rows * (double)x->columns * (double)mm->k;
	/* Some microseconds of work are worth a thread. */
	pool_run(x->m, entries * x->nslabs * x->nparts, 1 +
	    (int64_t)(1e6 / flop), tasks_run, x);
	return !stopped(x->stop) && !atomic_load(&x->failed);
}

/* Are its lines, of col entries 1 apart, no shorter than their distance? */
static bool
is_lines(int64_t lines, int64_t distance, int64_t length)
{
	return lines <= 1 || distance >= length;
}

/* Can oneDNN read it where it lies, once it is float32? */
static bool
is_direct(const struct operand *o, int64_t rows, int64_t cols)
{
	return (o->col == 1 && is_lines(rows, o->row, cols)) ||
	    (o->row == 1 && is_lines(cols, o->col, rows));
}

bool
slabs_run(struct module *m, const struct matmul *mm, const atomic_bool *stop)
{
	struct slabs x = { .m = m, .mm = mm, .stop = stop, .a = mm->a,
	    .b = mm->b };
	bool copy_a = mm->a.stored != DT_F32 ||
	    !is_direct(&mm->a, mm->m, mm->k);
	bool is_block = dtype_is_block(mm->b.stored);
	bool copy_b = !is_block && !is_direct(&mm->b, mm->k, mm->n);
	int64_t entries = matmul_entries(mm);

	if (!copy_a && !copy_b && !is_block)
		return entries_run(&x, entries);
	for (x.entry = 0; x.entry < entries; x.entry++) {
		if (copy_a && !operand_copy(m, &x.a, SCRATCH_A, mm, &mm->a,
		    x.entry, mm->m, mm->k))
			return false;
		if (copy_b && !operand_copy(m, &x.b, SCRATCH_B, mm, &mm->b,
		    x.entry, mm->k, mm->n))
			return false;
		if (is_block) {
			struct operand b = operand_at(mm, &mm->b, x.entry);

			x.pack = pack_get(m, &b, mm->k, mm->n);
			if (x.pack == NULL &&
			    quants[b.stored].decode == NULL)
				return false;
		}
		if (stopped(stop) || !entries_run(&x, 1))
			return false;
	}
	return true;
}
