/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the compiler share. */
#ifndef CORE_LANG_COMPILE_PRIVATE_H
#define CORE_LANG_COMPILE_PRIVATE_H

#include "core/lang/compile.h"
#include "core/lang/symbols.h"
#include "core/lang/unit.h"

typedef uint32_t label;
#define NO_LABEL UINT32_MAX

/* What a jump out of a block must undo. */
enum around {
	AROUND_LOOP,		/* while */
	AROUND_FOR,		/* for: its loop is on the stack */
	AROUND_TRY,		/* handlers take over: nothing to do */
	AROUND_FINALLY,		/* a finally body must run */
	AROUND_HANDLER,		/* an exception is being handled */
	AROUND_NAMED,		/* except .. as name: the name goes */
	AROUND_FINALLY_BODY,	/* the exception is on the stack */
	AROUND_WITH,
	AROUND_VALUE		/* a return value is on the stack */
};

struct region;

struct around_block {
	enum around kind;
	label at_break, at_continue;
	struct region *region;		/* or null */
	const struct node_list *finally;
	const struct atom *name;
	struct span at;
	struct around_block *up;
};

/* Instructions whose exceptions go to a label. */
struct region {
	label target;
	uint32_t begin;			/* where it is open now */
	uint32_t first;			/* its depth counts */
	int adjust;
};

struct range {
	uint32_t begin, end, first;
	label target;
	int adjust;
};

/* A scope being compiled. */
struct block {
	struct block *up;
	struct name_scope *scope;
	struct code *code;
	size_t instr_cap, span_cap, const_cap, name_cap, kw_cap;
	uint32_t *label_at;
	size_t nlabels, label_cap;
	struct range *ranges;
	size_t nranges, range_cap;
	struct around_block *around;
	uint32_t depth;			/* of nesting */
};

struct compiler {
	struct ctx *c;
	struct unit *unit;
	struct symbols symbols;
	struct block *b;
	bool failed;
	bool future_annotations;	/* kept as text */
};

/* ---- compile_emit.c */
void block_enter(struct compiler *, struct name_scope *,
    const struct atom *name, struct span);
/* The code of the current block, owned by the scope; null after an error. */
struct code *block_leave(struct compiler *);
uint32_t emit(struct compiler *, enum opcode, uint32_t arg, struct span);
label label_new(struct compiler *);
void label_place(struct compiler *, label);
void emit_jump(struct compiler *, enum opcode, label, struct span);
void emit_const(struct compiler *, struct value *, struct span);
void emit_none(struct compiler *, struct span);
uint32_t add_const(struct compiler *, struct value *);
uint32_t add_name(struct compiler *, const struct atom *);
uint32_t add_kw(struct compiler *, const struct atom **, uint32_t n);
void region_open(struct compiler *, struct region *, label target,
    int adjust);
void region_close(struct compiler *, struct region *);
void around_push(struct compiler *, struct around_block *, enum around,
    struct span);
void around_pop(struct compiler *);
const struct atom *mangled(struct compiler *, const struct atom *);
/* Load, store, delete by name. */
void emit_load(struct compiler *, const struct atom *, struct span);
void emit_store(struct compiler *, const struct atom *, struct span);
void emit_delete(struct compiler *, const struct atom *, struct span);

/* ---- compile_expr.c */
void compile_expr(struct compiler *, const struct node *);
/* Jumps to to when the expression's truth is sense, else goes on. */
void compile_jump_if(struct compiler *, const struct node *, label to,
    bool sense);
void compile_store(struct compiler *, const struct node *target);
void compile_delete(struct compiler *, const struct node *target);
/* A literal's value, or null. */
struct value *constant_of(struct compiler *, const struct node *);
void compile_tuple(struct compiler *, const struct node_list *,
    struct span);
void compile_list(struct compiler *, const struct node_list *, struct span,
    enum opcode build, enum opcode append);

/* ---- compile_call.c */
void compile_call(struct compiler *, const struct node *);
void compile_keywords(struct compiler *, const struct keyword_list *,
    struct span, uint32_t depth);

/* ---- compile_comp.c */
void compile_comp(struct compiler *, const struct node *);

/* ---- compile_def.c */
void compile_function(struct compiler *, const struct node *);
void compile_lambda(struct compiler *, const struct node *);
void compile_class(struct compiler *, const struct node *);
/* Makes a function of a code object; flags: what is on the stack. */
void emit_function(struct compiler *, struct code *, struct name_scope *,
    unsigned flags, struct span);

/* ---- compile_stmt.c */
void compile_body(struct compiler *, const struct node_list *);
void compile_statement(struct compiler *, const struct node *);
void compile_annotation(struct compiler *, const struct node *);

/* ---- compile_try.c */
void compile_try(struct compiler *, const struct node *);
void compile_with(struct compiler *, const struct node *);
void compile_return(struct compiler *, const struct node *);
void compile_loop_exit(struct compiler *, const struct node *);

#endif
