/* SPDX-License-Identifier: Apache-2.0 */
/* Normalisers: each rewrites every word it is given. */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/base/utf8.h"
#include "core/load/tokenizer_parts.h"

bool
char_is_space(uint32_t ch)
{
	return (ch >= 9 && ch <= 13) || ch == ' ' || ch == 0x85 ||
	    ch == 0xa0 || ch == 0x1680 || (ch >= 0x2000 && ch <= 0x200a) ||
	    ch == 0x2028 || ch == 0x2029 || ch == 0x202f || ch == 0x205f ||
	    ch == 0x3000;
}

bool
form_run(struct ctx *c, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		utf8proc_uint8_t *made;
		utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)
		    in->text.data + w->at, (utf8proc_ssize_t)w->len, &made,
		    (utf8proc_option_t)step->start);

		/* A length of 0 would mean: up to the NUL. */
		if (w->len == 0) {
			free(made);
			words_add(out, "", 0, w->first);
			continue;
		}
		if (n < 0)
			return err_raise(c, ERR_VALUE, "cannot normalise the "
			    "text: %s", utf8proc_errmsg(n));
		words_add(out, (char *)made, (size_t)n, w->first);
		free(made);
	}
	return true;
}

/* Applies put to every code point of every word. */
static bool
each_char(const struct words *in, struct words *out,
    void (*put)(struct buf *, uint32_t))
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;
		struct buf b = BUF_INIT;
		size_t took;

		for (size_t k = 0; k < w->len; k += took)
			put(&b, utf8_decode(s + k, w->len - k, &took));
		words_add(out, b.data, b.len, w->first);
		buf_release(&b);
	}
	return true;
}

static void
put_lower(struct buf *b, uint32_t ch)
{
	if (ch == 0x130)	/* the one letter that becomes two */
		buf_str(b, "i\xcc\x87");
	else
		buf_utf8(b, (uint32_t)utf8proc_tolower((int32_t)ch));
}

bool
lower_run(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	return each_char(in, out, put_lower);
}

static void
put_unless_mark(struct buf *b, uint32_t ch)
{
	if (utf8proc_category((int32_t)ch) != UTF8PROC_CATEGORY_MN)
		buf_utf8(b, ch);
}

bool
accents_run(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	return each_char(in, out, put_unless_mark);
}

/* Control characters go, spaces become plain ones. */
static void
put_clean(struct buf *b, uint32_t ch)
{
	utf8proc_category_t cat = utf8proc_category((int32_t)ch);

	if (ch == '\t' || ch == '\n' || ch == '\r')
		buf_char(b, ' ');
	else if (ch == 0 || ch == 0xfffd || cat == UTF8PROC_CATEGORY_CC ||
	    cat == UTF8PROC_CATEGORY_CF || cat == UTF8PROC_CATEGORY_CO ||
	    cat == UTF8PROC_CATEGORY_CS)
		return;
	else if (char_is_space(ch))
		buf_char(b, ' ');
	else
		buf_utf8(b, ch);
}

bool
clean_run(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	return each_char(in, out, put_clean);
}

static bool
is_cjk(uint32_t ch)
{
	static const uint32_t range[][2] = {
		{ 0x4e00, 0x9fff }, { 0x3400, 0x4dbf }, { 0x20000, 0x2a6df },
		{ 0x2a700, 0x2b73f }, { 0x2b740, 0x2b81f },
		{ 0x2b920, 0x2ceaf }, { 0xf900, 0xfaff },
		{ 0x2f800, 0x2fa1f },
	};

	for (size_t i = 0; i < nitems(range); i++)
		if (ch >= range[i][0] && ch <= range[i][1])
			return true;
	return false;
}

static void
put_spaced_cjk(struct buf *b, uint32_t ch)
{
	if (is_cjk(ch))
		buf_char(b, ' ');
	buf_utf8(b, ch);
	if (is_cjk(ch))
		buf_char(b, ' ');
}

