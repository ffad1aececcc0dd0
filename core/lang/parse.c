/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/parse.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/base/arena.h"
#include "core/base/atom.h"
#include "core/base/buf.h"
#include "core/base/ctx.h"

/* ---- tokens ----------------------------------------------------------- */

enum token_kind
parse_next_kind(const struct parser *p)
{
	return parse_at(p, TOKEN_END) ? TOKEN_END :
	    (enum token_kind)p->token[1].kind;
}

void
parse_advance(struct parser *p)
{
	if (!parse_at(p, TOKEN_END))
		p->token++;
}

bool
parse_accept(struct parser *p, enum token_kind kind)
{
	if (!parse_at(p, kind))
		return false;
	parse_advance(p);
	return true;
}

bool
parse_expect(struct parser *p, enum token_kind kind)
{
	if (parse_accept(p, kind))
		return true;
	parse_bad(p);
	return false;
}

bool
parse_force(struct parser *p, enum token_kind kind)
{
	if (parse_accept(p, kind))
		return true;
	parse_fail(p, p->token->at, "expected '%s'", token_text(kind));
	return false;
}

bool
parse_at_word(const struct parser *p, const char *text)
{
	size_t len = strlen(text);
	struct span at = p->token->at;

	return parse_at(p, TOKEN_IDENT) && at.end - at.begin == len &&
	    memcmp(p->unit->text + at.begin, text, len) == 0;
}

const struct atom *
parse_atom_of(struct parser *p, struct span at)
{
	const char *text = p->unit->text + at.begin;
	size_t len = at.end - at.begin;
	utf8proc_uint8_t *norm = NULL;
	const struct atom *a;
	bool ascii = true;

	for (size_t i = 0; i < len; i++)
		ascii = ascii && (unsigned char)text[i] < 128;
	if (ascii)
		return atom_len(p->c, text, len);
	/* Names that look alike are one name, as in Python. */
	if (utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len,
	    &norm, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE) < 0)
		return atom_len(p->c, text, len);
	a = atom_len(p->c, (const char *)norm, strlen((const char *)norm));
	free(norm);
	return a;
}

const struct atom *
parse_ident(struct parser *p)
{
	struct span at = p->token->at;

	if (!parse_expect(p, TOKEN_IDENT))
		return NULL;
	return parse_atom_of(p, at);
}

bool
parse_at_expression(const struct parser *p)
{
	switch (parse_kind(p)) {
	case TOKEN_IDENT:
	case TOKEN_NUMBER:
	case TOKEN_STRING:
	case TOKEN_FALSE:
	case TOKEN_NONE:
	case TOKEN_TRUE:
	case TOKEN_ELLIPSIS:
	case TOKEN_LPAREN:
	case TOKEN_LBRACKET:
	case TOKEN_LBRACE:
	case TOKEN_LAMBDA:
	case TOKEN_NOT:
	case TOKEN_SUB:
	case TOKEN_ADD:
	case TOKEN_INVERT:
	case TOKEN_AWAIT:
		return true;
	default:
		return false;
	}
}

/* ---- errors ----------------------------------------------------------- */

bool
parse_failed(const struct parser *p)
{
	return p->c->err.kind != ERR_NONE;
}

/*
 * What the lexer could not read goes before what the parser did not expect,
 * as in CPython; an open bracket only if the parser came to a later line.
 */
static bool
fail_as_lexer(struct parser *p)
{
	struct lex *l = p->lex;

	if (l->err == ERR_NONE)
		return false;
	if (l->unclosed && !parse_at(p, TOKEN_END) &&
	    unit_line(p->unit, p->token->at.begin) <=
	    unit_line(p->unit, l->err_at.begin))
		return false;
	if (!parse_failed(p)) {
		p->unit->err_at = l->err_at;
		p->unit->err_at_end = l->at_eof;
		err_raise(p->c, l->err, "%s%s", p->prefix, l->err_text);
	}
	return true;
}

/* Is only layout left? */
static bool
at_end(const struct parser *p)
{
	const struct token *t = p->token;

	while (t->kind == TOKEN_NEWLINE || t->kind == TOKEN_DEDENT)
		t++;
	return t->kind == TOKEN_END && p->token->kind != TOKEN_NEWLINE;
}

PRINTF(4, 0)
static void *
fail(struct parser *p, enum err_kind kind, struct span at, const char *fmt,
    va_list ap)
{
	struct buf b = BUF_INIT;

	if (parse_failed(p) || fail_as_lexer(p))
		return NULL;
	buf_vprintf(&b, fmt, ap);
	p->unit->err_at = at;
	p->unit->err_at_end = at_end(p);
	err_raise(p->c, kind, "%s%s", p->prefix, b.data);
	buf_release(&b);
	return NULL;
}

void *
parse_fail(struct parser *p, struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(p, ERR_SYNTAX, at, fmt, ap);
	va_end(ap);
	return NULL;
}

void *
parse_fail_kind(struct parser *p, enum err_kind kind, struct span at,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(p, kind, at, fmt, ap);
	va_end(ap);
	return NULL;
}

void *
parse_bad(struct parser *p)
{
	if (parse_at(p, TOKEN_INDENT))
		return parse_fail_kind(p, ERR_INDENTATION, p->token->at,
		    "unexpected indent");
	if (parse_at(p, TOKEN_DEDENT))
		return parse_fail_kind(p, ERR_INDENTATION, p->token->at,
		    "unexpected unindent");
	return parse_fail(p, p->token->at, "invalid syntax");
}

bool
parse_enter(struct parser *p)
{
	if (p->depth >= PARSE_MAX_DEPTH) {
		parse_fail(p, p->token->at,
		    "too many nested expressions or blocks");
		return false;
	}
	p->depth++;
	return true;
}

struct probe
parse_probe(struct parser *p, struct node *(*rule)(struct parser *))
{
	const struct token *at = p->token;
	struct span err_at = p->unit->err_at;
	struct err saved = err_take(p->c);
	struct probe r = { .ok = false };
	unsigned depth = p->depth;
	struct node *n;

	p->probing = true;
	n = rule(p);
	p->probing = false;
	p->depth = depth;
	r.ok = n != NULL;
	r.after = p->token;
	if (n != NULL)
		r.at = n->at;
	err_clear(p->c);
	p->unit->err_at = err_at;
	p->token = at;
	err_put(p->c, saved);
	return r;
}

/* ---- nodes ------------------------------------------------------------ */

struct node *
node_new(struct parser *p, enum node_kind kind, uint32_t begin)
{
	struct node *n = arena_alloc(p->unit->arena, sizeof *n);

	n->kind = kind;
	n->at.begin = n->at.end = begin;
	return n;
}

struct node *
node_end(struct parser *p, struct node *n)
{
	if (p->token > p->lex->token)
		n->at.end = p->token[-1].at.end;
	return n;
}

void *
list_room(struct parser *p, void *item, uint32_t n, size_t size)
{
	void *more;

	/* Full exactly when n is 0 or a power of two from 4 on. */
	if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
		return item;
	more = arena_array(p->unit->arena, n == 0 ? 4 : 2 * (size_t)n, size);
	if (n != 0)
		memcpy(more, item, n * size);
	return more;
}

void
node_add(struct parser *p, struct node_list *list, struct node *n)
{
	list->item = list_room(p, list->item, list->n, sizeof *list->item);
	list->item[list->n++] = n;
}

struct span
span_join(struct span first, struct span last)
{
	first.end = last.end;
	return first;
}
