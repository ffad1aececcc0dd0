/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IPython's magics, as far as a habit asks for them. The parser makes them
 * calls of the functions here; one row a magic.
 */
#include "core/lang/mod_magic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/suggest.h"
#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/lang/output.h"
#include "core/lang/unit.h"

struct magic {
	const char *name, *doc;
	struct value *(*line)(struct ctx *, const char *rest);
	struct value *(*cell)(struct ctx *, const char *rest,
	    const char *body);
};

static void
say(struct ctx *c, const char *text)
{
	interp_print(c, text, strlen(text), false);
}

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* "1.23 ms": four digits in the unit that fits. */
static void
write_time(struct buf *b, double s)
{
	static const struct { double unit; const char *name; } units[] = {
		{ 1, "s" }, { 1e-3, "ms" }, { 1e-6, "us" }, { 1e-9, "ns" }
	};
	size_t i = 0;

	while (i + 1 < nitems(units) && s < units[i].unit)
		i++;
	buf_printf(b, "%.3g %s", s / units[i].unit, units[i].name);
}

/* Statements in the user's names. */
static bool
run(struct ctx *c, const char *text)
{
	struct unit *u = unit_new(c, "<magic>", text, strlen(text), UNIT_CELL);

	return u != NULL && interp_exec(c, u, interp_globals(c));
}

/* ---- time --------------------------------------------------------------------------- */

static struct value *
time_text(struct ctx *c, const char *text)
{
	double wall = seconds(CLOCK_MONOTONIC);
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	struct buf b = BUF_INIT;
	bool ok = run(c, text);

	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	wall = seconds(CLOCK_MONOTONIC) - wall;
	buf_str(&b, "CPU times: total: ");
	write_time(&b, cpu);
	buf_str(&b, "\nWall time: ");
	write_time(&b, wall);
	buf_char(&b, '\n');
	say(c, b.data);
	buf_release(&b);
	return ok ? &value_none : NULL;
}

static struct value *
time_line(struct ctx *c, const char *rest)
{
	return time_text(c, rest);
}

static struct value *
time_cell(struct ctx *c, const char *rest UNUSED, const char *body)
{
	return time_text(c, body);
}

/* Loops until a round takes 0.2 s, then seven rounds. */
static struct value *
timeit(struct ctx *c, const char *text)
{
	double round[7], mean = 0, dev = 0;
	struct buf b = BUF_INIT;
	long loops = 1;

	for (;;) {
		double t = seconds(CLOCK_MONOTONIC);

		for (long i = 0; i < loops; i++)
			if (!ctx_poll(c) || !run(c, text))
				return NULL;
		t = seconds(CLOCK_MONOTONIC) - t;
		if (t >= 0.2 || loops >= 10000000)
			break;
		loops *= 10;
	}
	for (size_t r = 0; r < nitems(round); r++) {
		double t = seconds(CLOCK_MONOTONIC);

		for (long i = 0; i < loops; i++)
			if (!ctx_poll(c) || !run(c, text))
				return NULL;
		round[r] = (seconds(CLOCK_MONOTONIC) - t) / (double)loops;
		mean += round[r] / (double)nitems(round);
	}
	for (size_t r = 0; r < nitems(round); r++)
		dev += (round[r] - mean) * (round[r] - mean);
	write_time(&b, mean);
	buf_str(&b, " ± ");
	write_time(&b, sqrt(dev / (double)nitems(round)));
	buf_printf(&b, " per loop (mean ± std. dev. of 7 runs, %ld loop%s "
	    "each)\n", loops, loops == 1 ? "" : "s");
	say(c, b.data);
	buf_release(&b);
	return &value_none;
}

static struct value *
timeit_cell(struct ctx *c, const char *rest UNUSED, const char *body)
{
	return timeit(c, body);
}

/* ---- names --------------------------------------------------------------------------- */

static bool
is_users(const struct value *key, const struct value *v)
{
	return value_is(key, &str_kind) && str_text(key)[0] != '_' &&
	    !value_is(v, &module_kind) && strcmp(str_text(key), "In") != 0 &&
	    strcmp(str_text(key), "Out") != 0;
}

