/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SentencePiece models: a protobuf message of pieces and of two settings
 * (trainer, normaliser), read here by hand; and what they do with spaces.
 */
#include <string.h>

#include "core/base/utf8.h"
#include "core/load/tokenizer_parts.h"

#define SPACE "\xe2\x96\x81"	/* U+2581 */

/* ---- protobuf ----------------------------------------------------------- */

struct message {
	const unsigned char *p, *end;
	bool bad;
};

struct proto_field {
	uint32_t number;
	uint64_t value;			/* of varints and fixed numbers */
	const unsigned char *data;	/* of bytes and messages */
	size_t len;
};

static uint64_t
take_varint(struct message *m)
{
	uint64_t v = 0;

	for (int shift = 0; m->p < m->end && shift < 64; shift += 7) {
		unsigned char b = *m->p++;

		v |= (uint64_t)(b & 127) << shift;
		if (b < 128)
			return v;
	}
	m->bad = true;
	return 0;
}

static void
take_fixed(struct message *m, struct proto_field *f, size_t n)
{
	if ((size_t)(m->end - m->p) < n) {
		m->bad = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		f->value |= (uint64_t)m->p[i] << (8 * i);
	m->p += n;
}

/* The next field; false at the end or for damage. */
static bool
next_field(struct message *m, struct proto_field *f)
{
	uint64_t key;

	memset(f, 0, sizeof *f);
	if (m->p >= m->end)
		return false;
	key = take_varint(m);
	f->number = (uint32_t)(key >> 3);
	switch (key & 7) {
	case 0:
		f->value = take_varint(m);
		break;
	case 1:
		take_fixed(m, f, 8);
		break;
	case 2:
		f->len = take_varint(m);
		f->data = m->p;
		if (f->len > (size_t)(m->end - m->p))
			m->bad = true;
		else
			m->p += f->len;
		break;
	case 5:
		take_fixed(m, f, 4);
		break;
	default:
		m->bad = true;
	}
	return !m->bad;
}

static struct message
sub_message(const struct proto_field *f)
{
	return (struct message){ f->data, f->data + f->len, false };
}

/* ---- the model ---------------------------------------------------------- */

enum { PIECES = 1, TRAINER = 2, NORMALIZER = 3 };
enum { MODEL_UNIGRAM = 1, MODEL_BPE = 2 };

struct model {
	int64_t type;
	bool fallback;
	size_t n;
	float least, most;
};

static bool
read_piece(struct tokenizer *t, struct message m, struct model *k)
{
	struct proto_field f;
	union { uint32_t u; float f; } score = { 0 };
	enum token_kind kind = TOKEN_NORMAL;
	const char *text = "";
	size_t len = 0, id = k->n++;

	while (next_field(&m, &f)) {
		if (f.number == 1) {
			text = (const char *)f.data;
			len = f.len;
		} else if (f.number == 2) {
			score.u = (uint32_t)f.value;
		} else if (f.number == 3) {
			kind = (enum token_kind)(f.value & 7);
		}
	}
	if (m.bad || !utf8_valid(text, len))
		return false;
	text = arena_memdup0(t->arena, text, len);
	if (kind == TOKEN_NORMAL) {
		k->least = score.f < k->least ? score.f : k->least;
		k->most = score.f > k->most ? score.f : k->most;
	}
	if (kind == TOKEN_UNKNOWN)
		t->unknown = (int32_t)id;
	if (len == 3 && memcmp(text, "<s>", 3) == 0)
		t->begin = (int32_t)id;
	if (len == 4 && memcmp(text, "</s>", 4) == 0)
		t->end = (int32_t)id;
	if (kind == TOKEN_USER)
		added_add(t, &(struct added_token){ .text = text, .len = len,
		    .id = (int32_t)id });
	return vocab_set(&t->vocab, id, text, len, score.f, kind);
}

static bool
read_trainer(struct message m, struct model *k)
{
	struct proto_field f;

	while (next_field(&m, &f)) {
		if (f.number == 3)
			k->type = (int64_t)f.value;
		else if (f.number == 35)
			k->fallback = f.value != 0;
	}
	return !m.bad;
}

static bool
read_normalizer(struct ctx *c, struct tokenizer *t, struct message m)
{
	struct proto_field f;

	while (next_field(&m, &f)) {
		if (f.number == 2 && !charsmap_parse(c, &t->charsmap,
		    arena_memdup0(t->arena, (const char *)f.data, f.len),
		    f.len))
			return false;
		else if (f.number == 3)
			t->dummy_prefix = f.value != 0;
		else if (f.number == 4)
			t->remove_spaces = f.value != 0;
		else if (f.number == 5)
			t->escape_spaces = f.value != 0;
	}
	return !m.bad;
}

bool
tokenizer_read_sentencepiece(struct ctx *c, struct tokenizer *t,
    const char *where, const char *data, size_t len)
{
	struct message m = { (const unsigned char *)data,
	    (const unsigned char *)data + len, false };
	struct model k = { .type = MODEL_UNIGRAM, .least = 3e38f,
	    .most = -3e38f };
	struct proto_field f;
	bool ok = true;

	t->dummy_prefix = t->remove_spaces = t->escape_spaces = true;
	while (ok && next_field(&m, &f)) {
		if (f.number == PIECES)
			ok = read_piece(t, sub_message(&f), &k);
		else if (f.number == TRAINER)
			ok = read_trainer(sub_message(&f), &k);
		else if (f.number == NORMALIZER)
			ok = read_normalizer(c, t, sub_message(&f));
	}
	if (!ok || m.bad || k.n == 0 || t->unknown < 0)
		return err_raise(c, ERR_VALUE, "%s: neither tokenizer.json nor "
		    "a SentencePiece model, or damaged", where);
	if (k.type != MODEL_UNIGRAM && k.type != MODEL_BPE)
		return err_raise(c, ERR_VALUE, "%s: SentencePiece models of "
		    "kind %lld are not supported, only unigram and BPE", where,
		    (long long)k.type);
	t->by_score = k.type == MODEL_BPE;
	t->model = k.type == MODEL_BPE ? bpe_encode : unigram_encode;
	t->byte_fallback = k.fallback;
	t->fuse_unknown = true;
	t->unknown_score = k.least - 10;
	tokenizer_find_bytes(t);
	steps_add(&t->normalize, sentence_normalize)->owner = t;
	steps_add(&t->decode, sentence_decode)->owner = t;
	if (t->begin >= 0)
		ids_add(&t->before, t->begin);
	if (t->end >= 0)
		ids_add(&t->after, t->end);
	return true;
}

/* ---- text --------------------------------------------------------------- */

/* One step of the map: what stands at s becomes *to; how much it takes. */
static size_t
map_next(const struct tokenizer *t, const char *s, size_t len,
    const char **to, size_t *to_len)
{
	size_t took = charsmap_match(&t->charsmap, s, len, to, to_len);

	if (took > 0)
		return took;
	utf8_decode(s, len, &took);
	*to = s;
	*to_len = took;
	return took;
}

/* Puts text in, a space as the mark where they are escaped. */
static void
put_spaces(const struct tokenizer *t, struct buf *b, const char *s,
    size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == ' ' && t->escape_spaces)
			buf_str(b, SPACE);
		else
			buf_char(b, s[i]);
	}
}

