/* SPDX-License-Identifier: Apache-2.0 */
/* A line that is not shown while it is typed. */
#include "core/lang/mod_builtins.h"
#include "core/lang/mod_std.h"
#include "core/value/native.h"

static const struct param getpass_params[] = {
	{ "prompt", PARAM_ANY, "'Password: '", "Shown first.",
	    PARAM_POSITIONAL },
	{ 0 }
};

static struct value *
getpass_getpass(struct ctx *c, struct value *const *args)
{
	return builtins_ask(c, args[0], true);
}

static const struct native functions[] = {
	{ "getpass", getpass_params, getpass_getpass,
	    "Asks for a line that is not shown.", NULL },
	{ 0 }
};

const struct module_row mod_getpass = {
	.name = "getpass", .doc = "Passwords.", .functions = functions,
};
