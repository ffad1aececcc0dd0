/* SPDX-License-Identifier: Apache-2.0 */
/* Paths: steps from a root, as text. */
#include <inttypes.h>

#include "core/value/class.h"
#include "core/value/tree.h"

void
path_write(struct ctx *c, struct buf *b, const struct step *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		switch (s[i].kind) {
		case STEP_FIELD:
			buf_printf(b, ".%s", s[i].field->text);
			break;
		case STEP_ITEM:
			buf_printf(b, "[%" PRId64 "]", s[i].index);
			break;
		case STEP_KEY:
			buf_char(b, '[');
			value_repr(c, b, s[i].key);
			buf_char(b, ']');
			break;
		case STEP_FLAT:
			buf_printf(b, "[<flat index %" PRId64 ">]",
			    s[i].index);
			break;
		}
	}
}
