/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/lenient.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/attr.h"
#include "core/base/buf.h"
#include "core/base/utf8.h"

/* Four hexadecimal digits; UINT32_MAX when they are not. */
static uint32_t
hex4(const char *s, size_t len)
{
	uint32_t v = 0;

	if (len < 4)
		return UINT32_MAX;
	for (int i = 0; i < 4; i++) {
		char c = s[i];

		v <<= 4;
		if (c >= '0' && c <= '9')
			v |= (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v |= (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			v |= (uint32_t)(c - 'A' + 10);
		else
			return UINT32_MAX;
	}
	return v;
}

static bool
is_surrogate(uint32_t u, uint32_t from)
{
	return u >= from && u < from + 0x400;
}

/* Copies the escape at s (a backslash); returns how many bytes it took. */
static size_t
mend_escape(struct buf *b, const char *s, size_t len)
{
	uint32_t u, low;

	if (len < 2 || s[1] != 'u') {
		buf_add(b, s, len < 2 ? len : 2);
		return len < 2 ? len : 2;
	}
	u = hex4(s + 2, len - 2);
	if (u == UINT32_MAX) {
		buf_add(b, s, 2);
		return 2;
	}
	if (is_surrogate(u, 0xD800) && len >= 12 && s[6] == '\\' &&
	    s[7] == 'u') {
		low = hex4(s + 8, len - 8);
		if (low != UINT32_MAX && is_surrogate(low, 0xDC00)) {
			buf_add(b, s, 12);
			return 12;
		}
	}
	if (is_surrogate(u, 0xD800) || is_surrogate(u, 0xDC00))
		buf_str(b, "\\uFFFD");
	else
		buf_add(b, s, 6);
	return 6;
}

/* Outside of strings: what Python writes and JSON does not know. */
static size_t
mend_word(struct buf *b, const char *s, size_t len)
{
	static const char *const word[] = { "NaN", "Infinity", "-Infinity" };

	for (size_t i = 0; i < nitems(word); i++) {
		size_t n = strlen(word[i]);

		if (len >= n && memcmp(s, word[i], n) == 0) {
			buf_str(b, "null");
			return n;
		}
	}
	buf_char(b, *s);
	return 1;
}

static void
mend(struct buf *b, const char *s, size_t len)
{
	bool inside = false;
	size_t took;

	for (size_t i = 0; i < len; i += took) {
		took = 1;
		if (inside && s[i] == '\\')
			took = mend_escape(b, s + i, len - i);
		else if (s[i] == '"') {
			inside = !inside;
			buf_char(b, '"');
		} else if (!inside)
			took = mend_word(b, s + i, len - i);
		else if (utf8_decode(s + i, len - i, &took) == UTF8_BAD)
			buf_str(b, "\xEF\xBF\xBD");
		else
			buf_add(b, s + i, took);
	}
}

json_t *
lenient_object(const char *text, size_t len)
{
	struct buf b = BUF_INIT;
	json_t *j;

	j = json_loadb(text, len, JSON_ALLOW_NUL, NULL);
	if (j == NULL) {
		mend(&b, text, len);
		j = json_loadb(b.data, b.len,
		    JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
		buf_release(&b);
	}
	if (j != NULL && !json_is_object(j)) {
		json_decref(j);
		return NULL;
	}
	return j;
}

const char *
lenient_str(const json_t *object, const char *key, size_t *len)
{
	const json_t *v = json_object_get(object, key);

	if (!json_is_string(v))
		return NULL;
	if (len != NULL)
		*len = json_string_length(v);
	return json_string_value(v);
}

long long
lenient_int(const json_t *object, const char *key, long long otherwise)
{
	const json_t *v = json_object_get(object, key);
	double d;

	if (json_is_integer(v))
		return json_integer_value(v);
	if (!json_is_real(v))
		return otherwise;
	d = json_real_value(v);
	return d > -9e18 && d < 9e18 ? (long long)d : otherwise;
}

int
lenient_bool(const json_t *object, const char *key, int otherwise)
{
	const json_t *v = json_object_get(object, key);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}
