/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GPT-2 and GPT-NeoX (Pythia): norms with a shift, linear layers with a bias,
 * learned or partly rotated positions, halves of a block one after the other
 * or side by side. The tree, the axes and the labels are Penzai's.
 */
#include "core/load/arch.h"

#include <math.h>
#include <stdio.h>

#include "core/layer/activation.h"
#include "core/layer/attention.h"
#include "core/layer/combine.h"
#include "core/layer/embedding.h"
#include "core/layer/group.h"
#include "core/layer/linear.h"
#include "core/layer/norm.h"
#include "core/layer/transformer.h"
#include "core/load/gpt.h"
#include "core/load/part.h"

static const char *const embedding = "embedding";
static const char *const neurons = "neurons";
static const char *const vocabulary = "vocabulary";
static const char *const head_axes[] = { "heads", "projection" };

/* Where in the model something is built. */
struct place {
	const struct gpt *m;
	struct ctx *c;
	int block;
	char prefix[32];	/* of labels: "block_3/" */
};

/* A parameter called NAME/PART, its tensor's axes called so. */
static struct value *
parameter(const struct place *p, const char *name, const char *part,
    struct tensor *t, int n, const char *const *axis)
{
	struct buf label = BUF_INIT;
	struct value *v;

	buf_printf(&label, "%s/%s", name, part);
	v = part_parameter(p->c, p->prefix, label.data, part_tag(p->c, t, n,
	    axis));
	buf_release(&label);
	return v;
}

static struct value *
add_bias(const struct place *p, const char *name, const char *part,
    struct tensor *t, int n, const char *const *axis)
{
	struct value *field[] = { parameter(p, name, part, t, n, axis),
		tuple_new(p->c, 0, NULL) };

	return layer_make(p->c, &add_bias_row, field);
}

static struct value *
norm(const struct place *p, const char *name, enum gpt_role role)
{
	int64_t n = p->m->embedding;
	struct ctx *c = p->c;
	struct value *standardize[] = { part_names(c, 1, &embedding),
		part_constant(c, p->m->epsilon) };
	struct value *part[3];

	part[0] = layer_make(c, &standardize_row, standardize);
	part[1] = part_linear(c, parameter(p, name, "scale.weights",
	    gpt_vector(p->m, role, p->block, true, n), 1, &embedding), 0,
	    NULL, 0, NULL);
	part[2] = add_bias(p, name, "shift.bias", gpt_vector(p->m, role,
	    p->block, false, n), 1, &embedding);
	return part_sequence(c, &layer_norm_row, 3, part);
}

/* ---- attention ---------------------------------------------------------- */

/* An Affine from the embedding to query, key or value. */
static struct value *
third(const struct place *p, enum gpt_third which, const char *name)
{
	const char *const axes[] = { "heads", "projection", embedding };
	struct value *part[2];
	size_t n = 0;

	part[n++] = part_linear(p->c, parameter(p, name, "Linear.weights",
	    gpt_third(p->m, which, p->block, false), 3, axes), 1, &embedding,
	    2, head_axes);
	if (gpt_has_bias(p->m, GPT_QKV, p->block))
		part[n++] = add_bias(p, name, "AddBias.bias", gpt_third(p->m,
		    which, p->block, true), 2, head_axes);
	return part_sequence(p->c, &affine_row, n, part);
}

static struct value *
rope(const struct place *p)
{
	struct value *field[] = { str_new(p->c, "projection"),
		value_float(p->c, p->m->theta),
		str_new(p->c, "token_positions"), value_float(p->c, 1),
		value_int(p->c, p->m->turned) };

	return layer_make(p->c, p->m->turned < p->m->head_dim ?
	    &apply_rope_to_subset_row : &apply_rope_row, field);
}

static struct value *
projection(const struct place *p, enum gpt_third which)
{
	static const char *const names[] = { "attention/query",
		"attention/key", "attention/value" };
	struct value *part[3];
	size_t n = 0;

	part[n++] = third(p, which, names[which]);
	if (which != GPT_V && p->m->turned > 0)
		part[n++] = rope(p);
	if (which == GPT_Q)
		part[n++] = part_layer(p->c, &constant_rescale_row,
		    part_constant(p->c, 1 / sqrt((double)p->m->head_dim)));
	return part_sequence(p->c, &sequential_row, n, part);
}

