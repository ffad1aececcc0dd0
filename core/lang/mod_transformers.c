/* SPDX-License-Identifier: Apache-2.0 */
/* transformers' loaders and Penzai's converters, said in the language. */
#include "core/lang/mod_penjing.h"
#include "core/lang/py.inc"

#define VARIANTS "penzai.models.transformer.variants"

const struct module_row mod_transformers = {
	.name = "transformers", .doc = "Loaders by Hugging Face's names.",
	.source = py_transformers,
};
const struct module_row mod_variants_llama = {
	.name = VARIANTS ".llama", .doc = "Llama models.",
	.source = py_variants_llama,
};
const struct module_row mod_variants_mistral = {
	.name = VARIANTS ".mistral", .doc = "Mistral models.",
	.source = py_variants_llama,
};
