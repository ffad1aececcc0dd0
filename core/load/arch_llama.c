/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Llama and what is shaped like it: RMS norms, rotary embedding, a gated MLP,
 * grouped heads. The tree, the names of axes and the labels are Penzai's.
 */
#include "core/load/arch.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/layer/activation.h"
#include "core/layer/attention.h"
#include "core/layer/combine.h"
#include "core/layer/embedding.h"
#include "core/layer/group.h"
#include "core/layer/linear.h"
#include "core/layer/norm.h"
#include "core/layer/transformer.h"
#include "core/load/gguf.h"
#include "core/load/settings.h"

struct llama {
	struct ctx *c;
	struct ckpt *k;
	bool gguf;
	bool interleaved;	/* rows of q and k: pairs side by side */
	int64_t blocks, embedding, heads, kv_heads, head_dim, mlp, vocab;
	double theta, epsilon;
	const char *activation;
	int64_t window;		/* 0: global attention */
	/* With a window: every pattern-th block is global; 0: none is. */
	int64_t pattern;
	bool tied, qk_norm;
	/* What Gemma has besides */
	bool gemma;		/* embeddings times the root of the width */
	bool post_norms;
	bool plus_one;		/* norms in the file lack 1 */
	double local_theta, rope_scale, query_scale;
	double attention_cap, final_cap;	/* 0: none */
};

/* Does this block see only the window? */
static bool
is_local(const struct llama *m, int block)
{
	return m->window > 0 && (m->pattern == 0 ||
	    (block + 1) % m->pattern != 0);
}

/* Where a tensor is, by role: Hugging Face's name and GGUF's. */
enum role { EMBED, FINAL_NORM, HEAD, NORM1, NORM2, Q, K, V, O, Q_NORM, K_NORM,
	GATE, UP, DOWN, POST1, PRE2, POST2 };
static const struct {
	const char *hf, *gguf;	/* %d: the block */
} names[] = {
	[EMBED] = { "model.embed_tokens.weight", "token_embd.weight" },
	[FINAL_NORM] = { "model.norm.weight", "output_norm.weight" },
	[HEAD] = { "lm_head.weight", "output.weight" },
	[NORM1] = { "model.layers.%d.input_layernorm.weight",
	    "blk.%d.attn_norm.weight" },
	[NORM2] = { "model.layers.%d.post_attention_layernorm.weight",
	    "blk.%d.ffn_norm.weight" },
	[Q] = { "model.layers.%d.self_attn.q_proj.weight",
	    "blk.%d.attn_q.weight" },
	[K] = { "model.layers.%d.self_attn.k_proj.weight",
	    "blk.%d.attn_k.weight" },
	[V] = { "model.layers.%d.self_attn.v_proj.weight",
	    "blk.%d.attn_v.weight" },
	[O] = { "model.layers.%d.self_attn.o_proj.weight",
	    "blk.%d.attn_output.weight" },
	[Q_NORM] = { "model.layers.%d.self_attn.q_norm.weight",
	    "blk.%d.attn_q_norm.weight" },
	[K_NORM] = { "model.layers.%d.self_attn.k_norm.weight",
	    "blk.%d.attn_k_norm.weight" },
	[GATE] = { "model.layers.%d.mlp.gate_proj.weight",
	    "blk.%d.ffn_gate.weight" },
	[UP] = { "model.layers.%d.mlp.up_proj.weight",
	    "blk.%d.ffn_up.weight" },
	[DOWN] = { "model.layers.%d.mlp.down_proj.weight",
	    "blk.%d.ffn_down.weight" },
	/* With four norms a block the second has another name. */
	[POST1] = { "model.layers.%d.post_attention_layernorm.weight",
	    "blk.%d.post_attention_norm.weight" },
	[PRE2] = { "model.layers.%d.pre_feedforward_layernorm.weight",
	    "blk.%d.ffn_norm.weight" },
	[POST2] = { "model.layers.%d.post_feedforward_layernorm.weight",
	    "blk.%d.post_ffw_norm.weight" },
};

