/* SPDX-License-Identifier: Apache-2.0 */
/* Dicts, for their methods, views and trees. */
#ifndef CORE_VALUE_DICT_H
#define CORE_VALUE_DICT_H

#include "core/value/class.h"

extern const struct native dict_methods[], dict_class_methods[];

enum dict_part { DICT_KEYS, DICT_VALUES, DICT_ITEMS };

struct value *dict_iter_new(struct ctx *, struct value *dict,
    enum dict_part);
struct value *dict_view_new(struct ctx *, struct value *dict,
    enum dict_part);

/* Children in the order of sorted keys. */
size_t dict_nchild(const struct value *);
struct child dict_child(const struct value *, size_t);
struct value *dict_rebuild(struct ctx *, struct value *,
    struct value *const *);
void dict_head(struct ctx *, struct buf *, const struct value *);

#endif
