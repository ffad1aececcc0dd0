/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unigram: of all ways to cut a text into pieces, the one whose scores have
 * the largest sum. best[i] is the best way to reach byte i.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/load/tokenizer_parts.h"

struct way {
	float score;
	int32_t id;		/* -1: unknown */
	size_t from;
	bool reached;
};

static void
offer(struct way *w, size_t from, size_t to, float score, int32_t id)
{
	if (w[to].reached && w[to].score >= score)
		return;
	w[to] = (struct way){ score, id, from, true };
}

static void
offer_from(const struct tokenizer *t, const char *s, size_t len, size_t at,
    struct way *w)
{
	size_t one, max = len - at;
	bool single = false;

	utf8_decode(s + at, len - at, &one);
	if (max > t->vocab.longest)
		max = t->vocab.longest;
	for (size_t n = 1; n <= max; n++) {
		int32_t id = vocab_find(&t->vocab, s + at, n);
		const struct token *k = vocab_token(&t->vocab, id);

		if (k == NULL || (k->kind != TOKEN_NORMAL &&
		    k->kind != TOKEN_USER))
			continue;
		single |= n == one;
		offer(w, at, at + n, w[at].score + k->score, id);
	}
	if (!single)
		offer(w, at, at + one, w[at].score + t->unknown_score, -1);
}

bool
unigram_encode(struct ctx *c, const struct tokenizer *t, const char *s,
    size_t len, struct ids *out)
{
	struct way *w = try_alloc(c, len + 1, sizeof *w);
	size_t *cut, n = 0;
	bool after_unknown = false;

	if (w == NULL)
		return false;
	memset(w, 0, (len + 1) * sizeof *w);
	w[0].reached = true;
	for (size_t i = 0; i < len; i++)
		if (w[i].reached)
			offer_from(t, s, len, i, w);
	/* Cuts from the end, then forwards. */
	cut = xcalloc(len + 1, sizeof *cut);
	for (size_t at = len; at > 0; at = w[at].from)
		cut[n++] = at;
	while (n-- > 0) {
		const struct way *k = &w[cut[n]];

		if (k->id >= 0) {
			ids_add(out, k->id);
			after_unknown = false;
		} else {
			tokenizer_add_unknown(t, s + k->from,
			    cut[n] - k->from, &after_unknown, out);
		}
	}
	free(cut);
	free(w);
	return true;
}