/* ---- tensors --------------------------------------------------------------------- */

/* The name of a role's tensor; bias: of the bias beside the weight. */
static const char *
tensor_name(const struct llama *m, enum role role, int block, bool bias,
    char *out, size_t size)
{
	const char *pattern = m->gguf ? names[role].gguf : names[role].hf;
	const char *at = strstr(pattern, "%d");
	size_t cut = strlen(pattern) - (bias ? strlen("weight") : 0);

	if (at == NULL)
		snprintf(out, size, "%.*s%s", (int)cut, pattern,
		    bias ? "bias" : "");
	else
		snprintf(out, size, "%.*s%d%.*s%s", (int)(at - pattern),
		    pattern, block, (int)(cut - (size_t)(at - pattern) - 2),
		    at + 2, bias ? "bias" : "");
	return out;
}

static bool
has(const struct llama *m, enum role role, int block, bool bias)
{
	char name[96];

	return ckpt_find(m->k, tensor_name(m, role, block, bias, name,
	    sizeof name)) != NULL;
}

/* The tensor with the sizes it must have; rows 0: a vector. */
static struct tensor *
get(const struct llama *m, enum role role, int block, bool bias, int64_t rows,
    int64_t columns)
{
	const struct ckpt_entry *e;
	char name[96];
	bool fits;

	e = ckpt_find(m->k, tensor_name(m, role, block, bias, name,
	    sizeof name));
	if (e == NULL)
		return err_raise(m->c, ERR_VALUE, "%s: the tensor '%s' is "
		    "missing", ckpt_path(m->k), name);
	fits = rows == 0 ? e->naxes == 1 && e->size[0] == columns :
	    e->naxes == 2 && e->size[0] == rows && e->size[1] == columns;
	if (!fits)
		return err_raise(m->c, ERR_VALUE, "%s: the tensor '%s' should "
		    "have %lld x %lld elements by the configuration",
		    ckpt_path(m->k), name, (long long)(rows == 0 ? 1 : rows),
		    (long long)columns);
	return ckpt_tensor(m->c, m->k, e);
}

/* Names for positional axes. */
static struct tensor *
tag(struct ctx *c, struct tensor *t, int n, const char *const *axis)
{
	const struct atom *atoms[TENSOR_MAX_AXES];

	for (int i = 0; i < n; i++)
		atoms[i] = atom(c, axis[i]);
	return tensor_tag(c, t, atoms, n);
}

/*
 * Rows of q and k in a GGUF file of the llama family stand as pairs for the
 * interleaved rotation: (head, d/2, 2). Ours is (head, 2, d/2), as in Hugging
 * Face's files. Rows move as a whole, so blocks stay as they are.
 */
static struct tensor *
uninterleave(struct ctx *c, struct tensor *t, int64_t heads, int64_t dim)
{
	const struct axis parts[] = { { NULL, heads }, { NULL, dim / 2 },
		{ NULL, 2 } };
	int order[4] = { 0, 2, 1, 3 }, rows[3] = { 0, 1, 2 };

	/* A bias has three axes then, a weight four. */
	t = tensor_order(c, tensor_split(c, t, 0, parts, 3), order);
	return tensor_merge(c, t, rows, 3, NULL);
}

/* Names of the head axes that queries (or keys) have, with their sizes. */
static int
head_axes(const struct llama *m, bool query, const char **name, int64_t *size)
{
	int64_t group = m->heads / m->kv_heads;
	int n = 0;

	if (group == 1) {
		name[n] = "heads";
		size[n++] = m->heads;
	} else {
		if (m->kv_heads > 1) {
			name[n] = "head_groups";
			size[n++] = m->kv_heads;
		}
		if (query) {
			name[n] = "query_heads";
			size[n++] = group;
		}
	}
	return n;
}

