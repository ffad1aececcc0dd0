/* SPDX-License-Identifier: Apache-2.0 */
/* The tensors of GPT-2 and GPT-NeoX: what they are called, and how the files
 * put queries, keys and values together. */
#include <stdio.h>
#include <string.h>

#include "core/base/cstr.h"
#include "core/load/gpt.h"

static const char *const names[GPT_ROLES][GPT_NAMES] = {
	[GPT_EMBED] = { "wte", "token_embd", "embed_in" },
	[GPT_POSITIONS] = { "wpe", "position_embd", "" },
	[GPT_FINAL_NORM] = { "ln_f", "output_norm", "final_layer_norm" },
	[GPT_HEAD] = { "lm_head", "output", "embed_out" },
	[GPT_ATTENTION_NORM] = { "ln_1", "attn_norm", "input_layernorm" },
	[GPT_QKV] = { "attn.c_attn", "attn_qkv",
	    "attention.query_key_value" },
	[GPT_O] = { "attn.c_proj", "attn_output", "attention.dense" },
	[GPT_MLP_NORM] = { "ln_2", "ffn_norm", "post_attention_layernorm" },
	[GPT_UP] = { "mlp.c_fc", "ffn_up", "mlp.dense_h_to_4h" },
	[GPT_DOWN] = { "mlp.c_proj", "ffn_down", "mlp.dense_4h_to_h" },
};
static const char *const block_names[GPT_NAMES] = { "h", "blk", "layers" };

static const char *
tensor_name(const struct gpt *m, enum gpt_role role, int block,
    const char *part, char out[WEIGHTS_NAME])
{
	const char *name = names[role][m->names];

	if (role < GPT_ATTENTION_NORM)
		snprintf(out, WEIGHTS_NAME, "%s%s.%s", role == GPT_HEAD ? "" :
		    m->root, name, part);
	else
		snprintf(out, WEIGHTS_NAME, "%s%s.%d.%s.%s", m->root,
		    block_names[m->names], block, name, part);
	return out;
}

static bool
has(const struct gpt *m, enum gpt_role role, int block, const char *part)
{
	char name[WEIGHTS_NAME];

	return ckpt_find(m->k, tensor_name(m, role, block, part, name)) !=
	    NULL;
}

bool
gpt_has(const struct gpt *m, enum gpt_role role, int block)
{
	return has(m, role, block, "weight");
}

bool
gpt_has_bias(const struct gpt *m, enum gpt_role role, int block)
{
	return has(m, role, block, "bias");
}

struct tensor *
gpt_table(const struct gpt *m, enum gpt_role role, int64_t rows,
    int64_t columns)
{
	char name[WEIGHTS_NAME];

	return weights_get(&m->weights, tensor_name(m, role, 0, "weight",
	    name), 2, (int64_t[]){ rows, columns });
}

struct tensor *
gpt_matrix(const struct gpt *m, enum gpt_role role, int block, int64_t out,
    int64_t in)
{
	/* What was a one-dimensional convolution has its inputs first. */
	bool turned = m->names == GPT2_HUB;
	int64_t size[] = { turned ? in : out, turned ? out : in };
	char name[WEIGHTS_NAME];
	struct tensor *t = weights_get(&m->weights, tensor_name(m, role,
	    block, "weight", name), 2, size);

	return turned ? tensor_order(m->c, t, (int[]){ 1, 0 }) : t;
}

struct tensor *
gpt_vector(const struct gpt *m, enum gpt_role role, int block, bool weight,
    int64_t size)
{
	char name[WEIGHTS_NAME];

	return weights_get(&m->weights, tensor_name(m, role, block, weight ?
	    "weight" : "bias", name), 1, &size);
}

struct tensor *
gpt_third(const struct gpt *m, enum gpt_third third, int block, bool bias)
{
	int64_t width = m->heads * m->head_dim;
	struct tensor *t = bias ? gpt_vector(m, GPT_QKV, block, false,
	    3 * width) : gpt_matrix(m, GPT_QKV, block, 3 * width,
	    m->embedding);
	const struct axis parts[] = { { NULL, m->heads }, { NULL, 3 },
		{ NULL, m->head_dim } };
	const struct axis heads[] = { parts[0], parts[2] };

	/* GPT-NeoX: the three of each head; GPT-2: all heads of each. */
	if (m->names == GPT_NEOX_HUB)
		return tensor_pick(m->c, tensor_split(m->c, t, 0, parts, 3),
		    1, third);
	return tensor_split(m->c, tensor_slice(m->c, t, 0,
	    (int64_t)third * width, width, 1), 0, heads, 2);
}

/* Masks and angles that can be computed, and the head of a model that is said
 * to use its embedding. */
static bool
is_idle(const void *arg, const char *name)
{
	static const char *const ends[] = { ".attn.bias",
		".attn.masked_bias", ".attention.bias",
		".attention.masked_bias", ".rotary_emb.inv_freq" };
	const struct gpt *m = arg;
	char head[WEIGHTS_NAME];

	for (size_t i = 0; i < nitems(ends); i++)
		if (cstr_ends_with(name, ends[i]))
			return true;
	return m->tied && strcmp(name, tensor_name(m, GPT_HEAD, 0, "weight",
	    head)) == 0;
}

bool
gpt_check_used(const struct gpt *m)
{
	return weights_check_used(&m->weights, is_idle, m);
}
