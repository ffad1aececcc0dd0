/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "display/bundle.h"
#include "kernel/clock.h"

#define INTERRUPTED 130
#define PIPE_BROKEN 141
/* A Ctrl-C ends a program that did not take the one before for so long. */
#define STUCK_US 1000000

/* ---- writing ---------------------------------------------------------- */

static void
put(struct terminal *t, FILE *f, const char *s, size_t len)
{
	if (f == stderr)
		fflush(stdout);
	if (fwrite(s, 1, len, f) == len || f != stdout || t->broken)
		return;
	/* As with `| head`: nobody reads on, so the program stops. */
	t->broken = true;
	session_interrupt(t->session);
}

static void
terminal_text(void *data, void *request, enum stream to, const char *s,
    size_t len)
{
	struct terminal *t = data;

	(void)request;
	terminal_flush(t);
	put(t, to == STREAM_OUT ? stdout : stderr, s, len);
	if (t->listener.text != NULL)
		t->listener.text(t->listener.data, to, s, len);
}

static const struct mime *
plain_of(const struct mime *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(m[i].type, "text/plain") == 0)
			return &m[i];
	return NULL;
}

static void
put_line(struct terminal *t, const char *s, size_t len)
{
	put(t, stdout, s, len);
	if (len == 0 || s[len - 1] != '\n')
		put(t, stdout, "\n", 1);
}

void
terminal_flush(struct terminal *t)
{
	if (t->id.len == 0)
		return;
	put_line(t, t->update.data, t->update.len);
	buf_truncate(&t->id, 0);
	buf_truncate(&t->update, 0);
}

/* Of a display that changes, its last state is enough on paper. */
static void
hold(struct terminal *t, const char *id, const struct mime *plain)
{
	if (t->id.len > 0 && strcmp(t->id.data, id) != 0)
		terminal_flush(t);
	buf_truncate(&t->id, 0);
	buf_truncate(&t->update, 0);
	buf_str(&t->id, id);
	buf_add(&t->update, plain->data, plain->len);
}

static void
terminal_bundle(void *data, void *request, const struct mime *m, size_t n,
    const struct show *show)
{
	struct terminal *t = data;
	const struct mime *plain = plain_of(m, n);
	char prompt[32];

	(void)request;
	if (t->listener.bundle != NULL)
		t->listener.bundle(t->listener.data, m, n, show);
	if (plain == NULL)
		return;
	if (show->id != NULL && show->id[0] != '\0') {
		hold(t, show->id, plain);
		return;
	}
	terminal_flush(t);
	if (t->prompts && show->count > 0) {
		snprintf(prompt, sizeof prompt, "Out[%d]:%s", show->count,
		    memchr(plain->data, '\n', plain->len) ? "\n" : " ");
		put(t, stdout, prompt, strlen(prompt));
	}
	put_line(t, plain->data, plain->len);
}

static void
terminal_show(void *data, void *request, struct value *v,
    const struct show *show)
{
	struct terminal *t = data;
	struct bundle b;

	bundle_make(&b, t->session, v);
	terminal_bundle(t, request, b.mime, b.n, show);
	bundle_release(&b);
}

static void
terminal_clear(void *data, void *request, bool wait)
{
	struct terminal *t = data;

	(void)request;
	if (t->listener.clear != NULL)
		t->listener.clear(t->listener.data, wait);
}

static void
terminal_page(void *data, void *request, const struct mime *m, size_t n)
{
	const struct mime *plain = plain_of(m, n);

	(void)request;
	if (plain != NULL)
		put_line(data, plain->data, plain->len);
}

/* ---- reading ---------------------------------------------------------- */

/* Waits for input, but no longer than until an interrupt. */
static bool
wait_input(struct terminal *t)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	while (!ctx_stopped(session_ctx(t->session)))
		if (poll(&p, 1, 50) > 0)
			return true;
	return false;
}

static char *
read_line(struct terminal *t)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!wait_input(t))
		return NULL;
	n = getline(&line, &cap, stdin);
	if (n < 0) {
		free(line);
		return NULL;
	}
	if (n > 0 && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return line;
}

