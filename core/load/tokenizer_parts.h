/* SPDX-License-Identifier: Apache-2.0 */
/* Private to core/load: what a tokenizer is made of. */
#ifndef CORE_LOAD_TOKENIZER_PARTS_H
#define CORE_LOAD_TOKENIZER_PARTS_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/base/arena.h"
#include "core/load/tokenizer.h"
#include "core/load/vocab.h"

/* Texts in one buffer: the words of a text, the tokens of an answer. */
struct word {
	size_t at, len;
	bool first;		/* begins where the whole text begins */
};
struct words {
	struct buf text;
	struct word *word;
	size_t n, cap;
};
#define WORDS_INIT { BUF_INIT, NULL, 0, 0 }

void words_add(struct words *, const char *, size_t len, bool first);
void words_release(struct words *);

enum split_behavior {
	SPLIT_ISOLATED, SPLIT_REMOVED, SPLIT_WITH_PREVIOUS, SPLIT_WITH_NEXT,
	SPLIT_CONTIGUOUS
};

/* A normaliser, pre-tokenizer or decoder with its settings. */
struct token_step {
	/* Appends to out what becomes of in. */
	bool (*run)(struct ctx *, const struct token_step *,
	    const struct words *in, struct words *out);
	pcre2_code *re;		/* owned by the tokenizer */
	enum split_behavior behavior;
	bool invert, flag;
	int start, stop;	/* of Strip; options of normal forms */
	const char *text;	/* a prefix, a replacement */
	size_t text_len;
	const struct tokenizer *owner;
	const char *other;	/* what is replaced */
	size_t other_len;
};

struct token_steps {
	struct token_step *step;
	size_t n, cap;
};

struct added_token {
	const char *text;
	size_t len;
	int32_t id;
	bool special, normalized, lstrip, rstrip, single_word;
};

struct merge {
	uint64_t pair;		/* left << 32 | right */
	uint32_t rank, id;
	bool used;
};

struct charsmap {
	const uint32_t *unit;	/* double-array trie */
	size_t nunits;
	const char *text;
	size_t text_len;
};

struct tokenizer {
	uint32_t refs;
	struct arena *arena;
	struct vocab vocab;
	struct token_steps normalize, split, decode;
	bool (*model)(struct ctx *, const struct tokenizer *, const char *,
	    size_t len, struct ids *);
	/* added tokens by first byte, longest first */
	struct added_token *added;
	size_t nadded, added_cap;
	size_t bucket[257];
	bool has_normalized;
	struct ids before, after;	/* put around with special */
	int32_t begin, end, unknown;
	struct ids ends;
	const char *chat_template;
	/* byte-pair merges */
	bool byte_level, byte_fallback, fuse_unknown, whole_words, by_score;
	struct merge *merge;
	size_t nmerges;			/* slots, a power of two */
	int32_t byte_id[256];
	/* wordpiece */
	const char *continuing;
	size_t max_chars;
	/* unigram */
	float unknown_score;
	/* SentencePiece */
	struct charsmap charsmap;
	bool dummy_prefix, remove_spaces, escape_spaces, space_suffix;
};

/* Runs all steps; w is replaced by the last one's words. */
bool steps_run(struct ctx *, const struct token_steps *, struct words *w);
struct token_step *steps_add(struct token_steps *,
    bool (*run)(struct ctx *, const struct token_step *,
    const struct words *, struct words *));

/* Compiles a pattern with the classes of Unicode; literal takes it as text. */
pcre2_code *pattern_compile(struct ctx *, const char *pattern, size_t len,
    bool literal);
bool split_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
struct token_step *split_add(struct ctx *, struct token_steps *,
    const char *pattern, bool literal, enum split_behavior, bool invert);
#define GPT2_PATTERN "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|" \
	" ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

bool prefix_space_run(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool metaspace_run(struct ctx *, const struct token_step *,
    const struct words *, struct words *);

/* normal.c */
bool form_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
bool lower_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
bool accents_run(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool strip_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
bool prepend_run(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool replace_run(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool clean_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
bool cjk_run(struct ctx *, const struct token_step *, const struct words *,
    struct words *);
bool charsmap_parse(struct ctx *, struct charsmap *, const char *, size_t);
/* The longest match at s: how many bytes it takes (0: none) and what they
 * become. */
size_t charsmap_match(const struct charsmap *, const char *s, size_t len,
    const char **out, size_t *out_len);
bool char_is_space(uint32_t);

/* detoken.c */
bool byte_level_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool fallback_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool fuse_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool strip_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool wordpiece_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool metaspace_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
bool sentence_decode(struct ctx *, const struct token_step *,
    const struct words *, struct words *);
/* The byte of a token <0x0A>, or -1. */
int byte_token(const char *text, size_t len);
void add_lossy(struct buf *, const char *, size_t len);
/* The code point that stands for a byte in byte-level vocabularies. */
uint32_t byte_to_char(unsigned char);

/* models */
bool bpe_encode(struct ctx *, const struct tokenizer *, const char *,
    size_t len, struct ids *);
/* Room for n merges; then each "left right" by its texts. */
void merges_reserve(struct tokenizer *, size_t n);
void merges_add(struct tokenizer *, uint32_t rank, const char *left,
    size_t llen, const char *right, size_t rlen);
bool wordpiece_encode(struct ctx *, const struct tokenizer *, const char *,
    size_t len, struct ids *);
bool unigram_encode(struct ctx *, const struct tokenizer *, const char *,
    size_t len, struct ids *);
/* Fills byte_id from the vocabulary. */
void tokenizer_find_bytes(struct tokenizer *);
/* What no symbol stands for: bytes, or the unknown token. *after_unknown:
 * whether the last one was unknown too, for fusing. */
void tokenizer_add_unknown(const struct tokenizer *, const char *,
    size_t len, bool *after_unknown, struct ids *);

/* The makers of the three kinds. */
bool tokenizer_read_json(struct ctx *, struct tokenizer *, const char *where,
    const char *, size_t);
bool tokenizer_read_sentencepiece(struct ctx *, struct tokenizer *,
    const char *where, const char *, size_t);
/* Files in the folder (len bytes of the text) that say more. */
bool tokenizer_read_config(struct ctx *, struct tokenizer *,
    const char *folder, int len);
bool tokenizer_read_gguf(struct ctx *, struct tokenizer *, struct ckpt *);
/* Normalises for SentencePiece, spaces included. */
bool sentence_normalize(struct ctx *, const struct token_step *,
    const struct words *, struct words *);

void added_add(struct tokenizer *, const struct added_token *);

#endif
