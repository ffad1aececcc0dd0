/* SPDX-License-Identifier: Apache-2.0 */
/* penjing: what Penzai has no name for. */
#ifndef CORE_LANG_MOD_PENJING_H
#define CORE_LANG_MOD_PENJING_H

#include "core/lang/module.h"

extern const struct module_row mod_penjing, mod_transformers,
    mod_variants_llama, mod_variants_mistral;

/* A variable of os.environ, or null; as long as it is not changed. */
const char *penjing_environ(struct ctx *, const char *name);

struct ckpt;
/* The checkpoint that a user's path or name means; by scope. */
struct ckpt *penjing_open(struct ctx *, struct value *path);
/* Writes the file or folder that it means. */
bool penjing_locate(struct ctx *, struct value *path, struct buf *out);

#endif
