/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/utf8.h"

#include <utf8proc.h>

size_t
utf8_encode(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

uint32_t
utf8_decode(const char *s, size_t len, size_t *took)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t cp;
	size_t need;

	*took = 1;
	if (len == 0)
		return UTF8_BAD;
	if (p[0] < 0x80)
		return p[0];
	if (p[0] >= 0xC2 && p[0] < 0xE0) {
		need = 2;
		cp = p[0] & 0x1F;
	} else if (p[0] >= 0xE0 && p[0] < 0xF0) {
		need = 3;
		cp = p[0] & 0x0F;
	} else if (p[0] >= 0xF0 && p[0] < 0xF5) {
		need = 4;
		cp = p[0] & 0x07;
	} else
		return UTF8_BAD;
	if (need > len)
		return UTF8_BAD;
	for (size_t i = 1; i < need; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return UTF8_BAD;
		cp = cp << 6 | (p[i] & 0x3F);
	}
	if (cp < least[need] || cp > 0x10FFFF ||
	    (cp >= 0xD800 && cp < 0xE000))
		return UTF8_BAD;
	*took = need;
	return cp;
}

bool
utf8_valid(const char *s, size_t len)
{
	size_t i = 0, took;

	while (i < len) {
		if (utf8_decode(s + i, len - i, &took) == UTF8_BAD)
			return false;
		i += took;
	}
	return true;
}

size_t
utf8_count(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80;
	return n;
}

size_t
utf8_offset(const char *s, size_t len, size_t n)
{
	size_t i = 0;

	while (i < len && n > 0) {
		for (i++; i < len && ((unsigned char)s[i] & 0xC0) == 0x80; i++)
			;
		n--;
	}
	return i;
}

size_t
utf8_floor(const char *s, size_t n)
{
	while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static int
width(uint32_t cp)
{
	if (cp < 0x300)
		return 1;
	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

size_t
utf8_columns(const char *s, size_t len)
{
	size_t i = 0, took, columns = 0;

	while (i < len) {
		uint32_t cp = utf8_decode(s + i, len - i, &took);

		columns += cp == UTF8_BAD ? 1 : (size_t)width(cp);
		i += took;
	}
	return columns;
}
