/* SPDX-License-Identifier: Apache-2.0 */
/* Longest match first, word by word; a word that does not fit is unknown. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/load/tokenizer_parts.h"

/* The longest token at s; *len: bytes it takes. */
static int32_t
longest(const struct tokenizer *t, const char *s, size_t left, bool inside,
    size_t *len)
{
	struct buf b = BUF_INIT;
	int32_t id = -1;
	size_t skip = 0;

	if (inside)
		buf_str(&b, t->continuing);
	skip = b.len;
	if (left > t->vocab.longest)
		left = t->vocab.longest;
	buf_add(&b, s, left);
	for (; left > 0 && id < 0; left--) {
		id = vocab_find(&t->vocab, b.data, skip + left);
		*len = left;
	}
	buf_release(&b);
	return id;
}

bool
wordpiece_encode(struct ctx *c UNUSED, const struct tokenizer *t,
    const char *s, size_t len, struct ids *out)
{
	size_t before = out->n, took;

	for (size_t at = 0; at < len; at += took) {
		int32_t id = utf8_count(s, len) > t->max_chars ? -1 :
		    longest(t, s + at, len - at, at > 0, &took);

		if (id < 0) {
			out->n = before;
			if (t->unknown >= 0)
				ids_add(out, t->unknown);
			break;
		}
		ids_add(out, id);
	}
	return true;
}
