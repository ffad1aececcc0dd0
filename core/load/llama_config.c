/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a model of the llama family, from GGUF's settings or from
 * config.json. What would change the numbers and is not read is refused.
 */
#include <math.h>
#include <string.h>

#include "core/layer/activation.h"
#include "core/load/arch.h"
#include "core/load/gguf.h"
#include "core/load/llama.h"
#include "core/load/settings.h"

/* ---- Gemma -------------------------------------------------------------- */

/* Gemma 1 to 3 differ by what they have. */
static void
gemma_common(struct llama *m, struct settings *s)
{
	m->activation = "gelu_approx";
	m->attention_cap = settings_float(s, "attn_logit_softcapping", 0);
	m->final_cap = settings_float(s, "final_logit_softcapping", 0);
	if (m->qk_norm)
		m->local_theta = 10000;
}

static void
gemma_gguf(struct llama *m, struct settings *s)
{
	gemma_common(m, s);
	m->pattern = settings_int(s, "attention.sliding_window_pattern",
	    m->qk_norm ? 6 : 2);
	m->local_theta = settings_float(s, "rope.freq_base_swa",
	    m->local_theta);
	/* The file does not say it: the two of 27 billion differ. */
	if (m->blocks == (m->qk_norm ? 62 : 46))
		m->query_scale = 1 / sqrt((double)m->embedding /
		    (double)m->heads);
}

static void
gemma_config(struct llama *m, struct settings *s)
{
	double scalar;

	gemma_common(m, s);
	m->plus_one = true;
	m->activation = settings_text(s, "hidden_activation",
	    "gelu_pytorch_tanh");
	scalar = settings_float(s, "query_pre_attn_scalar", 0);
	if (scalar > 0)
		m->query_scale = 1 / sqrt(scalar);
	m->local_theta = settings_float(s,
	    "rope_parameters.sliding_attention.rope_theta",
	    settings_float(s, "rope_local_base_freq", m->local_theta));
	m->theta = settings_float(s,
	    "rope_parameters.full_attention.rope_theta", m->theta);
	settings_expect_text(s, "rope_parameters.sliding_attention.rope_type",
	    "default");
	if (settings_bool(s, "use_bidirectional_attention", false))
		settings_refuse(s, "use_bidirectional_attention");
}

/* ---- GGUF --------------------------------------------------------------- */

static void
read_gguf(struct llama *m, struct settings *s)
{
	m->blocks = settings_int(s, "block_count", 0);
	m->embedding = settings_int(s, "embedding_length", 0);
	m->mlp = settings_int(s, "feed_forward_length", 0);
	m->heads = settings_int(s, "attention.head_count", 0);
	m->kv_heads = settings_int(s, "attention.head_count_kv", m->heads);
	m->head_dim = settings_int(s, "attention.key_length", m->heads > 0 ?
	    m->embedding / m->heads : 0);
	m->epsilon = settings_float(s, "attention.layer_norm_rms_epsilon",
	    1e-5);
	m->theta = settings_float(s, "rope.freq_base", 10000);
	m->window = settings_int(s, "attention.sliding_window", 0);
	m->vocab = llama_vocabulary(m);
	m->tied = !llama_has(m, LLAMA_HEAD, 0);
	m->query_scale = 1 / sqrt((double)m->head_dim);
	settings_ignore(s, "context_length", "vocab_size",
	    "attention.value_length", NULL);
	if (m->gemma)
		gemma_gguf(m, s);
	m->rope_scale = settings_float(s, "rope.scaling.factor", 1);
	/* The whole head is rotated. */
	settings_expect_int(s, "rope.dimension_count", m->head_dim);
	settings_expect_text(s, "rope.scaling.type", m->rope_scale > 1 ?
	    "linear" : "none");
}

/* ---- config.json -------------------------------------------------------- */

/*
 * layer_types names each block; older files have only the number, or (Gemma
 * 2, which is always 2) not even that.
 */
static void
read_pattern(struct llama *m, struct settings *s)
{
	static const char key[] = "layer_types";
	int64_t first = 0, n = 0;
	const char *type;

	m->pattern = settings_int(s, "sliding_window_pattern",
	    m->post_norms ? m->qk_norm ? 6 : 2 : 0);
	for (; (type = settings_text_at(s, key, (size_t)n)) != NULL; n++)
		if (first == 0 && strcmp(type, "full_attention") == 0)
			first = n + 1;
	if (n == 0)
		return;
	m->pattern = first;
	for (int64_t i = 0; i < n; i++)
		if (strcmp(settings_text_at(s, key, (size_t)i),
		    llama_is_local(m, i) ? "sliding_attention" :
		    "full_attention") != 0)
			settings_refuse(s, key);
	if (n != m->blocks)
		settings_refuse(s, key);
}

/* A number of the scaling, under any of the names that it has had. */
#define ROPE_FLOAT(s, key, dflt)                                            \
	settings_float(s, "rope_parameters.full_attention." key,            \
	    settings_float(s, "rope_parameters." key,                       \
	    settings_float(s, "rope_scaling." key, dflt)))

