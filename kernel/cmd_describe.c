/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "kernel/command.h"
#include "kernel/terminal.h"

/* What a person can name without having imported anything. */
static const char prelude[] =
    "import jax, penzai, treescope, math\n"
    "import jax.numpy as jnp\n"
    "import numpy as np\n"
    "import penjing as pj\n"
    "from penzai import pz\n";

static char *
inspect(struct terminal *t, const char *name)
{
	size_t len = strlen(name);
	struct buf b = BUF_INIT;
	char *text;

	text = session_inspect(t->session, name, len, utf8_count(name, len),
	    0);
	if (text == NULL)
		return NULL;
	terminal_plain(&b, text);
	free(text);
	return buf_steal(&b);
}

static bool
describe(struct terminal *t, const char *name)
{
	char *text = inspect(t, name);

	if (text == NULL)
		return false;
	puts(text);
	free(text);
	return true;
}

static bool
is_private(const char *name)
{
	const char *dot = strrchr(name, '.');

	return (dot != NULL ? dot[1] : name[0]) == '_';
}

static void
complete(struct terminal *t, const char *text, struct completions *c)
{
	size_t len = strlen(text);

	memset(c, 0, sizeof *c);
	session_complete(t->session, text, len, utf8_count(text, len), c);
}

/* Everything of one module, as Markdown. */
static void
describe_module(struct terminal *t, const char *module)
{
	struct run_options o = { .name = "penjing describe", .script = true };
	struct run_result r = { 0 };
	struct completions c;
	struct buf b = BUF_INIT;
	const char *last;
	char *text;

	buf_printf(&b, "import %s\n", module);
	session_run(t->session, b.data, b.len, &o, &r);
	session_result_release(&r);
	printf("# %s\n\n", module);
	buf_truncate(&b, 0);
	buf_printf(&b, "%s.", module);
	complete(t, b.data, &c);
	for (size_t i = 0; i < c.n; i++) {
		if (is_private(c.item[i].text))
			continue;
		last = strrchr(c.item[i].text, '.');
		last = last != NULL ? last + 1 : c.item[i].text;
		buf_truncate(&b, 0);
		buf_printf(&b, "%s.%s", module, last);
		text = inspect(t, b.data);
		printf("## %s\n\n", b.data);
		if (text != NULL)
			printf("```\n%s\n```\n\n", text);
		free(text);
	}
	session_completions_release(&c);
	buf_release(&b);
}

static int
describe_all(struct terminal *t)
{
	struct completions c;
	bool any;

	complete(t, "import ", &c);
	any = c.n > 0;
	for (size_t i = 0; i < c.n; i++)
		if (!is_private(c.item[i].text))
			describe_module(t, c.item[i].text);
	session_completions_release(&c);
	if (!any)
		fputs("penjing describe: the session does not list its "
		    "modules: use describe NAME\n", stderr);
	return any ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
cmd_describe(const struct startup *s)
{
	struct run_options run = { .name = "penjing describe",
	    .script = true };
	struct session_options o;
	struct run_result r = { 0 };
	struct terminal t;
	int status = EXIT_SUCCESS;

	startup_session(s, &o);
	terminal_init(&t, &o, false);
	session_run(t.session, prelude, sizeof prelude - 1, &run, &r);
	session_result_release(&r);
	if (s->argc < 2)
		status = describe_all(&t);
	for (int i = 1; i < s->argc; i++)
		if (!describe(&t, s->argv[i])) {
			fprintf(stderr, "penjing describe: nothing is known "
			    "of '%s'\n", s->argv[i]);
			status = EXIT_FAILURE;
		}
	terminal_release(&t);
	return status;
}
