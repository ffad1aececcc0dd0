/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Byte-pair encoding: symbols are joined, best pair first, the left one of
 * equals, until no pair is in the table. A heap of pairs keeps this at
 * n log n; entries that no longer hold are skipped when they come up.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/load/tokenizer_parts.h"

/* ---- the table of merges ------------------------------------------------ */

static struct merge *
merge_slot(const struct tokenizer *t, uint64_t pair)
{
	uint64_t h = pair * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 20) & (t->nmerges - 1);

	while (t->merge[i].used && t->merge[i].pair != pair)
		i = (i + 1) & (t->nmerges - 1);
	return &t->merge[i];
}

void
merges_reserve(struct tokenizer *t, size_t n)
{
	t->nmerges = 64;
	while (t->nmerges < 2 * n)
		t->nmerges *= 2;
	t->merge = xcalloc(t->nmerges, sizeof *t->merge);
}

void
merges_add(struct tokenizer *t, uint32_t rank, const char *left, size_t llen,
    const char *right, size_t rlen)
{
	int32_t a = vocab_find(&t->vocab, left, llen);
	int32_t b = vocab_find(&t->vocab, right, rlen), id;
	struct buf joined = BUF_INIT;
	struct merge *m;

	buf_add(&joined, left, llen);
	buf_add(&joined, right, rlen);
	id = vocab_find(&t->vocab, joined.data, joined.len);
	buf_release(&joined);
	if (a < 0 || b < 0 || id < 0)
		return;		/* can never apply */
	m = merge_slot(t, (uint64_t)a << 32 | (uint32_t)b);
	/* Of equal pairs the last counts, as in the original. */
	*m = (struct merge){ (uint64_t)a << 32 | (uint32_t)b, rank,
	    (uint32_t)id, true };
}

/* ---- symbols ------------------------------------------------------------ */

struct symbol {
	size_t at, len;		/* len 0: joined to the one before */
	int32_t id;		/* -1: none stands for it (by_score: yet) */
	int32_t prev, next;
};

struct pair {
	double prio;		/* smaller is better */
	int32_t left, id;
};

struct work {
	const struct tokenizer *t;
	const char *s;
	struct symbol *symbol;
	size_t n;
	struct pair *heap;
	size_t nheap, heap_cap;
};

static bool
pair_before(const struct pair *a, const struct pair *b)
{
	return a->prio < b->prio || (a->prio == b->prio && a->left < b->left);
}

static void
heap_push(struct work *w, struct pair p)
{
	size_t i;

	if (w->nheap == w->heap_cap)
		w->heap = xgrow(w->heap, &w->heap_cap, 32, sizeof *w->heap);
	for (i = w->nheap++; i > 0; i = (i - 1) / 2) {
		if (!pair_before(&p, &w->heap[(i - 1) / 2]))
			break;
		w->heap[i] = w->heap[(i - 1) / 2];
	}
	w->heap[i] = p;
}

static struct pair
heap_pop(struct work *w)
{
	struct pair top = w->heap[0], last = w->heap[--w->nheap];
	size_t i = 0;

	for (;;) {
		size_t k = 2 * i + 1;

		if (k >= w->nheap)
			break;
		if (k + 1 < w->nheap && pair_before(&w->heap[k + 1],
		    &w->heap[k]))
			k++;
		if (!pair_before(&w->heap[k], &last))
			break;
		w->heap[i] = w->heap[k];
		i = k;
	}
	w->heap[i] = last;
	return top;
}

/* What a symbol and its neighbour would become. */
static bool
pair_find(const struct work *w, int32_t left, struct pair *p)
{
	const struct tokenizer *t = w->t;
	const struct symbol *a = &w->symbol[left], *b;

	if (a->next < 0)
		return false;
	b = &w->symbol[a->next];
	p->left = left;
	if (t->by_score) {
		const struct token *k;

		p->id = vocab_find(&t->vocab, w->s + a->at, a->len + b->len);
		k = vocab_token(&t->vocab, p->id);
		if (k == NULL || (k->kind != TOKEN_NORMAL &&
		    k->kind != TOKEN_USER))
			return false;
		p->prio = -(double)k->score;
		return true;
	}
	if (a->id >= 0 && b->id >= 0 && t->nmerges > 0) {
		const struct merge *m = merge_slot(t,
		    (uint64_t)a->id << 32 | (uint32_t)b->id);

		p->prio = m->rank;
		p->id = (int32_t)m->id;
		return m->used;
	}
	return false;
}

