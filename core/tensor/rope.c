/* SPDX-License-Identifier: Apache-2.0 */
/* Rotary position embedding, half-split. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"
#include "core/tensor/rows.h"
#include "core/tensor/strided.h"
#include "core/tensor/wide.h"

/*
 * Cosines and sines, made once for each position: row p holds half pairs.
 * They are made in double and kept in the type that turns.
 */
struct turn {
	struct loop loop;	/* result, input, row of the table */
	char *to, *table;
	const char *from;
	int64_t to_stride, from_stride;	/* along the axis that turns */
	int64_t half, size;
};

#define TURN(T)                                                          \
	static void                                                      \
	turn_##T(void *arg, int64_t n, const int64_t off[LOOP_OPS])      \
	{                                                                \
		const struct turn *k = arg;                              \
		int last = k->loop.ndim - 1;                             \
		int64_t r, j, ts = k->to_stride, fs = k->from_stride;    \
		int64_t h = k->half;                                     \
									 \
		for (r = 0; r < n; r++) {                                \
			T *y = (T *)(void *)k->to + off[0] + r *         \
			    k->loop.stride[0][last];                     \
			const T *x = (const T *)(const void *)k->from +  \
			    off[1] + r * k->loop.stride[1][last];        \
			const T *t = (T *)(void *)k->table + (off[2] + r * \
			    k->loop.stride[2][last]) * h * 2;            \
									 \
			for (j = 0; j < h; j++) {                        \
				T a = x[j * fs], b = x[(j + h) * fs];    \
									 \
				y[j * ts] = a * t[j] - b * t[j + h];     \
				y[(j + h) * ts] = b * t[j] + a * t[j + h]; \
			}                                                \
			for (j = 2 * h; j < k->size; j++)                \
				y[j * ts] = x[j * fs];                   \
		}                                                        \
	}
TURN(float)
TURN(double)

static void
table_fill(const struct rope_attr *a, void *table, enum dtype d,
    const double *positions, int64_t n, int64_t half)
{
	int64_t p, j;

	for (j = 0; j < half; j++) {
		double per = pow(a->wavelength, -(double)j / (double)half) /
		    a->scale / (a->ndivisors > 0 ? a->divisors[j] : 1);

		for (p = 0; p < n; p++) {
			double angle = positions[p] * per;
			int64_t at = p * half * 2 + j;

			if (d == DT_F32) {
				((float *)table)[at] = (float)cos(angle);
				((float *)table)[at + half] =
				    (float)sin(angle);
			} else {
				((double *)table)[at] = cos(angle);
				((double *)table)[at + half] = sin(angle);
			}
		}
	}
}

/* The loop over rows: all axes but the one that turns. */
static void
turn_loops(struct turn *k, const struct tensor *y, const struct tensor *x,
    const struct tensor *positions, int axis)
{
	int64_t along[TENSOR_MAX_AXES];
	int i;

	node_align(y, positions, along);
	k->loop.nop = 3;
	k->loop.ndim = 0;
	for (i = 0; i < y->naxes; i++) {
		int d = k->loop.ndim;

		if (i == axis)
			continue;
		k->loop.size[d] = y->axis[i].size;
		k->loop.stride[0][d] = y->stride[i];
		k->loop.stride[1][d] = x->stride[i];
		k->loop.stride[2][d] = along[i];
		k->loop.ndim++;
	}
	loop_simplify(&k->loop);
	k->to = node_ptr(y);
	k->from = node_ptr(x);
	k->to_stride = y->stride[axis];
	k->from_stride = x->stride[axis];
	k->size = y->axis[axis].size;
}

/* positions: doubles in C order. */
static bool
turn_all(struct ctx *c, struct tensor *y, struct tensor *x,
    struct tensor *positions, const struct rope_attr *a)
{
	struct turn k;
	struct storage *table;
	int64_t n = tensor_size(positions);
	bool ok;

	k.half = (a->subset > 0 ? a->subset : y->axis[a->axis].size) / 2;
	table = storage_create(c, (size_t)(n * k.half * 2) *
	    dtype_size(y->dtype));
	if (table == NULL)
		return false;
	k.table = (char *)table->data;
	table_fill(a, table->data, y->dtype, node_ptr(positions), n, k.half);
	turn_loops(&k, y, x, positions, a->axis);
	ok = loop_run(c, &k.loop, 1 + 8192 / k.size, y->dtype == DT_F32 ?
	    turn_float : turn_double, &k);
	storage_unref(table);
	return ok;
}

