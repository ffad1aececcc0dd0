/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/lex.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/magic.h"

static const char *const texts[] = {
#define X(kind, text) [TOKEN_##kind] = text,
	TOKENS_PLAIN(X) TOKENS_KEYWORD(X) TOKENS_OPERATOR(X)
#undef X
};

const char *
token_text(enum token_kind kind)
{
	return texts[kind];
}

void
lex_init(struct lex *l, struct ctx *c, const char *text, uint32_t begin,
    uint32_t end)
{
	memset(l, 0, sizeof *l);
	l->c = c;
	l->text = text;
	l->pos = begin;
	l->end = end;
}

void
lex_release(struct lex *l)
{
	free(l->token);
	free(l->err_text);
	l->token = NULL;
	l->err_text = NULL;
}

uint32_t
lex_line(const struct lex *l, uint32_t offset)
{
	uint32_t line = 1;

	for (uint32_t i = 0; i < offset; i++)
		if (l->text[i] == '\n' ||
		    (l->text[i] == '\r' && l->text[i + 1] != '\n'))
			line++;
	return line;
}

bool
lex_fail(struct lex *l, enum err_kind kind, struct span at, const char *fmt,
    ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	if (l->err != ERR_NONE)
		return false;
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	l->err = kind;
	l->err_text = buf_steal(&b);
	l->err_at = at;
	return false;
}

void
lex_add(struct lex *l, enum token_kind kind, uint32_t begin, uint32_t end)
{
	struct token *t;

	if (l->n == l->cap)
		l->token = xgrow(l->token, &l->cap, 64, sizeof *l->token);
	t = &l->token[l->n++];
	t->kind = (uint8_t)kind;
	t->level = (uint8_t)l->level;
	t->at.begin = begin;
	t->at.end = end;
}

/* The byte at pos + ahead, NUL at the end. */
static inline char
peek(const struct lex *l, uint32_t ahead)
{
	return l->end - l->pos > ahead ? l->text[l->pos + ahead] : '\0';
}

/* Is a newline at pos? Bytes it takes: 0, 1, or 2 for CR LF. */
static uint32_t
newline_at(const struct lex *l)
{
	if (peek(l, 0) == '\n')
		return 1;
	if (peek(l, 0) == '\r')
		return peek(l, 1) == '\n' ? 2 : 1;
	return 0;
}

/* ---- names ------------------------------------------------------------ */

bool
lex_is_name_start(uint32_t cp)
{
	if (cp < 128)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
		    cp == '_';
	if (cp == 0x2118 || cp == 0x212E || cp == 0x309B || cp == 0x309C)
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		return true;
	default:
		return false;
	}
}

bool
lex_is_name_part(uint32_t cp)
{
	if (cp < 128)
		return lex_is_name_start(cp) || (cp >= '0' && cp <= '9');
	if (lex_is_name_start(cp) || cp == 0xB7 || cp == 0x387 ||
	    (cp >= 0x1369 && cp <= 0x1371) || cp == 0x19DA)
		return true;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_PC:
		return true;
	default:
		return false;
	}
}

static bool
is_printable(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return cp == ' ';
	default:
		return true;
	}
}

static bool
bad_character(struct lex *l, uint32_t at, uint32_t cp, size_t took)
{
	struct span s = { at, at + (uint32_t)took };

	if (is_printable(cp))
		return lex_fail(l, ERR_SYNTAX, s,
		    "invalid character '%.*s' (U+%04X)", (int)took,
		    l->text + at, (unsigned)cp);
	return lex_fail(l, ERR_SYNTAX, s,
	    "invalid non-printable character U+%04X", (unsigned)cp);
}

/* Linear, but only over words of the right length and first letter. */
static enum token_kind
keyword_find(const char *s, size_t len)
{
	for (int k = TOKEN_FALSE; k <= TOKEN_YIELD; k++)
		if (texts[k][0] == s[0] && strlen(texts[k]) == len &&
		    memcmp(texts[k], s, len) == 0)
			return (enum token_kind)k;
	return TOKEN_IDENT;
}

