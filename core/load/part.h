/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/load: the parts that models of every family are put together
 * from, in the form that Penzai gives them. Null passes through.
 */
#ifndef CORE_LOAD_PART_H
#define CORE_LOAD_PART_H

#include "core/layer/layer.h"

/* Names for all (positional) axes of t. */
struct tensor *part_tag(struct ctx *, struct tensor *t, int n,
    const char *const *axis);

/* ("a", "b") */
struct value *part_names(struct ctx *, int n, const char *const *name);
/* A number as an array of the activations' type, as Penzai keeps it. */
struct value *part_constant(struct ctx *, double);
/* A parameter whose label is "transformer/" prefix name. */
struct value *part_parameter(struct ctx *, const char *prefix,
    const char *name, struct tensor *);

/* A Sequential, or a layer derived from it. */
struct value *part_sequence(struct ctx *, const struct class_row *, size_t n,
    struct value *const *);
struct value *part_linear(struct ctx *, struct value *weights, int nin,
    const char *const *in, int nout, const char *const *out);
/* Each argument: axis names, or a dict from axis names to indices. */
struct value *part_einsum(struct ctx *, struct value *a, struct value *b,
    struct value *out);
/* Tokens see themselves and the window before them (0: all). */
struct value *part_causal_mask(struct ctx *, int64_t window);
/* A layer with one field. */
struct value *part_layer(struct ctx *, const struct class_row *,
    struct value *field);

/* An EmbeddingTable whose rows are along that axis. */
struct value *part_table(struct ctx *, struct value *parameter,
    const char *axis);
/* Appends what looks tokens up in a table, as float32. */
bool part_add_lookup(struct ctx *, struct value *body, struct value *table);

/* What the metadata of a TransformerLM says. */
struct part_shape {
	struct value *common_heads, *query_heads;	/* dicts: name, size */
	int64_t embedding, projection, mlp, vocabulary;
};
/* The model whose layers the list body holds. */
struct value *part_model(struct ctx *, struct value *body,
    const struct part_shape *);

#endif
