/* SPDX-License-Identifier: Apache-2.0 */
/* Each kernel of the backend against a loop in double, for each instruction
 * set that runs here. */
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/half.h"
#include "core/tensor/quant.h"
#include "core/tensor/storage.h"
#include "tests/backend_open.h"

Suite *check_backend(void);

static const char *const isas[] = { "plain", "avx2", "avx512" };
static struct backend *b;
static uint64_t seed;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0 * 2 - 1;
}

static int
below(int n)
{
	return (int)((uniform() + 1) / 2 * n) % n;
}

static void
setup(void)
{
	seed = 88172645463325252u;
	b = backend_open_built(2);
	ck_assert_ptr_nonnull(b);
}

static void
teardown(void)
{
	b->close(b);
}

static bool
isa_begin(int i)
{
	return b->use_isa(b, isas[i]);
}

/* n weights of a type, decoded into v as well. */
static const struct { enum dtype t; int size, block, at[2]; } kinds[] = {
	{ DT_F32, 4, 1, { -1, -1 } }, { DT_F16, 2, 1, { -1, -1 } },
	{ DT_BF16, 2, 1, { -1, -1 } }, { DT_Q4_0, 18, 32, { 0, -1 } },
	{ DT_Q4_1, 20, 32, { 0, 2 } }, { DT_Q5_0, 22, 32, { 0, -1 } },
	{ DT_Q5_1, 24, 32, { 0, 2 } }, { DT_Q8_0, 34, 32, { 0, -1 } },
	{ DT_Q2_K, 84, 256, { 80, 82 } }, { DT_Q3_K, 110, 256, { 108, -1 } },
	{ DT_Q4_K, 144, 256, { 0, 2 } }, { DT_Q5_K, 176, 256, { 0, 2 } },
	{ DT_Q6_K, 210, 256, { 208, -1 } },
};

static void
weights_fill(int kind, unsigned char *w, float *v, size_t n)
{
	size_t bytes = n / (size_t)kinds[kind].block *
	    (size_t)kinds[kind].size;

	for (size_t i = 0; i < bytes; i++)
		w[i] = (unsigned char)below(256);
	if (kinds[kind].t == DT_F32)
		for (size_t i = 0; i < n; i++) {
			v[i] = (float)uniform();
			memcpy(w + 4 * i, &v[i], 4);
		}
	else if (kinds[kind].block == 1)
		for (size_t i = 0; i < n; i++) {
			/* Near 1, of either sign; some subnormal. */
			uint16_t h = (uint16_t)(below(2) << 15 |
			    (kinds[kind].t == DT_F16 ?
			    (i % 97 ? 0x3800 : 0) + below(1024) :
			    0x3f00 + below(128)));

			memcpy(w + 2 * i, &h, 2);
			v[i] = kinds[kind].t == DT_F16 ? half_f16(h) :
			    half_bits((uint32_t)h << 16);
		}
	else {
		for (size_t i = 0; i < n / (size_t)kinds[kind].block; i++)
			for (int k = 0; k < 2; k++) {
				uint16_t h = (uint16_t)(0x2000 + below(2048));

				if (kinds[kind].at[k] >= 0)
					memcpy(w + i *
					    (size_t)kinds[kind].size +
					    kinds[kind].at[k], &h, 2);
			}
		quants[kinds[kind].t].decode(v, w, n);
	}
}

