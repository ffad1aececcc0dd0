/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/compile.h"

#include <string.h>

#include "core/lang/compile_private.h"

static bool
wants_text_annotations(const struct unit *u)
{
	for (uint32_t i = 0; i < u->body.n; i++) {
		const struct node *n = u->body.item[i];

		if (n->kind != NODE_IMPORT_FROM ||
		    strcmp(n->import_from.module->text, "__future__") != 0)
			continue;
		for (uint32_t k = 0; k < n->import_from.names.n; k++)
			if (strcmp(n->import_from.names.item[k].path->text,
			    "annotations") == 0)
				return true;
	}
	return false;
}

static void
compile_top(struct compiler *z, enum compile_mode mode)
{
	struct node_list body = z->unit->body;
	struct span end = { z->unit->len, z->unit->len };
	const struct node *last = body.n > 0 ? body.item[body.n - 1] : NULL;
	bool value = last != NULL && last->kind == NODE_EXPR &&
	    mode != COMPILE_MODULE;

	if (value)
		body.n--;
	compile_body(z, &body);
	if (value)
		compile_expr(z, last->expr.value);
	else
		emit_none(z, end);
	emit(z, OP_RETURN, 0, value ? last->at : end);
}

struct code *
compile_unit(struct ctx *c, struct unit *u, enum compile_mode mode)
{
	struct compiler z = { .c = c, .unit = u };
	struct span all = { 0, u->len };
	struct code *k = NULL;

	if (symbols_init(&z.symbols, c, u)) {
		z.future_annotations = wants_text_annotations(u);
		block_enter(&z, z.symbols.top, atom(c, "<module>"), all);
		compile_top(&z, mode);
		k = block_leave(&z);
	}
	symbols_release(&z.symbols);
	return k;
}
