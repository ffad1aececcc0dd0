/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The templates that say how a chat is written for a model: the part of Jinja
 * that checkpoints use, run over values. What is not supported is an error
 * that names it.
 */
#ifndef CORE_LOAD_CHAT_H
#define CORE_LOAD_CHAT_H

#include "core/value/value.h"

/* vars: a dict of the names that the template may read. Gives a str. */
struct value *chat_render(struct ctx *, const char *template,
    struct value *vars);

#endif
