/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors as Python prints them: frames from the outside in with their lines,
 * a caret under the part that failed, chained causes, the message last.
 */
#include <string.h>

#include "core/base/utf8.h"
#include "core/lang/interp.h"
#include "core/lang/unit.h"
#include "core/value/class.h"

#define RED "\033[31m"
#define BOLD_RED "\033[1;31m"
#define BLUE "\033[34m"
#define OFF "\033[0m"
#define MAX_CHAIN 8
#define MAX_SAME 3

struct writing {
	struct ctx *c;
	struct buf *b;
	bool colour;
};

static void
paint(struct writing *w, const char *code)
{
	if (w->colour)
		buf_str(w->b, code);
}

/*
 * The line and, where the failing part is not all of it, a caret line. A
 * syntax error always has one: what is missing is between two bytes.
 */
static void
write_line(struct writing *w, const struct unit *u, uint32_t begin,
    uint32_t end, bool syntax)
{
	uint32_t line = unit_line(u, begin);
	size_t len, lead = 0, from, to, columns;
	const char *text = unit_line_text(u, line, &len);

	while (lead < len && (text[lead] == ' ' || text[lead] == '\t'))
		lead++;
	while (len > lead && (text[len - 1] == ' ' || text[len - 1] == '\r'))
		len--;
	if (len == lead)
		return;
	buf_printf(w->b, "    %.*s\n", (int)(len - lead), text + lead);
	from = begin - u->line_at[line - 1];
	to = unit_line(u, end) == line ? end - u->line_at[line - 1] : len;
	if (from < lead)
		from = lead;
	if (to > len)
		to = len;
	if (from > len)
		from = len;
	if (!syntax && (to <= from || (from == lead && to == len)))
		return;
	columns = to > from ? utf8_columns(text + from, to - from) : 1;
	buf_fill(w->b, ' ', 4 + utf8_columns(text + lead, from - lead));
	paint(w, RED);
	buf_fill(w->b, '^', columns);
	paint(w, OFF);
	buf_char(w->b, '\n');
}

static bool
is_cell(const struct unit *u)
{
	return strncmp(u->name, "Cell In[", 8) == 0 || u->name[0] == '<';
}

static void
write_frame(struct writing *w, const struct trace_entry *e, bool syntax)
{
	const struct unit *u = e->source;

	if (u == NULL)
		return;
	buf_str(w->b, "  ");
	paint(w, BLUE);
	if (is_cell(u))
		buf_str(w->b, u->name);
	else
		buf_printf(w->b, "File \"%s\"", u->name);
	paint(w, OFF);
	buf_printf(w->b, ", line %u", unit_line(u, e->begin));
	if (e->function != NULL)
		buf_printf(w->b, ", in %s", e->function->text);
	buf_char(w->b, '\n');
	write_line(w, u, e->begin, e->end, syntax);
}

static bool
same_place(const struct trace_entry *a, const struct trace_entry *b)
{
	return a->source == b->source && a->function == b->function &&
	    a->begin == b->begin;
}

/* Was the operation that failed recorded by the line that computes it? */
static bool
is_plain(const struct trace_entry *e, size_t n)
{
	const struct unit *u = e->source;

	return n > 1 && e->function != NULL &&
	    strcmp(e->function->text, TRACE_RECORDED) == 0 &&
	    e[1].source == u && unit_line(u, e->begin) ==
	    unit_line(u, e[1].begin);
}

/* Entries are innermost first; a recursion is cut as CPython cuts it. */
static void
write_frames(struct writing *w, const struct trace_entry *e, size_t n,
    bool syntax)
{
	size_t same = 0, first = n > 0 && is_plain(e, n);

	for (size_t i = n; i-- > first;) {
		same = i + 1 < n && same_place(&e[i], &e[i + 1]) ? same + 1 :
		    0;
		if (same < MAX_SAME)
			write_frame(w, &e[i], syntax && i == 0);
		if (same >= MAX_SAME && (i == 0 || !same_place(&e[i],
		    &e[i - 1])))
			buf_printf(w->b, "  [Previous line repeated %zu more "
			    "time%s]\n", same - MAX_SAME + 1,
			    same == MAX_SAME ? "" : "s");
	}
}

static void
write_notes(struct writing *w, struct value *notes)
{
	for (size_t i = 0; i < seq_len(notes); i++) {
		if (!value_str(w->c, w->b, seq_item(notes, i)))
			err_clear(w->c);
		buf_char(w->b, '\n');
	}
}

static void
write_message(struct writing *w, struct value *exc)
{
	/* The place of a SyntaxError stands above already. */
	struct value *said = err_kind_is(exc_err_kind(w->c, exc),
	    ERR_SYNTAX) ? value_find_attr(w->c, exc, atom(w->c, "msg")) :
	    NULL;
	struct buf text = BUF_INIT;
	const char *meant;

	paint(w, BOLD_RED);
	class_write_name(w->b, value_class(w->c, exc));
	paint(w, OFF);
	if (!value_str(w->c, &text, said != NULL ? said : exc)) {
		err_clear(w->c);
		buf_truncate(&text, 0);
		buf_str(&text, "<exception str() failed>");
	}
	if (text.len > 0)
		buf_printf(w->b, ": %s", text.data);
	meant = exc_suggestion(w->c, exc);
	if (meant != NULL)
		buf_printf(w->b, ". Did you mean: '%s'?", meant);
	buf_char(w->b, '\n');
	buf_release(&text);
	write_notes(w, exc_notes(exc));
}

static void
write_one(struct writing *w, struct value *exc)
{
	const struct trace_entry *e;
	size_t n = exc_trace(exc, &e);
	bool syntax = err_kind_is(exc_err_kind(w->c, exc), ERR_SYNTAX);

	if (n > 0 && !(syntax && n == 1))
		buf_str(w->b, "Traceback (most recent call last):\n");
	write_frames(w, e, n, syntax);
	write_message(w, exc);
}

static void
write_chain(struct writing *w, struct value *exc, int depth)
{
	struct value *cause = exc_cause(exc);
	struct value *context = exc_suppresses_context(exc) ? NULL :
	    exc_context(exc);

	if (depth < MAX_CHAIN && cause != NULL && cause != &value_none) {
		write_chain(w, cause, depth + 1);
		buf_str(w->b, "\nThe above exception was the direct cause of "
		    "the following exception:\n\n");
	} else if (depth < MAX_CHAIN && context != NULL &&
	    context != &value_none) {
		write_chain(w, context, depth + 1);
		buf_str(w->b, "\nDuring handling of the above exception, "
		    "another exception occurred:\n\n");
	}
	write_one(w, exc);
}

void
traceback_write(struct ctx *c, struct buf *b, struct value *exc, bool colour)
{
	struct writing w = { c, b, colour };

	write_chain(&w, exc, 0);
	err_clear(c);
}
