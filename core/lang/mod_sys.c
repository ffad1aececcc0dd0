/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module sys. stdout and stderr are objects of the language that write to
 * the session's sink; print looks at sys.stdout only when it was replaced.
 */
#include <string.h>

#include "core/lang/interp_private.h"
#include "core/lang/mod_std.h"
#include "core/lang/modules.h"
#include "core/lang/py.inc"

static const struct param write_params[] = {
	{ "text", PARAM_STR, NULL, "What to write.", PARAM_POSITIONAL },
	{ "error", PARAM_BOOL, NULL, "To stderr.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
sys_write(struct ctx *c, struct value *const *args)
{
	interp_print(c, str_text(args[0]), str_bytes(args[0]),
	    args[1] == &value_true);
	return value_int(c, (int64_t)str_len(args[0]));
}

static const struct param none_params[] = { { 0 } };
static const struct param limit_params[] = {
	{ "limit", PARAM_INT, NULL, "How deep calls may nest.",
	    PARAM_POSITIONAL }, { 0 }
};

static struct value *
sys_getrecursionlimit(struct ctx *c, struct value *const *args UNUSED)
{
	return value_int(c, c->interp->max_depth);
}

static struct value *
sys_setrecursionlimit(struct ctx *c, struct value *const *args)
{
	int64_t n = value_as_int(args[0]);

	if (n < 1)
		return err_raise(c, ERR_VALUE,
		    "recursion limit must be greater or equal than 1");
	c->interp->max_depth = n > 1000000 ? 1000000 : (unsigned)n;
	return &value_none;
}

static const struct param any_params[] = {
	{ "object", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
sys_intern(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static const struct native functions[] = {
	{ "_write", write_params, sys_write, "Writes to the output.", NULL },
	{ "getrecursionlimit", none_params, sys_getrecursionlimit,
	    "How deep calls may nest.", NULL },
	{ "setrecursionlimit", limit_params, sys_setrecursionlimit,
	    "Sets how deep calls may nest.", NULL },
	{ "intern", any_params, sys_intern, "The text itself.", NULL },
	{ 0 }
};

static bool
fill(struct ctx *c, struct value *module)
{
	char *const *a = c->interp->o.argv;
	struct value *argv = list_new(c, 0, NULL);

	for (; a != NULL && *a != NULL; a++)
		if (!list_append(c, argv, str_new(c, *a)))
			return false;
	if (seq_len(argv) == 0 && !list_append(c, argv, str_new(c, "")))
		return false;
	return module_set(c, module, "argv", argv) &&
	    module_set(c, module, "modules", modules_loaded(c)) &&
	    module_set(c, module, "maxsize", value_int(c, INT64_MAX)) &&
	    module_set(c, module, "maxunicode", value_int(c, 0x10FFFF));
}

const struct module_row mod_sys = {
	.name = "sys", .doc = "The interpreter.", .functions = functions,
	.fill = fill, .source = py_sys,
};
