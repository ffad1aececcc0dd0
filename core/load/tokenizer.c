/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/tokenizer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <utf8proc.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/load/ckpt.h"
#include "core/load/gguf.h"
#include "core/load/tokenizer_parts.h"
#include "core/tensor/storage.h"

void
ids_add(struct ids *ids, int32_t id)
{
	if (ids->n == ids->cap)
		ids->id = xgrow(ids->id, &ids->cap, 64, sizeof *ids->id);
	ids->id[ids->n++] = id;
}

void
ids_release(struct ids *ids)
{
	free(ids->id);
	memset(ids, 0, sizeof *ids);
}

void
words_add(struct words *w, const char *text, size_t len, bool first)
{
	if (w->n == w->cap)
		w->word = xgrow(w->word, &w->cap, 16, sizeof *w->word);
	w->word[w->n++] = (struct word){ w->text.len, len, first };
	buf_add(&w->text, text, len);
}

static void
words_release(struct words *w)
{
	free(w->word);
	buf_release(&w->text);
	*w = (struct words)WORDS_INIT;
}

struct token_step *
steps_add(struct token_steps *s, bool (*run)(struct ctx *,
    const struct token_step *, const struct words *, struct words *))
{
	if (s->n == s->cap)
		s->step = xgrow(s->step, &s->cap, 4, sizeof *s->step);
	s->step[s->n] = (struct token_step){ .run = run };
	return &s->step[s->n++];
}

/* Runs all steps; w is replaced by the last one's words. */
static bool
steps_run(struct ctx *c, const struct token_steps *s, struct words *w)
{
	for (size_t i = 0; i < s->n; i++) {
		struct words out = WORDS_INIT;
		bool ok = s->step[i].run(c, &s->step[i], w, &out);

		words_release(w);
		*w = out;
		if (!ok)
			return false;
	}
	return true;
}

static void
steps_release(struct token_steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		pcre2_code_free(s->step[i].re);
	free(s->step);
}

/* ---- making ------------------------------------------------------------- */

struct tokenizer *
tokenizer_ref(struct tokenizer *t)
{
	t->refs++;
	return t;
}

void
tokenizer_unref(struct tokenizer *t)
{
	if (t == NULL || --t->refs > 0)
		return;
	vocab_release(&t->vocab);
	steps_release(&t->normalize);
	steps_release(&t->split);
	steps_release(&t->decode);
	free(t->added);
	free(t->merge);
	ids_release(&t->before);
	ids_release(&t->after);
	ids_release(&t->ends);
	arena_free(&t->arena);
	free(t);
}

static void
tokenizer_drop(void *t)
{
	tokenizer_unref(t);
}

static struct tokenizer *
tokenizer_new(struct ctx *c)
{
	struct tokenizer *t = xcalloc(1, sizeof *t);

	t->refs = 1;
	t->arena = arena_create();
	t->begin = t->end = t->unknown = -1;
	t->model = bpe_encode;
	scope_add(c, t, tokenizer_drop);
	return t;
}

void
added_add(struct tokenizer *t, const struct added_token *a)
{
	if (a->len == 0)
		return;
	if (t->nadded == t->added_cap)
		t->added = xgrow(t->added, &t->added_cap, 16,
		    sizeof *t->added);
	t->added[t->nadded++] = *a;
	t->has_normalized |= a->normalized;
}

