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
#include "core/load/llama.h"
#include "core/load/part.h"

/* Head axes, and what stands around them. */
#define MAX_AXES (LLAMA_HEAD_AXES + 2)

static const char *const embedding = "embedding";
static const char *const neurons = "neurons";

/* Where in the model something is built. */
struct place {
	const struct llama *m;
	struct ctx *c;
	int block;
	char prefix[32];	/* of labels: "block_3/" */
};

static struct value *
norm(const struct place *p, const char *name, const char *axis,
    struct tensor *weights)
{
	struct ctx *c = p->c;
	struct value *standardize[2], *part[2];
	struct buf label = BUF_INIT;

	/* Gemma's norms are 1 + weight; Penzai's hold the sum. */
	if (p->m->plus_one)
		weights = tensor_binary(c, BINARY_add, tensor_cast(c, weights,
		    DT_F32), tensor_scalar_f(c, 1, DT_F32, true));
	standardize[0] = part_names(c, 1, &axis);
	standardize[1] = part_constant(c, p->m->epsilon);
	part[0] = layer_make(c, &rms_standardize_row, standardize);
	buf_printf(&label, "%s/scale.weights", name);
	part[1] = part_linear(c, part_parameter(c, p->prefix, label.data,
	    part_tag(c, weights, 1, &axis)), 0, NULL, 0, NULL);
	buf_release(&label);
	return part_sequence(c, &rms_layer_norm_row, 2, part);
}

/* A norm over the embedding, of a block or (FINAL_NORM) of the model. */
static struct value *
embedding_norm(const struct place *p, const char *name, enum llama_role role)
{
	return norm(p, name, embedding, llama_vector(p->m, role, p->block,
	    p->m->embedding));
}

/* ---- attention ---------------------------------------------------------- */

/*
 * Splits axis `at` of a weight into head axes and projection, and names all
 * axes: before, heads..., projection, after (each may be null).
 */
static struct tensor *
name_heads(const struct place *p, struct tensor *t, int at, bool query,
    const char *before, const char *after)
{
	const char *name[MAX_AXES], *all[MAX_AXES + 1];
	int64_t size[MAX_AXES];
	struct axis parts[MAX_AXES];
	int n = llama_head_axes(p->m, query, name, size), k = 0;

	if (t == NULL)
		return NULL;
	name[n] = "projection";
	size[n++] = p->m->head_dim;
	for (int i = 0; i < n; i++)
		parts[i] = (struct axis){ NULL, size[i] };
	t = tensor_split(p->c, t, at, parts, n);
	if (before != NULL)
		all[k++] = before;
	for (int i = 0; i < n; i++)
		all[k++] = name[i];
	if (after != NULL)
		all[k++] = after;
	return part_tag(p->c, t, k, all);
}

static struct value *
rope(const struct place *p)
{
	const struct llama *m = p->m;
	bool local = llama_is_local(m, p->block) && m->local_theta > 0;
	struct tensor *divisors = local ? NULL : llama_divisors(m);
	struct value *field[] = { str_new(p->c, "projection"),
		value_float(p->c, local ? m->local_theta : m->theta),
		str_new(p->c, "token_positions"),
		value_float(p->c, local ? 1 : m->rope_scale),
		divisors != NULL ? array_new(p->c, divisors) : NULL };

	return err_is_set(p->c) ? NULL : layer_make(p->c, divisors != NULL ?
	    &apply_divided_rope_row : &apply_rope_row, field);
}

/* The Linear of a query, key or value. */
static struct value *
project(const struct place *p, enum llama_role role, const char *label)
{
	bool query = role == LLAMA_Q;
	const char *out[MAX_AXES];
	int64_t size[MAX_AXES];
	int nout = llama_head_axes(p->m, query, out, size);
	int64_t heads = query ? p->m->heads : p->m->kv_heads;
	struct tensor *t = llama_matrix(p->m, role, p->block,
	    heads * p->m->head_dim, p->m->embedding);

	out[nout++] = "projection";
	return part_linear(p->c, part_parameter(p->c, p->prefix, label,
	    name_heads(p, t, 0, query, NULL, embedding)), 1, &embedding, nout,
	    out);
}

