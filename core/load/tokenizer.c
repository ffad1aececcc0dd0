/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/tokenizer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

void
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

bool
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

/* A file that is a tokenizer; its folder says more of it. */
static struct tokenizer *
open_file(struct ctx *c, const char *path)
{
	const char *slash = strrchr(path, '/');
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
	return t != NULL && tokenizer_read_config(c, t, path,
	    slash == NULL ? 0 : (int)(slash - path)) ? t : NULL;
}

/* The tokenizer of a checkpoint: a file in its folder (len bytes of path), or
 * the checkpoint itself. */
static struct tokenizer *
open_beside(struct ctx *c, const char *path, int len)
{
	static const char *const names[] = { "tokenizer.json",
		"tokenizer.model", "spiece.model",
		"sentencepiece.bpe.model" };
	struct tokenizer *t = NULL;
	struct buf b = BUF_INIT;
	struct ckpt *k;
	struct stat st;
	bool found = false;

	for (size_t i = 0; i < nitems(names) && !found; i++) {
		buf_truncate(&b, 0);
		buf_printf(&b, "%.*s%s%s", len, path, len > 0 ? "/" : "",
		    names[i]);
		found = stat(b.data, &st) == 0;
	}
	if (found)
		t = open_file(c, b.data);
	buf_release(&b);
	if (found)
		return t;
	k = ckpt_open(c, path);
	if (k != NULL && !ckpt_is_gguf(k))
		return err_raise(c, ERR_FILE_NOT_FOUND, "no tokenizer beside "
		    "'%s': expected tokenizer.json or tokenizer.model", path);
	return k == NULL ? NULL : tokenizer_of_gguf(c, k);
}

struct tokenizer *
tokenizer_open(struct ctx *c, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	struct stat st;

	if (stat(path, &st) != 0)
		return err_raise_errno(c, errno, path);
	if (S_ISDIR(st.st_mode))
		return open_beside(c, path, (int)strlen(path));
	if (dot != NULL && strcmp(dot, ".safetensors") == 0)
		return open_beside(c, path, slash == NULL ? 0 :
		    (int)(slash - path));
	return open_file(c, path);
}

/* ---- asking ------------------------------------------------------------- */

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
