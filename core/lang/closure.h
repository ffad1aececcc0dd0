/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of the language, and the cells that they share variables by. */
#ifndef CORE_LANG_CLOSURE_H
#define CORE_LANG_CLOSURE_H

#include "core/lang/code.h"
#include "core/value/class.h"

struct closure {
	struct value hdr;
	struct code *code;
	struct value *globals;		/* dict */
	struct value *defaults;		/* tuple or null */
	struct value *kwdefaults;	/* dict or null */
	struct value *annotations;	/* dict or null */
	struct value *cells;		/* tuple of cells or null */
	struct value *dict;		/* other attributes, or null */
	struct value *doc;		/* or null */
	const struct atom *name, *qualname;
	struct value *module;		/* a name, or null */
};

struct cell {
	struct value hdr;
	struct value *v;		/* null: unbound */
};

extern const struct kind closure_kind, cell_kind;

/* One reference of the caller. */
struct value *closure_new(struct ctx *, struct code *,
    struct value *globals);
struct value *cell_new(struct ctx *, struct value *);
/* "(x, *, y=2)" */
void closure_signature(struct ctx *, struct buf *, const struct closure *);

#endif