static void
heap_offer(struct work *w, int32_t left)
{
	struct pair p;

	if (left >= 0 && pair_find(w, left, &p))
		heap_push(w, p);
}

static void
join_all(struct work *w)
{
	for (size_t i = 0; i + 1 < w->n; i++)
		heap_offer(w, (int32_t)i);
	while (w->nheap > 0) {
		struct pair top = heap_pop(w), now;
		struct symbol *a = &w->symbol[top.left], *b;

		if (a->len == 0 || !pair_find(w, top.left, &now) ||
		    now.id != top.id)
			continue;
		b = &w->symbol[a->next];
		a->len += b->len;
		a->id = top.id;
		a->next = b->next;
		b->len = 0;
		if (a->next >= 0)
			w->symbol[a->next].prev = top.left;
		heap_offer(w, a->prev);
		heap_offer(w, top.left);
	}
}

static void
cut_symbols(struct work *w, size_t len)
{
	const struct tokenizer *t = w->t;

	for (size_t at = 0; at < len;) {
		struct symbol *y = &w->symbol[w->n];
		size_t took = 1;

		if (!t->byte_level)
			utf8_decode(w->s + at, len - at, &took);
		y->at = at;
		y->len = took;
		y->id = t->byte_level ?
		    t->byte_id[(unsigned char)w->s[at]] :
		    vocab_find(&t->vocab, w->s + at, took);
		y->prev = (int32_t)w->n - 1;
		y->next = at + took < len ? (int32_t)w->n + 1 : -1;
		at += took;
		w->n++;
	}
}

void
tokenizer_add_unknown(const struct tokenizer *t, const char *s, size_t len,
    bool *after_unknown, struct ids *out)
{
	bool all = t->byte_fallback;

	for (size_t i = 0; i < len && all; i++)
		all = t->byte_id[(unsigned char)s[i]] >= 0;
	if (all) {
		for (size_t i = 0; i < len; i++)
			ids_add(out, t->byte_id[(unsigned char)s[i]]);
		*after_unknown = false;
		return;
	}
	if (t->unknown >= 0 && !(*after_unknown && t->fuse_unknown))
		ids_add(out, t->unknown);
	*after_unknown = true;
}

/* The token whose text is the whole word, in the vocabulary's spelling. */
static int32_t
whole_word(const struct tokenizer *t, const char *s, size_t len)
{
	struct buf b = BUF_INIT;
	int32_t id;

	if (!t->byte_level)
		return vocab_find(&t->vocab, s, len);
	for (size_t i = 0; i < len; i++)
		buf_utf8(&b, byte_to_char((unsigned char)s[i]));
	id = vocab_find(&t->vocab, b.data, b.len);
	buf_release(&b);
	return id;
}

bool
bpe_encode(struct ctx *c, const struct tokenizer *t, const char *s,
    size_t len, struct ids *out)
{
	struct work w = { .t = t, .s = s };
	bool after_unknown = false;

	if (t->whole_words) {
		int32_t id = whole_word(t, s, len);

		if (id >= 0) {
			ids_add(out, id);
			return true;
		}
	}
	if (len > INT32_MAX)
		return err_raise(c, ERR_VALUE, "the text has a "
		    "word of %zu bytes, more than can be encoded", len);
	w.symbol = try_alloc(c, len, sizeof *w.symbol);
	if (w.symbol == NULL)
		return false;
	cut_symbols(&w, len);
	join_all(&w);
	for (int32_t i = 0; i >= 0; i = w.symbol[i].next) {
		const struct symbol *y = &w.symbol[i];

		if (y->id >= 0) {
			ids_add(out, y->id);
			after_unknown = false;
		} else {
			tokenizer_add_unknown(t, s + y->at, y->len,
			    &after_unknown, out);
		}
	}
	free(w.heap);
	free(w.symbol);
	return true;
}

void
tokenizer_find_bytes(struct tokenizer *t)
{
	for (int b = 0; b < 256; b++) {
		struct buf text = BUF_INIT;

		if (t->byte_level)
			buf_utf8(&text, byte_to_char((unsigned char)b));
		else
			buf_printf(&text, "<0x%02X>", (unsigned)b);
		t->byte_id[b] = vocab_find(&t->vocab, text.data, text.len);
		buf_release(&text);
	}
}
