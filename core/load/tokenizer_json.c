/* SPDX-License-Identifier: Apache-2.0 */
/* tokenizer.json: its parts, each type one row that adds steps. */
#include <string.h>

#include <utf8proc.h>

#include "core/load/jsonfile.h"
#include "core/load/tokenizer_parts.h"

#define MAX_NESTING 8

struct reader {
	struct ctx *c;
	struct tokenizer *t;
	const char *where;
	const char *part;	/* "normalizer", for messages */
	struct token_steps *steps;
	const struct part_row *rows;
	size_t nrows;
};

struct part_row {
	const char *type;
	bool (*read)(struct reader *, const json_t *, int depth);
};

static bool
bad(struct reader *r, const char *what, const char *name)
{
	err_raise(r->c, ERR_VALUE, "%s: %s: %s '%s' is not supported",
	    r->where, r->part, what, name);
	return false;
}

static bool
read_part(struct reader *r, const json_t *j, int depth)
{
	const char *type = json_text(j, "type", NULL);

	if (j == NULL || json_is_null(j))
		return true;
	if (type == NULL || depth > MAX_NESTING)
		return bad(r, "an entry", "without type, or nested deeply");
	for (size_t i = 0; i < r->nrows; i++) {
		if (strcmp(r->rows[i].type, type) == 0)
			return r->rows[i].read(r, j, depth);
	}
	return bad(r, "type", type);
}

static bool
read_list(struct reader *r, const json_t *list, int depth)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!read_part(r, json_array_get(list, i), depth + 1))
			return false;
	return true;
}

static bool
read_sequence(struct reader *r, const json_t *j, int depth)
{
	static const char *const keys[] = { "normalizers", "pretokenizers",
		"decoders", "processors" };

	for (size_t i = 0; i < nitems(keys); i++)
		if (!read_list(r, json_object_get(j, keys[i]), depth))
			return false;
	return true;
}

/* {"String": s} or {"Regex": s} */
static bool
read_pattern(struct reader *r, const json_t *j, pcre2_code **re)
{
	const json_t *p = json_object_get(j, "pattern");
	const json_t *s = json_object_get(p, "String");
	const json_t *x = json_object_get(p, "Regex");
	const json_t *v = json_is_string(s) ? s : x;

	if (!json_is_string(v))
		return bad(r, "an entry", "without pattern");
	*re = pattern_compile(r->c, json_string_value(v),
	    json_string_length(v), v == s);
	return *re != NULL;
}

static void
set_text(struct reader *r, struct token_step *s, const char *text)
{
	s->text = arena_strdup(r->t->arena, text);
	s->text_len = strlen(text);
}

static bool
read_replace(struct reader *r, const json_t *j, int depth UNUSED)
{
	pcre2_code *re;
	struct token_step *s;

	if (!read_pattern(r, j, &re))
		return false;
	s = steps_add(r->steps, replace_run);
	s->re = re;
	set_text(r, s, json_text(j, "content", ""));
	return true;
}

/* ---- normalisers -------------------------------------------------------- */

static bool
read_form(struct reader *r, const json_t *j, int depth UNUSED)
{
	const char *type = json_text(j, "type", "");
	int options = UTF8PROC_STABLE | (strchr(type, 'C') != NULL ?
	    UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE);

	if (strchr(type, 'K') != NULL)
		options |= UTF8PROC_COMPAT;
	steps_add(r->steps, form_run)->start = options;
	return true;
}

static bool
read_lower(struct reader *r, const json_t *j UNUSED, int depth UNUSED)
{
	steps_add(r->steps, lower_run);
	return true;
}

static bool
read_accents(struct reader *r, const json_t *j UNUSED, int depth UNUSED)
{
	steps_add(r->steps, accents_run);
	return true;
}

