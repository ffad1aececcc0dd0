/* SPDX-License-Identifier: Apache-2.0 */
/* Models against golden logits and greedy continuations. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "core/layer/transformer.h"
#include "core/load/arch.h"
#include "core/load/tokenizer.h"
#include "tests/load_case.h"
#include "tests/runner.h"

Suite *check_arch(void);

/* checkpoint, golden file, prefix and type of its members, noise file, key */
static const char *const models[][6] = {
#define GGUF(a, t) { "gguf/" a "-" t ".gguf", "gguf/golden.npz", a "/", "/" t, \
	"gguf/noise.json", a "-" t ".gguf" }
#define ALL_TYPES(a) GGUF(a, "F32"), GGUF(a, "F16"), GGUF(a, "BF16"), \
	GGUF(a, "Q8_0"), GGUF(a, "Q4_0"), GGUF(a, "Q4_1"), GGUF(a, "Q5_0"), \
	GGUF(a, "Q5_1")
	ALL_TYPES("llama"), ALL_TYPES("gpt2"),
	{ "gguf/llama-K.gguf", "gguf/golden.npz", "llama-K/", "",
	    "gguf/noise.json", "llama-K.gguf" },
#define HUB(n) { "models/" n, "models/" n "/golden.npz", "", "", \
	"models/" n "/noise.json", "noise" }
	HUB("llama"), HUB("mistral"), HUB("qwen2"), HUB("qwen3"),
	HUB("gemma"), HUB("gemma2"), HUB("gemma3_text"),
	HUB("gpt2"), HUB("gpt2_hub"), HUB("gpt_neox"),
};

struct golden {
	struct ctx c;
	struct ckpt *g;
	const char *prefix, *suffix;
};

static struct tensor *
member(struct golden *x, const char *name, bool typed)
{
	const struct ckpt_entry *e;
	char full[128];

	snprintf(full, sizeof full, "%s%s%s", x->prefix, name,
	    typed ? x->suffix : "");
	e = ckpt_find(x->g, full);
	ck_assert_msg(e != NULL, "%s", full);
	return ckpt_tensor(&x->c, x->g, e);
}

/* noise.json: the object's member, or any member called so inside. */
static double
find_noise(const json_t *j)
{
	const json_t *v = json_object_get(j, "noise_logits");
	const char *key;
	json_t *child;

	if (json_is_number(v))
		return json_number_value(v);
	v = json_object_get(j, "logits");
	if (json_is_number(v))
		return json_number_value(v);
	json_object_foreach((json_t *)j, key, child)
		if (strstr(key, "noise") != NULL && json_is_object(child))
			return find_noise(child);
	return 0;
}

static double
read_noise(const char *file, const char *key)
{
	char path[4096];
	json_t *j;
	double noise;

	case_fixture(path, sizeof path, file);
	j = json_load_file(path, 0, NULL);
	ck_assert_msg(j != NULL, "%s", path);
	noise = find_noise(json_object_get(j, key) != NULL ?
	    json_object_get(j, key) : j);
	json_decref(j);
	ck_assert_msg(noise > 0 && noise < 1e-3, "%s: noise %g", file, noise);
	return noise;
}

static struct tensor *
run(struct ctx *c, struct value *model, int32_t *ids, int64_t rows,
    int64_t n)
{
	struct axis axes[2] = { { atom(c, "batch"), rows },
	    { atom(c, "seq"), n } };
	int skip = rows == 0;
	struct value *out = layer_apply(c, model, named_new(c, tensor_new(c,
	    DT_I32, 2 - skip, axes + skip, ids)), NULL);
	const struct atom *order[3];
	int m = 0;

	ck_assert_msg(out != NULL, "%s", c->err.text);
	if (!skip)
		order[m++] = atom(c, "batch");
	order[m++] = atom(c, "seq");
	order[m++] = atom(c, "vocabulary");
	return tensor_untag(c, value_find_tensor(out), order, m);
}

