/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The modules treescope and penzai.pz.ts: what their Python part (py/) asks
 * of the display library.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/lang/unit.h"
#include "core/session.h"
#include "core/value/array.h"
#include "display/build.h"
#include "display/figure.h"
#include "display/figure_html.h"
#include "display/html.h"
#include "display/mod_display.h"
#include "display/palette.h"
#include "display/state.h"
#include "display/text.h"
#include "display/treescope.inc"

/* ---- settings --------------------------------------------------------------------- */

static const struct param settings_params[] = {
	{ "registered", PARAM_BOOL, "None", "Treescope shows every value.",
	    PARAM_OPTIONAL },
	{ "figures", PARAM_BOOL, "None", "Arrays are drawn.",
	    PARAM_OPTIONAL },
	{ 0 }
};

static struct value *
fn_settings(struct ctx *c, struct value *const *args)
{
	struct display_state fallback, *s = state_of(c, &fallback);

	if (args[0] != &value_none)
		s->registered = args[0] == &value_true;
	if (args[1] != &value_none)
		s->figures = args[1] == &value_true;
	return &value_none;
}

static const struct param visualizer_params[] = {
	{ "function", PARAM_ANY, NULL, "f(value, path), or None.", 0 },
	{ 0 }
};

/* The module keeps it alive under a name of its own. */
static struct value *
fn_set_visualizer(struct ctx *c, struct value *const *args)
{
	struct display_state fallback, *s = state_of(c, &fallback);
	struct value *m = module_import(c, "treescope", 9);

	if (m == NULL || !module_set(c, m, "_visualizer", args[0]))
		return NULL;
	s->visualizer = args[0] == &value_none ? NULL : args[0];
	return &value_none;
}

static const struct param layout_params[] = {
	{ "max_height", PARAM_INT, NULL, "Lines; 0: no limit.", 0 },
	{ "target_width", PARAM_INT, NULL, "Columns of one line.", 0 },
	{ "inner_height", PARAM_INT, NULL, "Lines in what is closed.", 0 },
	{ "relax", PARAM_BOOL, NULL, "An only child may overshoot.", 0 },
	{ 0 }
};

/* Sets how much opens by itself; returns what was set before. */
static struct value *
fn_layout(struct ctx *c, struct value *const *args)
{
	struct display_state fallback, *s = state_of(c, &fallback);
	struct value *old[4] = { value_int(c, s->fold.max_height),
		value_int(c, s->fold.target_width),
		value_int(c, s->fold.inner_height),
		value_bool(s->fold.relax_only_child) };

	s->fold.max_height = (unsigned)value_as_int(args[0]);
	s->fold.target_width = (unsigned)value_as_int(args[1]);
	s->fold.inner_height = (unsigned)value_as_int(args[2]);
	s->fold.relax_only_child = args[3] == &value_true;
	return tuple_new(c, 4, old);
}

/* ---- rendering -------------------------------------------------------------------- */

/* Text and HTML of a Figure made in the language; false for other values. */
static bool
figure_parts(struct ctx *c, struct value *v, struct value **text,
    struct value **html)
{
	if (!value_is(v, &instance_kind))
		return false;
	*text = instance_find(c, v, atom(c, "_text"));
	*html = instance_find(c, v, atom(c, "_html"));
	return *text != NULL && *html != NULL && value_is(*text, &str_kind) &&
	    value_is(*html, &str_kind);
}

/* Strings as they are, with their line breaks. */
static struct doc *
raw_text(struct arena *a, const char *s, size_t len)
{
	return memchr(s, '\n', len) == NULL ?
	    doc_text_len(a, STYLE_PLAIN, s, len) :
	    doc_lines(a, STYLE_PLAIN, s, len, false);
}

static struct doc *
part_of(struct arena *a, struct ctx *c, struct value *v,
    const struct build_options *o)
{
	struct value *text, *html;

	if (value_is(v, &str_kind))
		return raw_text(a, str_text(v), str_bytes(v));
	if (figure_parts(c, v, &text, &html))
		return doc_html(a, str_text(html), str_bytes(html),
		    arena_strdup(a, str_text(text)));
	return build_value(a, c, NULL, v, o);
}

