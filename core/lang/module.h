/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What import finds. A module is one row in a file of its own; it is made on
 * its first import. Higher folders hand their rows to the session.
 */
#ifndef CORE_LANG_MODULE_H
#define CORE_LANG_MODULE_H

#include "core/value/class.h"
#include "core/value/param.h"

struct module_row {
	const char *name;	/* "jax.numpy"; parents are made as needed */
	const char *doc;
	const struct native *functions;
	const struct class_row *const *classes;	/* null-terminated */
	/* Constants and what needs a ctx; may be null. module: the value. */
	bool (*fill)(struct ctx *, struct value *module);
	/* Embedded source in the language, run with the module's globals
	 * after the rest; may be null. */
	const char *source;
	/* Other names of the same module ("np"?): null-terminated, or null. */
	const char *const *aliases;
};

extern const struct kind module_kind;
/* All rows that core has; null-terminated. */
extern const struct module_row *const core_modules[];

/* The module, made on first need; null and ModuleNotFoundError. */
struct value *module_import(struct ctx *, const char *name, size_t len);
bool module_set(struct ctx *, struct value *module, const char *name,
    struct value *);
struct value *module_find(struct ctx *, struct value *module,
    const struct atom *);	/* borrowed or null */
/* Its globals as a dict value, borrowed. */
struct value *module_dict(struct value *module);

#endif