/* A dict from axis names to index names of an einsum; null names are left
 * out. */
static struct value *
indices(const struct place *p, const char *seq, const char *kv,
    const char *of_head)
{
	struct value *d = dict_new(p->c);
	struct ctx *c = p->c;

	dict_set_atom(c, d, atom(c, "seq"), str_new(c, seq));
	dict_set_atom(c, d, atom(c, "heads"), str_new(c, "h"));
	if (kv != NULL)
		dict_set_atom(c, d, atom(c, "kv_seq"), str_new(c, kv));
	if (of_head != NULL)
		dict_set_atom(c, d, atom(c, "projection"), str_new(c,
		    of_head));
	return d;
}

static struct value *
attention_output(const struct place *p)
{
	const char *const axes[] = { embedding, "heads", "projection" };
	const struct axis heads[] = { { NULL, p->m->heads },
		{ NULL, p->m->head_dim } };
	struct ctx *c = p->c;
	struct value *affine[2], *part[2];
	struct tensor *t = gpt_matrix(p->m, GPT_O, p->block, p->m->embedding,
	    p->m->heads * p->m->head_dim);
	size_t n = 0;

	part[0] = part_einsum(c, indices(p, "tq", "tkv", NULL),
	    indices(p, "tkv", NULL, "p"), indices(p, "tq", NULL, "p"));
	affine[n++] = part_linear(c, parameter(p, "attention/output",
	    "Linear.weights", tensor_split(c, t, 1, heads, 2), 3, axes), 2,
	    head_axes, 1, &embedding);
	if (gpt_has_bias(p->m, GPT_O, p->block))
		affine[n++] = add_bias(p, "attention/output", "AddBias.bias",
		    gpt_vector(p->m, GPT_O, p->block, false,
		    p->m->embedding), 1, &embedding);
	part[1] = part_sequence(c, &affine_row, n, affine);
	return part_sequence(c, &sequential_row, 2, part);
}

static struct value *
attention(const struct place *p)
{
	struct ctx *c = p->c;
	struct value *weights[] = {
		part_einsum(c, indices(p, "tq", NULL, "p"),
		    indices(p, "tkv", NULL, "p"),
		    indices(p, "tq", "tkv", NULL)),
		part_causal_mask(c, 0),
		part_layer(c, &softmax_row, str_new(c, "kv_seq")),
	};
	struct value *field[ATTENTION_PARTS] = {
		[ATTENTION_QUERY] = projection(p, GPT_Q),
		[ATTENTION_KEY] = projection(p, GPT_K),
		[ATTENTION_VALUE] = projection(p, GPT_V),
		[ATTENTION_WEIGHTS] = part_sequence(c, &sequential_row,
		    nitems(weights), weights),
		[ATTENTION_OUTPUT] = attention_output(p),
	};

	return layer_make(c, &attention_row, field);
}

/* ---- blocks ------------------------------------------------------------- */

static struct value *
mlp_affine(const struct place *p, enum gpt_role role, const char *name)
{
	bool up = role == GPT_UP;
	const char *const axes[] = { up ? neurons : embedding,
		up ? embedding : neurons };
	int64_t out = up ? p->m->mlp : p->m->embedding;
	int64_t in = up ? p->m->embedding : p->m->mlp;
	struct value *part[] = {
		part_linear(p->c, parameter(p, name, "Linear.weights",
		    gpt_matrix(p->m, role, p->block, out, in), 2, axes), 1,
		    &axes[1], 1, &axes[0]),
		add_bias(p, name, "AddBias.bias", gpt_vector(p->m, role,
		    p->block, false, out), 1, axes),
	};

	return part_sequence(p->c, &affine_row, nitems(part), part);
}

static struct value *
feed_forward(const struct place *p)
{
	struct value *part[] = { mlp_affine(p, GPT_UP, "mlp/in"),
		part_layer(p->c, &elementwise_row, activation_function(p->c,
		    p->m->activation)),
		mlp_affine(p, GPT_DOWN, "mlp/out") };

	return part_sequence(p->c, &feed_forward_row, nitems(part), part);
}

