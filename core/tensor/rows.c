/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/rows.h"

#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/strided.h"

enum dtype
rows_dtype(enum wide w)
{
	static const uint8_t of[WIDE_COUNT] = {
		[WIDE_F32] = DT_F32, [WIDE_F64] = DT_F64,
		[WIDE_I64] = DT_I64, [WIDE_U64] = DT_U64,
	};

	return (enum dtype)of[w];
}

/* Outermost first: the other axes as they lie in memory, then the row's. */
static void
rows_order(const struct tensor *t, uint32_t axes, int *order)
{
	int i, j, n = 0;

	for (i = 0; i < t->naxes; i++) {
		int64_t s = t->stride[i] < 0 ? -t->stride[i] : t->stride[i];

		if (axes >> i & 1)
			continue;
		for (j = n++; j > 0; j--) {
			int64_t o = t->stride[order[j - 1]];

			if ((o < 0 ? -o : o) >= s)
				break;
			order[j] = order[j - 1];
		}
		order[j] = i;
	}
	for (i = 0; i < t->naxes; i++)
		if (axes >> i & 1)
			order[n++] = i;
}

static bool
rows_in_one_piece(const struct tensor *t, uint32_t axes)
{
	int64_t n = 1;
	int i;

	for (i = t->naxes; i-- > 0;) {
		if ((axes >> i & 1) == 0 || t->axis[i].size == 1)
			continue;
		if (t->stride[i] != n)
			return false;
		n *= t->axis[i].size;
	}
	return true;
}

struct rows {
	struct loop loop;	/* over rows: result, input */
	char *to;
	const char *from;
	size_t to_size, from_size;
	int64_t n;
	row_fn *fn;
	double arg;
};

static void
rows_part(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct rows *r = arg;
	int last = r->loop.ndim - 1;
	int64_t ts = r->loop.stride[0][last], fs = r->loop.stride[1][last];
	int64_t i;

	for (i = 0; i < n; i++)
		r->fn(r->to + (off[0] + i * ts) * (int64_t)r->to_size,
		    r->from + (off[1] + i * fs) * (int64_t)r->from_size, r->n,
		    r->arg);
}

static bool
rows_all(struct ctx *c, struct tensor *y, struct tensor *x, uint32_t axes,
    row_fn *fn, double arg)
{
	struct rows r = { .to = node_ptr(y), .from = node_ptr(x), .fn = fn,
		.arg = arg, .to_size = dtype_size(y->stored),
		.from_size = dtype_size(x->stored), .n = 1 };
	int i;

	r.loop.nop = 2;
	for (i = 0; i < x->naxes; i++) {
		if (axes >> i & 1) {
			r.n *= x->axis[i].size;
			continue;
		}
		r.loop.size[r.loop.ndim] = x->axis[i].size;
		r.loop.stride[0][r.loop.ndim] = y->stride[i];
		r.loop.stride[1][r.loop.ndim++] = x->stride[i];
	}
	if (r.n == 0 || loop_count(&r.loop) == 0)
		return true;
	loop_simplify(&r.loop);
	return loop_run(c, &r.loop, 1 + 8192 / r.n, rows_part, &r);
}

bool
rows_run(struct ctx *c, struct tensor *out, uint32_t axes,
    row_fn *const kernels[WIDE_COUNT], enum dtype made, double arg)
{
	struct tensor *in = out->in[0], *x = in, *y = out;
	enum wide w = wide_of(in->dtype);
	int order[TENSOR_MAX_AXES];

	/* Integers become floats where the kernel knows only those. */
	if (kernels[w] == NULL)
		w = WIDE_F32;
	rows_order(in, axes, order);
	if (!wide_is(w, in->stored) || !rows_in_one_piece(in, axes)) {
		x = node_create(c, rows_dtype(w), in->naxes, in->axis);
		if (!node_alloc_order(c, x, order) ||
		    !strided_copy_tensor(c, x, in))
			return false;
	}
	if (made == DT_COUNT)
		made = rows_dtype(w);
	if (out->dtype != made)
		y = node_create(c, made, in->naxes, in->axis);
	if (!node_alloc_order(c, y, order) ||
	    !rows_all(c, y, x, axes, kernels[w], arg))
		return false;
	return y == out || (node_alloc_order(c, out, order) &&
	    strided_copy_tensor(c, out, y));
}
