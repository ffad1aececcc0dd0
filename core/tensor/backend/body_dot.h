/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A few rows of activations against many rows of weights, read once, in the
 * type that they are stored in. Included by each kern_*.c.
 *
 * The tiles are inlined with constant sizes: np panels (or rows of weights)
 * are read side by side, so that several streams of memory run at once and
 * the sums do not wait for each other.
 */

#define UNROLL _Pragma("GCC unroll 16")
#define PARTS (PANEL / VL)	/* vectors a panel is wide */

/* The vector part-th of the scales at p. */
INLINE vf
scale_load(const uint8_t *p, bool half, int part)
{
	return half ? vf_from_f16(p + part * VL * 2) :
	    vf_load(p + part * VL * 4);
}

#if VL == 16
INLINE vf
nibble_table(bool is_signed)
{
	const vf t[2] = {
		{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
		{ 0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1 },
	};

	return t[is_signed];
}

/* One permute maps the low four bits of each lane to a float. */
INLINE vf
nibble(vf table, vu word, int i, bool is_signed)
{
	(void)is_signed;
	return (vf)_mm512_permutexvar_ps((__m512i)(word >> (4 * i)),
	    (__m512)table);
}
#else
INLINE vf
nibble_table(bool is_signed)
{
	(void)is_signed;
	return vf_set(0);
}

INLINE vf
nibble(vf table, vu word, int i, bool is_signed)
{
	(void)table;
	if (is_signed)
		return __builtin_convertvector(
		    (vi)(word << (28 - 4 * i)) >> 28, vf);
	return __builtin_convertvector((vi)(word >> (4 * i) & 15), vf);
}
#endif

INLINE vf
byte_lanes(const uint8_t *p)
{
#if VL == 16
	return (vf)_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(
	    _mm_loadu_si128((const __m128i *)(const void *)p)));
#elif VL == 8
	return (vf)_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(
	    _mm_loadl_epi64((const __m128i *)(const void *)p)));
#else
	vf v = { 0 };

	for (int i = 0; i < VL; i++)
		v[i] = (float)(int8_t)p[i];
	return v;
#endif
}

/* np panels from p0 on, lanes of one part, against nr rows from r0 on. */
INLINE void
few_tile(const struct few *f, const struct packing *k, int64_t p0, int part,
    int r0, const int np, const int nr, const int bits, const bool is_signed)
{
	const size_t size = packing_block_bytes(k);
	const size_t scales = packing_scale_bytes(k);
	const int group = k->group;
	const uint8_t *at = f->panels + (size_t)p0 * f->panel_bytes;
	const float *a = f->a + r0 * f->lda;
	const float *sums = f->sums + r0 * f->nblocks;
	const vf table = nibble_table(is_signed);
	vf acc[8] = { { 0 } };

	for (int64_t b = 0; b < f->nblocks; b++) {
		const uint8_t *q = at + scales * (k->has_min ? 2 : 1);
		vf s[8] = { { 0 } };

		if (bits == 4)
			for (int w = 0; w < group / 8; w++) {
				vu word[4];

				UNROLL for (int p = 0; p < np; p++)
					word[p] = *(const vu_at *)(q +
					    (size_t)p * f->panel_bytes +
					    w * 64 + part * VL * 4);
				UNROLL for (int i = 0; i < 8; i++)
					UNROLL for (int p = 0; p < np; p++) {
						vf x = nibble(table, word[p],
						    i, is_signed);

						UNROLL for (int r = 0; r < nr;
						    r++)
							s[p * nr + r] += x *
							    a[r * f->lda +
							    w * 8 + i];
					}
			}
		else
			for (int i = 0; i < group; i += 4)
				UNROLL for (int j = 0; j < 4; j++)
					UNROLL for (int p = 0; p < np; p++) {
						vf x = byte_lanes(q +
						    (size_t)p *
						    f->panel_bytes +
						    (i + j) * PANEL +
						    part * VL);

						UNROLL for (int r = 0; r < nr;
						    r++)
							s[p * nr + r] += x *
							    a[r * f->lda + i +
							    j];
					}
		UNROLL for (int p = 0; p < np; p++) {
			const uint8_t *sc = at + (size_t)p * f->panel_bytes;
			vf d = scale_load(sc, k->half, part);

			UNROLL for (int r = 0; r < nr; r++)
				acc[p * nr + r] += d * s[p * nr + r];
			if (k->has_min) {
				vf m = scale_load(sc + scales, k->half, part);

				UNROLL for (int r = 0; r < nr; r++)
					acc[p * nr + r] += m *
					    sums[r * f->nblocks + b];
			}
		}
		at += size;
		a += group;
	}
	UNROLL for (int p = 0; p < np; p++)
		UNROLL for (int r = 0; r < nr; r++)
			vf_store(f->out + (r0 + r) * f->ldout +
			    (p0 + p) * PANEL + part * VL, acc[p * nr + r]);
}

