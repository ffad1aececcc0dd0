/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers for named shapes, and nmap. */
#ifndef CORE_VALUE_NAMED_H
#define CORE_VALUE_NAMED_H

#include "core/value/array.h"

extern const struct class_row named_base_row;
extern const struct native named_wrap;	/* pz.nx.wrap */

/* { name: size } as axes; the number of them, or -1. */
int value_named_shape(struct ctx *, struct value *,
    struct axis axes[TENSOR_MAX_AXES]);

/* What a mapped function of the operands gives: their names in order of first
 * appearance, then the positional axes; a view if there are any. */
struct value *named_mapped(struct ctx *, struct tensor *,
    struct value *const *operands, size_t n);

/*
 * nmap: calls fn once with every named array of args replaced by an array
 * that shows its positional axes only (names are hidden), and names what
 * comes back: all names of all inputs, in order of first appearance.
 */
struct value *named_map(struct ctx *, struct value *fn, const struct args *);
/* nmap(fn) as a function. */
struct value *named_map_function(struct ctx *, struct value *fn);

#endif
