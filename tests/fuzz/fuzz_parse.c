/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a cell, a file, an expression; and asked for completeness. */
#include <stdint.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/lang/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
parse(const char *text, size_t len, enum unit_mode mode)
{
	struct ctx c;
	struct buf b = BUF_INIT;
	struct unit *u;

	ctx_init(&c, NULL);
	u = unit_new(&c, "fuzz", text, len, mode);
	if (unit_parse(&c, u))
		ast_dump(&b, u);
	else if (!err_is_set(&c) || u->err_at.begin > u->len ||
	    u->err_at.end > u->len + 2)
		BUG("a failure without an error, or out of place");
	buf_release(&b);
	err_clear(&c);
	ctx_release(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct ctx c;
	int indent;

	parse(text, size, UNIT_CELL);
	parse(text, size, UNIT_FILE);
	parse(text, size, UNIT_EVAL);
	ctx_init(&c, NULL);
	(void)unit_is_complete(&c, text, size, &indent);
	ctx_release(&c);
	return 0;
}
