/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text to the numbers that a model reads, and back, equal to the original
 * tokenizer token by token. It comes with the checkpoint: tokenizer.json, a
 * SentencePiece model, or the vocabulary of a GGUF file.
 *
 * Added tokens are cut out first; what is between them is normalised, split
 * into words, and each word goes to the vocabulary's algorithm. All of these
 * are steps, one row each; the three kinds of files only choose among them.
 */
#ifndef CORE_LOAD_TOKENIZER_H
#define CORE_LOAD_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"

struct ckpt;
struct tokenizer;

struct ids {
	int32_t *id;
	size_t n, cap;
};

void ids_add(struct ids *, int32_t);
void ids_release(struct ids *);

/*
 * From a GGUF file, a tokenizer.json, a SentencePiece model, or the folder or
 * checkpoint that has one of them. Counted, of the scope.
 */
struct tokenizer *tokenizer_open(struct ctx *, const char *path);
/* From bytes: of JSON or of a SentencePiece model, told by content. */
struct tokenizer *tokenizer_parse(struct ctx *, const char *where,
    const char *data, size_t len);
struct tokenizer *tokenizer_of_gguf(struct ctx *, struct ckpt *);
struct tokenizer *tokenizer_ref(struct tokenizer *);
void tokenizer_unref(struct tokenizer *);

/* Appends to out. special: also what the model expects around a text. */
bool tokenizer_encode(struct ctx *, const struct tokenizer *,
    const char *text, size_t len, bool special, struct ids *out);
/* Appends to out. Numbers that no token has are left out, as in the
 * original. skip: leaves special tokens out. */
bool tokenizer_decode(struct ctx *, const struct tokenizer *,
    const int32_t *, size_t n, bool skip, struct buf *out);

size_t tokenizer_size(const struct tokenizer *);	/* highest + 1 */
/* The token's text as the vocabulary has it; null for no token. */
const char *tokenizer_token(const struct tokenizer *, int64_t id,
    size_t *len);
int32_t tokenizer_find(const struct tokenizer *, const char *text,
    size_t len);
bool tokenizer_is_special(const struct tokenizer *, int64_t id);
/* Does generation end with this token? */
bool tokenizer_is_end(const struct tokenizer *, int64_t id);
int32_t tokenizer_begin(const struct tokenizer *);	/* or -1 */
int32_t tokenizer_end(const struct tokenizer *);	/* or -1 */
const char *tokenizer_template(const struct tokenizer *);	/* or null */

/*
 * Decodes as tokens come: gives only text that later ones cannot change.
 * Begins zeroed; ids_release or token_stream_end frees what it keeps.
 */
struct token_stream {
	struct ids ids;
	size_t from;		/* of the ids whose text is still needed */
	size_t seen;		/* ids whose text was given */
};
bool token_stream_add(struct ctx *, const struct tokenizer *,
    struct token_stream *, int32_t id, struct buf *out);
/* What was held back. */
bool token_stream_end(struct ctx *, const struct tokenizer *,
    struct token_stream *, struct buf *out);

#endif
