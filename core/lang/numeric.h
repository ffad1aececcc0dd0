/* SPDX-License-Identifier: Apache-2.0 */
/* What jax.numpy, numpy and pz.nx share: arguments of array functions. */
#ifndef CORE_LANG_NUMERIC_H
#define CORE_LANG_NUMERIC_H

#include "core/lang/module.h"
#include "core/value/array.h"

/* A plain array or number; a named array is refused as JAX does. */
struct tensor *numeric_tensor(struct ctx *, struct value *, const char *what);
/* Sizes of an int or a tuple; the number of axes or -1. */
int numeric_shape(struct ctx *, struct value *, struct axis *);
/* dflt where v is None. */
bool numeric_dtype(struct ctx *, struct value *, enum dtype dflt,
    enum dtype *);

/* Pointwise, reducing and shaping functions, one-to-one with the tensor
 * library's: jax.numpy lists them, numpy wraps them. */
/* Dtypes and constants of jax.numpy and numpy. */
bool numeric_fill(struct ctx *, struct value *module, bool numpy);

extern const struct native numeric_pointwise[], numeric_reduce[],
    numeric_arrange[], jnp_make[];

#endif