static bool
scan_name(struct lex *l)
{
	uint32_t begin = l->pos;
	bool ascii = true;

	while (l->pos < l->end) {
		unsigned char ch = (unsigned char)l->text[l->pos];
		uint32_t cp = ch;
		size_t took = 1;

		if (ch >= 128) {
			cp = utf8_decode(l->text + l->pos, l->end - l->pos,
			    &took);
			/* In a word every letter is meant: CPython looks for
			 * the first that is not one. */
			if (!(l->pos == begin ? lex_is_name_start(cp) :
			    lex_is_name_part(cp)))
				return bad_character(l, l->pos, cp, took);
			ascii = false;
		} else if (!lex_is_name_part(cp)) {
			break;
		}
		l->pos += (uint32_t)took;
	}
	lex_add(l, ascii && l->pos - begin <= 8 ?
	    keyword_find(l->text + begin, l->pos - begin) : TOKEN_IDENT,
	    begin, l->pos);
	return true;
}

/* Is it r, b, u, f, rb, br, fr or rf before a quote? Its length, else 0. */
static uint32_t
string_prefix(const struct lex *l)
{
	bool raw = false, bytes = false, uni = false, fmt = false;

	for (uint32_t n = 0; n < 3; n++) {
		char ch = peek(l, n);

		if (ch == '\'' || ch == '"')
			return n;
		ch = (char)(ch | 32);
		if (ch == 'r' && !raw && !uni)
			raw = true;
		else if (ch == 'b' && !bytes && !uni && !fmt)
			bytes = true;
		else if (ch == 'f' && !fmt && !uni && !bytes)
			fmt = true;
		else if (ch == 'u' && !raw && !bytes && !fmt && !uni)
			uni = true;
		else
			return 0;
	}
	return 0;
}

bool
lex_string(struct lex *l, uint32_t begin)
{
	char q = peek(l, 0);
	bool triple = peek(l, 1) == q && peek(l, 2) == q;

	l->pos += triple ? 3 : 1;
	for (;;) {
		char ch = peek(l, 0);

		if (l->pos >= l->end || (!triple && newline_at(l) != 0))
			break;
		if (ch == '\\') {
			l->pos++;
			if (l->pos >= l->end)
				break;
			l->pos += newline_at(l) == 2 ? 2 : 1;
		} else if (ch == q && (!triple ||
		    (peek(l, 1) == q && peek(l, 2) == q))) {
			l->pos += triple ? 3 : 1;
			lex_add(l, TOKEN_STRING, begin, l->pos);
			return true;
		} else {
			l->pos++;
		}
	}
	l->at_eof = triple;
	return lex_fail(l, ERR_SYNTAX, (struct span) { begin, begin + 1 },
	    "unterminated %sstring literal (detected at line %u)",
	    triple ? "triple-quoted " : "",
	    (unsigned)lex_line(l, l->pos < l->end ? l->pos :
	    l->end - (l->end > 0 && l->text[l->end - 1] == '\n')));
}

/* ---- brackets and operators ------------------------------------------- */

static bool
bracket_open(struct lex *l, char ch)
{
	if (l->level >= LEX_MAX_LEVEL)
		return lex_fail(l, ERR_SYNTAX,
		    (struct span) { l->pos, l->pos + 1 },
		    "too many nested parentheses");
	l->stack[l->level].open = ch;
	l->stack[l->level].at = l->pos;
	l->level++;
	return true;
}

static bool
bracket_close(struct lex *l, char ch)
{
	struct span at = { l->pos, l->pos + 1 };
	uint32_t line, here;
	char open;

	if (l->level == l->base_level)
		return lex_fail(l, ERR_SYNTAX, at, "unmatched '%c'", ch);
	l->level--;
	open = l->stack[l->level].open;
	if ((open == '(' && ch == ')') || (open == '[' && ch == ']') ||
	    (open == '{' && ch == '}'))
		return true;
	line = lex_line(l, l->stack[l->level].at);
	here = lex_line(l, l->pos);
	if (line != here)
		return lex_fail(l, ERR_SYNTAX, at, "closing parenthesis '%c' "
		    "does not match opening parenthesis '%c' on line %u", ch,
		    open, (unsigned)line);
	return lex_fail(l, ERR_SYNTAX, at, "closing parenthesis '%c' does "
	    "not match opening parenthesis '%c'", ch, open);
}

