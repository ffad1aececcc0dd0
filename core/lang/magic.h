/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IPython's forms that are not Python: %name, %%name, !command, name?. The
 * lexer asks here at the start of a statement and after an assignment's =, and
 * gets one MAGIC token for the whole line (for %%, the rest of the cell); the
 * parser asks for the call that it stands for (see MAGIC_LINE in unit.h).
 */
#ifndef CORE_LANG_MAGIC_H
#define CORE_LANG_MAGIC_H

#include <stdbool.h>

#include "core/lang/ast.h"

struct lex;
struct parser;

/* At pos a statement begins. True when a MAGIC token was added. */
bool magic_at_start(struct lex *);
/* An = outside of brackets was read; adds a MAGIC token where one follows. */
void magic_after_assign(struct lex *);

/* The call of the hidden function. */
struct node *magic_node(struct parser *, struct span);

#endif
