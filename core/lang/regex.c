/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/regex.h"

#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"

struct translation {
	struct buf *out;
	const char *s;
	size_t i, len;
	bool bytes;
	unsigned *flags;
	struct regex_error *err;
};

static bool
fail(struct translation *t, size_t at, const char *text)
{
	snprintf(t->err->text, sizeof t->err->text, "%s", text);
	t->err->at = at;
	return false;
}

static char
peek(const struct translation *t, size_t ahead)
{
	return t->len - t->i > ahead ? t->s[t->i + ahead] : '\0';
}

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
is_hex(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f') ||
	    (ch >= 'A' && ch <= 'F');
}

static bool
bad_escape(struct translation *t)
{
	char text[] = "bad escape \\ ";

	text[12] = peek(t, 1);
	return fail(t, t->i, text);
}

/* \xhh, \uhhhh, \Uhhhhhhhh as \x{...} */
static bool
hex_escape(struct translation *t, size_t digits)
{
	char text[] = "incomplete escape \\ ";

	for (size_t n = 0; n < digits; n++)
		if (!is_hex(peek(t, 2 + n))) {
			text[19] = peek(t, 1);
			return fail(t, t->i, text);
		}
	buf_str(t->out, "\\x{");
	buf_add(t->out, t->s + t->i + 2, digits);
	buf_char(t->out, '}');
	t->i += 2 + digits;
	return true;
}

/* At a backslash. */
static bool
escape(struct translation *t, bool in_class)
{
	char ch = peek(t, 1);

	if (t->i + 1 >= t->len)
		return fail(t, t->i, "bad escape (end of pattern)");
	if (ch == 'x')
		return hex_escape(t, 2);
	if (ch == 'u' && !t->bytes)
		return hex_escape(t, 4);
	if (ch == 'U' && !t->bytes)
		return hex_escape(t, 8);
	if (ch == 'v')
		buf_str(t->out, "\\x0b");
	else if (ch == 'Z' && !in_class)
		buf_str(t->out, "\\z");
	else if (is_letter(ch) && strchr(in_class ? "dDwWsSabfnrt" :
	    "dDwWsSabfnrtAB", ch) == NULL)
		return bad_escape(t);
	else {
		buf_char(t->out, '\\');
		buf_char(t->out, ch);
	}
	t->i += 2;
	return true;
}

/* At [. */
static bool
char_class(struct translation *t)
{
	size_t begin = t->i;

	buf_char(t->out, '[');
	t->i++;
	if (peek(t, 0) == '^') {
		buf_char(t->out, '^');
		t->i++;
	}
	/* A ] at the start is one of the characters. */
	if (peek(t, 0) == ']') {
		buf_str(t->out, "\\]");
		t->i++;
	}
	while (t->i < t->len && peek(t, 0) != ']') {
		char ch = peek(t, 0);

		if (ch == '\\') {
			if (!escape(t, true))
				return false;
			continue;
		}
		if (ch == '[')
			buf_char(t->out, '\\');
		buf_char(t->out, ch);
		t->i++;
	}
	if (t->i >= t->len)
		return fail(t, begin, "unterminated character set");
	buf_char(t->out, ']');
	t->i++;
	return true;
}

static unsigned
flag_of(char ch)
{
	switch (ch) {
	case 'a':
		return REGEX_ASCII;
	case 'i':
		return REGEX_IGNORECASE;
	case 'L':
		return REGEX_LOCALE;
	case 'm':
		return REGEX_MULTILINE;
	case 's':
		return REGEX_DOTALL;
	case 'u':
		return REGEX_UNICODE;
	case 'x':
		return REGEX_VERBOSE;
	default:
		return 0;
	}
}

/* (?ims) at the start of the pattern, (?i-s:...) anywhere; i is after (? */
static bool
flag_group(struct translation *t, size_t begin)
{
	size_t first = t->i;
	unsigned on = 0;

	while (flag_of(peek(t, 0)) != 0 || peek(t, 0) == '-')
		on |= flag_of(t->s[t->i++]);
	if (peek(t, 0) == ')') {
		if (begin != 0)
			return fail(t, begin, "global flags not at the start "
			    "of the expression");
		*t->flags |= on;
		t->i++;
		return true;
	}
	if (peek(t, 0) != ':')
		return fail(t, t->i, t->i < t->len ? "unknown flag" :
		    "missing -, : or )");
	buf_str(t->out, "(?");
	for (; first < t->i; first++)
		if (strchr("auL", t->s[first]) == NULL)
			buf_char(t->out, t->s[first]);
		else if (t->s[first] != 'u' || t->bytes)
			return fail(t, first,
			    "flags a and L for a part are not supported");
	buf_char(t->out, ':');
	t->i++;
	return true;
}

/* At (. */
static bool
group(struct translation *t)
{
	static const char *const known[] = { "?:", "?=", "?!", "?<=", "?<!",
		"?>", "?P<", "?P=", "?(", NULL };
	size_t begin = t->i;
	char text[] = "unknown extension ?  ";

	if (peek(t, 1) == '*')
		return fail(t, begin + 1, "nothing to repeat");
	if (peek(t, 1) != '?') {
		buf_char(t->out, '(');
		t->i++;
		return true;
	}
	if (peek(t, 2) == '#') {
		while (t->i < t->len && peek(t, 0) != ')')
			t->i++;
		if (t->i >= t->len)
			return fail(t, begin, "missing ), unterminated "
			    "comment");
		t->i++;
		return true;
	}
	if (flag_of(peek(t, 2)) != 0 || peek(t, 2) == '-') {
		t->i += 2;
		return flag_group(t, begin);
	}
	for (size_t k = 0; known[k] != NULL; k++) {
		size_t n = strlen(known[k]);

		if (t->len - t->i <= n ||
		    memcmp(t->s + t->i + 1, known[k], n) != 0)
			continue;
		buf_char(t->out, '(');
		buf_str(t->out, known[k]);
		t->i += 1 + n;
		/* A name or a condition: as it is, up to its end. */
		if (known[k][n - 1] == '(' || known[k][1] == 'P')
			while (t->i < t->len && strchr(">)", t->s[t->i]) ==
			    NULL)
				buf_char(t->out, t->s[t->i++]);
		return true;
	}
	if (t->len - t->i < 3)
		return fail(t, t->len, "unexpected end of pattern");
	text[19] = peek(t, 2);
	text[20] = peek(t, 2) == 'P' || peek(t, 2) == '<' ? peek(t, 3) : '\0';
	return fail(t, begin + 1, text);
}

bool
regex_translate(struct buf *out, const char *pattern, size_t len, bool bytes,
    unsigned *flags, struct regex_error *err)
{
	struct translation t = { out, pattern, 0, len, bytes, flags, err };

	while (t.i < t.len) {
		char ch = peek(&t, 0);
		bool ok = true;

		if (ch == '\\') {
			ok = escape(&t, false);
		} else if (ch == '[') {
			ok = char_class(&t);
		} else if (ch == '(') {
			ok = group(&t);
		} else if (ch == '#' && (*flags & REGEX_VERBOSE)) {
			while (t.i < t.len && peek(&t, 0) != '\n')
				t.i++;
		} else if (ch == '{' && peek(&t, 1) == ',' &&
		    peek(&t, 2) >= '0' && peek(&t, 2) <= '9') {
			buf_str(out, "{0");
			t.i++;
		} else {
			buf_char(out, ch);
			t.i++;
		}
		if (!ok)
			return false;
	}
	return true;
}
