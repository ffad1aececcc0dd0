/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pj.generate: tokens one after the other, with the keys and values of earlier
 * ones kept. Text streams into the cell as it comes.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/mod_generate.h"
#include "core/lang/mod_tokenizer.h"
#include "core/layer/transformer.h"
#include "core/load/tokenizer.h"
#include "core/value/array.h"

static const struct param generate_params[] = {
	{ "model", PARAM_ANY, NULL, "A language model.", 0 },
	{ "prompt", PARAM_ANY, NULL, "Text, or a list of token ids.", 0 },
	{ "tokenizer", PARAM_ANY, "None", "Of the same checkpoint; needed for "
	    "text.", PARAM_OPTIONAL },
	{ "max_new_tokens", PARAM_INT, "64", "How many at the most.", 0 },
	{ "temperature", PARAM_FLOAT, "0.0", "0: the likeliest token.", 0 },
	{ "top_k", PARAM_INT, "None", "Only the k likeliest.",
	    PARAM_OPTIONAL },
	{ "top_p", PARAM_FLOAT, "None", "Only the likeliest that together "
	    "have this probability.", PARAM_OPTIONAL },
	{ "seed", PARAM_INT, "0", "Of the random numbers.", 0 },
	{ 0 }
};
enum { G_MODEL, G_PROMPT, G_TOKENIZER, G_MAX, G_TEMPERATURE, G_TOP_K, G_TOP_P,
	G_SEED };

struct sampling {
	double temperature, top_p;
	int64_t top_k, step;
	uint32_t seed[2];
};

struct generation {
	struct value *model;
	struct value *tokenizer;	/* or null */
	const struct tokenizer *own;	/* in it; null for one of the user's */
	struct value *ids;		/* list: what is new */
	int64_t end;			/* the user's end token, or -1 */
	bool streams, printed;		/* text, as it comes */
	struct token_stream stream;
	struct sampling sampling;
};

/* ---- choosing a token ------------------------------------------------------------ */

struct choice {
	float logit;
	int32_t id;
};

static int
by_logit(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->logit != y->logit)
		return x->logit > y->logit ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* How many of the sorted choices stay. */
static size_t
keep_choices(const struct sampling *s, const struct choice *k, size_t n)
{
	double sum = 0, total = 0;
	size_t i;

	if (s->top_k > 0 && (size_t)s->top_k < n)
		n = (size_t)s->top_k;
	if (s->top_p <= 0 || s->top_p >= 1)
		return n;
	for (i = 0; i < n; i++)
		total += exp((double)(k[i].logit - k[0].logit));
	for (i = 0; i < n && sum < s->top_p * total; i++)
		sum += exp((double)(k[i].logit - k[0].logit));
	return i > 0 ? i : 1;
}

/*
 * The Gumbel-max trick, as jax.random.categorical does it: the largest of
 * logit + noise. The noise of a step comes from the seed and the step alone.
 */
static bool
choose(struct ctx *c, const struct sampling *s, struct choice *k, size_t n,
    int64_t *id)
{
	struct tensor *key = tensor_new(c, DT_U32, 1, &(struct axis){ NULL,
	    2 }, s->seed);
	uint32_t *bits = try_alloc(c, n, sizeof *bits);
	double best = -INFINITY;
	bool ok;

	key = tensor_threefry_fold_in(c, key, (uint32_t)s->step);
	ok = bits != NULL && tensor_read(c, tensor_threefry_bits(c, key, 1,
	    &(struct axis){ NULL, (int64_t)n }, true), DT_U32, bits);
	for (size_t i = 0; i < n && ok; i++) {
		double u = ((double)(bits[i] >> 9) + 0.5) * 0x1p-23;
		double score = (double)k[i].logit - log(-log(u));

		if (score > best) {
			best = score;
			*id = k[i].id;
		}
	}
	free(bits);
	return ok;
}

