/* SPDX-License-Identifier: Apache-2.0 */
/* The tensors of the llama family: what they are called, what size they must
 * have, in which order their rows stand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/load/llama.h"

/* Hugging Face's name and GGUF's, without what stands around them. */
static const struct {
	const char *hf, *gguf;
	bool whole;		/* of the whole model, not of a block */
} names[] = {
	[LLAMA_EMBED] = { "model.embed_tokens", "token_embd", true },
	[LLAMA_FINAL_NORM] = { "model.norm", "output_norm", true },
	[LLAMA_HEAD] = { "lm_head", "output", true },
	[LLAMA_PRE_ATTENTION_NORM] = { "input_layernorm", "attn_norm",
	    false },
	[LLAMA_Q] = { "self_attn.q_proj", "attn_q", false },
	[LLAMA_K] = { "self_attn.k_proj", "attn_k", false },
	[LLAMA_V] = { "self_attn.v_proj", "attn_v", false },
	[LLAMA_O] = { "self_attn.o_proj", "attn_output", false },
	[LLAMA_Q_NORM] = { "self_attn.q_norm", "attn_q_norm", false },
	[LLAMA_K_NORM] = { "self_attn.k_norm", "attn_k_norm", false },
	[LLAMA_PRE_FFW_NORM] = { "post_attention_layernorm", "ffn_norm",
	    false },
	[LLAMA_GATE] = { "mlp.gate_proj", "ffn_gate", false },
	[LLAMA_UP] = { "mlp.up_proj", "ffn_up", false },
	[LLAMA_DOWN] = { "mlp.down_proj", "ffn_down", false },
	/* With four norms a block, Hugging Face calls the second one so. */
	[LLAMA_POST_ATTENTION_NORM] = { "post_attention_layernorm",
	    "post_attention_norm", false },
	[LLAMA_PRE_FFW_NORM_OF_FOUR] = { "pre_feedforward_layernorm",
	    "ffn_norm", false },
	[LLAMA_POST_FFW_NORM] = { "post_feedforward_layernorm",
	    "post_ffw_norm", false },
};

static const char *
tensor_name(const struct llama *m, enum llama_role role, int block,
    const char *part, char out[WEIGHTS_NAME])
{
	const char *name = m->gguf ? names[role].gguf : names[role].hf;

	if (names[role].whole)
		snprintf(out, WEIGHTS_NAME, "%s.%s", name, part);
	else
		snprintf(out, WEIGHTS_NAME, "%s.%d.%s.%s", m->gguf ? "blk" :
		    "model.layers", block, name, part);
	return out;
}

static const struct ckpt_entry *
find(const struct llama *m, enum llama_role role, int block, const char *part)
{
	char name[WEIGHTS_NAME];

	return ckpt_find(m->k, tensor_name(m, role, block, part, name));
}

int64_t
llama_vocabulary(const struct llama *m)
{
	char name[WEIGHTS_NAME];

	return weights_rows(m->k, tensor_name(m, LLAMA_EMBED, 0, "weight",
	    name));
}

bool
llama_has(const struct llama *m, enum llama_role role, int block)
{
	return find(m, role, block, "weight") != NULL;
}

bool
llama_has_bias(const struct llama *m, enum llama_role role, int block)
{
	return find(m, role, block, "bias") != NULL;
}

/*
 * Rows of q and k in a GGUF file of the llama family stand as pairs for the
 * interleaved rotation: (head, d/2, 2). Ours is (head, 2, d/2), as in Hugging
 * Face's files. Rows move as a whole, so blocks stay as they are.
 */
static struct tensor *
uninterleave(struct ctx *c, struct tensor *t, int64_t rows, int64_t dim)
{
	const struct axis parts[] = { { NULL, rows / dim }, { NULL, dim / 2 },
		{ NULL, 2 } };
	int order[4] = { 0, 2, 1, 3 }, of_rows[3] = { 0, 1, 2 };

	/* A bias has three axes then, a weight four. */
	t = tensor_order(c, tensor_split(c, t, 0, parts, 3), order);
	return tensor_merge(c, t, of_rows, 3, NULL);
}

static struct tensor *
get(const struct llama *m, enum llama_role role, int block, const char *part,
    int n, const int64_t *size)
{
	char name[WEIGHTS_NAME];
	struct tensor *t = weights_get(&m->weights, tensor_name(m, role,
	    block, part, name), n, size);

	return m->interleaved && (role == LLAMA_Q || role == LLAMA_K) ?
	    uninterleave(m->c, t, size[0], m->head_dim) : t;
}

struct tensor *
llama_matrix(const struct llama *m, enum llama_role role, int block,
    int64_t rows, int64_t columns)
{
	return get(m, role, block, "weight", 2, (int64_t[]){ rows, columns });
}

struct tensor *
llama_vector(const struct llama *m, enum llama_role role, int block,
    int64_t size)
{
	return get(m, role, block, "weight", 1, &size);
}

struct tensor *
llama_bias(const struct llama *m, enum llama_role role, int block,
    int64_t size)
{
	return get(m, role, block, "bias", 1, &size);
}

#define GGUF_DIVISORS "rope_freqs.weight"

struct tensor *
llama_divisors(const struct llama *m)
{
	int64_t n = m->head_dim / 2;
	struct axis axis = { NULL, n };
	struct tensor *t;
	float *each;

	if (m->gguf && ckpt_find(m->k, GGUF_DIVISORS) != NULL)
		return weights_get(&m->weights, GGUF_DIVISORS, 1, &n);
	if (m->stretch.factor <= 0)
		return NULL;
	each = xcalloc((size_t)n, sizeof *each);
	for (int64_t i = 0; i < n; i++) {
		double turns = m->stretch.length / (2 * acos(-1) *
		    pow(m->theta, (double)i / (double)n));
		double part = (turns - m->stretch.low) / (m->stretch.high -
		    m->stretch.low);

		part = part < 0 ? 0 : part > 1 ? 1 : part;
		each[i] = (float)(1 / ((1 - part) / m->stretch.factor + part));
	}
	t = tensor_new(m->c, DT_F32, 1, &axis, each);
	free(each);
	return t;
}

/* Tensors that change no number: tables that can be computed, and the head
 * of a model that is said to use its embedding. */
static bool
is_idle(const void *arg, const char *name)
{
	const struct llama *m = arg;
	char head[WEIGHTS_NAME];

	return strstr(name, "rotary_emb.inv_freq") != NULL || (m->tied &&
	    strcmp(name, tensor_name(m, LLAMA_HEAD, 0, "weight", head)) == 0);
}

bool
llama_check_used(const struct llama *m)
{
	return weights_check_used(&m->weights, is_idle, m);
}

int
llama_head_axes(const struct llama *m, bool query, const char **name,
    int64_t *size)
{
	int64_t group = m->heads / m->kv_heads;
	int n = 0;

	if (group == 1) {
		name[n] = "heads";
		size[n++] = m->heads;
		return n;
	}
	if (m->kv_heads > 1) {
		name[n] = "head_groups";
		size[n++] = m->kv_heads;
	}
	if (query) {
		name[n] = "query_heads";
		size[n++] = group;
	}
	return n;
}
