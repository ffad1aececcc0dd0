/* SPDX-License-Identifier: Apache-2.0 */
/* Text to bytes and back: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/value/repr.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

enum coding { UTF_8, UTF_8_SIG, ASCII, LATIN_1, UTF_16, UTF_16_LE, UTF_16_BE,
	UTF_32, UTF_32_LE, UTF_32_BE };

static const struct {
	const char *name;	/* lower case, without - and _ */
	enum coding coding;
} codings[] = {
	{ "utf8", UTF_8 }, { "u8", UTF_8 }, { "cp65001", UTF_8 },
	{ "utf8sig", UTF_8_SIG },
	{ "ascii", ASCII }, { "usascii", ASCII }, { "646", ASCII },
	{ "latin1", LATIN_1 }, { "latin", LATIN_1 }, { "l1", LATIN_1 },
	{ "iso88591", LATIN_1 }, { "88591", LATIN_1 },
	{ "utf16", UTF_16 }, { "utf16le", UTF_16_LE },
	{ "utf16be", UTF_16_BE }, { "utf32", UTF_32 },
	{ "utf32le", UTF_32_LE }, { "utf32be", UTF_32_BE },
};

static bool
find_coding(struct ctx *c, struct value *v, enum coding *out)
{
	const char *name = value_to_text(c, v, "encoding");
	char plain[32];
	size_t n = 0;

	if (name == NULL)
		return false;
	for (const char *s = name; *s != '\0' && n + 1 < sizeof plain; s++)
		if (isalnum((unsigned char)*s))
			plain[n++] = (char)tolower((unsigned char)*s);
	plain[n] = '\0';
	for (size_t i = 0; i < nitems(codings); i++)
		if (strcmp(plain, codings[i].name) == 0) {
			*out = codings[i].coding;
			return true;
		}
	err_raise(c, ERR_LOOKUP, "unknown encoding: %s", name);
	return false;
}

static const char *
coding_name(enum coding k)
{
	static const char *const names[] = { "utf-8", "utf-8-sig", "ascii",
		"latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
		"utf-32-le", "utf-32-be" };

	return names[k];
}

/* ---- encoding ----------------------------------------------------------- */

static void
put_unit(struct buf *b, uint32_t u, int size, bool big)
{
	for (int i = 0; i < size; i++)
		buf_char(b, (char)(u >> 8 * (big ? size - 1 - i : i)));
}

static bool
put_point(struct buf *b, uint32_t cp, enum coding k)
{
	char utf8[4];

	switch (k) {
	case ASCII:
	case LATIN_1:
		if (cp >= (k == ASCII ? 0x80u : 0x100u))
			return false;
		buf_char(b, (char)cp);
		return true;
	case UTF_8:
	case UTF_8_SIG:
		buf_add(b, utf8, utf8_encode(utf8, cp));
		return true;
	case UTF_32:
	case UTF_32_LE:
	case UTF_32_BE:
		put_unit(b, cp, 4, k == UTF_32_BE);
		return true;
	default:
		if (cp >= 0x10000) {
			put_unit(b, 0xD800 + ((cp - 0x10000) >> 10), 2,
			    k == UTF_16_BE);
			cp = 0xDC00 + ((cp - 0x10000) & 0x3FF);
		}
		put_unit(b, cp, 2, k == UTF_16_BE);
		return true;
	}
}

/* n: code points in a row that cannot be encoded. */
static bool
encode_error(struct ctx *c, struct buf *b, uint32_t cp, size_t at, size_t n,
    enum coding k, const char *errors)
{
	const char *why = k == ASCII ? "ordinal not in range(128)" :
	    k == LATIN_1 ? "ordinal not in range(256)" :
	    "surrogates not allowed";