static bool
rope_run(struct ctx *c, struct tensor *out)
{
	const struct rope_attr *a = out->attr;
	struct tensor *x = out->in[0], *p = out->in[1], *y = out, *at;
	enum dtype made = out->dtype == DT_F64 ? DT_F64 : DT_F32;

	if (tensor_size(out) == 0)
		return node_alloc(c, out);
	at = node_create(c, DT_F64, p->naxes, p->axis);
	if (!node_alloc(c, at) || !strided_copy_tensor(c, at, p))
		return false;
	if (x->stored != made) {
		x = node_create(c, made, x->naxes, x->axis);
		if (!node_alloc(c, x) || !strided_copy_tensor(c, x,
		    out->in[0]))
			return false;
	}
	if (out->dtype != made)
		y = node_create(c, made, out->naxes, out->axis);
	if (!elementwise_alloc_like(c, y, x) || !turn_all(c, y, x, at, a))
		return false;
	return y == out || (elementwise_alloc_like(c, out, y) &&
	    strided_copy_tensor(c, out, y));
}

const struct op op_rope = { "rope", 0, rope_run, NULL };

/* x with the axes that only the positions have; a row for each of them. */
static struct tensor *
rope_broadcast(struct ctx *c, struct tensor *x, struct tensor *positions)
{
	struct axes l = { 0 };
	int i;

	for (i = 0; i < x->naxes; i++)
		l.axis[l.n++] = x->axis[i];
	if (!axes_add_names(c, "rope", &l, positions))
		return NULL;
	return l.n == x->naxes ? x : tensor_broadcast(c, x, l.n, l.axis);
}

static bool
rope_check(struct ctx *c, struct tensor *x, int axis,
    struct tensor *positions, const struct rope *r)
{
	struct tensor *both[2] = { x, positions };
	struct axes l;
	int64_t size, turned;

	if (!axes_index_ok(c, "rope", x, axis) ||
	    !axes_union(c, "rope", &l, both, 2))
		return false;
	size = x->axis[axis].size;
	turned = r->subset != 0 ? r->subset : size;
	if (turned < 0 || turned > size || turned % 2) {
		err_raise(c, ERR_VALUE, "rope: an even number of entries "
		    "turns, not %" PRId64 " of an axis of size %" PRId64,
		    turned, size);
		return false;
	}
	if (r->ndivisors > 0 && r->ndivisors != turned / 2) {
		err_raise(c, ERR_VALUE, "rope: %d divisors for %" PRId64
		    " pairs", r->ndivisors, turned / 2);
		return false;
	}
	if (tensor_npos(positions) > tensor_npos(x) ||
	    (x->axis[axis].name != NULL && tensor_find_axis(positions,
	    x->axis[axis].name) >= 0)) {
		err_raise(c, ERR_VALUE, "rope: the positions have an axis "
		    "that the array turns along or lacks");
		return false;
	}
	return true;
}

struct tensor *
tensor_rope(struct ctx *c, struct tensor *x, int axis,
    struct tensor *positions, const struct rope *r)
{
	size_t extra = sizeof(double) * (size_t)r->ndivisors;
	struct tensor *in[2], *out;
	struct rope_attr *a;
	enum dtype d;

	if (x == NULL || positions == NULL ||
	    !rope_check(c, x, axis, positions, r))
		return NULL;
	in[0] = rope_broadcast(c, x, positions);
	in[1] = positions;
	if (in[0] == NULL)
		return NULL;
	d = dtype_is_float(x->dtype) ? x->dtype : DT_F32;
	a = xcalloc(1, sizeof *a + extra);
	a->wavelength = r->wavelength;
	a->scale = r->scale;
	a->subset = r->subset;
	a->axis = axis;
	a->ndivisors = r->ndivisors;
	if (extra > 0)
		memcpy(a->divisors, r->divisors, extra);
	out = node_record(c, &op_rope, d, in[0]->naxes, in[0]->axis, in, 2,
	    a, sizeof *a + extra);
	free(a);
	out->weak = x->weak;
	return out;
}
