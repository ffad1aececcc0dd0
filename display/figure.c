/* SPDX-License-Identifier: Apache-2.0 */
#include "display/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/xalloc.h"

#define FIGURE_MAX 4000000	/* cells of one picture */

const struct figure_options figure_in_tree = {
	.truncate = true, .maximum_size = 4000, .cutoff = 128, .min_edge = 5,
	.continuous = FIGURE_AUTO, .around_zero = FIGURE_YES,
	.trim_outliers = true, .vmin = NAN, .vmax = NAN, .pixels = 7,
};
const struct figure_options figure_explicit = {
	.maximum_size = 10000, .cutoff = 512, .min_edge = 5,
	.continuous = FIGURE_AUTO, .around_zero = FIGURE_AUTO,
	.trim_outliers = true, .vmin = NAN, .vmax = NAN, .pixels = 7,
};

/* ---- what is cut -------------------------------------------------------------- */

static double
axis_cap(int64_t size, const struct figure_options *o)
{
	if (size <= o->cutoff)
		return (double)size;
	return (double)o->cutoff +
	    10 * log2((double)size / (double)o->cutoff);
}

/* Axes by size, smallest first; equal ones in order. */
static void
sort_axes(const int64_t *size, int n, int *order)
{
	int i, j;

	for (i = 0; i < n; i++) {
		for (j = i; j > 0 && size[order[j - 1]] > size[i]; j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
}

/*
 * Balanced: longer axes keep more, by the root of their size, and what an
 * axis does not need is left to the others.
 */
void
figure_truncate(const int64_t *size, int n, const struct figure_options *o,
    int64_t *edge)
{
	int order[TENSOR_MAX_AXES], i, j, m = o->min_edge;
	double room = log((double)o->maximum_size);

	sort_axes(size, n, order);
	for (i = 0; i < n; i++)
		edge[i] = 0;
	for (i = 0; i < n; i++) {
		int64_t s = size[order[i]];
		double sum = 0, c, soft, lim;

		if (s <= 0)
			return;
		for (j = i; j < n; j++)
			sum += 0.5 * log((double)size[order[j]]);
		c = exp((room - sum) / (n - i));
		soft = c * sqrt((double)s);
		lim = floor(fmin(soft, axis_cap(s, o)));
		if (s <= 2 * m + 1 || (double)s <= lim) {
			room -= log(soft);
			continue;
		}
		if (lim < 2 * m + 1) {
			edge[order[i]] = m;
			room -= log(2 * m + 1);
			continue;
		}
		for (j = i; j < n; j++) {
			int64_t sj = size[order[j]];

			lim = floor(fmin(c * sqrt((double)sj),
			    axis_cap(sj, o)));
			edge[order[j]] = (int64_t)(lim / 2);
		}
		return;
	}
}

/* ---- which axis goes where ------------------------------------------------------- */

static int64_t
drawn(const struct figure_axis *x)
{
	return x->edge > 0 ? 2 * x->edge + 1 : x->size;
}

static bool
is_placed(const struct figure *f, int axis)
{
	int i;

	for (i = 0; i < f->nrows; i++)
		if (f->rows[i] == axis)
			return true;
	for (i = 0; i < f->ncols; i++)
		if (f->cols[i] == axis)
			return true;
	for (i = 0; i < f->nsliders; i++)
		if (f->sliders[i] == axis)
			return true;
	return false;
}

/* Behind the explicit ones: later positions inside, then named axes. */
static void
order_side(const struct figure *f, int *side, int fixed, int n)
{
	int i, j;

	for (i = fixed + 1; i < n; i++) {
		int x = side[i], px = f->axis[x].position;

		for (j = i; j > fixed; j--) {
			int py = f->axis[side[j - 1]].position;

			if (px < 0 || (py >= 0 && py > px))
				break;
			side[j] = side[j - 1];
		}
		side[j] = x;
	}
}

void
figure_arrange(struct figure *f)
{
	int todo[TENSOR_MAX_AXES], n = 0, i, j;
	int fixed_rows = f->nrows, fixed_cols = f->ncols;
	double rest = 1, rows = 1, cols = 1;

	for (i = 0; i < f->nrows; i++)
		rows *= (double)drawn(&f->axis[f->rows[i]]);
	for (i = 0; i < f->ncols; i++)
		cols *= (double)drawn(&f->axis[f->cols[i]]);
	if (f->naxes == 2 && f->nrows + f->ncols + f->nsliders == 0 &&
	    f->axis[0].position == 0 && f->axis[1].position == 1) {
		f->rows[f->nrows++] = 0;
		f->cols[f->ncols++] = 1;
		return;
	}
	for (i = 0; i < f->naxes; i++) {
		const struct figure_axis *x = &f->axis[i];

		if (is_placed(f, i))
			continue;
		for (j = n; j > 0; j--) {
			const struct figure_axis *y = &f->axis[todo[j - 1]];

			if (drawn(y) > drawn(x) || (drawn(y) == drawn(x) &&
			    y->size >= x->size))
				break;
			todo[j] = todo[j - 1];
		}
		todo[j] = i;
		n++;
		rest *= (double)drawn(x);
	}
	for (i = 0; i < n; i++) {
		double size = (double)drawn(&f->axis[todo[i]]);

		rest /= size > 0 ? size : 1;
		if (rows * size > cols * rest) {
			f->cols[f->ncols++] = todo[i];
			cols *= size;
		} else {
			f->rows[f->nrows++] = todo[i];
			rows *= size;
		}
	}
	order_side(f, f->rows, fixed_rows, f->nrows);
	order_side(f, f->cols, fixed_cols, f->ncols);
}

/* ---- reading ------------------------------------------------------------------------ */

static void
place_box(const struct figure *f, const double *from, double *to,
    const int64_t *at, const int64_t *count)
{
	int64_t index[TENSOR_MAX_AXES] = { 0 }, n = 1, i, where;
	int d;

	for (d = 0; d < f->naxes; d++)
		n *= count[d];
	for (i = 0; i < n; i++) {
		where = 0;
		for (d = 0; d < f->naxes; d++)
			where = where * f->axis[d].part + at[d] + index[d];
		to[where] = from[i];
		for (d = f->naxes - 1; d >= 0 && ++index[d] == count[d]; d--)
			index[d] = 0;
	}
}

/* Reads the corners of what is cut, into C order of the parts. */
static bool
read_parts(struct ctx *c, const struct figure *f, struct tensor *t,
    double *out)
{
	double *box = xmalloc((size_t)f->n * sizeof(*box) + 1);
	uint32_t corners = 0, corner;
	bool ok = true;
	int d;

	for (d = 0; d < f->naxes; d++)
		if (f->axis[d].edge > 0)
			corners |= 1u << d;
	for (corner = corners; ok; corner = (corner - 1) & corners) {
		int64_t start[TENSOR_MAX_AXES] = { 0 },
		    count[TENSOR_MAX_AXES] = { 0 },
		    at[TENSOR_MAX_AXES] = { 0 };

		for (d = 0; d < f->naxes; d++) {
			const struct figure_axis *x = &f->axis[d];
			bool late = corner >> d & 1;

			count[d] = x->edge > 0 ? x->edge : x->size;
			start[d] = late ? x->size - x->edge : 0;
			at[d] = late ? x->edge : 0;
		}
		ok = tensor_read_box(c, t, DT_F64, start, count, box);
		if (ok)
			place_box(f, box, out, at, count);
		if (corner == 0)
			break;
	}
	free(box);
	return ok;
}

/* The mask, broadcast to the axes of t by name and position. */
static bool
read_mask(struct ctx *c, struct arena *a, struct figure *f,
    struct tensor *t, struct tensor *mask)
{
	struct tensor *m = tensor_broadcast(c, mask, tensor_naxes(t),
	    tensor_axes(t));
	double *x;
	int64_t i;

	if (m == NULL)
		return false;
	if (tensor_naxes(m) != f->naxes)
		return err_raise(c, ERR_VALUE,
		    "valid_mask has axes that the array has not") != NULL;
	x = arena_array(a, (size_t)f->n + 1, sizeof(*x));
	f->valid = arena_alloc(a, (size_t)f->n + 1);
	if (!read_parts(c, f, m, x))
		return false;
	for (i = 0; i < f->n; i++)
		f->valid[i] = x[i] != 0;
	return true;
}

/* ---- colours -------------------------------------------------------------------------- */

static bool
counts(const struct figure *f, int64_t i)
{
	return isfinite(f->data[i]) && (f->valid == NULL || f->valid[i]);
}

/* The colours reach three times the spread, so that one outlier does not
 * wash out the rest. */
static void
trim(struct figure *f, bool around_zero)
{
	double sum = 0, square = 0, centre = 0, sigma;
	int64_t i, n = 0;

	for (i = 0; i < f->n; i++)
		if (counts(f, i)) {
			sum += f->data[i];
			n++;
		}
	if (n == 0)
		return;
	if (!around_zero)
		centre = sum / (double)n;
	for (i = 0; i < f->n; i++)
		if (counts(f, i))
			square += (f->data[i] - centre) *
			    (f->data[i] - centre);
	sigma = sqrt(square / (double)n);
	f->hi = fmin(f->hi, centre + 3 * sigma);
	f->lo = fmax(f->lo, centre - 3 * sigma);
}

static void
choose_scale(struct figure *f, const struct figure_options *o)
{
	bool given = !isnan(o->vmin) || !isnan(o->vmax), zero;
	bool continuous = o->continuous == FIGURE_AUTO ?
	    dtype_is_float(f->dtype) : o->continuous == FIGURE_YES;
	int64_t i;

	f->raw_lo = INFINITY;
	f->raw_hi = -INFINITY;
	for (i = 0; i < f->n; i++)
		if (counts(f, i)) {
			f->raw_lo = fmin(f->raw_lo, f->data[i]);
			f->raw_hi = fmax(f->raw_hi, f->data[i]);
		}
	if (f->raw_lo > f->raw_hi)
		f->raw_lo = f->raw_hi = 0;
	f->scale = o->ncolours > 0 ? SCALE_INDEXED : SCALE_DIGITS;
	if (!continuous)
		return;
	zero = o->around_zero == FIGURE_AUTO ? isnan(o->vmin) ||
	    isnan(o->vmax) || o->vmin == -o->vmax :
	    o->around_zero == FIGURE_YES;
	f->scale = zero ? SCALE_DIVERGING : SCALE_SEQUENTIAL;
	f->dynamic = zero && !given;
	f->hi = zero ? fmax(fabs(f->raw_lo), fabs(f->raw_hi)) : f->raw_hi;
	f->lo = zero ? -f->hi : f->raw_lo;
	if (o->trim_outliers && !given)
		trim(f, zero);
	if (!isnan(o->vmax)) {
		f->hi = o->vmax;
		f->lo = zero ? -o->vmax : f->lo;
	}
	if (!isnan(o->vmin)) {
		f->lo = o->vmin;
		f->hi = zero && isnan(o->vmax) ? -o->vmin : f->hi;
	}
}

/* ---- making ----------------------------------------------------------------------------- */

static bool
nearly_fits(const int64_t *size, int n, const struct figure_options *o)
{
	double cells = 1;
	int i;

	for (i = 0; i < n; i++) {
		if (size[i] > o->cutoff + o->cutoff / 4)
			return false;
		cells *= (double)size[i];
	}
	return cells <= 1.3 * (double)o->maximum_size;
}

static void
take_axes(struct figure *f, struct arena *a, struct tensor *t,
    const struct figure_options *o)
{
	const struct axis *axis = tensor_axes(t);
	int64_t size[TENSOR_MAX_AXES] = { 0 }, edge[TENSOR_MAX_AXES] = { 0 };
	int i, position = 0;

	f->naxes = tensor_naxes(t);
	for (i = 0; i < f->naxes; i++) {
		struct figure_axis *x = &f->axis[i];

		size[i] = x->size = axis[i].size;
		x->name = axis[i].name == NULL ? NULL :
		    arena_strdup(a, axis[i].name->text);
		x->position = axis[i].name == NULL ? position++ : -1;
		x->label = o->axis_label != NULL && o->axis_label[i] != NULL ?
		    arena_strdup(a, o->axis_label[i]) : NULL;
	}
	/* What nearly fits is drawn whole: a seam would cost more. */
	if (o->truncate && !nearly_fits(size, f->naxes, o))
		figure_truncate(size, f->naxes, o, edge);
	f->n = 1;
	for (i = 0; i < f->naxes; i++) {
		struct figure_axis *x = &f->axis[i];

		/* A seam that saves nothing would only hide a cell. */
		x->edge = 2 * edge[i] + 1 >= x->size ? 0 : edge[i];
		x->part = x->edge > 0 ? 2 * x->edge : x->size;
		f->n *= x->part;
		if (f->n > FIGURE_MAX)
			return;
	}
}

static void
take_places(struct figure *f, const struct figure_options *o)
{
	memcpy(f->rows, o->rows, sizeof(f->rows));
	memcpy(f->cols, o->cols, sizeof(f->cols));
	memcpy(f->sliders, o->sliders, sizeof(f->sliders));
	f->nrows = o->nrows;
	f->ncols = o->ncols;
	f->nsliders = o->nsliders;
	figure_arrange(f);
}

struct figure *
figure_make(struct ctx *c, struct arena *a, struct tensor *t,
    const struct figure_options *o)
{
	struct figure *f = arena_alloc(a, sizeof(*f));

	if (t == NULL)
		return NULL;
	f->dtype = tensor_dtype(t);
	f->pixels = o->pixels;
	take_axes(f, a, t, o);
	if (f->n > FIGURE_MAX)
		return err_raise(c, ERR_VALUE, "the array has too many "
		    "elements to draw: give truncate=True");
	if (f->n == 0)
		return err_raise(c, ERR_VALUE, "the array has no elements");
	f->data = arena_array(a, (size_t)f->n, sizeof(*f->data));
	if (!read_parts(c, f, t, f->data))
		return NULL;
	if (o->mask != NULL && !read_mask(c, a, f, t, o->mask))
		return NULL;
	f->colours = o->colours;
	f->ncolours = o->ncolours;
	choose_scale(f, o);
	take_places(f, o);
	return f;
}

size_t
figure_bytes(const struct figure *f)
{
	return 1200 + (size_t)f->n * 8;
}

static void
write_side(struct buf *b, const struct figure *f, const int *side, int n)
{
	int i;

	for (i = n - 1; i >= 0; i--) {
		const struct figure_axis *x = &f->axis[side[i]];

		if (i < n - 1)
			buf_str(b, " / ");
		if (x->name != NULL)
			buf_printf(b, "%s: %lld", x->name,
			    (long long)x->size);
		else
			buf_printf(b, "axis %d: %lld", x->position,
			    (long long)x->size);
	}
}

/* How dark a number is on the scale, 0..8 eighths. */
static int
shade(const struct figure *f, double x)
{
	double far = fmax(fabs(f->lo), fabs(f->hi)), at;

	if (f->scale == SCALE_DIVERGING)
		at = far > 0 ? fabs(x) / far : 0;
	else if (f->scale == SCALE_SEQUENTIAL)
		at = f->hi > f->lo ? (x - f->lo) / (f->hi - f->lo) : 0;
	else
		at = f->raw_hi > f->raw_lo ? (x - f->raw_lo) /
		    (f->raw_hi - f->raw_lo) : 0;
	at = isnan(at) ? 0 : fmin(fmax(at, 0), 1);
	return (int)(at * 4 + 0.5);
}

/* A small picture of shades, of the innermost rows and columns. */
const char *
figure_stand_in(const struct figure *f, struct arena *a)
{
	static const char *const shades[] = { "·", "░", "▒", "▓", "█" };
	int64_t stride[TENSOR_MAX_AXES], s = 1, r, k, nr = 1, nk = 1;
	struct buf b = BUF_INIT;
	const char *text;
	int i;

	for (i = f->naxes - 1; i >= 0; i--) {
		stride[i] = s;
		s *= f->axis[i].part;
	}
	if (f->nrows > 0)
		nr = f->axis[f->rows[0]].part;
	if (f->ncols > 0)
		nk = f->axis[f->cols[0]].part;
	for (r = 0; r < nr && r < 8; r++) {
		buf_char(&b, ' ');
		for (k = 0; k < nk && k < 64; k++) {
			int64_t at = 0;

			if (f->nrows > 0)
				at += r * stride[f->rows[0]];
			if (f->ncols > 0)
				at += k * stride[f->cols[0]];
			buf_str(&b, shades[shade(f, f->data[at])]);
		}
		buf_char(&b, '\n');
	}
	buf_str(&b, " rows ");
	write_side(&b, f, f->rows, f->nrows);
	buf_str(&b, f->nrows > 0 ? ", columns " : "-, columns ");
	write_side(&b, f, f->cols, f->ncols);
	text = arena_memdup0(a, b.data, b.len);
	buf_release(&b);
	return text;
}
