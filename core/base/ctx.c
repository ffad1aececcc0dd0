/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/ctx.h"

#include <string.h>

#include "core/base/atom.h"

/* Native frames of a few hundred bytes each: well inside an 8 MiB stack. */
#define MAX_DEPTH 1000

void
ctx_init(struct ctx *c, atomic_bool *stop)
{
	memset(c, 0, sizeof *c);
	c->stop = stop;
	c->atoms = atoms_create();
	c->max_depth = MAX_DEPTH;
}

void
ctx_release(struct ctx *c)
{
	err_clear(c);
	scope_release(&c->scope);
	atoms_free(&c->atoms);
}

bool
ctx_poll_slow(struct ctx *c)
{
	if (c->on_poll != NULL)
		c->on_poll(c->on_poll_data);
	if (c->stop != NULL && atomic_exchange(c->stop, false)) {
		err_raise(c, ERR_KEYBOARD_INTERRUPT, "%s", "");
		return false;
	}
	return true;
}

bool
ctx_enter(struct ctx *c)
{
	if (c->depth >= c->max_depth) {
		err_raise(c, ERR_RECURSION,
		    "maximum recursion depth exceeded");
		return false;
	}
	c->depth++;
	return true;
}
