/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/ctx.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/ast_walk.h"
#include "core/lang/parse.h"

#define MAX_TEXT (1u << 30)

static void
lines_find(struct unit *u)
{
	size_t cap = 0;
	uint32_t i = 0;

	for (;;) {
		if (u->nlines == cap)
			u->line_at = xgrow(u->line_at, &cap, 32,
			    sizeof *u->line_at);
		u->line_at[u->nlines++] = i;
		while (i < u->len && u->text[i] != '\n' && u->text[i] != '\r')
			i++;
		if (i >= u->len)
			return;
		i += u->text[i] == '\r' && u->text[i + 1] == '\n' ? 2 : 1;
	}
}

static void
unit_drop(void *u)
{
	unit_unref(u);
}

struct unit *
unit_new(struct ctx *c, const char *name, const char *text, size_t len,
    enum unit_mode mode)
{
	struct unit *u;

	if (len > MAX_TEXT)
		return err_raise(c, ERR_SYNTAX, "%s: the text is too long",
		    name);
	u = xcalloc(1, sizeof *u);
	u->refs = 1;
	u->mode = mode;
	u->name = xstrdup(name);
	u->text = xmemdup0(text, len);
	u->len = (uint32_t)len;
	u->arena = arena_create();
	lines_find(u);
	return scope_add(c, u, unit_drop);
}

void
unit_ref(struct unit *u)
{
	u->refs++;
}

void
unit_unref(struct unit *u)
{
	if (u == NULL || --u->refs > 0)
		return;
	arena_free(&u->arena);
	free(u->line_at);
	free(u->text);
	free(u->name);
	free(u);
}

/* ---- lines ------------------------------------------------------------ */

uint32_t
unit_line(const struct unit *u, uint32_t offset)
{
	uint32_t low = 0, high = u->nlines;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (u->line_at[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	return low + 1;
}

uint32_t
unit_column(const struct unit *u, uint32_t offset)
{
	uint32_t begin = u->line_at[unit_line(u, offset) - 1];

	if (offset > u->len)
		offset = u->len;
	return (uint32_t)utf8_count(u->text + begin, offset - begin);
}

const char *
unit_line_text(const struct unit *u, uint32_t line, size_t *len)
{
	uint32_t begin, end;

	*len = 0;
	if (line == 0 || line > u->nlines)
		return "";
	begin = u->line_at[line - 1];
	end = line < u->nlines ? u->line_at[line] : u->len;
	while (end > begin && (u->text[end - 1] == '\n' ||
	    u->text[end - 1] == '\r'))
		end--;
	*len = end - begin;
	return u->text + begin;
}

/* ---- parsing ---------------------------------------------------------- */

/* Only well-formed text is lexed: everything after relies on it. */
static bool
text_check(struct ctx *c, struct unit *u)
{
	const char *nul = memchr(u->text, '\0', u->len);
	uint32_t i = 0;
	size_t took;

	if (nul != NULL) {
		u->err_at.begin = u->err_at.end = (uint32_t)(nul - u->text);
		err_raise(c, ERR_SYNTAX,
		    "source code cannot contain null bytes");
		return false;
	}
	if (utf8_valid(u->text, u->len))
		return true;
	while (i < u->len &&
	    utf8_decode(u->text + i, u->len - i, &took) != UTF8_BAD)
		i += (uint32_t)took;
	u->err_at = (struct span) { i, i + 1 };
	err_raise(c, ERR_SYNTAX, "(unicode error) 'utf-8' codec can't decode "
	    "byte 0x%02x in position %u: invalid start byte",
	    (unsigned)(unsigned char)u->text[i], (unsigned)i);
	return false;
}

static bool
eval_parse(struct parser *p)
{
	struct node *n;

	while (parse_accept(p, TOKEN_NEWLINE) || parse_accept(p, TOKEN_INDENT))
		;
	n = node_new(p, NODE_EXPR, p->token->at.begin);
	n->expr.value = parse_tests(p);
	if (n->expr.value == NULL)
		return false;
	node_end(p, n);
	node_add(p, &p->unit->body, n);
	while (parse_accept(p, TOKEN_NEWLINE) || parse_accept(p, TOKEN_DEDENT))
		;
	return parse_expect(p, TOKEN_END);
}

static bool
statements_parse(struct parser *p)
{
	return parse_statements(p, &p->unit->body) &&
	    parse_expect(p, TOKEN_END);
}

bool
unit_parse(struct ctx *c, struct unit *u)
{
	struct lex *lex;
	struct parser p = { .c = c, .unit = u, .prefix = "" };
	bool ok;

	if (err_is_set(c) || !text_check(c, u))
		return false;
	lex = arena_alloc(u->arena, sizeof *lex);
	lex_init(lex, c, u->text, 0, u->len);
	lex->magic = u->mode == UNIT_CELL;
	lex_run(lex);
	p.lex = lex;
	p.token = lex->token;
	ok = u->mode == UNIT_EVAL ? eval_parse(&p) : statements_parse(&p);
	/* The last token is where the lexer gave up, if it did. */
	if (ok && lex->err != ERR_NONE)
		ok = parse_bad(&p) != NULL;
	lex_release(lex);
	return ok && ast_depth_check(c, u);
}
