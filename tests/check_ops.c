/* SPDX-License-Identifier: Apache-2.0 */
/* What computes, on random shapes, orders of axes, strides and dtypes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/op.h"
#include "core/tensor/tensor.h"
#include "tests/ref_ops.h"
#include "tests/samples.h"

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
		struct tensor *t, *y[7];
		struct ref *x, *r[7];
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
		y[6] = views_stretch(c, tensor_var(c, t, 1u << axis, true),
		    t);
		x = ref_read(c, t);
		for (i = 0; i < 7; i++)
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
			ck_assert(fabs(r[6]->data[idx] - var) < 1e-5 + 2 *
			    tolerance(tensor_dtype(y[6]), var));
			assert_near(r[3]->data[idx], cum,
			    tensor_dtype(y[3]), "cumsum");
			ck_assert(less <= at[axis] && at[axis] < less + same);
		} while (ref_next(n, axes, at));
		ref_free(x);
		for (i = 0; i < 7; i++)
			ref_free(r[i]);
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

	tcase_add_checked_fixture(tc, samples_setup, samples_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, unary_row, 0, UNARY_COUNT);
	tcase_add_loop_test(tc, binary_row, 0, BINARY_COUNT);
	tcase_add_loop_test(tc, reduce_row, 0, REDUCE_COUNT);
	tcase_add_test(tc, einsum);
	tcase_add_test(tc, along);
	suite_add_tcase(s, tc);
	return s;
}
