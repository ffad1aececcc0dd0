/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is remembered about a weight: its blocks as panels of 16 rows (see
 * kern.h). Kept on the storage that holds the weight, within a budget.
 */
#ifndef CORE_TENSOR_BACKEND_PACK_H
#define CORE_TENSOR_BACKEND_PACK_H

#include "core/tensor/backend/cpu.h"

/* Panels of weights in blocks, column by column of b: k contiguous. */
struct packed {
	struct packed *next;
	/* which weight */
	enum dtype stored;
	size_t offset;
	int64_t k, n, col;
	/* what was made of it */
	struct packing packing;
	size_t panel_bytes, bytes;
	int64_t npanels, nblocks;
	unsigned char *data;
};

/* Null when the type has no packing, when b is no weight that stays, or
 * when neither budget nor memory is left. */
const struct packed *pack_get(struct module *, const struct operand *b,
    int64_t k, int64_t n);
void pack_few(const struct packed *, struct few *);

#endif
