/* SPDX-License-Identifier: Apache-2.0 */
/* Derivatives against differences, in float64. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/op.h"
#include "core/tensor/tape.h"
#include "tests/samples.h"

#define A(name) atom(c, name)
#define U(name, x) tensor_unary(c, UNARY_##name, x)
#define B(name, x, y) tensor_binary(c, BINARY_##name, x, y)

/* x {a 3, b 4}, y {b 4, e 2} or what they say. */
typedef struct tensor *fn(struct tensor *x, struct tensor *y, int k);

static struct tensor *
f64(double x)
{
	return tensor_scalar_f(c, x, DT_F64, true);
}

static struct tensor *
f_unary(struct tensor *x, struct tensor *y, int k)
{
	(void)y;
	/* Into (0, 1), where all of them are smooth. */
	return tensor_unary(c, (enum unary)k, B(add, B(mul, x, f64(0.3)),
	    f64(0.4)));
}

static struct tensor *
f_binary(struct tensor *x, struct tensor *y, int k)
{
	return tensor_binary(c, (enum binary)k, B(add, x, f64(2)),
	    B(add, y, f64(2.1)));
}

static struct tensor *
f_reduce(struct tensor *x, struct tensor *y, int k)
{
	x = tensor_reduce(c, (enum reduce)k, B(add, x, f64(3)), 2, k & 1);
	/* A name of size 1 does not stretch to others. */
	return k & 1 ? x : B(mul, x, y);
}

static struct tensor *
f_various(struct tensor *x, struct tensor *y, int k)
{
	static const int turn[2] = { 1, 0 };
	const struct atom *b[1] = { A("b") }, *ab[2] = { A("a"), A("b") };
	struct axis axes[3] = { { A("z"), 2 }, { A("b"), 4 }, { A("a"), 3 } };
	struct axis parts[2] = { { A("p"), 2 }, { A("q"), 2 } };
	int both[2] = { 2, 0 };
	struct tensor *two[2] = { x, x }, *i, *at;

	switch (k) {
	case 0:
		return tensor_contract(c, x, y, b, 1);
	case 1:
		return tensor_softmax(c, x, 2);
	case 2:
		return tensor_log_softmax(c, B(mul, x, y), 3);
	case 3:
		return tensor_rms_standardize(c, x, 2, 1e-3);
	case 4:
		return tensor_standardize(c, x, 3, 1e-3);
	case 5:
		return tensor_cumsum(c, x, 1);
	case 6:
		return B(mul, tensor_order(c, x, turn), y);
	case 7:
		return tensor_broadcast(c, x, 3, axes);
	case 8:
		return tensor_slice(c, x, 1, 1, 2, 1);
	case 9:
		return tensor_slice(c, x, 1, 3, 2, -2);
	case 10:
		return tensor_merge(c, tensor_split(c, x, 1, parts, 2), both,
		    2, A("m"));
	case 11:
		return tensor_where(c, B(gt, x, f64(0)), B(mul, x, y), y);
	case 12:
		return tensor_concat(c, two, 2, 1);
	case 13:
		i = tensor_arange(c, DT_I32, 0, 1, (struct axis){ A("s"), 5 });
		return tensor_take(c, x, 1, B(mod, i, tensor_scalar_i(c, 3,
		    DT_I32, true)));
	case 14:
		i = tensor_arange(c, DT_I32, 1, 1, (struct axis){ A("a"), 3 });
		return tensor_take(c, x, 1, i);
	case 15:
		i = tensor_arange(c, DT_I32, 0, 2, (struct axis){ NULL, 2 });
		return tensor_take(c, tensor_untag(c, x, ab, 2), 0, i);
	case 16:
		at = tensor_scalar_i(c, 1, DT_I32, false);
		return tensor_update_slice(c, x, 1, at, tensor_slice(c, B(mul,
		    x, x), 1, 0, 2, 1));
	case 17:
		i = tensor_arange(c, DT_I32, 3, -3, (struct axis){ NULL, 2 });
		both[0] = 1;
		return tensor_scatter(c, tensor_untag(c, x, ab, 2), 1, both,
		    &i, f64(1), true);
	case 18:
		i = tensor_arange(c, DT_I32, 0, 1, (struct axis){ A("a"), 3 });
		return tensor_rope(c, x, 1, i, &(struct rope){
		    .wavelength = 10, .scale = 1, .ndivisors = 2,
		    .divisors = (double[]){ 1, 3 } });
	case 19:
		return tensor_matmul(c, tensor_untag(c, x, ab, 2),
		    tensor_untag_prefix(c, y, b, 1));
	case 20:
		return tensor_var(c, x, 2, false);
	case 21:
		return tensor_cast(c, tensor_unary(c, UNARY_tanh, x), DT_F64);
	case 22:
		/* One that both depend on, used twice. */
		i = B(mul, x, y);
		return B(add, U(sin, i), B(mul, i, x));
	case 23:
		return tensor_contract(c, x, x, ab, 1);
	default:
		return NULL;
	}
}
#define VARIOUS 24

