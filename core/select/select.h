/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Selections: a tree and the places in it that are selected, in depth-first
 * order; none is inside another. Editing makes a changed copy of the tree
 * that shares all that was not touched. Names and meaning are Penzai's; paths
 * are child indices inside, so nothing is rebuilt to select.
 */
#ifndef CORE_SELECT_SELECT_H
#define CORE_SELECT_SELECT_H

#include "core/value/class.h"
#include "core/value/array.h"
#include "core/value/tree.h"

extern const struct kind selection_kind, keypath_key_kind;
extern const struct class_row selection_row, not_in_partition_row;
/* Classes of key path steps: GetAttrKey, SequenceKey, DictKey. */
extern const struct class_row get_attr_key_row, sequence_key_row,
    dict_key_row;

/* One selected place: which child at each depth. */
struct place {
	uint32_t *child;
	size_t depth;
};

struct selection {
	struct value hdr;
	struct value *root;
	struct place *place;
	size_t n;
	/* What to say when an edit finds nothing selected; null: the last
	 * step was no search. Owned. */
	char *missed;
};

extern const struct native combine_function;	/* pz.combine */

/* The root of a tree, selected. */
struct value *select_root(struct ctx *, struct value *tree);
struct value *select_tree(const struct value *);
size_t select_count(const struct value *);
/* The i-th selected node, borrowed. */
struct value *select_node(const struct value *, size_t i);
/* Its steps from the root; out has room for TREE_MAX_DEPTH. */
size_t select_steps(const struct value *, size_t i, struct step *out);
/* A tuple of key objects. */
struct value *select_keypath(struct ctx *, const struct value *, size_t i);
/* What a tuple of key objects leads to: child indices; -1 when nowhere. */
int select_follow(struct ctx *, struct value *root, struct value *keypath,
    uint32_t *child);

/* ---- building (for the files of this folder) ---------------------------- */

/* Collects places; they must come in depth-first order. */
struct places {
	struct place *place;
	size_t n, cap;
};

void places_add(struct places *, const uint32_t *child, size_t depth);
void places_sort(struct places *);	/* depth-first; doubles go */
void places_release(struct places *);
/* Takes over the places. missed may be null; it is copied. */
struct value *select_make(struct ctx *, struct value *root, struct places *,
    const char *missed);

/*
 * Calls visit for each selected node with its place. Stops at false.
 */
typedef bool select_visit(struct ctx *, struct value *node,
    const uint32_t *child, size_t depth, void *data);
/* Walks all nodes below (and at) a place, parents first. visit sets *enter
 * to false to leave the children out. */
bool select_walk(struct ctx *, struct value *node, uint32_t *child,
    size_t depth, bool (*visit)(struct ctx *, struct value *,
    const uint32_t *, size_t, bool *enter, void *), void *data);

/*
 * The tree with the i-th selected node replaced by with[i]; a list of values
 * (inlined set) goes in its place in the list or tuple that holds it.
 */
struct value *select_replace(struct ctx *, const struct selection *,
    struct value *const *with, bool inlined);
/* Warns that an edit of this selection changes nothing, or raises under
 * pj.strict(). False: raised. */
bool select_check(struct ctx *, const struct selection *, const char *method);

#endif
