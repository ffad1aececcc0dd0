/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors of VL floats and functions of them, by the compiler's vector
 * types. Included by each kern_*.c after it has set VL; no include guard is
 * needed and no other file includes it.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float vf __attribute__((vector_size(VL * 4)));
typedef int32_t vi __attribute__((vector_size(VL * 4)));
typedef uint32_t vu __attribute__((vector_size(VL * 4)));
typedef int8_t vb __attribute__((vector_size(VL)));
typedef uint16_t vh __attribute__((vector_size(VL * 2)));
/* The same at any address. */
typedef float vf_at __attribute__((vector_size(VL * 4), aligned(1), may_alias));
typedef uint32_t vu_at __attribute__((vector_size(VL * 4), aligned(1),
    may_alias));
typedef int8_t vb_at __attribute__((vector_size(VL), aligned(1), may_alias));
typedef uint16_t vh_at __attribute__((vector_size(VL * 2), aligned(1),
    may_alias));

INLINE vf
vf_load(const void *p)
{
	return *(const vf_at *)p;
}

INLINE void
vf_store(void *p, vf v)
{
	*(vf_at *)p = v;
}

INLINE vf
vf_set(float x)
{
	return x - (vf){ 0 };
}

INLINE vi
vi_set(int32_t x)
{
	return x - (vi){ 0 };
}

INLINE vf
vf_pick(vi mask, vf yes, vf no)
{
	return (vf)((mask & (vi)yes) | (~mask & (vi)no));
}

/* The first operand where it is not a number. */
INLINE vf
vf_max(vf a, vf b)
{
	return vf_pick((a > b) | (a != a), a, b);
}

INLINE vf
vf_min(vf a, vf b)
{
	return vf_pick((a < b) | (a != a), a, b);
}

INLINE float
vf_total(vf v)
{
#if VL == 16
	return _mm512_reduce_add_ps((__m512)v);
#elif VL == 8
	__m128 h = _mm_add_ps(_mm256_castps256_ps128((__m256)v),
	    _mm256_extractf128_ps((__m256)v, 1));

	h = _mm_add_ps(h, _mm_movehl_ps(h, h));
	return _mm_cvtss_f32(_mm_add_ss(h, _mm_movehdup_ps(h)));
#else
	return (v[0] + v[1]) + (v[2] + v[3]);
#endif
}

INLINE vf
vf_from_bf16(const void *p)
{
	return (vf)(__builtin_convertvector(*(const vh_at *)p, vu) << 16);
}

INLINE vf
vf_from_f16(const void *p)
{
#if VL == 16
	return (vf)_mm512_cvtph_ps(_mm256_loadu_si256(p));
#elif VL == 8
	return (vf)_mm256_cvtph_ps(_mm_loadu_si128(p));
#else
	vf v = { 0 };

	for (int i = 0; i < VL; i++)
		v[i] = half_at((const char *)p + 2 * i);
	return v;
#endif
}

INLINE vf
vf_abs(vf x)
{
	return (vf)((vi)x & 0x7fffffff);
}

/* The size of x with the sign of s. */
INLINE vf
vf_sign_of(vf x, vf s)
{
	return (vf)(((vi)x & 0x7fffffff) | ((vi)s & (int32_t)0x80000000u));
}

/* 2^n times x, where n may leave the range of one exponent. */
INLINE vf
vf_ldexp(vf x, vi n)
{
	vi half = n >> 1;

	x *= (vf)((half + 127) << 23);
	return x * (vf)((n - half + 127) << 23);
}

/*
 * x = n ln 2 + r with |r| <= ln 2 / 2; gives e^r - 1 by its series to r^7,
 * whose rest is below a fifth of an ulp there. ln 2 in two parts, the first
 * with few bits, so that n times it is exact.
 */
INLINE vf
vf_exp_part(vf x, vi *n)
{
	const float magic = 12582912.0f;	/* 1.5 * 2^23: rounds */
	vf k, r, p;

	x = vf_pick(x > 89.0f, vf_set(89.0f), x);
	x = vf_pick(x < -105.0f, vf_set(-105.0f), x);
	x = vf_pick(x == x, x, vf_set(0));
	k = (x * 1.44269504088896341f + magic) - magic;
	*n = __builtin_convertvector(k, vi);
	r = x - k * 0.693359375f;
	r = r + k * 2.12194440054690583e-4f;
	p = r * (1.0f / 5040) + 1.0f / 720;
	p = p * r + 1.0f / 120;
	p = p * r + 1.0f / 24;
	p = p * r + 1.0f / 6;
	p = p * r + 0.5f;
	return p * (r * r) + r;
}

