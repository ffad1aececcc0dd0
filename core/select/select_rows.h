/* SPDX-License-Identifier: Apache-2.0 */
/* Private to core/select: methods that stand in files of their own. */
#ifndef CORE_SELECT_SELECT_ROWS_H
#define CORE_SELECT_SELECT_ROWS_H

#include "core/select/select.h"

/* Each as a native's function; args[0] is the selection. */
struct value *select_do_at(struct ctx *, struct value *const *args);
struct value *select_do_invert(struct ctx *, struct value *const *args);
struct value *select_do_keypaths(struct ctx *, struct value *const *args);
struct value *select_do_leaves(struct ctx *, struct value *const *args);
struct value *select_do_partition(struct ctx *, struct value *const *args);

extern const struct native select_find_methods[], select_edit_methods[];
extern const struct getter select_getters[];

#define SELECT_SELF { "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL }

#endif