/* Splits axis `at` of a weight into head axes and projection, and names all
 * axes: before, heads..., projection, after. */
static struct tensor *
name_heads(const struct llama *m, struct tensor *t, int at, bool query,
    const char *before, const char *after)
{
	const char *name[8], *all[8];
	int64_t size[8];
	struct axis parts[8];
	int n = head_axes(m, query, name, size), k = 0;

	if (t == NULL)
		return NULL;
	for (int i = 0; i < n; i++)
		parts[i] = (struct axis){ NULL, size[i] };
	parts[n] = (struct axis){ NULL, m->head_dim };
	name[n] = "projection";
	t = tensor_split(m->c, t, at, parts, n + 1);
	if (before != NULL)
		all[k++] = before;
	for (int i = 0; i <= n; i++)
		all[k++] = name[i];
	if (after != NULL)
		all[k++] = after;
	return tag(m->c, t, k, all);
}

/* ---- layers ---------------------------------------------------------------------- */

static struct value *
text(const struct llama *m, const char *s)
{
	return str_new(m->c, s);
}

/* ("a", "b") as a value. */
static struct value *
name_tuple(const struct llama *m, int n, const char *const *name)
{
	struct value *v[8];

	for (int i = 0; i < n; i++)
		v[i] = text(m, name[i]);
	return tuple_new(m->c, (size_t)n, v);
}

/* A constant as an array of the activations' type, as Penzai keeps it. */
static struct value *
constant(const struct llama *m, double x)
{
	return array_new(m->c, tensor_scalar_f(m->c, x, DT_F32, false));
}

static struct value *
parameter(const struct llama *m, const char *prefix, const char *label,
    struct tensor *t)
{
	struct buf b = BUF_INIT;
	struct value *v;

	buf_printf(&b, "transformer/%s%s", prefix, label);
	v = named_new(m->c, t);
	if (v != NULL)
		v = var_new(m->c, &parameter_row, text(m, b.data), v, NULL);
	buf_release(&b);
	return v;
}

static struct value *
list_of(const struct llama *m, size_t n, struct value *const *v)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == NULL)
			return NULL;
	return list_new(m->c, n, v);
}

/* A Sequential, or a type derived from it. */
static struct value *
sequence(const struct llama *m, const struct class_row *row, size_t n,
    struct value *const *v)
{
	struct value *list = list_of(m, n, v);

	return layer_make(m->c, row, &list);
}

static struct value *
linear(const struct llama *m, struct value *weights, int nin,
    const char *const *in, int nout, const char *const *out)
{
	struct value *field[3] = { weights, name_tuple(m, nin, in),
		name_tuple(m, nout, out) };

	return layer_make(m->c, &linear_row, field);
}

static struct value *
norm(const struct llama *m, const char *prefix, const char *name,
    const char *axis, struct tensor *t)
{
	struct value *standardize[2], *part[2];
	struct buf label = BUF_INIT;

	/* Gemma's norms are 1 + weight; Penzai's hold the sum. */
	if (m->plus_one)
		t = tensor_binary(m->c, BINARY_add, tensor_cast(m->c, t,
		    DT_F32), tensor_scalar_f(m->c, 1, DT_F32, true));
	standardize[0] = name_tuple(m, 1, &axis);
	standardize[1] = constant(m, m->epsilon);
	part[0] = layer_make(m->c, &rms_standardize_row, standardize);
	buf_printf(&label, "%s/scale.weights", name);
	part[1] = linear(m, parameter(m, prefix, label.data, tag(m->c, t, 1,
	    &axis)), 0, NULL, 0, NULL);
	buf_release(&label);
	return sequence(m, &rms_layer_norm_row, 2, part);
}

static struct value *
rope(const struct llama *m, bool local)
{
	bool other = local && m->local_theta > 0;
	struct value *field[4] = { text(m, "projection"),
		value_float(m->c, other ? m->local_theta : m->theta),
		text(m, "token_positions"),
		value_float(m->c, other ? 1 : m->rope_scale) };

	return layer_make(m->c, &apply_rope_row, field);
}

