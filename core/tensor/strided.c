/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/strided.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/tensor/engine.h"
#include "core/tensor/quant.h"
#include "core/tensor/wide.h"

/* ---- loops ------------------------------------------------------------------ */

void
loop_init(struct loop *l, const struct tensor *out, struct tensor *const *in,
    int n)
{
	int i;

	l->nop = n + 1;
	l->ndim = out->naxes;
	for (i = 0; i < out->naxes; i++) {
		l->size[i] = out->axis[i].size;
		l->stride[0][i] = out->stride[i];
	}
	for (i = 0; i < n; i++)
		node_align(out, in[i], l->stride[i + 1]);
}

static void
dim_move(struct loop *l, int to, int from)
{
	int o;

	l->size[to] = l->size[from];
	for (o = 0; o < l->nop; o++)
		l->stride[o][to] = l->stride[o][from];
}

static void
dim_swap(struct loop *l, int a, int b)
{
	int64_t t = l->size[a];
	int o;

	l->size[a] = l->size[b];
	l->size[b] = t;
	for (o = 0; o < l->nop; o++) {
		t = l->stride[o][a];
		l->stride[o][a] = l->stride[o][b];
		l->stride[o][b] = t;
	}
}

static int64_t
magnitude(int64_t x)
{
	return x < 0 ? -x : x;
}

/* Should dim a stand outside of b? By the first operand that tells. */
static bool
dim_outside(const struct loop *l, int a, int b)
{
	int o;

	for (o = 0; o < l->nop; o++) {
		int64_t sa = magnitude(l->stride[o][a]);
		int64_t sb = magnitude(l->stride[o][b]);

		if (sa != sb)
			return sa > sb;
	}
	return true;
}

static bool
dim_merges(const struct loop *l, int outer, int inner)
{
	int o;

	for (o = 0; o < l->nop; o++)
		if (l->stride[o][outer] != l->stride[o][inner] *
		    l->size[inner])
			return false;
	return true;
}

void
loop_simplify(struct loop *l)
{
	int n = 0, i, j;

	for (i = 0; i < l->ndim; i++)
		if (l->size[i] != 1)
			dim_move(l, n++, i);
	l->ndim = n;
	for (i = 1; i < n; i++)
		for (j = i; j > 0 && !dim_outside(l, j - 1, j); j--)
			dim_swap(l, j - 1, j);
	for (i = j = 0; i < n; i++) {
		if (j > 0 && dim_merges(l, j - 1, i)) {
			int64_t size = l->size[j - 1];

			dim_move(l, j - 1, i);
			l->size[j - 1] *= size;
		} else {
			dim_move(l, j++, i);
		}
	}
	l->ndim = j;
	if (j == 0) {
		l->ndim = l->size[0] = 1;
		for (i = 0; i < l->nop; i++)
			l->stride[i][0] = 0;
	}
}

int64_t
loop_count(const struct loop *l)
{
	int64_t n = 1;
	int i;

	for (i = 0; i < l->ndim; i++)
		n *= l->size[i];
	return n;
}

void
loop_range(const struct loop *l, int64_t e0, int64_t e1, loop_fn *fn,
    void *arg)
{
	int64_t at[TENSOR_MAX_AXES], off[LOOP_OPS] = { 0 }, rest = e0, n;
	int d, o, last = l->ndim - 1;

	if (e0 >= e1)
		return;
	for (d = last; d >= 0; d--) {
		at[d] = rest % l->size[d];
		rest /= l->size[d];
		for (o = 0; o < l->nop; o++)
			off[o] += at[d] * l->stride[o][d];
	}
	while (e0 < e1) {
		n = l->size[last] - at[last];
		n = n < e1 - e0 ? n : e1 - e0;
		fn(arg, n, off);
		e0 += n;
		/* The run may have begun inside a row: back to its start. */
		for (o = 0; o < l->nop; o++)
			off[o] -= at[last] * l->stride[o][last];
		at[last] = 0;
		for (d = last - 1; d >= 0; d--) {
			for (o = 0; o < l->nop; o++)
				off[o] += l->stride[o][d];
			if (++at[d] < l->size[d])
				break;
			for (o = 0; o < l->nop; o++)
				off[o] -= at[d] * l->stride[o][d];
			at[d] = 0;
		}
	}
}

struct loop_part {
	const struct loop *loop;
	loop_fn *fn;
	void *arg;
};

static void
loop_part_run(int64_t e0, int64_t e1, void *arg)
{
	const struct loop_part *p = arg;

	loop_range(p->loop, e0, e1, p->fn, p->arg);
}

