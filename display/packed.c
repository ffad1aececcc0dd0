/* SPDX-License-Identifier: Apache-2.0 */
#include "display/packed.h"

#include <stdlib.h>
#include <zlib.h>

#include "core/base/xalloc.h"
#include "display/html.h"

enum {
	SMALL = 3000,	/* bytes that are not worth it */
	LEVEL = 3	/* of zlib: copies are found, and soon */
};

void
packed_write(struct buf *b, const char *html, size_t len)
{
	uLongf n = compressBound(len);
	Bytef *z;

	if (len <= SMALL) {
		buf_add(b, html, len);
		return;
	}
	z = xmalloc(n);
	if (compress2(z, &n, (const Bytef *)html, len, LEVEL) != Z_OK) {
		buf_add(b, html, len);
		free(z);
		return;
	}
	buf_str(b, "<div class=g><font class=m color=#6c7480>(opens where "
	    "scripts may run)</font><script type=application/x-penjing>");
	html_base64(b, z, n);
	buf_str(b, "</script></div>");
	free(z);
}
