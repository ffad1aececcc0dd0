/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "display/bundle.h"
#include "kernel/command.h"
#include "kernel/emit.h"
#include "kernel/terminal.h"

struct page {
	struct terminal *t;
	const char *title;
	char *html;
	size_t len;
};

static void
make_page(void *data, struct value *v)
{
	struct page *p = data;

	p->html = bundle_page(p->t->session, v, p->title, &p->len);
}

static bool
fill_page(struct page *p, const char *path)
{
	static const char import[] = "import penjing as pj\n";
	struct run_options o = { .name = "penjing view", .script = true };
	struct run_result r = { 0 };
	struct buf b = BUF_INIT;
	struct emit e;
	bool ok;

	session_run(p->t->session, import, sizeof import - 1, &o, &r);
	ok = r.status == RUN_OK;
	if (ok) {
		session_result_release(&r);
		/* A string of JSON is one of Python. */
		buf_str(&b, "pj.open(");
		emit_init(&e, &b);
		emit_str(&e, path);
		buf_str(&b, ")");
		ok = session_eval(p->t->session, b.data, b.len, make_page, p,
		    &r);
		buf_release(&b);
	}
	if (!ok)
		fprintf(stderr, "penjing view: %s: %s: %s\n", path, r.ename,
		    r.evalue);
	session_result_release(&r);
	return ok && p->html != NULL;
}

static bool
write_page(const struct page *p, const char *out)
{
	FILE *f = out != NULL ? fopen(out, "wb") : stdout;
	bool ok;

	ok = f != NULL && fwrite(p->html, 1, p->len, f) == p->len;
	if (f != NULL && (f == stdout ? fflush(f) : fclose(f)) != 0)
		ok = false;
	if (!ok)
		fprintf(stderr, "penjing view: %s: %s\n",
		    out != NULL ? out : "stdout", strerror(errno));
	return ok;
}

static int
view(const struct startup *s, const char *path, const char *out)
{
	const char *slash = strrchr(path, '/');
	struct session_options o;
	struct terminal t;
	struct page p = { .t = &t,
	    .title = slash != NULL && slash[1] != '\0' ? slash + 1 : path };
	bool ok;

	startup_session(s, &o);
	terminal_init(&t, &o, false);
	ok = fill_page(&p, path) && write_page(&p, out);
	free(p.html);
	terminal_release(&t);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
cmd_view(const struct startup *s)
{
	const char *path = NULL, *out = NULL;

	for (int i = 1; i < s->argc; i++)
		if (strcmp(s->argv[i], "-o") == 0 && i + 1 < s->argc)
			out = s->argv[++i];
		else if (path == NULL)
			path = s->argv[i];
		else
			return startup_usage(s, "one checkpoint at a time");
	if (path == NULL)
		return startup_usage(s, "usage: view CHECKPOINT "
		    "[-o FILE.html]");
	if (out == NULL && isatty(STDOUT_FILENO))
		return startup_usage(s, "a page of HTML is not for a "
		    "terminal: use -o FILE.html");
	return view(s, path, out);
}
