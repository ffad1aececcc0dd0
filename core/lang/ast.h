/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree that the parser makes of a cell. Nodes live in the arena of their
 * unit, are never changed once parsed, and say which bytes of its text they
 * came from. Shapes and names follow CPython's ast module where they can; the
 * differences are said at the node. Nothing here knows values or bytecode.
 *
 * Whether a NAME, ATTRIBUTE, SUBSCRIPT, TUPLE, LIST or STARRED is loaded,
 * stored or deleted follows from where it stands: there is no ctx field. The
 * parser has checked that targets are targets.
 */
#ifndef CORE_LANG_AST_H
#define CORE_LANG_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct atom;
struct buf;
struct node;
struct unit;

/* Bytes of the unit's text: begin is the first, end is after the last. */
struct span {
	uint32_t begin, end;
};

/* kind, CPython's class name, member of struct node's union */
#define NODE_EXPRESSIONS(X)                                               \
	X(CONSTANT, "Constant", constant)                                 \
	X(JOINED_STR, "JoinedStr", joined)                                \
	X(FORMATTED, "FormattedValue", formatted)                         \
	X(NAME, "Name", name)                                             \
	X(ATTRIBUTE, "Attribute", attribute)                              \
	X(SUBSCRIPT, "Subscript", subscript)                              \
	X(SLICE, "Slice", slice)                                          \
	X(CALL, "Call", call)                                             \
	X(STARRED, "Starred", starred)                                    \
	X(UNARY, "UnaryOp", unary)                                        \
	X(BINARY, "BinOp", binary)                                        \
	X(BOOL, "BoolOp", boolean)                                        \
	X(COMPARE, "Compare", compare)                                    \
	X(IF_EXP, "IfExp", if_exp)                                        \
	X(NAMED_EXPR, "NamedExpr", named)                                 \
	X(LAMBDA, "Lambda", lambda)                                       \
	X(TUPLE, "Tuple", sequence)                                       \
	X(LIST, "List", sequence)                                         \
	X(SET, "Set", sequence)                                           \
	X(DICT, "Dict", dict)                                             \
	X(LIST_COMP, "ListComp", comp)                                    \
	X(SET_COMP, "SetComp", comp)                                      \
	X(DICT_COMP, "DictComp", comp)                                    \
	X(GENERATOR, "GeneratorExp", comp)                                \
	X(YIELD, "Yield", yield)                                          \
	X(YIELD_FROM, "YieldFrom", yield)

#define NODE_STATEMENTS(X)                                                \
	X(EXPR, "Expr", expr)                                             \
	X(ASSIGN, "Assign", assign)                                       \
	X(AUG_ASSIGN, "AugAssign", aug_assign)                            \
	X(ANN_ASSIGN, "AnnAssign", ann_assign)                            \
	X(FUNCTION_DEF, "FunctionDef", function)                          \
	X(CLASS_DEF, "ClassDef", class_def)                               \
	X(RETURN, "Return", ret)                                          \
	X(DELETE, "Delete", del)                                          \
	X(FOR, "For", for_loop)                                           \
	X(WHILE, "While", while_loop)                                     \
	X(IF, "If", if_stmt)                                              \
	X(WITH, "With", with)                                             \
	X(RAISE, "Raise", raise)                                          \
	X(TRY, "Try", try_stmt)                                           \
	X(ASSERT, "Assert", assertion)                                    \
	X(IMPORT, "Import", import)                                       \
	X(IMPORT_FROM, "ImportFrom", import_from)                         \
	X(GLOBAL, "Global", scope)                                        \
	X(NONLOCAL, "Nonlocal", scope)                                    \
	X(PASS, "Pass", none)                                             \
	X(BREAK, "Break", none)                                           \
	X(CONTINUE, "Continue", none)

#define NODE_KINDS(X) NODE_EXPRESSIONS(X) NODE_STATEMENTS(X)

enum node_kind {
#define X(kind, name, member) NODE_##kind,
	NODE_KINDS(X)
#undef X
	NODE_KIND_COUNT
};

/* kind, CPython's name, text; in the order of enum arith (value.h) */
#define BINARY_OPS(X)                                                     \
	X(ADD, "Add", "+")                                                \
	X(SUB, "Sub", "-")                                                \
	X(MUL, "Mult", "*")                                               \
	X(MATMUL, "MatMult", "@")                                         \
	X(DIV, "Div", "/")                                                \
	X(FLOORDIV, "FloorDiv", "//")                                     \
	X(MOD, "Mod", "%")                                                \
	X(POW, "Pow", "**")                                               \
	X(LSHIFT, "LShift", "<<")                                         \
	X(RSHIFT, "RShift", ">>")                                         \
	X(AND, "BitAnd", "&")                                             \
	X(XOR, "BitXor", "^")                                             \
	X(OR, "BitOr", "|")

