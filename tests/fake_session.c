/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session and a bundle without a language, so that kernel/ is tested by
 * itself: each line of a cell is one of a few forms, which Python would
 * understand in the same way.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/session.h"
#include "display/bundle.h"

struct session {
	struct ctx ctx;
	atomic_bool stop;
	struct sink sink;
	int count;
};

struct value {
	char *text;
};

const struct module_row *const display_modules[] = { NULL };

struct session *
session_create(const struct session_options *o)
{
	struct session *s = xcalloc(1, sizeof *s);

	ctx_init(&s->ctx, &s->stop);
	s->sink = o->sink;
	return s;
}

void
session_free(struct session **s)
{
	ctx_release(&(*s)->ctx);
	free(*s);
	*s = NULL;
}

struct ctx *
session_ctx(struct session *s)
{
	return &s->ctx;
}

/* ---- statements ------------------------------------------------------- */

struct run {
	struct session *s;
	const struct run_options *o;
	struct run_result *r;
	int count;
	bool last;		/* the line that runs is the last one */
};

static void
put(struct run *run, enum stream stream, const char *s, size_t len)
{
	if (!run->o->silent && run->s->sink.text != NULL)
		run->s->sink.text(run->s->sink.data, run->o->request, stream,
		    s, len);
}

static bool
fail(struct run *run, const char *ename, const char *evalue)
{
	struct buf b = BUF_INIT;

	run->r->status = RUN_ERROR;
	run->r->ename = xstrdup(ename);
	run->r->evalue = xstrdup(evalue);
	buf_printf(&b, "%s: %s", ename, evalue);
	run->r->traceback = xcalloc(1, sizeof(char *));
	run->r->traceback[0] = buf_steal(&b);
	run->r->ntraceback = 1;
	return false;
}

static bool
poll_stop(struct run *run)
{
	if (ctx_poll(&run->s->ctx))
		return true;
	err_clear(&run->s->ctx);
	return fail(run, "KeyboardInterrupt", "");
}

static void
show(struct run *run, struct value *v, int count, const char *id,
    bool update)
{
	struct show how = { .count = count, .id = id, .update = update };

	if (!run->o->silent)
		run->s->sink.show(run->s->sink.data, run->o->request, v,
		    &how);
}

/* The text between the quotes after prefix; null when line is another. */
static char *
quoted(const char *line, const char *prefix)
{
	size_t n = strlen(prefix);
	const char *end;
	struct buf b = BUF_INIT;

	if (strncmp(line, prefix, n) != 0 || line[n] != '"')
		return NULL;
	end = strchr(line + n + 1, '"');
	if (end == NULL)
		return NULL;
	for (const char *p = line + n + 1; p < end; p++)
		if (*p == '\\' && p[1] == 'n') {
			buf_char(&b, '\n');
			p++;
		} else
			buf_char(&b, *p);
	return buf_steal(&b);
}

static bool
do_print(struct run *run, const char *line)
{
	char *text = quoted(line, "print(");
	enum stream to = strstr(line, "file=sys.stderr") != NULL ?
	    STREAM_ERR : STREAM_OUT;

	put(run, to, text, strlen(text));
	if (strstr(line, "end=\"\"") == NULL)
		put(run, to, "\n", 1);
	free(text);
	return true;
}

static bool
do_sleep(struct run *run, double seconds)
{
	const struct timespec tick = { 0, 1000 * 1000 };

	for (double t = 0; t < seconds; t += 0.001) {
		nanosleep(&tick, NULL);
		if (!poll_stop(run))
			return false;
	}
	return true;
}

static bool
do_while(struct run *run, const char *body)
{
	char *text = quoted(body, "print(");
	bool ok;

	do {
		ok = poll_stop(run);
		if (text != NULL)
			do_print(run, body);
	} while (ok);
	free(text);
	return false;
}

static bool
do_for(struct run *run, long n, const char *body)
{
	char text[32];
	struct value v = { text };

	for (long i = 0; i < n; i++) {
		if (!poll_stop(run))
			return false;
		snprintf(text, sizeof text, "%ld", i);
		if (strcmp(body, "print(i)") == 0) {
			put(run, STREAM_OUT, text, strlen(text));
			put(run, STREAM_OUT, "\n", 1);
		} else if (strcmp(body, "display(i)") == 0)
			show(run, &v, 0, NULL, false);
		else
			show(run, &v, 0, "a", true);
	}
	return true;
}