/* A product of random size; what: its description for the message. */
static void
matmul_try(int kind, int64_t m, int64_t n, int64_t k, bool turned, bool post)
{
	size_t size = (size_t)(n * k) / (size_t)kinds[kind].block *
	    (size_t)kinds[kind].size;
	struct storage st = { .refs = 1 };
	float *a = malloc((size_t)(m * k) * 4), *v = malloc(
	    (size_t)(n * k) * 4), *c = malloc((size_t)(m * n) * 4),
	    *extra = malloc((size_t)(m * n) * 4), *bias = malloc(
	    (size_t)n * 4);
	unsigned char *w = aligned_alloc(64, (size + 63) / 64 * 64);
	struct matmul mm = {
		.m = m, .n = n, .k = k,
		.a = { .data = a, .stored = DT_F32, .row = k, .col = 1 },
		.b = { .data = w, .stored = kinds[kind].t, .row = 1,
		    .col = k, .storage = &st },
		.c = { .data = c, .stored = DT_F32, .row = n, .col = 1 },
		.post = { .act = -1 },
	};

	if (turned) {
		mm.b.row = n;
		mm.b.col = 1;
	}
	if (post) {
		mm.post.bias = bias;
		mm.post.act = UNARY_silu;
		mm.post.mul = mm.post.add = extra;
	}
	weights_fill(kind, w, v, (size_t)(n * k));
	for (int64_t i = 0; i < m * k; i++)
		a[i] = (float)uniform();
	for (int64_t i = 0; i < m * n; i++)
		extra[i] = (float)uniform();
	for (int64_t i = 0; i < n; i++)
		bias[i] = (float)uniform();
	ck_assert(b->matmul(b, &mm, NULL));
	for (int64_t i = 0; i < m; i++)
		for (int64_t j = 0; j < n; j++) {
			double want = 0, scale = 0, got = c[i * n + j];

			for (int64_t l = 0; l < k; l++) {
				double x = (double)a[i * k + l] *
				    (double)v[turned ? l * n + j : j * k + l];

				want += x;
				scale += fabs(x);
			}
			if (post) {
				want += (double)bias[j];
				want = want / (1 + exp(-want)) *
				    (double)extra[i * n + j] +
				    (double)extra[i * n + j];
				scale += 2;
			}
			ck_assert_msg(fabs(got - want) <= 1e-6 * scale + 1e-6,
			    "%s kind %d turned %d post %d: %d x %d x %d at "
			    "%d, %d: %g, not %g", b->name, kind, turned, post,
			    (int)m, (int)n, (int)k, (int)i, (int)j, got,
			    want);
		}
	if (st.packed != NULL)
		st.packed_free(st.packed);
	free(a);
	free(v);
	free(c);
	free(w);
	free(extra);
	free(bias);
}

START_TEST(matmul_all_types)
{
	int n = (int)(sizeof(kinds) / sizeof(kinds[0]));

	if (!isa_begin(_i))
		return;
	for (int kind = 0; kind < n; kind++)
		for (int i = 0; i < 24; i++) {
			int64_t block = kinds[kind].block;
			int64_t m = i < 9 ? i + 1 : 1 + below(50);
			int64_t k = block > 1 ? block * (1 + below(3)) :
			    1 + below(130);
			bool turned = block == 1 && below(2);

			/* A budget of nothing decodes instead of packing. */
			b->set_budget(b, i % 5 == 4 ? 0 : 1 << 30);
			matmul_try(kind, m, 1 + below(150), k, turned,
			    i % 2);
		}
	ck_assert_uint_eq(b->packed_bytes(b), 0);
}
END_TEST