static char *
terminal_input(void *data, void *request, const char *prompt, bool password,
    bool *not_allowed)
{
	struct terminal *t = data;
	struct termios old, quiet;
	char *line;

	(void)request;
	*not_allowed = false;
	terminal_flush(t);
	put(t, stdout, prompt, strlen(prompt));
	fflush(stdout);
	password = password && tcgetattr(STDIN_FILENO, &old) == 0;
	if (password) {
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	line = read_line(t);
	if (password) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		put(t, stdout, "\n", 1);
	}
	return line;
}

/* ---- interrupts ------------------------------------------------------- */

/* SIGUSR1 ends the thread that waits for SIGINT. */
static sigset_t
awaited(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	return set;
}

static void *
take_interrupts(void *data)
{
	struct terminal *t = data;
	int64_t before = 0, now;
	sigset_t set = awaited();
	int sig;

	for (;;) {
		if (sigwait(&set, &sig) != 0)
			continue;
		if (sig == SIGUSR1)
			return NULL;
		now = clock_us();
		if (!ctx_stopped(session_ctx(t->session)))
			before = now;
		else if (now - before > STUCK_US)
			_exit(INTERRUPTED);
		session_interrupt(t->session);
	}
}

static void
start_interrupts(struct terminal *t)
{
	sigset_t set = awaited();

	pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (pthread_create(&t->interrupts, NULL, take_interrupts, t) != 0)
		abort();
}

/* ---- the whole -------------------------------------------------------- */

void
terminal_init(struct terminal *t, struct session_options *o, bool colour)
{
	memset(t, 0, sizeof *t);
	buf_init(&t->id);
	buf_init(&t->update);
	t->colour = colour;
	o->sink = (struct sink){ .data = t, .text = terminal_text,
	    .show = terminal_show, .bundle = terminal_bundle,
	    .clear = terminal_clear, .input = terminal_input,
	    .page = terminal_page };
	t->session = session_create(o);
	start_interrupts(t);
}

void
terminal_release(struct terminal *t)
{
	terminal_flush(t);
	pthread_kill(t->interrupts, SIGUSR1);
	pthread_join(t->interrupts, NULL);
	session_free(&t->session);
	buf_release(&t->id);
	buf_release(&t->update);
}

void
terminal_plain(struct buf *b, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (p[0] != '\033' || p[1] != '[') {
			buf_char(b, *p);
			continue;
		}
		p += 2 + strspn(p + 2, "0123456789;:?");
		if (*p == '\0')
			break;
	}
}

void
terminal_error(struct terminal *t, const struct run_result *r)
{
	struct buf b = BUF_INIT;

	terminal_flush(t);
	for (size_t i = 0; i < r->ntraceback; i++) {
		if (t->colour)
			buf_str(&b, r->traceback[i]);
		else
			terminal_plain(&b, r->traceback[i]);
		buf_char(&b, '\n');
	}
	put(t, stderr, b.data, b.len);
	buf_release(&b);
}

/* exit("text") says it, as Python does; exit(3) says nothing. */
static void
say_exit(struct terminal *t, const struct run_result *r)
{
	const char *text = r->evalue;

	if (r->exit_status != 1 || text == NULL || text[0] == '\0' ||
	    text[strspn(text, "-0123456789")] == '\0' ||
	    strcmp(text, "True") == 0)
		return;
	put(t, stderr, text, strlen(text));
	put(t, stderr, "\n", 1);
}

int
terminal_status(struct terminal *t, const struct run_result *r)
{
	if (t->broken)
		return PIPE_BROKEN;
	if (r->status == RUN_EXIT) {
		say_exit(t, r);
		return r->exit_status & 0xFF;
	}
	if (r->status == RUN_OK)
		return EXIT_SUCCESS;
	return strcmp(r->ename, "KeyboardInterrupt") == 0 ? INTERRUPTED :
	    EXIT_FAILURE;
}
