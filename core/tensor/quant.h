/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Block-quantised storage as in GGUF: one row a type. Exact: the value of
 * each block, computed as ggml defines it, to the last bit.
 */
#ifndef CORE_TENSOR_QUANT_H
#define CORE_TENSOR_QUANT_H

#include <stddef.h>

#include "core/tensor/dtype.h"

struct quant_row {
	/* n elements (a multiple of the block) to float32. Null: we cannot
	 * decode this type yet, the tree can still show it. */
	void (*decode)(float *out, const void *blocks, size_t n);
};

extern const struct quant_row quants[DT_COUNT];

#endif
