/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the interpreter share. */
#ifndef CORE_LANG_INTERP_PRIVATE_H
#define CORE_LANG_INTERP_PRIVATE_H

#include "core/lang/frame.h"
#include "core/lang/interp.h"

/* What slow_init found for a class of that version; borrowed or null. */
struct init_cache {
	uint32_t version;
	struct closure *init;
};
#define INIT_CACHE 64

struct interp {
	struct interp_options o;
	struct value *globals;		/* of __main__ */
	struct value *builtins;		/* dict, of the module builtins */
	struct frame *frame;		/* that runs */
	unsigned depth, max_depth;	/* of frames */
	unsigned ticks;			/* since the last poll */
	uint64_t limit;			/* of polls; 0: none */
	void *spare[FRAME_SIZES];	/* memory of frames */
	struct unit **held;		/* kept for origins of nodes */
	size_t nheld, held_cap;
	struct value *object_new;	/* borrowed of object */
	struct init_cache init[INIT_CACHE];
};

#endif
