/* SPDX-License-Identifier: Apache-2.0 */
/* Modules of Python's own library, for the list of modules. */
#ifndef CORE_LANG_MOD_STD_H
#define CORE_LANG_MOD_STD_H

#include "core/lang/module.h"

/* Said in the language, in core/lang/py. */
#define STD_PY_MODULES(X)                                                 \
	X(__future__, "What is there already.")                           \
	X(abc, "Abstract base classes.")                                  \
	X(collections, "Containers: OrderedDict, Counter, deque, ...")    \
	X(contextlib, "Context managers of generators, suppress, ...")    \
	X(copy, "Copies, shallow and deep.")                              \
	X(enum, "Names for values.")                                      \
	X(functools, "partial, reduce, wraps, lru_cache, ...")            \
	X(io, "Files in memory.")                                         \
	X(itertools, "Iterators made of iterators.")                      \
	X(operator, "Operators as functions.")                            \
	X(pathlib, "Paths as objects.")                                   \
	X(pprint, "Values on several lines.")                             \
	X(statistics, "Means and spreads.")                               \
	X(string, "Classes of characters, templates.")                    \
	X(textwrap, "Text in lines of a width.")                          \
	X(types, "Names of types.")                                       \
	X(warnings, "Warnings.")

/* With a row of their own. */
#define STD_C_MODULES(X)                                                  \
	X(capture)                                                        \
	X(collections_abc)                                                \
	X(dataclasses)                                                    \
	X(getpass)                                                        \
	X(gc)                                                             \
	X(json)                                                           \
	X(math)                                                           \
	X(os)                                                             \
	X(os_path)                                                        \
	X(re)                                                             \
	X(sys)                                                            \
	X(time)                                                           \
	X(tqdm)                                                           \
	X(tqdm_notebook)                                                  \
	X(traceback)                                                      \
	X(typing)

#define X(name, doc) extern const struct module_row mod_##name;
STD_PY_MODULES(X)
#undef X
#define X(name) extern const struct module_row mod_##name;
STD_C_MODULES(X)
#undef X

/* All of them, in the order of their names: STD_MODULES in an initializer of
 * core_modules. */
#define STD_MODULES                                                       \
	&mod___future__, &mod_abc, &mod_capture, &mod_collections,        \
	&mod_collections_abc, &mod_contextlib, &mod_copy,                 \
	&mod_dataclasses, &mod_enum, &mod_functools, &mod_gc,             \
	&mod_getpass, &mod_io, &mod_itertools, &mod_json, &mod_math,      \
	&mod_operator, &mod_os, &mod_os_path, &mod_pathlib, &mod_pprint,  \
	&mod_re, &mod_statistics, &mod_string, &mod_sys, &mod_textwrap,   \
	&mod_time, &mod_tqdm, &mod_tqdm_notebook, &mod_traceback,         \
	&mod_types, &mod_typing, &mod_warnings

#endif
