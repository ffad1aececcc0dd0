/* SPDX-License-Identifier: Apache-2.0 */
/* What instances and exceptions share. */
#ifndef CORE_VALUE_INSTANCE_H
#define CORE_VALUE_INSTANCE_H

#include "core/value/class.h"

/* inside: slots that were allocated right behind the struct. */
void instance_init_slots(struct instance *, struct class *, size_t inside);
void instance_free(struct value *);
void instance_visit(struct value *, void (*fn)(struct value *, void *),
    void *);
void instance_clear(struct value *);
struct value *instance_get_attr(struct ctx *, struct value *,
    const struct atom *);
bool instance_set_attr(struct ctx *, struct value *, const struct atom *,
    struct value *);
struct value *instance_get_generic(struct ctx *, struct value *,
    const struct atom *);
bool instance_set_generic(struct ctx *, struct value *, const struct atom *,
    struct value *);
void instance_dir(struct ctx *, struct value *,
    void (*offer)(void *, const struct atom *), void *);

size_t instance_nchild(const struct value *);
struct child instance_child(const struct value *, size_t);
struct value *instance_rebuild(struct ctx *, struct value *,
    struct value *const *);
void instance_head(struct ctx *, struct buf *, const struct value *);

/* Slots of the kind; instance_special.c. */
struct class *instance_class_of(struct ctx *, const struct value *);
bool instance_repr(struct ctx *, struct buf *, struct value *);
bool instance_str(struct ctx *, struct buf *, struct value *);
bool instance_truth(struct ctx *, struct value *, bool *);
bool instance_len(struct ctx *, struct value *, int64_t *);
bool instance_hash(struct ctx *, struct value *, int64_t *);
struct value *instance_compare(struct ctx *, enum compare, struct value *,
    struct value *);
struct value *instance_arith(struct ctx *, enum arith, struct value *,
    struct value *, bool reflected);
struct value *instance_unary(struct ctx *, enum unary_arith,
    struct value *);
struct value *instance_get_item(struct ctx *, struct value *,
    struct value *);
bool instance_set_item(struct ctx *, struct value *, struct value *,
    struct value *);
bool instance_contains(struct ctx *, struct value *, struct value *,
    bool *);
struct value *instance_iter(struct ctx *, struct value *);
struct value *instance_next(struct ctx *, struct value *);
struct value *instance_call(struct ctx *, struct value *,
    const struct args *);
/* Special methods and attributes, for the kinds of instances and exceptions. */
#define INSTANCE_SLOTS                                                    \
	.repr = instance_repr, .str = instance_str,                       \
	.truth = instance_truth, .len = instance_len,                     \
	.hash = instance_hash, .compare = instance_compare,               \
	.arith = instance_arith, .unary = instance_unary,                 \
	.get_attr = instance_get_attr, .set_attr = instance_set_attr,     \
	.get_item = instance_get_item, .set_item = instance_set_item,     \
	.contains = instance_contains, .iter = instance_iter,             \
	.next = instance_next, .call = instance_call,                     \
	.dir = instance_dir
/* The text of a value without any __repr__. */
void instance_plain_repr(struct buf *, const struct value *);
/* "Name(a=1, b=2)" */
bool instance_fields_repr(struct ctx *, struct buf *, struct value *);

#endif
