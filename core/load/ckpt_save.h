/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes arrays as files. Each is written aside and renamed, so that a file
 * is whole or as it was. Arrays stored in blocks are written as float32.
 */
#ifndef CORE_LOAD_CKPT_SAVE_H
#define CORE_LOAD_CKPT_SAVE_H

#include "core/tensor/tensor.h"

struct named_tensor {
	const char *name;
	struct tensor *t;
};

bool npy_save(struct ctx *, const char *path, struct tensor *);
bool npz_save(struct ctx *, const char *path, const struct named_tensor *,
    size_t n);
bool safetensors_save(struct ctx *, const char *path,
    const struct named_tensor *, size_t n);

#endif
