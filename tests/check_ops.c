/* SPDX-License-Identifier: Apache-2.0 */
/* Every operation on random shapes, orders of axes, strides and dtypes,
 * against naive loops. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/op.h"
#include "core/tensor/tensor.h"
#include "tests/ref_ops.h"

static struct ctx ctx;
static struct ctx *const c = &ctx;
static uint64_t seed;

static void
setup(void)
{
	static const struct engine_options o = { 0 };

	ctx_init(c, NULL);
	engine_init(c, &o);
	seed = 12345;
}

static void
teardown(void)
{
	scope_release(&c->scope);
	engine_release(c);
	ctx_release(c);
}

static int64_t
below(int64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* Values that every type holds and most operations accept. */
static struct tensor *
filled(enum dtype d, int naxes, const struct axis *axes)
{
	int64_t n = 1, i;
	double *x;
	struct tensor *t;

	for (i = 0; i < naxes; i++)
		n *= axes[i].size;
	x = calloc((size_t)n + 1, sizeof *x);
	for (i = 0; i < n; i++) {
		x[i] = (double)(below(15) - 7);
		if (dtypes[d].cls == DTC_FLOAT)
			x[i] = x[i] / 8 + 0.0625;
		else if (dtypes[d].cls == DTC_UINT)
			x[i] = fabs(x[i]);
	}
	t = tensor_cast(c, tensor_new(c, DT_F64, naxes, axes, x), d);
	free(x);
	ck_assert(tensor_force(c, t));
	return t;
}

/* The same logical array in another memory: turned, stepped, flipped. */
static struct tensor *
shuffled(struct tensor *t)
{
	struct axis axes[TENSOR_MAX_AXES];
	int order[TENSOR_MAX_AXES], back[TENSOR_MAX_AXES], i, j, x;
	int n = tensor_naxes(t);
	struct tensor *u;
	struct ref *r;

	for (i = 0; i < n; i++)
		order[i] = i;
	for (i = n; i-- > 1;) {
		j = (int)below(i + 1);
		x = order[i];
		order[i] = order[j];
		order[j] = x;
	}
	for (i = 0; i < n; i++)
		back[order[i]] = i;
	u = tensor_order(c, t, order);
	for (i = 0; i < n; i++)
		axes[i] = tensor_axes(u)[i];
	r = ref_read(c, u);
	u = tensor_cast(c, tensor_new(c, DT_F64, n, axes, r->data),
	    tensor_dtype(t));
	ck_assert(tensor_force(c, u));
	ref_free(r);
	u = tensor_order(c, u, back);
	if (n > 0 && below(2)) {
		/* Every second element of something twice as long. */
		int64_t size = tensor_axes(u)[0].size;
		struct tensor *two[2] = { u, u };

		u = tensor_stack(c, two, 2, (struct axis){ atom(c, "dup"), 2 });
		ck_assert(tensor_force(c, u));
		u = tensor_pick(c, u, tensor_find_axis(u, atom(c, "dup")), 1);
		u = views_order_as(c, u, t);
		size = tensor_axes(u)[0].size;
		if (size > 0 && below(2)) {
			u = tensor_slice(c, u, 0, size - 1, size, -1);
			ck_assert(tensor_force(c, u));
			u = tensor_slice(c, tensor_cast(c, tensor_cast(c, u,
			    DT_F64), tensor_dtype(t)), 0, size - 1, size, -1);
			u = views_order_as(c, u, t);
		}
	}
	u = views_order_as(c, u, t);
	ck_assert(tensor_force(c, u));
	return u;
}

static const char *const letters[] = { "a", "b", "cc", "d" };

/* 0 to 4 axes, some with names. */
static int
some_axes(struct axis *axes, int64_t max)
{
	int n = (int)below(5), i;

	for (i = 0; i < n; i++) {
		axes[i].name = below(2) ? atom(c, letters[i]) : NULL;
		axes[i].size = 1 + below(max);
	}
	return n;
}

static const enum dtype kinds[] = { DT_F32, DT_F64, DT_I32, DT_BF16, DT_F16,
	DT_U8, DT_I64, DT_U64, DT_BOOL, DT_I8, DT_I16, DT_U16, DT_U32 };

static double
tolerance(enum dtype d, double want)
{
	double e = d == DT_BF16 ? 0x1p-8 : d == DT_F16 ? 0x1p-11 :
	    d == DT_F32 ? 0x1p-20 : d == DT_F64 ? 1e-12 : 0;

	return e * (1 + fabs(want));
}

static void
assert_near(double got, double want, enum dtype d, const char *what)
{
	if (isnan(want) || isinf(want)) {
		ck_assert_msg(isnan(got) == isnan(want) && (isnan(got) ||
		    got == want), "%s: %g, not %g", what, got, want);
		return;
	}
	ck_assert_msg(fabs(got - want) <= tolerance(d, want),
	    "%s in %s: %.9g, not %.9g", what, dtypes[d].name, got, want);
}

