/* SPDX-License-Identifier: Apache-2.0 */
/* Making and leaving frames without a call, for the evaluator. */
#ifndef CORE_LANG_FRAME_FAST_H
#define CORE_LANG_FRAME_FAST_H

#include <string.h>

#include "core/lang/interp_private.h"

void *frame_memory(size_t size);

/* As frame_new, but locals hold anything. */
static inline struct frame *
frame_take(struct interp *in, struct closure *fn)
{
	struct code *k = fn->code;
	size_t size = k->frame_size;
	struct frame *f;

	if (LIKELY(size < FRAME_SIZES && in->spare[size] != NULL)) {
		f = in->spare[size];
		memcpy(&in->spare[size], f, sizeof(void *));
	} else
		f = frame_memory(size);
	f->back = NULL;
	f->code = k;
	f->fn = &fn->hdr;
	f->globals = fn->globals;
	f->locals = NULL;
	f->pc = k->instr;
	f->sp = f->slot + k->nlocals;
	f->handled = NULL;
	f->generator = NULL;
	f->kind = FRAME_CALL;
	f->size = (uint16_t)(size < FRAME_SIZES ? size : 0);
	return f;
}

/* As frame_free, of a function that returns: no operands are left. */
static inline void
frame_drop(struct ctx *c, struct frame *f)
{
	struct interp *in = c->interp;

	if (UNLIKELY(f->locals != NULL || f->handled != NULL ||
	    f->size == 0)) {
		frame_free(c, f);
		return;
	}
	for (struct value **p = f->slot; p < f->sp; p++)
		value_unref(*p);
	value_unref(f->fn);
	memcpy(f, &in->spare[f->size], sizeof(void *));
	in->spare[f->size] = f;
}

#endif
