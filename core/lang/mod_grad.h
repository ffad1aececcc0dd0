/* SPDX-License-Identifier: Apache-2.0 */
/* jax.grad and jax.value_and_grad; jax.lax.stop_gradient. */
#ifndef CORE_LANG_MOD_GRAD_H
#define CORE_LANG_MOD_GRAD_H

#include "core/value/param.h"

/* Each ends with a null name. */
extern const struct native grad_functions[], grad_lax_functions[];

#endif