static void
read_rope(struct llama *m, struct settings *s)
{
	static const char *const keys[] = {
		"rope_parameters.full_attention.rope_type",
		"rope_parameters.rope_type", "rope_scaling.rope_type",
		"rope_scaling.type" };
	const char *type = "default";

	for (size_t i = 0; i < nitems(keys); i++) {
		const char *said = settings_text(s, keys[i], "default");

		if (strcmp(said, "default") != 0)
			type = said;
	}
	if (strcmp(type, "linear") == 0) {
		m->rope_scale = ROPE_FLOAT(s, "factor", 1);
	} else if (strcmp(type, "llama3") == 0) {
		m->stretch.factor = ROPE_FLOAT(s, "factor", 0);
		m->stretch.low = ROPE_FLOAT(s, "low_freq_factor", 1);
		m->stretch.high = ROPE_FLOAT(s, "high_freq_factor", 4);
		m->stretch.length = ROPE_FLOAT(s,
		    "original_max_position_embeddings", 0);
		if (!(m->stretch.factor > 0 && m->stretch.length > 0 &&
		    m->stretch.low < m->stretch.high))
			settings_refuse(s, "rope_scaling");
	} else if (strcmp(type, "default") != 0)
		settings_refuse(s, "rope_scaling");
}

static void
read_config(struct llama *m, struct settings *s)
{
	m->blocks = settings_int(s, "num_hidden_layers", 0);
	m->embedding = settings_int(s, "hidden_size", 0);
	m->mlp = settings_int(s, "intermediate_size", 0);
	m->heads = settings_int(s, "num_attention_heads", 0);
	m->kv_heads = settings_int(s, "num_key_value_heads", m->heads);
	m->head_dim = settings_int(s, "head_dim", m->heads > 0 ?
	    m->embedding / m->heads : 0);
	m->epsilon = settings_float(s, "rms_norm_eps", 1e-6);
	m->theta = settings_float(s, "rope_parameters.rope_theta",
	    settings_float(s, "rope_theta", 10000));
	m->vocab = settings_int(s, "vocab_size", 0);
	m->activation = settings_activation(s, "hidden_act", "silu");
	m->window = settings_int(s, "sliding_window", 0);
	if (!settings_bool(s, "use_sliding_window", true))
		m->window = 0;
	m->tied = settings_bool(s, "tie_word_embeddings", m->gemma);
	m->query_scale = 1 / sqrt((double)m->head_dim);
	if (m->gemma)
		gemma_config(m, s);
	read_pattern(m, s);
	settings_expect_float(s, "partial_rotary_factor", 1);
	read_rope(m, s);
	/* What biases there are is asked of the tensors. */
	settings_ignore(s, "attention_bias", "mlp_bias", NULL);
	settings_ignore(s, "architectures", "model_type", "dtype",
	    "torch_dtype", "transformers_version", "use_cache",
	    "initializer_range", "attention_dropout", "bos_token_id",
	    "eos_token_id", "pad_token_id", "max_position_embeddings",
	    "pretraining_tp", "max_window_layers", NULL);
}

/* ---- either ------------------------------------------------------------- */

/* Sizes that would make no model, or a very large one by mistake. */
static bool
check(const struct llama *m)
{
	const int64_t top = 1 << 24;
	bool ok = m->blocks > 0 && m->blocks <= 10000 && m->embedding > 0 &&
	    m->embedding < top && m->heads > 0 && m->heads < 65536 &&
	    m->kv_heads > 0 && m->heads % m->kv_heads == 0 &&
	    m->head_dim > 0 && m->head_dim < 65536 &&
	    m->head_dim % 2 == 0 && m->mlp > 0 && m->mlp < top &&
	    m->vocab > 0 && m->vocab < top && m->theta > 0 &&
	    m->epsilon >= 0;

	if (!ok)
		err_raise(m->c, ERR_VALUE, "%s: the configuration makes no "
		    "model: %lld blocks, width %lld, %lld heads, %lld key "
		    "heads of size %lld, MLP %lld, vocabulary %lld",
		    ckpt_path(m->k), (long long)m->blocks,
		    (long long)m->embedding, (long long)m->heads,
		    (long long)m->kv_heads, (long long)m->head_dim,
		    (long long)m->mlp, (long long)m->vocab);
	return ok;
}

bool
llama_read(struct llama *m, struct ctx *c, struct ckpt *k)
{
	const char *name = arch_name(c, k);
	struct settings s;

	*m = (struct llama){ .c = c, .k = k, .activation = "silu",
		.gguf = ckpt_is_gguf(k), .rope_scale = 1 };
	m->gemma = strncmp(name, "gemma", 5) == 0 ||
	    strncmp(name, "Gemma", 5) == 0;
	m->post_norms = llama_has(m, LLAMA_POST_FFW_NORM, 0);
	m->qk_norm = llama_has(m, LLAMA_Q_NORM, 0);
	settings_init(&s, c, k);
	if (m->gguf) {
		read_gguf(m, &s);
		m->interleaved = strcmp(name, "llama") == 0;
	} else
		read_config(m, &s);
	if (activation_function(c, m->activation) == NULL)
		settings_refuse(&s, "hidden_act");
	return settings_done(&s) && check(m);
}
