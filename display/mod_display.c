/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module IPython.display, and the list of the modules that display offers
 * to the session.
 */
#include "display/mod_display.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/session.h"
#include "display/bundle.h"
#include "display/state.h"
#include "display/html.h"
#include "display/ipython_display.inc"

const struct param emit_params[] = {
	{ "data", PARAM_DICT, NULL, "Texts by media type.", 0 },
	{ "display_id", PARAM_STR, NULL, "To be updated by.",
	    PARAM_OPTIONAL },
	{ "update", PARAM_BOOL, NULL, "Replaces what has this id.", 0 },
	{ 0 }
};

static struct show
how_to_show(struct value *id, struct value *update)
{
	struct show how = { .id = id != &value_none ? str_text(id) : NULL,
	    .update = update == &value_true };

	return how;
}

/* The bytes of one form; binary ones as base64. */
static void
take_form(struct ctx *c, struct buf *b, struct value *v)
{
	size_t len;

	if (value_is(v, &bytes_kind)) {
		const unsigned char *p = bytes_data(v, &len);

		html_base64(b, p, len);
	} else if (!value_str(c, b, v)) {
		err_clear(c);
	}
}

struct value *
display_emit(struct ctx *c, struct value *const *args)
{
	const struct sink *sink = interp_sink(c);
	struct show how = how_to_show(args[1], args[2]);
	size_t n = dict_len(args[0]), at = 0, i = 0;
	struct mime *m = xcalloc(n + 1, sizeof(*m));
	struct buf *b = xcalloc(n + 1, sizeof(*b));
	struct value *key, *v;

	while (i < n && dict_next(args[0], &at, &key, &v)) {
		if (!value_is(key, &str_kind))
			continue;
		buf_init(&b[i]);
		take_form(c, &b[i], v);
		m[i].type = str_text(key);
		m[i].data = b[i].data;
		m[i].len = b[i].len;
		m[i].is_json = strstr(m[i].type, "json") != NULL;
		i++;
	}
	if (sink->bundle != NULL)
		sink->bundle(sink->data, interp_request(c), m, i, &how);
	while (i > 0)
		buf_release(&b[--i]);
	free(b);
	free(m);
	return &value_none;
}

static const struct param show_params[] = {
	{ "value", PARAM_ANY, NULL, "What is shown.", 0 },
	{ "display_id", PARAM_STR, NULL, "To be updated by.",
	    PARAM_OPTIONAL },
	{ "update", PARAM_BOOL, NULL, "Replaces what has this id.", 0 },
	{ 0 }
};

static struct value *
fn_show(struct ctx *c, struct value *const *args)
{
	const struct sink *sink = interp_sink(c);
	struct show how = how_to_show(args[1], args[2]);

	if (sink->show != NULL)
		sink->show(sink->data, interp_request(c), args[0], &how);
	return &value_none;
}

static const struct param clear_params[] = {
	{ "wait", PARAM_BOOL, NULL, "Until something else is shown.", 0 },
	{ 0 }
};

static struct value *
fn_clear(struct ctx *c, struct value *const *args)
{
	const struct sink *sink = interp_sink(c);

	if (sink->clear != NULL)
		sink->clear(sink->data, interp_request(c),
		    args[0] == &value_true);
	return &value_none;
}

static const struct param no_params[] = { { 0 } };

/* Something that no other session's ids have in them. */
static struct value *
fn_unique(struct ctx *c, struct value *const *args UNUSED)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%llx", (unsigned long long)(uintptr_t)c ^
	    (unsigned long long)(uintptr_t)&b);
	return str_of_buf(c, &b);
}

static const struct native functions[] = {
	{ .name = "_emit", .params = emit_params, .fn = display_emit },
	{ .name = "_show", .params = show_params, .fn = fn_show },
	{ .name = "_clear", .params = clear_params, .fn = fn_clear },
	{ .name = "_unique", .params = no_params, .fn = fn_unique },
	{ 0 }
};

const struct module_row mod_ipython_display = {
	.name = "IPython.display", .doc = "Showing things, in place.",
	.functions = functions, .source = py_ipython_display,
};

static bool
ipython_fill(struct ctx *c, struct value *module)
{
	return module_set(c, module, "display", module_import(c,
	    "IPython.display", strlen("IPython.display")));
}

static const struct module_row mod_ipython = {
	.name = "IPython", .doc = "What notebooks ask of IPython.",
	.fill = ipython_fill,
};

const struct module_row *const display_modules[] = {
	&mod_treescope, &mod_treescope_figures, &mod_pz_ts,
	&mod_ipython, &mod_ipython_display, &mod_display_state, NULL
};
