/* SPDX-License-Identifier: Apache-2.0 */
/* The modules of a context; for the interpreter. */
#ifndef CORE_LANG_MODULES_H
#define CORE_LANG_MODULES_H

#include "core/lang/module.h"

/* Fills c->modules. more: rows beyond core_modules, or null; folder: where
 * .py files are looked for, null: where the program was started. */
void modules_init(struct ctx *, const struct module_row *const *more,
    const char *folder);
void modules_release(struct ctx *);
/* An empty module. */
struct value *module_new(struct ctx *, const struct atom *name,
    const char *doc);
/* sys.modules: a dict, borrowed. */
struct value *modules_loaded(struct ctx *);

#endif