/* Strides, batches and broadcasting, float32. */
START_TEST(matmul_strides)
{
	enum { A = 5, B = 3 };
	float *x = malloc(A * B * 40 * 70 * 4), *y = malloc(B * 70 * 50 * 4),
	    *c = malloc(A * B * 40 * 50 * 4);

	if (!isa_begin(_i))
		return;
	for (int i = 0; i < A * B * 40 * 70; i++)
		x[i] = (float)uniform();
	for (int i = 0; i < B * 70 * 50; i++)
		y[i] = (float)uniform();
	for (int t = 0; t < 8; t++) {
		int64_t m = t % 2 ? 40 : 3, n = 50, k = 70;
		/* a: turned or not; b: turned, or of no unit stride. */
		struct matmul mm = {
			.nbatch = 2, .size = { A, B }, .m = m, .n = n, .k = k,
			.a = { .data = x, .stored = DT_F32,
			    .batch = { B * m * k, m * k }, .row = k,
			    .col = 1 },
			.b = { .data = y, .stored = DT_F32,
			    .batch = { 0, n * k }, .row = n, .col = 1 },
			.c = { .data = c, .stored = DT_F32,
			    .batch = { m * n, A * m * n }, .row = n,
			    .col = 1 },
			.post = { .act = -1 },
		};

		if (t & 2) {
			mm.a.row = 1;
			mm.a.col = m;
		}
		if (t & 4) {
			mm.b.row = 1;
			mm.b.col = k;
		}
		ck_assert(b->matmul(b, &mm, NULL));
		for (int64_t i = 0; i < A * B * m * n; i++) {
			int64_t p = i / n / m / B, q = i / n / m % B,
			    r = i / n % m, s = i % n;
			double want = 0;

			for (int64_t l = 0; l < k; l++)
				want += (double)x[p * mm.a.batch[0] + q *
				    mm.a.batch[1] + r * mm.a.row + l *
				    mm.a.col] * (double)y[q * mm.b.batch[1] +
				    l * mm.b.row + s * mm.b.col];
			ck_assert_double_eq_tol(c[p * mm.c.batch[0] + q *
			    mm.c.batch[1] + r * n + s], want, 2e-5);
		}
	}
	free(x);
	free(y);
	free(c);
}
END_TEST

/* mask: 0 none, 1 causal, 2 random with a row that sees nothing. */
static void
attention_try(int64_t q_len, int64_t kv_len, int64_t group, int64_t dim,
    int mask_kind, float cap)
{
	enum { HEADS = 2, BATCH = 2 };
	int64_t nq = BATCH * HEADS * group * q_len * dim,
	    nk = BATCH * HEADS * kv_len * dim;
	float *q = malloc((size_t)nq * 4), *k = malloc((size_t)nk * 4),
	    *v = malloc((size_t)nk * 4), *out = malloc((size_t)nq * 4);
	uint8_t *mask = malloc((size_t)(q_len * kv_len));
	double *s = malloc((size_t)kv_len * 8);
	/* Heads between position and dim, as models have them. */
	int64_t qh = HEADS * group * dim, kh = HEADS * dim;
	struct attention a = {
		.batch = BATCH, .kv_heads = HEADS, .group = group,
		.q_len = q_len, .kv_len = kv_len, .dim = dim,
		.q = q, .k = k, .v = v, .out = out,
		.q_stride = { q_len * qh, group * dim, dim, qh, 1 },
		.k_stride = { kv_len * kh, dim, kh, 1 },
		.v_stride = { kv_len * kh, dim, kh, 1 },
		.out_stride = { q_len * qh, group * dim, dim, qh, 1 },
		.mask = mask_kind ? mask : NULL,
		.mask_stride = { 0, 0, 0, kv_len, 1 },
		.masked_value = -1e10f, .scale = 0.25f, .soft_cap = cap,
	};

	for (int64_t i = 0; i < nq; i++)
		q[i] = (float)uniform();
	for (int64_t i = 0; i < nk; i++) {
		k[i] = (float)uniform();
		v[i] = (float)uniform();
	}
	for (int64_t i = 0; i < q_len; i++)
		for (int64_t j = 0; j < kv_len; j++)
			mask[i * kv_len + j] = mask_kind == 1 ?
			    j <= i + kv_len - q_len : i != 0 && below(2);
	ck_assert(b->attention(b, &a, NULL));
	for (int64_t r = 0; r < nq / dim; r++) {
		int64_t g = r % group, h = r / group % HEADS,
		    i = r / group / HEADS % q_len,
		    n = r / group / HEADS / q_len;
		const float *qr = q + r * dim;
		double top = -INFINITY, sum = 0;

		(void)g;
		for (int64_t j = 0; j < kv_len; j++) {
			const float *kr = k + (n * kv_len + j) * kh + h * dim;

			s[j] = 0;
			for (int64_t d = 0; d < dim; d++)
				s[j] += (double)qr[d] * (double)kr[d] * 0.25;
			if (cap != 0)
				s[j] = (double)cap * tanh(s[j] / (double)cap);
			if (mask_kind && !mask[i * kv_len + j])
				s[j] = -1e10;
			top = s[j] > top ? s[j] : top;
		}
		for (int64_t j = 0; j < kv_len; j++)
			sum += s[j] = exp(s[j] - top);
		for (int64_t d = 0; d < dim; d++) {
			double want = 0;

			for (int64_t j = 0; j < kv_len; j++)
				want += s[j] / sum * (double)v[(n * kv_len +
				    j) * kh + h * dim + d];
			ck_assert_double_eq_tol(out[r * dim + d], want, 2e-6);
		}
	}
	free(q);
	free(k);
	free(v);
	free(out);
	free(mask);
	free(s);
}

