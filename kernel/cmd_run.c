/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/cstr.h"
#include "kernel/command.h"
#include "kernel/notebook.h"
#include "kernel/terminal.h"

/* A file, or stdin for "-". */
static bool
read_file(const char *path, struct buf *b)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char part[1 << 16];
	size_t n;
	bool ok;

	if (f == NULL)
		return false;
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(b, part, n);
	ok = ferror(f) == 0;
	if (f != stdin)
		fclose(f);
	return ok;
}

static int
run_script(struct terminal *t, const char *path, const struct buf *text)
{
	struct run_options o = { .name = path, .script = true };
	struct run_result r = { 0 };
	int status;

	session_run(t->session, text->data, text->len, &o, &r);
	terminal_flush(t);
	if (r.status == RUN_ERROR && !t->broken)
		terminal_error(t, &r);
	status = terminal_status(t, &r);
	session_result_release(&r);
	return status;
}

/* Runs one cell; *stop when the cells after it are not to be run. */
static int
run_cell(struct terminal *t, struct notebook *n, const char *source,
    size_t len, bool *stop)
{
	struct run_options o = { .store_history = true };
	struct run_result r = { 0 };
	int status;

	session_run(t->session, source, len, &o, &r);
	terminal_flush(t);
	notebook_finish_cell(n, &r);
	status = terminal_status(t, &r);
	*stop = r.status == RUN_EXIT || t->broken ||
	    (r.status == RUN_ERROR && !notebook_may_fail(n));
	if (r.status == RUN_ERROR && *stop && !t->broken)
		terminal_error(t, &r);
	session_result_release(&r);
	return *stop ? status : EXIT_SUCCESS;
}

static int
run_notebook(struct terminal *t, const char *path, const struct buf *text,
    const char *out)
{
	int status = EXIT_SUCCESS;
	struct notebook *n;
	bool stop = false;
	char why[128], *source;
	size_t len;

	n = notebook_read(text->data, text->len, why, sizeof why);
	if (n == NULL) {
		fprintf(stderr, "penjing run: %s: %s\n", path, why);
		return EXIT_FAILURE;
	}
	notebook_listen(n, &t->listener);
	while (!stop && (source = notebook_next(n, &len)) != NULL) {
		status = run_cell(t, n, source, len, &stop);
		free(source);
	}
	memset(&t->listener, 0, sizeof t->listener);
	if (out != NULL && !notebook_write(n, out)) {
		fprintf(stderr, "penjing run: %s: %s\n", out,
		    strerror(errno));
		status = EXIT_FAILURE;
	}
	notebook_free(&n);
	return status;
}

/*
 * Options end at the file's name: what follows is the program's. Of a
 * notebook, which takes no words, -o may follow too.
 */
static bool
parse(const struct startup *s, int *file, const char **out)
{
	int i = 1, n = s->argc;

	*out = NULL;
	if (i + 1 < n && strcmp(s->argv[i], "-o") == 0) {
		*out = s->argv[i + 1];
		i += 2;
	}
	*file = i;
	if (i >= n || (s->argv[i][0] == '-' && s->argv[i][1] != '\0'))
		return false;
	if (cstr_ends_with(s->argv[i], ".ipynb"))
		for (int j = i + 1; j < n; j++) {
			if (strcmp(s->argv[j], "-o") != 0)
				continue;
			if (j + 1 == n)
				return false;
			*out = s->argv[j + 1];
		}
	return *out == NULL || cstr_ends_with(s->argv[i], ".ipynb");
}

int
cmd_run(const struct startup *s)
{
	struct session_options o;
	struct buf text = BUF_INIT;
	struct terminal t;
	const char *path, *out;
	int file, status;

	if (!parse(s, &file, &out))
		return startup_usage(s, "usage: run FILE.py [ARGS], or "
		    "run FILE.ipynb [-o OUT.ipynb]");
	path = s->argv[file];
	if (!read_file(path, &text)) {
		fprintf(stderr, "penjing run: %s: %s\n", path,
		    strerror(errno));
		return EXIT_FAILURE;
	}
	startup_session(s, &o);
	o.argv = s->argv + file;
	terminal_init(&t, &o, isatty(STDERR_FILENO) &&
	    startup_env(s, "NO_COLOR") == NULL);
	status = cstr_ends_with(path, ".ipynb") ?
	    run_notebook(&t, path, &text, out) : run_script(&t, path, &text);
	terminal_release(&t);
	buf_release(&text);
	return status;
}
