/* SPDX-License-Identifier: Apache-2.0 */
/*
 * %%capture: a cell whose output goes to an object. While the cell runs the
 * interpreter has a sink that notes what it is told; what is not to be caught
 * (and questions, pages, comms) goes on to the sink that was there.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/interp_private.h"
#include "core/lang/mod_magic.h"
#include "core/lang/mod_std.h"
#include "core/lang/output.h"
#include "core/lang/py.inc"
#include "core/lang/unit.h"

/* The first of an item's tuple; capture.py knows them too. */
enum what { ITEM_OUT, ITEM_ERR, ITEM_SHOW, ITEM_BUNDLE };

struct capture {
	struct ctx *c;
	const struct sink *old;
	struct value *items;		/* list of (what, data, how...) */
	bool catches[ITEM_BUNDLE + 1];
};

static struct value *
text_or_none(struct ctx *c, const char *s)
{
	return s != NULL ? str_new(c, s) : &value_none;
}

static void
note(struct capture *k, enum what what, struct value *data,
    const struct show *how)
{
	struct value *item[] = { value_int(k->c, what), data, &value_none,
		&value_false, &value_none };

	if (how != NULL) {
		item[2] = text_or_none(k->c, how->id);
		item[3] = value_bool(how->update);
		item[4] = text_or_none(k->c, how->metadata);
	}
	list_append(k->c, k->items, tuple_new(k->c, nitems(item), item));
}

/* ---- the sink --------------------------------------------------------------- */

static void
on_text(void *data, void *request, enum stream s, const char *text, size_t len)
{
	struct capture *k = data;
	enum what what = s == STREAM_ERR ? ITEM_ERR : ITEM_OUT;
	size_t mark = scope_mark(&k->c->scope);

	if (k->catches[what])
		note(k, what, str_new_len(k->c, text, len), NULL);
	else if (k->old->text != NULL)
		k->old->text(k->old->data, request, s, text, len);
	scope_drop(k->c, mark);
}

static void
on_show(void *data, void *request, struct value *v, const struct show *how)
{
	struct capture *k = data;
	size_t mark = scope_mark(&k->c->scope);

	if (k->catches[ITEM_SHOW])
		note(k, ITEM_SHOW, v, how);
	else if (k->old->show != NULL)
		k->old->show(k->old->data, request, v, how);
	scope_drop(k->c, mark);
}

/* Noted as a list of (type, text, is JSON). */
static void
on_bundle(void *data, void *request, const struct mime *mime, size_t n,
    const struct show *how)
{
	struct capture *k = data;
	struct ctx *c = k->c;
	size_t mark = scope_mark(&c->scope);
	struct value *forms = list_new(c, 0, NULL);

	for (size_t i = 0; i < n; i++) {
		struct value *form[] = { str_new(c, mime[i].type),
			str_new_len(c, mime[i].data, mime[i].len),
			value_bool(mime[i].is_json) };

		list_append(c, forms, tuple_new(c, nitems(form), form));
	}
	if (k->catches[ITEM_BUNDLE])
		note(k, ITEM_BUNDLE, forms, how);
	else if (k->old->bundle != NULL)
		k->old->bundle(k->old->data, request, mime, n, how);
	scope_drop(c, mark);
}

static void
on_clear(void *data, void *request, bool wait)
{
	struct capture *k = data;

	if (!k->catches[ITEM_SHOW] && k->old->clear != NULL)
		k->old->clear(k->old->data, request, wait);
}

static char *
on_input(void *data, void *request, const char *prompt, bool password,
    bool *not_allowed)
{
	struct capture *k = data;

	return k->old->input(k->old->data, request, prompt, password,
	    not_allowed);
}

static void
on_page(void *data, void *request, const struct mime *mime, size_t n)
{
	struct capture *k = data;

	k->old->page(k->old->data, request, mime, n);
}

static void
on_comm(void *data, void *request, const char *comm_id, const char *json)
{
	struct capture *k = data;

	k->old->comm(k->old->data, request, comm_id, json);
}

/* ---- the cell --------------------------------------------------------------- */

static bool
run_caught(struct ctx *c, struct capture *k, const char *body)
{
	const struct sink sink = {
		.data = k, .text = on_text, .show = on_show,
		.bundle = on_bundle, .clear = on_clear,
		.input = k->old->input != NULL ? on_input : NULL,
		.page = k->old->page != NULL ? on_page : NULL,
		.comm = k->old->comm != NULL ? on_comm : NULL,
	};
	const struct sink *was = c->interp->o.sink;
	const struct show how = { 0 };
	struct unit *u = unit_new(c, "<magic>", body, strlen(body),
	    UNIT_CELL);
	bool silent = false;
	struct value *v;

	c->interp->o.sink = &sink;
	v = u != NULL ? interp_run(c, u, RUN_CELL, &silent) : NULL;
	if (v != NULL && v != &value_none && !silent)
		on_show(k, interp_request(c), v, &how);
	c->interp->o.sink = was;
	return v != NULL;
}

