/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/value: the slots and methods that jax arrays,
 * ndarrays and named arrays share. All act on positional axes and are lifted
 * over names by the tensor library.
 */
#ifndef CORE_VALUE_ARRAY_OPS_H
#define CORE_VALUE_ARRAY_OPS_H

#include "core/value/array.h"

struct tensor *array_tensor(const struct value *);	/* of array_kind */
struct tensor *named_tensor(const struct value *);	/* of named_kind */
struct tensor *ndarray_tensor(const struct value *);	/* of ndarray_kind */

bool array_repr(struct ctx *, struct buf *, struct value *);
bool array_str(struct ctx *, struct buf *, struct value *);
bool array_truth(struct ctx *, struct value *, bool *);
bool array_len(struct ctx *, struct value *, int64_t *);
struct value *array_compare(struct ctx *, enum compare, struct value *,
    struct value *);
struct value *array_arith(struct ctx *, enum arith, struct value *,
    struct value *, bool reflected);
struct value *array_unary(struct ctx *, enum unary_arith, struct value *);
struct value *array_get_item(struct ctx *, struct value *, struct value *);
/* Over the first positional axis. */
struct value *array_iterate(struct ctx *, struct value *);

extern const struct native array_methods[];
extern const struct getter array_getters[];
/* Sizes of the positional axes, a tuple; the type of the elements. */
struct value *array_get_shape(struct ctx *, struct value *);
struct value *array_get_dtype(struct ctx *, struct value *);

/*
 * An index expression against a tensor: positional as NumPy's, or a dict of
 * names (Penzai's). Null and IndexError/TypeError.
 */
struct tensor *index_tensor(struct ctx *, struct tensor *, struct value *key);
/* t with what key names replaced by v (add: added to it): t.at[key].set(v). */
struct tensor *index_update(struct ctx *, struct tensor *, struct value *key,
    struct tensor *v, bool add);

/* The getter of .at: x.at[key].set(v), .add, .multiply, .get, ... */
struct value *index_at(struct ctx *, struct value *array);

#endif