enum binary_op {
#define X(kind, name, text) BINARY_##kind,
	BINARY_OPS(X)
#undef X
	BINARY_OP_COUNT
};

#define UNARY_OPS(X)                                                      \
	X(NEG, "USub", "-")                                               \
	X(POS, "UAdd", "+")                                               \
	X(INVERT, "Invert", "~")                                          \
	X(NOT, "Not", "not")

enum unary_op {
#define X(kind, name, text) UNARY_##kind,
	UNARY_OPS(X)
#undef X
	UNARY_OP_COUNT
};

#define COMPARE_OPS(X)                                                    \
	X(EQ, "Eq", "==")                                                 \
	X(NE, "NotEq", "!=")                                              \
	X(LT, "Lt", "<")                                                  \
	X(LE, "LtE", "<=")                                                \
	X(GT, "Gt", ">")                                                  \
	X(GE, "GtE", ">=")                                                \
	X(IS, "Is", "is")                                                 \
	X(IS_NOT, "IsNot", "is not")                                      \
	X(IN, "In", "in")                                                 \
	X(NOT_IN, "NotIn", "not in")

enum compare_op {
#define X(kind, name, text) COMPARE_##kind,
	COMPARE_OPS(X)
#undef X
	COMPARE_OP_COUNT
};

enum bool_op { BOOL_AND, BOOL_OR };

enum constant_kind {
	CONSTANT_NONE,
	CONSTANT_FALSE,
	CONSTANT_TRUE,
	CONSTANT_ELLIPSIS,
	CONSTANT_INT,		/* i */
	CONSTANT_FLOAT,		/* f */
	CONSTANT_STR,		/* text, len: well-formed UTF-8, but surrogates
				 * from escapes are three bytes each */
	CONSTANT_BYTES		/* text, len */
};

struct node_list {
	struct node **item;
	uint32_t n;
};

struct atom_list {
	const struct atom **item;
	uint32_t n;
};

/* def f(posonly, /, plain=default, *star, kwonly=default, **starstar) */
enum param_place {
	PARAM_POSONLY,		/* before a / */
	PARAM_PLAIN,
	PARAM_STAR,		/* *args; a bare * has no entry */
	PARAM_KWONLY,		/* after *args or a bare * */
	PARAM_STARSTAR		/* **kwargs */
};

struct param_node {
	const struct atom *name;
	enum param_place place;
	struct node *annotation;	/* or null */
	struct node *default_value;	/* or null */
	struct span at;			/* of the name */
};

/* In source order, which is the order of the places above. */
struct param_list {
	struct param_node *item;
	uint32_t n;
};

/* f(name=value) or f(**value): name is null */
struct keyword_node {
	const struct atom *name;
	struct node *value;
	struct span at;
};

struct keyword_list {
	struct keyword_node *item;
	uint32_t n;
};

/* for target in iter if cond if cond */
struct comp_for {
	struct node *target, *iter;
	struct node_list ifs;
};

struct handler_node {
	struct node *type;		/* or null: catches all */
	const struct atom *name;	/* as name, or null */
	struct node_list body;
	struct span at;			/* "except" to the end of the body */
};

struct with_item {
	struct node *context;
	struct node *target;		/* as target, or null */
};

/* import path as name; from m import path as name */
struct alias_node {
	const struct atom *path;	/* "a.b.c"; "*" of from m import * */
	const struct atom *name;	/* as name, or null */
	struct span at;
};

struct alias_list {
	struct alias_node *item;
	uint32_t n;
};