static double
dot(struct tensor *ct, struct tensor *out)
{
	struct tensor *p = B(mul, ct, out);
	double x;

	ck_assert_msg(p != NULL, "%s", c->err.text);
	ck_assert(tensor_item_f(c, tensor_reduce(c, REDUCE_sum, p,
	    (1u << tensor_naxes(p)) - 1, false), &x));
	return x;
}

static struct tensor *
moved(struct tensor *t, int64_t i, double by)
{
	double data[64];

	ck_assert(tensor_read(c, t, DT_F64, data));
	data[i] += by;
	return tensor_new(c, DT_F64, tensor_naxes(t), tensor_axes(t), data);
}

static void
check(fn *f, int k, const char *what)
{
	struct axis xa[2] = { { A("a"), 3 }, { A("b"), 4 } };
	struct axis ya[2] = { { A("b"), 4 }, { A("e"), 2 } };
	struct tensor *in[2], *base[2], *out, *ct, *g[2];
	struct tape *t;
	int which;
	int64_t i;

	base[0] = in[0] = filled(DT_F64, 2, xa);
	base[1] = in[1] = filled(DT_F64, 2, ya);
	t = tape_start(c, in, 2);
	out = f(in[0], in[1], k);
	ck_assert_msg(out != NULL, "%s %d: %s", what, k, c->err.text);
	/* A sync point inside changes nothing. */
	if (k % 2)
		ck_assert(tensor_force(c, out));
	tape_stop(t);
	ct = filled(DT_F64, tensor_naxes(out), tensor_axes(out));
	ck_assert_msg(tape_pull(c, t, &out, &ct, 1, g), "%s %d: %s", what, k,
	    c->err.text);
	tape_free(&t);
	for (which = 0; which < 2; which++) {
		double data[64];

		ck_assert_int_eq(tensor_naxes(g[which]), 2);
		ck_assert(tensor_read(c, g[which], DT_F64, data));
		for (i = 0; i < tensor_size(g[which]); i++) {
			double lo, hi, want;

			in[0] = base[0];
			in[1] = base[1];
			in[which] = moved(base[which], i, 1e-6);
			hi = dot(ct, f(in[0], in[1], k));
			in[which] = moved(base[which], i, -1e-6);
			lo = dot(ct, f(in[0], in[1], k));
			want = (hi - lo) / 2e-6;
			ck_assert_msg(fabs(data[i] - want) < 1e-6 *
			    (1 + fabs(want)) + 1e-6, "%s %d, %s[%d]: %g, "
			    "differences give %g", what, k, which ? "y" : "x",
			    (int)i, data[i], want);
		}
	}
}

START_TEST(unary)
{
	if (_i != UNARY_bit_not)
		check(f_unary, _i, unary_ops[_i].name);
}
END_TEST

START_TEST(binary)
{
	if (_i < BINARY_bit_and)
		check(f_binary, _i, binary_ops[_i].name);
}
END_TEST

START_TEST(reduce)
{
	check(f_reduce, _i, reduce_ops[_i].name);
}
END_TEST

START_TEST(various)
{
	check(f_various, _i, "various");
}
END_TEST

/* Of derivatives: d/dx of sum(d/dx sum(x^4)) is 12 x^2. */
START_TEST(nested)
{
	struct axis a[1] = { { NULL, 3 } };
	static const double x[3] = { 1, 2, -3 };
	struct tensor *out[1], *mid[1], *one, *g[1], *gg[1], *p;
	struct tape *t, *u;
	double got[3];
	int i;

	out[0] = tensor_new(c, DT_F64, 1, a, x);
	t = tape_start(c, out, 1);
	mid[0] = out[0];
	u = tape_start(c, mid, 1);
	p = U(square, U(square, mid[0]));
	tape_stop(u);
	one = tensor_fill(c, 1, DT_F64, 1, a);
	ck_assert(tape_pull(c, u, &p, &one, 1, g));
	tape_free(&u);
	tape_stop(t);
	ck_assert(tape_pull(c, t, g, &one, 1, gg));
	tape_free(&t);
	ck_assert(tensor_read(c, gg[0], DT_F64, got));
	for (i = 0; i < 3; i++)
		ck_assert_double_eq_tol(got[i], 12 * x[i] * x[i], 1e-9);
}
END_TEST

Suite *suite_grad(void);

Suite *
suite_grad(void)
{
	Suite *s = suite_create("grad");
	TCase *tc = tcase_create("grad");

	tcase_add_checked_fixture(tc, samples_setup, samples_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, unary, 0, UNARY_COUNT);
	tcase_add_loop_test(tc, binary, 0, BINARY_COUNT);
	tcase_add_loop_test(tc, reduce, 0, REDUCE_argmax);
	tcase_add_loop_test(tc, various, 0, VARIOUS);
	tcase_add_test(tc, nested);
	suite_add_tcase(s, tc);
	return s;
}
