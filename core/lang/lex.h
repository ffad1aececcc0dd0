/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text into tokens, all at once: with every token known, the parser looks
 * ahead and behind freely. Indentation, implicit joining in brackets and
 * IPython's lines are settled here. A token is only a kind and a span; what a
 * number or a string means is decided in literal.c.
 *
 * Lexing stops at the first error, which stands in struct lex and becomes the
 * unit's error when the parser meets its END token or fails before it.
 */
#ifndef CORE_LANG_LEX_H
#define CORE_LANG_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/lang/ast.h"

struct ctx;

#define TOKENS_PLAIN(X)                                                   \
	X(END, "end of the text")                                         \
	X(NEWLINE, "newline")                                             \
	X(INDENT, "indent")                                               \
	X(DEDENT, "dedent")                                               \
	X(IDENT, "name")                                                  \
	X(NUMBER, "number")                                               \
	X(STRING, "string")                                               \
	X(MAGIC, "magic line")                                            \
	X(BAD, "character without a meaning")

#define TOKENS_KEYWORD(X)                                                 \
	X(FALSE, "False")                                                 \
	X(NONE, "None")                                                   \
	X(TRUE, "True")                                                   \
	X(AND, "and")                                                     \
	X(AS, "as")                                                       \
	X(ASSERT, "assert")                                               \
	X(ASYNC, "async")                                                 \
	X(AWAIT, "await")                                                 \
	X(BREAK, "break")                                                 \
	X(CLASS, "class")                                                 \
	X(CONTINUE, "continue")                                           \
	X(DEF, "def")                                                     \
	X(DEL, "del")                                                     \
	X(ELIF, "elif")                                                   \
	X(ELSE, "else")                                                   \
	X(EXCEPT, "except")                                               \
	X(FINALLY, "finally")                                             \
	X(FOR, "for")                                                     \
	X(FROM, "from")                                                   \
	X(GLOBAL, "global")                                               \
	X(IF, "if")                                                       \
	X(IMPORT, "import")                                               \
	X(IN, "in")                                                       \
	X(IS, "is")                                                       \
	X(LAMBDA, "lambda")                                               \
	X(NONLOCAL, "nonlocal")                                           \
	X(NOT, "not")                                                     \
	X(OR, "or")                                                       \
	X(PASS, "pass")                                                   \
	X(RAISE, "raise")                                                 \
	X(RETURN, "return")                                               \
	X(TRY, "try")                                                     \
	X(WHILE, "while")                                                 \
	X(WITH, "with")                                                   \
	X(YIELD, "yield")

/* Longer texts come before their prefixes. */
#define TOKENS_OPERATOR(X)                                                \
	X(POW_EQ, "**=")                                                  \
	X(FLOORDIV_EQ, "//=")                                             \
	X(LSHIFT_EQ, "<<=")                                               \
	X(RSHIFT_EQ, ">>=")                                               \
	X(ELLIPSIS, "...")                                                \
	X(POW, "**")                                                      \
	X(FLOORDIV, "//")                                                 \
	X(LSHIFT, "<<")                                                   \
	X(RSHIFT, ">>")                                                   \
	X(EQ, "==")                                                       \
	X(NE, "!=")                                                       \
	X(LE, "<=")                                                       \
	X(GE, ">=")                                                       \
	X(ARROW, "->")                                                    \
	X(WALRUS, ":=")                                                   \
	X(ADD_EQ, "+=")                                                   \
	X(SUB_EQ, "-=")                                                   \
	X(MUL_EQ, "*=")                                                   \
	X(DIV_EQ, "/=")                                                   \
	X(MOD_EQ, "%=")                                                   \
	X(MATMUL_EQ, "@=")                                                \
	X(BITAND_EQ, "&=")                                                \
	X(BITOR_EQ, "|=")                                                 \
	X(XOR_EQ, "^=")                                                   \
	X(ADD, "+")                                                       \
	X(SUB, "-")                                                       \
	X(MUL, "*")                                                       \
	X(DIV, "/")                                                       \
	X(MOD, "%")                                                       \
	X(MATMUL, "@")                                                    \
	X(BITAND, "&")                                                    \
	X(BITOR, "|")                                                     \
	X(XOR, "^")                                                       \
	X(INVERT, "~")                                                    \
	X(LT, "<")                                                        \
	X(GT, ">")                                                        \
	X(ASSIGN, "=")                                                    \
	X(LPAREN, "(")                                                    \
	X(RPAREN, ")")                                                    \
	X(LBRACKET, "[")                                                  \
	X(RBRACKET, "]")                                                  \
	X(LBRACE, "{")                                                    \
	X(RBRACE, "}")                                                    \
	X(COMMA, ",")                                                     \
	X(COLON, ":")                                                     \
	X(DOT, ".")                                                       \
	X(SEMI, ";")

enum token_kind {
#define X(kind, text) TOKEN_##kind,
	TOKENS_PLAIN(X) TOKENS_KEYWORD(X) TOKENS_OPERATOR(X)
#undef X
	TOKEN_KIND_COUNT
};

struct token {
	uint8_t kind;		/* enum token_kind */
	uint8_t level;		/* open brackets around it */
	struct span at;
};

/* As in CPython: more is "too many nested parentheses". */
#define LEX_MAX_LEVEL 200
#define LEX_MAX_INDENT 100

struct lex {
	struct ctx *c;
	const char *text;
	uint32_t pos, end;
	bool magic;		/* IPython's forms are understood */

	struct token *token;	/* the result; ends with END */
	size_t n, cap;

	/* The open brackets at pos. */
	struct {
		char open;
		uint32_t at;
	} stack[LEX_MAX_LEVEL];
	unsigned level, base_level;
	/* Columns with tabs to 8, and with tabs as 1, to tell them apart. */
	int indent[LEX_MAX_INDENT], alt_indent[LEX_MAX_INDENT];
	unsigned nindent;

	/* The error that ended it, if any. */
	enum err_kind err;
	char *err_text;		/* owned */
	struct span err_at;
	bool unclosed;		/* the error is a bracket that stays open */
	bool at_eof;		/* more text could mend it */
};

/* text[begin, end); brackets: joined as between parentheses (f-strings). */
void lex_init(struct lex *, struct ctx *, const char *text, uint32_t begin,
    uint32_t end);
void lex_release(struct lex *);
/* Makes all tokens. With an error the last one is END at its place. */
void lex_run(struct lex *);
/* The same inside brackets: newlines are space, no indentation. */
void lex_run_joined(struct lex *);

const char *token_text(enum token_kind);
/* Is it a letter that can begin, or stand in, a name? */
bool lex_is_name_start(uint32_t code_point);
bool lex_is_name_part(uint32_t code_point);

/* For the files of the lexer: the first error wins; returns false. */
bool lex_fail(struct lex *, enum err_kind, struct span, const char *fmt, ...)
    PRINTF(4, 5);
void lex_add(struct lex *, enum token_kind, uint32_t begin, uint32_t end);
/* Scan one literal at pos and move over it. */
bool lex_number(struct lex *);
bool lex_string(struct lex *, uint32_t begin);
/* Line of an offset, for messages. */
uint32_t lex_line(const struct lex *, uint32_t offset);

#endif
