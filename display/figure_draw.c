/* SPDX-License-Identifier: Apache-2.0 */
/* The picture of a figure as a PNG, for viewers that run no scripts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "display/figure.h"
#include "display/palette.h"
#include "display/png.h"

enum { MAX_SIDE = 4000, WANTED = 620 };

/* Where one axis' cells lie: its stride in the data and in the picture. */
struct run {
	const struct figure_axis *axis;
	int64_t stride;
	int64_t drawn;
	int64_t step;		/* cells from one element to the next */
};

struct side {
	struct run run[TENSOR_MAX_AXES];
	int n;
	int64_t cells;
};

/* Inner axes first: facets are apart by 0, 1, 2, 4, ... cells. */
static void
lay_out(const struct figure *f, const int *axes, int n, struct side *s)
{
	int64_t width = 1, gap = 0;
	int i, j;

	s->n = n;
	for (i = 0; i < n; i++) {
		struct run *r = &s->run[i];

		r->axis = &f->axis[axes[i]];
		r->drawn = r->axis->edge > 0 ? 2 * r->axis->edge + 1 :
		    r->axis->size;
		r->stride = 1;
		for (j = axes[i] + 1; j < f->naxes; j++)
			r->stride *= f->axis[j].part;
		r->step = width + gap;
		width = width * r->drawn + gap * (r->drawn - 1);
		gap = gap == 0 ? 1 : gap * 2;
	}
	s->cells = width;
}

/* The element's offset at a cell of one side; -1: a gap, -2: cut. */
static int64_t
element_at(const struct side *s, int64_t cell)
{
	int64_t at = 0;
	bool cut = false;
	int i;

	for (i = s->n - 1; i >= 0; i--) {
		const struct run *r = &s->run[i];
		int64_t k = cell / r->step;

		if (k >= r->drawn)
			return -1;
		cell -= k * r->step;
		if (r->axis->edge > 0 && k == r->axis->edge)
			cut = true;
		else if (r->axis->edge > 0 && k > r->axis->edge)
			k--;
		at += k * r->stride;
	}
	return cell > 0 ? -1 : cut ? -2 : at;
}

static uint8_t
colour_of(const struct figure *f, int64_t i)
{
	double x = f->data[i], at;

	if (f->valid != NULL && !f->valid[i])
		return PALETTE_CUT;
	if (isnan(x))
		return PALETTE_NAN;
	if (f->scale == SCALE_DIGITS) {
		double v = fmod(fabs(x), 10);

		return (uint8_t)(PALETTE_DIGIT + (int)v);
	}
	if (f->scale == SCALE_INDEXED)
		return x >= 0 && x < f->ncolours && x < PALETTE_STEPS ?
		    (uint8_t)(PALETTE_SCALE + (int)x) : PALETTE_NAN;
	at = f->hi > f->lo ? (x - f->lo) / (f->hi - f->lo) : 0.5;
	at = fmin(fmax(at, 0), 1);
	return (uint8_t)(PALETTE_SCALE +
	    (int)(at * (PALETTE_STEPS - 1) + 0.5));
}

static int
pixels_per_cell(const struct figure *f, int64_t cells)
{
	int p = f->pixels > 0 ? f->pixels : 7;

	while (p > 1 && cells * p > WANTED)
		p--;
	return p;
}

bool
figure_png(struct buf *b, const struct figure *f, int *width, int *height)
{
	struct side rows, cols;
	struct png_image m = { .transparent = PALETTE_NONE };
	uint8_t palette[256][3], *pixel, *line;
	int64_t *col, r, k;
	int p, i;
	bool ok;

	lay_out(f, f->rows, f->nrows, &rows);
	lay_out(f, f->cols, f->ncols, &cols);
	p = pixels_per_cell(f, cols.cells);
	if (rows.cells * p > MAX_SIDE || cols.cells * p > MAX_SIDE)
		return false;
	*width = m.width = (int)cols.cells * p;
	*height = m.height = (int)rows.cells * p;
	pixel = xcalloc((size_t)m.width, (size_t)m.height);
	col = xcalloc((size_t)cols.cells, sizeof(*col));
	for (k = 0; k < cols.cells; k++)
		col[k] = element_at(&cols, k);
	for (r = 0; r < rows.cells; r++) {
		int64_t row = element_at(&rows, r);

		line = pixel + (size_t)r * (size_t)p * (size_t)m.width;
		for (k = 0; k < m.width; k++) {
			int64_t c = col[k / p];

			line[k] = row == -1 || c == -1 ? PALETTE_NONE :
			    row == -2 || c == -2 ? PALETTE_CUT :
			    colour_of(f, row + c);
		}
		for (i = 1; i < p; i++)
			memcpy(line + (size_t)i * (size_t)m.width, line,
			    (size_t)m.width);
	}
	palette_fill(f, palette);
	m.index = pixel;
	m.palette = (const uint8_t (*)[3])palette;
	m.ncolours = PALETTE_COUNT;
	ok = png_encode(b, &m);
	free(pixel);
	free(col);
	return ok;
}