static bool
read_strip(struct reader *r, const json_t *j, int depth UNUSED)
{
	struct token_step *s = steps_add(r->steps, strip_run);

	s->start = json_bool(j, "strip_left", true);
	s->stop = json_bool(j, "strip_right", true);
	return true;
}

static bool
read_prepend(struct reader *r, const json_t *j, int depth UNUSED)
{
	set_text(r, steps_add(r->steps, prepend_run),
	    json_text(j, "prepend", ""));
	return true;
}

static bool
read_bert(struct reader *r, const json_t *j, int depth UNUSED)
{
	bool lower = json_bool(j, "lowercase", true);

	if (json_bool(j, "clean_text", true))
		steps_add(r->steps, clean_run);
	if (json_bool(j, "handle_chinese_chars", true))
		steps_add(r->steps, cjk_run);
	if (json_bool(j, "strip_accents", lower)) {
		steps_add(r->steps, form_run)->start = UTF8PROC_STABLE |
		    UTF8PROC_DECOMPOSE;
		steps_add(r->steps, accents_run);
	}
	if (lower)
		steps_add(r->steps, lower_run);
	return true;
}

static const struct part_row normalizers[] = {
	{ "Sequence", read_sequence }, { "NFC", read_form },
	{ "NFD", read_form }, { "NFKC", read_form }, { "NFKD", read_form },
	{ "Lowercase", read_lower }, { "StripAccents", read_accents },
	{ "Strip", read_strip }, { "Prepend", read_prepend },
	{ "Replace", read_replace }, { "BertNormalizer", read_bert },
};

/* ---- pre-tokenizers ----------------------------------------------------- */

static const char *const behaviors[] = {
	[SPLIT_ISOLATED] = "Isolated", [SPLIT_REMOVED] = "Removed",
	[SPLIT_WITH_PREVIOUS] = "MergedWithPrevious",
	[SPLIT_WITH_NEXT] = "MergedWithNext",
	[SPLIT_CONTIGUOUS] = "Contiguous",
};

static bool
read_behavior(struct reader *r, const json_t *j, enum split_behavior *out)
{
	const char *name = json_text(j, "behavior", "Isolated");

	for (size_t i = 0; i < nitems(behaviors); i++) {
		if (strcmp(behaviors[i], name) == 0) {
			*out = (enum split_behavior)i;
			return true;
		}
	}
	return bad(r, "behavior", name);
}

static bool
read_split(struct reader *r, const json_t *j, int depth UNUSED)
{
	enum split_behavior behavior;
	struct token_step *s;
	pcre2_code *re;

	if (!read_behavior(r, j, &behavior) || !read_pattern(r, j, &re))
		return false;
	s = steps_add(r->steps, split_run);
	s->re = re;
	s->behavior = behavior;
	s->invert = json_bool(j, "invert", false);
	return true;
}

static bool
read_byte_level(struct reader *r, const json_t *j, int depth UNUSED)
{
	r->t->byte_level = true;
	if (json_bool(j, "add_prefix_space", true))
		steps_add(r->steps, prefix_space_run);
	return !json_bool(j, "use_regex", true) || split_add(r->c, r->steps,
	    GPT2_PATTERN, false, SPLIT_ISOLATED, false) != NULL;
}

#define PUNCTUATION "[!-/:-@\\[-`{-~\\p{P}]"

static const struct {
	const char *type, *pattern;
	enum split_behavior behavior;
	bool invert;
} fixed_splits[] = {
	{ "Whitespace", "\\w+|[^\\w\\s]+", SPLIT_REMOVED, true },
	{ "WhitespaceSplit", "\\s", SPLIT_REMOVED, false },
	{ "BertPreTokenizer", "\\s", SPLIT_REMOVED, false },
};