static double
largest_difference(struct ctx *c, struct tensor *a, struct tensor *b)
{
	int64_t n = tensor_size(a);
	float *x = malloc((size_t)n * 4), *y = malloc((size_t)n * 4);
	double worst = 0;

	ck_assert_int_eq(n, tensor_size(b));
	ck_assert_msg(tensor_read(c, a, DT_F32, x), "%s", c->err.text);
	ck_assert(tensor_read(c, b, DT_F32, y));
	for (int64_t i = 0; i < n; i++) {
		double d = fabs((double)x[i] - (double)y[i]);

		worst = d > worst || isnan(d) ? d : worst;
	}
	free(x);
	free(y);
	return worst;
}

/* Greedy with the cache, against the golden row. */
static void
check_greedy(struct ctx *c, struct value *model, int32_t *prompt, int64_t n,
    const int32_t *want, int64_t nwant, const char *name)
{
	struct value *cached = kv_caching_of(c, model, n + nwant, dict_new(c),
	    -1, "test");
	int64_t id;

	ck_assert_msg(cached != NULL, "%s", c->err.text);
	for (int64_t i = 0; i < nwant; i++) {
		int32_t last = i > 0 ? want[i - 1] : 0;
		struct tensor *t = i == 0 ? run(c, cached, prompt, 0, n) :
		    run(c, cached, &last, 0, 1);

		t = tensor_pick(c, t, 0, i == 0 ? n - 1 : 0);
		ck_assert_msg(tensor_item_i(c, tensor_reduce(c, REDUCE_argmax,
		    t, 1, false), &id), "%s", c->err.text);
		ck_assert_msg(id == want[i], "%s: step %d: %d, not %d", name,
		    (int)i, (int)id, (int)want[i]);
	}
}

START_TEST(agrees_with_golden_logits)
{
	const char *const *m = models[_i];
	struct golden x = { .prefix = m[2], .suffix = m[3] };
	static int32_t ids[48], greedy[24];
	char path[4096];
	struct value *model;
	double noise, got;
	struct ckpt *k;

	if (!case_fixture(path, sizeof path, m[0]))
		return;
	case_init(&x.c);
	k = ckpt_open(&x.c, path);
	ck_assert_msg(k != NULL, "%s", x.c.err.text);
	model = arch_load(&x.c, k);
	ck_assert_msg(model != NULL, "%s", x.c.err.text);
	case_fixture(path, sizeof path, m[1]);
	x.g = ckpt_open(&x.c, path);
	ck_assert_msg(x.g != NULL, "%s", x.c.err.text);
	if (m[2][0] == '\0') {
		char tokens[64];
		struct ckpt *t;

		snprintf(tokens, sizeof tokens, "%s/tokens.npy", m[0]);
		case_fixture(path, sizeof path, tokens);
		t = ckpt_open(&x.c, path);
		ck_assert(tensor_read(&x.c, ckpt_tensor(&x.c, t,
		    ckpt_entry_at(t, 0)), DT_I32, ids));
	} else {
		ck_assert(tensor_read(&x.c, member(&x, "tokens", false),
		    DT_I32, ids));
	}
	noise = read_noise(m[4], m[5]);
	got = largest_difference(&x.c, run(&x.c, model, ids, 2, 24),
	    member(&x, "logits", true));
	ck_assert_msg(got <= 4 * noise, "%s: %g is %.1f times the noise",
	    m[0], got, got / noise);
	ck_assert(tensor_read(&x.c, member(&x, "greedy_tokens", true), DT_I32,
	    greedy));
	for (int row = 0; row < 2; row++)
		check_greedy(&x.c, model, ids + 24 * row, 24, greedy +
		    12 * row, 12, m[0]);
	case_release(&x.c);
}
END_TEST

/* ---- what is not read is refused ----------------------------------------------- */