static struct value *
who(struct ctx *c, const char *rest UNUSED)
{
	struct value *names = interp_globals(c), *key, *v;
	struct buf b = BUF_INIT;
	size_t at = 0;

	while (dict_next(names, &at, &key, &v))
		if (is_users(key, v))
			buf_printf(&b, "%s\t ", str_text(key));
	buf_str(&b, b.len > 0 ? "\n" : "Interactive namespace is empty.\n");
	say(c, b.data);
	buf_release(&b);
	return &value_none;
}

static struct value *
whos(struct ctx *c, const char *rest UNUSED)
{
	struct value *names = interp_globals(c), *key, *v;
	struct buf b = BUF_INIT;
	size_t at = 0;

	buf_printf(&b, "%-20s %s\n", "Variable", "Type");
	while (dict_next(names, &at, &key, &v))
		if (is_users(key, v))
			buf_printf(&b, "%-20s %s\n", str_text(key),
			    value_type_name(c, v));
	say(c, b.data);
	buf_release(&b);
	return &value_none;
}

static struct value *
reset(struct ctx *c, const char *rest UNUSED)
{
	struct value *names = interp_globals(c), *key, *v;
	struct value *gone = list_new(c, 0, NULL);
	size_t at = 0;

	while (dict_next(names, &at, &key, &v))
		if (is_users(key, v) && !list_append(c, gone, key))
			return NULL;
	for (size_t i = 0; i < seq_len(gone); i++)
		if (!dict_del(c, names, seq_item(gone, i), NULL))
			return NULL;
	return &value_none;
}

/* ---- other cells ---------------------------------------------------------------------- */

static struct value *
show_text(struct ctx *c, const char *type, const char *text)
{
	const struct sink *sink = interp_sink(c);
	struct mime mime[2] = {
		{ .type = type, .data = text, .len = strlen(text) },
		{ .type = "text/plain", .data = text, .len = strlen(text) },
	};
	struct show show = { 0 };

	if (sink->bundle != NULL)
		sink->bundle(sink->data, interp_request(c), mime, 2, &show);
	return &value_none;
}

static struct value *
html_cell(struct ctx *c, const char *rest UNUSED, const char *body)
{
	return show_text(c, "text/html", body);
}

static struct value *
markdown_cell(struct ctx *c, const char *rest UNUSED, const char *body)
{
	return show_text(c, "text/markdown", body);
}

/* %%autovisualize [EXPRESSION]: how arrays are drawn in this cell. */
static struct value *
autovisualize_cell(struct ctx *c, const char *rest, const char *body)
{
	struct value *m = module_import(c, "treescope", 9);
	struct value *args[3] = { &value_false, &value_none, NULL };
	struct unit *u;

	if (m == NULL)
		return NULL;
	if (*rest != '\0') {
		u = unit_new(c, "<magic>", rest, strlen(rest), UNIT_EVAL);
		args[0] = &value_true;
		args[1] = u != NULL ? interp_eval(c, u, interp_globals(c)) :
		    NULL;
	}
	args[2] = str_new(c, body);
	if (args[1] == NULL)
		return NULL;
	return value_call_n(c, module_find(c, m,
	    atom(c, "_autovisualize_cell")), 3, args);
}

/* Other code by its file: %run FILE */
static struct value *
run_file(struct ctx *c, const char *rest)
{
	FILE *f = fopen(rest, "rb");
	struct buf b = BUF_INIT;
	struct unit *u;
	char part[8192];
	size_t n;

	if (f == NULL)
		return err_raise(c, ERR_FILE_NOT_FOUND,
		    "[Errno 2] No such file or directory: '%s'", rest);
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	u = unit_new(c, rest, b.data, b.len, UNIT_FILE);
	buf_release(&b);
	return u != NULL && interp_exec(c, u, interp_globals(c)) ?
	    &value_none : NULL;
}

static struct value *
nothing(struct ctx *c UNUSED, const char *rest UNUSED)
{
	return &value_none;
}

static struct value *
matplotlib(struct ctx *c, const char *rest UNUSED)
{
	say(c, "%matplotlib is ignored: there is no matplotlib here, and "
	    "figures of arrays are shown by themselves.\n");
	return &value_none;
}

