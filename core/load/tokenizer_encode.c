/* SPDX-License-Identifier: Apache-2.0 */
/* From text to ids: added tokens are cut out, the rest goes through the steps. */
#include <string.h>

#include <utf8proc.h>

#include "core/base/utf8.h"
#include "core/load/tokenizer_parts.h"

static bool
is_word_char(const char *s, size_t len, size_t at, bool before)
{
	utf8proc_category_t cat;
	size_t took;
	uint32_t ch;

	if (before) {
		if (at == 0)
			return false;
		do
			at--;
		while (at > 0 && ((unsigned char)s[at] & 0xc0) == 0x80);
	} else if (at >= len) {
		return false;
	}
	ch = utf8_decode(s + at, len - at, &took);
	cat = utf8proc_category((utf8proc_int32_t)ch);
	return ch == '_' || (cat >= UTF8PROC_CATEGORY_LU &&
	    cat <= UTF8PROC_CATEGORY_NO);
}

/* The added token that begins at s[at]: the longest. */
static const struct added_token *
added_at(const struct tokenizer *t, bool normalized, const char *s,
    size_t len, size_t at)
{
	unsigned char b = (unsigned char)s[at];

	for (size_t i = t->bucket[b]; i < t->bucket[b + 1]; i++) {
		const struct added_token *a = &t->added[i];

		if (a->normalized != normalized || a->len > len - at ||
		    memcmp(a->text, s + at, a->len) != 0)
			continue;
		if (a->single_word && (is_word_char(s, len, at, true) ||
		    is_word_char(s, len, at + a->len, false)))
			continue;
		return a;
	}
	return NULL;
}

static bool encode_plain(struct ctx *, const struct tokenizer *, const char *,
    size_t, bool first, struct ids *);
static bool encode_run(struct ctx *, const struct tokenizer *, const char *,
    size_t, bool first, struct ids *);

static size_t
space_before(const char *s, size_t from, size_t at)
{
	while (at > from) {
		size_t p = at - 1, took;

		while (p > from && ((unsigned char)s[p] & 0xc0) == 0x80)
			p--;
		if (!char_is_space(utf8_decode(s + p, at - p, &took)))
			break;
		at = p;
	}
	return at;
}

static size_t
space_after(const char *s, size_t len, size_t at)
{
	size_t took;

	while (at < len && char_is_space(utf8_decode(s + at, len - at,
	    &took)))
		at += took;
	return at;
}

/* Cuts added tokens out and hands the rest on. */
static bool
encode_around(struct ctx *c, const struct tokenizer *t, bool normalized,
    const char *s, size_t len, bool first, struct ids *out,
    bool (*rest)(struct ctx *, const struct tokenizer *, const char *, size_t,
    bool, struct ids *))
{
	size_t from = 0, at = 0;

	while (at < len) {
		const struct added_token *a = added_at(t, normalized, s, len,
		    at);
		size_t end = at;

		if (a == NULL) {
			at++;
			continue;
		}
		if (a->lstrip)
			end = space_before(s, from, at);
		if (end > from && !rest(c, t, s + from, end - from,
		    first && from == 0, out))
			return false;
		ids_add(out, a->id);
		at += a->len;
		if (a->rstrip)
			at = space_after(s, len, at);
		from = at;
	}
	return from == len || rest(c, t, s + from, len - from,
	    first && from == 0, out);
}

static bool
encode_words(struct ctx *c, const struct tokenizer *t, const char *s,
    size_t len, bool first, struct ids *out)
{
	struct words w = WORDS_INIT;
	bool ok;

	words_add(&w, s, len, first);
	ok = steps_run(c, &t->split, &w);
	for (size_t i = 0; i < w.n && ok; i++) {
		/* A long text must stay interruptible. */
		if (i % 1024 == 0 && !ctx_poll(c))
			ok = false;
		else if (w.word[i].len > 0)
			ok = t->model(c, t, w.text.data + w.word[i].at,
			    w.word[i].len, out);
	}
	words_release(&w);
	return ok;
}

static bool
encode_run(struct ctx *c, const struct tokenizer *t, const char *s,
    size_t len, bool first, struct ids *out)
{
	struct words w = WORDS_INIT;
	bool ok;

	if (t->normalize.n == 0 && !t->has_normalized)
		return encode_words(c, t, s, len, first, out);
	words_add(&w, s, len, first);
	ok = steps_run(c, &t->normalize, &w);
	if (ok && w.n > 0)
		ok = encode_plain(c, t, w.text.data, w.text.len, first, out);
	words_release(&w);
	return ok;
}

static bool
encode_plain(struct ctx *c, const struct tokenizer *t, const char *s,
    size_t len, bool first, struct ids *out)
{
	return encode_around(c, t, true, s, len, first, out, encode_words);
}

bool
tokenizer_encode(struct ctx *c, const struct tokenizer *t, const char *text,
    size_t len, bool special, struct ids *out)
{
	if (!utf8_valid(text, len)) {
		err_raise(c, ERR_UNICODE_ENCODE,
		    "'utf-8' codec can't encode text: surrogates not allowed");
		return false;
	}
	for (size_t i = 0; special && i < t->before.n; i++)
		ids_add(out, t->before.id[i]);
	if (!encode_around(c, t, false, text, len, true, out, encode_run))
		return false;
	for (size_t i = 0; special && i < t->after.n; i++)
		ids_add(out, t->after.id[i]);
	return true;
}
