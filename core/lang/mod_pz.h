/* SPDX-License-Identifier: Apache-2.0 */
/* The modules of Penzai, JAX and NumPy, for the list of modules. */
#ifndef CORE_LANG_MOD_PZ_H
#define CORE_LANG_MOD_PZ_H

#include "core/lang/module.h"

extern const struct module_row mod_penzai_root, mod_pz, mod_pz_nn, mod_pz_nx,
    mod_model_parts, mod_sampling_mode;
extern const struct module_row mod_jax, mod_jnp, mod_jax_nn, mod_jax_lax,
    mod_jax_random, mod_jax_tree_util, mod_jax_tree, mod_np;

#endif
