/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/mod_std.h"

#include "core/lang/py.inc"

#define X(module, text)                                                   \
	const struct module_row mod_##module = {                          \
		.name = #module, .doc = text, .source = py_##module,      \
	};
STD_PY_MODULES(X)
#undef X

static const char *const typing_aliases[] = { "typing_extensions", NULL };

const struct module_row mod_typing = {
	.name = "typing", .doc = "Names for annotations.",
	.source = py_typing, .aliases = typing_aliases,
};

const struct module_row mod_collections_abc = {
	.name = "collections.abc", .doc = "What containers are called.",
	.source = py_collections_abc,
};

/* All of them write to sys.stderr, also what chooses elsewhere. */
static const char *const tqdm_aliases[] = { "tqdm.auto", "tqdm.autonotebook",
	"tqdm.std", NULL };

const struct module_row mod_tqdm = {
	.name = "tqdm", .doc = "Progress of loops.", .source = py_tqdm,
	.aliases = tqdm_aliases,
};

const struct module_row mod_tqdm_notebook = {
	.name = "tqdm.notebook", .doc = "Progress of loops, as a display.",
	.source = py_tqdm_notebook,
};
