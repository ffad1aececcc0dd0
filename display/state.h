/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a session has set for showing (treescope.register_as_default,
 * active_autovisualizer), and what its page was sent already. It lives in the
 * module _display_state of the session.
 */
#ifndef DISPLAY_STATE_H
#define DISPLAY_STATE_H

#include <stdbool.h>

#include "display/fold.h"

struct ctx;
struct module_row;
struct value;

struct display_state {
	bool registered;	/* treescope shows every value */
	bool figures;		/* arrays are drawn */
	struct value *visualizer;	/* of the user: f(value, path); or null;
					 * kept alive by the module */
	unsigned outputs;	/* since the assets were sent */
	struct fold_options fold;
};

extern const struct module_row mod_display_state;

/* Never null; *fallback when the module cannot be had. */
struct display_state *state_of(struct ctx *, struct display_state *fallback);

/* Counts an output; true when it has to carry the style and the scripts. */
bool state_wants_assets(struct display_state *);

#endif
