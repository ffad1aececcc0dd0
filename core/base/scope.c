/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/scope.h"

#include <stdlib.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"

void *
scope_add(struct ctx *c, void *obj, void (*drop)(void *))
{
	struct scope *s = &c->scope;

	if (obj == NULL)
		return NULL;
	if (s->n == s->cap)
		s->entry = xgrow(s->entry, &s->cap, 64, sizeof *s->entry);
	s->entry[s->n++] = (struct scope_entry){ obj, drop };
	return obj;
}

/* A drop may itself add to the scope, so the top is read anew each time. */
static void
drop_to(struct scope *s, size_t mark)
{
	while (s->n > mark) {
		struct scope_entry e = s->entry[--s->n];

		e.drop(e.obj);
	}
}

void
scope_drop(struct ctx *c, size_t mark)
{
	drop_to(&c->scope, mark);
}

void
scope_release(struct scope *s)
{
	drop_to(s, 0);
	free(s->entry);
	*s = (struct scope){ 0 };
}
