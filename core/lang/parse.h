/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the parser share; nobody else includes it (unit.h is the
 * door). The parser is recursive descent over the token array, with a table of
 * precedences for binary operators. A function that fails has raised and
 * returns null or false; given a failed parser all the others still end.
 *
 * Where CPython has a message for a mistake, ours is the same: its grammar's
 * "invalid_" rules are looked for at the place where parsing fails.
 */
#ifndef CORE_LANG_PARSE_H
#define CORE_LANG_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/base/err.h"
#include "core/lang/ast.h"
#include "core/lang/lex.h"
#include "core/lang/unit.h"

/* Of recursion in the parser, and of the tree that it hands on. */
#define PARSE_MAX_DEPTH 1000

struct parser {
	struct ctx *c;
	struct unit *unit;
	struct lex *lex;
	const struct token *token;	/* the current one */
	unsigned depth;
	bool probing;			/* see parse_probe */
	const char *prefix;		/* "f-string: " inside of one, or "" */
	unsigned fstring_depth;
};

/* ---- tokens (parse.c) ------------------------------------------------- */

static inline enum token_kind
parse_kind(const struct parser *p)
{
	return (enum token_kind)p->token->kind;
}

static inline bool
parse_at(const struct parser *p, enum token_kind kind)
{
	return p->token->kind == kind;
}

/* The kind of the token after the current one. */
enum token_kind parse_next_kind(const struct parser *);
/* Moves on; stays at the END. */
void parse_advance(struct parser *);
/* Moves over a token of this kind if it is there. */
bool parse_accept(struct parser *, enum token_kind);
/* The same, but it must be there: else "invalid syntax". */
MUST_USE bool parse_expect(struct parser *, enum token_kind);
/* The same, else "expected 'text'" (CPython's forced tokens). */
MUST_USE bool parse_force(struct parser *, enum token_kind);
/* Is the current token a name that reads text? For soft keywords. */
bool parse_at_word(const struct parser *, const char *text);
/* A name token's atom, NFKC-normalised; the token is passed. */
const struct atom *parse_ident(struct parser *);
const struct atom *parse_atom_of(struct parser *, struct span);
/* Can the current token begin an expression? */
bool parse_at_expression(const struct parser *);

/* ---- errors (parse.c) ------------------------------------------------- */

/* Raises at a span; returns null. What the lexer found later goes first. */
void *parse_fail(struct parser *, struct span, const char *fmt, ...)
    PRINTF(3, 4);
void *parse_fail_kind(struct parser *, enum err_kind, struct span,
    const char *fmt, ...) PRINTF(4, 5);
/* "invalid syntax" at the current token, or what is wrong with the text. */
void *parse_bad(struct parser *);
bool parse_failed(const struct parser *);
/* Counts recursion; false when it is too deep. parse_leave after true. */
MUST_USE bool parse_enter(struct parser *);
static inline void
parse_leave(struct parser *p)
{
	p->depth--;
}
/*
 * Tries a rule and forgets what went wrong; the current token does not move.
 * For messages only: there are no probes in a probe, so they cost little.
 */
struct probe {
	bool ok;
	struct span at;
	const struct token *after;
};
struct probe parse_probe(struct parser *,
    struct node *(*rule)(struct parser *));

/* ---- nodes (parse.c) -------------------------------------------------- */

/* A node that begins at begin and, until node_end, ends nowhere. */
struct node *node_new(struct parser *, enum node_kind, uint32_t begin);
/* Ends it at the last token that was passed. */
struct node *node_end(struct parser *, struct node *);
void node_add(struct parser *, struct node_list *, struct node *);
/* Room for one more in an array of n; the array doubles in the arena. */
void *list_room(struct parser *, void *item, uint32_t n, size_t size);
struct span span_join(struct span first, struct span last);

/* ---- expressions (parse_expr.c) --------------------------------------- */

struct node *parse_test(struct parser *);	/* conditional, lambda */
struct node *parse_named(struct parser *);	/* test, or name := test */
struct node *parse_or(struct parser *);		/* no conditional */
struct node *parse_bitor(struct parser *);	/* no comparison */
struct node *parse_star_bitor(struct parser *);	/* *x, or x */
/* a, *b, c: a tuple where there is a comma. */
struct node *parse_star_tests(struct parser *);
/* The same as a value: *b alone is an error. */
struct node *parse_tests(struct parser *);
struct node *parse_yield(struct parser *);
struct node *parse_yield_or_tests(struct parser *);

/* ---- atoms (parse_atom.c), calls (parse_call.c) ----------------------- */

struct node *parse_atom(struct parser *);
struct node *parse_primary(struct parser *);
struct node *parse_star_named(struct parser *);
/* "for x in y if z"..., the current token is for. */
bool parse_comp_clauses(struct parser *, struct node *comp);
/* What is between ( and ), which is passed too. */
bool parse_arguments(struct parser *, struct node_list *,
    struct keyword_list *, uint32_t open);
struct node *parse_strings(struct parser *);
/* Raises where two are alike: "%s '%s'"-like, text takes the name. */
bool parse_check_repeats(struct parser *, const struct atom *const *names,
    const struct span *at, uint32_t n, const char *before, const char *after);
/* The current = cannot be there: raises where CPython has a hint. */
void parse_bad_equals(struct parser *, struct node *left);

/* ---- parameters (parse_param.c) --------------------------------------- */

/* Up to close, which is not passed: RPAREN of a def, COLON of a lambda. */
bool parse_params(struct parser *, struct param_list *, enum token_kind close);

/* ---- targets (parse_target.c) ----------------------------------------- */

/* "function call", "literal", ...: what a message calls it. */
const char *target_name(const struct node *);
enum target_use { TARGET_STORE, TARGET_FOR, TARGET_DEL };
/* Raises where it cannot be assigned to or deleted. */
MUST_USE bool target_check(struct parser *, struct node *, enum target_use);
/* The part of it that is no target, or null. */
struct node *target_invalid(struct node *, enum target_use);
/* star_targets of for and comprehensions: ends at in. */
struct node *parse_for_target(struct parser *);

/* ---- statements (parse_stmt.c, parse_simple.c) ------------------------ */

/* All statements up to a DEDENT or the END. */
bool parse_statements(struct parser *, struct node_list *);
/* The statements of one line, with its NEWLINE. */
bool parse_simple_line(struct parser *, struct node_list *);

/* ---- literals (literal.c, fstring.c) ---------------------------------- */

/* CONSTANT; negative: it stands after a minus, so that 2**63 may be. */
struct node *literal_number(struct parser *, struct span, bool negative);

struct literal {
	bool raw, bytes, format;
	struct span body;	/* between the quotes */
};
struct literal literal_open(const struct unit *, struct span);
/* Appends the text that [begin, end) of a string's body means. */
struct buf;
bool literal_decode(struct parser *, struct buf *, const struct literal *,
    struct span part);
/* Appends parts to list; text goes to pending first, which is flushed. */
bool fstring_parse(struct parser *, const struct literal *,
    struct node_list *, struct buf *pending);
/* pending becomes a CONSTANT in the list, if there is any. */
void fstring_flush(struct parser *, struct node_list *, struct buf *pending,
    struct span);

#endif