bool
loop_run(struct ctx *c, const struct loop *l, int64_t grain, loop_fn *fn,
    void *arg)
{
	struct loop_part part = { l, fn, arg };

	return engine_parallel(c, loop_count(l), grain, loop_part_run, &part);
}

/* ---- copies of plain elements ------------------------------------------------- */

struct copy {
	const struct loop *loop;
	char *to;
	const char *from;
	enum dtype to_type, from_type;
	enum wide wide;
	int64_t to_stride, from_stride;
};

#define COPY_RUN(type)                                                   \
	static void                                                      \
	copy_##type(void *arg, int64_t n, const int64_t off[LOOP_OPS])   \
	{                                                                \
		const struct copy *k = arg;                              \
		type *restrict to = (type *)(void *)k->to + off[0];      \
		const type *restrict from =                              \
		    (const type *)(const void *)k->from + off[1];        \
		int64_t i, ts = k->to_stride, fs = k->from_stride;       \
									 \
		if (ts == 1 && fs == 1)                                  \
			memcpy(to, from, (size_t)n * sizeof *to);        \
		else if (ts == 1 && fs == 0)                             \
			for (i = 0; i < n; i++)                          \
				to[i] = *from;                           \
		else                                                     \
			for (i = 0; i < n; i++)                          \
				to[i * ts] = from[i * fs];               \
	}
COPY_RUN(uint8_t)
COPY_RUN(uint16_t)
COPY_RUN(uint32_t)
COPY_RUN(uint64_t)

static void
copy_convert(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct copy *k = arg;
	size_t fsize = dtype_size(k->from_type), tsize = dtype_size(k->to_type);
	uint64_t part[256];
	int64_t i, m;

	for (i = 0; i < n; i += m) {
		m = n - i < (int64_t)nitems(part) ? n - i :
		    (int64_t)nitems(part);
		wide_load(k->wide, part, k->from + (off[1] + i *
		    k->from_stride) * (int64_t)fsize, k->from_type,
		    k->from_stride, m);
		wide_store(k->wide, k->to + (off[0] + i * k->to_stride) *
		    (int64_t)tsize, k->to_type, k->to_stride, part, m);
	}
}

/* float32 sources and targets are worth going without the middle. */
static void
copy_from_f32(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct copy *k = arg;

	wide_store(WIDE_F32, k->to + off[0] *
	    (int64_t)dtype_size(k->to_type), k->to_type, k->to_stride,
	    (const float *)(const void *)k->from + off[1], n);
}

static void
copy_to_f32(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct copy *k = arg;

	wide_load(WIDE_F32, (float *)(void *)k->to + off[0], k->from + off[1] *
	    (int64_t)dtype_size(k->from_type), k->from_type, k->from_stride,
	    n);
}

static loop_fn *
copy_kernel(const struct copy *k)
{
	static loop_fn *const by_size[9] = {
		[1] = copy_uint8_t, [2] = copy_uint16_t, [4] = copy_uint32_t,
		[8] = copy_uint64_t,
	};

	if (k->to_type == k->from_type)
		return by_size[dtype_size(k->to_type)];
	if (k->from_type == DT_F32 && k->from_stride == 1)
		return copy_from_f32;
	if (k->to_type == DT_F32 && k->to_stride == 1)
		return copy_to_f32;
	return copy_convert;
}

/* ---- copies of blocks ------------------------------------------------------------ */

#define DECODE_RUN 1024		/* a multiple of every block */

static void
copy_decode(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct copy *k = arg;
	const struct dtype_row *d = &dtypes[k->from_type];
	size_t tsize = dtype_size(k->to_type);
	float part[DECODE_RUN];
	int64_t i, m;

	for (i = 0; i < n; i += m) {
		m = n - i < DECODE_RUN ? n - i : DECODE_RUN;
		quants[k->from_type].decode(part, k->from + (off[1] + i) /
		    d->block * d->bytes, (size_t)m);
		wide_store(WIDE_F32, k->to + (off[0] + i * k->to_stride) *
		    (int64_t)tsize, k->to_type, k->to_stride, part, m);
	}
}

bool
strided_can_decode(struct ctx *c, enum dtype stored)
{
	if (quants[stored].decode != NULL)
		return true;
	err_raise(c, ERR_NOT_IMPLEMENTED, "values stored as %s cannot be "
	    "decoded yet", dtypes[stored].name);
	return false;
}

static void
decode_rows(int64_t r0, int64_t r1, void *arg)
{
	const struct copy *k = arg;
	const struct loop *l = k->loop;
	int64_t n = l->size[l->ndim - 1];

	loop_range(l, r0 * n, r1 * n, copy_decode, arg);
}

