/* SPDX-License-Identifier: Apache-2.0 */
/* Tokenizers as values, for the modules penjing and transformers. */
#ifndef CORE_LANG_MOD_TOKENIZER_H
#define CORE_LANG_MOD_TOKENIZER_H

#include "core/value/param.h"

struct tokenizer;

/* pj.tokenizer(path) */
extern const struct native tokenizer_function;
/* What such a value holds; null for other values, and for null. */
const struct tokenizer *tokenizer_of(const struct value *);

#endif
