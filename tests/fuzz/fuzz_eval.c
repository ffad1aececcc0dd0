/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs any text as a cell, with a limit of instructions: compiling and
 * running must survive it, and its error must be printable. Texts that could
 * reach files are left out.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/output.h"
#include "core/lang/unit.h"
#include "core/tensor/tensor.h"
#include "core/value/class.h"

#define MAX_TEXT 20000
#define MAX_POLLS 20		/* of some thousand jumps and calls */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
is_harmless(const char *text)
{
	static const char *const names[] = { "import", "open", "run", "%",
		"__", "exec", "eval", "!" };

	for (size_t i = 0; i < nitems(names); i++)
		if (strstr(text, names[i]) != NULL)
			return false;
	return true;
}

static void
run(struct ctx *c, const char *text, size_t len)
{
	struct unit *u = unit_new(c, "Cell In[1]", text, len, UNIT_CELL);
	struct buf b = BUF_INIT;
	struct value *v;
	bool silent;

	interp_limit(c, MAX_POLLS);
	v = u == NULL ? NULL : interp_run(c, u, RUN_CELL, &silent);
	if (v != NULL && !value_repr(c, &b, v) && !err_is_set(c))
		abort();
	if (v == NULL && !err_is_set(c))
		abort();
	if (err_is_set(c)) {
		v = value_ref(exc_of_err(c));
		err_clear(c);
		traceback_write(c, &b, v, true);
		value_unref(v);
	}
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sink sink;
	struct interp_options o = { .sink = &sink };
	struct engine_options engine = { 0 };
	struct ctx c;
	char *text;

	if (size > MAX_TEXT)
		return 0;
	text = xmemdup0((const char *)data, size);
	if (is_harmless(text)) {
		ctx_init(&c, NULL);
		engine_init(&c, &engine);
		values_init(&c);
		interp_init(&c, &o);
		run(&c, text, size);
		err_clear(&c);
		scope_drop(&c, 0);
		interp_release(&c);
		scope_drop(&c, 0);
		values_release(&c);
		engine_release(&c);
		ctx_release(&c);
	}
	free(text);
	return 0;
}
