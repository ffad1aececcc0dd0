/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pointwise functions over arrays of floats that lie in the first cache;
 * truth is 1.0f and 0.0f. Included by each kern_*.c after body_vec.h.
 */

/* Applies f to whole vectors and, padded, to what is left. */
#define UNARY_LOOP(n_, expr)                                             \
	static void                                                      \
	unary_##n_(float *out, const float *in, int64_t n)               \
	{                                                                \
		int64_t i = 0;                                           \
		for (; i + VL <= n; i += VL) {                           \
			vf x = vf_load(in + i);                          \
			vf_store(out + i, expr);                         \
		}                                                        \
		if (i < n) {                                             \
			float part[VL] = { 0 };                          \
			vf x;                                            \
			memcpy(part, in + i, (size_t)(n - i) * 4);       \
			x = vf_load(part);                               \
			vf_store(part, expr);                            \
			memcpy(out + i, part, (size_t)(n - i) * 4);      \
		}                                                        \
	}
#define BINARY_LOOP(n_, expr)                                            \
	static void                                                      \
	binary_##n_(float *out, const float *a, const float *b,          \
	    int64_t n)                                                   \
	{                                                                \
		int64_t i = 0;                                           \
		for (; i + VL <= n; i += VL) {                           \
			vf x = vf_load(a + i), y = vf_load(b + i);       \
			vf_store(out + i, expr);                         \
		}                                                        \
		if (i < n) {                                             \
			float p[VL] = { 0 }, q[VL];                      \
			vf x, y;                                         \
			vf_store(q, vf_set(1.0f));                       \
			memcpy(p, a + i, (size_t)(n - i) * 4);           \
			memcpy(q, b + i, (size_t)(n - i) * 4);           \
			x = vf_load(p);                                  \
			y = vf_load(q);                                  \
			vf_store(p, expr);                               \
			memcpy(out + i, p, (size_t)(n - i) * 4);         \
		}                                                        \
	}
#define SCALAR_LOOP(n_, expr)                                            \
	static void                                                      \
	unary_##n_(float *out, const float *in, int64_t n)               \
	{                                                                \
		for (int64_t i = 0; i < n; i++) {                        \
			float x = in[i];                                 \
			out[i] = expr;                                   \
		}                                                        \
	}

INLINE vf
vf_truth(vi mask)
{
	return (vf)(mask & 0x3f800000);
}

UNARY_LOOP(neg, -x)
UNARY_LOOP(abs, vf_abs(x))
UNARY_LOOP(sign, vf_pick((x == 0.0f) | (x != x), x,
    vf_sign_of(vf_set(1.0f), x)))
UNARY_LOOP(exp, vf_exp(x))
UNARY_LOOP(expm1, vf_expm1(x))
UNARY_LOOP(log, vf_log(x))
UNARY_LOOP(log1p, vf_log1p(x))
SCALAR_LOOP(sqrt, __builtin_sqrtf(x))
SCALAR_LOOP(rsqrt, 1.0f / __builtin_sqrtf(x))
UNARY_LOOP(square, x * x)
UNARY_LOOP(reciprocal, 1.0f / x)
UNARY_LOOP(tanh, vf_tanh(x))
UNARY_LOOP(logistic, vf_logistic(x))
UNARY_LOOP(silu, x * vf_logistic(x))
UNARY_LOOP(relu, vf_pick((x > 0.0f) | (x != x), x, vf_set(0)))
UNARY_LOOP(gelu_tanh, 0.5f * x * (1.0f + vf_tanh(0.7978845608028654f *
    (x + 0.044715f * (x * x * x)))))
UNARY_LOOP(gelu_erf, 0.5f * x * (1.0f + vf_erf(x * 0.7071067811865476f)))
UNARY_LOOP(erf, vf_erf(x))
/* log(1 + e^x) = max(x, 0) + log1p(e^-|x|) */
UNARY_LOOP(softplus, vf_max(x, vf_set(0)) + vf_log1p(vf_exp(-vf_abs(x))))
SCALAR_LOOP(floor, __builtin_floorf(x))
SCALAR_LOOP(ceil, __builtin_ceilf(x))
SCALAR_LOOP(round, __builtin_rintf(x))
SCALAR_LOOP(trunc, __builtin_truncf(x))
UNARY_LOOP(isnan, vf_truth(x != x))
UNARY_LOOP(isinf, vf_truth(vf_abs(x) == INFINITY))
UNARY_LOOP(isfinite, vf_truth(vf_abs(x) < INFINITY))
UNARY_LOOP(logical_not, vf_truth(x == 0.0f))

