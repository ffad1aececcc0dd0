/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a user writes to a checkpoint's path: a file or folder, or a name
 * found in the caches that people already have.
 */
#ifndef CORE_LOAD_LOCATE_H
#define CORE_LOAD_LOCATE_H

#include "core/base/buf.h"
#include "core/base/ctx.h"

/*
 * Writes the path of `name` into out. home: the user's folder; cache: the
 * folder of Hugging Face's hub (null: under home). False and
 * FileNotFoundError that says where it looked.
 */
bool locate(struct ctx *, const char *name, const char *home,
    const char *cache, struct buf *out);

#endif
