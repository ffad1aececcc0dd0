/* SPDX-License-Identifier: Apache-2.0 */
#include "display/figure_html.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "display/figure.h"
#include "display/html.h"
#include "display/palette.h"
#include "display/summary.h"

static void
write_axis_name(struct buf *b, const struct figure_axis *x)
{
	struct buf s = BUF_INIT;

	if (x->label != NULL)
		buf_str(&s, x->label);
	else if (x->name != NULL)
		buf_printf(&s, "%s: %lld", x->name, (long long)x->size);
	else
		buf_printf(&s, "axis %d: %lld", x->position,
		    (long long)x->size);
	html_escape(b, s.data, s.len);
	buf_release(&s);
}

static void
write_side(struct buf *b, const struct figure *f, const char *what,
    const int *side, int n)
{
	int i;

	if (n == 0)
		return;
	buf_printf(b, "%s ", what);
	for (i = n - 1; i >= 0; i--) {
		write_axis_name(b, &f->axis[side[i]]);
		buf_str(b, i > 0 ? " × " : "");
	}
}

/* A line under the static picture: what lies where, and the colours' ends. */
static void
write_caption(struct buf *b, const struct figure *f)
{
	write_side(b, f, "rows", f->rows, f->nrows);
	buf_str(b, f->nrows > 0 && f->ncols > 0 ? ", " : "");
	write_side(b, f, "columns", f->cols, f->ncols);
	if (f->scale == SCALE_DIGITS || f->scale == SCALE_INDEXED)
		return;
	buf_str(b, ", colours from ");
	summary_number(b, f->lo);
	buf_str(b, " to ");
	summary_number(b, f->hi);
}

/* ---- what the script draws from -------------------------------------------------- */

static void
json_number(struct buf *b, double x)
{
	if (isfinite(x))
		buf_printf(b, "%.9g", x);
	else
		buf_str(b, "null");
}

static void
json_side(struct buf *b, const char *key, const int *side, int n)
{
	int i;

	buf_printf(b, ",\"%s\":[", key);
	for (i = 0; i < n; i++)
		buf_printf(b, "%s%d", i > 0 ? "," : "", side[i]);
	buf_char(b, ']');
}

static void
json_axes(struct buf *b, const struct figure *f)
{
	int i;

	buf_str(b, "\"a\":[");
	for (i = 0; i < f->naxes; i++) {
		const struct figure_axis *x = &f->axis[i];

		buf_printf(b, "%s{\"n\":", i > 0 ? "," : "");
		if (x->name != NULL)
			html_json_string(b, x->name);
		else
			buf_str(b, "null");
		buf_printf(b, ",\"i\":%d,\"s\":%lld,\"e\":%lld", x->position,
		    (long long)x->size, (long long)x->edge);
		if (x->label != NULL) {
			buf_str(b, ",\"l\":");
			html_json_string(b, x->label);
		}
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* The smallest form that keeps every number: f4, i4 or f8. */
static void
json_data(struct buf *b, const struct figure *f)
{
	bool f4 = f->dtype == DT_F32 || f->dtype == DT_F16 ||
	    f->dtype == DT_BF16 || dtype_is_block(f->dtype);
	bool i4 = !dtype_is_float(f->dtype);
	int64_t i;
	void *data;

	for (i = 0; i < f->n && i4; i++)
		i4 = fabs(f->data[i]) <= 2147483647;
	buf_printf(b, ",\"t\":\"%s\",\"d\":\"", f4 ? "f4" : i4 ? "i4" :
	    "f8");
	if (!f4 && !i4) {
		html_base64(b, f->data, (size_t)f->n * 8);
		buf_char(b, '"');
		return;
	}
	data = xcalloc((size_t)f->n, 4);
	for (i = 0; i < f->n; i++) {
		if (f4)
			((float *)data)[i] = (float)f->data[i];
		else
			((int32_t *)data)[i] = (int32_t)f->data[i];
	}
	html_base64(b, data, (size_t)f->n * 4);
	buf_char(b, '"');
	free(data);
}

static void
json_mask(struct buf *b, const struct figure *f)
{
	uint8_t *bits;
	int64_t i;

	if (f->valid == NULL)
		return;
	bits = xcalloc((size_t)f->n / 8 + 1, 1);
	for (i = 0; i < f->n; i++)
		if (f->valid[i])
			bits[i >> 3] |= (uint8_t)(1 << (i & 7));
	buf_str(b, ",\"m\":\"");
	html_base64(b, bits, (size_t)f->n / 8 + 1);
	buf_char(b, '"');
	free(bits);
}

static void
json_colours(struct buf *b, const struct figure *f)
{
	const uint8_t (*stop)[3];
	int i, n = palette_stops(f->scale, &stop);

	if (f->ncolours > 0) {
		stop = f->colours;
		n = f->ncolours;
	}
	buf_str(b, ",\"lo\":");
	json_number(b, f->lo);
	buf_str(b, ",\"hi\":");
	json_number(b, f->hi);
	buf_str(b, ",\"rl\":");
	json_number(b, f->raw_lo);
	buf_str(b, ",\"rh\":");
	json_number(b, f->raw_hi);
	buf_printf(b, ",\"y\":%d,\"px\":%d", f->dynamic,
	    f->pixels > 0 ? f->pixels : 7);
	if (f->scale == SCALE_DIGITS)
		return;
	buf_str(b, ",\"st\":\"");
	for (i = 0; i < n; i++)
		buf_printf(b, "%02x%02x%02x", stop[i][0], stop[i][1],
		    stop[i][2]);
	buf_char(b, '"');
}

void
figure_json(struct buf *b, const struct figure *f)
{
	static const char *const scales[] = { "d", "s", "i", "p" };

	buf_char(b, '{');
	json_axes(b, f);
	json_side(b, "r", f->rows, f->nrows);
	json_side(b, "c", f->cols, f->ncols);
	json_side(b, "v", f->sliders, f->nsliders);
	buf_printf(b, ",\"k\":\"%s\",\"b\":%d", scales[f->scale],
	    f->dtype == DT_BOOL);
	json_colours(b, f);
	if (f->labels != NULL)
		buf_printf(b, ",\"lb\":%s", f->labels);
	json_mask(b, f);
	json_data(b, f);
	buf_char(b, '}');
}

void
figure_html(struct buf *b, const struct figure *f)
{
	struct buf png = BUF_INIT;
	int width = 0, height = 0;

	buf_str(b, "<div class=f>");
	if (figure_png(&png, f, &width, &height)) {
		buf_str(b, "<img src='data:image/png;base64,");
		html_base64(b, png.data, png.len);
		buf_printf(b, "' width=%d height=%d alt='", width, height);
		write_caption(b, f);
		buf_str(b, "'>");
	}
	buf_str(b, "<div class=fc><font class=m color=#757b85>");
	write_caption(b, f);
	buf_str(b, "</font></div><script type=application/json>");
	figure_json(b, f);
	buf_str(b, "</script></div>");
	buf_release(&png);
}
