/* SPDX-License-Identifier: Apache-2.0 */
/* The class of selections, and what an edit of nothing says. */
#include <stdlib.h>

#include "core/select/select_rows.h"

/* One class holds both tables: the methods that edit derive from those that
 * find, so that each file keeps its own. */
static const struct class_row find_row = {
	.name = "SelectionQueries", .module = "penzai.core.selectors",
	.doc = "What selects inside a selection.", .kind = &selection_kind,
	.methods = select_find_methods, .abstract = true,
};

const struct class_row selection_row = {
	.name = "Selection", .module = "penzai.core.selectors",
	.doc = "A tree with some places in it selected.",
	.base = &find_row, .kind = &selection_kind,
	.methods = select_edit_methods, .getters = select_getters,
	.final = true, .abstract = true,
};

bool
select_check(struct ctx *c, const struct selection *s, const char *method)
{
	struct buf b = BUF_INIT;
	bool ok = true;

	if (s->n > 0 || s->missed == NULL)
		return true;
	buf_printf(&b, "%s() changes nothing: %s", method, s->missed);
	if (c->select.strict) {
		err_raise(c, ERR_VALUE, "%s", b.data);
		ok = false;
	} else if (c->select.warn != NULL)
		c->select.warn(c, b.data);
	buf_release(&b);
	return ok;
}
