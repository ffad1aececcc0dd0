/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From trees to code. A unit becomes one module code object, with those of
 * its functions among the constants.
 */
#ifndef CORE_LANG_COMPILE_H
#define CORE_LANG_COMPILE_H

#include "core/lang/code.h"

struct unit;

enum compile_mode {
	COMPILE_MODULE,		/* returns None */
	COMPILE_CELL,		/* returns the last expression's value */
	COMPILE_EVAL		/* one expression */
};

/* The unit was parsed. Null and SyntaxError, with the place in err_at.
 * Belongs to the scope. */
struct code *compile_unit(struct ctx *, struct unit *, enum compile_mode);

#endif
