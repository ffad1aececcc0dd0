/* SPDX-License-Identifier: Apache-2.0 */
/* The one list of modules: a row a line. */
#include "core/lang/mod_builtins.h"
#include "core/lang/mod_penjing.h"
#include "core/lang/mod_pz.h"
#include "core/lang/mod_std.h"
#include "core/lang/module.h"

const struct module_row *const core_modules[] = {
	&mod_builtins,
	STD_MODULES,
	&mod_jax, &mod_jnp, &mod_jax_nn, &mod_jax_lax, &mod_jax_random,
	&mod_jax_tree_util, &mod_jax_tree,
	&mod_np,
	&mod_penjing, &mod_transformers,
	&mod_variants_llama, &mod_variants_mistral,
	&mod_penzai_root, &mod_pz, &mod_pz_nn, &mod_pz_nx,
	&mod_model_parts, &mod_sampling_mode,
	NULL
};
