/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytecode. A code object is what the compiler makes of one scope: a module,
 * a function, a class body, a comprehension. It never changes once made, but
 * for the caches of its instructions.
 *
 * The evaluator is a stack machine. A frame's slots are: parameters, other
 * locals, cells and free variables, then the operand stack.
 *
 * `try` costs nothing: exception handlers stand in a table of ranges.
 */
#ifndef CORE_LANG_CODE_H
#define CORE_LANG_CODE_H

#include "core/lang/ast.h"
#include "core/value/value.h"

struct unit;

/* name, how many it pops, how many it pushes; -1: depends (code_effect) */
#define OPCODES(X)                                                        \
	X(NOP, 0, 0)                                                      \
	X(POP_TOP, 1, 0)                                                  \
	X(DUP, 1, 2)                                                      \
	X(DUP_TWO, 2, 4)                                                  \
	X(ROT_TWO, 2, 2)                                                  \
	X(ROT_THREE, 3, 3)	/* a b c -> c a b */                      \
	X(ROT_FOUR, 4, 4)                                                 \
	X(LOAD_CONST, 0, 1)                                               \
	X(LOAD_FAST, 0, 1)                                                \
	X(STORE_FAST, 1, 0)                                               \
	X(DELETE_FAST, 0, 0)                                              \
	X(LOAD_DEREF, 0, 1)                                               \
	X(STORE_DEREF, 1, 0)                                              \
	X(DELETE_DEREF, 0, 0)                                             \
	X(LOAD_CLASSDEREF, 0, 1)                                          \
	X(LOAD_CELL, 0, 1)	/* the cell itself, for MAKE_FUNCTION */  \
	X(MAKE_CELL, 0, 0)                                                \
	X(COPY_FREE, 0, 0)                                                \
	X(LOAD_NAME, 0, 1)                                                \
	X(STORE_NAME, 1, 0)                                               \
	X(DELETE_NAME, 0, 0)                                              \
	X(LOAD_GLOBAL, 0, 1)                                              \
	X(STORE_GLOBAL, 1, 0)                                             \
	X(DELETE_GLOBAL, 0, 0)                                            \
	X(LOAD_ATTR, 1, 1)                                                \
	X(STORE_ATTR, 2, 0)	/* value object -> */                     \
	X(DELETE_ATTR, 1, 0)                                              \
	X(LOAD_METHOD, 1, 2)	/* object -> function self | bound null */\
	X(LOAD_ITEM, 2, 1)                                                \
	X(STORE_ITEM, 3, 0)	/* value object key -> */                 \
	X(DELETE_ITEM, 2, 0)                                              \
	X(BUILD_SLICE, -1, 1)	/* arg: 2 or 3 */                         \
	X(UNARY, 1, 1)		/* arg: enum unary_arith */               \
	X(NOT, 1, 1)                                                      \
	X(ADD, 2, 1)                                                      \
	X(SUB, 2, 1)                                                      \
	X(MUL, 2, 1)                                                      \
	X(BINARY, 2, 1)		/* arg: enum arith */                     \
	X(INPLACE, 2, 1)	/* arg: enum arith */                     \
	X(COMPARE, 2, 1)	/* arg: enum compare */                   \
	X(IS, 2, 1)		/* arg: 1 inverts */                      \
	X(CONTAINS, 2, 1)	/* item container ->; arg: 1 inverts */   \
	X(JUMP, 0, 0)                                                     \
	X(JUMP_BACK, 0, 0)                                                \
	X(POP_JUMP_FALSE, 1, 0)                                           \
	X(POP_JUMP_TRUE, 1, 0)                                            \
	X(JUMP_FALSE_OR_POP, 1, 0)	/* kept where it jumps */         \
	X(JUMP_TRUE_OR_POP, 1, 0)                                         \
	X(GET_ITER, 1, 1)	/* a loop, see loop.h */                  \
	X(FOR_ITER, 1, 2)	/* at the end jumps and pops the loop */  \
	X(UNPACK, 1, -1)	/* first item on top */                   \
	X(UNPACK_EX, 1, -1)	/* arg: before | after << 16 */           \
	X(BUILD_TUPLE, -1, 1)                                             \
	X(BUILD_LIST, -1, 1)                                              \
	X(BUILD_SET, -1, 1)                                               \
	X(BUILD_MAP, -1, 1)	/* arg: pairs */                          \
	X(BUILD_STRING, -1, 1)                                            \
	X(LIST_APPEND, 1, 0)	/* arg: depth of the list */              \
	X(SET_ADD, 1, 0)                                                  \
	X(MAP_ADD, 2, 0)                                                  \
	X(LIST_EXTEND, 2, 1)	/* arg: 1: as arguments of a call */      \
	X(SET_UPDATE, 2, 1)                                               \
	X(DICT_UPDATE, 2, 1)                                              \
	X(DICT_MERGE, 2, 1)	/* keywords of a call; arg: depth of fn */\
	X(LIST_TO_TUPLE, 1, 1)                                            \
	X(FORMAT, -1, 1)	/* arg: conversion | 256: spec on top */  \
	X(CALL, -1, 1)		/* fn args */                             \
	X(CALL_METHOD, -1, 1)	/* fn self|null args */                   \
	X(CALL_KW, -1, 1)	/* arg: n | keywords << 16 */             \
	X(CALL_METHOD_KW, -1, 1)                                          \
	X(CALL_EX, -1, 1)	/* fn sequence [dict]; arg: has dict */   \
	X(MAKE_FUNCTION, -1, 1)	/* arg: MAKE_* */                         \
	X(BUILD_CLASS, -1, 1)	/* fn bases [dict]; arg: has dict */      \
	X(RETURN, 1, 0)                                                   \
	X(YIELD, 1, 1)                                                    \
	X(YIELD_FROM, 2, 1)	/* iterator sent -> result */             \
	X(GET_YIELD_ITER, 1, 1)                                           \
	X(RAISE, -1, 0)		/* arg: 0 to 2 values */                  \
	X(RERAISE, 1, 0)                                                  \
	X(PUSH_EXC, 1, 2)	/* exc -> previous exc */                 \
	X(POP_EXC, 1, 0)                                                  \
	X(END_EXC, 2, 0)	/* previous exc -> reraised */            \
	X(MATCH_EXC, 2, 2)	/* exc type -> exc bool */                \
	X(BEFORE_WITH, 1, 2)                                              \
	X(WITH_NONE, 1, 0)                                                \
	X(WITH_EXC, 3, 4)                                                 \
	X(LOAD_ASSERTION_ERROR, 0, 1)                                     \
	X(IMPORT_NAME, 0, 1)	/* arg: name; the module itself */        \
	X(IMPORT_TOP, 0, 1)	/* import a.b.c gives a */                \
	X(IMPORT_FROM, 1, 2)                                              \
	X(IMPORT_STAR, 1, 0)                                              \
	X(SETUP_ANNOTATIONS, 0, 0)                                        \
	/* Two in one: the second follows unchanged and is skipped. */       \
	X(FAST_FAST, 0, 1)                                                \
	X(FAST_CONST, 0, 1)                                               \
	X(STORE_FAST_FAST, 1, 0)                                          \
	X(FAST_ATTR, 0, 1)                                                \
	X(FAST_METHOD, 0, 1)                                              \
	X(COMPARE_JUMP, 2, 1)