BINARY_LOOP(add, x + y)
BINARY_LOOP(sub, x - y)
BINARY_LOOP(mul, x * y)
BINARY_LOOP(div, x / y)
BINARY_LOOP(max, vf_max(x, y))
BINARY_LOOP(min, vf_min(x, y))
BINARY_LOOP(eq, vf_truth(x == y))
BINARY_LOOP(ne, vf_truth(x != y))
BINARY_LOOP(lt, vf_truth(x < y))
BINARY_LOOP(le, vf_truth(x <= y))
BINARY_LOOP(gt, vf_truth(x > y))
BINARY_LOOP(ge, vf_truth(x >= y))
BINARY_LOOP(logical_and, vf_truth((x != 0.0f) & (y != 0.0f)))
BINARY_LOOP(logical_or, vf_truth((x != 0.0f) | (y != 0.0f)))
BINARY_LOOP(logical_xor, vf_truth((x != 0.0f) ^ (y != 0.0f)))

static void
pick(float *out, const float *cond, const float *a, const float *b,
    int64_t n)
{
	int64_t i = 0;

	for (; i + VL <= n; i += VL)
		vf_store(out + i, vf_pick(vf_load(cond + i) != 0.0f,
		    vf_load(a + i), vf_load(b + i)));
	for (; i < n; i++)
		out[i] = cond[i] != 0.0f ? a[i] : b[i];
}

static float
sum(const float *x, int64_t n)
{
	vf s[4] = { { 0 } };
	float rest = 0;
	int64_t i = 0;

	for (; i + 4 * VL <= n; i += 4 * VL)
		for (int j = 0; j < 4; j++)
			s[j] += vf_load(x + i + j * VL);
	for (; i + VL <= n; i += VL)
		s[0] += vf_load(x + i);
	for (; i < n; i++)
		rest += x[i];
	return vf_total((s[0] + s[1]) + (s[2] + s[3])) + rest;
}

static float
sum_squares(const float *x, float shift, int64_t n)
{
	vf s[4] = { { 0 } };
	float rest = 0;
	int64_t i = 0;

	for (; i + 4 * VL <= n; i += 4 * VL)
		for (int j = 0; j < 4; j++) {
			vf v = vf_load(x + i + j * VL) - shift;

			s[j] += v * v;
		}
	for (; i < n; i++)
		rest += (x[i] - shift) * (x[i] - shift);
	return vf_total((s[0] + s[1]) + (s[2] + s[3])) + rest;
}

static float
largest(const float *x, int64_t n)
{
	vf m = vf_set(-INFINITY);
	float lane[VL], best = -INFINITY;
	int64_t i = 0;

	for (; i + VL <= n; i += VL)
		m = vf_max(vf_load(x + i), m);
	vf_store(lane, m);
	for (int j = 0; j < VL; j++)
		if (lane[j] > best || lane[j] != lane[j])
			best = lane[j];
	for (; i < n; i++)
		if (x[i] > best || x[i] != x[i])
			best = x[i];
	return best;
}

static float
exp_sum(float *out, const float *x, float shift, int64_t n)
{
	vf s = { 0 };
	float rest = 0;
	int64_t i = 0;

	for (; i + VL <= n; i += VL) {
		vf e = vf_exp(vf_load(x + i) - shift);

		vf_store(out + i, e);
		s += e;
	}
	if (i < n) {
		float part[VL] = { 0 };

		memcpy(part, x + i, (size_t)(n - i) * 4);
		vf_store(part, vf_exp(vf_load(part) - shift));
		for (int64_t j = 0; j < n - i; j++)
			rest += out[i + j] = part[j];
	}
	return vf_total(s) + rest;
}

static void
scale(float *out, const float *x, float shift, float by, const float *w,
    int64_t n)
{
	int64_t i = 0;

	if (w == NULL) {
		for (; i + VL <= n; i += VL)
			vf_store(out + i, (vf_load(x + i) - shift) * by);
		for (; i < n; i++)
			out[i] = (x[i] - shift) * by;
		return;
	}
	for (; i + VL <= n; i += VL)
		vf_store(out + i, (vf_load(x + i) - shift) * by *
		    vf_load(w + i));
	for (; i < n; i++)
		out[i] = (x[i] - shift) * by * w[i];
}

static void
convert(float *out, const void *in, enum dtype from, int64_t n)
{
	const uint16_t *h = in;
	int64_t i = 0;

	if (from == DT_F32) {
		memcpy(out, in, (size_t)n * 4);
	} else if (from == DT_BF16) {
		for (; i + VL <= n; i += VL)
			vf_store(out + i, vf_from_bf16(h + i));
		for (; i < n; i++)
			out[i] = half_bits((uint32_t)half_load(h + i) << 16);
	} else if (from == DT_F16) {
		for (; i + VL <= n; i += VL)
			vf_store(out + i, vf_from_f16(h + i));
		for (; i < n; i++)
			out[i] = half_at(h + i);
	}
}
