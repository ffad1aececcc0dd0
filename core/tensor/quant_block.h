/* SPDX-License-Identifier: Apache-2.0 */
/* Private to quant*.c: the decoders that stand in other files than the table
 * of rows. Each decodes n elements (a multiple of its block). */
#ifndef CORE_TENSOR_QUANT_BLOCK_H
#define CORE_TENSOR_QUANT_BLOCK_H

#include <stddef.h>

/* quant_k.c: blocks of 256 with scales of their own for 16 or 32 elements. */
void quant_q2_k(float *out, const void *blocks, size_t n);
void quant_q3_k(float *out, const void *blocks, size_t n);
void quant_q4_k(float *out, const void *blocks, size_t n);
void quant_q5_k(float *out, const void *blocks, size_t n);
void quant_q6_k(float *out, const void *blocks, size_t n);
/* quant_iq.c */
void quant_iq1_s(float *out, const void *blocks, size_t n);
void quant_iq1_m(float *out, const void *blocks, size_t n);
void quant_iq2_xxs(float *out, const void *blocks, size_t n);
void quant_iq2_xs(float *out, const void *blocks, size_t n);
void quant_iq2_s(float *out, const void *blocks, size_t n);
void quant_iq3_xxs(float *out, const void *blocks, size_t n);
void quant_iq3_s(float *out, const void *blocks, size_t n);
void quant_iq4_nl(float *out, const void *blocks, size_t n);
void quant_iq4_xs(float *out, const void *blocks, size_t n);
void quant_tq1_0(float *out, const void *blocks, size_t n);
void quant_tq2_0(float *out, const void *blocks, size_t n);
void quant_mxfp4(float *out, const void *blocks, size_t n);
void quant_nvfp4(float *out, const void *blocks, size_t n);

#endif