static bool
do_input(struct run *run, const char *prompt, bool password)
{
	bool not_allowed = false;
	struct value v;
	char *line;

	line = run->s->sink.input(run->s->sink.data, run->o->request, prompt,
	    password, &not_allowed);
	if (line == NULL) {
		if (not_allowed)
			return fail(run, "StdinNotImplementedError",
			    "this front end does not support input");
		return poll_stop(run) &&
		    fail(run, "EOFError", "EOF when reading a line");
	}
	v.text = line;
	if (run->last)
		show(run, &v, run->count, NULL, false);
	free(line);
	return true;
}

static bool
do_raise(struct run *run, const char *line)
{
	char name[64];

	if (sscanf(line, "raise %63[A-Za-z]", name) != 1)
		return fail(run, "SyntaxError", line);
	return fail(run, name, strchr(line, '(') != NULL ? "raised" : "");
}

static bool
do_page(struct run *run, const char *line)
{
	struct mime m = { "text/plain", line, strlen(line), false };

	run->s->sink.page(run->s->sink.data, run->o->request, &m, 1);
	return true;
}

static bool
do_expression(struct run *run, const char *line)
{
	char text[64], *string = quoted(line, "");
	struct value v = { text };
	long a, b;
	int n = 0;

	if (string != NULL) {
		v.text = xstrdup(line);
		v.text[0] = v.text[strlen(v.text) - 1] = '\'';
		free(string);
	} else if (sscanf(line, "%ld*%ld%n", &a, &b, &n) == 2 &&
	    line[n] == '\0')
		snprintf(text, sizeof text, "%ld", a * b);
	else if (sscanf(line, "%ld%n", &a, &n) == 1 && line[n] == '\0')
		snprintf(text, sizeof text, "%ld", a);
	else
		return fail(run, "SyntaxError", line);
	if (run->last)
		show(run, &v, run->count, NULL, false);
	if (v.text != text)
		free(v.text);
	return true;
}

static bool
do_display(struct run *run, const char *line, bool update)
{
	char text[64] = "", id[64] = "";
	struct value v = { text };

	sscanf(strchr(line, '(') + 1, "%63[0-9]", text);
	if (strstr(line, "display_id=\"") != NULL)
		sscanf(strstr(line, "display_id=\"") + 12, "%63[a-z]", id);
	show(run, &v, 0, id[0] != '\0' ? id : NULL, update);
	return true;
}

