/* SPDX-License-Identifier: Apache-2.0 */
/* How classes come to be. */
#ifndef CORE_VALUE_CLASS_CREATE_H
#define CORE_VALUE_CLASS_CREATE_H

#include "core/value/class.h"

/* Computes the C3 order; TypeError where there is none. */
bool class_linearize(struct ctx *, struct class *);
/* Without asking a metaclass. */
struct value *class_create_plain(struct ctx *, struct class *meta,
    const struct atom *name, size_t nbases, struct class *const *bases,
    struct value *members, struct value *kw);
void class_drop_fields(struct class *);
void class_copy_fields(struct class *, const struct class *from);
void class_touch(struct ctx *, struct class *);
/* The slot of name, added when missing. */
uint32_t shape_add(struct ctx *, struct class *, const struct atom *);
/* type.__setattr__ (to null: __delattr__), without asking a metaclass. */
bool class_set_attr_plain(struct ctx *, struct class *, const struct atom *,
    struct value *to);
/* Members that a kind's slots stand for: __len__, __add__, ... */
void class_add_slots(struct ctx *, struct class *, const struct kind *,
    const struct kind *base);
extern const struct native object_methods[], object_statics[],
    object_class_methods[], type_methods[];
extern const struct getter object_getters[];
extern const struct native dataclass_methods[];
extern const struct kind fields_init_kind;
struct value *getset_new(struct ctx *, const struct getter *);
/* What object.__new__ and the __new__ of built-in types do. */
struct value *class_new_native(struct ctx *, struct class *,
    const struct args *);
struct value *staticmethod_fn(const struct value *);

#endif
