/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens by number and by text. */
#ifndef CORE_LOAD_VOCAB_H
#define CORE_LOAD_VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* As SentencePiece and GGUF number them. */
enum token_kind {
	TOKEN_NORMAL = 1, TOKEN_UNKNOWN, TOKEN_CONTROL, TOKEN_USER,
	TOKEN_UNUSED, TOKEN_BYTE
};

struct token {
	const char *text;	/* null: no token has this number */
	uint32_t len;
	float score;
	uint8_t kind;
};

struct vocab {
	struct token *token;
	size_t n, cap;
	uint32_t *slot;		/* 1 + id; the text is the key */
	size_t nslots, used;
	uint32_t longest;	/* bytes of the longest text */
};

#define VOCAB_MAX ((size_t)1 << 24)

void vocab_release(struct vocab *);
/* text is not copied. False for a number beyond VOCAB_MAX. */
bool vocab_set(struct vocab *, size_t id, const char *text, size_t len,
    float score, enum token_kind);
/* -1 where there is none. */
int32_t vocab_find(const struct vocab *, const char *text, size_t len);
/* Null for a number that stands for nothing. */
const struct token *vocab_token(const struct vocab *, int64_t id);

#endif
