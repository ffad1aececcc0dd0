/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a part of a tree holds: numbers, which of them are parameters, and
 * how they are stored. Exact, or nothing is said.
 */
#ifndef DISPLAY_WEIGH_H
#define DISPLAY_WEIGH_H

#include "core/base/buf.h"
#include "core/tensor/tensor.h"

struct value;

enum { WEIGHT_TYPES = 6 };

struct weight {
	int64_t numbers, params;
	size_t bytes;
	struct {
		enum dtype stored;
		int64_t numbers;	/* 0: the list ends */
	} type[WEIGHT_TYPES];
	bool lazy;		/* some is not computed: no bytes, no type */
	bool partial;		/* something could not be counted */
};

void weigh_tensor(struct weight *, const struct tensor *);
void weigh_sum(struct weight *, const struct weight *);
/* A value that is not built: its variables and arrays, with a limit. */
void weigh_value(struct weight *, const struct value *);
/* "134.5M", and what most of it is stored as: "Q4_1 +2". */
void weigh_write(struct buf *count, struct buf *types, const struct weight *);
/* "134.5M parameters: 106M Q4_1, 28.3M Q8_0; 98.4MB". */
void weigh_write_whole(struct buf *, const struct weight *);

#endif