static struct value *
bias(const struct llama *m, const char *prefix, const char *name,
    struct tensor *t)
{
	struct value *field[2] = { parameter(m, prefix, name, t),
		tuple_new(m->c, 0, NULL) };

	return layer_make(m->c, &add_bias_row, field);
}

/* Query, key or value: Linear, then what follows it. */
static struct value *
projection(const struct llama *m, const char *prefix, int block,
    enum role role, const char *name)
{
	bool query = role == Q, rotated = role != V;
	int64_t heads = query ? m->heads : m->kv_heads;
	const char *out[8], *embedding = "embedding";
	int64_t size[8];
	int nout = head_axes(m, query, out, size);
	struct tensor *t = get(m, role, block, false, heads * m->head_dim,
	    m->embedding);
	struct value *part[5], *by;
	struct buf label = BUF_INIT;
	size_t n = 0;

	if (rotated && m->interleaved)
		t = uninterleave(m->c, t, heads, m->head_dim);
	out[nout++] = "projection";
	buf_printf(&label, "attention/%s.weights", name);
	part[n++] = linear(m, parameter(m, prefix, label.data,
	    name_heads(m, t, 0, query, NULL, "embedding")), 1, &embedding,
	    nout, out);
	if (has(m, role, block, true)) {
		t = get(m, role, block, true, 0, heads * m->head_dim);
		if (rotated && m->interleaved)
			t = uninterleave(m->c, t, heads, m->head_dim);
		buf_truncate(&label, 0);
		buf_printf(&label, "attention/%s.bias", name);
		part[n++] = bias(m, prefix, label.data, name_heads(m, t, 0,
		    query, NULL, NULL));
	}
	if (rotated && m->qk_norm)
		part[n++] = norm(m, prefix, query ? "attention/query_norm" :
		    "attention/key_norm", "projection", get(m, query ?
		    Q_NORM : K_NORM, block, false, 0, m->head_dim));
	if (rotated)
		part[n++] = rope(m, is_local(m, block));
	if (query) {
		by = constant(m, m->query_scale);
		part[n++] = layer_make(m->c, &constant_rescale_row, &by);
	}
	buf_release(&label);
	return sequence(m, &sequential_row, n, part);
}

/* A dict from axis names to index names of an einsum. */
static struct value *
indices(const struct llama *m, bool query, const char *seq, bool with_kv,
    bool with_projection)
{
	const char *name[8];
	int64_t size[8];
	int n = head_axes(m, query, name, size);
	struct value *d = dict_new(m->c);
	struct ctx *c = m->c;

	dict_set_atom(c, d, atom(c, "seq"), text(m, seq));
	for (int i = 0; i < n; i++)
		dict_set_atom(c, d, atom(c, name[i]), text(m,
		    strcmp(name[i], "query_heads") == 0 ? "hq" :
		    strcmp(name[i], "heads") == 0 ? "h" : "hg"));
	if (with_kv)
		dict_set_atom(c, d, atom(c, "kv_seq"), text(m, "tkv"));
	if (with_projection)
		dict_set_atom(c, d, atom(c, "projection"), text(m, "p"));
	return d;
}

static struct value *
einsum(const struct llama *m, struct value *a, struct value *b,
    struct value *out)
{
	struct value *pair[2] = { a, b };
	struct value *field[2] = { tuple_new(m->c, 2, pair), out };

	return layer_make(m->c, &named_einsum_row, field);
}

static struct value *
mask(const struct llama *m, bool local)
{
	struct value *v[6];
	size_t n = 0;

	v[n++] = constant(m, -2.3819763e38);
	if (local)
		v[n++] = array_new(m->c, tensor_scalar_i(m->c, m->window,
		    DT_I32, false));
	v[n++] = text(m, "token_positions");
	v[n++] = text(m, "token_positions");
	v[n++] = text(m, "seq");
	v[n++] = text(m, "kv_seq");
	return layer_make(m->c, local ? &sliding_window_mask_row :
	    &causal_mask_row, v);
}