static struct value *
project_bias(const struct place *p, enum llama_role role, const char *label)
{
	bool query = role == LLAMA_Q;
	int64_t heads = query ? p->m->heads : p->m->kv_heads;
	struct tensor *t = llama_bias(p->m, role, p->block,
	    heads * p->m->head_dim);
	struct value *field[] = { part_parameter(p->c, p->prefix, label,
	    name_heads(p, t, 0, query, NULL, NULL)),
		tuple_new(p->c, 0, NULL) };

	return layer_make(p->c, &add_bias_row, field);
}

/* Query, key or value: a projection, then what follows it. */
static struct value *
projection(const struct place *p, enum llama_role role)
{
	static const struct {
		const char *weights, *bias, *norm;
	} labels[] = {
		[LLAMA_Q] = { "attention/query.weights",
		    "attention/query.bias", "attention/query_norm" },
		[LLAMA_K] = { "attention/key.weights", "attention/key.bias",
		    "attention/key_norm" },
		[LLAMA_V] = { "attention/value.weights",
		    "attention/value.bias", NULL },
	};
	const struct llama *m = p->m;
	bool rotated = role != LLAMA_V;
	struct value *part[5];
	size_t n = 0;

	part[n++] = project(p, role, labels[role].weights);
	if (llama_has_bias(m, role, p->block))
		part[n++] = project_bias(p, role, labels[role].bias);
	if (rotated && m->qk_norm)
		part[n++] = norm(p, labels[role].norm, "projection",
		    llama_vector(m, role == LLAMA_Q ? LLAMA_Q_NORM :
		    LLAMA_K_NORM, p->block, m->head_dim));
	if (rotated)
		part[n++] = rope(p);
	if (role == LLAMA_Q)
		part[n++] = part_layer(p->c, &constant_rescale_row,
		    part_constant(p->c, m->query_scale));
	return part_sequence(p->c, &sequential_row, n, part);
}

/* A dict from axis names to index names of an einsum. */
static struct value *
indices(const struct place *p, bool query, const char *seq, bool with_kv,
    bool with_projection)
{
	const char *name[MAX_AXES];
	int64_t size[MAX_AXES];
	int n = llama_head_axes(p->m, query, name, size);
	struct ctx *c = p->c;
	struct value *d = dict_new(c);

	dict_set_atom(c, d, atom(c, "seq"), str_new(c, seq));
	for (int i = 0; i < n; i++)
		dict_set_atom(c, d, atom(c, name[i]), str_new(c,
		    strcmp(name[i], "query_heads") == 0 ? "hq" :
		    strcmp(name[i], "heads") == 0 ? "h" : "hg"));
	if (with_kv)
		dict_set_atom(c, d, atom(c, "kv_seq"), str_new(c, "tkv"));
	if (with_projection)
		dict_set_atom(c, d, atom(c, "projection"), str_new(c, "p"));
	return d;
}

static struct value *
soft_cap(struct ctx *c, double cap)
{
	return part_layer(c, &tanh_soft_cap_row, part_constant(c, cap));
}

/* From query and key to the weights of values. */
static struct value *
attention_weights(const struct place *p)
{
	struct value *part[4];
	size_t n = 0;

	part[n++] = part_einsum(p->c, indices(p, true, "tq", false, true),
	    indices(p, false, "tkv", false, true),
	    indices(p, true, "tq", true, false));
	if (p->m->attention_cap > 0)
		part[n++] = soft_cap(p->c, p->m->attention_cap);
	part[n++] = part_causal_mask(p->c, llama_is_local(p->m, p->block) ?
	    p->m->window : 0);
	part[n++] = part_layer(p->c, &softmax_row, str_new(p->c, "kv_seq"));
	return part_sequence(p->c, &sequential_row, n, part);
}

