/* SPDX-License-Identifier: Apache-2.0 */
/* The module traceback: what is said of errors, as text. */
#include "core/lang/interp_private.h"
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"

static const struct param none_params[] = { { 0 } };
static const struct param exc_params[] = {
	{ "exc", PARAM_ANY, NULL, "An exception.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_format(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!value_of_row(c, args[0], exc_row(ERR_BASE_EXCEPTION)))
		return err_raise(c, ERR_TYPE, "Exception expected for value, "
		    "%s found", value_type_name(c, args[0]));
	traceback_write(c, &b, args[0], false);
	if (b.len > 0 && b.data[b.len - 1] != '\n')
		buf_char(&b, '\n');
	return str_of_buf(c, &b);
}

/* The native call has no frame of its own: look from the one that runs. */
static struct value *
fn_handled(struct ctx *c, struct value *const *args UNUSED)
{
	for (const struct frame *f = c->interp->frame; f != NULL; f = f->back)
		if (frame_handled(f) != NULL)
			return value_own(c, value_ref(frame_handled(f)));
	return &value_none;
}

static const struct native functions[] = {
	{ "_format", exc_params, fn_format, "A traceback as text.", NULL },
	{ "_handled", none_params, fn_handled, "The exception that is being "
	    "handled, or None.", NULL },
	{ 0 }
};

const struct module_row mod_traceback = {
	.name = "traceback", .doc = "Errors as text.",
	.functions = functions, .source = py_traceback,
};