static const struct param render_params[] = {
	{ "values", PARAM_TUPLE, NULL, "What is shown.", 0 },
	{ "spaces", PARAM_BOOL, NULL, "A blank between values.", 0 },
	{ "figures", PARAM_BOOL, NULL, "Arrays are drawn; None: as set.",
	    PARAM_OPTIONAL },
	{ "roundtrip", PARAM_BOOL, NULL, "Source form.", 0 },
	{ 0 }
};

/* (text, html) of values that stand side by side. */
static struct value *
fn_render(struct ctx *c, struct value *const *args)
{
	struct display_state fallback, *state = state_of(c, &fallback);
	struct build_options o = { .figures = args[2] == &value_none ?
	    state->figures : args[2] == &value_true };
	struct text_options to = { .roundtrip = args[3] == &value_true };
	struct arena *a = arena_create();
	struct doc *all = doc_seq(a, DOC_END);
	struct buf text = BUF_INIT, html = BUF_INIT;
	struct value *pair[2];
	size_t i, n = seq_len(args[0]);

	o.selections = n == 1;
	o.visualizer = args[2] == &value_none ? state->visualizer : NULL;
	for (i = 0; i < n; i++) {
		struct value *v = seq_item(args[0], i);

		if (i > 0 && args[1] == &value_true)
			doc_add(all, doc_text(a, STYLE_PLAIN, " "));
		if (n == 1 && value_is(v, &str_kind) &&
		    args[1] == &value_true)
			doc_add(all, build_value(a, c, NULL, v, &o));
		else
			doc_add(all, part_of(a, c, v, &o));
	}
	doc_measure(all);
	fold_choose(all, &state->fold);
	text_write(&text, all, &to);
	fold_outline(all, &state->fold);
	html_write_body(&html, all, 0);
	pair[0] = str_of_buf(c, &text);
	pair[1] = str_of_buf(c, &html);
	arena_free(&a);
	return tuple_new(c, 2, pair);
}

static const struct param page_params[] = {
	{ "html", PARAM_STR, NULL, "What stands in the output.", 0 },
	{ "all", PARAM_BOOL, "False", "With the style and the scripts.", 0 },
	{ 0 }
};

/* The output around HTML that _render or _figure gave. */
static struct value *
fn_page(struct ctx *c, struct value *const *args)
{
	struct display_state fallback, *state = state_of(c, &fallback);
	bool all = args[1] == &value_true || state_wants_assets(state);
	struct buf b = BUF_INIT;

	html_open(&b, all, false);
	buf_add(&b, str_text(args[0]), str_bytes(args[0]));
	html_close(&b, all);
	return str_of_buf(c, &b);
}

static const struct param text_params[] = {
	{ "text", PARAM_STR, NULL, "Any text.", 0 }, { 0 }
};

static struct value *
fn_escape(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	html_escape(&b, str_text(args[0]), str_bytes(args[0]));
	return str_of_buf(c, &b);
}

static struct value *
fn_hue(struct ctx *c, struct value *const *args)
{
	return value_float(c, (double)colour_hue(str_text(args[0])));
}

static const struct param colour_params[] = {
	{ "value", PARAM_FLOAT, NULL, "A number.", 0 },
	{ "low", PARAM_FLOAT, NULL, "Where the colours begin.", 0 },
	{ "high", PARAM_FLOAT, NULL, "Where they end.", 0 },
	{ "diverging", PARAM_BOOL, NULL, "Around zero.", 0 }, { 0 }
};