struct node {
	enum node_kind kind;
	struct span at;
	/* Parentheses around the expression: (x) = 1 is not simple. */
	bool parens;
	union {
		struct {
			enum constant_kind kind;
			union {
				int64_t i;
				double f;
				struct {
					const char *text;
					size_t len;
				};
			};
		} constant;
		/* f"...": CONSTANTs (STR) and FORMATTEDs, adjacent text is
		 * joined; {x=} has become text and a FORMATTED. */
		struct {
			struct node_list parts;
		} joined;
		/* {value!conversion:spec} */
		struct {
			struct node *value;
			char conversion;	/* 'r', 's', 'a' or 0 */
			struct node *spec;	/* JOINED_STR or null */
		} formatted;
		struct {
			const struct atom *id;
		} name;
		struct {
			struct node *value;
			const struct atom *name;
			struct span name_at;
		} attribute;
		/* index may be SLICE, or TUPLE with SLICE and STARRED in it */
		struct {
			struct node *value, *index;
		} subscript;
		/* each may be null */
		struct {
			struct node *lower, *upper, *step;
		} slice;
		/* args may hold STARRED and a single GENERATOR */
		struct {
			struct node *func;
			struct node_list args;
			struct keyword_list keywords;
		} call;
		/* *value: in displays, calls, targets, subscripts */
		struct {
			struct node *value;
		} starred;
		struct {
			enum unary_op op;
			struct node *operand;
		} unary;
		struct {
			enum binary_op op;
			struct node *left, *right;
		} binary;
		/* a and b and c: two values or more */
		struct {
			enum bool_op op;
			struct node_list values;
		} boolean;
		/* left op[0] right.item[0] op[1] right.item[1] ... */
		struct {
			struct node *left;
			struct node_list right;
			enum compare_op *op;	/* right.n of them */
		} compare;
		struct {
			struct node *test, *body, *orelse;
		} if_exp;
		/* target is a NAME */
		struct {
			struct node *target, *value;
		} named;
		struct {
			struct param_list params;
			struct node *body;
		} lambda;
		/* TUPLE, LIST, SET */
		struct {
			struct node_list items;
		} sequence;
		/* keys.item[i] is null for **values.item[i] */
		struct {
			struct node_list keys, values;
		} dict;
		/* the four comprehensions; value is of DICT_COMP only */
		struct {
			struct node *element;	/* or the key */
			struct node *value;
			struct comp_for *clauses;
			uint32_t n;
		} comp;
		/* yield value (may be null); yield from value */
		struct {
			struct node *value;
		} yield;

		struct {
			struct node *value;
		} expr;
		/* targets.item[0] = targets.item[1] = value */
		struct {
			struct node_list targets;
			struct node *value;
		} assign;
		struct {
			enum binary_op op;
			struct node *target, *value;
		} aug_assign;
		/* target: annotation = value (may be null). simple: target is
		 * a NAME without parentheses. */
		struct {
			struct node *target, *annotation, *value;
			bool simple;
		} ann_assign;
		/* at begins at "def"; decorators stand before it */
		struct {
			const struct atom *name;
			struct span name_at;
			struct param_list params;
			struct node *returns;	/* annotation or null */
			struct node_list decorators;
			struct node_list body;
		} function;
		struct {
			const struct atom *name;
			struct span name_at;
			struct node_list bases;	/* may hold STARRED */
			struct keyword_list keywords;
			struct node_list decorators;
			struct node_list body;
		} class_def;
		/* value may be null */
		struct {
			struct node *value;
		} ret;
		struct {
			struct node_list targets;
		} del;
		struct {
			struct node *target, *iter;
			struct node_list body, orelse;
		} for_loop;
		struct {
			struct node *test;
			struct node_list body, orelse;
		} while_loop;
		/* elif is an IF alone in orelse */
		struct {
			struct node *test;
			struct node_list body, orelse;
		} if_stmt;
		struct {
			struct with_item *items;
			uint32_t n;
			struct node_list body;
		} with;
		/* raise exc from cause; both may be null */
		struct {
			struct node *exc, *cause;
		} raise;
		struct {
			struct node_list body;
			struct handler_node *handlers;
			uint32_t n;
			struct node_list orelse, finally;
		} try_stmt;
		/* message may be null */
		struct {
			struct node *test, *message;
		} assertion;
		struct {
			struct alias_list names;
		} import;
		/* from module import names; relative imports are errors */
		struct {
			const struct atom *module;	/* "a.b" */
			struct alias_list names;
		} import_from;
		/* GLOBAL, NONLOCAL */
		struct {
			struct atom_list names;
		} scope;
	};
};

/* "BinOp", as CPython calls it. */
const char *node_kind_name(enum node_kind);
bool node_is_statement(const struct node *);
const char *binary_op_text(enum binary_op);
const char *unary_op_text(enum unary_op);
const char *compare_op_text(enum compare_op);

/* The tree as text, for the tests: a line a statement; see ast_dump.c. */
void ast_dump(struct buf *, const struct unit *);

#endif
