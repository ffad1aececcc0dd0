/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-strings, by the rules of Python 3.11: the string is found first, as any
 * other, then its fields; a field's expression is lexed and parsed as if it
 * stood in brackets, from the same text, so that its spans are right.
 */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/lang/parse.h"

struct fstring {
	struct parser *p;
	const struct literal *lit;
	const char *text;
	uint32_t pos, end;
	unsigned depth;		/* 1 in a format spec */
};

static bool parts(struct fstring *, struct node_list *, struct buf *);

static bool
fail(struct fstring *f, struct span at, const char *what)
{
	f->p->prefix = "";
	parse_fail(f->p, at, "f-string%s", what);
	return false;
}

static bool
fail_here(struct fstring *f, const char *what)
{
	return fail(f, (struct span) { f->pos, f->pos + 1 }, what);
}

static char
at(const struct fstring *f, uint32_t ahead)
{
	return f->end - f->pos > ahead ? f->text[f->pos + ahead] : '\0';
}

/* ---- where an expression ends ----------------------------------------- */

struct nesting {
	char open[LEX_MAX_LEVEL];
	unsigned n;
	char quote;		/* in a string: its quote */
	unsigned quotes;	/* 1 or 3 */
};

static bool
in_string(struct fstring *f, struct nesting *s)
{
	char ch = at(f, 0);

	if (ch != s->quote) {
		f->pos++;
		return true;
	}
	if (s->quotes == 3 && (at(f, 1) != ch || at(f, 2) != ch)) {
		f->pos++;
		return true;
	}
	f->pos += s->quotes;
	s->quote = '\0';
	return true;
}

static bool
close_bracket(struct fstring *f, struct nesting *s, char ch)
{
	char open, text[96];
	struct buf b = BUF_INIT;
	bool ok;

	open = s->open[--s->n];
	if ((open == '(' && ch == ')') || (open == '[' && ch == ']') ||
	    (open == '{' && ch == '}'))
		return true;
	buf_printf(&b, ": closing parenthesis '%c' does not match opening "
	    "parenthesis '%c'", ch, open);
	memcpy(text, b.data, b.len + 1);
	buf_release(&b);
	ok = fail_here(f, text);
	return ok;
}

/* Is the expression over? It ends before ! : } = that are its own. */
static bool
is_end(struct fstring *f)
{
	char ch = at(f, 0), next = at(f, 1);

	if (ch == '!' || ch == '=' || ch == '<' || ch == '>') {
		if (next == '=') {
			f->pos++;
			return false;
		}
		return ch == '!' || ch == '=';
	}
	return ch == ':' || ch == '}';
}

/* One character of an expression. *done: it is over. */
static bool
step(struct fstring *f, struct nesting *s, bool *done)
{
	char ch = at(f, 0);

	if (ch == '\\')
		return fail_here(f,
		    " expression part cannot include a backslash");
	if (s->quote != '\0')
		return in_string(f, s);
	if (ch == '\'' || ch == '"') {
		s->quote = ch;
		s->quotes = at(f, 1) == ch && at(f, 2) == ch ? 3 : 1;
		f->pos += s->quotes;
		return true;
	}
	if (ch == '#')
		return fail_here(f, " expression part cannot include '#'");
	if (s->n == 0 && is_end(f)) {
		*done = true;
		return true;
	}
	if (ch == '(' || ch == '[' || ch == '{') {
		if (s->n >= LEX_MAX_LEVEL)
			return fail_here(f, ": too many nested parenthesis");
		s->open[s->n++] = ch;
	} else if (ch == ')' || ch == ']' || ch == '}') {
		char what[] = ": unmatched ' '";

		what[13] = ch;
		if (s->n == 0)
			return fail_here(f, what);
		if (!close_bracket(f, s, ch))
			return false;
	}
	f->pos++;
	return true;
}

static bool
find_end(struct fstring *f)
{
	struct nesting s = { .n = 0 };
	bool done = false;

	while (!done && f->pos < f->end)
		if (!step(f, &s, &done))
			return false;
	if (s.quote != '\0')
		return fail_here(f, ": unterminated string");
	if (s.n > 0) {
		char what[] = ": unmatched ' '";

		what[13] = s.open[s.n - 1];
		return fail_here(f, what);
	}
	if (f->pos >= f->end)
		return fail_here(f, ": expecting '}'");
	return true;
}

/* ---- a field ---------------------------------------------------------- */

static struct node *
rule(struct parser *p)
{
	struct node *n;

	if (parse_at(p, TOKEN_YIELD))
		return parse_yield(p);
	n = parse_star_tests(p);
	if (n == NULL)
		return NULL;
	if (parse_at(p, TOKEN_WALRUS))
		return parse_bad(p);
	if (n->kind == NODE_STARRED)
		return parse_fail(p, n->at,
		    "cannot use starred expression here");
	return n;
}

/* Parses text[begin, end) with a lexer of its own. */
static struct node *
expression(struct fstring *f, uint32_t begin, uint32_t end)
{
	struct parser *p = f->p, outer = *p;
	struct lex *lex;
	struct node *n;

	if (!parse_enter(p))
		return NULL;
	lex = arena_alloc(p->unit->arena, sizeof *lex);
	lex_init(lex, p->c, p->unit->text, begin, end);
	lex_run_joined(lex);
	p->lex = lex;
	p->token = lex->token;
	p->prefix = "f-string: ";
	p->probing = false;
	n = rule(p);
	if (n != NULL && !parse_at(p, TOKEN_END))
		n = parse_bad(p);
	if (n != NULL && lex->err != ERR_NONE)
		n = parse_bad(p);
	lex_release(lex);
	*p = outer;
	return n;
}

