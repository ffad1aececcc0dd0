/* SPDX-License-Identifier: Apache-2.0 */
/* IPython's magics, for the module builtins. */
#ifndef CORE_LANG_MOD_MAGIC_H
#define CORE_LANG_MOD_MAGIC_H

#include "core/value/param.h"

extern const struct native magic_functions[];

/* %%capture, in mod_capture.c. */
struct value *magic_capture(struct ctx *, const char *rest, const char *body);

#endif
