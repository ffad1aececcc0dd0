/* SPDX-License-Identifier: Apache-2.0 */
/* The modules that display offers to the session. */
#include "core/lang/module.h"
#include "display/bundle.h"

const struct module_row *const display_modules[] = {
	NULL
};
