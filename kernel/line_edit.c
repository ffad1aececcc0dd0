/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <dlfcn.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "kernel/line.h"
#include "kernel/terminal.h"

#define REMEMBERED 1000
#define MAX_SHOWN 100

/*
 * Loaded by the first line that is edited, and not with the program: a
 * kernel, which reads no lines, starts the sooner and is the smaller.
 */
#define FUNCTIONS(F) F(el_init) F(el_end) F(el_set) F(el_gets) F(el_line) \
	F(el_insertstr) F(el_deletestr) F(history_init) F(history_end) \
	F(history)
#define LIBRARIES { "libedit.so.2", "libedit.so.0", "libedit.so" }

struct library {
#define FUNCTION(name) __typeof__(name) *name;
	FUNCTIONS(FUNCTION)
#undef FUNCTION
};

struct line {
	struct library lib;
	struct terminal *terminal;
	EditLine *edit;		/* null when stdin is no terminal */
	History *history;
	const char *prompt;
	bool interrupted;
};

static bool
library_load(struct library *lib)
{
	static const char *const names[] = LIBRARIES;
	void *handle = NULL;
	bool all = true;

	for (size_t i = 0; i < nitems(names) && handle == NULL; i++)
		handle = dlopen(names[i], RTLD_NOW | RTLD_GLOBAL);
	if (handle == NULL)
		return false;
	/* A library that lacks one is as good as none. */
#define FUNCTION(name) \
	*(void **)&lib->name = dlsym(handle, #name); \
	all &= lib->name != NULL;
	FUNCTIONS(FUNCTION)
#undef FUNCTION
	return all;
}

static struct line *
line_of(EditLine *e)
{
	void *data = NULL;
	__typeof__(el_get) *get;

	*(void **)&get = dlsym(RTLD_DEFAULT, "el_get");
	get(e, EL_CLIENTDATA, &data);
	return data;
}

static char *
prompt_of(EditLine *e)
{
	/* The library takes a char * but only reads it. */
	return (char *)(uintptr_t)line_of(e)->prompt;
}

static bool
wait_key(struct line *l)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	while (poll(&p, 1, 50) <= 0)
		if (ctx_stopped(session_ctx(l->terminal->session))) {
			l->interrupted = true;
			return false;
		}
	return true;
}

/* One character of UTF-8; what is not one is shown as U+FFFD. */
static int
read_key(EditLine *e, wchar_t *out)
{
	struct line *l = line_of(e);
	char s[4];
	size_t n = 0, want = 1, took;
	unsigned char c;
	uint32_t u;

	do {
		if (!wait_key(l) || read(STDIN_FILENO, &c, 1) != 1)
			return 0;
		if (n == 0)
			want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 :
			    c >= 0xC0 ? 2 : 1;
		s[n++] = (char)c;
	} while (n < want);
	u = utf8_decode(s, n, &took);
	*out = (wchar_t)(u == UTF8_BAD ? 0xFFFD : u);
	return 1;
}

/* ---- completion ------------------------------------------------------- */

/* The longest beginning that all matches share, in bytes. */
static size_t
shared(const struct completions *c)
{
	size_t n = strlen(c->item[0].text);

	for (size_t i = 1; i < c->n; i++) {
		const char *a = c->item[0].text, *b = c->item[i].text;
		size_t same = 0;

		while (same < n && a[same] == b[same])
			same++;
		n = same;
	}
	return utf8_floor(c->item[0].text, n);
}

static void
list_matches(const struct completions *c)
{
	putchar('\n');
	for (size_t i = 0; i < c->n && i < MAX_SHOWN; i++)
		printf("%s  ", c->item[i].text);
	if (c->n > MAX_SHOWN)
		printf("... %zu more", c->n - MAX_SHOWN);
	putchar('\n');
	fflush(stdout);
}

