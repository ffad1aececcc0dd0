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

#endif