static bool
starts(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

static bool
do_line(struct run *run, const char *line)
{
	double seconds;
	int n = 0, status;
	long times;
	char *prompt;
	bool ok;

	if (line[0] == '\0' || line[0] == '#' || starts(line, "import ") ||
	    starts(line, "from "))
		return true;
	if (starts(line, "print(\""))
		return do_print(run, line);
	if (sscanf(line, "time.sleep(%lf)", &seconds) == 1)
		return do_sleep(run, seconds);
	if (starts(line, "while True: "))
		return do_while(run, line + 12);
	if (sscanf(line, "for i in range(%ld): %n", &times, &n) == 1 && n > 0)
		return do_for(run, times, line + n);
	if (starts(line, "raise ") )
		return do_raise(run, line);
	if (strcmp(line, "1/0") == 0)
		return fail(run, "ZeroDivisionError", "division by zero");
	if (starts(line, "clear_output(")) {
		run->s->sink.clear(run->s->sink.data, run->o->request,
		    strstr(line, "True") != NULL);
		return true;
	}
	if (starts(line, "display("))
		return do_display(run, line, false);
	if (starts(line, "update_display("))
		return do_display(run, line, true);
	if (line[strlen(line) - 1] == '?')
		return do_page(run, line);
	if (sscanf(line, "exit(%d)", &status) == 1) {
		run->r->status = RUN_EXIT;
		run->r->exit_status = status;
		return false;
	}
	if ((prompt = quoted(line, "input(")) != NULL) {
		ok = do_input(run, prompt, false);
		free(prompt);
		return ok;
	}
	if ((prompt = quoted(line, "getpass.getpass(")) != NULL) {
		ok = do_input(run, prompt, true);
		free(prompt);
		return ok;
	}
	return do_expression(run, line);
}

void
session_run(struct session *s, const char *source, size_t len,
    const struct run_options *o, struct run_result *r)
{
	struct run run = { s, o, r, 0, false };
	char *text = xmemdup0(source, len), *line = text, *end;
	bool ok = true;

	memset(r, 0, sizeof *r);
	if (o->store_history)
		s->count++;
	run.count = r->count = s->count;
	for (; ok && line != NULL; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		run.last = !o->script && (end == NULL || *end == '\0');
		ok = do_line(&run, line);
	}
	free(text);
}

void
session_result_release(struct run_result *r)
{
	for (size_t i = 0; i < r->ntraceback; i++)
		free(r->traceback[i]);
	free(r->traceback);
	free(r->ename);
	free(r->evalue);
	memset(r, 0, sizeof *r);
}

int
session_next_count(const struct session *s)
{
	return s->count + 1;
}

bool
session_eval(struct session *s, const char *source, size_t len,
    void (*use)(void *, struct value *), void *data, struct run_result *r)
{
	struct run run = { s, NULL, r, 0, false };
	struct value v;

	memset(r, 0, sizeof *r);
	if (len == 0 || strncmp(source, "bad", 3) == 0)
		return fail(&run, "NameError", "name 'bad' is not defined");
	v.text = xmemdup0(source, len);
	use(data, &v);
	free(v.text);
	return true;
}

void
session_interrupt(struct session *s)
{
	atomic_store(&s->stop, true);
}

void
session_interrupt_clear(struct session *s)
{
	atomic_store(&s->stop, false);
}

void
session_on_poll(struct session *s, void (*fn)(void *), void *data)
{
	s->ctx.on_poll = fn;
	s->ctx.on_poll_data = data;
}

/* ---- asking ----------------------------------------------------------- */

enum completeness
session_is_complete(struct session *s, const char *source, size_t len,
    int *indent)
{
	char *text = xmemdup0(source, len);
	enum completeness is = CODE_COMPLETE;

	(void)s;
	*indent = 4;
	if (strcmp(text, "x = = 1") == 0 || strcmp(text, ")") == 0)
		is = CODE_INVALID;
	else if (len > 0 && strchr(":([{", text[len - 1]) != NULL)
		is = CODE_INCOMPLETE;
	free(text);
	return is;
}

/* Completes "zi" to "zip" behind whatever stands before it. */
void
session_complete(struct session *s, const char *source, size_t len,
    size_t cursor, struct completions *c)
{
	(void)s;
	memset(c, 0, sizeof *c);
	if (len < 2 || cursor < 2 || memcmp(source + len - 2, "zi", 2) != 0)
		return;
	c->item = xcalloc(1, sizeof *c->item);
	c->item[0].text = xstrdup("zip");
	c->item[0].type = xstrdup("function");
	c->n = 1;
	c->start = cursor - 2;
	c->end = cursor;
}

void
session_completions_release(struct completions *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->item[i].text);
		free(c->item[i].type);
		free(c->item[i].signature);
	}
	free(c->item);
	memset(c, 0, sizeof *c);
}

char *
session_inspect(struct session *s, const char *source, size_t len,
    size_t cursor, int detail)
{
	struct buf b = BUF_INIT;

	(void)s;
	if (len < 5 || strncmp(source, "print", 5) != 0)
		return NULL;
	buf_printf(&b, "print at %zu, detail %d", cursor, detail);
	return buf_steal(&b);
}

/* ---- display ---------------------------------------------------------- */

void
bundle_make(struct bundle *b, struct session *s, struct value *v)
{
	struct buf html = BUF_INIT;

	(void)s;
	b->arena = arena_create();
	b->mime = arena_array(b->arena, 2, sizeof *b->mime);
	b->n = 2;
	buf_printf(&html, "<b>%s</b>", v->text);
	b->mime[0] = (struct mime){ "text/plain",
	    arena_strdup(b->arena, v->text), strlen(v->text), false };
	b->mime[1] = (struct mime){ "text/html",
	    arena_strdup(b->arena, html.data), html.len, false };
	buf_release(&html);
}

void
bundle_release(struct bundle *b)
{
	arena_free(&b->arena);
}

char *
bundle_page(struct session *s, struct value *v, const char *title,
    size_t *len)
{
	struct buf b = BUF_INIT;

	(void)s;
	buf_printf(&b, "<title>%s</title>%s", title, v->text);
	*len = b.len;
	return buf_steal(&b);
}