START_TEST(attention_all)
{
	static const int dims[] = { 4, 16, 24, 64, 80, 128 };

	if (!isa_begin(_i))
		return;
	for (int i = 0; i < 30; i++) {
		int64_t q = i % 3 == 0 ? 1 : 1 + below(150);

		attention_try(q, q + (i % 2) * below(150), 1 + below(3),
		    dims[below(6)], i % 4 == 3 ? 0 : 1 + i % 2,
		    i % 5 == 0 ? 2.0f : 0.0f);
	}
}
END_TEST

/* ---- functions ------------------------------------------------------------- */

static double
ref_silu(double x)
{
	return x / (1 + exp(-x));
}

static double
ref_logistic(double x)
{
	return 1 / (1 + exp(-x));
}

static double
ref_softplus(double x)
{
	return x > 30 ? x : log1p(exp(x));
}

static double
ref_gelu_tanh(double x)
{
	return 0.5 * x * (1 + tanh(0.7978845608028654 *
	    (x + 0.044715 * x * x * x)));
}

static double
ref_gelu_erf(double x)
{
	return 0.5 * x * erfc(-x * 0.70710678118654752);
}

static double
ref_rsqrt(double x)
{
	return 1 / sqrt(x);
}

/* ulps of the result, and what is lost where terms cancel. */
static const struct {
	int op;
	double (*fn)(double);
	double lo, hi, ulps, abs;
} functions[] = {
	{ UNARY_exp, exp, -104, 88.7, 2, 0 },
	{ UNARY_expm1, expm1, -20, 20, 3, 0 },
	{ UNARY_tanh, tanh, -12, 12, 3, 0 },
	{ UNARY_erf, erf, -5, 5, 6, 0 },
	{ UNARY_log, log, 1e-30, 1e5, 2, 0 },
	{ UNARY_log1p, log1p, -0.99, 50, 3, 0 },
	{ UNARY_sqrt, sqrt, 0, 1e6, 1, 0 },
	{ UNARY_rsqrt, ref_rsqrt, 1e-6, 1e6, 2, 0 },
	{ UNARY_logistic, ref_logistic, -80, 80, 4, 0 },
	{ UNARY_silu, ref_silu, -80, 80, 5, 0 },
	{ UNARY_softplus, ref_softplus, -80, 80, 4, 0 },
	{ UNARY_gelu_tanh, ref_gelu_tanh, -10, 10, 4, 5e-7 },
	{ UNARY_gelu_erf, ref_gelu_erf, -10, 10, 4, 1.5e-6 },
	{ UNARY_floor, floor, -100, 100, 0, 0 },
	{ UNARY_round, rint, -100, 100, 0, 0 },
};

static void
unary_apply(int op, float *x, float *y, int64_t n)
{
	struct pointwise p = {
		.naxes = 1, .nin = 1, .nsteps = 1, .nout = 1, .size = { n },
		.in = { { .data = x, .stored = DT_F32, .stride = { 1 } } },
		.step = { { POINT_UNARY, (uint8_t)op, 0, 0, 0 } },
		.out = { { .data = y, .stored = DT_F32, .reg = 1,
		    .stride = { 1 } } },
	};

	ck_assert(b->pointwise(b, &p, NULL));
}

