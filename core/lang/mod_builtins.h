/* SPDX-License-Identifier: Apache-2.0 */
/* builtins, in files by what the functions are about. */
#ifndef CORE_LANG_MOD_BUILTINS_H
#define CORE_LANG_MOD_BUILTINS_H

#include "core/lang/module.h"

extern const struct module_row mod_builtins;
extern const struct native builtin_iter_functions[],
    builtin_object_functions[], builtin_file_functions[];

/* Number of positional arguments in a *args tuple; TypeError unless it is
 * between least and most. */
bool builtin_count(struct ctx *, const char *name, struct value *args,
    size_t least, size_t most);

/* A line of the person's, as input() asks for it. */
struct value *builtins_ask(struct ctx *, struct value *prompt, bool password);

#endif
