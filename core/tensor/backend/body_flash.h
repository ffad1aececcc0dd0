/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attention of a tile of query rows over all keys, 64 at a time, with a
 * running maximum and sum (the scores of a tile never leave the cache).
 * Included by each kern_*.c.
 */

#define FLASH_NV (VL == 16 ? 4 : 2)

/* c[nr][nv vectors] (+)= a[nr][k] b[k][nv vectors] */
INLINE void
gemm_tile(float *c, int64_t ldc, const float *a, int64_t lda,
    const float *b, int64_t ldb, int64_t k, const int nr, const int nv,
    bool add)
{
	vf acc[24] = { { 0 } };

	for (int64_t i = 0; i < k; i++) {
		vf w[4];

		UNROLL for (int j = 0; j < nv; j++)
			w[j] = vf_load(b + i * ldb + j * VL);
		UNROLL for (int r = 0; r < nr; r++)
			UNROLL for (int j = 0; j < nv; j++)
				acc[r * nv + j] += w[j] * a[r * lda + i];
	}
	UNROLL for (int r = 0; r < nr; r++)
		UNROLL for (int j = 0; j < nv; j++) {
			float *to = c + r * ldc + j * VL;

			vf_store(to, add ? vf_load(to) + acc[r * nv + j] :
			    acc[r * nv + j]);
		}
}

/* The same for any number of rows and n a multiple of VL. */
static void
gemm_small(float *c, int64_t ldc, const float *a, int64_t lda,
    const float *b, int64_t ldb, int64_t nrows, int64_t n, int64_t k,
    bool add)
{
	int64_t j = 0;

	for (; j + FLASH_NV * VL <= n; j += FLASH_NV * VL) {
		int64_t r = 0;

		for (; r + 6 <= nrows; r += 6)
			gemm_tile(c + r * ldc + j, ldc, a + r * lda, lda,
			    b + j, ldb, k, 6, FLASH_NV, add);
		for (; r + 3 <= nrows; r += 3)
			gemm_tile(c + r * ldc + j, ldc, a + r * lda, lda,
			    b + j, ldb, k, 3, FLASH_NV, add);
		for (; r < nrows; r++)
			gemm_tile(c + r * ldc + j, ldc, a + r * lda, lda,
			    b + j, ldb, k, 1, FLASH_NV, add);
	}
	for (; j < n; j += VL) {
		int64_t r = 0;

		for (; r + 6 <= nrows; r += 6)
			gemm_tile(c + r * ldc + j, ldc, a + r * lda, lda,
			    b + j, ldb, k, 6, 1, add);
		for (; r < nrows; r++)
			gemm_tile(c + r * ldc + j, ldc, a + r * lda, lda,
			    b + j, ldb, k, 1, 1, add);
	}
}

struct flash_state {
	const struct flash *f;
	int64_t wide;		/* dim up to whole vectors */
	float *q, *keys, *values, *scores, *out;
	float top[FLASH_ROWS], total[FLASH_ROWS];
};

static void
flash_begin(struct flash_state *s, const struct flash *f)
{
	float *p = f->scratch;
	int64_t wide = (f->dim + VL - 1) / VL * VL;

	s->f = f;
	s->wide = wide;
	s->keys = p;
	s->values = s->keys + FLASH_KV * wide;
	s->scores = s->values + FLASH_KV * wide;
	s->q = s->scores + FLASH_ROWS * FLASH_KV;
	s->out = s->q + FLASH_ROWS * wide;
	for (int64_t r = 0; r < f->nrows; r++) {
		for (int64_t d = 0; d < wide; d++) {
			s->q[r * wide + d] = d < f->dim ?
			    f->q[r][d * f->q_dim] * f->scale : 0;
			s->out[r * wide + d] = 0;
		}
		s->top[r] = -INFINITY;
		s->total[r] = 0;
	}
}

/* Scores of few rows: dot products along dim, no copy of the keys. */
static void
flash_scores_few(struct flash_state *s, int64_t at, int64_t n)
{
	const struct flash *f = s->f;

	for (int64_t j = 0; j < n; j++) {
		const float *k = f->k + (at + j) * f->ldk;

		for (int64_t r = 0; r < f->nrows; r++) {
			const float *q = s->q + r * s->wide;
			vf a = { 0 }, b = { 0 };
			float rest = 0;
			int64_t d = 0;

			for (; d + 2 * VL <= f->dim; d += 2 * VL) {
				a += vf_load(q + d) * vf_load(k + d);
				b += vf_load(q + d + VL) *
				    vf_load(k + d + VL);
			}
			for (; d + VL <= f->dim; d += VL)
				a += vf_load(q + d) * vf_load(k + d);
			for (; d < f->dim; d++)
				rest += q[d] * k[d];
			s->scores[r * FLASH_KV + j] = vf_total(a + b) + rest;
		}
	}
}

