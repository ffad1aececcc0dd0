/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/load: what the files of GPT-2 and GPT-NeoX share. The shape
 * of a model (gpt_config.c reads it), its tensors by their role
 * (gpt_tensors.c), and the tree built from both (arch_gpt.c).
 */
#ifndef CORE_LOAD_GPT_H
#define CORE_LOAD_GPT_H

#include "core/load/weights.h"

enum gpt_names { GPT2_HUB, GPT2_GGUF, GPT_NEOX_HUB, GPT_NAMES };

struct gpt {
	struct ctx *c;
	struct ckpt *k;
	enum gpt_names names;
	const char *root;	/* before Hugging Face's names: "gpt_neox." */
	int64_t blocks, embedding, heads, head_dim, mlp, vocab;
	int64_t positions;	/* learned ones; 0: rotary ... */
	int64_t turned;		/* ... on so many entries of each head */
	double theta, epsilon;
	const char *activation;
	bool parallel;		/* attention and MLP read the same stream */
	bool tied;
	struct weights weights;
};

enum gpt_role {
	GPT_EMBED, GPT_POSITIONS, GPT_FINAL_NORM, GPT_HEAD,
	/* of a block */
	GPT_ATTENTION_NORM, GPT_QKV, GPT_O, GPT_MLP_NORM, GPT_UP, GPT_DOWN,
	GPT_ROLES
};
enum gpt_third { GPT_Q, GPT_K, GPT_V };

/* The shape from the checkpoint's settings. False: ValueError that names what
 * is missing, unknown or makes no model. */
bool gpt_read(struct gpt *, struct ctx *, struct ckpt *);

bool gpt_has(const struct gpt *, enum gpt_role, int block);
bool gpt_has_bias(const struct gpt *, enum gpt_role, int block);
/* Embeddings and the head: rows by columns. */
struct tensor *gpt_table(const struct gpt *, enum gpt_role, int64_t rows,
    int64_t columns);
/* A linear map as (out, in), a view where the file has (in, out). */
struct tensor *gpt_matrix(const struct gpt *, enum gpt_role, int block,
    int64_t out, int64_t in);
/* A bias, or (weight) the scale of a norm. */
struct tensor *gpt_vector(const struct gpt *, enum gpt_role, int block,
    bool weight, int64_t size);
/* Query, key or value of the matrix (heads, projection, in) or bias (heads,
 * projection) that holds all three. */
struct tensor *gpt_third(const struct gpt *, enum gpt_third, int block,
    bool bias);

/* Was every tensor of the file used? ValueError that names others. */
bool gpt_check_used(const struct gpt *);

#endif
