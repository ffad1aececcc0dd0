/* SPDX-License-Identifier: Apache-2.0 */
/* One execute request while it runs: what the session's sink is handed. */
#ifndef KERNEL_CELL_H
#define KERNEL_CELL_H

#include <stdbool.h>

#include "core/base/buf.h"

struct kernel;
struct msg;

struct cell {
	const struct msg *msg;
	int count;		/* its number; that of the last if not stored */
	bool silent;		/* shows nothing */
	bool allow_stdin;
	struct buf payload;	/* JSON texts with commas between them */
	struct buf result;	/* text/plain of the result, for the history */
	bool has_result;
};

#endif