INLINE vf
vf_exp(vf x)
{
	vi n;
	vf p = vf_exp_part(x, &n) + 1.0f;

	return vf_pick(x == x, vf_ldexp(p, n), x);
}

/* 2^n (e^r - 1) + (2^n - 1): nothing cancels. */
INLINE vf
vf_expm1(vf x)
{
	vi n;
	vf p = vf_exp_part(x, &n);

	p = vf_ldexp(p, n) + (vf_ldexp(vf_set(1.0f), n) - 1.0f);
	return vf_pick((x == x) & (x != 0.0f), p, x);
}

/* Small ones by (e^2x - 1) / (e^2x + 1), where nothing cancels. */
INLINE vf
vf_tanh(vf x)
{
	vf a = vf_abs(x);
	vf t = vf_pick(a < 9.5f, a, vf_set(9.5f));
	vf em1 = vf_expm1(2.0f * t);
	vf r = em1 / (em1 + 2.0f);

	r = vf_pick(a < 1e-4f, a, r);
	r = vf_pick(a < 9.1f, r, vf_set(1.0f));
	return vf_pick(x == x, vf_sign_of(r, x), x);
}

/* x P(x^2) / Q(x^2), beyond 4 all is 1; the rational fit that XLA uses. */
INLINE vf
vf_erf(vf x)
{
	vf c = vf_pick(vf_abs(x) > 4.0f, vf_sign_of(vf_set(4.0f), x), x);
	vf s = c * c;
	vf p, q;

	p = s * 0.00022905065861350646f + 0.0034082910107109506f;
	p = p * s + 0.050955695062380861f;
	p = p * s + 0.18520832239976145f;
	p = p * s + 1.128379143519084f;
	q = s * -1.1791602954361697e-7f + 0.000023547966471313185f;
	q = q * s + 0.0010179625278914885f;
	q = q * s + 0.014070470171167667f;
	q = q * s + 0.11098505178285362f;
	q = q * s + 0.49746925110067538f;
	q = q * s + 1.0f;
	p = c * p / q;
	p = vf_pick(vf_abs(p) > 1.0f, vf_sign_of(vf_set(1.0f), x), p);
	return vf_pick(x == x, p, x);
}

/*
 * log x = e ln 2 + log m, m in [0.7, 1.41), by 2 atanh(s) with
 * s = (m - 1) / (m + 1): s + s^3/3 + ..., |s| < 0.172. For normal x > 0.
 */
INLINE vf
vf_log_normal(vf x)
{
	vu bits = (vu)x - 0x3f3504f3u;
	vf e = __builtin_convertvector((vi)bits >> 23, vf);
	vf m = (vf)((bits & 0x7fffffu) + 0x3f3504f3u);
	vf f = m - 1.0f;
	vf s = f / (m + 1.0f);
	vf s2 = s * s;
	vf p = s2 * (2.0f / 11) + 2.0f / 9;
	vf h = 0.5f * f * f;

	p = p * s2 + 2.0f / 7;
	p = p * s2 + 2.0f / 5;
	p = p * s2 + 2.0f / 3;
	/* log m = f - h + s (h + s^2 p): the big part stays exact. */
	p = s * (h + s2 * p);
	return e * 0.693359375f + (f - (h - (p - e * 2.12194440054690583e-4f)));
}

INLINE vf
vf_log(vf x)
{
	vf small = vf_set(1.17549435e-38f);
	vi sub = x < small;
	vf r = vf_log_normal(vf_pick(sub, x * 8388608.0f, x));

	r = vf_pick(sub, r - 15.9423851528787f, r);
	r = vf_pick(x == 0.0f, vf_set(-INFINITY), r);
	r = vf_pick(x < 0.0f, vf_set(NAN), r);
	return vf_pick((x == INFINITY) | (x != x), x, r);
}

/* log(1 + x): the rounding of 1 + x is given back to first order. */
INLINE vf
vf_log1p(vf x)
{
	vf u = 1.0f + x;
	vf lost = x - (u - 1.0f);
	vf r = vf_log(u) + vf_pick((u > 0.0f) & (u < INFINITY), lost / u,
	    vf_set(0));

	return vf_pick(u == 1.0f, x, r);
}

INLINE vf
vf_logistic(vf x)
{
	return 1.0f / (1.0f + vf_exp(-x));
}
