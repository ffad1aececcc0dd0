/* SPDX-License-Identifier: Apache-2.0 */
/* A plain session in the terminal: the terminal's own line editing only. */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "kernel/command.h"
#include "kernel/terminal.h"

enum got { LINE, END, INTERRUPT };

static enum got
read_line(struct terminal *t, struct buf *b)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	fflush(stdout);
	while (poll(&p, 1, 50) <= 0)
		if (ctx_stopped(session_ctx(t->session)))
			return INTERRUPT;
	n = getline(&line, &cap, stdin);
	if (n > 0)
		buf_add(b, line, (size_t)n);
	free(line);
	return n > 0 ? LINE : END;
}

static bool
is_blank(const struct buf *b)
{
	return b->data[strspn(b->data, " \t\n")] == '\0';
}

/* Reads until the source is a whole statement. */
static enum got
read_cell(struct terminal *t, struct buf *b, bool prompts)
{
	enum got got;
	int indent;

	for (;;) {
		if (prompts && b->len == 0)
			printf("In [%d]: ", session_next_count(t->session));
		else if (prompts)
			printf("   ...: ");
		got = read_line(t, b);
		if (got != LINE)
			return got == END && b->len > 0 ? LINE : got;
		if (session_is_complete(t->session, b->data, b->len,
		    &indent) != CODE_INCOMPLETE)
			return LINE;
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

int
cmd_repl(const struct startup *s)
{
	bool prompts = isatty(STDIN_FILENO), more = true;
	struct buf b = BUF_INIT;
	struct session_options o;
	struct terminal t;
	int status = EXIT_SUCCESS;
	enum got got;

	startup_session(s, &o);
	terminal_init(&t, &o, isatty(STDERR_FILENO) &&
	    startup_env(s, "NO_COLOR") == NULL);
	t.prompts = prompts;
	if (prompts)
		puts("Penjing " PACKAGE_VERSION
		    ". name? shows what a name means; Ctrl-D ends.");
	while (more) {
		buf_truncate(&b, 0);
		got = read_cell(&t, &b, prompts);
		session_interrupt_clear(t.session);
		if (got == INTERRUPT && prompts)
			puts("\nKeyboardInterrupt");
		if (got == END)
			break;
		if (got == LINE && !is_blank(&b))
			more = run_cell(&t, &b, &status);
	}
	if (prompts && got == END)
		puts("");
	terminal_release(&t);
	buf_release(&b);
	return status;
}