static struct value *
attention_output(const struct place *p)
{
	const char *in[MAX_AXES];
	int64_t size[MAX_AXES];
	int nin = llama_head_axes(p->m, true, in, size);
	struct tensor *t = llama_matrix(p->m, LLAMA_O, p->block,
	    p->m->embedding, p->m->heads * p->m->head_dim);
	struct value *part[2];

	in[nin++] = "projection";
	part[0] = part_einsum(p->c, indices(p, true, "tq", true, false),
	    indices(p, false, "tkv", false, true),
	    indices(p, true, "tq", false, true));
	part[1] = part_linear(p->c, part_parameter(p->c, p->prefix,
	    "attention/output.weights", name_heads(p, t, 1, true, embedding,
	    NULL)), nin, in, 1, &embedding);
	return part_sequence(p->c, &sequential_row, 2, part);
}

static struct value *
attention(const struct place *p)
{
	struct value *field[ATTENTION_PARTS] = {
		[ATTENTION_QUERY] = projection(p, LLAMA_Q),
		[ATTENTION_KEY] = projection(p, LLAMA_K),
		[ATTENTION_VALUE] = projection(p, LLAMA_V),
		[ATTENTION_WEIGHTS] = attention_weights(p),
		[ATTENTION_OUTPUT] = attention_output(p),
	};

	return layer_make(p->c, &attention_row, field);
}

/* ---- blocks ------------------------------------------------------------- */

/* One of the three matrices of the MLP; into: to the neurons. */
static struct value *
mlp_linear(const struct place *p, enum llama_role role, const char *label,
    bool into)
{
	const char *const *in = into ? &embedding : &neurons;
	const char *const *out = into ? &neurons : &embedding;
	const char *axes[] = { *out, *in };
	struct tensor *t = llama_matrix(p->m, role, p->block,
	    into ? p->m->mlp : p->m->embedding,
	    into ? p->m->embedding : p->m->mlp);

	return part_linear(p->c, part_parameter(p->c, p->prefix, label,
	    part_tag(p->c, t, 2, axes)), 1, in, 1, out);
}

static struct value *
feed_forward(const struct place *p)
{
	struct ctx *c = p->c;
	struct value *gate[2], *group[2], *branch[2], *part[2];

	gate[0] = mlp_linear(p, LLAMA_GATE, "mlp/gating_linear.weights", true);
	gate[1] = part_layer(c, &elementwise_row, activation_function(c,
	    p->m->activation));
	group[0] = str_new(c, "gate");
	group[1] = list_new(c, 2, gate);
	branch[0] = layer_make(c, &named_group_row, group);
	branch[1] = mlp_linear(p, LLAMA_UP, "mlp/value_linear.weights", true);
	part[0] = part_sequence(c, &branch_multiply_row, 2, branch);
	part[1] = mlp_linear(p, LLAMA_DOWN, "mlp/out_linear.weights", false);
	return part_sequence(c, &feed_forward_row, 2, part);
}

/* x + a part of the block, between its norms. */
static struct value *
residual(const struct place *p, struct value *before, struct value *core,
    struct value *after)
{
	struct value *part[] = { before, core, after };

	return part_layer(p->c, &residual_row, part_sequence(p->c,
	    &sequential_row, p->m->post_norms ? 3 : 2, part));
}

static struct value *
transformer_block(const struct place *p)
{
	bool four = p->m->post_norms;
	struct value *half[] = {
		residual(p, embedding_norm(p, "pre_attention_norm",
		    LLAMA_PRE_ATTENTION_NORM), attention(p),
		    !four ? NULL : embedding_norm(p, "post_attention_norm",
		    LLAMA_POST_ATTENTION_NORM)),
		residual(p, embedding_norm(p, "pre_ffw_norm", four ?
		    LLAMA_PRE_FFW_NORM_OF_FOUR : LLAMA_PRE_FFW_NORM),
		    feed_forward(p), !four ? NULL : embedding_norm(p,
		    "post_ffw_norm", LLAMA_POST_FFW_NORM)),
	};

	return part_sequence(p->c, &transformer_block_row, 2, half);
}

