/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/load: what the three files of the llama family share. The
 * shape of a model (llama_config.c reads it), its tensors by their role
 * (llama_tensors.c), and the tree built from both (arch_llama.c).
 */
#ifndef CORE_LOAD_LLAMA_H
#define CORE_LOAD_LLAMA_H

#include "core/load/ckpt.h"
#include "core/load/weights.h"

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
	/*
	 * Llama 3's scaling: angles of pairs that turn fewer than low times in
	 * the original length are divided by the factor, of those that turn
	 * more than high times by 1, between them by something between.
	 */
	struct {
		double factor;		/* 0: none */
		double low, high, length;
	} stretch;
	struct weights weights;
};

enum llama_role {
	LLAMA_EMBED, LLAMA_FINAL_NORM, LLAMA_HEAD,
	/* of a block */
	LLAMA_PRE_ATTENTION_NORM, LLAMA_Q, LLAMA_K, LLAMA_V, LLAMA_O,
	LLAMA_Q_NORM, LLAMA_K_NORM, LLAMA_PRE_FFW_NORM, LLAMA_GATE, LLAMA_UP,
	LLAMA_DOWN,
	/* of a block with four norms (Gemma 2 and 3) */
	LLAMA_POST_ATTENTION_NORM, LLAMA_PRE_FFW_NORM_OF_FOUR,
	LLAMA_POST_FFW_NORM
};

/* Does this block see only the window? */
static inline bool
llama_is_local(const struct llama *m, int64_t block)
{
	return m->window > 0 && (m->pattern == 0 ||
	    (block + 1) % m->pattern != 0);
}

/* The shape from the checkpoint's settings. False: ValueError that names what
 * is missing, unknown or makes no model. */
bool llama_read(struct llama *, struct ctx *, struct ckpt *);

/* Rows of the embedding; 0 where there is none. */
int64_t llama_vocabulary(const struct llama *);
/* Is there a weight of this role? */
bool llama_has(const struct llama *, enum llama_role, int block);
bool llama_has_bias(const struct llama *, enum llama_role, int block);
/*
 * The tensor, positional, with the sizes it must have by the configuration;
 * ValueError where it is missing or has others. Queries and keys come with
 * their rows in the order of Hugging Face's files.
 */
struct tensor *llama_matrix(const struct llama *, enum llama_role, int block,
    int64_t rows, int64_t columns);
struct tensor *llama_vector(const struct llama *, enum llama_role, int block,
    int64_t size);
struct tensor *llama_bias(const struct llama *, enum llama_role, int block,
    int64_t size);

/* Divisors of the angles of pairs, {pair}; null without error: all are 1. */
struct tensor *llama_divisors(const struct llama *);

/* Was every tensor of the file used? ValueError that names others. */
bool llama_check_used(const struct llama *);

/*
 * Names and sizes of the head axes that queries (or keys) have: of
 * head_groups, query_heads and heads none to LLAMA_HEAD_AXES. How many.
 */
#define LLAMA_HEAD_AXES 2
int llama_head_axes(const struct llama *, bool query, const char **name,
    int64_t *size);

#endif
