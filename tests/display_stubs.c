/* SPDX-License-Identifier: Apache-2.0 */
/* What display asks of the language and the session: nothing runs here. */
#include "core/lang/module.h"
#include "core/session.h"

const struct module_row *const core_modules[] = { NULL };
const struct kind module_kind = { .name = "module" };

struct value *
session_call(struct session *s UNUSED, struct value *fn UNUSED,
    struct value *const *args UNUSED, size_t n UNUSED, double t UNUSED,
    char **text UNUSED)
{
	return NULL;
}

bool
session_force(struct session *s UNUSED, struct value *v UNUSED,
    double seconds UNUSED, char **text UNUSED)
{
	return false;
}
