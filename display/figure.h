/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The picture of an array: which elements are drawn, along which axes, in
 * which colours. Every axis is a row or a column axis or has a slider; outer
 * ones make facets. What is too long is cut in its middle.
 */
#ifndef DISPLAY_FIGURE_H
#define DISPLAY_FIGURE_H

#include "core/base/buf.h"
#include "core/tensor/tensor.h"

struct arena;

enum { FIGURE_AUTO = -1, FIGURE_NO, FIGURE_YES };

struct figure_options {
	bool truncate;
	int64_t maximum_size, cutoff;
	int min_edge;
	int continuous, around_zero;	/* FIGURE_AUTO, ... */
	bool trim_outliers;
	double vmin, vmax;		/* NaN: from the data */
	/* Axes by index, inner ones first; what is in none is placed. */
	int rows[TENSOR_MAX_AXES], nrows, cols[TENSOR_MAX_AXES], ncols;
	int sliders[TENSOR_MAX_AXES], nsliders;
	int pixels;
	struct tensor *mask;		/* valid elements, or null */
	const char *const *axis_label;	/* by axis, or null */
	/* Colours instead of the usual ones: stops of a scale, or one for
	 * each integer from 0. */
	const uint8_t (*colours)[3];
	int ncolours;
};
/* As in trees: at most 4000 elements; and as an explicit call draws. */
extern const struct figure_options figure_in_tree, figure_explicit;

enum figure_scale { SCALE_DIVERGING, SCALE_SEQUENTIAL, SCALE_DIGITS,
	SCALE_INDEXED };

struct figure_axis {
	const char *name;	/* null: positional */
	const char *label;
	int position;
	int64_t size;
	int64_t edge;		/* kept at either end; 0: whole */
	int64_t part;		/* elements read: size or 2 * edge */
};

struct figure {
	enum dtype dtype;
	int naxes;
	struct figure_axis axis[TENSOR_MAX_AXES];
	int rows[TENSOR_MAX_AXES], nrows;	/* inner first */
	int cols[TENSOR_MAX_AXES], ncols;
	int sliders[TENSOR_MAX_AXES], nsliders;
	enum figure_scale scale;
	double lo, hi;		/* ends of the colours */
	double raw_lo, raw_hi;	/* of the data */
	bool dynamic;
	int pixels;
	int64_t n;
	double *data;		/* C order of the axes */
	uint8_t *valid;		/* null: all */
	const uint8_t (*colours)[3];	/* or null */
	int ncolours;
	const char *labels;	/* JSON object of labels by value, or null */
};

/* Computes and reads the tensor. Null and an error: cannot be drawn. */
struct figure *figure_make(struct ctx *, struct arena *, struct tensor *,
    const struct figure_options *);
/* How much the HTML of it takes, about. */
size_t figure_bytes(const struct figure *);
/* What stands for it in plain text; lines. */
const char *figure_stand_in(const struct figure *, struct arena *);
/* What the script draws from, as a JSON object. */
void figure_json(struct buf *, const struct figure *);
/* A PNG of it; its size in pixels. Bytes are appended to the buf. */
bool figure_png(struct buf *, const struct figure *, int *width,
    int *height);

/* Elements kept at either end of each axis (0: whole), balanced. */
void figure_truncate(const int64_t *size, int n,
    const struct figure_options *, int64_t *edge);
/* Assigns the axes that are nowhere yet. */
void figure_arrange(struct figure *);

#endif
