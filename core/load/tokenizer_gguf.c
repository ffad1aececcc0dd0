/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary in a GGUF file's settings. */
#include <string.h>

#include "core/load/ckpt.h"
#include "core/load/gguf.h"
#include "core/load/tokenizer_parts.h"

#define LLAMA3 "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" \
	"\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|" \
	"\\s+(?!\\S)|\\s+"
#define QWEN2 "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" \
	"\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|" \
	"\\s+(?!\\S)|\\s+"

/* tokenizer.ggml.pre: how text is cut, by up to two patterns in turn. */
static const struct {
	const char *name, *first, *second;
	bool whole_words, begin;
} rules[] = {
	{ "gpt-2", GPT2_PATTERN, NULL, false, false },
	{ "phi-2", GPT2_PATTERN, NULL, false, false },
	{ "olmo", GPT2_PATTERN, NULL, false, false },
	{ "jina-v2-en", GPT2_PATTERN, NULL, false, false },
	{ "smollm", "\\p{N}", GPT2_PATTERN, false, false },
	{ "starcoder", "\\p{N}", GPT2_PATTERN, false, false },
	{ "refact", "\\p{N}", GPT2_PATTERN, false, false },
	{ "command-r", "\\p{N}", GPT2_PATTERN, false, false },
	{ "codeshell", "\\p{N}", GPT2_PATTERN, false, false },
	{ "llama-bpe", LLAMA3, NULL, true, true },
	{ "llama3", LLAMA3, NULL, true, true },
	{ "llama-v3", LLAMA3, NULL, true, true },
	{ "dbrx", LLAMA3, NULL, false, false },
	{ "smaug-bpe", LLAMA3, NULL, false, false },
	{ "qwen2", QWEN2, NULL, false, false },
	{ "stablelm2", QWEN2, NULL, false, false },
	{ "deepseek-r1-qwen", QWEN2, NULL, false, false },
};

/* Pieces that all end a turn; beside the one that the file names. */
static const char *const end_texts[] = {
	"<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>",
	"<|endoftext|>", "<|end_of_text|>", "<|eom_id|>",
};

static bool
read_tokens(struct ctx *c, struct tokenizer *t, struct ckpt *k)
{
	const struct gguf_value *tokens = gguf_find(k,
	    "tokenizer.ggml.tokens");
	const struct gguf_value *kinds = gguf_find(k,
	    "tokenizer.ggml.token_type");
	const struct gguf_value *scores = gguf_find(k,
	    "tokenizer.ggml.scores");
	struct gguf_array a, kind_list = { 0 }, score_list = { 0 };
	struct gguf_value v;

	if (tokens == NULL || !gguf_array(tokens, &a) ||
	    a.type != GGUF_STRING || a.left > VOCAB_MAX)
		return err_raise(c, ERR_VALUE, "%s: no vocabulary in this "
		    "file (tokenizer.ggml.tokens)", ckpt_path(k));
	if (kinds != NULL)
		gguf_array(kinds, &kind_list);
	if (scores != NULL)
		gguf_array(scores, &score_list);
	for (size_t id = 0; gguf_next(&a, &v); id++) {
		struct gguf_value extra;
		int64_t kind = TOKEN_NORMAL;
		double score = 0;
		const char *text;
		size_t len;

		gguf_text(&v, &text, &len);
		if (gguf_next(&kind_list, &extra))
			gguf_int(&extra, &kind);
		if (gguf_next(&score_list, &extra))
			gguf_float(&extra, &score);
		text = arena_memdup0(t->arena, text, len);
		vocab_set(&t->vocab, id, text, len, (float)score,
		    (enum token_kind)(kind & 7));
		if (kind == TOKEN_CONTROL || kind == TOKEN_USER)
			added_add(t, &(struct added_token){ .text = text,
			    .len = len, .id = (int32_t)id,
			    .special = kind == TOKEN_CONTROL });
	}
	return true;
}

