/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights to columns, as float32. Included by each kern_*.c. */

/* The lower or upper halves of two vectors, one lane of each in turn. */
#if VL == 16
#define ZIP(a, b, at)                                                      \
	__builtin_shuffle(a, b, (vi){ at, at + 16, at + 1, at + 17,        \
	    at + 2, at + 18, at + 3, at + 19, at + 4, at + 20, at + 5,     \
	    at + 21, at + 6, at + 22, at + 7, at + 23 })
#elif VL == 8
#define ZIP(a, b, at)                                                      \
	__builtin_shuffle(a, b, (vi){ at, at + 8, at + 1, at + 9, at + 2,  \
	    at + 10, at + 3, at + 11 })
#else
#define ZIP(a, b, at)                                                      \
	__builtin_shuffle(a, b, (vi){ at, at + 4, at + 1, at + 5 })
#endif

/* A square of VL: zipping the first half of the rows with the second moves
 * one bit of the row's number into the lane's; after all bits it is turned. */
INLINE void
turn_square(float *to, int64_t ldto, const void *from, int64_t at,
    int64_t ldfrom, const enum dtype t)
{
	vf x[VL], y[VL];

	UNROLL for (int i = 0; i < VL; i++)
		x[i] = weight_load(from, at + i * ldfrom, t);
	UNROLL for (int bits = 1; bits < VL; bits *= 2) {
		UNROLL for (int i = 0; i < VL / 2; i++) {
			y[2 * i] = ZIP(x[i], x[i + VL / 2], 0);
			y[2 * i + 1] = ZIP(x[i], x[i + VL / 2], VL / 2);
		}
		UNROLL for (int i = 0; i < VL; i++)
			x[i] = y[i];
	}
	UNROLL for (int i = 0; i < VL; i++)
		vf_store(to + i * ldto, x[i]);
}

INLINE void
turn_kind(float *to, int64_t ldto, const void *from, int64_t ldfrom,
    const enum dtype t, int64_t n, int64_t k)
{
	int64_t i = 0;

	for (; i + VL <= n; i += VL) {
		int64_t j = 0;

		for (; j + VL <= k; j += VL)
			turn_square(to + j * ldto + i, ldto, from,
			    i * ldfrom + j, ldfrom, t);
		for (; j < k; j++)
			for (int l = 0; l < VL; l++)
				to[j * ldto + i + l] = weight_one(from,
				    (i + l) * ldfrom + j, t);
	}
	for (; i < n; i++)
		for (int64_t j = 0; j < k; j++)
			to[j * ldto + i] = weight_one(from, i * ldfrom + j,
			    t);
}

static void
turn(float *to, int64_t ldto, const void *from, int64_t ldfrom,
    enum dtype t, int64_t n, int64_t k)
{
	if (t == DT_F32)
		turn_kind(to, ldto, from, ldfrom, DT_F32, n, k);
	else if (t == DT_BF16)
		turn_kind(to, ldto, from, ldfrom, DT_BF16, n, k);
	else
		turn_kind(to, ldto, from, ldfrom, DT_F16, n, k);
}