static struct value *
soft_cap(const struct llama *m, double cap)
{
	struct value *field = constant(m, cap);

	return layer_make(m->c, &tanh_soft_cap_row, &field);
}

static struct value *
attention(const struct llama *m, const char *prefix, int block)
{
	const char *in[8], *embedding = "embedding";
	int64_t size[8];
	int nin = head_axes(m, true, in, size);
	struct value *part[4], *field[ATTENTION_PARTS], *axes;
	struct tensor *t;
	size_t n = 0;

	in[nin++] = "projection";
	field[ATTENTION_QUERY] = projection(m, prefix, block, Q, "query");
	field[ATTENTION_KEY] = projection(m, prefix, block, K, "key");
	field[ATTENTION_VALUE] = projection(m, prefix, block, V, "value");
	part[n++] = einsum(m, indices(m, true, "tq", false, true),
	    indices(m, false, "tkv", false, true),
	    indices(m, true, "tq", true, false));
	if (m->attention_cap > 0)
		part[n++] = soft_cap(m, m->attention_cap);
	part[n++] = mask(m, is_local(m, block));
	axes = text(m, "kv_seq");
	part[n++] = layer_make(m->c, &softmax_row, &axes);
	field[ATTENTION_WEIGHTS] = sequence(m, &sequential_row, n, part);
	part[0] = einsum(m, indices(m, true, "tq", true, false),
	    indices(m, false, "tkv", false, true),
	    indices(m, true, "tq", false, true));
	t = get(m, O, block, false, m->embedding, m->heads * m->head_dim);
	part[1] = linear(m, parameter(m, prefix, "attention/output.weights",
	    name_heads(m, t, 1, true, "embedding", NULL)), nin, in, 1,
	    &embedding);
	field[ATTENTION_OUTPUT] = sequence(m, &sequential_row, 2, part);
	return layer_make(m->c, &attention_row, field);
}

static struct value *
feed_forward(const struct llama *m, const char *prefix, int block)
{
	static const char *const up_axes[] = { "neurons", "embedding" };
	static const char *const down_axes[] = { "embedding", "neurons" };
	const char *embedding = "embedding", *neurons = "neurons";
	struct value *gate[2], *branch[2], *part[2], *group[2], *fn;

	gate[0] = linear(m, parameter(m, prefix, "mlp/gating_linear.weights",
	    tag(m->c, get(m, GATE, block, false, m->mlp, m->embedding), 2,
	    up_axes)), 1, &embedding, 1, &neurons);
	fn = activation_function(m->c, m->activation);
	gate[1] = layer_make(m->c, &elementwise_row, &fn);
	group[0] = text(m, "gate");
	group[1] = list_of(m, 2, gate);
	branch[0] = layer_make(m->c, &named_group_row, group);
	branch[1] = linear(m, parameter(m, prefix, "mlp/value_linear.weights",
	    tag(m->c, get(m, UP, block, false, m->mlp, m->embedding), 2,
	    up_axes)), 1, &embedding, 1, &neurons);
	part[0] = sequence(m, &branch_multiply_row, 2, branch);
	part[1] = linear(m, parameter(m, prefix, "mlp/out_linear.weights",
	    tag(m->c, get(m, DOWN, block, false, m->embedding, m->mlp), 2,
	    down_axes)), 1, &neurons, 1, &embedding);
	return sequence(m, &feed_forward_row, 2, part);
}