static void
read_merges(struct tokenizer *t, const struct ckpt *k)
{
	const struct gguf_value *merges = gguf_find(k,
	    "tokenizer.ggml.merges");
	struct gguf_array a;
	struct gguf_value v;
	uint32_t rank = 0;

	if (merges == NULL || !gguf_array(merges, &a))
		return;
	merges_reserve(t, a.left < VOCAB_MAX ? a.left : VOCAB_MAX);
	for (; gguf_next(&a, &v) && rank < VOCAB_MAX; rank++) {
		const char *s, *gap;
		size_t len;

		if (!gguf_text(&v, &s, &len) || len < 3)
			continue;
		/* A token may itself begin with a space of one byte. */
		gap = memchr(s + 1, ' ', len - 1);
		if (gap != NULL)
			merges_add(t, rank, s, (size_t)(gap - s), gap + 1,
			    len - 1 - (size_t)(gap - s));
	}
}

static void
read_ends(struct tokenizer *t, const struct ckpt *k)
{
	t->begin = (int32_t)gguf_get_int(k, "tokenizer.ggml.bos_token_id", -1);
	t->end = (int32_t)gguf_get_int(k, "tokenizer.ggml.eos_token_id", -1);
	t->unknown = (int32_t)gguf_get_int(k,
	    "tokenizer.ggml.unknown_token_id", -1);
	for (size_t i = 0; i < nitems(end_texts); i++) {
		int32_t id = vocab_find(&t->vocab, end_texts[i],
		    strlen(end_texts[i]));
		const struct token *token = vocab_token(&t->vocab, id);

		if (token != NULL && token->kind == TOKEN_CONTROL &&
		    id != t->end)
			ids_add(&t->ends, id);
	}
}

static bool
read_byte_pairs(struct ctx *c, struct tokenizer *t, struct ckpt *k,
    bool *begin)
{
	const char *pre = gguf_get_text(k, "tokenizer.ggml.pre");

	read_merges(t, k);
	t->byte_level = true;
	tokenizer_find_bytes(t);
	steps_add(&t->decode, byte_level_decode);
	for (size_t i = 0; i < nitems(rules); i++) {
		if (pre == NULL || strcmp(rules[i].name, pre) != 0)
			continue;
		t->whole_words = rules[i].whole_words;
		*begin = rules[i].begin;
		return split_add(c, &t->split, rules[i].first, false,
		    SPLIT_ISOLATED, false) != NULL &&
		    (rules[i].second == NULL || split_add(c, &t->split,
		    rules[i].second, false, SPLIT_ISOLATED, false) != NULL);
	}
	return err_raise(c, ERR_VALUE, "%s: the pre-tokenizer '%s' is not "
	    "known (tokenizer.ggml.pre): its ids would be wrong",
	    ckpt_path(k), pre == NULL ? "(none)" : pre);
}

static void
read_scored(struct tokenizer *t, const struct ckpt *k, bool *begin)
{
	t->by_score = true;
	t->byte_fallback = true;
	t->fuse_unknown = true;
	t->escape_spaces = true;
	t->dummy_prefix = gguf_get_bool(k, "tokenizer.ggml.add_space_prefix",
	    true);
	*begin = true;
	tokenizer_find_bytes(t);
	steps_add(&t->normalize, sentence_normalize)->owner = t;
	steps_add(&t->decode, sentence_decode)->owner = t;
}

bool
tokenizer_read_gguf(struct ctx *c, struct tokenizer *t, struct ckpt *k)
{
	const char *model = gguf_get_text(k, "tokenizer.ggml.model");
	const char *text;
	bool begin = false;

	if (!read_tokens(c, t, k))
		return false;
	read_ends(t, k);
	if (model != NULL && strcmp(model, "gpt2") == 0) {
		if (!read_byte_pairs(c, t, k, &begin))
			return false;
	} else if (model != NULL && strcmp(model, "llama") == 0) {
		read_scored(t, k, &begin);
	} else {
		return err_raise(c, ERR_VALUE, "%s: the tokenizer model '%s' "
		    "is not supported, only gpt2 and llama", ckpt_path(k),
		    model == NULL ? "(none)" : model);
	}
	if (t->begin >= 0 && gguf_get_bool(k, "tokenizer.ggml.add_bos_token",
	    begin))
		ids_add(&t->before, t->begin);
	if (t->end >= 0 && gguf_get_bool(k, "tokenizer.ggml.add_eos_token",
	    false))
		ids_add(&t->after, t->end);
	text = gguf_get_text(k, "tokenizer.chat_template");
	if (text != NULL)
		t->chat_template = arena_strdup(t->arena, text);
	return true;
}
