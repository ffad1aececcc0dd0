/* SPDX-License-Identifier: Apache-2.0 */
/* Over the nodes of a tree, whatever they are. */
#ifndef CORE_LANG_AST_WALK_H
#define CORE_LANG_AST_WALK_H

#include <stdbool.h>

#include "core/base/attr.h"
#include "core/lang/ast.h"

struct ctx;

/* No path in a tree that was parsed is longer: who recurses over it may. */
#define AST_MAX_DEPTH 2000

/*
 * Calls visit for each child that is there, in the order of the fields in
 * ast.h, which is not always the order of evaluation.
 */
void node_children(const struct node *,
    void (*visit)(void *data, struct node *), void *data);

/* Raises SyntaxError for a tree that is too deep. Does not recurse. */
MUST_USE bool ast_depth_check(struct ctx *, struct unit *);

#endif
