/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers as data. A layer type is a class row with fields and a forward
 * function; its instances are ordinary frozen instances whose first slots are
 * the fields, in the order of the row. To add a layer: one row and one
 * function in the file of its family.
 */
#ifndef CORE_LAYER_LAYER_H
#define CORE_LAYER_LAYER_H

#include "core/value/array.h"
#include "core/value/class.h"

/* Flags of every layer type. */
#define LAYER_FLAGS (CLASS_FROZEN | CLASS_PYTREE | CLASS_DATACLASS | CLASS_EQ)

/* pz.Struct and pz.nn.Layer: what all layers derive from. */
extern const struct class_row struct_row, layer_row;

/*
 * Runs a layer (or anything callable) on x with side inputs (a dict value or
 * null), in a scope of its own: temporaries go when it returns.
 */
struct value *layer_apply(struct ctx *, struct value *layer, struct value *x,
    struct value *side);

/* An instance of a layer type; values in the order of its fields. */
struct value *layer_make(struct ctx *, const struct class_row *,
    struct value *const *fields);

/* The side input of this name, or KeyError that says what there is. */
struct value *layer_side(struct ctx *, const struct value *layer,
    struct value *side, struct value *name);

/* The tensor of a layer's input; TypeError names the layer and what came. */
struct tensor *layer_input(struct ctx *, const struct value *layer,
    struct value *x);
/* The tensor of a field that holds a parameter or an array. */
struct tensor *layer_tensor(struct ctx *, const struct value *layer, size_t i);
/* Field i as axis names; the number of them or -1. */
int layer_axes(struct ctx *, const struct value *layer, size_t i,
    const struct atom *out[TENSOR_MAX_AXES]);
/* The same as a mask over the axes of t; ValueError where one is missing. */
bool layer_axes_mask(struct ctx *, const struct value *layer, size_t i,
    const struct tensor *t, uint32_t *mask);
/* A named array of the tensor when x was one, else a plain array. */
struct value *layer_output(struct ctx *, struct value *x, struct tensor *);

/* Families of layer types, each ending in null; the array too. */
extern const struct class_row *const group_layers[], *const combine_layers[],
    *const linear_layers[], *const activation_layers[], *const norm_layers[],
    *const embedding_layers[], *const attention_layers[],
    *const transformer_layers[];
extern const struct class_row *const *const layer_families[];

#endif
