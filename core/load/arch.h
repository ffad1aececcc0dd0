/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Model families. A family is a row: which checkpoints it knows, and how it
 * builds Penzai's tree of layers from one. An unknown architecture is no
 * error: it can still be opened as a plain tree.
 */
#ifndef CORE_LOAD_ARCH_H
#define CORE_LOAD_ARCH_H

#include "core/load/ckpt.h"
#include "core/value/value.h"

struct arch {
	const char *name;
	/* Names that general.architecture of GGUF, or architectures[0] of
	 * config.json, may have; null-terminated. */
	const char *const *gguf, *const *classes;
	struct value *(*build)(struct ctx *, struct ckpt *);
};

extern const struct arch llama_arch, gpt_arch;

/* The checkpoint's name of its architecture; null when it says none. */
const char *arch_name(struct ctx *, struct ckpt *);
/* The model; ValueError that says what is known for an unknown one. */
struct value *arch_load(struct ctx *, struct ckpt *);

#endif
