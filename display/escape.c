/* SPDX-License-Identifier: Apache-2.0 */
/* Text in HTML: nothing that a value says becomes markup. */
#include <string.h>

#include "display/html.h"

static void
escape(struct buf *b, const char *s, size_t len, bool quotes)
{
	size_t i, from = 0;

	for (i = 0; i < len; i++) {
		const char *as = NULL;

		switch (s[i]) {
		case '<':
			as = "&lt;";
			break;
		case '>':
			as = "&gt;";
			break;
		case '&':
			as = "&amp;";
			break;
		case '"':
			as = quotes ? "&quot;" : NULL;
			break;
		case '\'':
			as = quotes ? "&#39;" : NULL;
			break;
		case '\0':
			as = "&#xFFFD;";
			break;
		default:
			break;
		}
		if (as == NULL)
			continue;
		buf_add(b, s + from, i - from);
		buf_str(b, as);
		from = i + 1;
	}
	buf_add(b, s + from, len - from);
}

void
html_escape(struct buf *b, const char *s, size_t len)
{
	escape(b, s, len, true);
}

void
html_escape_text(struct buf *b, const char *s, size_t len)
{
	escape(b, s, len, false);
}

void
html_json_string(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == '<' || c == '>' || c == '&' ||
		    c == '"' || c == '\\' || c == '\'')
			buf_printf(b, "\\u%04x", c);
		else
			buf_char(b, *s);
	}
	buf_char(b, '"');
}

void
html_base64(struct buf *b, const void *data, size_t len)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = data;
	size_t i;

	buf_reserve(b, len * 4 / 3 + 4);
	for (i = 0; i < len; i += 3) {
		unsigned x = (unsigned)p[i] << 16;

		x |= i + 1 < len ? (unsigned)p[i + 1] << 8 : 0;
		x |= i + 2 < len ? p[i + 2] : 0;
		buf_char(b, digit[x >> 18 & 63]);
		buf_char(b, digit[x >> 12 & 63]);
		buf_char(b, i + 1 < len ? digit[x >> 6 & 63] : '=');
		buf_char(b, i + 2 < len ? digit[x & 63] : '=');
	}
}
