/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "core/load/tokenizer.h"
#include "tests/load_case.h"
#include "tests/runner.h"

Suite *check_tokenizer(void);

/* file of the tokenizer, file of cases, key of ids with specials */
static const char *const sets[][3] = {
	{ "gguf/llama-F32.gguf", "gguf/llama_tokenizer_cases.jsonl",
	    "ids_with_bos" },
	{ "gguf/gpt2-F32.gguf", "gguf/gpt2_tokenizer_cases.jsonl",
	    "ids_with_bos" },
	{ "tokenizers/gpt2/tokenizer.json", "tokenizers/gpt2/cases.jsonl",
	    "ids_special" },
	{ "tokenizers/llama3/tokenizer.json",
	    "tokenizers/llama3/cases.jsonl", "ids_special" },
	{ "tokenizers/qwen2/tokenizer.json", "tokenizers/qwen2/cases.jsonl",
	    "ids_special" },
	{ "tokenizers/llama2/tokenizer.json",
	    "tokenizers/llama2/cases.jsonl", "ids_special" },
	{ "tokenizers/gemma/tokenizer.json", "tokenizers/gemma/cases.jsonl",
	    "ids_special" },
	{ "tokenizers/wordpiece/tokenizer.json",
	    "tokenizers/wordpiece/cases.jsonl", "ids_special" },
	{ "tokenizers/sp_bpe/tokenizer.model",
	    "tokenizers/sp_bpe/cases.jsonl", "ids_special" },
	{ "tokenizers/sp_unigram/tokenizer.model",
	    "tokenizers/sp_unigram/cases.jsonl", "ids_special" },
};

static int
differs(struct ctx *c, const struct tokenizer *t, const json_t *text,
    const json_t *want, bool special)
{
	struct ids got = { NULL, 0, 0 };
	int bad;

	if (want == NULL || text == NULL)
		return 0;
	ck_assert_msg(tokenizer_encode(c, t, json_string_value(text),
	    json_string_length(text), special, &got), "%s", c->err.text);
	bad = got.n != json_array_size(want);
	for (size_t i = 0; i < got.n && !bad; i++)
		bad = got.id[i] != json_integer_value(json_array_get(want, i));
	if (bad) {
		char *s = json_dumps(text, JSON_ENCODE_ANY |
		    JSON_ENSURE_ASCII);
		char *w = json_dumps(want, 0);

		printf("text %.300s\n  want %.300s\n  got [", s, w);
		for (size_t i = 0; i < got.n && i < 60; i++)
			printf("%d, ", (int)got.id[i]);
		printf("]\n");
		free(s);
		free(w);
	}
	ids_release(&got);
	return bad;
}

static int
reads_back(struct ctx *c, const struct tokenizer *t, const json_t *ids,
    const json_t *want, bool skip)
{
	struct ids got = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	int bad;

	if (ids == NULL || want == NULL)
		return 0;
	for (size_t i = 0; i < json_array_size(ids); i++)
		ids_add(&got, (int32_t)json_integer_value(json_array_get(ids,
		    i)));
	ck_assert(tokenizer_decode(c, t, got.id, got.n, skip, &b));
	bad = b.len != json_string_length(want) ||
	    memcmp(b.data, json_string_value(want), b.len) != 0;
	if (bad) {
		char *w = json_dumps(want, JSON_ENCODE_ANY |
		    JSON_ENSURE_ASCII);
		json_t *g = json_stringn(b.data, b.len);
		char *s = json_dumps(g, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);

		printf("decoded, want %.300s\n          got %.300s\n", w, s);
		free(s);
		free(w);
		json_decref(g);
	}
	buf_release(&b);
	ids_release(&got);
	return bad;
}

static int
run_cases(struct ctx *c, const struct tokenizer *t, const char *path,
    const char *special, int *n)
{
	static char line[1 << 20];
	FILE *f = fopen(path, "r");
	int bad = 0;

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		json_t *j = json_loads(line, JSON_ALLOW_NUL, NULL);
		json_t *ids = json_object_get(j, "ids");
		json_t *all = json_object_get(j, special);

		ck_assert_ptr_nonnull(j);
		bad += differs(c, t, json_object_get(j, "text"), ids, false);
		bad += differs(c, t, json_object_get(j, "text"), all, true);
		bad += reads_back(c, t, ids, json_object_get(j, "decoded"),
		    false);
		bad += reads_back(c, t, all, json_object_get(j,
		    "decoded_special"), false);
		bad += reads_back(c, t, all, json_object_get(j,
		    "decoded_skip_special"), true);
		json_decref(j);
		(*n)++;
	}
	if (f != NULL)
		fclose(f);
	return bad;
}

START_TEST(agrees_with_the_original)
{
	char path[4096], cases[4096], *slash;
	struct tokenizer *t;
	struct ctx c;
	int bad, n = 0;

	if (!case_fixture(path, sizeof path, sets[_i][0]))
		return;
	case_init(&c);
	t = tokenizer_open(&c, path);
	ck_assert_msg(t != NULL, "%s", c.err.text);
	case_fixture(cases, sizeof cases, sets[_i][1]);
	bad = run_cases(&c, t, cases, sets[_i][2], &n);
	slash = strrchr(cases, '/');
	snprintf(slash, 20, "/decode.jsonl");
	bad += run_cases(&c, t, cases, sets[_i][2], &n);
	ck_assert_msg(bad == 0, "%s: %d of %d differ", sets[_i][0], bad, n);
	ck_assert_int_ge(n, 3);
	case_release(&c);
}
END_TEST

Suite *
check_tokenizer(void)
{
	Suite *s = suite_create("tokenizer");
	TCase *t = tcase_create("cases");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, agrees_with_the_original, 0,
	    (int)nitems(sets));
	suite_add_tcase(s, t);
	return s;
}
