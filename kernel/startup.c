/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "display/bundle.h"
#include "kernel/command.h"

const char *
startup_env(const struct startup *s, const char *name)
{
	size_t len = strlen(name);

	for (char *const *e = s->environ; *e != NULL; e++)
		if (strncmp(*e, name, len) == 0 && (*e)[len] == '=')
			return (*e)[len + 1] != '\0' ? *e + len + 1 : NULL;
	return NULL;
}

void
startup_session(const struct startup *s, struct session_options *o)
{
	memset(o, 0, sizeof *o);
	o->modules = display_modules;
	o->backend = s->backend;
	o->environ = s->environ;
}

int
startup_usage(const struct startup *s, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	fprintf(stderr, "penjing %s: %s\nTry 'penjing --help'.\n",
	    s->argv[0], b.data);
	buf_release(&b);
	return 2;
}
