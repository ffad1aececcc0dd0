/* SPDX-License-Identifier: Apache-2.0 */
/* Tokenizers as values, for the modules penjing and transformers. */
#ifndef CORE_LANG_MOD_TOKENIZER_H
#define CORE_LANG_MOD_TOKENIZER_H

#include "core/value/param.h"

struct class_row;

extern const struct class_row tokenizer_row;
/* pj.tokenizer(path) */
extern const struct native tokenizer_function;
/* The tokenizer that a path or a name in the caches means. */
struct value *tokenizer_value_open(struct ctx *, struct value *path);

#endif