/* All panels for nr rows from r0 on. */
INLINE void
few_rows(const struct few *f, const struct packing *k, int r0, const int np,
    const int nr, const int bits, const bool is_signed)
{
	for (int part = 0; part < PARTS; part++) {
		int64_t p = 0;

		for (; p + np <= f->npanels; p += np)
			few_tile(f, k, p, part, r0, np, nr, bits, is_signed);
		for (; np > 1 && p < f->npanels; p++)
			few_tile(f, k, p, part, r0, 1, nr, bits, is_signed);
	}
}

#define FEW_KIND(name, bits, is_signed)                                   \
	static void                                                      \
	few_##name(const struct few *f, const struct packing *k)          \
	{                                                                \
		int r = 0;                                               \
		for (; r + 8 <= f->nrows; r += 8)                        \
			few_rows(f, k, r, 1, 8, bits, is_signed);        \
		for (; r + 4 <= f->nrows; r += 4)                        \
			few_rows(f, k, r, VL == 16 ? 2 : 1, 4, bits,     \
			    is_signed);                                  \
		for (; r + 2 <= f->nrows; r += 2)                        \
			few_rows(f, k, r, VL == 16 ? 4 : 2, 2, bits,     \
			    is_signed);                                  \
		for (; r < f->nrows; r++)                                \
			few_rows(f, k, r, 4, 1, bits, is_signed);        \
	}

FEW_KIND(signed4, 4, true)
FEW_KIND(unsigned4, 4, false)
FEW_KIND(bytes, 8, true)

static void
few(const struct few *f, const struct packing *k)
{
	if (k->bits == 8)
		few_bytes(f, k);
	else if (k->is_signed)
		few_signed4(f, k);
	else
		few_unsigned4(f, k);
}

INLINE void
unpack_block(float *b, int64_t ldb, const uint8_t *at,
    const struct packing *k, int part, const int bits, const bool is_signed)
{
	const size_t scales = packing_scale_bytes(k);
	const uint8_t *q = at + scales * (k->has_min ? 2 : 1);
	const vf table = nibble_table(is_signed);
	vf d = scale_load(at, k->half, part);
	vf m = k->has_min ? scale_load(at + scales, k->half, part) :
	    vf_set(0);

	if (bits == 4)
		for (int w = 0; w < k->group / 8; w++) {
			vu word = *(const vu_at *)(q + w * 64 + part * VL * 4);

			UNROLL for (int i = 0; i < 8; i++)
				vf_store(b + (w * 8 + i) * ldb, d *
				    nibble(table, word, i, is_signed) + m);
		}
	else
		for (int i = 0; i < k->group; i++)
			vf_store(b + i * ldb, d *
			    byte_lanes(q + i * PANEL + part * VL) + m);
}

/* Block by block over all panels: few rows of b at a time, each a run. */
static void
unpack(float *b, int64_t ldb, const struct few *f, const struct packing *k)
{
	const size_t size = packing_block_bytes(k);

	for (int64_t i = 0; i < f->nblocks; i++)
		for (int64_t p = 0; p < f->npanels; p++) {
			const uint8_t *at = f->panels +
			    (size_t)p * f->panel_bytes + (size_t)i * size;

			for (int part = 0; part < PARTS; part++) {
				float *to = b + i * k->group * ldb +
				    p * PANEL + part * VL;

				if (k->bits == 8)
					unpack_block(to, ldb, at, k, part, 8,
					    true);
				else if (k->is_signed)
					unpack_block(to, ldb, at, k, part, 4,
					    true);
				else
					unpack_block(to, ldb, at, k, part, 4,
					    false);
			}
		}
}

/* ---- plain weights ------------------------------------------------------ */

INLINE vf
weight_load(const void *w, int64_t i, const enum dtype t)
{
	if (t == DT_F32)
		return vf_load((const float *)w + i);
	if (t == DT_BF16)
		return vf_from_bf16((const uint16_t *)w + i);
	return vf_from_f16((const uint16_t *)w + i);
}

INLINE float
weight_one(const void *w, int64_t i, const enum dtype t)
{
	if (t == DT_F32)
		return ((const float *)w)[i];
	if (t == DT_BF16)
		return half_bits(
		    (uint32_t)half_load((const uint16_t *)w + i) << 16);
	return half_at((const uint16_t *)w + i);
}