static bool
read_fixed(struct reader *r, const json_t *j, int depth UNUSED)
{
	const char *type = json_text(j, "type", "");

	for (size_t i = 0; i < nitems(fixed_splits); i++) {
		if (strcmp(fixed_splits[i].type, type) == 0 && !split_add(
		    r->c, r->steps, fixed_splits[i].pattern, false,
		    fixed_splits[i].behavior, fixed_splits[i].invert))
			return false;
	}
	return strcmp(type, "BertPreTokenizer") != 0 || split_add(r->c,
	    r->steps, PUNCTUATION, false, SPLIT_ISOLATED, false) != NULL;
}

static bool
read_punctuation(struct reader *r, const json_t *j, int depth UNUSED)
{
	enum split_behavior behavior;

	return read_behavior(r, j, &behavior) && split_add(r->c, r->steps,
	    PUNCTUATION, false, behavior, false) != NULL;
}

static bool
read_digits(struct reader *r, const json_t *j, int depth UNUSED)
{
	return split_add(r->c, r->steps,
	    json_bool(j, "individual_digits", false) ? "\\p{N}" : "\\p{N}+",
	    false, SPLIT_ISOLATED, false) != NULL;
}

static bool
read_metaspace(struct reader *r, const json_t *j, int depth UNUSED)
{
	const char *mark = json_text(j, "replacement", "\xe2\x96\x81");
	const char *scheme = json_text(j, "prepend_scheme",
	    json_bool(j, "add_prefix_space", true) ? "always" : "never");
	struct token_step *s = steps_add(r->steps, metaspace_run);

	set_text(r, s, mark);
	s->start = strcmp(scheme, "always") == 0 ? 2 :
	    strcmp(scheme, "first") == 0 ? 1 : 0;
	return !json_bool(j, "split", true) || split_add(r->c, r->steps, mark,
	    true, SPLIT_WITH_NEXT, false) != NULL;
}

static const struct part_row pretokenizers[] = {
	{ "Sequence", read_sequence }, { "Split", read_split },
	{ "ByteLevel", read_byte_level }, { "Whitespace", read_fixed },
	{ "WhitespaceSplit", read_fixed }, { "BertPreTokenizer", read_fixed },
	{ "Punctuation", read_punctuation }, { "Digits", read_digits },
	{ "Metaspace", read_metaspace },
};

/* ---- decoders ----------------------------------------------------------- */

static bool
read_bytes_decoder(struct reader *r, const json_t *j UNUSED,
    int depth UNUSED)
{
	steps_add(r->steps, byte_level_decode);
	return true;
}

static bool
read_fallback(struct reader *r, const json_t *j UNUSED, int depth UNUSED)
{
	steps_add(r->steps, fallback_decode);
	return true;
}

static bool
read_fuse(struct reader *r, const json_t *j UNUSED, int depth UNUSED)
{
	steps_add(r->steps, fuse_decode);
	return true;
}

static bool
read_strip_decoder(struct reader *r, const json_t *j, int depth UNUSED)
{
	struct token_step *s = steps_add(r->steps, strip_decode);

	set_text(r, s, json_text(j, "content", " "));
	s->start = (int)json_int(j, "start", 0);
	s->stop = (int)json_int(j, "stop", 0);
	return s->text_len > 0;
}

static bool
read_wordpiece_decoder(struct reader *r, const json_t *j, int depth UNUSED)
{
	struct token_step *s = steps_add(r->steps, wordpiece_decode);

	set_text(r, s, json_text(j, "prefix", "##"));
	s->flag = json_bool(j, "cleanup", true);
	return true;
}

static bool
read_metaspace_decoder(struct reader *r, const json_t *j, int depth UNUSED)
{
	struct token_step *s = steps_add(r->steps, metaspace_decode);

	set_text(r, s, json_text(j, "replacement", "\xe2\x96\x81"));
	s->flag = strcmp(json_text(j, "prepend_scheme", "always"),
	    "never") != 0;
	return true;
}