/* ---- the model ---------------------------------------------------------- */

static void
fill_shape(const struct llama *m, struct part_shape *s)
{
	const char *name[MAX_AXES];
	int64_t size[MAX_AXES];
	struct ctx *c = m->c;
	int n = llama_head_axes(m, false, name, size);

	*s = (struct part_shape){
		.common_heads = dict_new(c), .query_heads = dict_new(c),
		.embedding = m->embedding, .projection = m->head_dim,
		.mlp = m->mlp, .vocabulary = m->vocab,
	};
	for (int i = 0; i < n; i++)
		dict_set_atom(c, s->common_heads, atom(c, name[i]),
		    value_int(c, size[i]));
	if (m->heads > m->kv_heads)
		dict_set_atom(c, s->query_heads, atom(c, "query_heads"),
		    value_int(c, m->heads / m->kv_heads));
}

/* The matrix of tokens; also the head's where that is of its own. */
static struct value *
token_matrix(const struct place *p, enum llama_role role, const char *label)
{
	const char *const axes[] = { "vocabulary", embedding };

	return part_parameter(p->c, p->prefix, label, part_tag(p->c,
	    llama_matrix(p->m, role, 0, p->m->vocab, p->m->embedding), 2,
	    axes));
}

static bool
add_lookup(const struct place *p, struct value *body, struct value *table)
{
	struct ctx *c = p->c;

	return part_add_lookup(c, body, table) && (!p->m->gemma ||
	    list_append(c, body, part_layer(c, &constant_rescale_row,
	    part_constant(c, sqrt((double)p->m->embedding)))));
}

static bool
add_head(const struct place *p, struct value *body, struct value *table)
{
	const char *vocabulary = "vocabulary";
	struct ctx *c = p->c;
	struct value *head = p->m->tied ?
	    part_layer(c, &embedding_decode_row, table) :
	    part_linear(c, token_matrix(p, LLAMA_HEAD, "lm_head.weights"), 1,
	    &embedding, 1, &vocabulary);

	return list_append(c, body, head) && (p->m->final_cap <= 0 ||
	    list_append(c, body, soft_cap(c, p->m->final_cap)));
}

static struct value *
build(const struct llama *m)
{
	struct ctx *c = m->c;
	struct value *body = list_new(c, 0, NULL), *table;
	struct place whole = { .m = m, .c = c }, p;
	struct part_shape shape;

	table = part_table(c, token_matrix(&whole, LLAMA_EMBED,
	    "embedder.embeddings"), "vocabulary");
	if (!add_lookup(&whole, body, table))
		return NULL;
	for (int i = 0; i < m->blocks; i++) {
		p = whole;
		p.block = i;
		snprintf(p.prefix, sizeof p.prefix, "block_%d/", i);
		if (!list_append(c, body, transformer_block(&p)) ||
		    !ctx_poll(c))
			return NULL;
	}
	if (!list_append(c, body, embedding_norm(&whole, "final_norm",
	    LLAMA_FINAL_NORM)) || !add_head(&whole, body, table))
		return NULL;
	fill_shape(m, &shape);
	return part_model(c, body, &shape);
}

static struct value *
llama_build(struct ctx *c, struct ckpt *k)
{
	struct value *model;
	struct llama m;

	if (!llama_read(&m, c, k))
		return NULL;
	weights_init(&m.weights, c, k);
	model = build(&m);
	if (model != NULL && !llama_check_used(&m))
		model = NULL;
	weights_release(&m.weights);
	return model;
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
