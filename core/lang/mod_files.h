/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays in files: numpy's load and save, pj.save. */
#ifndef CORE_LANG_MOD_FILES_H
#define CORE_LANG_MOD_FILES_H

#include "core/value/param.h"

/* load, save, savez, savez_compressed; ends with a null name. */
extern const struct native numpy_files[];
/* pj.save(tree, path) */
extern const struct native save_function;

#endif
