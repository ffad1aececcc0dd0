/* SPDX-License-Identifier: Apache-2.0 */
/* The module gc. */
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"

static const struct param collect_params[] = {
	{ "generation", PARAM_INT, "2", "There is only one.", 0 }, { 0 }
};

static struct value *
fn_collect(struct ctx *c, struct value *const *args UNUSED)
{
	return value_int(c, (int64_t)values_collect(c));
}

static const struct native functions[] = {
	{ "collect", collect_params, fn_collect, "Reclaims cycles; how many "
	    "values went.", NULL },
	{ 0 }
};

const struct module_row mod_gc = {
	.name = "gc", .doc = "Cycles.", .functions = functions,
	.source = py_gc,
};
