/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/magic.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/base/atom.h"
#include "core/lang/lex.h"
#include "core/lang/parse.h"

/* ---- finding them ----------------------------------------------------- */

/* The end of the logical line at pos: a backslash joins the next. */
static uint32_t
line_end(const struct lex *l, uint32_t pos)
{
	while (pos < l->end && l->text[pos] != '\n' && l->text[pos] != '\r') {
		if (l->text[pos] == '\\' && pos + 1 < l->end) {
			pos++;
			if (l->text[pos] == '\r' && pos + 1 < l->end &&
			    l->text[pos + 1] == '\n')
				pos++;
		}
		pos++;
	}
	return pos < l->end ? pos : l->end;
}

static uint32_t
trim_end(const char *text, uint32_t begin, uint32_t end)
{
	while (end > begin && strchr(" \t\r\n", text[end - 1]) != NULL)
		end--;
	return end;
}

/* A dotted name, with * and [0] as in a search: what may stand before ?. */
static bool
is_help_subject(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && i < 2 && s[i] == '%')
		i++;
	if (i == len || (s[i] >= '0' && s[i] <= '9'))
		return false;
	for (; i < len; i++) {
		unsigned char ch = (unsigned char)s[i];

		if (ch < 128 && !lex_is_name_part(ch) &&
		    strchr(".*[]-", ch) == NULL)
			return false;
	}
	return true;
}

/* "name?" or "name??", alone on its line. */
static bool
is_help(const char *text, uint32_t begin, uint32_t end)
{
	uint32_t marks = 0;

	end = trim_end(text, begin, end);
	while (end > begin && text[end - 1] == '?') {
		end--;
		marks++;
	}
	end = trim_end(text, begin, end);
	return (marks == 1 || marks == 2) &&
	    is_help_subject(text + begin, end - begin);
}

/* Is nothing but space before pos? Then it begins the cell. */
static bool
is_first(const struct lex *l, uint32_t pos)
{
	return pos == 0 || (trim_end(l->text, 0, pos) == 0 &&
	    (l->text[pos - 1] == '\n' || l->text[pos - 1] == '\r'));
}

bool
magic_at_start(struct lex *l)
{
	uint32_t begin = l->pos, end = line_end(l, begin);
	char ch = l->text[begin];

	if (ch == '%' && l->end - begin > 1 && l->text[begin + 1] == '%' &&
	    is_first(l, begin) && !is_help(l->text, begin, end))
		end = l->end;
	else if (ch != '%' && ch != '!' && ch != '?' &&
	    !is_help(l->text, begin, end))
		return false;
	lex_add(l, TOKEN_MAGIC, begin, end);
	l->pos = end;
	return true;
}

void
magic_after_assign(struct lex *l)
{
	uint32_t pos = l->pos;

	while (pos < l->end && (l->text[pos] == ' ' || l->text[pos] == '\t'))
		pos++;
	if (pos + 1 >= l->end || (l->text[pos] != '%' && l->text[pos] != '!'))
		return;
	if (l->text[pos + 1] == '=')
		return;
	l->pos = line_end(l, pos);
	lex_add(l, TOKEN_MAGIC, pos, l->pos);
}

/* ---- what they mean --------------------------------------------------- */

struct magic {
	struct parser *p;
	struct node *call;
	const char *text;
	struct span at;
};

static void
begin_call(struct magic *m, const char *function)
{
	struct node *name = node_new(m->p, NODE_NAME, m->at.begin);

	m->call = node_new(m->p, NODE_CALL, m->at.begin);
	m->call->at = name->at = m->at;
	name->name.id = atom(m->p->c, function);
	m->call->call.func = name;
}

static void
add_text(struct magic *m, uint32_t begin, uint32_t end)
{
	struct node *n = node_new(m->p, NODE_CONSTANT, begin);

	n->at.end = end;
	n->constant.kind = CONSTANT_STR;
	n->constant.len = end - begin;
	n->constant.text = arena_memdup0(m->p->unit->arena, m->text + begin,
	    end - begin);
	node_add(m->p, &m->call->call.args, n);
}

static void
add_int(struct magic *m, int64_t i)
{
	struct node *n = node_new(m->p, NODE_CONSTANT, m->at.begin);

	n->at = m->at;
	n->constant.kind = CONSTANT_INT;
	n->constant.i = i;
	node_add(m->p, &m->call->call.args, n);
}

/* name, space, the rest of the line */
static void
add_words(struct magic *m, uint32_t begin, uint32_t end)
{
	uint32_t name;

	while (begin < end && (m->text[begin] == ' ' ||
	    m->text[begin] == '\t'))
		begin++;
	name = begin;
	while (name < end && strchr(" \t\r\n", m->text[name]) == NULL)
		name++;
	add_text(m, begin, name);
	while (name < end && strchr(" \t", m->text[name]) != NULL)
		name++;
	add_text(m, name, trim_end(m->text, name, end));
}

static void
cell_magic(struct magic *m)
{
	uint32_t line = m->at.begin, body;

	while (line < m->at.end && m->text[line] != '\n' &&
	    m->text[line] != '\r')
		line++;
	body = line;
	if (body < m->at.end)
		body += m->text[body] == '\r' && m->text[body + 1] == '\n' ?
		    2 : 1;
	begin_call(m, MAGIC_CELL);
	add_words(m, m->at.begin + 2, line);
	add_text(m, body, m->at.end);
}

static void
help(struct magic *m)
{
	uint32_t begin = m->at.begin, end = m->at.end, marks = 0;

	end = trim_end(m->text, begin, end);
	while (begin < end && m->text[begin] == '?') {
		begin++;
		marks++;
	}
	while (end > begin && m->text[end - 1] == '?') {
		end--;
		marks++;
	}
	while (begin < end && (m->text[begin] == ' ' ||
	    m->text[begin] == '\t'))
		begin++;
	begin_call(m, MAGIC_HELP);
	add_text(m, begin, trim_end(m->text, begin, end));
	add_int(m, marks > 1 ? 2 : 1);
}

struct node *
magic_node(struct parser *p, struct span at)
{
	struct magic m = { p, NULL, p->unit->text, at };
	const char *s = m.text + at.begin;
	uint32_t end = trim_end(m.text, at.begin, at.end);

	if (s[0] == '!') {
		begin_call(&m, MAGIC_SHELL);
		add_text(&m, at.begin + (s[1] == '!' ? 2 : 1), end);
	} else if (s[0] == '?' || is_help(m.text, at.begin, end)) {
		help(&m);
	} else if (s[1] == '%' && trim_end(m.text, 0, at.begin) == 0) {
		cell_magic(&m);
	} else {
		begin_call(&m, MAGIC_LINE);
		add_words(&m, at.begin + 1, end);
	}
	return m.call;
}