/* Scores of many rows: the tile of keys is turned, then multiplied. */
static void
flash_scores_many(struct flash_state *s, int64_t at, int64_t n)
{
	const struct flash *f = s->f;

	for (int64_t j = 0; j < FLASH_KV; j++) {
		const float *k = f->k + (at + j) * f->ldk;

		if (j < n && f->k_dim == 1)
			for (int64_t d = 0; d < f->dim; d++)
				s->keys[d * FLASH_KV + j] = k[d];
		else
			for (int64_t d = 0; d < f->dim; d++)
				s->keys[d * FLASH_KV + j] = j < n ?
				    k[d * f->k_dim] : 0;
	}
	gemm_small(s->scores, FLASH_KV, s->q, s->wide, s->keys, FLASH_KV,
	    f->nrows, FLASH_KV, f->dim, false);
}

static void
flash_mask(float *x, const uint8_t *mask, int64_t step, float value,
    int64_t n)
{
	if (step == 1)
		for (int64_t j = 0; j < n; j++)
			x[j] = mask[j] ? x[j] : value;
	else
		for (int64_t j = 0; j < n; j++)
			x[j] = mask[j * step] ? x[j] : value;
}

/* Turns scores into weights against the running maximum. */
static void
flash_weights(struct flash_state *s, int64_t at, int64_t n)
{
	const struct flash *f = s->f;

	for (int64_t r = 0; r < f->nrows; r++) {
		float *x = s->scores + r * FLASH_KV;
		float top, fix;

		if (f->soft_cap != 0)
			for (int64_t j = 0; j < FLASH_KV; j += VL)
				vf_store(x + j, f->soft_cap * vf_tanh(
				    vf_load(x + j) / f->soft_cap));
		if (f->mask != NULL)
			flash_mask(x, f->mask[r] + at * f->mask_kv,
			    f->mask_kv, f->masked_value, n);
		for (int64_t j = n; j < FLASH_KV; j++)
			x[j] = -INFINITY;
		top = largest(x, n);
		if (top < s->top[r])
			top = s->top[r];
		fix = s->top[r] == top ? 1.0f : expf(s->top[r] - top);
		s->total[r] = s->total[r] * fix + exp_sum(x, x, top, n);
		for (int64_t j = n; j < FLASH_KV; j++)
			x[j] = 0;
		s->top[r] = top;
		if (fix != 1.0f)
			for (int64_t d = 0; d < s->wide; d += VL) {
				float *o = s->out + r * s->wide + d;

				vf_store(o, vf_load(o) * fix);
			}
	}
}

/* Adds the weighted values of a tile. */
static void
flash_values(struct flash_state *s, int64_t at, int64_t n)
{
	const struct flash *f = s->f;
	const float *v = f->v + at * f->ldv;
	int64_t ldv = f->ldv;

	if (f->v_dim != 1 || s->wide != f->dim) {
		for (int64_t j = 0; j < n; j++)
			for (int64_t d = 0; d < s->wide; d++)
				s->values[j * s->wide + d] = d < f->dim ?
				    v[j * ldv + d * f->v_dim] : 0;
		v = s->values;
		ldv = s->wide;
	}
	gemm_small(s->out, s->wide, s->scores, FLASH_KV, v, ldv, f->nrows,
	    s->wide, n, true);
}

/* Does any row look at any key of the tile? */
static bool
flash_looks(const struct flash *f, int64_t at, int64_t n)
{
	if (f->mask == NULL)
		return true;
	for (int64_t r = f->nrows - 1; r >= 0; r--) {
		const uint8_t *m = f->mask[r] + at * f->mask_kv;
		uint8_t any = 0;

		for (int64_t j = 0; j < n; j++)
			any |= m[j * f->mask_kv];
		if (any)
			return true;
	}
	return false;
}

/* False: a row looked at nothing, and tiles were skipped. */
static bool
flash_pass(struct flash_state *s, bool skip)
{
	const struct flash *f = s->f;

	for (int64_t at = 0; at < f->nkv; at += FLASH_KV) {
		int64_t n = f->nkv - at < FLASH_KV ? f->nkv - at : FLASH_KV;

		if (skip && !flash_looks(f, at, n))
			continue;
		if (f->nrows < 6 && f->k_dim == 1)
			flash_scores_few(s, at, n);
		else
			flash_scores_many(s, at, n);
		flash_weights(s, at, n);
		flash_values(s, at, n);
	}
	for (int64_t r = 0; r < f->nrows && skip; r++)
		if (!(s->top[r] > f->masked_value))
			return false;
	return true;
}

static void
flash(const struct flash *f)
{
	struct flash_state s;

	flash_begin(&s, f);
	if (!flash_pass(&s, f->mask != NULL)) {
		/* A row without any key gives them all the same weight. */
		flash_begin(&s, f);
		flash_pass(&s, false);
	}
	for (int64_t r = 0; r < f->nrows; r++) {
		float by = 1.0f / s.total[r];

		for (int64_t d = 0; d < f->dim; d++)
			f->out[r][d * f->out_dim] = s.out[r * s.wide + d] *
			    by;
	}
}
