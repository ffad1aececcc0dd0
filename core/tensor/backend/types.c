/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module's own sizes of the types. It cannot see the program's table,
 * and dtype.c brings conversions and errors that it has no use for; the test
 * of the module compares the two.
 */
#include "core/tensor/dtype.h"

#define PLAIN(t, c, size) [DT_##t] = { #t, DTC_##c, 1, size }
#define BLOCK(t, n, size) [DT_##t] = { #t, DTC_BLOCK, n, size }

const struct dtype_row dtypes[DT_COUNT] = {
	PLAIN(BOOL, BOOL, 1), PLAIN(I8, INT, 1), PLAIN(I16, INT, 2),
	PLAIN(I32, INT, 4), PLAIN(I64, INT, 8), PLAIN(U8, UINT, 1),
	PLAIN(U16, UINT, 2), PLAIN(U32, UINT, 4), PLAIN(U64, UINT, 8),
	PLAIN(F16, FLOAT, 2), PLAIN(BF16, FLOAT, 2), PLAIN(F32, FLOAT, 4),
	PLAIN(F64, FLOAT, 8),
	BLOCK(Q4_0, 32, 18), BLOCK(Q4_1, 32, 20), BLOCK(Q5_0, 32, 22),
	BLOCK(Q5_1, 32, 24), BLOCK(Q8_0, 32, 34), BLOCK(Q2_K, 256, 84),
	BLOCK(Q3_K, 256, 110), BLOCK(Q4_K, 256, 144), BLOCK(Q5_K, 256, 176),
	BLOCK(Q6_K, 256, 210), BLOCK(IQ1_S, 256, 50), BLOCK(IQ1_M, 256, 56),
	BLOCK(IQ2_XXS, 256, 66), BLOCK(IQ2_XS, 256, 74),
	BLOCK(IQ2_S, 256, 82), BLOCK(IQ3_XXS, 256, 98),
	BLOCK(IQ3_S, 256, 110), BLOCK(IQ4_NL, 32, 18),
	BLOCK(IQ4_XS, 256, 136), BLOCK(TQ1_0, 256, 54), BLOCK(TQ2_0, 256, 66),
	BLOCK(MXFP4, 32, 17), BLOCK(NVFP4, 64, 36),
};
