/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "kernel/line.h"
#include "kernel/terminal.h"

struct line {
	struct terminal *terminal;
};

struct line *
line_create(struct terminal *t)
{
	struct line *l = xcalloc(1, sizeof *l);

	l->terminal = t;
	return l;
}

void
line_free(struct line **l)
{
	free(*l);
	*l = NULL;
}

enum line_got
line_read(struct line *l, const char *prompt, struct buf *b)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;

	if (prompt != NULL)
		fputs(prompt, stdout);
	fflush(stdout);
	while (isatty(STDIN_FILENO) && poll(&p, 1, 50) <= 0)
		if (ctx_stopped(session_ctx(l->terminal->session)))
			return LINE_INTERRUPT;
	n = getline(&text, &cap, stdin);
	if (n > 0)
		buf_add(b, text, (size_t)n);
	free(text);
	return n > 0 ? LINE_TEXT : LINE_END;
}

void
line_remember(struct line *l, const char *text)
{
	(void)l;
	(void)text;
}