static bool
sample(struct ctx *c, const struct sampling *s, struct tensor *logits,
    int64_t *id)
{
	size_t n = (size_t)tensor_size(logits);
	float *x = try_alloc(c, n, sizeof *x);
	struct choice *k = try_alloc(c, n, sizeof *k);
	bool ok = x != NULL && k != NULL && tensor_read(c, logits, DT_F32, x);

	for (size_t i = 0; i < n && ok; i++)
		k[i] = (struct choice){ x[i] / (float)s->temperature,
			(int32_t)i };
	if (ok && (s->top_k > 0 || s->top_p > 0)) {
		qsort(k, n, sizeof *k, by_logit);
		n = keep_choices(s, k, n);
	}
	ok = ok && choose(c, s, k, n, id);
	free(x);
	free(k);
	return ok;
}

/* The next token from the logits of the last position. */
static bool
next_token(struct ctx *c, struct generation *g, struct value *logits,
    int64_t *id)
{
	const struct atom *seq = atom(c, "seq");
	struct tensor *t = value_tensor(c, logits, "logits", false);
	int axis;

	if (t == NULL)
		return false;
	axis = tensor_find_axis(t, seq);
	if (axis < 0 || tensor_naxes(t) != 2) {
		err_raise(c, ERR_VALUE, "pj.generate: the model must give "
		    "logits with the axes 'seq' and 'vocabulary'");
		return false;
	}
	t = tensor_pick(c, t, axis, tensor_axes(t)[axis].size - 1);
	if (g->sampling.temperature > 0)
		return sample(c, &g->sampling, t, id);
	return tensor_item_i(c, tensor_reduce(c, REDUCE_argmax, t, 1, false),
	    id);
}

/* ---- running ----------------------------------------------------------------------- */

static struct value *
run(struct ctx *c, struct value *model, const int32_t *ids, size_t n)
{
	struct tensor *t = tensor_new(c, DT_I32, 1, &(struct axis){ atom(c,
	    "seq"), (int64_t)n }, ids);

	return layer_apply(c, model, named_new(c, t), NULL);
}

/* Prints the text that became certain; last: what was held back, too. */
static bool
stream(struct ctx *c, struct generation *g, int64_t id, bool last)
{
	struct buf b = BUF_INIT;
	bool ok;

	if (!g->streams)
		return true;
	ok = last ? token_stream_end(c, g->own, &g->stream, &b) :
	    token_stream_add(c, g->own, &g->stream, (int32_t)id, &b);
	if (b.len > 0)
		interp_print(c, b.data, b.len, false);
	g->printed |= b.len > 0;
	buf_release(&b);
	return ok;
}

static bool
is_end(const struct generation *g, int64_t id)
{
	return g->own != NULL ? tokenizer_is_end(g->own, id) : id == g->end;
}

/* A token a turn, each in a scope of its own. */
static bool
steps(struct ctx *c, struct generation *g, struct value *logits,
    int64_t max_new)
{
	for (int64_t i = 0; i < max_new; i++) {
		size_t mark = scope_mark(&c->scope);
		int64_t id = 0;
		int32_t one;

		g->sampling.step = i;
		if (!ctx_poll(c) || !next_token(c, g, logits, &id))
			return false;
		if (is_end(g, id))
			return true;
		if (!list_append(c, g->ids, value_int(c, id)) ||
		    !stream(c, g, id, false))
			return false;
		if (i + 1 == max_new)
			return true;
		one = (int32_t)id;
		logits = value_leave(c, mark, run(c, g->model, &one, 1));
		if (logits == NULL)
			return false;
	}
	return true;
}

static int32_t *
prompt_ids(struct ctx *c, struct value *ids, size_t *n)
{
	int32_t *out;

	ids = value_to_list(c, ids);
	if (ids == NULL)
		return NULL;
	*n = seq_len(ids);
	if (*n == 0)
		return err_raise(c, ERR_VALUE,
		    "pj.generate: the prompt is empty");
	out = try_alloc(c, *n, sizeof *out);
	for (size_t i = 0; out != NULL && i < *n; i++) {
		int64_t id;

		if (!value_to_int(c, seq_item(ids, i), "a token id", &id)) {
			free(out);
			return NULL;
		}
		out[i] = (int32_t)id;
	}
	return out;
}