static struct value *
transformer_block(const struct llama *m, int block)
{
	struct value *part[3], *delta, *half[2];
	char prefix[32];
	size_t n = m->post_norms ? 3 : 2;

	snprintf(prefix, sizeof prefix, "block_%d/", block);
	part[0] = norm(m, prefix, "pre_attention_norm", "embedding",
	    get(m, NORM1, block, false, 0, m->embedding));
	part[1] = attention(m, prefix, block);
	if (m->post_norms)
		part[2] = norm(m, prefix, "post_attention_norm", "embedding",
		    get(m, POST1, block, false, 0, m->embedding));
	delta = sequence(m, &sequential_row, n, part);
	half[0] = layer_make(m->c, &residual_row, &delta);
	part[0] = norm(m, prefix, "pre_ffw_norm", "embedding", get(m,
	    m->post_norms ? PRE2 : NORM2, block, false, 0, m->embedding));
	part[1] = feed_forward(m, prefix, block);
	if (m->post_norms)
		part[2] = norm(m, prefix, "post_ffw_norm", "embedding",
		    get(m, POST2, block, false, 0, m->embedding));
	delta = sequence(m, &sequential_row, n, part);
	half[1] = layer_make(m->c, &residual_row, &delta);
	return sequence(m, &transformer_block_row, 2, half);
}

static struct value *
metadata(const struct llama *m)
{
	struct value *field[META_FIELDS];
	const char *name[8];
	int64_t size[8];
	struct ctx *c = m->c;
	int n = head_axes(m, false, name, size);

	field[META_COMMON_HEADS] = dict_new(c);
	for (int i = 0; i < n; i++)
		dict_set_atom(c, field[META_COMMON_HEADS], atom(c, name[i]),
		    value_int(c, size[i]));
	field[META_QUERY_HEADS] = dict_new(c);
	if (m->heads > m->kv_heads)
		dict_set_atom(c, field[META_QUERY_HEADS], atom(c,
		    "query_heads"), value_int(c, m->heads / m->kv_heads));
	field[META_EMBEDDING] = value_int(c, m->embedding);
	field[META_PROJECTION] = value_int(c, m->head_dim);
	field[META_MLP_HIDDEN] = value_int(c, m->mlp);
	field[META_VOCABULARY] = value_int(c, m->vocab);
	field[META_DTYPE] = dtype_value(c, DT_F32);
	return layer_make(c, &transformer_metadata_row, field);
}

/* Activations are float32 whatever the weights are stored as: computed in half
 * precision the logits would be off by more than a study can accept. */
static bool
upcast(const struct llama *m, struct value *table, struct value *body)
{
	struct tensor *t = layer_tensor(m->c, table, 0);
	struct value *dtype = dtype_value(m->c, DT_F32);
	struct value *cast;

	if (t == NULL || tensor_dtype(t) == DT_F32)
		return t != NULL;
	cast = layer_make(m->c, &cast_row, &dtype);
	return cast != NULL && list_append(m->c, body, cast);
}

static struct value *
build(const struct llama *m)
{
	static const char *const table_axes[] = { "vocabulary", "embedding" };
	const char *embedding = "embedding", *vocabulary = "vocabulary";
	struct value *body = list_new(m->c, 0, NULL), *field[2], *table, *v;
	struct ctx *c = m->c;

	field[0] = parameter(m, "", "embedder.embeddings", tag(c, get(m,
	    EMBED, 0, false, m->vocab, m->embedding), 2, table_axes));
	field[1] = text(m, "vocabulary");
	table = layer_make(c, &embedding_table_row, field);
	v = layer_make(c, &embedding_lookup_row, &table);
	if (v == NULL || !list_append(c, body, v) || !upcast(m, table, body))
		return NULL;
	if (m->gemma) {
		v = constant(m, sqrt((double)m->embedding));
		v = layer_make(c, &constant_rescale_row, &v);
		if (v == NULL || !list_append(c, body, v))
			return NULL;
	}
	for (int i = 0; i < m->blocks; i++) {
		v = transformer_block(m, i);
		if (v == NULL || !list_append(c, body, v) || !ctx_poll(c))
			return NULL;
	}
	v = norm(m, "", "final_norm", "embedding", get(m, FINAL_NORM, 0,
	    false, 0, m->embedding));
	if (v == NULL || !list_append(c, body, v))
		return NULL;
	v = m->tied ? layer_make(c, &embedding_decode_row, &table) :
	    linear(m, parameter(m, "", "lm_head.weights", tag(c, get(m, HEAD,
	    0, false, m->vocab, m->embedding), 2, table_axes)), 1, &embedding,
	    1, &vocabulary);
	if (v == NULL || !list_append(c, body, v))
		return NULL;
	if (m->final_cap > 0) {
		v = soft_cap(m, m->final_cap);
		if (v == NULL || !list_append(c, body, v))
			return NULL;
	}
	field[LM_BODY] = layer_make(c, &sequential_row, &body);
	field[LM_METADATA] = metadata(m);
	return layer_make(c, &transformer_lm_row, field);
}