/* The axis of blocks becomes the innermost: rows are decoded whole. */
static bool
strided_decode(struct ctx *c, struct loop *l, struct copy *k)
{
	int64_t row;
	int i, last = l->ndim - 1, at = -1;

	for (i = 0; i <= last; i++)
		if (l->size[i] > 1 && l->stride[1][i] == 1)
			at = i;
	if (at < 0)
		BUG("blocks lie along no axis");
	dim_swap(l, at, last);
	k->to_stride = l->stride[0][last];
	row = l->size[last];
	if (!strided_can_decode(c, k->from_type))
		return false;
	return engine_parallel(c, loop_count(l) / row, 1 + 16384 / row,
	    decode_rows, k);
}

/* ---- transposed copies -------------------------------------------------------------- */

#define TILE 16

/* Runs of one axis of the source are read for TILE rows of the target. */
static bool
copy_tiled(struct ctx *c, struct loop *l, struct copy *k, loop_fn *fn)
{
	struct loop outer = *l, tile = *l;
	int last = l->ndim - 1, at = -1, i;
	int64_t i0, j0, rows, cols, e, n;

	for (i = 0; i < last; i++)
		if (l->stride[1][i] == 1)
			at = i;
	rows = l->size[at];
	cols = l->size[last];
	outer.ndim = last - 1;
	for (i = 0, n = 0; i < last; i++)
		if (i != at)
			dim_move(&outer, (int)n++, i);
	n = 1;
	for (i = 0; i < outer.ndim; i++)
		n *= outer.size[i];
	dim_swap(&tile, 0, at);
	tile.ndim = 2;
	tile.size[1] = cols;
	tile.stride[0][1] = l->stride[0][last];
	tile.stride[1][1] = l->stride[1][last];
	for (e = 0; e < n; e++) {
		int64_t rest = e, base[2] = { 0, 0 };

		if (!ctx_poll(c))
			return false;
		for (i = outer.ndim; i-- > 0; rest /= outer.size[i]) {
			base[0] += rest % outer.size[i] * outer.stride[0][i];
			base[1] += rest % outer.size[i] * outer.stride[1][i];
		}
		for (j0 = 0; j0 < cols; j0 += TILE)
			for (i0 = 0; i0 < rows; i0++) {
				int64_t off[LOOP_OPS] = {
				    base[0] + i0 * tile.stride[0][0] +
				    j0 * tile.stride[0][1],
				    base[1] + i0 * tile.stride[1][0] +
				    j0 * tile.stride[1][1] };

				fn(k, cols - j0 < TILE ? cols - j0 : TILE,
				    off);
			}
	}
	return true;
}

static bool
wants_tiles(const struct loop *l)
{
	int last = l->ndim - 1, i;

	if (last < 1 || l->size[last] < TILE ||
	    magnitude(l->stride[1][last]) < 64)
		return false;
	for (i = 0; i < last; i++)
		if (l->stride[1][i] == 1 && l->size[i] >= TILE)
			return true;
	return false;
}

bool
strided_copy(struct ctx *c, int naxes, const int64_t *size,
    const struct strided *to, const struct strided *from)
{
	struct loop l = { .nop = 2, .ndim = naxes };
	struct copy k = { .loop = &l, .to = to->data, .from = from->data,
		.to_type = to->stored, .from_type = from->stored };
	loop_fn *fn;
	int i;

	for (i = 0; i < naxes; i++) {
		l.size[i] = size[i];
		l.stride[0][i] = to->stride[i];
		l.stride[1][i] = from->stride[i];
	}
	if (loop_count(&l) == 0)
		return true;
	loop_simplify(&l);
	if (dtype_is_block(from->stored))
		return strided_decode(c, &l, &k);
	k.wide = wide_of(from->stored);
	k.to_stride = l.stride[0][l.ndim - 1];
	k.from_stride = l.stride[1][l.ndim - 1];
	fn = copy_kernel(&k);
	if (wants_tiles(&l))
		return copy_tiled(c, &l, &k, fn);
	return loop_run(c, &l, 65536, fn, &k);
}

bool
strided_copy_tensor(struct ctx *c, struct tensor *out,
    const struct tensor *in)
{
	struct strided to = { .data = node_ptr(out), .stored = out->stored };
	struct strided from = { .data = node_ptr(in), .stored = in->stored };
	int64_t size[TENSOR_MAX_AXES];
	int i;

	for (i = 0; i < out->naxes; i++) {
		size[i] = out->axis[i].size;
		to.stride[i] = out->stride[i];
	}
	node_align(out, in, from.stride);
	return strided_copy(c, out->naxes, size, &to, &from);
}

int
strided_block_axis(const struct tensor *t)
{
	int i;

	if (!dtype_is_block(t->stored))
		return -1;
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].size > 1 && t->stride[i] == 1)
			return i;
	return -1;
}