	if (strcmp(errors, "ignore") == 0)
		return true;
	if (strcmp(errors, "replace") == 0)
		return put_point(b, '?', k);
	if (strcmp(errors, "backslashreplace") == 0)
		buf_printf(b, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ?
		    "\\u%04x" : "\\U%08x", cp);
	else if (strcmp(errors, "xmlcharrefreplace") == 0)
		buf_printf(b, "&#%" PRIu32 ";", cp);
	else if (strcmp(errors, "surrogatepass") == 0 && k == UTF_8)
		buf_utf8(b, cp);
	else if (strcmp(errors, "surrogateescape") == 0 && cp >= 0xDC80 &&
	    cp <= 0xDCFF)
		buf_char(b, (char)(cp - 0xDC00));
	else if (n > 1) {
		err_raise(c, ERR_UNICODE_ENCODE, "'%s' codec can't encode "
		    "characters in position %zu-%zu: %s", coding_name(k), at,
		    at + n - 1, why);
		return false;
	} else {
		char text[16];

		snprintf(text, sizeof text, cp < 0x100 ? "\\x%02x" :
		    cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
		err_raise(c, ERR_UNICODE_ENCODE, "'%s' codec can't encode "
		    "character '%s' in position %zu: %s", coding_name(k),
		    text, at, why);
		return false;
	}
	return true;
}

/* One code point, lone surrogates too. */
static uint32_t
read_point(const char *s, size_t len, size_t *took)
{
	uint32_t cp = utf8_decode(s, len, took);

	if (cp != UTF8_BAD || len < 3 || (unsigned char)*s != 0xED)
		return cp;
	*took = 3;
	return 0xD000u | ((uint32_t)(unsigned char)s[1] & 0x3F) << 6 |
	    ((uint32_t)(unsigned char)s[2] & 0x3F);
}

static bool
can_encode(uint32_t cp, enum coding k)
{
	return !(cp >= 0xD800 && cp < 0xE000) && (k != ASCII || cp < 0x80) &&
	    (k != LATIN_1 || cp < 0x100);
}

static size_t
count_bad(const char *s, size_t len, enum coding k)
{
	size_t n = 0, took;

	for (size_t i = 0; i < len; i += took, n++)
		if (can_encode(read_point(s + i, len - i, &took), k))
			break;
	return n;
}

struct value *
str_encode(struct ctx *c, struct value *text, struct value *encoding,
    struct value *errors)
{
	const char *how = value_to_text(c, errors, "errors");
	const struct str *s = str_of(text);
	struct buf b = BUF_INIT;
	struct value *r = NULL;
	enum coding k;
	size_t took, at = 0;
	bool ok = true;

	if (how == NULL || !find_coding(c, encoding, &k))
		return NULL;
	if (k == UTF_8_SIG)
		buf_str(&b, "\xEF\xBB\xBF");
	if (k == UTF_16 || k == UTF_32)
		put_point(&b, 0xFEFF, k);
	for (size_t i = 0; ok && i < s->bytes; i += took, at++) {
		uint32_t cp = read_point(s->text + i, s->bytes - i, &took);

		if (can_encode(cp, k))
			ok = put_point(&b, cp, k) && ctx_poll(c);
		else
			ok = encode_error(c, &b, cp, at, count_bad(s->text +
			    i, s->bytes - i, k), k, how);
	}
	if (ok)
		r = bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

/* ---- decoding ----------------------------------------------------------- */

static bool
decode_error(struct ctx *c, struct buf *b, const unsigned char *s, size_t at,
    size_t n, enum coding k, const char *errors, const char *why)
{
	if (strcmp(errors, "ignore") == 0)
		return true;
	if (strcmp(errors, "replace") == 0)
		buf_utf8(b, 0xFFFD);
	else if (strcmp(errors, "backslashreplace") == 0)
		for (size_t i = 0; i < n; i++)
			buf_printf(b, "\\x%02x", s[at + i]);
	else if (strcmp(errors, "surrogateescape") == 0)
		for (size_t i = 0; i < n; i++)
			buf_utf8(b, 0xDC00u + s[at + i]);
	else {
		if (n == 1)
			err_raise(c, ERR_UNICODE_DECODE, "'%s' codec can't "
			    "decode byte 0x%02x in position %zu: %s",
			    coding_name(k), s[at], at, why);
		else
			err_raise(c, ERR_UNICODE_DECODE, "'%s' codec can't "
			    "decode bytes in position %zu-%zu: %s",
			    coding_name(k), at, at + n - 1, why);
		return false;
	}
	return true;
}

/* How many bytes are the bad sequence, and why, as CPython tells it. */
static size_t
bad_utf8(const unsigned char *s, size_t len, const char **why)
{
	size_t need, n;

	*why = "invalid start byte";
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return 1;
	need = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	*why = "invalid continuation byte";
	for (n = 1; n < need; n++) {
		unsigned char low = 0x80, high = 0xBF;

		if (n == len) {
			*why = "unexpected end of data";
			return n;
		}
		if (n == 1) {
			low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : low;
			high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F :
			    high;
		}
		if (s[n] < low || s[n] > high)
			return n;
	}
	return n;
}

static bool
decode_utf8(struct ctx *c, struct buf *b, const unsigned char *s, size_t len,
    enum coding k, const char *how)
{
	size_t i = 0, took, n;
	const char *why;