/* ---- configuration ---------------------------------------------------------------- */

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

/* A Gemma's number, 1 to 3, by what it has. */
static void
gemma_common(struct llama *m, struct settings *s)
{
	m->activation = "gelu_approx";
	m->post_norms = has(m, POST2, 0, false);
	m->attention_cap = settings_float(s, "attn_logit_softcapping", 0);
	m->final_cap = settings_float(s, "final_logit_softcapping", 0);
	if (has(m, Q_NORM, 0, false))
		m->local_theta = 10000;
}

static void
gemma_gguf(struct llama *m, struct settings *s)
{
	bool third = has(m, Q_NORM, 0, false);

	gemma_common(m, s);
	m->pattern = settings_int(s, "attention.sliding_window_pattern",
	    third ? 6 : 2);
	m->local_theta = settings_float(s, "rope.freq_base_swa",
	    m->local_theta);
	m->rope_scale = settings_float(s, "rope.scaling.factor", 1);
	/* The file does not say it: the two of 27 billion differ. */
	if (m->blocks == (third ? 62 : 46))
		m->query_scale = 1 / sqrt((double)m->embedding /
		    (double)m->heads);
}

/*
 * layer_types names each block; older files have only the number, or (Gemma
 * 2, which is always 2) not even that.
 */
static bool
read_pattern(struct llama *m, struct settings *s)
{
	const json_t *types = json_object_get(ckpt_config(m->c, m->k),
	    "layer_types");
	size_t n = json_array_size(types);

	m->pattern = settings_int(s, "sliding_window_pattern",
	    m->post_norms ? m->qk_norm ? 6 : 2 : 0);
	settings_ignore(s, "layer_types", NULL);
	if (n == 0)
		return true;
	m->pattern = 0;
	for (size_t i = 0; i < n && m->pattern == 0; i++)
		if (strcmp(json_string_value(json_array_get(types, i)) ?
		    json_string_value(json_array_get(types, i)) : "",
		    "full_attention") == 0)
			m->pattern = (int64_t)i + 1;
	for (size_t i = 0; i < n; i++) {
		const char *type = json_string_value(json_array_get(types,
		    i));
		bool local = type != NULL && strcmp(type,
		    "sliding_attention") == 0;

		if (type == NULL || (!local && strcmp(type, "full_attention")
		    != 0) || local != (m->pattern == 0 ||
		    (int64_t)(i + 1) % m->pattern != 0) ||
		    (local && m->window == 0))
			return false;
	}
	return (int64_t)n == m->blocks;
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
	settings_expect_text(s, "rope_parameters.full_attention.rope_type",
	    "default");
	settings_expect_text(s, "rope_parameters.sliding_attention.rope_type",
	    "default");
	if (settings_bool(s, "use_bidirectional_attention", false))
		settings_refuse(s, "use_bidirectional_attention");
}