bool
cjk_run(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	return each_char(in, out, put_spaced_cjk);
}

bool
strip_run(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;
		size_t from = 0, end = w->len, took;

		while (step->start && from < end && char_is_space(
		    utf8_decode(s + from, end - from, &took)))
			from += took;
		for (size_t k = from, last = from; step->stop && k < w->len;
		    k += took) {
			if (!char_is_space(utf8_decode(s + k, w->len - k,
			    &took)))
				last = k + took;
			end = last;
		}
		words_add(out, s + from, end - from, w->first);
	}
	return true;
}

bool
prepend_run(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		struct buf b = BUF_INIT;

		if (w->len > 0)
			buf_add(&b, step->text, step->text_len);
		buf_add(&b, in->text.data + w->at, w->len);
		words_add(out, b.data, b.len, w->first);
		buf_release(&b);
	}
	return true;
}

/* re: what is replaced by text. Also a decoder's step. */
bool
replace_run(struct ctx *c, const struct token_step *step,
    const struct words *in, struct words *out)
{
	pcre2_match_data *m = pcre2_match_data_create_from_pattern(step->re,
	    NULL);

	for (size_t i = 0; i < in->n && m != NULL; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;
		struct buf b = BUF_INIT;
		size_t from = 0;

		while (from < w->len) {
			int r = pcre2_match(step->re, (PCRE2_SPTR)s, w->len,
			    from, 0, m, NULL);
			PCRE2_SIZE *o = pcre2_get_ovector_pointer(m);

			if (r < 0 || o[1] == o[0])
				break;
			buf_add(&b, s + from, o[0] - from);
			buf_add(&b, step->text, step->text_len);
			from = o[1];
		}
		buf_add(&b, s + from, w->len - from);
		words_add(out, b.data, b.len, w->first);
		buf_release(&b);
	}
	pcre2_match_data_free(m);
	return m != NULL || err_raise(c, ERR_MEMORY, "%s", "");
}

/* ---- SentencePiece's map ------------------------------------------------ */

bool
charsmap_parse(struct ctx *c, struct charsmap *m, const char *p, size_t len)
{
	uint32_t n;

	if (len == 0)
		return true;
	if (len >= 4) {
		memcpy(&n, p, 4);
		if (n <= len - 4 && n % 4 == 0 && len - 4 - n > 0 &&
		    p[len - 1] == '\0') {
			m->unit = (const void *)(p + 4);
			m->nunits = n / 4;
			m->text = p + 4 + n;
			m->text_len = len - 4 - n;
			return true;
		}
	}
	return err_raise(c, ERR_VALUE, "the map of characters in the "
	    "tokenizer's model (precompiled_charsmap) is damaged");
}

/* A unit of the double array, at any alignment; 0 beyond its end. */
static uint32_t
unit_at(const struct charsmap *m, size_t i)
{
	uint32_t u = 0;

	if (i < m->nunits)
		memcpy(&u, (const char *)m->unit + 4 * i, 4);
	return u;
}

static size_t
unit_offset(uint32_t u)
{
	return (size_t)(u >> 10) << ((u & 1u << 9) >> 6);
}

size_t
charsmap_match(const struct charsmap *m, const char *s, size_t len,
    const char **out, size_t *out_len)
{
	size_t best = 0, at;

	if (m->nunits == 0)
		return 0;
	at = unit_offset(unit_at(m, 0));
	for (size_t i = 0; i < len && s[i] != '\0'; i++) {
		unsigned char ch = (unsigned char)s[i];
		uint32_t u;

		at ^= ch;
		u = unit_at(m, at);
		if ((u & (1u << 31 | 0xff)) != ch)
			break;
		at ^= unit_offset(u);
		if (u >> 8 & 1) {
			size_t value = unit_at(m, at) & 0x7fffffff;

			if (value >= m->text_len)
				break;
			best = i + 1;
			*out = m->text + value;
			*out_len = strlen(*out);
		}
	}
	return best;
}