/* nw rows of weights against nr rows of activations, along k. */
INLINE void
dots_tile(const struct dots *d, int64_t n0, int r0, const int nw,
    const int nr, const enum dtype t)
{
	const float *a = d->a + r0 * d->lda;
	vf acc[16] = { { 0 } };
	int64_t k = 0;

	for (; k + VL <= d->k; k += VL)
		UNROLL for (int j = 0; j < nw; j++) {
			vf w = weight_load(d->w, (n0 + j) * d->ldw + k, t);

			UNROLL for (int r = 0; r < nr; r++)
				acc[j * nr + r] += w *
				    vf_load(a + r * d->lda + k);
		}
	UNROLL for (int j = 0; j < nw; j++)
		UNROLL for (int r = 0; r < nr; r++) {
			float s = vf_total(acc[j * nr + r]);

			for (int64_t i = k; i < d->k; i++)
				s += weight_one(d->w, (n0 + j) * d->ldw + i,
				    t) * a[r * d->lda + i];
			d->out[(r0 + r) * d->ldout + n0 + j] = s;
		}
}

INLINE void
dots_rows(const struct dots *d, int r0, const int nw, const int nr,
    const enum dtype t)
{
	int64_t n = 0;

	for (; n + nw <= d->n; n += nw)
		dots_tile(d, n, r0, nw, nr, t);
	for (; n < d->n; n++)
		dots_tile(d, n, r0, 1, nr, t);
}

/* nv vectors of n against nr rows of activations, over all k. */
INLINE void
axpys_tile(const struct dots *d, int64_t n0, int r0, const int nv,
    const int nr, const enum dtype t)
{
	const float *a = d->a + r0 * d->lda;
	vf acc[16] = { { 0 } };

	for (int64_t k = 0; k < d->k; k++)
		UNROLL for (int j = 0; j < nv; j++) {
			vf w = weight_load(d->w, k * d->ldw + n0 + j * VL, t);

			UNROLL for (int r = 0; r < nr; r++)
				acc[j * nr + r] += w * a[r * d->lda + k];
		}
	UNROLL for (int j = 0; j < nv; j++)
		UNROLL for (int r = 0; r < nr; r++)
			vf_store(d->out + (r0 + r) * d->ldout + n0 + j * VL,
			    acc[j * nr + r]);
}

INLINE void
axpys_rows(const struct dots *d, int r0, const int nv, const int nr,
    const enum dtype t)
{
	int64_t n = 0;

	for (; n + nv * VL <= d->n; n += nv * VL)
		axpys_tile(d, n, r0, nv, nr, t);
	for (; n + VL <= d->n; n += VL)
		axpys_tile(d, n, r0, 1, nr, t);
	for (; n < d->n; n++)
		for (int r = r0; r < r0 + nr; r++) {
			float s = 0;

			for (int64_t k = 0; k < d->k; k++)
				s += weight_one(d->w, k * d->ldw + n, t) *
				    d->a[r * d->lda + k];
			d->out[r * d->ldout + n] = s;
		}
}

#define PLAIN_KIND(t)                                                     \
	static void                                                      \
	dots_##t(const struct dots *d)                                   \
	{                                                                \
		int r = 0;                                               \
		for (; r + 8 <= d->nrows; r += 8)                        \
			dots_rows(d, r, 2, 8, DT_##t);                   \
		for (; r + 4 <= d->nrows; r += 4)                        \
			dots_rows(d, r, 4, 4, DT_##t);                   \
		for (; r + 2 <= d->nrows; r += 2)                        \
			dots_rows(d, r, 4, 2, DT_##t);                   \
		for (; r < d->nrows; r++)                                \
			dots_rows(d, r, 8, 1, DT_##t);                   \
	}                                                                \
	static void                                                      \
	axpys_##t(const struct dots *d)                                  \
	{                                                                \
		int r = 0;                                               \
		for (; r + 8 <= d->nrows; r += 8)                        \
			axpys_rows(d, r, 2, 8, DT_##t);                  \
		for (; r + 4 <= d->nrows; r += 4)                        \
			axpys_rows(d, r, 4, 4, DT_##t);                  \
		for (; r + 2 <= d->nrows; r += 2)                        \
			axpys_rows(d, r, 4, 2, DT_##t);                  \
		for (; r < d->nrows; r++)                                \
			axpys_rows(d, r, 8, 1, DT_##t);                  \
	}

PLAIN_KIND(F32)
PLAIN_KIND(BF16)
PLAIN_KIND(F16)

static void
dots(const struct dots *d)
{
	if (d->stored == DT_F32)
		dots_F32(d);
	else if (d->stored == DT_BF16)
		dots_BF16(d);
	else
		dots_F16(d);
}

static void
axpys(const struct dots *d)
{
	if (d->stored == DT_F32)
		axpys_F32(d);
	else if (d->stored == DT_BF16)
		axpys_BF16(d);
	else
		axpys_F16(d);
}