enum opcode {
#define X(name, pops, pushes) OP_##name,
	OPCODES(X)
#undef X
	OP_COUNT
};

enum {
	MAKE_DEFAULTS = 1, MAKE_KWDEFAULTS = 2, MAKE_ANNOTATIONS = 4,
	MAKE_CLOSURE = 8
};

struct instr {
	uint16_t op;
	uint16_t cache;		/* its cache; 0: none */
	uint32_t arg;
};

/* What an instruction remembers of the last time. */
struct cache {
	uint32_t version;	/* of the class; or a dict's layout */
	uint32_t index;		/* of a slot or an entry */
	const void *key;	/* a kind, or a dict */
	const struct class *class;
	struct value *member;	/* borrowed: valid while the version is */
};

/* An exception between begin and end goes to target, with depth operands
 * left and the exception on top. Inner ranges come first. */
struct try_range {
	uint32_t begin, end, target, depth;
};

struct kw_names {
	const struct atom **name;
	uint32_t n;
};

enum {
	CODE_GENERATOR = 1,
	CODE_VARARGS = 2,
	CODE_VARKW = 4,
	CODE_CLASS = 8,
	CODE_MODULE = 16,
	CODE_SIMPLE = 32,	/* only plain parameters, no cells made */
	CODE_TOP = 64		/* see code_mark_top */
};

struct code {
	struct value hdr;
	const struct atom *name, *qualname;
	struct unit *unit;		/* counted */
	struct span at;			/* of the def, for inspection */
	unsigned flags;
	struct instr *instr;
	struct span *span;		/* one an instruction */
	uint32_t ninstr;
	struct value **constant;
	uint32_t nconstants;
	const struct atom **names;
	uint32_t nnames;
	struct kw_names *kw;
	uint32_t nkw;
	struct try_range *tries;
	uint32_t ntries;
	struct cache *cache;
	uint32_t ncaches;
	/* Slots: nposonly of nargs positional parameters, nkwonly, *args,
	 * **kw, then locals; the last nfree come from the closure. */
	const struct atom **local;
	uint32_t nposonly, nargs, nkwonly, nlocals, nfree;
	uint32_t nstack;		/* operands at most */
	uint32_t frame_size;		/* in steps, see frame.h */
	struct value *doc;		/* or null */
};

extern const struct kind code_kind;
const char *op_name(enum opcode);
/* How the depth changes; jumps: where the jump is taken. */
int code_effect(const struct instr *, bool jumps);
bool op_jumps(enum opcode);
bool op_ends(enum opcode);		/* control does not go on */
/* Its text is held as long as the interpreter: nodes may remember it. */
void code_mark_top(struct code *);
/* A line an instruction, for people and tests. */
void code_disassemble(struct ctx *, struct buf *, const struct code *);

#endif
