/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/frame.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/frame_fast.h"

void *
frame_memory(size_t size)
{
	return xmalloc(sizeof(struct frame) + size * FRAME_STEP *
	    sizeof(struct value *));
}

struct frame *
frame_new(struct ctx *c, struct closure *fn)
{
	struct frame *f = frame_take(c->interp, fn);

	for (uint32_t i = 0; i < fn->code->nlocals; i++)
		f->slot[i] = NULL;
	return f;
}

void
frame_free(struct ctx *c, struct frame *f)
{
	struct interp *in = c->interp;
	struct value **end = f->sp;

	for (struct value **p = f->slot; p < end; p++)
		value_unref(*p);
	value_unref(f->locals);
	value_unref(f->handled);
	value_unref(f->fn);
	if (f->size > 0) {
		memcpy(f, &in->spare[f->size], sizeof(void *));
		in->spare[f->size] = f;
	} else
		free(f);
}

void
framepool_release(struct ctx *c)
{
	for (size_t i = 0; i < FRAME_SIZES; i++)
		while (c->interp->spare[i] != NULL) {
			void *next;

			memcpy(&next, c->interp->spare[i], sizeof next);
			free(c->interp->spare[i]);
			c->interp->spare[i] = next;
		}
}

struct span
frame_span(const struct frame *f)
{
	size_t at = (size_t)(f->pc - f->code->instr);

	return f->code->span[at > 0 ? at - 1 : 0];
}

struct value *
frame_handled(const struct frame *f)
{
	for (; f != NULL; f = f->back)
		if (f->handled != NULL)
			return f->handled;
	return NULL;
}

struct value *
frame_locals(struct ctx *c, struct frame *f)
{
	const struct code *k = f->code;
	struct value *d;

	if (f->locals != NULL)
		return f->locals;
	if (k->flags & CODE_MODULE)
		return f->globals;
	d = dict_new(c);
	for (uint32_t i = 0; i < k->nlocals; i++) {
		struct value *v = f->slot[i];

		if (value_is(v, &cell_kind))
			v = ((struct cell *)v)->v;
		if (v != NULL && k->local[i]->text[0] != '.')
			dict_set_atom(c, d, k->local[i], v);
	}
	return d;
}
