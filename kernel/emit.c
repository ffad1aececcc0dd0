/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/emit.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"

void
emit_init(struct emit *e, struct buf *b)
{
	e->buf = b;
	e->comma = false;
}

static void
value(struct emit *e)
{
	if (e->comma)
		buf_char(e->buf, ',');
	e->comma = true;
}

void
emit_open(struct emit *e, char kind)
{
	value(e);
	buf_char(e->buf, kind);
	e->comma = false;
}

void
emit_close(struct emit *e, char kind)
{
	buf_char(e->buf, kind == '{' ? '}' : ']');
	e->comma = true;
}

static bool
plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void
escape(struct buf *b, unsigned char c)
{
	static const char from[] = "\"\\\n\r\t\b\f";
	static const char to[] = "\"\\nrtbf";
	const char *p = c != '\0' ? strchr(from, c) : NULL;

	if (p != NULL) {
		buf_char(b, '\\');
		buf_char(b, to[p - from]);
	} else
		buf_printf(b, "\\u%04x", c);
}

static void
string(struct buf *b, const char *s, size_t len)
{
	size_t i = 0, start, took;

	buf_char(b, '"');
	while (i < len) {
		for (start = i; i < len && plain((unsigned char)s[i]); i++)
			;
		buf_add(b, s + start, i - start);
		if (i == len)
			break;
		if ((unsigned char)s[i] < 0x80) {
			escape(b, (unsigned char)s[i++]);
			continue;
		}
		if (utf8_decode(s + i, len - i, &took) == UTF8_BAD)
			buf_str(b, "\xEF\xBF\xBD");
		else
			buf_add(b, s + i, took);
		i += took;
	}
	buf_char(b, '"');
}

void
emit_key(struct emit *e, const char *key)
{
	value(e);
	string(e->buf, key, strlen(key));
	buf_char(e->buf, ':');
	e->comma = false;
}

void
emit_text(struct emit *e, const char *s, size_t len)
{
	value(e);
	string(e->buf, s, len);
}

void
emit_str(struct emit *e, const char *s)
{
	emit_text(e, s, strlen(s));
}

void
emit_int(struct emit *e, long long n)
{
	value(e);
	buf_printf(e->buf, "%lld", n);
}

void
emit_real(struct emit *e, double d)
{
	value(e);
	/* Browsers refuse NaN and Infinity. */
	if (isfinite(d))
		buf_printf(e->buf, "%.6g", d);
	else
		buf_str(e->buf, "null");
}

void
emit_bool(struct emit *e, bool b)
{
	value(e);
	buf_str(e->buf, b ? "true" : "false");
}

void
emit_null(struct emit *e)
{
	value(e);
	buf_str(e->buf, "null");
}

void
emit_raw(struct emit *e, const char *json, size_t len)
{
	value(e);
	buf_add(e->buf, json, len);
}

void
emit_key_str(struct emit *e, const char *key, const char *s)
{
	emit_key(e, key);
	emit_str(e, s);
}

void
emit_key_int(struct emit *e, const char *key, long long n)
{
	emit_key(e, key);
	emit_int(e, n);
}

void
emit_key_bool(struct emit *e, const char *key, bool b)
{
	emit_key(e, key);
	emit_bool(e, b);
}

void
emit_key_raw(struct emit *e, const char *key, const char *json)
{
	emit_key(e, key);
	emit_raw(e, json, strlen(json));
}