static struct value *
pip(struct ctx *c, const char *rest UNUSED)
{
	return err_raise(c, ERR_RUNTIME, "packages cannot be installed into "
	    "this kernel: what import finds is built in (see penjing "
	    "describe), and .py files beside the notebook");
}

static struct value *list_magics(struct ctx *, const char *rest);

static const struct magic magics[] = {
	{ "time", "How long a statement takes.", time_line, time_cell },
	{ "timeit", "How long a statement takes, over many runs.", timeit,
	    timeit_cell },
	{ "capture", "Keeps a cell's output in an object [NAME].", NULL,
	    magic_capture },
	{ "who", "The names you have defined.", who, NULL },
	{ "whos", "The names you have defined, with types.", whos, NULL },
	{ "reset", "Forgets the names you have defined.", reset, NULL },
	{ "run", "Runs a file.", run_file, NULL },
	{ "autovisualize", "Draws the arrays of a cell, or not (False), or "
	    "as an autovisualizer says.", NULL, autovisualize_cell },
	{ "html", "Shows a cell of HTML.", NULL, html_cell },
	{ "markdown", "Shows a cell of Markdown.", NULL, markdown_cell },
	{ "matplotlib", "Ignored: figures are shown by themselves.",
	    matplotlib, NULL },
	{ "load_ext", "Ignored: nothing needs to be loaded.", nothing, NULL },
	{ "autoreload", "Ignored.", nothing, NULL },
	{ "pip", "Says what to do instead.", pip, NULL },
	{ "conda", "Says what to do instead.", pip, NULL },
	{ "lsmagic", "Lists the magics.", list_magics, NULL },
};

static struct value *
list_magics(struct ctx *c, const char *rest UNUSED)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < nitems(magics); i++)
		buf_printf(&b, "%s%-12s %s\n", magics[i].line != NULL ? "%" :
		    "%%", magics[i].name, magics[i].doc);
	say(c, b.data);
	buf_release(&b);
	return &value_none;
}

static const struct magic *
find(struct ctx *c, const char *name, bool cell)
{
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < nitems(magics); i++) {
		if (strcmp(magics[i].name, name) == 0 &&
		    (cell ? magics[i].cell != NULL : magics[i].line != NULL))
			return &magics[i];
		suggest_offer(&near, magics[i].name);
	}
	return err_raise(c, ERR_NAME, "%s magic function `%s%s` not found%s%s%s",
	    cell ? "Cell" : "Line", cell ? "%%" : "%", name,
	    near.best != NULL ? ". Did you mean: '" : "; %lsmagic lists them",
	    near.best != NULL ? near.best : "", near.best != NULL ? "'?" :
	    "");
}

static const struct param line_params[] = {
	{ "name", PARAM_STR, NULL, "", 0 }, { "rest", PARAM_STR, NULL, "", 0 },
	{ 0 }
};
static const struct param cell_params[] = {
	{ "name", PARAM_STR, NULL, "", 0 }, { "rest", PARAM_STR, NULL, "", 0 },
	{ "body", PARAM_STR, NULL, "", 0 }, { 0 }
};
static const struct param shell_params[] = {
	{ "command", PARAM_STR, NULL, "", 0 }, { 0 }
};

static struct value *
fn_line(struct ctx *c, struct value *const *args)
{
	const struct magic *m = find(c, str_text(args[0]), false);

	return m == NULL ? NULL : m->line(c, str_text(args[1]));
}

static struct value *
fn_cell(struct ctx *c, struct value *const *args)
{
	const struct magic *m = find(c, str_text(args[0]), true);

	return m == NULL ? NULL : m->cell(c, str_text(args[1]),
	    str_text(args[2]));
}

static struct value *
fn_shell(struct ctx *c, struct value *const *args)
{
	return err_raise(c, ERR_RUNTIME, "commands are not run from here: use "
	    "a terminal for `%s`", str_text(args[0]));
}

const struct native magic_functions[] = {
	{ MAGIC_LINE, line_params, fn_line, "%name", NULL },
	{ MAGIC_CELL, cell_params, fn_cell, "%%name", NULL },
	{ MAGIC_SHELL, shell_params, fn_shell, "!command", NULL },
	{ 0 }
};