static void
read_gguf(struct llama *m, struct settings *s)
{
	const struct ckpt_entry *embed = ckpt_find(m->k, names[EMBED].gguf);

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
	m->vocab = embed != NULL && embed->naxes == 2 ? embed->size[0] : 0;
	m->tied = !has(m, HEAD, 0, false);
	m->query_scale = 1 / sqrt((double)m->head_dim);
	settings_ignore(s, "context_length", "vocab_size",
	    "attention.value_length", NULL);
	if (m->gemma)
		gemma_gguf(m, s);
	else
		settings_expect_float(s, "rope.scaling.factor", 1);
	/* The whole head is rotated, by the plain angles. */
	settings_expect_int(s, "rope.dimension_count", m->head_dim);
	settings_expect_text(s, "rope.scaling.type", m->rope_scale > 1 ?
	    "linear" : "none");
	if (ckpt_find(m->k, "rope_freqs.weight") != NULL)
		settings_refuse(s, "rope_freqs.weight");
}

static void
read_config(struct llama *m, struct settings *s)
{
	const char *theta = settings_text(s, "rope_parameters.rope_type",
	    "default");

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
	m->activation = settings_text(s, "hidden_act", "silu");
	m->window = settings_int(s, "sliding_window", 0);
	if (!settings_bool(s, "use_sliding_window", true))
		m->window = 0;
	m->tied = settings_bool(s, "tie_word_embeddings", m->gemma);
	/* Here gelu is the exact one, in jax.nn the other. */
	if (strcmp(m->activation, "gelu") == 0)
		m->activation = "gelu_exact";
	m->query_scale = 1 / sqrt((double)m->head_dim);
	if (m->gemma)
		gemma_config(m, s);
	if (!read_pattern(m, s))
		settings_refuse(s, "layer_types");
	settings_expect_float(s, "partial_rotary_factor", 1);
	if (has(m, O, 0, true))
		settings_refuse(s, "attention_bias");
	if (has(m, GATE, 0, true))
		settings_refuse(s, "mlp_bias");
	if (strcmp(theta, "default") != 0)
		settings_refuse(s, "rope_parameters.rope_type");
	settings_expect_text(s, "rope_scaling.rope_type", "default");
	settings_expect_text(s, "rope_scaling.type", "default");
	settings_ignore(s, "architectures", "model_type", "dtype",
	    "torch_dtype", "transformers_version", "use_cache",
	    "initializer_range", "attention_dropout", "bos_token_id",
	    "eos_token_id", "pad_token_id", "max_position_embeddings",
	    "pretraining_tp", "mlp_bias", "attention_bias",
	    "max_window_layers", NULL);
}

static struct value *
llama_build(struct ctx *c, struct ckpt *k)
{
	struct llama m = { .c = c, .k = k, .activation = "silu",
		.gguf = ckpt_is_gguf(k), .rope_scale = 1 };
	const char *name = arch_name(c, k);
	struct settings s;

	m.gemma = strncmp(name, "gemma", 5) == 0 ||
	    strncmp(name, "Gemma", 5) == 0;
	m.post_norms = has(&m, POST2, 0, false);
	m.qk_norm = has(&m, Q_NORM, 0, false);
	settings_init(&s, c, k);
	if (m.gguf) {
		read_gguf(&m, &s);
		m.interleaved = strcmp(name, "llama") == 0;
	} else
		read_config(&m, &s);
	if (activation_function(c, m.activation) == NULL)
		settings_refuse(&s, "hidden_act");
	if (!settings_done(&s) || !check(&m))
		return NULL;
	return build(&m);
}

static const char *const llama_gguf[] = { "llama", "qwen2", "qwen3",
	"gemma", "gemma2", "gemma3", NULL };
static const char *const llama_classes[] = { "LlamaForCausalLM",
	"MistralForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM",
	"GemmaForCausalLM", "Gemma2ForCausalLM", "Gemma3ForCausalLM", NULL };

const struct arch llama_arch = {
	.name = "llama", .gguf = llama_gguf, .classes = llama_classes,
	.build = llama_build,
};