/* x + attention + MLP, both of x; or x + attention, then that + its MLP. */
static struct value *
transformer_block(const struct place *p)
{
	struct ctx *c = p->c;
	struct value *first[] = { norm(p, "pre_attention_norm",
	    GPT_ATTENTION_NORM), attention(p) };
	struct value *second[] = { norm(p, "pre_ffw_norm", GPT_MLP_NORM),
		feed_forward(p) };
	struct value *half[] = { part_sequence(c, &sequential_row, 2, first),
		part_sequence(c, &sequential_row, 2, second) };
	struct value *branch[3];

	if (p->m->parallel) {
		branch[0] = layer_make(c, &identity_row, NULL);
		branch[1] = half[0];
		branch[2] = half[1];
		half[0] = part_layer(c, &branch_add_row, list_new(c, 3,
		    branch));
		return part_sequence(c, &transformer_block_row, 1, half);
	}
	half[0] = part_layer(c, &residual_row, half[0]);
	half[1] = part_layer(c, &residual_row, half[1]);
	return part_sequence(c, &transformer_block_row, 2, half);
}

/* ---- the model ---------------------------------------------------------- */

static struct value *
table(const struct place *p, enum gpt_role role, const char *name,
    const char *axis, int64_t rows)
{
	const char *const axes[] = { axis, embedding };

	return part_table(p->c, parameter(p, name, "embeddings",
	    gpt_table(p->m, role, rows, p->m->embedding), 2, axes), axis);
}

/* From tokens to the stream that enters the first block. */
static bool
add_entry(const struct place *p, struct value *body, struct value *tokens)
{
	struct ctx *c = p->c;
	struct value *field[2];

	if (!part_add_lookup(c, body, tokens))
		return false;
	if (p->m->positions == 0)
		return true;
	field[0] = table(p, GPT_POSITIONS, "position_embedder", "position",
	    p->m->positions);
	field[1] = str_new(c, "token_positions");
	return list_append(c, body, layer_make(c,
	    &add_position_embedding_row, field));
}

static struct value *
head(const struct place *p, struct value *tokens)
{
	const char *const axes[] = { vocabulary, embedding };
	struct ctx *c = p->c;

	if (p->m->tied)
		return part_layer(c, &embedding_decode_row, tokens);
	return part_linear(c, part_parameter(c, p->prefix, "lm_head.weights",
	    part_tag(c, gpt_table(p->m, GPT_HEAD, p->m->vocab,
	    p->m->embedding), 2, axes)), 1, &embedding, 1, &vocabulary);
}

static struct value *
build(const struct gpt *m)
{
	struct ctx *c = m->c;
	struct value *body = list_new(c, 0, NULL), *heads = dict_new(c);
	struct value *tokens;
	struct place whole = { .m = m, .c = c }, p;

	tokens = table(&whole, GPT_EMBED, "embedder", vocabulary, m->vocab);
	if (!add_entry(&whole, body, tokens))
		return NULL;
	for (int i = 0; i < m->blocks; i++) {
		p = whole;
		p.block = i;
		snprintf(p.prefix, sizeof p.prefix, "block_%d/", i);
		if (!list_append(c, body, transformer_block(&p)) ||
		    !ctx_poll(c))
			return NULL;
	}
	if (!list_append(c, body, norm(&whole, "final_norm",
	    GPT_FINAL_NORM)) || !list_append(c, body, head(&whole, tokens)))
		return NULL;
	dict_set_atom(c, heads, atom(c, "heads"), value_int(c, m->heads));
	return part_model(c, body, &(struct part_shape){
	    .common_heads = heads, .query_heads = dict_new(c),
	    .embedding = m->embedding, .projection = m->head_dim,
	    .mlp = m->mlp, .vocabulary = m->vocab });
}

static struct value *
gpt_build(struct ctx *c, struct ckpt *k)
{
	struct value *model;
	struct gpt m;

	if (!gpt_read(&m, c, k))
		return NULL;
	weights_init(&m.weights, c, k);
	model = build(&m);
	if (model != NULL && !gpt_check_used(&m))
		model = NULL;
	weights_release(&m.weights);
	return model;
}

static const char *const gpt_gguf[] = { "gpt2", NULL };
static const char *const gpt_classes[] = { "GPT2LMHeadModel",
	"GPTNeoXForCausalLM", NULL };

const struct arch gpt_arch = {
	.name = "gpt", .gguf = gpt_gguf, .classes = gpt_classes,
	.build = gpt_build,
};