static bool
wants_float(enum unary u)
{
	return u != UNARY_neg && u != UNARY_abs && u != UNARY_sign &&
	    u != UNARY_square && u != UNARY_relu && u != UNARY_round &&
	    u != UNARY_trunc && u < UNARY_isnan;
}

START_TEST(unary_row)
{
	enum unary u = (enum unary)_i;
	struct axis axes[5];
	int tries;

	for (tries = 0; tries < 60; tries++) {
		enum dtype d = kinds[below(13)], made;
		int n = some_axes(axes, 7);
		struct tensor *t, *y;
		struct ref *x, *r;
		int64_t at[8] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (u == UNARY_bit_not && (dtypes[d].cls != DTC_INT))
			d = DT_I32;
		if (d == DT_BOOL || (u == UNARY_neg &&
		    dtypes[d].cls == DTC_UINT))
			d = DT_I8;
		t = shuffled(filled(d, n, axes));
		y = tensor_unary(c, u, t);
		ck_assert_ptr_nonnull(y);
		made = tensor_dtype(y);
		ck_assert_int_eq(made, u >= UNARY_isnan && u <=
		    UNARY_logical_not ? DT_BOOL : wants_float(u) &&
		    dtypes[d].cls != DTC_FLOAT ? DT_F32 : d);
		x = ref_read(c, t);
		r = ref_read(c, y);
		do {
			double v = ref_at(x, r->naxes, r->axis, at);

			assert_near(ref_at(r, r->naxes, r->axis, at),
			    ref_unary(u, v), made, unary_ops[u].name);
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(x);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

START_TEST(binary_row)
{
	enum binary b = (enum binary)_i;
	struct axis xa[5], ya[5];
	int tries, i;

	for (tries = 0; tries < 60; tries++) {
		enum dtype d = kinds[below(8)], e = kinds[below(8)], made;
		int nx = some_axes(xa, 6), ny;
		struct tensor *s, *t, *y;
		struct ref *p, *q, *r;
		int64_t at[12] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (b >= BINARY_bit_and)
			d = e = DT_I32;
		if (b == BINARY_sub || b == BINARY_pow || b == BINARY_mod ||
		    b == BINARY_floor_div)
			d = e = kinds[below(2)];
		/* The same axes in part, others, or broadcast ones. */
		ny = nx;
		for (i = 0; i < ny; i++) {
			ya[i] = xa[i];
			if (ya[i].name == NULL && below(3) == 0)
				ya[i].size = 1;
		}
		if (ny > 0 && below(2))
			ny--;
		for (i = nx - ny; i < nx; i++)
			ya[i - nx + ny] = ya[i];
		if (below(3) == 0)
			ya[ny++] = (struct axis){ atom(c, "extra"), 3 };
		s = shuffled(filled(d, nx, xa));
		t = shuffled(filled(e, ny, ya));
		if (b == BINARY_shl || b == BINARY_shr)
			t = tensor_unary(c, UNARY_abs, t);
		if (b == BINARY_shl)
			s = tensor_unary(c, UNARY_abs, s);
		y = tensor_binary(c, b, s, t);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		made = tensor_dtype(y);
		p = ref_read(c, s);
		q = ref_read(c, t);
		r = ref_read(c, y);
		do {
			double v = ref_binary(b, ref_at(p, r->naxes, r->axis,
			    at), ref_at(q, r->naxes, r->axis, at));

			/* Integers wrap; the naive way does not. */
			if (dtypes[made].cls == DTC_UINT)
				v = v < 0 || v > 255 ? NAN : v;
			if (!isnan(v) || dtypes[made].cls == DTC_FLOAT)
				assert_near(ref_at(r, r->naxes, r->axis, at),
				    v, made, binary_ops[b].name);
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(p);
		ref_free(q);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

static double
fold(enum reduce k, double acc, double x, int64_t i)
{
	switch (k) {
	case REDUCE_sum:
	case REDUCE_mean: return acc + x;
	case REDUCE_prod: return i == 0 ? x : acc * x;
	case REDUCE_max: return i == 0 || x > acc ? x : acc;
	case REDUCE_min: return i == 0 || x < acc ? x : acc;
	case REDUCE_any: return acc != 0 || x != 0;
	case REDUCE_all: return (i == 0 || acc != 0) && x != 0;
	default: return 0;
	}
}

START_TEST(reduce_row)
{
	enum reduce k = (enum reduce)_i;
	struct axis axes[5];
	bool arg = k == REDUCE_argmax || k == REDUCE_argmin;
	int tries, i;

	for (tries = 0; tries < 120; tries++) {
		enum dtype d = kinds[below(8)];
		int n = some_axes(axes, tries % 10 == 0 ? 40 : 6), o;
		uint32_t mask = (uint32_t)below(1 << n);
		bool keep = below(2);
		struct tensor *t, *y;
		struct ref *x, *r;
		int64_t at[8] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (n > 0 && tries % 10 == 0)
			axes[0].size = 1;
		if (arg) {
			if (n == 0)
				continue;
			mask = 1u << below(n);
		}
		t = shuffled(filled(d, n, axes));
		y = tensor_reduce(c, k, t, mask, keep);
		ck_assert_ptr_nonnull(y);
		x = ref_read(c, t);
		r = ref_read(c, y);
		do {
			int64_t in[8] = { 0 }, count = 0, best = 0;
			struct axis gone[8];
			double acc = 0, got;

			for (i = o = 0; i < n; i++) {
				gone[i] = axes[i];
				if ((mask >> i & 1) == 0) {
					in[i] = at[o++];
					gone[i].size = 1;
				} else {
					o += keep;
				}
			}
			got = r->data[0];
			for (i = 0, best = 0; i < r->naxes; i++)
				best = best * r->axis[i].size + at[i];
			got = r->data[best];
			best = 0;
			{
				int64_t step[8] = { 0 };

				do {
					int64_t idx = 0;
					double v;

					for (i = 0; i < n; i++)
						idx = idx * axes[i].size +
						    (mask >> i & 1 ? step[i] :
						    in[i]);
					v = x->data[idx];
					if (arg && (count == 0 ||
					    (k == REDUCE_argmax ? v > acc :
					    v < acc))) {
						acc = v;
						best = count;
					}
					if (!arg)
						acc = fold(k, acc, v, count);
					count++;
				} while (ref_next(n, gone, step));
			}
			if (k == REDUCE_mean)
				acc /= (double)count;
			if (arg)
				acc = (double)best;
			if (k == REDUCE_prod && fabs(acc) > 1e6)
				continue;
			/* Sums of unsigned bytes widen. */
			assert_near(got, acc, tensor_dtype(y),
			    reduce_ops[k].name);
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(x);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* Any two operands: letters shared, summed, kept, broadcast. */
START_TEST(einsum)
{
	int tries, i, j;

	for (tries = 0; tries < 400; tries++) {
		static const enum dtype types[] = { DT_F32, DT_F32, DT_BF16,
			DT_F64, DT_I32, DT_F16 };
		int64_t size[6];
		uint8_t l[3][16];
		struct axis axes[3][6], all[6];
		int n[3] = { 0, 0, 0 };
		enum dtype d = types[below(6)];
		struct tensor *t[3];
		struct ref *r[3];
		int64_t at[8] = { 0 };
		double *sum;
		size_t mark = scope_mark(&c->scope);

		for (i = 0; i < 6; i++) {
			size[i] = 1 + below(5);
			all[i] = (struct axis){ NULL, size[i] };
			for (j = 0; j < 3; j++)
				if (below(2)) {
					l[j][n[j]] = (uint8_t)(i + 3);
					axes[j][n[j]++] = all[i];
				}
		}
		for (i = 0; i < n[2]; i++) {
			bool there = false;

			for (j = 0; j < n[0]; j++)
				there = there || l[0][j] == l[2][i];
			for (j = 0; j < n[1]; j++)
				there = there || l[1][j] == l[2][i];
			if (!there) {
				for (j = i; j + 1 < n[2]; j++) {
					l[2][j] = l[2][j + 1];
					axes[2][j] = axes[2][j + 1];
				}
				n[2]--;
				i--;
			}
		}
		/* Result axes in another order. */
		if (n[2] > 1) {
			uint8_t x = l[2][0];
			struct axis y = axes[2][0];

			l[2][0] = l[2][n[2] - 1];
			axes[2][0] = axes[2][n[2] - 1];
			l[2][n[2] - 1] = x;
			axes[2][n[2] - 1] = y;
		}
		t[0] = shuffled(filled(d, n[0], axes[0]));
		t[1] = shuffled(filled(d, n[1], axes[1]));
		t[2] = tensor_einsum(c, t[0], l[0], t[1], l[1], n[2], l[2],
		    axes[2]);
		ck_assert_msg(t[2] != NULL, "%s", c->err.text);
		for (j = 0; j < 3; j++)
			r[j] = ref_read(c, t[j]);
		sum = calloc((size_t)ref_size(r[2]) + 1, sizeof *sum);
		for (i = 0; i < 6; i++) {
			/* Letters in no operand are no loop. */
			bool there = false;

			for (j = 0; j < n[0]; j++)
				there = there || l[0][j] == i + 3;
			for (j = 0; j < n[1]; j++)
				there = there || l[1][j] == i + 3;
			if (!there)
				all[i].size = 1;
		}
		do {
			int64_t idx[3] = { 0, 0, 0 };

			for (j = 0; j < 3; j++)
				for (i = 0; i < n[j]; i++)
					idx[j] = idx[j] * axes[j][i].size +
					    at[l[j][i] - 3];
			sum[idx[2]] += r[0]->data[idx[0]] *
			    r[1]->data[idx[1]];
		} while (ref_next(6, all, at));
		for (i = 0; i < ref_size(r[2]); i++)
			ck_assert_msg(fabs(r[2]->data[i] - sum[i]) <=
			    4 * tolerance(d, sum[i]), "%g, not %g (%s)",
			    r[2]->data[i], sum[i], dtypes[d].name);
		free(sum);
		for (j = 0; j < 3; j++)
			ref_free(r[j]);
		scope_drop(c, mark);
	}
}
END_TEST

/* Rows along random axes: softmax, standardize, cumsum, sort. */
START_TEST(along)
{
	int tries, i;

	for (tries = 0; tries < 200; tries++) {
		enum dtype d = kinds[below(4)];
		struct axis axes[5];
		int n = some_axes(axes, 9), axis;
		struct tensor *t, *y[6];
		struct ref *x, *r[6];
		int64_t at[8] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (n == 0)
			continue;
		axis = (int)below(n);
		t = shuffled(filled(d, n, axes));
		y[0] = tensor_softmax(c, t, 1u << axis);
		y[1] = tensor_rms_standardize(c, t, 1u << axis, 1e-3);
		y[2] = tensor_standardize(c, t, 1u << axis, 1e-3);
		y[3] = tensor_cumsum(c, t, axis);
		y[4] = tensor_sort(c, t, axis, tries & 1);
		y[5] = tensor_log_softmax(c, t, 1u << axis);
		x = ref_read(c, t);
		for (i = 0; i < 6; i++)
			r[i] = ref_read(c, y[i]);
		do {
			int64_t k, idx = 0, step = 1, len = axes[axis].size;
			int64_t base, less = 0, same = 0;
			double e = 0, sq = 0, s = 0, cum = 0, mean, var, v;

			for (i = 0; i < n; i++)
				idx = idx * axes[i].size + at[i];
			for (i = axis + 1; i < n; i++)
				step *= axes[i].size;
			base = idx - at[axis] * step;
			v = x->data[idx];
			for (k = 0; k < len; k++) {
				double w = x->data[base + k * step];
				double got = r[4]->data[idx];

				e += exp(w - v);
				sq += w * w;
				s += w;
				cum += k <= at[axis] ? w : 0;
				less += tries & 1 ? w > got : w < got;
				same += w == got;
			}
			mean = s / (double)len;
			var = fmax(sq / (double)len - mean * mean, 0);
			assert_near(r[0]->data[idx], 1 / e,
			    tensor_dtype(y[0]), "softmax");
			assert_near(r[5]->data[idx], -log(e),
			    tensor_dtype(y[5]), "log_softmax");
			assert_near(r[1]->data[idx], v / sqrt(sq /
			    (double)len + 1e-3), tensor_dtype(y[1]), "rms");
			ck_assert(fabs(r[2]->data[idx] - (v - mean) /
			    sqrt(var + 1e-3)) < 1e-4 + 2 *
			    tolerance(tensor_dtype(y[2]), 3));
			assert_near(r[3]->data[idx], cum,
			    tensor_dtype(y[3]), "cumsum");
			ck_assert(less <= at[axis] && at[axis] < less + same);
		} while (ref_next(n, axes, at));
		ref_free(x);
		for (i = 0; i < 6; i++)
			ref_free(r[i]);
		scope_drop(c, mark);
	}
}
END_TEST

/* table[ids]: names line up, join, or are new. */
START_TEST(take)
{
	int tries;

	for (tries = 0; tries < 300; tries++) {
		enum dtype d = kinds[below(5)];
		struct axis axes[5], ia[5];
		int n = some_axes(axes, 6), ni = 0, axis, i;
		struct tensor *t, *ids, *y;
		struct ref *x, *k, *r;
		int64_t at[16] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (n == 0)
			continue;
		axis = (int)below(n);
		for (i = 0; i < n; i++)
			if (axes[i].name != NULL && i != axis && below(3) == 0)
				ia[ni++] = axes[i];
		if (below(2))
			ia[ni++] = (struct axis){ atom(c, "new"), 4 };
		if (below(2) && axes[axis].name == NULL)
			ia[ni++] = (struct axis){ NULL, 3 };
		t = shuffled(filled(d, n, axes));
		ids = shuffled(filled(DT_I32, ni, ia));
		y = tensor_take(c, t, axis, ids);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		k = ref_read(c, ids);
		r = ref_read(c, y);
		do {
			int64_t idx = 0, kidx = 0, id, got = 0;
			int p = 0, place = 0, before = 0;
			bool pos_ids = ni > 0 && ia[ni - 1].name == NULL;

			for (i = 0; i < r->naxes; i++)
				got = got * r->axis[i].size + at[i];
			for (i = 0; i < axis; i++)
				before += axes[i].name == NULL;
			place = before;
			for (i = 0; i < ni; i++) {
				int64_t v = 0;
				int j;

				if (ia[i].name == NULL)
					v = at[place];
				for (j = 0; j < r->naxes; j++)
					if (ia[i].name != NULL &&
					    r->axis[j].name == ia[i].name)
						v = at[j];
				kidx = kidx * ia[i].size + v;
			}
			id = (int64_t)k->data[kidx];
			id += id < 0 ? axes[axis].size : 0;
			id = id < 0 ? 0 : id >= axes[axis].size ?
			    axes[axis].size - 1 : id;
			for (i = 0; i < n; i++) {
				int64_t v = 0;
				int j;

				if (i == axis) {
					v = id;
					p += axes[i].name == NULL && pos_ids;
				} else if (axes[i].name == NULL) {
					v = at[p++];
				} else {
					for (j = 0; j < r->naxes; j++)
						if (r->axis[j].name ==
						    axes[i].name)
							v = at[j];
				}
				idx = idx * axes[i].size + v;
			}
			ck_assert_double_eq(r->data[got], x->data[idx]);
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(x);
		ref_free(k);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* The same numbers, to the last bit where they were only moved. */
static void
assert_same(struct tensor *x, struct tensor *y, double tol, const char *what)
{
	struct ref *a, *b;
	int64_t i;

	ck_assert_msg(x != NULL && y != NULL, "%s: %s", what,
	    c->err.text != NULL ? c->err.text : "null");
	a = ref_read(c, x);
	b = ref_read(c, y);
	ck_assert_int_eq(a->naxes, b->naxes);
	for (i = 0; i < a->naxes; i++)
		ck_assert(a->axis[i].name == b->axis[i].name &&
		    a->axis[i].size == b->axis[i].size);
	for (i = 0; i < ref_size(a); i++)
		ck_assert_msg(fabs(a->data[i] - b->data[i]) <= tol *
		    (1 + fabs(b->data[i])), "%s: %g, not %g", what,
		    a->data[i], b->data[i]);
	ref_free(a);
	ref_free(b);
}

/* An array stored in blocks of random bytes, and the same decoded. */
static struct tensor *
blocks(enum dtype stored, int n, const struct axis *axes,
    struct tensor **plain)
{
	const struct dtype_row *d = &dtypes[stored];
	size_t size = 1, i;
	struct storage *s;
	struct tensor *t;
	struct ref *r;

	for (i = 0; i < (size_t)n; i++)
		size *= (size_t)axes[i].size;
	size = size / d->block * d->bytes;
	/* Not at a multiple of the block's bytes. */
	s = storage_create(c, size + 6);
	for (i = 0; i < size; i++)
		s->data[i + 6] = (unsigned char)below(256);
	/* Scales of moderate size. */
	for (i = 0; i < size; i += d->bytes)
		s->data[i + 7] = 0x2c;
	if (stored == DT_Q4_1)
		for (i = 0; i < size; i += d->bytes)
			s->data[i + 9] = 0x28;
	t = tensor_of_storage(c, stored, n, axes, s, 6);
	storage_unref(s);
	ck_assert_ptr_nonnull(t);
	r = ref_read(c, t);
	*plain = tensor_cast(c, tensor_new(c, DT_F64, n, axes, r->data),
	    DT_F32);
	ref_free(r);
	return t;
}

/* Heads whose halves are interleaved, as in GGUF's query weights. */
static struct tensor *
swap_halves(struct tensor *t)
{
	struct axis parts[3] = { { atom(c, "heads"), 3 },
		{ atom(c, "half"), 4 }, { atom(c, "two"), 2 } };
	int turn[4] = { 0, 2, 1, 3 }, both[2] = { 1, 2 };

	return tensor_merge(c, tensor_order(c, tensor_split(c, t, 0, parts,
	    3), turn), both, 2, atom(c, "projection"));
}

START_TEST(quantised)
{
	static const enum dtype types[] = { DT_Q8_0, DT_Q4_0, DT_Q4_1 };
	enum dtype d = types[_i];
	struct axis axes[2] = { { NULL, 24 }, { atom(c, "embedding"), 64 } };
	struct axis xa[2] = { { atom(c, "seq"), 5 },
		{ atom(c, "embedding"), 64 } };
	struct axis ia[1] = { { atom(c, "seq"), 5 } };
	const struct atom *sum[1] = { axes[1].name };
	struct tensor *p, *t = blocks(d, 2, axes, &p), *s, *u, *x, *ids;
	static const int turn[2] = { 1, 0 };

	ck_assert_int_eq(tensor_dtype(t), DT_F32);
	ck_assert_int_eq(tensor_stored(t), d);
	ck_assert_uint_eq(tensor_nbytes(t), 24 * 64 / 32 * dtypes[d].bytes);
	s = tensor_order(c, t, turn);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_order(c, p, turn), 0, "order");
	s = swap_halves(t);
	ck_assert(tensor_force(c, s));
	ck_assert_int_eq(tensor_stored(s), d);
	u = swap_halves(p);
	assert_same(s, u, 0, "swapped halves");
	x = filled(DT_F32, 2, xa);
	assert_same(tensor_contract(c, x, s, sum, 1), tensor_contract(c, x,
	    u, sum, 1), 1e-5, "contract");
	assert_same(tensor_contract(c, t, x, sum, 1), tensor_contract(c, p,
	    x, sum, 1), 1e-5, "contract, weight first");
	ids = filled(DT_I32, 1, ia);
	assert_same(tensor_take(c, t, 0, ids), tensor_take(c, p, 0, ids), 0,
	    "take");
	assert_same(tensor_take(c, t, 1, ids), tensor_take(c, p, 1, ids), 0,
	    "take inside of blocks");
	s = tensor_slice(c, t, 0, 20, 7, -3);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_slice(c, p, 0, 20, 7, -3), 0, "rows");
	s = tensor_slice(c, t, 1, 32, 32, 1);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_slice(c, p, 1, 32, 32, 1), 0, "blocks");
	assert_same(tensor_slice(c, t, 1, 3, 30, 2), tensor_slice(c, p, 1, 3,
	    30, 2), 0, "inside of blocks");
	assert_same(tensor_binary(c, BINARY_mul, t, t),
	    tensor_binary(c, BINARY_mul, p, p), 1e-6, "square");
	assert_same(tensor_reduce(c, REDUCE_sum, t, 1, false),
	    tensor_reduce(c, REDUCE_sum, p, 1, false), 1e-6, "sum");
	assert_same(tensor_softmax(c, t, 2), tensor_softmax(c, p, 2), 1e-6,
	    "softmax");
	assert_same(tensor_cast(c, t, DT_F16), tensor_cast(c, p, DT_F16), 0,
	    "cast");
	assert_same(tensor_sort(c, t, 0, false), tensor_sort(c, p, 0, false),
	    0, "sort");
	{
		struct tensor *tt[2] = { t, s }, *pp[2] = { p, NULL };

		tt[1] = tensor_slice(c, t, 0, 0, 3, 1);
		pp[1] = tensor_slice(c, p, 0, 0, 3, 1);
		assert_same(tensor_concat(c, tt, 2, 0), tensor_concat(c, pp,
		    2, 0), 0, "concatenate");
		assert_same(tensor_update_slice(c, t, 0, tensor_scalar_i(c, 4,
		    DT_I32, false), tt[1]), tensor_update_slice(c, p, 0,
		    tensor_scalar_i(c, 4, DT_I32, false), pp[1]), 0,
		    "update_slice");
	}
}
END_TEST

/* Any chain of splits, merges and turns against plain copies. */
START_TEST(reshapes)
{
	int tries, i, k;

	for (tries = 0; tries < 300; tries++) {
		struct axis axes[4];
		int64_t n = 1, size[8], rest;
		int naxes = 1 + (int)below(4);
		struct tensor *t, *y;
		struct ref *x, *r;
		size_t mark = scope_mark(&c->scope);

		for (i = 0; i < naxes; i++) {
			axes[i] = (struct axis){ NULL, 1 + below(6) };
			n *= axes[i].size;
		}
		t = shuffled(filled(DT_F32, naxes, axes));
		/* Random factors of the count. */
		rest = n;
		for (k = 0; k < 3 && rest > 1; k++) {
			int64_t f = 1 + below(rest);

			while (rest % f != 0)
				f--;
			size[k] = f;
			rest /= f;
		}
		size[k++] = below(2) ? -1 : rest;
		y = tensor_reshape(c, t, size, k);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		r = ref_read(c, y);
		ck_assert_int_eq(ref_size(r), n);
		for (i = 0; i < n; i++)
			ck_assert_double_eq(r->data[i], x->data[i]);
		ref_free(x);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* NumPy's matmul on positional axes against its definition. */
START_TEST(matmul)
{
	int tries, i;

	for (tries = 0; tries < 150; tries++) {
		struct axis xa[5], ya[5], all[6];
		int nx = 0, ny = 0, nb = (int)below(3), n;
		int64_t m = 1 + below(5), k = 1 + below(6), l = 1 + below(5);
		bool vx = nb == 0 && below(4) == 0;
		bool vy = nb == 0 && below(4) == 0;
		struct tensor *x, *y, *z;
		struct ref *p, *q, *r;
		int64_t at[8] = { 0 };
		size_t mark = scope_mark(&c->scope);

		for (i = 0; i < nb; i++) {
			int64_t s = 1 + below(3);

			xa[nx++] = (struct axis){ NULL, below(3) ? s : 1 };
			ya[ny++] = (struct axis){ NULL, s };
		}
		if (!vx)
			xa[nx++] = (struct axis){ NULL, m };
		xa[nx++] = (struct axis){ NULL, k };
		ya[ny++] = (struct axis){ NULL, k };
		if (!vy)
			ya[ny++] = (struct axis){ NULL, l };
		if (below(2))
			xa[nx++] = (struct axis){ atom(c, "n"), 2 };
		x = shuffled(filled(DT_F32, nx, xa));
		y = shuffled(filled(DT_F32, ny, ya));
		z = tensor_matmul(c, x, y);
		ck_assert_msg(z != NULL, "%s", c->err.text);
		p = ref_read(c, x);
		q = ref_read(c, y);
		r = ref_read(c, z);
		do {
			/* at is over z: batch, row, column, n */
			double sum = 0, v;
			int64_t j;
			struct axis xx[6], yy[6];
			int64_t xat[6], yat[6];

			for (j = 0; j < k; j++) {
				n = 0;
				for (i = 0; i < r->naxes; i++)
					all[i] = r->axis[i];
				/* x: batch, row, k, names */
				for (i = 0; i < nb + !vx; i++) {
					xx[n] = all[i];
					xat[n++] = at[i];
				}
				xx[n] = (struct axis){ NULL, k };
				xat[n++] = j;
				if (r->naxes > 0 && all[r->naxes - 1].name) {
					xx[n] = all[r->naxes - 1];
					xat[n++] = at[r->naxes - 1];
				}
				v = ref_at(p, n, xx, xat);
				n = 0;
				for (i = 0; i < nb; i++) {
					yy[n] = all[i];
					yat[n++] = at[i];
				}
				yy[n] = (struct axis){ NULL, k };
				yat[n++] = j;
				if (!vy) {
					yy[n] = all[nb + !vx];
					yat[n++] = at[nb + !vx];
				}
				sum += v * ref_at(q, n, yy, yat);
			}
			assert_near(ref_at(r, r->naxes, r->axis, at), sum,
			    DT_F32, "matmul");
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(p);
		ref_free(q);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* Arrays joined, and boxes replaced, by the indices that they cover. */
START_TEST(joined)
{
	int tries;

	for (tries = 0; tries < 200; tries++) {
		struct axis axes[5], other[5];
		int n = some_axes(axes, 5), axis;
		struct tensor *in[2], *y, *z, *start;
		struct ref *a, *b, *r, *w;
		int64_t at[8] = { 0 }, from, len;
		size_t mark = scope_mark(&c->scope);

		if (n == 0)
			continue;
		axis = (int)below(n);
		memcpy(other, axes, sizeof axes);
		other[axis].size = 1 + below(axes[axis].size);
		len = other[axis].size;
		in[0] = shuffled(filled(DT_I32, n, axes));
		in[1] = shuffled(filled(DT_F32, n, other));
		y = tensor_concat(c, in, 2, axis);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		ck_assert_int_eq(tensor_dtype(y), DT_F32);
		from = below(axes[axis].size);
		start = tensor_scalar_i(c, from, DT_I32, false);
		z = tensor_update_slice(c, in[0], axis, start, in[1]);
		ck_assert_msg(z != NULL, "%s", c->err.text);
		if (from > axes[axis].size - len)
			from = axes[axis].size - len;
		a = ref_read(c, in[0]);
		b = ref_read(c, in[1]);
		r = ref_read(c, y);
		w = ref_read(c, z);
		do {
			int64_t to[8];
			double v = ref_at(a, n, axes, at);

			ck_assert_double_eq(ref_at(r, n, axes, at), v);
			memcpy(to, at, sizeof to);
			to[axis] = at[axis] - from;
			if (to[axis] >= 0 && to[axis] < len)
				v = trunc(ref_at(b, n, axes, to));
			ck_assert_double_eq(ref_at(w, n, axes, at), v);
			if (at[axis] >= len)
				continue;
			memcpy(to, at, sizeof to);
			to[axis] += axes[axis].size;
			ck_assert_double_eq(ref_at(r, n, axes, to),
			    ref_at(b, n, axes, at));
		} while (ref_next(n, axes, at));
		ref_free(a);
		ref_free(b);
		ref_free(r);
		ref_free(w);
		scope_drop(c, mark);
	}
}
END_TEST

/* t.at[ids].set and .add, with ids that repeat and that lie outside. */
START_TEST(scatter)
{
	int tries, k;

	for (tries = 0; tries < 200; tries++) {
		bool add = tries & 1;
		struct axis axes[3] = { { NULL, 5 }, { atom(c, "a"), 3 },
			{ NULL, 4 } };
		struct axis ia[1] = { { NULL, 6 } }, va[3];
		int nv = 0, axis = below(2) ? 0 : 2;
		struct tensor *t, *ids, *v, *y;
		struct ref *x, *i, *u, *r;
		double *want;
		size_t mark = scope_mark(&c->scope);

		t = shuffled(filled(add ? DT_F32 : DT_I32, 3, axes));
		ids = shuffled(filled(DT_I32, 1, ia));
		/* Axes of t[ids]: positional ones in order, then a. */
		if (below(2)) {
			va[nv++] = axis == 0 ? ia[0] : axes[0];
			va[nv++] = axis == 0 ? axes[2] : ia[0];
		}
		if (below(2))
			va[nv++] = axes[1];
		v = shuffled(filled(DT_F32, nv, va));
		y = tensor_scatter(c, t, 1, &axis, &ids, v, add);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		i = ref_read(c, ids);
		u = ref_read(c, v);
		r = ref_read(c, y);
		want = x->data;
		for (k = 0; k < 6; k++) {
			int64_t id = (int64_t)i->data[k], p, q;

			id += id < 0 ? axes[axis].size : 0;
			if (id < 0 || id >= axes[axis].size)
				continue;
			for (p = 0; p < axes[2 - axis].size; p++)
				for (q = 0; q < 3; q++) {
					struct axis ga[3] = { { NULL, 0 },
						{ NULL, 0 }, axes[1] };
					int64_t g[3] = { axis == 0 ? k : p,
						axis == 0 ? p : k, q };
					double value = ref_at(u, 3, ga, g);
					double *to = &want[((axis == 0 ? id :
					    p) * 3 + q) * 4 + (axis == 0 ?
					    p : id)];

					*to = add ? *to + value :
					    trunc(value);
				}
		}
		for (k = 0; k < 60; k++)
			ck_assert_double_eq_tol(r->data[k], want[k], 1e-5);
		ref_free(x);
		ref_free(i);
		ref_free(u);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

START_TEST(rope)
{
	int tries;

	for (tries = 0; tries < 60; tries++) {
		struct axis axes[3] = { { atom(c, "seq"), 4 },
			{ atom(c, "heads"), 2 }, { atom(c, "projection"), 8 } };
		struct axis pa[2] = { { atom(c, "seq"), 4 },
			{ atom(c, "batch"), 3 } };
		int64_t subset = below(2) ? 4 : 0, at[4] = { 0 };
		enum dtype d = tries & 1 ? DT_F32 : DT_F64;
		struct tensor *x = shuffled(filled(d, 3, axes));
		struct tensor *p = shuffled(filled(DT_I32, 1 + (int)below(2),
		    pa));
		struct tensor *y = tensor_rope(c, x, 2, p, 100.0, 2.0,
		    subset);
		struct ref *a, *b, *r;
		int64_t h = (subset ? subset : 8) / 2;
		size_t mark = scope_mark(&c->scope);

		ck_assert_ptr_nonnull(y);
		a = ref_read(c, x);
		b = ref_read(c, p);
		r = ref_read(c, y);
		do {
			int64_t j = at[2], to[4];
			double pos = ref_at(b, r->naxes, r->axis, at), angle;
			double v = ref_at(a, r->naxes, r->axis, at), w;

			memcpy(to, at, sizeof to);
			to[2] = j < h ? j + h : j - h;
			angle = pos / pow(100, (double)(j % h) / (double)h) /
			    2;
			if (j < 2 * h) {
				w = ref_at(a, r->naxes, r->axis, to);
				v = j < h ? v * cos(angle) - w * sin(angle) :
				    v * cos(angle) + w * sin(angle);
			}
			assert_near(ref_at(r, r->naxes, r->axis, at), v, d,
			    "rope");
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(a);
		ref_free(b);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

Suite *suite_ops(void);

Suite *
suite_ops(void)
{
	Suite *s = suite_create("ops");
	TCase *tc = tcase_create("ops");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, unary_row, 0, UNARY_COUNT);
	tcase_add_loop_test(tc, binary_row, 0, BINARY_COUNT);
	tcase_add_loop_test(tc, reduce_row, 0, REDUCE_COUNT);
	tcase_add_test(tc, einsum);
	tcase_add_test(tc, along);
	tcase_add_test(tc, take);
	tcase_add_loop_test(tc, quantised, 0, 3);
	tcase_add_test(tc, reshapes);
	tcase_add_test(tc, matmul);
	tcase_add_test(tc, joined);
	tcase_add_test(tc, scatter);
	tcase_add_test(tc, rope);
	suite_add_tcase(s, tc);
	return s;
}