static const struct part_row decoders[] = {
	{ "Sequence", read_sequence }, { "ByteLevel", read_bytes_decoder },
	{ "Replace", read_replace }, { "ByteFallback", read_fallback },
	{ "Fuse", read_fuse }, { "Strip", read_strip_decoder },
	{ "WordPiece", read_wordpiece_decoder },
	{ "Metaspace", read_metaspace_decoder },
};

/* ---- post-processors ---------------------------------------------------- */

static bool
read_nothing(struct reader *r UNUSED, const json_t *j UNUSED,
    int depth UNUSED)
{
	return true;
}

static bool
read_template(struct reader *r, const json_t *j, int depth UNUSED)
{
	const json_t *single = json_object_get(j, "single");
	const json_t *table = json_object_get(j, "special_tokens");
	bool seen = false;

	for (size_t i = 0; i < json_array_size(single); i++) {
		const json_t *e = json_array_get(single, i);
		const char *name = json_text(json_object_get(e,
		    "SpecialToken"), "id", NULL);
		const json_t *ids;

		if (name == NULL) {
			seen = true;
			continue;
		}
		ids = json_object_get(json_object_get(table, name), "ids");
		for (size_t k = 0; k < json_array_size(ids); k++)
			ids_add(seen ? &r->t->after : &r->t->before,
			    (int32_t)json_integer_value(json_array_get(ids,
			    k)));
	}
	return true;
}

/* ["[SEP]", 102] */
static bool
read_pair(struct reader *r, const json_t *j, int depth UNUSED)
{
	const json_t *cls = json_array_get(json_object_get(j, "cls"), 1);
	const json_t *sep = json_array_get(json_object_get(j, "sep"), 1);

	ids_add(&r->t->before, (int32_t)json_integer_value(cls));
	ids_add(&r->t->after, (int32_t)json_integer_value(sep));
	return true;
}

static const struct part_row processors[] = {
	{ "Sequence", read_sequence }, { "ByteLevel", read_nothing },
	{ "TemplateProcessing", read_template },
	{ "BertProcessing", read_pair }, { "RobertaProcessing", read_pair },
};

/* ---- the model ---------------------------------------------------------- */

static void
add_token(struct tokenizer *t, const json_t *text, int64_t id, float score)
{
	size_t len = json_string_length(text);

	if (id >= 0)
		vocab_set(&t->vocab, (size_t)id, arena_memdup0(t->arena,
		    json_string_value(text), len), len, score, TOKEN_NORMAL);
}

static bool
read_vocab(struct reader *r, const json_t *vocab)
{
	struct tokenizer *t = r->t;
	const char *key;
	size_t len, i;
	json_t *v;

	if (json_is_array(vocab)) {		/* unigram: text and score */
		json_array_foreach((json_t *)vocab, i, v)
			if (json_is_string(json_array_get(v, 0)))
				add_token(t, json_array_get(v, 0), (int64_t)i,
				    (float)json_number_value(json_array_get(v,
				    1)));
		return true;
	}
	if (!json_is_object(vocab))
		return bad(r, "an entry", "without vocab");
	json_object_keylen_foreach((json_t *)vocab, key, len, v) {
		int64_t id = json_integer_value(v);

		if (id < 0 || !vocab_set(&t->vocab, (size_t)id,
		    arena_memdup0(t->arena, key, len), len, 0, TOKEN_NORMAL))
			return bad(r, "the number of token", key);
	}
	return true;
}

static void
read_merges(struct tokenizer *t, const json_t *merges)
{
	merges_reserve(t, json_array_size(merges));
	for (size_t i = 0; i < json_array_size(merges); i++) {
		const json_t *m = json_array_get(merges, i);
		const json_t *a = json_array_get(m, 0);
		const json_t *b = json_array_get(m, 1);

		if (json_is_string(a) && json_is_string(b)) {
			merges_add(t, (uint32_t)i, json_string_value(a),
			    json_string_length(a), json_string_value(b),
			    json_string_length(b));
		} else if (json_is_string(m)) {
			const char *s = json_string_value(m);
			const char *gap = strchr(s, ' ');

			if (gap != NULL)
				merges_add(t, (uint32_t)i, s, (size_t)(gap -
				    s), gap + 1, strlen(gap + 1));
		}
	}
}