START_TEST(functions_are_close)
{
	enum { N = 100003 };
	float *x = malloc(N * 4), *y = malloc(N * 4);

	if (!isa_begin(_i))
		return;
	for (size_t f = 0; f < sizeof(functions) / sizeof(functions[0]); f++) {
		double worst = 0, at = 0;

		for (int i = 0; i < N; i++) {
			double t = (uniform() + 1) / 2;

			/* Half of them near the lower end or zero. */
			if (i % 2)
				t = t * t * t * t;
			x[i] = (float)(i % 4 == 3 && functions[f].lo < 0 ?
			    uniform() * 0.1 : functions[f].lo + t *
			    (functions[f].hi - functions[f].lo));
		}
		unary_apply(functions[f].op, x, y, N);
		for (int i = 0; i < N; i++) {
			double want = functions[f].fn((double)x[i]);
			double ulp = ldexp(1, ilogb(want) < -126 ? -149 :
			    ilogb(want) - 23);
			double off = fabs((double)y[i] - want) -
			    functions[f].abs;

			if (want != 0 && off / ulp > worst) {
				worst = off / ulp;
				at = (double)x[i];
			}
		}
		ck_assert_msg(worst <= functions[f].ulps,
		    "%s function %d: %g ulp at %.9g", isas[_i],
		    functions[f].op, worst, at);
	}
	free(x);
	free(y);
}
END_TEST

START_TEST(functions_at_the_ends)
{
	float x[8] = { NAN, INFINITY, -INFINITY, 0.0f, -0.0f, 1e-42f, 200,
	    -200 }, y[8];

	if (!isa_begin(_i))
		return;
	unary_apply(UNARY_exp, x, y, 8);
	ck_assert(isnan(y[0]) && isinf(y[1]) && y[2] == 0 && y[3] == 1 &&
	    y[4] == 1 && y[5] == 1 && isinf(y[6]) && y[7] == 0);
	unary_apply(UNARY_tanh, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == 1 && y[2] == -1 && y[3] == 0 &&
	    signbit(y[4]) && y[5] == x[5] && y[6] == 1 && y[7] == -1);
	unary_apply(UNARY_log, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == INFINITY && isnan(y[2]) &&
	    y[3] == -INFINITY && y[4] == -INFINITY && isnan(y[7]));
	ck_assert_float_eq_tol(y[5], -96.7086f, 1e-3);
	unary_apply(UNARY_silu, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == INFINITY && y[3] == 0 &&
	    y[6] == 200);
	unary_apply(UNARY_erf, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == 1 && y[2] == -1 && y[6] == 1);
	unary_apply(UNARY_relu, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == INFINITY && y[2] == 0);
	unary_apply(UNARY_softplus, x, y, 8);
	ck_assert(isnan(y[0]) && y[1] == INFINITY && y[2] == 0 &&
	    y[6] == 200);
}
END_TEST

