/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a file of the language, printing to the standard streams: what the
 * cases in tests/lang are run by. -c: as a cell, whose value is printed;
 * -d: prints the code instead of running it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/lang/compile.h"
#include "core/lang/interp.h"
#include "core/lang/output.h"
#include "core/lang/unit.h"
#include "core/tensor/tensor.h"
#include "core/value/class.h"

static void
print(void *data, void *request, enum stream s, const char *text, size_t len)
{
	(void)data;
	(void)request;
	fwrite(text, 1, len, s == STREAM_ERR ? stderr : stdout);
}

static char *
read_all(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT;
	char part[4096];
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	*len = b.len;
	return buf_steal(&b);
}

static int
report(struct ctx *c)
{
	struct value *exc = value_ref(exc_of_err(c));
	struct buf b = BUF_INIT;

	err_clear(c);
	fflush(stdout);
	traceback_write(c, &b, exc, false);
	fputs(b.data, stderr);
	buf_release(&b);
	value_unref(exc);
	return 1;
}

static int
run(struct ctx *c, struct unit *u, char mode)
{
	bool quiet = false;
	struct buf b = BUF_INIT;
	struct value *v;
	struct code *k;

	if (mode == 'd') {
		k = unit_parse(c, u) ? compile_unit(c, u, COMPILE_CELL) :
		    NULL;
		if (k == NULL)
			return report(c);
		code_disassemble(c, &b, k);
		fputs(b.data, stdout);
		buf_release(&b);
		return 0;
	}
	v = interp_run(c, u, mode == 'c' ? RUN_CELL : RUN_SCRIPT, &quiet);
	if (v != NULL && v != &value_none && !quiet && value_repr(c, &b, v))
		printf("%s\n", b.data);
	buf_release(&b);
	return v == NULL || err_is_set(c) ? report(c) : 0;
}

int
main(int argc, char **argv)
{
	char mode = argc > 2 && argv[1][0] == '-' ? argv[1][1] : 's';
	char **file = argv + (mode != 's' ? 2 : 1);
	static const struct sink sink = { .text = print };
	struct interp_options o = { .sink = &sink, .argv = file };
	struct engine_options engine = { 0 };
	struct ctx c;
	struct unit *u;
	size_t len;
	char *text;
	int r;

	if (argc < 2)
		return 2;
	text = read_all(*file, &len);
	ctx_init(&c, NULL);
	engine_init(&c, &engine);
	values_init(&c);
	interp_init(&c, &o);
	u = unit_new(&c, *file, text, len, mode == 's' ? UNIT_FILE :
	    UNIT_CELL);
	free(text);
	r = u == NULL ? report(&c) : run(&c, u, mode);
	fflush(stdout);
	err_clear(&c);
	scope_drop(&c, 0);
	interp_release(&c);
	scope_drop(&c, 0);
	values_release(&c);
	engine_release(&c);
	ctx_release(&c);
	return r;
}