static bool
read_model(struct reader *r, const json_t *m)
{
	struct tokenizer *t = r->t;
	const char *type = json_text(m, "type", "");
	const char *unknown = json_text(m, "unk_token", NULL);

	if (!read_vocab(r, json_object_get(m, "vocab")))
		return false;
	if (unknown != NULL)
		t->unknown = vocab_find(&t->vocab, unknown, strlen(unknown));
	t->byte_fallback = json_bool(m, "byte_fallback", false);
	t->fuse_unknown = json_bool(m, "fuse_unk", false);
	t->whole_words = json_bool(m, "ignore_merges", false);
	if (strcmp(type, "WordPiece") == 0) {
		t->model = wordpiece_encode;
		t->continuing = arena_strdup(t->arena, json_text(m,
		    "continuing_subword_prefix", "##"));
		t->max_chars = (size_t)json_int(m,
		    "max_input_chars_per_word", 100);
		return true;
	}
	if (strcmp(type, "BPE") == 0 || json_object_get(m, "merges")) {
		if (json_text(m, "continuing_subword_prefix", "")[0] != '\0' ||
		    json_text(m, "end_of_word_suffix", "")[0] != '\0')
			return bad(r, "a BPE model", "with affixes of words");
		read_merges(t, json_object_get(m, "merges"));
		tokenizer_find_bytes(t);
		return true;
	}
	return bad(r, "type", type);
}

static void
read_added(struct tokenizer *t, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *j = json_array_get(list, i);
		const json_t *text = json_object_get(j, "content");
		struct added_token a = { .len = json_string_length(text),
		    .id = (int32_t)json_int(j, "id", -1),
		    .special = json_bool(j, "special", false),
		    .normalized = json_bool(j, "normalized", false),
		    .lstrip = json_bool(j, "lstrip", false),
		    .rstrip = json_bool(j, "rstrip", false),
		    .single_word = json_bool(j, "single_word", false) };

		if (!json_is_string(text) || a.id < 0)
			continue;
		a.text = arena_memdup0(t->arena, json_string_value(text),
		    a.len);
		vocab_set(&t->vocab, (size_t)a.id, a.text, a.len, 0,
		    a.special ? TOKEN_CONTROL : TOKEN_USER);
		added_add(t, &a);
	}
}

static bool
read_all(struct reader *r, const json_t *j)
{
	const struct {
		const char *key;
		const struct part_row *rows;
		size_t n;
		struct token_steps *steps;
	} parts[] = {
		{ "normalizer", normalizers, nitems(normalizers),
		    &r->t->normalize },
		{ "pre_tokenizer", pretokenizers, nitems(pretokenizers),
		    &r->t->split },
		{ "decoder", decoders, nitems(decoders), &r->t->decode },
		{ "post_processor", processors, nitems(processors),
		    &r->t->split },
	};

	for (size_t i = 0; i < nitems(parts); i++) {
		r->part = parts[i].key;
		r->rows = parts[i].rows;
		r->nrows = parts[i].n;
		r->steps = parts[i].steps;
		if (!read_part(r, json_object_get(j, r->part), 0))
			return false;
	}
	r->part = "model";
	if (!read_model(r, json_object_get(j, "model")))
		return false;
	read_added(r->t, json_object_get(j, "added_tokens"));
	return true;
}

bool
tokenizer_read_json(struct ctx *c, struct tokenizer *t, const char *where,
    const char *data, size_t len)
{
	json_t *j = json_parse(c, where, data, len);
	struct reader r = { .c = c, .t = t, .where = where };
	bool ok = j != NULL && read_all(&r, j);

	json_decref(j);
	return ok;
}