/* A setting of models/llama in place of its own; what the error names. */
static const struct {
	const char *key, *json, *names;
} refusals[] = {
	{ "hidden_act", "5", "'hidden_act'" },
	{ "hidden_act", "\"no_such\"", "'hidden_act'" },
	{ "tie_word_embeddings", "\"yes\"", "'tie_word_embeddings'" },
	{ "no_such_setting", "1", "'no_such_setting'" },
	{ "rope_parameters", "7", "'rope_parameters." },
	{ "rope_parameters", "{\"partial_rotary_factor\": 0.5}",
	    "'rope_parameters.partial_rotary_factor'" },
	{ "layer_types", "[\"full_attention\", 3]", "'layer_types'" },
	{ "rope_scaling", "{\"type\": \"longrope\"}", "'rope_scaling'" },
	{ "num_hidden_layers", "3", "'model.layers.3." },
	{ "num_hidden_layers", "5", "'model.layers.4." },
	{ "hidden_size", "32", "by the configuration it should be" },
	{ "num_key_value_heads", "3", "makes no model" },
};

/* A folder with the tensors of another and its configuration, but for one
 * setting. */
struct variant {
	char folder[32], config[64], tensors[64];
};

static void
variant_make(struct variant *v, const char *of, const char *key,
    const char *json)
{
	char path[4096], file[4096];
	json_t *config, *value = json_loads(json, JSON_DECODE_ANY, NULL);

	ck_assert_ptr_nonnull(value);
	snprintf(path, sizeof path, "%s/config.json", of);
	config = json_load_file(path, 0, NULL);
	json_object_set_new(config, key, value);
	snprintf(v->folder, sizeof v->folder, "check_arch.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(v->folder));
	snprintf(path, sizeof path, "%s/model.safetensors", of);
	ck_assert_ptr_nonnull(realpath(path, file));
	snprintf(v->tensors, sizeof v->tensors, "%s/model.safetensors",
	    v->folder);
	ck_assert_int_eq(symlink(file, v->tensors), 0);
	snprintf(v->config, sizeof v->config, "%s/config.json", v->folder);
	ck_assert_int_eq(json_dump_file(config, v->config, 0), 0);
	json_decref(config);
}

static void
variant_remove(const struct variant *v)
{
	unlink(v->config);
	unlink(v->tensors);
	rmdir(v->folder);
}

START_TEST(refuses_what_would_change_numbers)
{
	char path[4096];
	struct variant v;
	struct ckpt *k;
	struct ctx c;

	if (!case_fixture(path, sizeof path, "models/llama"))
		return;
	variant_make(&v, path, refusals[_i].key, refusals[_i].json);
	case_init(&c);
	k = ckpt_open(&c, v.folder);
	ck_assert_msg(k != NULL, "%s", c.err.text);
	ck_assert_ptr_null(arch_load(&c, k));
	ck_assert(err_is(&c, ERR_VALUE));
	ck_assert_msg(strstr(c.err.text, refusals[_i].names) != NULL, "%s",
	    c.err.text);
	case_release(&c);
	variant_remove(&v);
}
END_TEST

/* ---- scaled angles -------------------------------------------------------------- */

/* A setting of tests/data/load/llama3, and the logits of the last token. */
static const char *const scalings[][3] = {
	{ "vocab_size", "64", "llama3_logits.npy" },
	{ "rope_parameters", "{\"rope_type\": \"linear\", \"factor\": 3.0, "
	    "\"rope_theta\": 100.0}", "llama3_linear.npy" },
};

static struct tensor *
read_npy(struct ctx *c, const char *name)
{
	char path[4096];
	struct ckpt *k = ckpt_open(c, case_data(path, sizeof path, name));

	ck_assert_msg(k != NULL, "%s", c->err.text);
	return ckpt_tensor(c, k, ckpt_entry_at(k, 0));
}

START_TEST(scales_angles)
{
	struct value *model;
	int32_t ids[48];
	char path[4096];
	struct variant v;
	struct ckpt *k;
	struct ctx c;
	double got;

	variant_make(&v, case_data(path, sizeof path, "llama3"),
	    scalings[_i][0], scalings[_i][1]);
	case_init(&c);
	k = ckpt_open(&c, v.folder);
	ck_assert_msg(k != NULL, "%s", c.err.text);
	model = arch_load(&c, k);
	ck_assert_msg(model != NULL, "%s", c.err.text);
	ck_assert(tensor_read(&c, read_npy(&c, "llama3_tokens.npy"), DT_I32,
	    ids));
	got = largest_difference(&c, tensor_pick(&c, run(&c, model, ids, 0,
	    48), 0, 47), read_npy(&c, scalings[_i][2]));
	ck_assert_msg(got < 3e-5, "%g", got);
	case_release(&c);
	variant_remove(&v);
}
END_TEST

/* ---- SmolLM2 135M, Q4_1: named by PENJING_SMOLLM2 ---------------------------- */

static const char *const texts[] = { "english", "code", "multilingual" };

static void
check_ids(struct golden *x, const struct tokenizer *t, int32_t *want,
    size_t n)
{
	struct tensor *text = member(x, "text", false);
	size_t len = (size_t)tensor_size(text);
	unsigned char *bytes = malloc(len);
	struct ids ids = { NULL, 0, 0 };

	ck_assert(tensor_read(&x->c, text, DT_U8, bytes));
	ck_assert(tokenizer_encode(&x->c, t, (char *)bytes, len, false,
	    &ids));
	ck_assert_uint_eq(ids.n, n);
	ck_assert_int_eq(memcmp(ids.id, want, n * 4), 0);
	ids_release(&ids);
	free(bytes);
}

START_TEST(agrees_with_smollm2)
{
	const char *file = getenv("PENJING_SMOLLM2");
	struct golden x = { .prefix = "", .suffix = "" };
	static int32_t ids[256], next[32];
	char path[4096], name[64];
	struct value *model;
	struct tensor *t;
	struct ckpt *k;
	double noise = 5.8e-5, got;	/* the smallest of the three */
	int64_t n;

	snprintf(name, sizeof name, "smollm2/%s.npz", texts[_i]);
	if (file == NULL || !case_fixture(path, sizeof path, name))
		return;
	case_init(&x.c);
	k = ckpt_open(&x.c, file);
	ck_assert_msg(k != NULL, "%s", x.c.err.text);
	model = arch_load(&x.c, k);
	ck_assert_msg(model != NULL, "%s", x.c.err.text);
	x.g = ckpt_open(&x.c, path);
	t = member(&x, "tokens", false);
	n = tensor_size(t);
	ck_assert(tensor_read(&x.c, t, DT_I32, ids));
	check_ids(&x, tokenizer_of_gguf(&x.c, k), ids, (size_t)n);
	t = tensor_pick(&x.c, run(&x.c, model, ids, 0, n), 0, n - 1);
	got = largest_difference(&x.c, t, member(&x, "last_logits", false));
	ck_assert_msg(got <= 4 * noise, "%s: %g", name, got);
	ck_assert(tensor_read(&x.c, member(&x, "continuation", false), DT_I32,
	    next));
	check_greedy(&x.c, model, ids, n, next, 32, name);
	case_release(&x.c);
}
END_TEST

Suite *
check_arch(void)
{
	Suite *s = suite_create("arch");
	TCase *t = tcase_create("models");

	tcase_set_timeout(t, 300);
	tcase_add_loop_test(t, agrees_with_golden_logits, 0,
	    (int)nitems(models));
	tcase_add_loop_test(t, agrees_with_smollm2, 0, (int)nitems(texts));
	tcase_add_loop_test(t, refuses_what_would_change_numbers, 0,
	    (int)nitems(refusals));
	tcase_add_loop_test(t, scales_angles, 0, (int)nitems(scalings));
	suite_add_tcase(s, t);
	return s;
}
