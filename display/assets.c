/* SPDX-License-Identifier: Apache-2.0 */
#include "display/assets.h"

#include <stddef.h>

#include "display/assets.inc"

static void
add(struct buf *b, const unsigned char *data, size_t len)
{
	buf_add(b, (const char *)data, len);
}

void
assets_write_style(struct buf *b)
{
	buf_str(b, "<style class=pj1css>");
	add(b, tree_css, sizeof(tree_css));
	buf_str(b, "</style>");
}

/*
 * The page keeps what was sent once; an output that comes earlier, or into a
 * page that lacks it, waits in a list.
 */
void
assets_write_script(struct buf *b, bool all)
{
	buf_str(b, "<script>");
	if (all) {
		add(b, figure_js, sizeof(figure_js));
		add(b, tree_js, sizeof(tree_js));
	}
	buf_str(b, "(window.penjing1||(window.penjing1q="
	    "window.penjing1q||[])).push(0)</script>");
}
