/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees: what pz.select, display and the loaders walk. Children of lists,
 * tuples, dicts (in sorted key order, as JAX) and of instances whose class is
 * a pytree. Variables, arrays and all else are leaves.
 */
#ifndef CORE_VALUE_TREE_H
#define CORE_VALUE_TREE_H

#include "core/value/value.h"

#define TREE_MAX_DEPTH 400

/* Non-static children; 0 for a leaf. */
size_t tree_nchild(const struct value *);
struct child tree_child(const struct value *, size_t);
bool tree_is_leaf(const struct value *);	/* has no nchild at all */

/* A copy with these children; the node itself where all are the same. */
struct value *tree_rebuild(struct ctx *, struct value *,
    struct value *const *);
/* The node with each child (the i-th) replaced by what fn makes of it; null
 * from fn stops. Does not go deeper by itself. */
struct value *tree_map_children(struct ctx *, struct value *node,
    struct value *(*fn)(struct ctx *, struct value *child, size_t i, void *),
    void *);
/* Replaces every leaf by fn(leaf); null from fn stops. */
struct value *tree_map(struct ctx *, struct value *,
    struct value *(*fn)(struct ctx *, struct value *leaf, void *), void *);

/* Steps from a root: ".body.sublayers[3]" and {'a'} as ['a'] */
void path_write(struct ctx *, struct buf *, const struct step *, size_t n);

#endif
