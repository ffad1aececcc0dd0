/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "kernel/command.h"
#include "kernel/line.h"
#include "kernel/terminal.h"

static bool
is_blank(const struct buf *b)
{
	return b->data[strspn(b->data, " \t\n")] == '\0';
}

/* Reads until the source is a whole statement. */
static enum line_got
read_cell(struct terminal *t, struct line *line, struct buf *b)
{
	enum line_got got;
	char prompt[32];
	int indent;

	for (;;) {
		if (b->len == 0)
			snprintf(prompt, sizeof prompt, "In [%d]: ",
			    session_next_count(t->session));
		else
			snprintf(prompt, sizeof prompt, "   ...: ");
		got = line_read(line, t->prompts ? prompt : NULL, b);
		if (got != LINE_TEXT)
			return got == LINE_END && b->len > 0 ? LINE_TEXT : got;
		if (session_is_complete(t->session, b->data, b->len,
		    &indent) != CODE_INCOMPLETE)
			return LINE_TEXT;
	}
}

/* False when the session is over. */
static bool
run_cell(struct terminal *t, const struct buf *b, int *status)
{
	struct run_options o = { .store_history = true };
	struct run_result r = { 0 };
	bool more;

	session_run(t->session, b->data, b->len, &o, &r);
	terminal_flush(t);
	if (r.status == RUN_ERROR)
		terminal_error(t, &r);
	more = r.status != RUN_EXIT && !t->broken;
	if (!more)
		*status = terminal_status(t, &r);
	session_result_release(&r);
	return more;
}

static int
converse(struct terminal *t)
{
	struct line *line = line_create(t);
	struct buf b = BUF_INIT;
	int status = EXIT_SUCCESS;
	enum line_got got;
	bool more = true;

	while (more) {
		buf_truncate(&b, 0);
		got = read_cell(t, line, &b);
		session_interrupt_clear(t->session);
		if (got == LINE_INTERRUPT && t->prompts)
			puts("\nKeyboardInterrupt");
		if (got == LINE_END)
			break;
		if (got == LINE_INTERRUPT || is_blank(&b))
			continue;
		line_remember(line, b.data);
		more = run_cell(t, &b, &status);
	}
	if (t->prompts && more)
		puts("");
	line_free(&line);
	buf_release(&b);
	return status;
}

int
cmd_repl(const struct startup *s)
{
	struct session_options o;
	struct terminal t;
	int status;

	if (s->argc > 1)
		return startup_usage(s, "'%s' is too much: it takes no words",
		    s->argv[1]);
	startup_session(s, &o);
	terminal_init(&t, &o, isatty(STDERR_FILENO) &&
	    startup_env(s, "NO_COLOR") == NULL);
	t.prompts = isatty(STDIN_FILENO);
	if (t.prompts)
		puts("Penjing " PACKAGE_VERSION
		    ". name? shows what a name means; Ctrl-D ends.");
	status = converse(&t);
	terminal_release(&t);
	return status;
}
