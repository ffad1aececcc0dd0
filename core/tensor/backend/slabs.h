/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products of many rows: cut into tasks for the pool, each some columns of b
 * (decoded for it, if they are not float32 already) times some rows of a, by
 * oneDNN in the thread that took the task.
 */
#ifndef CORE_TENSOR_BACKEND_SLABS_H
#define CORE_TENSOR_BACKEND_SLABS_H

#include "core/tensor/backend/cpu.h"

/* False: stopped, or no memory, or blocks that are none of ours. */
bool slabs_run(struct module *, const struct matmul *, const atomic_bool *);

#endif