/* (ground, ink) as CSS colours. */
static struct value *
fn_colour(struct ctx *c, struct value *const *args)
{
	double x = 0, low = 0, high = 1;
	uint8_t rgb[3];
	struct value *pair[2];
	struct buf b = BUF_INIT;

	value_number(args[0], &x);
	value_number(args[1], &low);
	value_number(args[2], &high);
	palette_at(args[3] == &value_true ? SCALE_DIVERGING :
	    SCALE_SEQUENTIAL, high > low ? (x - low) / (high - low) : 0.5,
	    rgb);
	buf_printf(&b, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
	pair[0] = str_of_buf(c, &b);
	pair[1] = str_new(c, 0.2126 * rgb[0] + 0.7152 * rgb[1] +
	    0.0722 * rgb[2] > 128 ? "#000000" : "#ffffff");
	return tuple_new(c, 2, pair);
}

/* ---- explicit figures --------------------------------------------------------------- */

static struct value *
option(struct ctx *c, struct value *dict, const char *name)
{
	struct value *v = dict_find_atom(c, dict, atom(c, name));

	return v == &value_none ? NULL : v;
}

static void
number_option(struct ctx *c, struct value *dict, const char *name,
    double *out)
{
	struct value *v = option(c, dict, name);
	struct tensor *t = v != NULL ? value_find_tensor(v) : NULL;

	if (v == NULL || value_number(v, out))
		return;
	if (t == NULL || !tensor_item_f(c, t, out))
		*out = NAN;
}

static int
choice(struct ctx *c, struct value *dict, const char *name)
{
	struct value *v = option(c, dict, name);

	return v == &value_true ? FIGURE_YES : v == &value_false ? FIGURE_NO :
	    FIGURE_AUTO;
}

/* Axes by name or position; false and an error where there is none. */
static bool
take_side(struct ctx *c, struct tensor *t, struct value *list, int *side,
    int *n)
{
	size_t i;

	for (i = 0; i < seq_len(list) && i < TENSOR_MAX_AXES; i++) {
		struct value *v = seq_item(list, i);
		int axis = -1;

		if (value_is_int(v)) {
			int64_t p = value_as_int(v), npos = tensor_npos(t);

			if (p >= -npos && p < npos)
				axis = tensor_pos_axis(t, (int)p);
		} else if (value_is(v, &str_kind)) {
			axis = tensor_find_axis(t, str_atom(c, v));
		}
		if (axis < 0) {
			struct buf b = BUF_INIT;

			value_repr(c, &b, v);
			err_raise(c, ERR_VALUE, "the array has no axis %s",
			    b.data);
			buf_release(&b);
			return false;
		}
		side[(*n)++] = axis;
	}
	return true;
}

static bool
take_options(struct ctx *c, struct value *dict, struct figure_options *o)
{
	double size = 10000, cutoff = 512, edge = 5, pixels = 7;
	struct value *mask = option(c, dict, "valid_mask");

	number_option(c, dict, "maximum_size", &size);
	number_option(c, dict, "cutoff", &cutoff);
	number_option(c, dict, "edge", &edge);
	number_option(c, dict, "pixels", &pixels);
	number_option(c, dict, "vmin", &o->vmin);
	number_option(c, dict, "vmax", &o->vmax);
	o->maximum_size = (int64_t)fmax(size, 1);
	o->cutoff = (int64_t)fmax(cutoff, 1);
	o->min_edge = (int)fmin(fmax(edge, 1), 100000);
	o->pixels = (int)fmin(fmax(pixels, 1), 21);
	o->truncate = option(c, dict, "truncate") == &value_true;
	o->trim_outliers = option(c, dict, "trim_outliers") == &value_true;
	o->continuous = choice(c, dict, "continuous");
	o->around_zero = choice(c, dict, "around_zero");
	if (mask != NULL)
		o->mask = value_tensor(c, mask, "valid_mask", true);
	return !err_is_set(c);
}

/* Colours as (r, g, b) of 0..255 or 0..1, or "#rrggbb". */
static bool
take_colour(struct value *v, uint8_t rgb[3])
{
	double x[3], most = 0;
	unsigned hex;
	int k;

	if (value_is(v, &str_kind) && str_text(v)[0] == '#' &&
	    str_bytes(v) == 7) {
		hex = (unsigned)strtoul(str_text(v) + 1, NULL, 16);
		for (k = 0; k < 3; k++)
			rgb[k] = (uint8_t)(hex >> (16 - 8 * k));
		return true;
	}
	if (!value_is_seq(v) || seq_len(v) < 3)
		return false;
	for (k = 0; k < 3; k++) {
		if (!value_number(seq_item(v, (size_t)k), &x[k]))
			return false;
		most = fmax(most, x[k]);
	}
	for (k = 0; k < 3; k++) {
		/* Fractions are floats; whole numbers are bytes. */
		double scale = most <= 1 && value_is(seq_item(v, (size_t)k),
		    &float_kind) ? 255 : 1;

		rgb[k] = (uint8_t)fmin(fmax(x[k] * scale + 0.5, 0), 255);
	}
	return true;
}

static bool
take_colours(struct ctx *c, struct arena *a, struct value *dict,
    struct figure_options *o)
{
	struct value *list = option(c, dict, "colormap");
	uint8_t (*rgb)[3];
	size_t i, n;

	if (list == NULL)
		return true;
	n = value_is_seq(list) ? seq_len(list) : 0;
	if (n == 0 || n > 4096)
		return err_raise(c, ERR_VALUE, "colormap must be a list of "
		    "colours") != NULL;
	rgb = arena_array(a, n, sizeof(*rgb));
	for (i = 0; i < n; i++)
		if (!take_colour(seq_item(list, i), rgb[i]))
			return err_raise(c, ERR_VALUE, "colormap[%zu] is no "
			    "colour: (r, g, b) or '#rrggbb'", i) != NULL;
	o->colours = (const uint8_t (*)[3])rgb;
	o->ncolours = (int)n;
	return true;
}

/* Labels of axes by their name or position; unknown ones are ignored. */
static void
take_labels(struct ctx *c, struct tensor *t, struct value *dict,
    struct figure_options *o, const char **label)
{
	struct value *labels = option(c, dict, "axes"), *key, *v;
	size_t at = 0;

	if (labels == NULL || !value_is(labels, &dict_kind))
		return;
	while (dict_next(labels, &at, &key, &v)) {
		int axis = -1;

		if (!value_is(v, &str_kind))
			continue;
		if (value_is(key, &str_kind))
			axis = tensor_find_axis(t, str_atom(c, key));
		else if (value_is_int(key) && value_as_int(key) >= 0 &&
		    value_as_int(key) < tensor_npos(t))
			axis = tensor_pos_axis(t, (int)value_as_int(key));
		if (axis >= 0)
			label[axis] = str_text(v);
	}
	o->axis_label = label;
}

/* Labels of integers as a JSON object. */
static const char *
value_labels(struct ctx *c, struct arena *a, struct value *labels)
{
	struct value *key, *v;
	struct buf b = BUF_INIT, s = BUF_INIT;
	const char *text;
	size_t at = 0, n = 0;

	if (labels == NULL || !value_is(labels, &dict_kind))
		return NULL;
	buf_char(&b, '{');
	while (dict_next(labels, &at, &key, &v)) {
		if (!value_is_int(key))
			continue;
		buf_truncate(&s, 0);
		if (!value_str(c, &s, v))
			err_clear(c);
		buf_printf(&b, "%s\"%lld\":", n++ > 0 ? "," : "",
		    (long long)value_as_int(key));
		html_json_string(&b, s.data);
	}
	buf_char(&b, '}');
	text = arena_memdup0(a, b.data, b.len);
	buf_release(&b);
	buf_release(&s);
	return text;
}

static const struct param figure_params[] = {
	{ "array", PARAM_ARRAY, NULL, "What is drawn.", 0 },
	{ "rows", PARAM_SEQ, NULL, "Axes, inner ones first.", 0 },
	{ "columns", PARAM_SEQ, NULL, "Axes, inner ones first.", 0 },
	{ "sliders", PARAM_SEQ, NULL, "Axes of which one item is seen.", 0 },
	{ "options", PARAM_DICT, NULL, "See render_array.", 0 },
	{ 0 }
};

static struct value *
fn_figure(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_tensor(c, args[0], "array", true);
	struct figure_options o = figure_explicit;
	const char *label[TENSOR_MAX_AXES] = { NULL };
	struct arena *a;
	struct figure *f = NULL;
	struct buf text = BUF_INIT, html = BUF_INIT;
	struct value *pair[2] = { NULL };

	if (t == NULL || !take_side(c, t, args[1], o.rows, &o.nrows) ||
	    !take_side(c, t, args[2], o.cols, &o.ncols) ||
	    !take_side(c, t, args[3], o.sliders, &o.nsliders) ||
	    !take_options(c, args[4], &o))
		return NULL;
	a = arena_create();
	take_labels(c, t, args[4], &o, label);
	if (take_colours(c, a, args[4], &o))
		f = figure_make(c, a, t, &o);
	if (f != NULL) {
		struct doc *d = doc_figure(a, f, figure_stand_in(f, a));
		static const struct text_options to;

		f->labels = value_labels(c, a, option(c, args[4], "values"));
		text_write(&text, d, &to);
		figure_html(&html, f);
		pair[0] = str_of_buf(c, &text);
		pair[1] = str_of_buf(c, &html);
	}
	arena_free(&a);
	return f != NULL ? tuple_new(c, 2, pair) : NULL;
}

static const struct param box_params[] = {
	{ "value", PARAM_INT, NULL, "An integer.", 0 },
	{ "size", PARAM_STR, NULL, "A CSS length.", 0 }, { 0 }
};

/* One integer as nested squares; more than 7 digits are a black one. */
static struct value *
fn_digitbox(struct ctx *c, struct value *const *args)
{
	int64_t x = value_as_int(args[0]);
	struct palette_box box[7];
	struct buf b = BUF_INIT;
	int i, n = palette_digits(x, box);

	buf_printf(&b, "<span title='%lld' style='display:inline-block;"
	    "position:relative;width:%s;height:%s;border:1px solid #888;"
	    "background-color:#000000;vertical-align:-0.15em'>",
	    (long long)x, str_text(args[1]), str_text(args[1]));
	for (i = 0; i < n; i++)
		buf_printf(&b, "<span style='position:absolute;left:%.2f%%;"
		    "top:%.2f%%;width:%.2f%%;height:%.2f%%;"
		    "background-color:#%02x%02x%02x'></span>",
		    box[i].at / 0.07, box[i].at / 0.07, box[i].side / 0.07,
		    box[i].side / 0.07, box[i].rgb[0], box[i].rgb[1],
		    box[i].rgb[2]);
	buf_str(&b, "</span>");
	return str_of_buf(c, &b);
}

/* ---- cells -------------------------------------------------------------------------- */

/* %%autovisualize: a cell in the globals, whose value is shown at once. */
static struct value *
fn_run_cell(struct ctx *c, struct value *const *args)
{
	struct unit *u = unit_new(c, "<magic>", str_text(args[0]),
	    str_bytes(args[0]), UNIT_CELL);
	const struct sink *sink = interp_sink(c);
	struct show how = { 0 };
	bool silent = false;
	struct value *v = u != NULL ? interp_run(c, u, RUN_CELL, &silent) :
	    NULL;

	if (v == NULL)
		return NULL;
	if (v != &value_none && !silent && sink->show != NULL)
		sink->show(sink->data, interp_request(c), v, &how);
	return &value_none;
}

static const struct native functions[] = {
	{ .name = "_settings", .params = settings_params, .fn = fn_settings },
	{ .name = "_set_visualizer", .params = visualizer_params,
	    .fn = fn_set_visualizer },
	{ .name = "_layout", .params = layout_params, .fn = fn_layout },
	{ .name = "_render", .params = render_params, .fn = fn_render },
	{ .name = "_page", .params = page_params, .fn = fn_page },
	{ .name = "_escape", .params = text_params, .fn = fn_escape },
	{ .name = "_hue", .params = text_params, .fn = fn_hue },
	{ .name = "_colour", .params = colour_params, .fn = fn_colour },
	{ .name = "_figure", .params = figure_params, .fn = fn_figure },
	{ .name = "_digitbox", .params = box_params, .fn = fn_digitbox },
	{ .name = "_run_cell", .params = text_params, .fn = fn_run_cell },
	{ .name = "_emit", .params = emit_params, .fn = display_emit },
	{ 0 }
};

const struct module_row mod_treescope = {
	.name = "treescope", .doc = "Values as trees, arrays as figures.",
	.functions = functions, .source = py_treescope,
};

/* Other names of what treescope has. */
static bool
copy_fill(struct ctx *c, struct value *module)
{
	struct value *from = module_import(c, "treescope", 9), *key, *v;
	size_t at = 0;

	if (from == NULL)
		return false;
	while (dict_next(module_dict(from), &at, &key, &v)) {
		const char *name = value_is(key, &str_kind) ? str_text(key) :
		    "_";

		if (name[0] != '_' && !module_set(c, module, name, v))
			return false;
	}
	return true;
}

const struct module_row mod_pz_ts = {
	.name = "penzai.pz.ts", .doc = "Treescope, as Penzai names it.",
	.fill = copy_fill,
};
const struct module_row mod_treescope_figures = {
	.name = "treescope.figures", .doc = "Figures made of parts.",
	.fill = copy_fill,
};