/* A program with broadcasting, types, truth values and two results. */
START_TEST(pointwise_program)
{
	enum { R = 37, C = 601 };
	float *x = malloc(R * C * 4), *out = malloc(R * C * 4), row[C],
	    two = 2;
	uint16_t col[R];
	uint8_t *big = malloc(R * C);
	struct pointwise p = {
		.naxes = 2, .nin = 4, .nsteps = 4, .nout = 2,
		.size = { R, C },
		.in = {
			{ .data = x, .stored = DT_F32, .stride = { C, 1 } },
			{ .data = row, .stored = DT_F32, .stride = { 0, 1 } },
			{ .data = col, .stored = DT_F16, .stride = { 1, 0 } },
			{ .data = &two, .stored = DT_F32 },
		},
		.step = {
			{ POINT_BINARY, BINARY_mul, 0, 1, 0 },
			{ POINT_BINARY, BINARY_add, 4, 2, 0 },
			{ POINT_BINARY, BINARY_gt, 5, 3, 0 },
			{ POINT_WHERE, 0, 6, 3, 5 },
		},
		.out = {
			{ .data = out, .stored = DT_F32, .reg = 7,
			    .stride = { 1, R } },
			{ .data = big, .stored = DT_BOOL, .reg = 6,
			    .stride = { C, 1 } },
		},
	};

	if (!isa_begin(_i))
		return;
	for (int i = 0; i < R * C; i++)
		x[i] = (float)uniform();
	for (int i = 0; i < C; i++)
		row[i] = (float)uniform() * 3;
	for (int i = 0; i < R; i++)
		col[i] = (uint16_t)(0x3c00 + i);
	ck_assert(b->pointwise(b, &p, NULL));
	for (int i = 0; i < R; i++)
		for (int j = 0; j < C; j++) {
			float want = fmaf(x[i * C + j], row[j], 0) +
			    half_f16(col[i]);

			ck_assert_int_eq(big[i * C + j], want > 2);
			ck_assert_float_eq_tol(out[j * R + i],
			    want > 2 ? 2 : want, 1e-6);
		}
	free(x);
	free(out);
	free(big);
}
END_TEST

START_TEST(along_rows)
{
	static const int sizes[] = { 1, 5, 16, 64, 100, 577 };

	if (!isa_begin(_i))
		return;
	for (int t = 0; t < 24; t++) {
		int64_t n = sizes[t / 4], rows = 7;
		float x[7 * 577], y[7 * 577], w[577];
		struct along a = {
			.kind = (enum along_kind)(t % 4), .naxes = 1,
			.size = { rows }, .n = n, .x = x, .out = y,
			.x_stride = { n }, .out_stride = { n },
			.epsilon = 1e-3, .mul = w, .add = w,
		};

		for (int i = 0; i < rows * n; i++)
			x[i] = (float)uniform() * 5;
		for (int i = 0; i < n; i++)
			w[i] = (float)uniform();
		ck_assert(b->along(b, &a, NULL));
		for (int r = 0; r < rows; r++) {
			double sum = 0, sq = 0, es = 0, mean, ms, var;
			const float *v = x + r * n;

			for (int i = 0; i < n; i++) {
				sum += (double)v[i];
				sq += (double)v[i] * (double)v[i];
				es += exp((double)v[i]);
			}
			mean = sum / (double)n;
			ms = sq / (double)n;
			var = ms - mean * mean;
			for (int i = 0; i < n; i++) {
				double xi = (double)v[i], want[4] = {
				    xi / sqrt(ms + 1e-3),
				    (xi - mean) / sqrt(var + 1e-3),
				    exp(xi) / es, xi - log(es) };

				ck_assert_double_eq_tol(y[r * n + i],
				    want[t % 4] * (double)w[i] +
				    (double)w[i], 5e-6);
			}
		}
	}
}
END_TEST

static void
add_one(int64_t i0, int64_t i1, void *arg)
{
	int *v = arg;

	for (int64_t i = i0; i < i1; i++)
		v[i]++;
}

START_TEST(parallel_covers_once)
{
	int v[1000] = { 0 };

	b->parallel(b, 1000, 7, add_one, v);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(v[i], 1);
}
END_TEST

Suite *
check_backend(void)
{
	Suite *s = suite_create("backend");
	TCase *t = tcase_create("backend");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, matmul_all_types, 0, 3);
	tcase_add_loop_test(t, matmul_strides, 0, 3);
	tcase_add_loop_test(t, attention_all, 0, 3);
	tcase_add_loop_test(t, functions_are_close, 0, 3);
	tcase_add_loop_test(t, functions_at_the_ends, 0, 3);
	tcase_add_loop_test(t, pointwise_program, 0, 3);
	tcase_add_loop_test(t, along_rows, 0, 3);
	tcase_add_test(t, parallel_covers_once);
	suite_add_tcase(s, t);
	return s;
}
