/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of a GPT-2 or GPT-NeoX model, from config.json or from GGUF's
 * settings. What would change the numbers and is not read is refused.
 */
#include <string.h>

#include "core/layer/activation.h"
#include "core/load/arch.h"
#include "core/load/gguf.h"
#include "core/load/gpt.h"
#include "core/load/settings.h"

static void
read_gpt2_gguf(struct gpt *m, struct settings *s)
{
	m->blocks = settings_int(s, "block_count", 0);
	m->embedding = settings_int(s, "embedding_length", 0);
	m->mlp = settings_int(s, "feed_forward_length", 4 * m->embedding);
	m->heads = settings_int(s, "attention.head_count", 0);
	m->epsilon = settings_float(s, "attention.layer_norm_epsilon", 1e-5);
	m->positions = weights_rows(m->k, "position_embd.weight");
	m->vocab = weights_rows(m->k, "token_embd.weight");
	m->tied = !gpt_has(m, GPT_HEAD, 0);
	m->activation = "gelu_new";
	settings_ignore(s, "context_length", "vocab_size", NULL);
}

static void
read_gpt2(struct gpt *m, struct settings *s)
{
	m->blocks = settings_int(s, "n_layer", 0);
	m->embedding = settings_int(s, "n_embd", 0);
	m->mlp = settings_int(s, "n_inner", 4 * m->embedding);
	m->heads = settings_int(s, "n_head", 0);
	m->epsilon = settings_float(s, "layer_norm_epsilon", 1e-5);
	m->positions = settings_int(s, "n_positions", 1024);
	m->activation = settings_activation(s, "activation_function",
	    "gelu_new");
	m->tied = settings_bool(s, "tie_word_embeddings", true);
	if (!settings_bool(s, "scale_attn_weights", true))
		settings_refuse(s, "scale_attn_weights");
	if (settings_bool(s, "scale_attn_by_inverse_layer_idx", false))
		settings_refuse(s, "scale_attn_by_inverse_layer_idx");
	if (settings_bool(s, "add_cross_attention", false))
		settings_refuse(s, "add_cross_attention");
	settings_ignore(s, "n_ctx", "reorder_and_upcast_attn", "attn_pdrop",
	    "embd_pdrop", "resid_pdrop", "summary_activation",
	    "summary_first_dropout", "summary_proj_to_labels",
	    "summary_type", "summary_use_proj", "task_specific_params", NULL);
}

static void
read_neox(struct gpt *m, struct settings *s)
{
	double part;

	m->blocks = settings_int(s, "num_hidden_layers", 0);
	m->embedding = settings_int(s, "hidden_size", 0);
	m->mlp = settings_int(s, "intermediate_size", 0);
	m->heads = settings_int(s, "num_attention_heads", 0);
	m->epsilon = settings_float(s, "layer_norm_eps", 1e-5);
	m->activation = settings_activation(s, "hidden_act", "gelu");
	m->parallel = settings_bool(s, "use_parallel_residual", true);
	m->tied = settings_bool(s, "tie_word_embeddings", false);
	m->theta = settings_float(s, "rope_parameters.rope_theta",
	    settings_float(s, "rope_theta", settings_float(s,
	    "rotary_emb_base", 10000)));
	part = settings_float(s, "rope_parameters.partial_rotary_factor",
	    settings_float(s, "partial_rotary_factor", settings_float(s,
	    "rotary_pct", 0.25)));
	if (!(part > 0 && part <= 1))
		settings_refuse(s, "rotary_pct");
	else if (m->heads > 0)
		m->turned = (int64_t)(part * (double)(m->embedding /
		    m->heads));
	settings_expect_text(s, "rope_parameters.rope_type", "default");
	settings_expect_text(s, "rope_scaling.rope_type", "default");
	settings_expect_text(s, "rope_scaling.type", "default");
	/* What biases there are is asked of the tensors. */
	settings_ignore(s, "attention_bias", "attention_dropout",
	    "hidden_dropout", "classifier_dropout",
	    "max_position_embeddings", NULL);
}

static bool
check(const struct gpt *m)
{
	const int64_t top = 1 << 24;
	bool ok = m->blocks > 0 && m->blocks <= 10000 && m->embedding > 0 &&
	    m->embedding < top && m->heads > 0 && m->heads < 65536 &&
	    m->embedding % m->heads == 0 && m->mlp > 0 && m->mlp < top &&
	    m->vocab > 0 && m->vocab < top && m->epsilon >= 0 &&
	    (m->names == GPT_NEOX_HUB ? m->theta > 0 && m->turned > 0 &&
	    m->turned % 2 == 0 : m->positions > 0 && m->positions < top);

	if (!ok)
		err_raise(m->c, ERR_VALUE, "%s: the configuration makes no "
		    "model: %lld blocks, width %lld, %lld heads, MLP %lld, "
		    "vocabulary %lld, %lld learned positions, %lld rotated "
		    "entries of a head", ckpt_path(m->k),
		    (long long)m->blocks, (long long)m->embedding,
		    (long long)m->heads, (long long)m->mlp,
		    (long long)m->vocab, (long long)m->positions,
		    (long long)m->turned);
	return ok;
}

bool
gpt_read(struct gpt *m, struct ctx *c, struct ckpt *k)
{
	struct settings s;

	*m = (struct gpt){ .c = c, .k = k, .root = "" };
	m->names = ckpt_is_gguf(k) ? GPT2_GGUF : strncmp(arch_name(c, k),
	    "GPTNeoX", 7) == 0 ? GPT_NEOX_HUB : GPT2_HUB;
	settings_init(&s, c, k);
	if (m->names == GPT2_GGUF)
		read_gpt2_gguf(m, &s);
	else {
		m->vocab = settings_int(&s, "vocab_size", 0);
		(m->names == GPT2_HUB ? read_gpt2 : read_neox)(m, &s);
		/* The published GPT-2 has no prefix. */
		m->root = m->names == GPT_NEOX_HUB ? "gpt_neox." :
		    "transformer.";
		if (!gpt_has(m, GPT_EMBED, 0))
			m->root = "";
		settings_ignore(&s, "architectures", "model_type", "dtype",
		    "torch_dtype", "transformers_version", "use_cache",
		    "initializer_range", "bos_token_id", "eos_token_id",
		    "pad_token_id", "is_decoder", NULL);
	}
	if (m->heads > 0)
		m->head_dim = m->embedding / m->heads;
	if (activation_function(c, m->activation) == NULL)
		settings_refuse(&s, m->names == GPT_NEOX_HUB ? "hidden_act" :
		    "activation_function");
	return settings_done(&s) && check(m);
}
