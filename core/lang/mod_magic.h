/* SPDX-License-Identifier: Apache-2.0 */
/* IPython's magics, for the module builtins. */
#ifndef CORE_LANG_MOD_MAGIC_H
#define CORE_LANG_MOD_MAGIC_H

#include "core/value/param.h"

extern const struct native magic_functions[];

#endif