static unsigned char
insert_match(EditLine *e, const struct completions *c, size_t typed)
{
	const struct library *lib = &line_of(e)->lib;
	struct buf b = BUF_INIT;
	unsigned char result;

	buf_add(&b, c->item[0].text, shared(c));
	if (utf8_count(b.data, b.len) <= typed) {
		buf_release(&b);
		list_matches(c);
		return CC_REDISPLAY;
	}
	lib->el_deletestr(e, (int)typed);
	result = lib->el_insertstr(e, b.data) == 0 ? CC_REFRESH : CC_ERROR;
	buf_release(&b);
	return result;
}

static unsigned char
complete(EditLine *e, int key)
{
	const struct line *l = line_of(e);
	const LineInfo *info = l->lib.el_line(e);
	size_t len = (size_t)(info->cursor - info->buffer), at;
	struct completions c = { 0 };
	unsigned char result = CC_ERROR;

	(void)key;
	at = utf8_count(info->buffer, len);
	if (strspn(info->buffer, " \t") >= len)
		return l->lib.el_insertstr(e, "    ") == 0 ? CC_REFRESH :
		    CC_ERROR;
	session_complete(l->terminal->session, info->buffer, len,
	    at, &c);
	if (c.n > 0 && c.start <= at)
		result = insert_match(e, &c, at - c.start);
	session_completions_release(&c);
	return result;
}

/* ---- lines ------------------------------------------------------------ */

struct line *
line_create(struct terminal *t)
{
	struct line *l = xcalloc(1, sizeof *l);
	HistEvent event;

	l->terminal = t;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    !library_load(&l->lib))
		return l;
	/* Characters only: numbers keep their point. */
	setlocale(LC_CTYPE, "");
	l->edit = l->lib.el_init("penjing", stdin, stdout, stderr);
	if (l->edit == NULL)
		return l;
	l->history = l->lib.history_init();
	l->lib.history(l->history, &event, H_SETSIZE, REMEMBERED);
	l->lib.el_set(l->edit, EL_CLIENTDATA, l);
	l->lib.el_set(l->edit, EL_PROMPT, prompt_of);
	l->lib.el_set(l->edit, EL_EDITOR, "emacs");
	l->lib.el_set(l->edit, EL_HIST, l->lib.history, l->history);
	l->lib.el_set(l->edit, EL_GETCFN, read_key);
	l->lib.el_set(l->edit, EL_ADDFN, "penjing-complete", "complete a name",
	    complete);
	l->lib.el_set(l->edit, EL_BIND, "^I", "penjing-complete", NULL);
	l->lib.el_set(l->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
	return l;
}

void
line_free(struct line **l)
{
	if ((*l)->edit != NULL)
		(*l)->lib.el_end((*l)->edit);
	if ((*l)->history != NULL)
		(*l)->lib.history_end((*l)->history);
	free(*l);
	*l = NULL;
}

static enum line_got
read_plain(const char *prompt, struct buf *b)
{
	char *text = NULL;
	size_t cap = 0;
	ssize_t n;

	if (prompt != NULL)
		fputs(prompt, stdout);
	fflush(stdout);
	n = getline(&text, &cap, stdin);
	if (n > 0)
		buf_add(b, text, (size_t)n);
	free(text);
	return n > 0 ? LINE_TEXT : LINE_END;
}

enum line_got
line_read(struct line *l, const char *prompt, struct buf *b)
{
	const char *text;
	int n = 0;

	if (l->edit == NULL)
		return read_plain(prompt, b);
	l->prompt = prompt != NULL ? prompt : "";
	l->interrupted = false;
	text = l->lib.el_gets(l->edit, &n);
	if (l->interrupted)
		return LINE_INTERRUPT;
	if (text == NULL || n <= 0)
		return LINE_END;
	buf_add(b, text, (size_t)n);
	return LINE_TEXT;
}

void
line_remember(struct line *l, const char *text)
{
	HistEvent event;

	if (l->history != NULL)
		l->lib.history(l->history, &event, H_ENTER, text);
}
