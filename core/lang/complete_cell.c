/* SPDX-License-Identifier: Apache-2.0 */
/* Is a cell all there? The rules are IPython's (check_complete). */
#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/lang/lex.h"
#include "core/lang/unit.h"

/* Indentation of the last line, a tab as four. */
static int
last_indent(const char *text, size_t len)
{
	size_t begin = len;
	int n = 0;

	if (begin > 0 && text[begin - 1] == '\n')
		begin--;
	while (begin > 0 && text[begin - 1] != '\n')
		begin--;
	for (; begin < len; begin++) {
		if (text[begin] == ' ')
			n++;
		else if (text[begin] == '\t')
			n += 4;
		else
			break;
	}
	return n;
}

static bool
is_layout(const struct token *t)
{
	return t->kind == TOKEN_NEWLINE || t->kind == TOKEN_INDENT ||
	    t->kind == TOKEN_DEDENT || t->kind == TOKEN_END;
}

/* The last line with a token in it: does it end in a colon? Where it begins. */
static bool
opens_block(const struct lex *l, const struct unit *u, int *indent)
{
	size_t i = l->n, first;

	while (i > 0 && is_layout(&l->token[i - 1]))
		i--;
	if (i == 0 || l->token[i - 1].kind != TOKEN_COLON)
		return false;
	for (first = i - 1; first > 0 && !is_layout(&l->token[first - 1]);)
		first--;
	*indent = (int)unit_column(u, l->token[first].at.begin) + 4;
	return true;
}

static bool
ends_in_block(const struct lex *l)
{
	return l->n >= 2 && l->token[l->n - 2].kind == TOKEN_DEDENT;
}

static bool
ends_with_newline(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r\f", text[len - 1]) != NULL)
		len--;
	return len > 0 && text[len - 1] == '\n';
}

/* %%name: its cell is over at an empty line. */
static bool
is_cell_magic(const struct lex *l, const char *text)
{
	return l->n > 0 && l->token[0].kind == TOKEN_MAGIC &&
	    memcmp(text + l->token[0].at.begin, "%%", 2) == 0;
}

static bool
ends_with_empty_line(const char *text, size_t len)
{
	if (!ends_with_newline(text, len))
		return false;
	while (text[--len] != '\n')
		;
	return ends_with_newline(text, len);
}

static enum unit_completeness
judge(struct ctx *c, struct unit *u, const struct lex *l, int *indent)
{
	bool ok = unit_parse(c, u), at_end = u->err_at_end;

	*indent = last_indent(u->text, u->len);
	if (is_cell_magic(l, u->text))
		return ends_with_empty_line(u->text, u->len) ?
		    UNIT_COMPLETE : UNIT_INCOMPLETE;
	if (l->err != ERR_NONE)
		return l->at_eof ? UNIT_INCOMPLETE : UNIT_INVALID;
	if (opens_block(l, u, indent))
		return ok || at_end ? UNIT_INCOMPLETE : UNIT_INVALID;
	if (!ok)
		return at_end ? UNIT_INCOMPLETE : UNIT_INVALID;
	if (ends_in_block(l) && !ends_with_newline(u->text, u->len))
		return UNIT_INCOMPLETE;
	return UNIT_COMPLETE;
}

enum unit_completeness
unit_is_complete(struct ctx *c, const char *text, size_t len, int *indent)
{
	struct err saved = err_take(c);
	size_t mark = scope_mark(&c->scope);
	struct unit *u = unit_new(c, "cell", text, len, UNIT_CELL);
	enum unit_completeness r = UNIT_INVALID;
	struct lex *l;

	*indent = 0;
	if (u != NULL) {
		l = xcalloc(1, sizeof *l);
		lex_init(l, c, u->text, 0, u->len);
		l->magic = true;
		lex_run(l);
		r = judge(c, u, l, indent);
		lex_release(l);
		free(l);
	}
	if (r != UNIT_INCOMPLETE)
		*indent = 0;
	scope_drop(c, mark);
	err_clear(c);
	err_put(c, saved);
	return r;
}
