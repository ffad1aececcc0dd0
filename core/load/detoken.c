/* SPDX-License-Identifier: Apache-2.0 */
/* Decoders: from the texts of tokens to text. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/load/tokenizer_parts.h"

/* ---- byte-level spelling ------------------------------------------------ */

/* Visible Latin-1 stands for itself; other bytes follow from U+0100. */
static bool
byte_is_visible(int b)
{
	return (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
}

uint32_t
byte_to_char(unsigned char byte)
{
	uint32_t next = 0x100;

	if (byte_is_visible(byte))
		return byte;
	for (int b = 0; b < byte; b++)
		next += !byte_is_visible(b);
	return next;
}

static int
char_to_byte(uint32_t ch)
{
	uint32_t next = 0x100;

	if (ch < 0x100)
		return byte_is_visible((int)ch) ? (int)ch : -1;
	for (int b = 0; b < 256; b++) {
		if (!byte_is_visible(b) && next++ == ch)
			return b;
	}
	return -1;
}

/* Bytes of the well-formed beginning at s: whole character, or (*ok false) the
 * longest part of one. */
static size_t
one_char(const unsigned char *s, size_t len, bool *ok)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t need;

	*ok = false;
	if (s[0] < 0x80) {
		*ok = true;
		return 1;
	}
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 1;
	need = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < need; i++) {
		if (i >= len || s[i] < low || s[i] > high)
			return i;
		low = 0x80;
		high = 0xbf;
	}
	*ok = true;
	return need;
}

/* One U+FFFD for each longest part of a character. */
void
add_lossy(struct buf *b, const char *s, size_t len)
{
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		bool ok;

		n = one_char((const unsigned char *)s + i, len - i, &ok);
		if (ok)
			buf_add(b, s + i, n);
		else
			buf_utf8(b, 0xfffd);
	}
}

/* The bytes that a token spells; a token with another character is text. */
static void
add_spelled(struct buf *b, const char *s, size_t len)
{
	size_t before = b->len, took;

	for (size_t i = 0; i < len; i += took) {
		int byte = char_to_byte(utf8_decode(s + i, len - i, &took));

		if (byte < 0) {
			buf_truncate(b, before);
			buf_add(b, s, len);
			return;
		}
		buf_char(b, (char)byte);
	}
}

bool
byte_level_decode(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	struct buf raw = BUF_INIT, text = BUF_INIT;

	for (size_t i = 0; i < in->n; i++)
		add_spelled(&raw, in->text.data + in->word[i].at,
		    in->word[i].len);
	add_lossy(&text, raw.data, raw.len);
	words_add(out, text.data, text.len, true);
	buf_release(&raw);
	buf_release(&text);
	return true;
}

/* ---- <0x0A> ------------------------------------------------------------- */

static int
hex_digit(char ch)
{
	return ch >= '0' && ch <= '9' ? ch - '0' :
	    ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 :
	    ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

int
byte_token(const char *s, size_t len)
{
	int high, low;

	if (len != 6 || memcmp(s, "<0x", 3) != 0 || s[5] != '>')
		return -1;
	high = hex_digit(s[3]);
	low = hex_digit(s[4]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static void
flush_bytes(struct words *out, struct buf *bytes)
{
	if (bytes->len > 0 && utf8_valid(bytes->data, bytes->len)) {
		words_add(out, bytes->data, bytes->len, out->n == 0);
	} else {
		/* One for each byte, however they hang together. */
		for (size_t i = 0; i < bytes->len; i++)
			words_add(out, "\xef\xbf\xbd", 3, out->n == 0);
	}
	buf_truncate(bytes, 0);
}

bool
fallback_decode(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	struct buf bytes = BUF_INIT;

	for (size_t i = 0; i < in->n; i++) {
		const char *s = in->text.data + in->word[i].at;
		int b = byte_token(s, in->word[i].len);

		if (b >= 0) {
			buf_char(&bytes, (char)b);
			continue;
		}
		flush_bytes(out, &bytes);
		words_add(out, s, in->word[i].len, out->n == 0);
	}
	flush_bytes(out, &bytes);
	buf_release(&bytes);
	return true;
}

bool
fuse_decode(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	words_add(out, in->text.data, in->text.len, true);
	return true;
}

bool
strip_decode(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const char *s = in->text.data + in->word[i].at;
		size_t from = 0, end = in->word[i].len, n = step->text_len;

		for (int k = 0; k < step->start && end - from >= n &&
		    memcmp(s + from, step->text, n) == 0; k++)
			from += n;
		for (int k = 0; k < step->stop && end - from >= n &&
		    memcmp(s + end - n, step->text, n) == 0; k++)
			end -= n;
		words_add(out, s + from, end - from, i == 0);
	}
	return true;
}

/* ---- wordpiece ---------------------------------------------------------- */

static void
replace_all(struct buf *b, const char *from, const char *to)
{
	size_t n = strlen(from), m = strlen(to);
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < b->len;) {
		if (b->len - i >= n && memcmp(b->data + i, from, n) == 0) {
			buf_add(&out, to, m);
			i += n;
		} else {
			buf_char(&out, b->data[i++]);
		}
	}
	buf_release(b);
	*b = out;
}

static const char *const cleanup[][2] = {
	{ " .", "." }, { " ?", "?" }, { " !", "!" }, { " ,", "," },
	{ " ' ", "'" }, { " n't", "n't" }, { " 'm", "'m" },
	{ " do not", " don't" }, { " 's", "'s" }, { " 've", "'ve" },
	{ " 're", "'re" },
};

/* text: what continues a word; flag: tidy English punctuation. */
bool
wordpiece_decode(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const char *s = in->text.data + in->word[i].at;
		size_t len = in->word[i].len;
		struct buf b = BUF_INIT;

		if (i > 0 && len >= step->text_len &&
		    memcmp(s, step->text, step->text_len) == 0) {
			s += step->text_len;
			len -= step->text_len;
		} else if (i > 0) {
			buf_char(&b, ' ');
		}
		buf_add(&b, s, len);
		for (size_t k = 0; step->flag && k < nitems(cleanup); k++)
			replace_all(&b, cleanup[k][0], cleanup[k][1]);
		words_add(out, b.data, b.len, i == 0);
		buf_release(&b);
	}
	return true;
}

/* text becomes a space, but for the first one where flag is set. */
bool
metaspace_decode(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const char *s = in->text.data + in->word[i].at;
		size_t len = in->word[i].len, n = step->text_len;
		struct buf b = BUF_INIT;

		for (size_t k = 0; k < len;) {
			if (len - k >= n && memcmp(s + k, step->text, n) == 0) {
				if (i > 0 || k > 0 || !step->flag)
					buf_char(&b, ' ');
				k += n;
			} else {
				buf_char(&b, s[k++]);
			}
		}
		words_add(out, b.data, b.len, i == 0);
		buf_release(&b);
	}
	return true;
}
