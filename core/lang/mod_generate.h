/* SPDX-License-Identifier: Apache-2.0 */
/* pj.generate, for the module penjing. */
#ifndef CORE_LANG_MOD_GENERATE_H
#define CORE_LANG_MOD_GENERATE_H

#include "core/value/param.h"

extern const struct native generate_function;

#endif
