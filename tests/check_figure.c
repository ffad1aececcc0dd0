/* SPDX-License-Identifier: Apache-2.0 */
/* Truncation and placing of axes, against what Treescope does. */
#include <check.h>
#include <math.h>
#include <string.h>

#include "core/base/arena.h"
#include "display/figure.h"
#include "display/summary.h"

Suite *check_figure(void);

struct cut {
	int n;
	int64_t size[4], tree[4], render[4];
};

static const struct cut cuts[] = {
	{ 1, { 128 }, { 0 }, { 0 } },
	{ 1, { 129 }, { 64 }, { 0 } },
	{ 1, { 512 }, { 74 }, { 0 } },
	{ 1, { 1000 }, { 78 }, { 260 } },
	{ 1, { 49152 }, { 106 }, { 288 } },
	{ 1, { 1000000 }, { 128 }, { 310 } },
	{ 2, { 64, 64 }, { 31, 31 }, { 0 } },
	{ 2, { 100, 200 }, { 26, 37 }, { 42, 59 } },
	{ 2, { 512, 300 }, { 36, 27 }, { 57, 43 } },
	{ 2, { 49152, 576 }, { 96, 10 }, { 151, 16 } },
	{ 2, { 3, 100000 }, { 0, 112 }, { 0, 294 } },
	{ 3, { 12, 64, 64 }, { 5, 9, 9 }, { 0, 14, 14 } },
	{ 4, { 8, 16, 128, 128 }, { 0, 5, 5, 5 }, { 0, 5, 7, 7 } },
	{ 4, { 1, 12, 1024, 1024 }, { 0, 5, 9, 9 }, { 0, 5, 13, 13 } },
};

START_TEST(truncates_balanced)
{
	const struct cut *k = &cuts[_i];
	int64_t edge[4];
	int i;

	figure_truncate(k->size, k->n, &figure_in_tree, edge);
	for (i = 0; i < k->n; i++)
		ck_assert_int_eq(edge[i], k->tree[i]);
	figure_truncate(k->size, k->n, &figure_explicit, edge);
	for (i = 0; i < k->n; i++)
		ck_assert_int_eq(edge[i], k->render[i]);
}
END_TEST

struct place {
	int n;
	int64_t size[5];
	int rows[5], nrows, cols[5], ncols;
};

static const struct place places[] = {
	{ 1, { 24 }, { 0 }, 0, { 0 }, 1 },
	{ 3, { 4, 12, 12 }, { 1 }, 1, { 2, 0 }, 2 },
	{ 3, { 5, 5, 5 }, { 0 }, 1, { 2, 1 }, 2 },
	{ 5, { 2, 3, 4, 5, 6 }, { 4, 2 }, 2, { 3, 1, 0 }, 3 },
	{ 3, { 10, 4, 16 }, { 2 }, 1, { 1, 0 }, 2 },
	{ 4, { 16, 12, 64, 64 }, { 2, 1 }, 2, { 3, 0 }, 2 },
};

START_TEST(places_axes)
{
	const struct place *p = &places[_i];
	struct figure f = { .naxes = p->n };
	int i;

	for (i = 0; i < p->n; i++) {
		f.axis[i].size = p->size[i];
		f.axis[i].position = i;
	}
	figure_arrange(&f);
	ck_assert_int_eq(f.nrows, p->nrows);
	ck_assert_int_eq(f.ncols, p->ncols);
	for (i = 0; i < p->nrows; i++)
		ck_assert_int_eq(f.rows[i], p->rows[i]);
	for (i = 0; i < p->ncols; i++)
		ck_assert_int_eq(f.cols[i], p->cols[i]);
}
END_TEST

struct number {
	double x;
	const char *text;
};

static const struct number numbers[] = {
	{ 1, "1.0" }, { 6.06, "6.1" }, { 10, "1e+01" }, { 20, "2e+01" },
	{ 0.0012, "0.0012" }, { 0.000012, "1.2e-05" }, { 5e-06, "5e-06" },
	{ 0, "0.0" }, { 9.96, "1e+01" }, { 0.0001, "0.0001" },
	{ -0.5, "-0.5" }, { 22.4, "2.2e+01" }, { 0.1, "0.1" },
	{ -3.6e-16, "-3.6e-16" }, { 1e9, "1e+09" }, { -1.25, "-1.2" },
};

START_TEST(numbers_as_python_formats)
{
	struct buf b = BUF_INIT;

	summary_number(&b, numbers[_i].x);
	ck_assert_str_eq(b.data, numbers[_i].text);
	buf_release(&b);
}
END_TEST

START_TEST(statistics_in_a_line)
{
	struct tensor_stats s = { .n = 21, .zero = 1, .min = 0, .max = 20,
	    .mean = 10, .std = 6.06 };
	struct buf b = BUF_INIT;

	summary_stats(&b, DT_F32, &s);
	ck_assert_str_eq(b.data,
	    " ≈1e+01 ±6.1 [≥0.0, ≤2e+01] zero:1 nonzero:20");
	buf_truncate(&b, 0);
	s = (struct tensor_stats){ .n = 5, .nan = 1, .pos_inf = 1,
	    .neg_inf = 1, .min = 1, .max = 2, .mean = 1.5, .std = 0.5 };
	summary_stats(&b, DT_F32, &s);
	ck_assert_str_eq(b.data, " ≈1.5 ±0.5 [≥-inf, ≤inf] nonzero:5 nan:1 "
	    "inf:1 -inf:1");
	buf_truncate(&b, 0);
	s = (struct tensor_stats){ .n = 99999, .zero = 1, .min = -1234567,
	    .max = 12 };
	summary_stats(&b, DT_I32, &s);
	ck_assert_str_eq(b.data,
	    " [≥-1_234_567, ≤12] zero:1 nonzero:99_998");
	buf_truncate(&b, 0);
	s = (struct tensor_stats){ .n = 3, .true_count = 2 };
	summary_stats(&b, DT_BOOL, &s);
	ck_assert_str_eq(b.data, " true:2 false:1");
	buf_release(&b);
}
END_TEST

Suite *
check_figure(void)
{
	Suite *s = suite_create("figure");
	TCase *t = tcase_create("figure");

	tcase_add_loop_test(t, truncates_balanced, 0,
	    sizeof(cuts) / sizeof(cuts[0]));
	tcase_add_loop_test(t, places_axes, 0,
	    sizeof(places) / sizeof(places[0]));
	tcase_add_loop_test(t, numbers_as_python_formats, 0,
	    sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(t, statistics_in_a_line);
	suite_add_tcase(s, t);
	return s;
}
