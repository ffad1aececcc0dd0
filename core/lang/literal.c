/* SPDX-License-Identifier: Apache-2.0 */
/* What numbers and strings mean. */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/lang/parse.h"

/* ---- numbers ---------------------------------------------------------- */

static int
digit_value(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	return (ch | 32) - 'a' + 10;
}

static bool
int_value(const char *s, size_t len, uint64_t *v)
{
	unsigned base = 10;
	size_t i = 0;

	if (len > 2 && s[0] == '0' && (s[1] | 32) > '9') {
		base = (s[1] | 32) == 'x' ? 16 : (s[1] | 32) == 'o' ? 8 : 2;
		i = 2;
	}
	for (*v = 0; i < len; i++) {
		if (s[i] == '_')
			continue;
		if (__builtin_mul_overflow(*v, base, v) ||
		    __builtin_add_overflow(*v, (unsigned)digit_value(s[i]), v))
			return false;
	}
	return true;
}

static double
float_value(const char *s, size_t len)
{
	struct buf b = BUF_INIT;
	double f;

	for (size_t i = 0; i < len; i++)
		if (s[i] != '_')
			buf_char(&b, s[i]);
	f = strtod(b.data, NULL);
	buf_release(&b);
	return f;
}

struct node *
literal_number(struct parser *p, struct span at, bool negative)
{
	const char *s = p->unit->text + at.begin;
	size_t len = at.end - at.begin;
	struct node *n = node_new(p, NODE_CONSTANT, at.begin);
	bool hex = len > 1 && s[0] == '0' && (s[1] | 32) == 'x';
	uint64_t v, most = (uint64_t)INT64_MAX + (negative ? 1 : 0);

	n->at = at;
	if (!hex && (memchr(s, '.', len) != NULL || memchr(s, 'e', len) !=
	    NULL || memchr(s, 'E', len) != NULL)) {
		n->constant.kind = CONSTANT_FLOAT;
		n->constant.f = float_value(s, len);
		return n;
	}
	n->constant.kind = CONSTANT_INT;
	if (!int_value(s, len, &v) || v > most)
		return parse_fail(p, at,
		    "integer literal does not fit into 64 bits");
	/* Only 2**63 is told from its opposite by what stands before it. */
	n->constant.i = v > INT64_MAX ? INT64_MIN : (int64_t)v;
	return n;
}

/* ---- strings ---------------------------------------------------------- */

struct literal
literal_open(const struct unit *u, struct span at)
{
	struct literal lit = { .body = at };
	const char *s = u->text;
	uint32_t quotes;

	for (; s[lit.body.begin] != '\'' && s[lit.body.begin] != '"';
	     lit.body.begin++) {
		char ch = (char)(s[lit.body.begin] | 32);

		lit.raw = lit.raw || ch == 'r';
		lit.bytes = lit.bytes || ch == 'b';
		lit.format = lit.format || ch == 'f';
	}
	s += lit.body.begin;
	quotes = lit.body.end - lit.body.begin >= 6 && s[1] == s[0] &&
	    s[2] == s[0] ? 3 : 1;
	lit.body.begin += quotes;
	lit.body.end -= quotes;
	return lit;
}

struct decoder {
	struct parser *p;
	struct buf *out;
	const struct literal *lit;
	uint32_t pos, end;
};

static bool
bad_unicode(struct decoder *d, uint32_t begin, uint32_t last,
    const char *what)
{
	const char *text = d->p->unit->text;
	struct span at = { begin, last + 1 };
	size_t from = utf8_count(text + d->lit->body.begin,
	    begin - d->lit->body.begin);
	size_t to = from + last - begin;

	parse_fail(d->p, at, "(unicode error) 'unicodeescape' codec can't "
	    "decode bytes in position %zu-%zu: %s", from, to, what);
	return false;
}