/* The words of the line: what is let through, and a name. */
static bool
take_words(struct ctx *c, struct capture *k, const char *rest,
    struct value **name)
{
	static const struct { const char *word; enum what first, last; }
	options[] = {
		{ "--no-stdout", ITEM_OUT, ITEM_OUT },
		{ "--no-stderr", ITEM_ERR, ITEM_ERR },
		{ "--no-display", ITEM_SHOW, ITEM_BUNDLE },
	};

	while (*(rest += strspn(rest, " \t")) != '\0') {
		size_t len = strcspn(rest, " \t"), i = 0;

		while (i < nitems(options) &&
		    (strlen(options[i].word) != len ||
		    strncmp(rest, options[i].word, len) != 0))
			i++;
		if (i < nitems(options)) {
			for (size_t w = options[i].first;
			    w <= options[i].last; w++)
				k->catches[w] = false;
		} else if (*rest == '-' || *name != NULL) {
			err_raise(c, ERR_VALUE, "%%%%capture: unrecognized "
			    "argument: %.*s", (int)len, rest);
			return false;
		} else {
			*name = str_new_len(c, rest, len);
		}
		rest += len;
	}
	return true;
}

/* What a failed cell said before is kept too. */
struct value *
magic_capture(struct ctx *c, const char *rest, const char *body)
{
	struct capture k = { .c = c, .old = interp_sink(c),
		.items = list_new(c, 0, NULL),
		.catches = { true, true, true, true } };
	struct value *m = module_import(c, mod_capture.name,
	    strlen(mod_capture.name)), *name = NULL, *object;
	struct err failed;
	bool ok;

	if (m == NULL || !take_words(c, &k, rest, &name))
		return NULL;
	ok = run_caught(c, &k, body);
	if (name == NULL)
		return ok ? &value_none : NULL;
	failed = err_take(c);
	object = value_call_n(c, module_find(c, m, atom(c, "CapturedIO")), 1,
	    &k.items);
	if (object == NULL || !dict_set(c, interp_globals(c), name, object))
		ok = false;
	if (err_is_set(c))
		err_release(&failed);
	else
		err_put(c, failed);
	return ok ? &value_none : NULL;
}

/* ---- once more -------------------------------------------------------------- */

static void
show_forms(struct ctx *c, const struct sink *sink, struct value *forms,
    const struct show *how)
{
	size_t n = seq_len(forms);
	struct mime *mime = xcalloc(n + 1, sizeof(*mime));

	for (size_t i = 0; i < n; i++) {
		struct value *form = seq_item(forms, i);
		struct value *text = seq_item(form, 1);

		mime[i] = (struct mime) { .type = str_text(seq_item(form, 0)),
			.data = str_text(text), .len = str_bytes(text),
			.is_json = seq_item(form, 2) == &value_true };
	}
	if (sink->bundle != NULL)
		sink->bundle(sink->data, interp_request(c), mime, n, how);
	free(mime);
}

static const struct param replay_params[] = {
	{ "item", PARAM_ANY, NULL, "One of CapturedIO.", 0 }, { 0 }
};

static bool
are_forms(struct value *v)
{
	if (!value_is(v, &list_kind))
		return false;
	for (size_t i = 0; i < seq_len(v); i++) {
		struct value *form = seq_item(v, i);

		if (!value_is(form, &tuple_kind) || seq_len(form) != 3 ||
		    !value_is(seq_item(form, 0), &str_kind) ||
		    !value_is(seq_item(form, 1), &str_kind))
			return false;
	}
	return true;
}

/* Only displays: capture.py writes text to sys.stdout, which may be another's. */
static struct value *
fn_replay(struct ctx *c, struct value *const *args)
{
	const struct sink *sink = interp_sink(c);
	struct value *item = args[0], *data, *id, *metadata;
	struct show how = { 0 };
	bool bundle;

	if (!value_is(item, &tuple_kind) || seq_len(item) != 5)
		return err_raise(c, ERR_TYPE, "not an item of a capture");
	data = seq_item(item, 1);
	id = seq_item(item, 2);
	metadata = seq_item(item, 4);
	how.id = value_is(id, &str_kind) ? str_text(id) : NULL;
	how.update = seq_item(item, 3) == &value_true;
	how.metadata = value_is(metadata, &str_kind) ? str_text(metadata) :
	    NULL;
	bundle = value_is(seq_item(item, 0), &int_kind) &&
	    value_as_int(seq_item(item, 0)) == ITEM_BUNDLE;
	if (bundle && !are_forms(data))
		return err_raise(c, ERR_TYPE, "not an item of a capture");
	if (bundle)
		show_forms(c, sink, data, &how);
	else if (sink->show != NULL)
		sink->show(sink->data, interp_request(c), data, &how);
	return &value_none;
}

static const struct native functions[] = {
	{ "_replay", replay_params, fn_replay, "Shows a display again.",
	  NULL },
	{ 0 }
};

const struct module_row mod_capture = {
	.name = "IPython.utils.capture", .doc = "What %%capture gives.",
	.functions = functions, .source = py_capture,
};
