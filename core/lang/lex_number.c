/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers: where they end, and what is wrong with them, as CPython says it. */
#include "core/lang/lex.h"

#include <string.h>

static inline char
peek(const struct lex *l, uint32_t ahead)
{
	return l->end - l->pos > ahead ? l->text[l->pos + ahead] : '\0';
}

static bool
is_digit(char ch, int base)
{
	if (base == 16)
		return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f') ||
		    (ch >= 'A' && ch <= 'F');
	return ch >= '0' && ch < '0' + base;
}

static const char *
base_name(int base)
{
	return base == 16 ? "hexadecimal" : base == 8 ? "octal" :
	    base == 2 ? "binary" : "decimal";
}

/* CPython points at the last byte it has read. */
static bool
invalid(struct lex *l, const char *what)
{
	return lex_fail(l, ERR_SYNTAX, (struct span) { l->pos - 1, l->pos },
	    "invalid %s literal", what);
}

/* A word may follow a number at once only if it is "1if x else y"'s kind. */
static bool
ends_well(struct lex *l, const char *what)
{
	static const char *const words[] = { "and", "else", "for", "if", "in",
		"is", "or", "not" };
	unsigned char ch = (unsigned char)peek(l, 0);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (l->end - l->pos >= strlen(words[i]) &&
		    memcmp(l->text + l->pos, words[i], strlen(words[i])) == 0)
			return true;
	if (ch >= 128 || lex_is_name_part(ch))
		return invalid(l, what);
	return true;
}

/* Digits with single underscores between them; the first is at pos. */
static bool
digits(struct lex *l, int base)
{
	for (;;) {
		while (is_digit(peek(l, 0), base))
			l->pos++;
		if (peek(l, 0) != '_')
			return true;
		l->pos++;
		if (!is_digit(peek(l, 0), base)) {
			if (base < 10 && is_digit(peek(l, 0), 10))
				return lex_fail(l, ERR_SYNTAX,
				    (struct span) { l->pos, l->pos + 1 },
				    "invalid digit '%c' in %s literal",
				    peek(l, 0), base_name(base));
			return invalid(l, base_name(base));
		}
	}
}

static bool
prefixed(struct lex *l, int base)
{
	uint32_t begin = l->pos;

	l->pos += 2;
	if (peek(l, 0) == '_')
		l->pos++;
	if (!is_digit(peek(l, 0), base) && !is_digit(peek(l, 0), 10))
		return invalid(l, base_name(base));
	if (is_digit(peek(l, 0), base) && !digits(l, base))
		return false;
	if (is_digit(peek(l, 0), 10))
		return lex_fail(l, ERR_SYNTAX,
		    (struct span) { l->pos, l->pos + 1 },
		    "invalid digit '%c' in %s literal", peek(l, 0),
		    base_name(base));
	if (!ends_well(l, base_name(base)))
		return false;
	lex_add(l, TOKEN_NUMBER, begin, l->pos);
	return true;
}

/* An exponent, if one is there: "1else" has none. */
static bool
exponent(struct lex *l)
{
	uint32_t sign = 0;

	if (peek(l, 0) != 'e' && peek(l, 0) != 'E')
		return true;
	if (peek(l, 1) == '+' || peek(l, 1) == '-')
		sign = 1;
	if (is_digit(peek(l, 1 + sign), 10)) {
		l->pos += 1 + sign;
		return digits(l, 10);
	}
	if (sign == 1) {
		l->pos += 2;
		return invalid(l, "decimal");
	}
	return true;
}

bool
lex_number(struct lex *l)
{
	uint32_t begin = l->pos, zeros;
	char next = (char)(peek(l, 1) | 32);
	bool whole = true;

	if (peek(l, 0) == '0' && next == 'x')
		return prefixed(l, 16);
	if (peek(l, 0) == '0' && next == 'o')
		return prefixed(l, 8);
	if (peek(l, 0) == '0' && next == 'b')
		return prefixed(l, 2);
	if (!digits(l, 10))
		return false;
	if (peek(l, 0) == '.') {
		whole = false;
		l->pos++;
		if (is_digit(peek(l, 0), 10) && !digits(l, 10))
			return false;
	}
	next = (char)(peek(l, 0) | 32);
	if (next == 'e') {
		uint32_t before = l->pos;

		if (!exponent(l))
			return false;
		whole = whole && l->pos == before;
	}
	if ((peek(l, 0) | 32) == 'j') {
		l->pos++;
		return lex_fail(l, ERR_SYNTAX, (struct span) { begin, l->pos },
		    "complex numbers are not supported");
	}
	for (zeros = begin; l->text[zeros] == '0' || l->text[zeros] == '_';)
		zeros++;
	if (whole && l->text[begin] == '0' && zeros < l->pos)
		return lex_fail(l, ERR_SYNTAX, (struct span) { begin, zeros },
		    "leading zeros in decimal integer literals are not "
		    "permitted; use an 0o prefix for octal integers");
	if (!ends_well(l, "decimal"))
		return false;
	lex_add(l, TOKEN_NUMBER, begin, l->pos);
	return true;
}