static bool
is_blank(const char *s, uint32_t begin, uint32_t end)
{
	for (; begin < end; begin++)
		if (strchr(" \t\n\f\r", s[begin]) == NULL)
			return false;
	return true;
}

/* The text of {x=}, up to what follows the =. */
static void
self_text(struct fstring *f, uint32_t begin, struct buf *pending)
{
	f->pos++;
	while (f->pos < f->end && strchr(" \t\n\f\r", at(f, 0)) != NULL)
		f->pos++;
	for (uint32_t i = begin; i < f->pos; i++)
		if (f->text[i] != '\r')
			buf_char(pending, f->text[i]);
		else if (f->text[i + 1] != '\n')
			buf_char(pending, '\n');
}

static bool
conversion(struct fstring *f, struct node *n)
{
	char ch;

	f->pos++;
	if (f->pos >= f->end)
		return fail_here(f, ": expecting '}'");
	ch = at(f, 0);
	f->pos++;
	if (ch != 's' && ch != 'r' && ch != 'a') {
		f->pos--;
		return fail_here(f, ": invalid conversion character: "
		    "expected 's', 'r', or 'a'");
	}
	n->formatted.conversion = ch;
	return true;
}

static bool
spec(struct fstring *f, struct node *n)
{
	struct node *s = node_new(f->p, NODE_JOINED_STR, f->pos + 1);
	struct buf pending = BUF_INIT;
	bool ok;

	f->pos++;
	f->depth++;
	ok = parts(f, &s->joined.parts, &pending);
	f->depth--;
	s->at.end = f->pos;
	if (ok)
		fstring_flush(f->p, &s->joined.parts, &pending, s->at);
	buf_release(&pending);
	n->formatted.spec = s;
	return ok;
}

/* pos is at the {. Text of {x=} goes to pending. */
static bool
field(struct fstring *f, struct node_list *list, struct buf *pending)
{
	uint32_t begin = f->pos + 1, end;
	struct node *n = node_new(f->p, NODE_FORMATTED, f->pos);
	bool self = false;

	if (f->depth >= 2)
		return fail_here(f, ": expressions nested too deeply");
	f->pos++;
	if (!find_end(f))
		return false;
	end = f->pos;
	if (is_blank(f->text, begin, end))
		return fail(f, (struct span) { n->at.begin, end + 1 },
		    ": empty expression not allowed");
	n->formatted.value = expression(f, begin, end);
	if (n->formatted.value == NULL)
		return false;
	if (at(f, 0) == '=') {
		self = true;
		self_text(f, begin, pending);
	}
	if (at(f, 0) == '!' && !conversion(f, n))
		return false;
	if (at(f, 0) == ':' && !spec(f, n))
		return false;
	if (at(f, 0) != '}')
		return fail_here(f, ": expecting '}'");
	f->pos++;
	if (self && n->formatted.conversion == 0 && n->formatted.spec == NULL)
		n->formatted.conversion = 'r';
	n->at.end = f->pos;
	fstring_flush(f->p, list, pending, n->at);
	node_add(f->p, list, n);
	return true;
}

/* ---- the string ------------------------------------------------------- */

void
fstring_flush(struct parser *p, struct node_list *list, struct buf *pending,
    struct span where)
{
	struct node *n;

	if (pending->len == 0)
		return;
	n = node_new(p, NODE_CONSTANT, where.begin);
	n->at = where;
	n->constant.kind = CONSTANT_STR;
	n->constant.len = pending->len;
	n->constant.text = arena_memdup0(p->unit->arena, pending->data,
	    pending->len);
	node_add(p, list, n);
	buf_truncate(pending, 0);
}

/* Text up to the next brace. *doubled: it was {{ or }}, and is passed. */
static bool
literal_part(struct fstring *f, struct buf *pending, bool *doubled)
{
	struct span part = { f->pos, f->pos };
	char ch = '\0';

	for (; f->pos < f->end; f->pos++) {
		ch = at(f, 0);
		if (ch == '\\' && !f->lit->raw && f->pos + 1 < f->end &&
		    at(f, 1) != '{' && at(f, 1) != '}')
			f->pos++;
		else if (ch == '{' || ch == '}')
			break;
	}
	if (f->pos > f->end)
		f->pos = f->end;
	part.end = f->pos;
	*doubled = f->pos < f->end && f->depth == 0 && at(f, 1) == ch;
	if (*doubled) {
		part.end++;
		f->pos += 2;
		return literal_decode(f->p, pending, f->lit, part);
	}
	if (!literal_decode(f->p, pending, f->lit, part))
		return false;
	if (f->pos < f->end && ch == '}' && f->depth == 0)
		return fail_here(f, ": single '}' is not allowed");
	return true;
}

static bool
parts(struct fstring *f, struct node_list *list, struct buf *pending)
{
	bool doubled;

	while (f->pos < f->end) {
		if (!literal_part(f, pending, &doubled))
			return false;
		if (doubled)
			continue;
		if (f->pos >= f->end || at(f, 0) == '}')
			return true;
		if (!field(f, list, pending))
			return false;
	}
	return true;
}

bool
fstring_parse(struct parser *p, const struct literal *lit,
    struct node_list *list, struct buf *pending)
{
	struct fstring f = { p, lit, p->unit->text, lit->body.begin,
		lit->body.end, 0 };

	return parts(&f, list, pending);
}
