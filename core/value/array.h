/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that hold a tensor: jax.Array (array_kind), NumPy's mutable ndarray
 * (ndarray_kind), Penzai's NamedArray and NamedArrayView (named_kind). And
 * the only mutable leaves of a model: variables.
 */
#ifndef CORE_VALUE_ARRAY_H
#define CORE_VALUE_ARRAY_H

#include "core/tensor/tensor.h"
#include "core/value/class.h"

extern const struct kind array_kind, ndarray_kind, named_kind, dtype_kind;
extern const struct class_row array_row, ndarray_row, named_array_row,
    named_view_row, dtype_row_class;

struct value *array_new(struct ctx *, struct tensor *);
struct value *ndarray_new(struct ctx *, struct tensor *);
/* A NamedArray; a NamedArrayView if a name stands before a positional axis. */
struct value *named_new(struct ctx *, struct tensor *);
/* The tensor of any of them, borrowed; null (no error) for other values. */
struct tensor *value_find_tensor(const struct value *);
/* The same, and Python numbers as weak scalars, and NumPy-like nested lists
 * where lists is set. TypeError that names what. */
struct tensor *value_tensor(struct ctx *, struct value *, const char *what,
    bool lists);
/* A result of an operation on these operands: named if one of them is, else
 * an ndarray if all arrays are, else a jax array. */
struct value *array_like(struct ctx *, struct tensor *,
    struct value *const *operands, size_t n);
/* Axis names of a str or tuple of str; at most TENSOR_MAX_AXES. */
int value_axes(struct ctx *, struct value *, const char *what,
    const struct atom *out[TENSOR_MAX_AXES]);

/*
 * The axes that an axis= argument names, as a mask over all axes: None is all
 * positional ones. An axis that is not there is an error.
 */
bool axis_mask(struct ctx *, struct tensor *, struct value *axis,
    uint32_t *mask);
/* The same for one axis. */
bool axis_one(struct ctx *, struct tensor *, struct value *axis, int *out);

struct value *dtype_value(struct ctx *, enum dtype);
/* From a dtype value, a scalar type (jnp.float32), a name, or int/float. */
bool value_dtype(struct ctx *, struct value *, enum dtype *);

/* ---- variables ---------------------------------------------------------- */

extern const struct kind var_kind;
extern const struct class_row variable_row, parameter_row,
    state_variable_row, parameter_value_row, state_variable_value_row,
    parameter_slot_row, state_variable_slot_row;

struct var {
	struct value hdr;
	const struct class_row *row;	/* parameter_row, ... */
	struct value *label;		/* str or any hashable */
	struct value *value;		/* or null: a slot */
	struct value *metadata;		/* dict or null */
	uint64_t serial, version;	/* version counts assignments */
};

struct value *var_new(struct ctx *, const struct class_row *,
    struct value *label, struct value *v, struct value *metadata);
/* Refuses a value that contains the variable itself. */
bool var_set(struct ctx *, struct value *var, struct value *v);
struct value *var_get(struct ctx *, struct value *var);
/* .value of a variable, of a ParameterLike instance, or of a plain array:
 * what a layer's field stands for. Borrowed or of the scope. */
struct value *value_of_parameter(struct ctx *, struct value *);

#endif