static int
by_first_then_longest(const void *a, const void *b)
{
	const struct added_token *x = a, *y = b;
	int d = (unsigned char)x->text[0] - (unsigned char)y->text[0];

	if (d != 0)
		return d;
	if (x->len != y->len)
		return x->len > y->len ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static struct tokenizer *
tokenizer_finish(struct tokenizer *t)
{
	size_t i = 0;

	/* Sorting nothing, from null, is not defined. */
	if (t->nadded > 0)
		qsort(t->added, t->nadded, sizeof *t->added,
		    by_first_then_longest);
	for (int b = 0; b <= 256; b++) {
		while (i < t->nadded &&
		    (unsigned char)t->added[i].text[0] < b)
			i++;
		t->bucket[b] = i;
	}
	if (t->end >= 0)
		ids_add(&t->ends, t->end);
	return t;
}

struct tokenizer *
tokenizer_parse(struct ctx *c, const char *where, const char *data,
    size_t len)
{
	struct tokenizer *t = tokenizer_new(c);
	size_t i = 0;

	while (i < len && (data[i] == ' ' || data[i] == '\n' ||
	    data[i] == '\r' || data[i] == '\t'))
		i++;
	if (i < len && data[i] == '{' ?
	    !tokenizer_read_json(c, t, where, data, len) :
	    !tokenizer_read_sentencepiece(c, t, where, data, len))
		return NULL;
	return tokenizer_finish(t);
}

struct tokenizer *
tokenizer_of_gguf(struct ctx *c, struct ckpt *k)
{
	struct tokenizer *t = tokenizer_new(c);

	return tokenizer_read_gguf(c, t, k) ? tokenizer_finish(t) : NULL;
}

static struct tokenizer *
open_file(struct ctx *c, const char *path)
{
	struct storage *s = storage_map(c, path);
	struct tokenizer *t;

	if (s == NULL)
		return NULL;
	scope_add(c, s, (void (*)(void *))storage_unref);
	if (s->size >= 4 && memcmp(s->data, "GGUF", 4) == 0) {
		struct ckpt *k = ckpt_open(c, path);

		return k == NULL ? NULL : tokenizer_of_gguf(c, k);
	}
	t = tokenizer_parse(c, path, (const char *)s->data, s->size);
	return t;
}

static const char *const file_names[] = {
	"tokenizer.json", "tokenizer.model", "spiece.model",
	"sentencepiece.bpe.model",
};

struct tokenizer *
tokenizer_open(struct ctx *c, const char *path)
{
	struct buf b = BUF_INIT;
	struct tokenizer *t = NULL;
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	struct stat st;
	int folder = (int)strlen(path);
	bool found = false;

	if (stat(path, &st) != 0)
		return err_raise_errno(c, errno, path);
	if (!S_ISDIR(st.st_mode)) {
		folder = slash == NULL ? 0 : (int)(slash - path);
		/* A checkpoint's own folder has it, but for GGUF. */
		if (dot == NULL || strcmp(dot, ".safetensors") != 0) {
			t = open_file(c, path);
			return t != NULL && ((dot != NULL &&
			    strcmp(dot, ".gguf") == 0) ||
			    tokenizer_read_config(c, t, path,
			    folder)) ? t : NULL;
		}
	}
	for (size_t i = 0; i < nitems(file_names) && !found; i++) {
		buf_truncate(&b, 0);
		buf_printf(&b, "%.*s%s%s", folder, path,
		    folder > 0 ? "/" : "", file_names[i]);
		found = stat(b.data, &st) == 0;
	}
	if (found) {
		t = open_file(c, b.data);
		if (t != NULL && !tokenizer_read_config(c, t, path, folder))
			t = NULL;
	} else {
		struct ckpt *k = ckpt_open(c, path);

		if (k != NULL && ckpt_is_gguf(k))
			t = tokenizer_of_gguf(c, k);
		else if (k != NULL)
			err_raise(c, ERR_FILE_NOT_FOUND, "no tokenizer beside "
			    "'%s': expected tokenizer.json or tokenizer.model",
			    path);
	}
	buf_release(&b);
	return t;
}

/* ---- encoding ----------------------------------------------------------- */

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

/* ---- decoding ----------------------------------------------------------- */

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

size_t
tokenizer_size(const struct tokenizer *t)
{
	return t->vocab.n;
}

const char *
tokenizer_token(const struct tokenizer *t, int64_t id, size_t *len)
{
	const struct token *k = vocab_token(&t->vocab, id);

	if (k == NULL)
		return NULL;
	*len = k->len;
	return k->text;
}

int32_t
tokenizer_find(const struct tokenizer *t, const char *text, size_t len)
{
	return vocab_find(&t->vocab, text, len);
}

bool
tokenizer_is_special(const struct tokenizer *t, int64_t id)
{
	const struct token *k = vocab_token(&t->vocab, id);

	return k != NULL && (k->kind == TOKEN_CONTROL ||
	    k->kind == TOKEN_UNKNOWN);
}

bool
tokenizer_is_end(const struct tokenizer *t, int64_t id)
{
	for (size_t i = 0; i < t->ends.n; i++)
		if (t->ends.id[i] == id)
			return true;
	return false;
}

int32_t
tokenizer_begin(const struct tokenizer *t)
{
	return t->begin;
}

int32_t
tokenizer_end(const struct tokenizer *t)
{
	return t->end;
}

const char *
tokenizer_template(const struct tokenizer *t)
{
	return t->chat_template;
}

/* ---- as tokens come ----------------------------------------------------- */

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