	if (k == UTF_8_SIG && len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		i = 3;
	while (i < len) {
		if (!ctx_poll(c))
			return false;
		if (utf8_decode((const char *)s + i, len - i, &took) !=
		    UTF8_BAD) {
			buf_add(b, s + i, took);
			i += took;
			continue;
		}
		n = bad_utf8(s + i, len - i, &why);
		if (strcmp(how, "surrogatepass") == 0 && len - i >= 3 &&
		    s[i] == 0xED && s[i + 1] >= 0xA0) {
			buf_add(b, s + i, 3);
			n = 3;
		} else if (!decode_error(c, b, s, i, n, k, how, why))
			return false;
		i += n;
	}
	return true;
}

static uint32_t
get_unit(const unsigned char *s, int size, bool big)
{
	uint32_t u = 0;

	for (int i = 0; i < size; i++)
		u |= (uint32_t)s[i] << 8 * (big ? size - 1 - i : i);
	return u;
}

static bool
decode_units(struct ctx *c, struct buf *b, const unsigned char *s,
    size_t len, enum coding k, const char *how)
{
	int size = k >= UTF_32 ? 4 : 2;
	bool big = k == UTF_16_BE || k == UTF_32_BE;
	size_t i = 0;

	if ((k == UTF_16 || k == UTF_32) && len >= (size_t)size) {
		if (get_unit(s, size, true) == 0xFEFF)
			big = true;
		if (get_unit(s, size, big) == 0xFEFF)
			i = (size_t)size;
	}
	for (; i < len; i += (size_t)size) {
		uint32_t u, low;

		if (!ctx_poll(c))
			return false;
		if (len - i < (size_t)size)
			return decode_error(c, b, s, i, len - i, k, how,
			    "truncated data");
		u = get_unit(s + i, size, big);
		if (size == 2 && u >= 0xD800 && u < 0xDC00 && len - i >= 4) {
			low = get_unit(s + i + 2, 2, big);
			if (low >= 0xDC00 && low < 0xE000) {
				u = 0x10000 + ((u - 0xD800) << 10) + low -
				    0xDC00;
				i += 2;
			}
		}
		if (u > 0x10FFFF || (u >= 0xD800 && u < 0xE000)) {
			if (!decode_error(c, b, s, i, (size_t)size, k, how,
			    "illegal encoding"))
				return false;
		} else
			buf_utf8(b, u);
	}
	return true;
}

struct value *
bytes_decode(struct ctx *c, struct value *bytes, struct value *encoding,
    struct value *errors)
{
	const char *how = value_to_text(c, errors, "errors");
	const unsigned char *s;
	struct buf b = BUF_INIT;
	enum coding k;
	size_t len;
	bool ok = true;

	if (how == NULL || !find_coding(c, encoding, &k))
		return NULL;
	s = bytes_data(bytes, &len);
	if (k == UTF_8 || k == UTF_8_SIG)
		ok = decode_utf8(c, &b, s, len, k, how);
	else if (k == ASCII || k == LATIN_1)
		for (size_t i = 0; ok && i < len; i++) {
			if (!ctx_poll(c))
				ok = false;
			else if (k == LATIN_1 || s[i] < 0x80)
				buf_utf8(&b, s[i]);
			else
				ok = decode_error(c, &b, s, i, 1, k, how,
				    "ordinal not in range(128)");
		}
	else
		ok = decode_units(c, &b, s, len, k, how);
	if (!ok) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}
