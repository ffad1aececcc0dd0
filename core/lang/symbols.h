/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which scope a name belongs to. One pass over the tree collects what each
 * scope binds and uses, a second decides: local, cell, free or global.
 */
#ifndef CORE_LANG_SYMBOLS_H
#define CORE_LANG_SYMBOLS_H

#include "core/base/ctx.h"
#include "core/lang/ast.h"

struct arena;
struct unit;

enum scope_kind { SCOPE_MODULE, SCOPE_FUNCTION, SCOPE_COMP, SCOPE_CLASS };

enum {
	SYMBOL_PARAM = 1,
	SYMBOL_BOUND = 2,
	SYMBOL_USED = 4,
	SYMBOL_GLOBAL = 8,	/* said so */
	SYMBOL_NONLOCAL = 16,
	SYMBOL_ITER = 32,	/* target of a comprehension */
	SYMBOL_ANNOTATED = 64,
};

enum place { PLACE_NAME, PLACE_GLOBAL, PLACE_LOCAL, PLACE_CELL, PLACE_FREE };

struct symbol {
	const struct atom *name;
	unsigned flags;
	enum place place;
	bool passes;		/* a class binds it, a method has it free */
	uint32_t slot;		/* of locals, cells and free names */
	struct span at;
};

struct name_scope {
	enum scope_kind kind;
	const struct node *node;
	struct name_scope *up, *child, *next;
	const struct atom *class_name;	/* for names like __x, or null */
	struct symbol *symbol;
	size_t n, cap;
	uint32_t *index;	/* hash table: symbol + 1 */
	size_t nindex;
	bool generator;
	bool needs_class;	/* a class whose methods ask for __class__ */
};

struct symbols {
	struct ctx *c;
	struct unit *unit;
	struct name_scope *top;
	struct scope_of {
		const struct node *node;
		struct name_scope *scope;
	} *map;
	size_t nmap, map_cap;
	unsigned depth;
};

/* False and a SyntaxError; the result belongs to *s all the same. */
MUST_USE bool symbols_init(struct symbols *, struct ctx *, struct unit *);
void symbols_release(struct symbols *);
/* Of a function, lambda, class or comprehension. */
struct name_scope *symbols_of(const struct symbols *, const struct node *);
struct symbol *scope_symbol(const struct name_scope *, const struct atom *);
/* __x inside class C is _C__x. */
const struct atom *name_mangle(struct ctx *, const struct name_scope *,
    const struct atom *);
/* Raises SyntaxError at a place. */
void *raise_syntax(struct ctx *, struct unit *, struct span,
    const char *fmt, ...) PRINTF(4, 5);

#endif
