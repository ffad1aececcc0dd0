/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call in progress. Frames are on the heap: a call of a function by a
 * function does not use the C stack, and a generator is a frame that waits.
 */
#ifndef CORE_LANG_FRAME_H
#define CORE_LANG_FRAME_H

#include "core/lang/closure.h"

struct generator;

enum frame_kind {
	FRAME_ENTRY,		/* vm_run was called for it */
	FRAME_CALL,		/* its result goes on the caller's stack */
	FRAME_INIT,		/* __init__: the instance is there already */
	FRAME_FOR,		/* a generator that a loop asks */
};

struct frame {
	struct frame *back;
	struct code *code;
	struct value *fn;		/* the closure; counted */
	struct value *globals;		/* the closure's */
	struct value *locals;		/* dict, counted; or null */
	const struct instr *pc;		/* the next instruction */
	struct value **sp;
	struct value *handled;		/* exception being handled, counted */
	struct generator *generator;	/* whose frame this is, or null */
	uint16_t kind;
	uint16_t size;			/* class of its memory */
	struct value *slot[];		/* locals, then operands */
};

#define FRAME_SIZES 32
#define FRAME_STEP 8		/* slots */

/* Operands empty, locals unset; takes over a reference of fn. */
struct frame *frame_new(struct ctx *, struct closure *);
/* Lets go of all it holds. */
void frame_free(struct ctx *, struct frame *);
void framepool_release(struct ctx *);
struct span frame_span(const struct frame *);
/* The exception that a bare raise raises; borrowed or null. */
struct value *frame_handled(const struct frame *);
/* The locals of a frame as a dict, made for locals(). */
struct value *frame_locals(struct ctx *, struct frame *);

#endif