static void
normalize_one(const struct tokenizer *t, const char *s, size_t len,
    struct buf *b)
{
	const char *to;
	size_t n, at = 0, took;
	bool after_space = t->remove_spaces;

	/* Leading spaces go first: then the prefix is put. */
	while (t->remove_spaces && at < len) {
		took = map_next(t, s + at, len - at, &to, &n);
		if (n != 1 || to[0] != ' ')
			break;
		at += took;
	}
	if (at == len)
		return;
	if (t->dummy_prefix)
		put_spaces(t, b, " ", 1);
	for (; at < len; at += took) {
		took = map_next(t, s + at, len - at, &to, &n);
		while (after_space && n > 0 && to[0] == ' ') {
			to++;
			n--;
		}
		if (n == 0)
			continue;
		put_spaces(t, b, to, n);
		after_space = t->remove_spaces && to[n - 1] == ' ';
	}
	if (t->remove_spaces) {
		const char *mark = t->escape_spaces ? SPACE : " ";
		size_t m = strlen(mark);

		while (b->len >= m && memcmp(b->data + b->len - m, mark,
		    m) == 0)
			buf_truncate(b, b->len - m);
	}
}

bool
sentence_normalize(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		struct buf b = BUF_INIT;

		normalize_one(step->owner, in->text.data + in->word[i].at,
		    in->word[i].len, &b);
		if (b.len > 0)
			words_add(out, b.data, b.len, in->word[i].first);
		buf_release(&b);
	}
	return true;
}

bool
sentence_decode(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	const struct tokenizer *t = step->owner;
	struct buf b = BUF_INIT, bytes = BUF_INIT;
	bool begun = false;

	for (size_t i = 0; i <= in->n; i++) {
		const char *s = i < in->n ? in->text.data + in->word[i].at :
		    "";
		size_t len = i < in->n ? in->word[i].len : 0;
		int32_t id = vocab_find(&t->vocab, s, len);
		const struct token *k = vocab_token(&t->vocab, id);
		int byte = k != NULL && k->kind == TOKEN_BYTE ?
		    byte_token(s, len) : -1;

		if (byte >= 0) {
			buf_char(&bytes, (char)byte);
			continue;
		}
		add_lossy(&b, bytes.data, bytes.len);
		begun |= bytes.len > 0;
		buf_truncate(&bytes, 0);
		if (k != NULL && k->kind == TOKEN_CONTROL)
			continue;
		if (k != NULL && k->kind == TOKEN_UNKNOWN) {
			buf_str(&b, " \xe2\x81\x87 ");
			begun = true;
			continue;
		}
		if (!begun && t->dummy_prefix && len >= 3 &&
		    memcmp(s, SPACE, 3) == 0) {
			s += 3;
			len -= 3;
		}
		begun |= i < in->n;
		for (size_t q = 0; q < len;) {
			if (len - q >= 3 && memcmp(s + q, SPACE, 3) == 0) {
				buf_char(&b, ' ');
				q += 3;
			} else {
				buf_char(&b, s[q++]);
			}
		}
	}
	words_add(out, b.data, b.len, true);
	buf_release(&b);
	buf_release(&bytes);
	return true;
}
