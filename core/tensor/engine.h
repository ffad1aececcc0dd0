/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: what one context's arrays share. The engine lives
 * until the last of its tensors and storages is gone, also when that is after
 * engine_release.
 */
#ifndef CORE_TENSOR_ENGINE_H
#define CORE_TENSOR_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/tensor/backend.h"
#include "core/tensor/node.h"
#include "core/tensor/plan.h"
#include "core/tensor/storage.h"

struct engine {
	size_t live;		/* tensors and storages, plus the context */
	struct tensor *oldest, *newest;	/* pending nodes */
	uint64_t left;		/* up to which seq engine_leave left them */
	struct tensor *spare;	/* freed nodes, linked through next */
	size_t nspare;
	uint64_t seq;		/* of the node recorded last */
	uint64_t serial;	/* of the storage made last */

	size_t in_use, limit;	/* bytes on the heap */
	size_t until_look;	/* bytes to hand out before memory is looked at */
	bool limit_fixed;	/* by engine_options */
	size_t fail_nth;
	struct storage *kept[16];	/* freed large blocks, for reuse */
	size_t kept_bytes;
	unsigned kept_next;

	uint32_t tapes;		/* bit i: tape i takes notes */
	struct tape *tape[32];

	struct origin origin;
	struct plans *plans;

	char *backend_path, *backend_error;
	int threads;
	bool backend_tried;
	void *backend_handle;
	struct backend *backend;
};

/* One tensor or storage less; frees the engine with the last. */
void engine_drop(struct engine *);

/*
 * body(i0, i1, arg) over parts of 0..n, on all threads where the backend is
 * loaded and n is worth it (several times grain). Polls for interrupts between
 * parts: false when one came.
 */
bool engine_parallel(struct ctx *, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg);

#endif
