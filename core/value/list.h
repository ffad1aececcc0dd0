/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, for their methods. */
#ifndef CORE_VALUE_LIST_H
#define CORE_VALUE_LIST_H

#include "core/value/class.h"

struct seq;

extern const struct native list_methods[];

void list_clear(struct value *);
/* Removes n items. */
void list_remove_at(struct seq *, size_t at, size_t n);
bool list_extend(struct ctx *, struct value *list, struct value *more);

#endif
