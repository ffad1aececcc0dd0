/* SPDX-License-Identifier: Apache-2.0 */
#include "display/state.h"

#include <string.h>

#include "core/lang/module.h"
#include "core/value/class.h"

struct state_value {
	struct value hdr;
	struct display_state state;
};

static const struct class_row state_row = {
	.name = "DisplayState", .module = "treescope",
	.doc = "What a session has set for showing.",
};

static const struct kind state_kind = {
	.name = "DisplayState", .doc = "What a session has set for showing.",
	.row = &state_row,
};

/* Outputs between two copies of the assets: a cell that carried them may have
 * been cleared. */
enum { ASSETS_EVERY = 10 };

static const struct display_state initial = {
	.figures = true, .fold = FOLD_DEFAULTS,
};

/*
 * A module of its own, without source: the first value that is shown must
 * not wait for treescope's functions in the language.
 */
const struct module_row mod_display_state = {
	.name = "_display_state", .doc = "What a session has set for showing.",
};

struct display_state *
state_of(struct ctx *c, struct display_state *fallback)
{
	struct value *m, *v;
	struct state_value *s;
	size_t mark = scope_mark(&c->scope);

	*fallback = initial;
	m = module_import(c, mod_display_state.name,
	    strlen(mod_display_state.name));
	if (m == NULL) {
		err_clear(c);
		return fallback;
	}
	v = module_find(c, m, atom(c, "_state"));
	if (v == NULL || !value_is(v, &state_kind)) {
		s = value_alloc(c, &state_kind, sizeof(*s));
		s->state = initial;
		v = value_own(c, &s->hdr);
		if (!module_set(c, m, "_state", v)) {
			err_clear(c);
			scope_drop(c, mark);
			return fallback;
		}
	}
	/* The module keeps both alive. */
	scope_drop(c, mark);
	return &((struct state_value *)v)->state;
}

bool
state_wants_assets(struct display_state *s)
{
	return s->outputs++ % ASSETS_EVERY == 0;
}
