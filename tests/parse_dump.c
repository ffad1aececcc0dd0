/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads cases from standard input, each ended by a line of four dashes, and
 * writes for each its tree or "Kind|begin,end|message", with the same lines
 * between them. tests/lang/parse_cases.py compares that with CPython's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/lang/unit.h"

static void
one(const char *text, size_t len)
{
	struct ctx c;
	struct buf b = BUF_INIT;
	struct unit *u;

	ctx_init(&c, NULL);
	u = unit_new(&c, "case", text, len, UNIT_FILE);
	if (unit_parse(&c, u))
		ast_dump(&b, u);
	else
		buf_printf(&b, "%s|%u,%u|%s\n", err_kind_name(c.err.kind),
		    (unsigned)u->err_at.begin, (unsigned)u->err_at.end,
		    c.err.text);
	printf("%s----\n", b.data);
	buf_release(&b);
	err_clear(&c);
	ctx_release(&c);
}

int
main(void)
{
	struct buf in = BUF_INIT;
	char chunk[4096];
	char *at, *end;
	size_t n;

	while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
		buf_add(&in, chunk, n);
	for (at = in.data; (end = strstr(at, "----\n")) != NULL; at = end + 5)
		one(at, (size_t)(end - at));
	buf_release(&in);
	return 0;
}
