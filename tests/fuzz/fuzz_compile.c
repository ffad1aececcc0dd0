/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text that parses is compiled, in each mode, and its code is printed;
 * what code_check says of it must hold.
 */
#include <stdint.h>

#include "core/base/buf.h"
#include "core/lang/compile.h"
#include "core/lang/unit.h"
#include "core/tensor/tensor.h"
#include "core/value/class.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
compile(struct ctx *c, const char *text, size_t len, enum unit_mode from,
    enum compile_mode mode)
{
	struct buf b = BUF_INIT;
	struct unit *u = unit_new(c, "fuzz", text, len, from);
	struct code *k;

	if (u != NULL && unit_parse(c, u)) {
		k = compile_unit(c, u, mode);
		if (k != NULL)
			code_disassemble(c, &b, k);
		else if (!err_is_set(c))
			BUG("a failure without an error");
	}
	buf_release(&b);
	err_clear(c);
	scope_drop(c, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct engine_options engine = { 0 };
	struct ctx c;

	ctx_init(&c, NULL);
	engine_init(&c, &engine);
	values_init(&c);
	compile(&c, text, size, UNIT_CELL, COMPILE_CELL);
	compile(&c, text, size, UNIT_FILE, COMPILE_MODULE);
	compile(&c, text, size, UNIT_EVAL, COMPILE_EVAL);
	values_release(&c);
	engine_release(&c);
	ctx_release(&c);
	return 0;
}