static bool
scan_operator(struct lex *l)
{
	char ch = peek(l, 0);
	uint32_t begin = l->pos;

	if ((ch == '(' || ch == '[' || ch == '{') && !bracket_open(l, ch))
		return false;
	if ((ch == ')' || ch == ']' || ch == '}') && !bracket_close(l, ch))
		return false;
	for (int k = TOKEN_POW_EQ; k <= TOKEN_SEMI; k++) {
		size_t len = strlen(texts[k]);

		if (texts[k][0] != ch || l->end - l->pos < len ||
		    memcmp(texts[k], l->text + l->pos, len) != 0)
			continue;
		l->pos += (uint32_t)len;
		lex_add(l, (enum token_kind)k, begin, l->pos);
		return true;
	}
	l->pos++;
	if ((unsigned char)ch < ' ' || ch == 127)
		return bad_character(l, begin, (unsigned char)ch, 1);
	lex_add(l, TOKEN_BAD, begin, l->pos);
	return true;
}

/* ---- lines ------------------------------------------------------------ */

static bool
tab_error(struct lex *l)
{
	return lex_fail(l, ERR_TAB, (struct span) { l->pos, l->pos },
	    "inconsistent use of tabs and spaces in indentation");
}

/* A line begins with something in it: how far in is it? */
static bool
indent_to(struct lex *l, uint32_t begin, int col, int alt)
{
	unsigned top = l->nindent;

	/* IPython takes a cell that is indented as a whole. */
	if (l->magic && l->n == 0) {
		l->indent[0] = col;
		l->alt_indent[0] = alt;
	}
	if (col == l->indent[top])
		return alt == l->alt_indent[top] || tab_error(l);
	if (col > l->indent[top]) {
		if (top + 1 >= LEX_MAX_INDENT)
			return lex_fail(l, ERR_INDENTATION,
			    (struct span) { begin, l->pos },
			    "too many levels of indentation");
		if (alt <= l->alt_indent[top])
			return tab_error(l);
		l->nindent++;
		l->indent[l->nindent] = col;
		l->alt_indent[l->nindent] = alt;
		lex_add(l, TOKEN_INDENT, begin, l->pos);
		return true;
	}
	while (top > 0 && col < l->indent[top]) {
		top--;
		lex_add(l, TOKEN_DEDENT, l->pos, l->pos);
	}
	l->nindent = top;
	if (col != l->indent[top]) {
		uint32_t e = l->pos;

		while (e < l->end && l->text[e] != '\n' && l->text[e] != '\r')
			e++;
		return lex_fail(l, ERR_INDENTATION, (struct span) { e, e },
		    "unindent does not match any outer indentation level");
	}
	return alt == l->alt_indent[top] || tab_error(l);
}

static void
skip_comment(struct lex *l)
{
	while (l->pos < l->end && newline_at(l) == 0)
		l->pos++;
}

/* A backslash that joins this line to the next. */
static bool
join_line(struct lex *l)
{
	uint32_t begin = l->pos++, nl = newline_at(l);

	if (nl == 0 && l->pos < l->end)
		return lex_fail(l, ERR_SYNTAX,
		    (struct span) { begin + 1, begin + 2 },
		    "unexpected character after line continuation character");
	l->pos += nl;
	if (l->pos < l->end)
		return true;
	l->at_eof = true;
	return lex_fail(l, ERR_SYNTAX, (struct span) { begin + 1, begin + 1 },
	    "unexpected EOF while parsing");
}

/*
 * Moves over indentation and lines with nothing in them, to the next token of
 * a new logical line.
 */