/* \x41, \u0041, \U00000041: pos is at the first digit. */
static bool
hex_escape(struct decoder *d, unsigned digits, const char *name)
{
	const char *s = d->p->unit->text;
	uint32_t begin = d->pos - 2, v = 0;
	unsigned n = 0;

	for (; n < digits && d->pos < d->end; n++, d->pos++) {
		char ch = s[d->pos], low = (char)(ch | 32);

		if (!(ch >= '0' && ch <= '9') && !(low >= 'a' && low <= 'f'))
			break;
		v = v * 16 + (uint32_t)digit_value(ch);
	}
	if (n < digits && d->lit->bytes) {
		parse_fail(d->p, (struct span) { begin, d->pos },
		    "(value error) invalid \\x escape at position %u",
		    (unsigned)(begin - d->lit->body.begin));
		return false;
	}
	if (n < digits)
		return bad_unicode(d, begin, d->pos - 1, name);
	if (v > 0x10FFFF)
		return bad_unicode(d, begin, d->pos - 1,
		    "illegal Unicode character");
	if (d->lit->bytes)
		buf_char(d->out, (char)v);
	else
		buf_utf8(d->out, v);
	return true;
}

static void
octal_escape(struct decoder *d)
{
	const char *s = d->p->unit->text;
	unsigned v = 0;

	for (int n = 0; n < 3 && d->pos < d->end && s[d->pos] >= '0' &&
	     s[d->pos] <= '7'; n++)
		v = v * 8 + (unsigned)(s[d->pos++] - '0');
	if (d->lit->bytes)
		buf_char(d->out, (char)v);
	else
		buf_utf8(d->out, v);
}

static const struct {
	char ch, means;
} simple[] = {
	{ '\\', '\\' }, { '\'', '\'' }, { '"', '"' }, { 'a', '\a' },
	{ 'b', '\b' }, { 'f', '\f' }, { 'n', '\n' }, { 'r', '\r' },
	{ 't', '\t' }, { 'v', '\v' },
};

/* pos is after the backslash. */
static bool
escape(struct decoder *d)
{
	const char *s = d->p->unit->text;
	char ch = d->pos < d->end ? s[d->pos] : '\\';

	if (ch >= '0' && ch <= '7') {
		octal_escape(d);
		return true;
	}
	d->pos++;
	if (ch == '\n' || ch == '\r') {
		if (ch == '\r' && d->pos < d->end && s[d->pos] == '\n')
			d->pos++;
		return true;
	}
	for (size_t i = 0; i < nitems(simple); i++)
		if (simple[i].ch == ch) {
			buf_char(d->out, simple[i].means);
			return true;
		}
	if (ch == 'x')
		return hex_escape(d, 2, "truncated \\xXX escape");
	if (ch == 'u' && !d->lit->bytes)
		return hex_escape(d, 4, "truncated \\uXXXX escape");
	if (ch == 'U' && !d->lit->bytes)
		return hex_escape(d, 8, "truncated \\UXXXXXXXX escape");
	if (ch == 'N' && !d->lit->bytes) {
		parse_fail(d->p, (struct span) { d->pos - 2, d->pos },
		    "\\N{...} escapes are not supported");
		return false;
	}
	/* Not an escape: both stay, as in Python. */
	buf_char(d->out, '\\');
	d->pos--;
	return true;
}

bool
literal_decode(struct parser *p, struct buf *out, const struct literal *lit,
    struct span part)
{
	struct decoder d = { p, out, lit, part.begin, part.end };
	const char *s = p->unit->text;

	while (d.pos < d.end) {
		char ch = s[d.pos];

		if (lit->bytes && (unsigned char)ch >= 128) {
			parse_fail(p, (struct span) { d.pos, d.pos + 1 },
			    "bytes can only contain ASCII literal characters");
			return false;
		}
		d.pos++;
		if (ch == '\\' && !lit->raw) {
			if (!escape(&d))
				return false;
		} else if (ch == '\r') {
			if (d.pos < d.end && s[d.pos] == '\n')
				d.pos++;
			buf_char(out, '\n');
		} else {
			buf_char(out, ch);
		}
	}
	return true;
}