static bool
end_token(struct ctx *c, struct generation *g)
{
	struct value *v = NULL;

	g->end = -1;
	if (g->tokenizer != NULL && g->own == NULL)
		v = value_find_attr(c, g->tokenizer, atom(c, "eos_token_id"));
	if (v != NULL && value_is_int(v))
		g->end = value_as_int(v);
	return !err_is_set(c);
}

static struct value *
generate(struct ctx *c, struct generation *g, struct value *prompt,
    int64_t max_new)
{
	struct value *logits, *batch = dict_new(c);
	bool ok = false;
	size_t n;
	int32_t *ids = prompt_ids(c, prompt, &n);

	if (ids == NULL || !end_token(c, g))
		goto out;
	if (value_of_row(c, g->model, &transformer_lm_row))
		g->model = kv_caching_of(c, g->model, (int64_t)n + max_new,
		    batch, -1, "generate");
	else if (!value_of_row(c, g->model, &kv_caching_lm_row))
		err_raise(c, ERR_TYPE, "pj.generate needs a TransformerLM, not "
		    "%s", value_type_name(c, g->model));
	if (err_is_set(c) || g->model == NULL)
		goto out;
	logits = run(c, g->model, ids, n);
	ok = logits != NULL && steps(c, g, logits, max_new) &&
	    stream(c, g, 0, true);
	if (g->printed)
		interp_print(c, "\n", 1, false);
out:
	ids_release(&g->stream.ids);
	free(ids);
	return ok ? g->ids : NULL;
}

static struct value *
fn_generate(struct ctx *c, struct value *const *args)
{
	bool is_text = value_is(args[G_PROMPT], &str_kind);
	int64_t max_new = value_as_int(args[G_MAX]);
	uint64_t seed = (uint64_t)value_as_int(args[G_SEED]);
	struct generation g = { .model = args[G_MODEL] };
	struct value *prompt = args[G_PROMPT], *ids;

	if (args[G_TOKENIZER] != &value_none)
		g.tokenizer = args[G_TOKENIZER];
	g.own = tokenizer_of(g.tokenizer);
	g.streams = is_text && g.own != NULL;
	if (is_text && g.tokenizer == NULL)
		return err_raise(c, ERR_VALUE, "pj.generate: a text needs a "
		    "tokenizer: pj.generate(model, prompt, "
		    "pj.tokenizer(path))");
	if (max_new < 0 || max_new > 1 << 20)
		return err_raise(c, ERR_VALUE, "max_new_tokens must be between "
		    "0 and %d", 1 << 20);
	g.sampling.temperature = value_as_float(args[G_TEMPERATURE]);
	if (!(g.sampling.temperature >= 0))
		return err_raise(c, ERR_VALUE,
		    "temperature must not be negative");
	if (args[G_TOP_K] != &value_none)
		g.sampling.top_k = value_as_int(args[G_TOP_K]);
	if (args[G_TOP_P] != &value_none)
		g.sampling.top_p = value_as_float(args[G_TOP_P]);
	g.sampling.seed[0] = (uint32_t)(seed >> 32);
	g.sampling.seed[1] = (uint32_t)seed;
	g.ids = list_new(c, 0, NULL);
	if (is_text)
		prompt = value_call_method(c, g.tokenizer, "encode", 1,
		    &args[G_PROMPT]);
	ids = prompt == NULL ? NULL : generate(c, &g, prompt, max_new);
	if (ids == NULL || !is_text)
		return ids;
	return value_call_method(c, g.tokenizer, "decode", 1, &ids);
}

const struct native generate_function = {
	"generate", generate_params, fn_generate,
	"What the model says next: text for text, ids for ids; text streams "
	"into the cell while it is made.", NULL
};