static bool
begin_line(struct lex *l)
{
	for (;;) {
		uint32_t begin = l->pos;
		int col = 0, alt = 0;

		for (; l->pos < l->end; l->pos++) {
			char ch = peek(l, 0);

			if (ch == ' ') {
				col++;
				alt++;
			} else if (ch == '\t') {
				col = (col / 8 + 1) * 8;
				alt++;
			} else if (ch == '\f') {
				col = alt = 0;
			} else if (ch == '\\' && (peek(l, 1) == '\n' ||
			    peek(l, 1) == '\r')) {
				if (!join_line(l))
					return false;
				l->pos--;
			} else {
				break;
			}
		}
		if (peek(l, 0) == '#')
			skip_comment(l);
		if (l->pos >= l->end)
			return true;
		if (newline_at(l) == 0)
			return indent_to(l, begin, col, alt);
		l->pos += newline_at(l);
	}
}

/* One token, or space before it. */
static bool
scan(struct lex *l)
{
	unsigned char ch = (unsigned char)peek(l, 0);
	uint32_t begin = l->pos, prefix;

	if (ch == ' ' || ch == '\t' || ch == '\f') {
		l->pos++;
		return true;
	}
	if (ch == '#') {
		skip_comment(l);
		return true;
	}
	if (ch == '\\')
		return join_line(l);
	if ((ch >= '0' && ch <= '9') || (ch == '.' && peek(l, 1) >= '0' &&
	    peek(l, 1) <= '9'))
		return lex_number(l);
	prefix = string_prefix(l);
	if (prefix != 0 || ch == '"' || ch == '\'') {
		l->pos += prefix;
		return lex_string(l, begin);
	}
	if (ch >= 128 || lex_is_name_start(ch))
		return scan_name(l);
	if (!scan_operator(l))
		return false;
	if (ch == '=' && l->magic && l->level == 0)
		magic_after_assign(l);
	return true;
}

/* Where what is missing at the end is said to be: after the last token. */
static uint32_t
last_end(const struct lex *l)
{
	size_t i = l->n;

	while (i > 0 && l->token[i - 1].kind == TOKEN_NEWLINE)
		i--;
	return i > 0 ? l->token[i - 1].at.end : l->end;
}

static void
finish(struct lex *l)
{
	struct span at;
	uint32_t end;
	char open;

	if (l->err == ERR_NONE && l->level > l->base_level) {
		open = l->stack[l->level - 1].open;
		at.begin = l->stack[l->level - 1].at;
		at.end = at.begin + 1;
		l->unclosed = l->at_eof = true;
		lex_fail(l, ERR_SYNTAX, at, "'%c' was never closed", open);
	}
	end = l->err == ERR_NONE ? last_end(l) : l->pos;
	if (l->err == ERR_NONE && l->base_level == 0) {
		if (l->n > 0 && l->token[l->n - 1].kind != TOKEN_NEWLINE &&
		    l->token[l->n - 1].kind != TOKEN_DEDENT)
			lex_add(l, TOKEN_NEWLINE, end, end);
		for (; l->nindent > 0; l->nindent--)
			lex_add(l, TOKEN_DEDENT, end, end);
	}
	if (end > l->end)
		end = l->end;
	lex_add(l, TOKEN_END, end, end);
}

void
lex_run(struct lex *l)
{
	bool ok = true, at_start = true;

	if (l->end - l->pos >= 3 && memcmp(l->text, "\xEF\xBB\xBF", 3) == 0)
		l->pos += 3;
	while (ok && (l->pos < l->end || at_start)) {
		uint32_t nl;

		if (at_start) {
			at_start = false;
			ok = begin_line(l);
			if (!ok || l->pos >= l->end)
				break;
			if (l->magic && magic_at_start(l))
				continue;
		}
		nl = newline_at(l);
		if (nl != 0) {
			if (l->level == 0)
				lex_add(l, TOKEN_NEWLINE, l->pos, l->pos + nl);
			at_start = l->level == 0;
			l->pos += nl;
		} else {
			ok = scan(l);
		}
	}
	finish(l);
}

void
lex_run_joined(struct lex *l)
{
	bool ok = true;

	l->stack[0].open = '(';
	l->stack[0].at = l->pos;
	l->level = l->base_level = 1;
	while (ok && l->pos < l->end) {
		uint32_t nl = newline_at(l);

		if (nl != 0)
			l->pos += nl;
		else
			ok = scan(l);
	}
	finish(l);
}
