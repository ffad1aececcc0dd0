/* SPDX-License-Identifier: Apache-2.0 */
/* From ids to text, at once or as they come. */
#include <string.h>

#include "core/load/tokenizer_parts.h"

bool
tokenizer_decode(struct ctx *c, const struct tokenizer *t,
    const int32_t *id, size_t n, bool skip, struct buf *out)
{
	struct words w = WORDS_INIT;
	bool ok;

	for (size_t i = 0; i < n; i++) {
		const struct token *k = vocab_token(&t->vocab, id[i]);

		if (k == NULL || (skip && tokenizer_is_special(t, id[i])))
			continue;
		words_add(&w, k->text, k->len, w.n == 0);
	}
	ok = w.n == 0 || steps_run(c, &t->decode, &w);
	if (ok)
		buf_add(out, w.text.data, w.text.len);
	words_release(&w);
	return ok;
}

/* The text of ids[from..n] beyond that of ids[from..seen]. */
static bool
stream_text(struct ctx *c, const struct tokenizer *t,
    struct token_stream *s, bool last, struct buf *out)
{
	struct buf old = BUF_INIT, new = BUF_INIT;
	const int32_t *id = s->ids.id + s->from;
	bool ok = tokenizer_decode(c, t, id, s->seen - s->from, true, &old) &&
	    tokenizer_decode(c, t, id, s->ids.n - s->from, true, &new);
	bool cut = new.len >= 3 &&
	    memcmp(new.data + new.len - 3, "\xef\xbf\xbd", 3) == 0;

	/* A replacement character at the end may yet become a letter; but a
	 * real one must not hold the text back for ever. */
	if (ok && new.len > old.len && (last || !cut ||
	    s->ids.n - s->seen > 8)) {
		buf_add(out, new.data + old.len, new.len - old.len);
		s->from = s->seen;
		s->seen = s->ids.n;
	}
	buf_release(&old);
	buf_release(&new);
	return ok;
}

bool
token_stream_add(struct ctx *c, const struct tokenizer *t,
    struct token_stream *s, int32_t id, struct buf *out)
{
	ids_add(&s->ids, id);
	return stream_text(c, t, s, false, out);
}

bool
token_stream_end(struct ctx *c, const struct tokenizer *t,
    struct token_stream *s, struct buf *out)
{
	bool ok = s->ids.n == 0 || stream_text(c, t, s, true, out);

	ids_release(&s->ids);
	return ok;
}
