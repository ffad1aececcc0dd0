/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NumPy's array2string: elements get one common format (so that columns line
 * up), more than 1000 of them are summarised by the first and last three of
 * each axis, rows wrap at 75 columns.
 */
#include "core/value/array_text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"

enum { LINE_WIDTH = 75, THRESHOLD = 1000, EDGE = 3, PRECISION = 8 };

/* The elements that are shown: along a summarised axis 2 * EDGE of them. */
struct shown {
	enum dtype dtype;
	enum dtype_class cls;
	int naxes;
	int64_t size[TENSOR_MAX_AXES];	/* of the array */
	int64_t part[TENSOR_MAX_AXES];	/* of what was read */
	bool summary;
	int64_t n;
	void *data;		/* double, int64_t, uint64_t or uint8_t */
};

/* How all elements of one array are written. */
struct format {
	bool exponent;
	int precision, pad_left, pad_right, exp_digits, width;
};

struct text {
	const struct shown *a;
	struct format f;
	const char *separator;
};

/* ---- reading ------------------------------------------------------------ */

static enum dtype
read_dtype(enum dtype d)
{
	switch (dtypes[d].cls) {
	case DTC_BOOL:
		return DT_BOOL;
	case DTC_INT:
		return DT_I64;
	case DTC_UINT:
		return DT_U64;
	default:
		return DT_F64;
	}
}

/* Copies a box into its place among the shown elements. */
static void
place_box(struct shown *a, const char *from, const int64_t *at,
    const int64_t *count, size_t bytes)
{
	int64_t index[TENSOR_MAX_AXES] = { 0 }, n = 1, i, to;
	int d;

	for (d = 0; d < a->naxes; d++)
		n *= count[d];
	for (i = 0; i < n; i++) {
		to = 0;
		for (d = 0; d < a->naxes; d++)
			to = to * a->part[d] + at[d] + index[d];
		memcpy((char *)a->data + (size_t)to * bytes,
		    from + (size_t)i * bytes, bytes);
		for (d = a->naxes - 1; d >= 0 && ++index[d] == count[d]; d--)
			index[d] = 0;
	}
}

/* Reads first and last parts of the summarised axes, corner by corner. */
static bool
read_corners(struct ctx *c, struct shown *a, struct tensor *t,
    enum dtype as)
{
	size_t bytes = dtype_size(as);
	char *box = try_alloc(c, (size_t)a->n, bytes);
	uint32_t corner, corners = 0;
	bool ok = box != NULL;
	int d;

	for (d = 0; d < a->naxes; d++)
		if (a->part[d] < a->size[d])
			corners |= 1u << d;
	for (corner = corners; ok; corner = (corner - 1) & corners) {
		int64_t start[TENSOR_MAX_AXES], count[TENSOR_MAX_AXES],
		    at[TENSOR_MAX_AXES];

		for (d = 0; d < a->naxes; d++) {
			bool split = corners >> d & 1;
			bool late = corner >> d & 1;

			count[d] = split ? EDGE : a->size[d];
			start[d] = late ? a->size[d] - EDGE : 0;
			at[d] = late ? EDGE : 0;
		}
		ok = tensor_read_box(c, t, as, start, count, box);
		if (ok)
			place_box(a, box, at, count, bytes);
		if (corner == 0)
			break;
	}
	free(box);
	return ok;
}

static bool
read_shown(struct ctx *c, struct shown *a, struct tensor *t)
{
	const struct axis *axis = tensor_axes(t);
	enum dtype as = read_dtype(tensor_dtype(t));
	int d;

	memset(a, 0, sizeof(*a));
	a->dtype = tensor_dtype(t);
	a->cls = dtypes[a->dtype].cls;
	a->naxes = tensor_naxes(t);
	a->summary = tensor_size(t) > THRESHOLD;
	a->n = 1;
	for (d = 0; d < a->naxes; d++) {
		a->size[d] = a->part[d] = axis[d].size;
		if (a->summary && a->size[d] > 2 * EDGE)
			a->part[d] = 2 * EDGE;
		if (a->part[d] != 0 && a->n > INT64_MAX / a->part[d])
			return err_raise(c, ERR_MEMORY,
			    "too many elements to print") != NULL;
		a->n *= a->part[d];
	}
	a->data = try_alloc(c, (size_t)a->n + 1, dtype_size(as));
	return a->data != NULL && (a->n == 0 || read_corners(c, a, t, as));
}

/* ---- one number --------------------------------------------------------- */

static bool
same_number(enum dtype d, double x, double y)
{
	switch (d) {
	case DT_F64:
		return x == y;
	case DT_F16:
		return dtype_f32_to_f16((float)x) == dtype_f32_to_f16((float)y);
	case DT_BF16:
		return dtype_f32_to_bf16((float)x) ==
		    dtype_f32_to_bf16((float)y);
	default:
		return (float)x == (float)y;
	}
}

/*
 * The shortest digits that read back as x, at most max behind the first:
 * "d.ddde+xx" in out; returns the exponent, *ndigits all digits.
 */
static int
shortest(enum dtype d, double x, char out[40], int *ndigits)
{
	int n;

	for (n = 0; n < 17; n++) {
		snprintf(out, 40, "%.*e", n, x);
		if (same_number(d, x, strtod(out, NULL)))
			break;
	}
	*ndigits = n + 1;
	return atoi(strchr(out, 'e') + 1);
}

/* Without trailing zeros, but with the point. */
static void
trim_zeros(char *s)
{
	size_t n = strlen(s);

	while (n > 0 && s[n - 1] == '0')
		n--;
	s[n] = '\0';
}

/* "12.5", "3.": at most 8 digits behind the point, never an exponent. */
static void
positional(enum dtype d, double x, char out[360])
{
	char s[40];
	int ndigits, exponent, behind;

	exponent = shortest(d, x, s, &ndigits);
	behind = ndigits - 1 - exponent;
	if (behind < 0) {
		/* Digits behind the shortest are zeros, not noise. */
		snprintf(out, 360, "%.0f", x);
		if (d != DT_F64 || exponent > 15) {
			size_t i = (size_t)(signbit(x) != 0) +
			    (size_t)ndigits, j;
			char digits[40];
			size_t k = 0;

			for (j = 0; s[j] != 'e'; j++)
				if (s[j] >= '0' && s[j] <= '9')
					digits[k++] = s[j];
			memcpy(out + (signbit(x) != 0), digits, k);
			for (; out[i] != '\0'; i++)
				out[i] = '0';
		}
		behind = 0;
	} else {
		snprintf(out, 360, "%.*f",
		    behind > PRECISION ? PRECISION : behind, x);
	}
	if (strchr(out, '.') == NULL)
		memcpy(out + strlen(out), ".", 2);
	if (behind > 0)
		trim_zeros(out);
}

/*
 * "1.5e+10": the shortest digits, at most 8 behind the point; with digits >= 0
 * exactly so many, which then go on as the number's own.
 */
static void
scientific(enum dtype d, double x, int digits, char out[360])
{
	char s[40], *e;
	int ndigits;

	shortest(d, x, s, &ndigits);
	if (digits >= 0)
		snprintf(s, sizeof(s), "%.*e", digits, x);
	else if (ndigits - 1 > PRECISION)
		snprintf(s, sizeof(s), "%.*e", PRECISION, x);
	e = strchr(s, 'e');
	*e = '\0';
	snprintf(out, 360, "%s%s", s, strchr(s, '.') == NULL ? "." : "");
	if (digits < 0)
		trim_zeros(out);
	snprintf(out + strlen(out), 100, "e%s", e + 1);
}

/* ---- the common format -------------------------------------------------- */

static int
max_int(int a, int b)
{
	return a > b ? a : b;
}

/* Would some number be too long in plain digits? */
static bool
wants_exponent(const struct shown *a)
{
	const double *x = a->data;
	double max = 0, min = DBL_MAX;
	bool any = false;
	int64_t i;

	for (i = 0; i < a->n; i++) {
		double v = fabs(x[i]);

		if (!isfinite(v) || v == 0)
			continue;
		any = true;
		max = v > max ? v : max;
		min = v < min ? v : min;
	}
	if (!any)
		return false;
	if (a->dtype == DT_F64)
		return max >= 1e8 || min < 0.0001 || max / min > 1000.0;
	return max >= 1e8 || (float)min < 0.0001f ||
	    (float)((float)max / (float)min) > 1000.0f;
}

static void
format_float(struct format *f, const struct shown *a)
{
	const double *x = a->data;
	bool special = false, minus_inf = false;
	int64_t i;

	f->exponent = wants_exponent(a);
	for (i = 0; i < a->n; i++) {
		char s[360], *point, *e;

		if (!isfinite(x[i])) {
			special = true;
			minus_inf |= isinf(x[i]) && x[i] < 0;
			continue;
		}
		if (f->exponent)
			scientific(a->dtype, x[i], -1, s);
		else
			positional(a->dtype, x[i], s);
		point = strchr(s, '.');
		f->pad_left = max_int(f->pad_left, (int)(point - s));
		e = strchr(s, 'e');
		if (e == NULL) {
			f->pad_right = max_int(f->pad_right,
			    (int)strlen(point + 1));
			continue;
		}
		f->precision = max_int(f->precision, (int)(e - point) - 1);
		f->exp_digits = max_int(f->exp_digits,
		    (int)strlen(e + 1) - 1);
	}
	if (f->exponent)
		f->pad_right = f->exp_digits + 2 + f->precision;
	if (special) {
		f->pad_left = max_int(f->pad_left, 3 - f->pad_right - 1);
		f->pad_left = max_int(f->pad_left,
		    3 + minus_inf - f->pad_right - 1);
	}
}

static void
format_int(struct format *f, const struct shown *a)
{
	int64_t i;

	for (i = 0; i < a->n; i++) {
		char s[32];

		if (a->cls == DTC_UINT)
			snprintf(s, sizeof(s), "%llu", (unsigned long long)
			    ((const uint64_t *)a->data)[i]);
		else
			snprintf(s, sizeof(s), "%lld", (long long)
			    ((const int64_t *)a->data)[i]);
		f->width = max_int(f->width, (int)strlen(s));
	}
}

static void
write_float(struct buf *b, const struct text *t, double x)
{
	const struct format *f = &t->f;
	char s[480], *point;
	int left;

	if (!isfinite(x)) {
		const char *name = isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";

		buf_printf(b, "%*s", f->pad_left + f->pad_right + 1, name);
		return;
	}
	if (f->exponent) {
		char *e;

		scientific(t->a->dtype, x, f->precision, s);
		e = strchr(s, 'e');
		point = strchr(s, '.');
		left = f->pad_left - (int)(point - s);
		buf_fill(b, ' ', left > 0 ? (size_t)left : 0);
		buf_add(b, s, (size_t)(e - s) + 2);
		left = f->exp_digits - (int)strlen(e + 2);
		buf_fill(b, '0', left > 0 ? (size_t)left : 0);
		buf_str(b, e + 2);
		return;
	}
	positional(t->a->dtype, x, s);
	point = strchr(s, '.');
	left = f->pad_left - (int)(point - s);
	buf_fill(b, ' ', left > 0 ? (size_t)left : 0);
	buf_str(b, s);
	left = f->pad_right - (int)strlen(point + 1);
	buf_fill(b, ' ', left > 0 ? (size_t)left : 0);
}

static void
write_element(struct buf *b, const struct text *t, int64_t i)
{
	const struct shown *a = t->a;

	switch (a->cls) {
	case DTC_BOOL:
		buf_str(b, ((const uint8_t *)a->data)[i] ?
		    a->naxes > 0 ? " True" : "True" : "False");
		break;
	case DTC_INT:
		buf_printf(b, "%*lld", t->f.width,
		    (long long)((const int64_t *)a->data)[i]);
		break;
	case DTC_UINT:
		buf_printf(b, "%*llu", t->f.width,
		    (unsigned long long)((const uint64_t *)a->data)[i]);
		break;
	default:
		/* A type that NumPy does not know: each for itself. */
		if (a->dtype == DT_BF16)
			buf_printf(b, "%g", ((const double *)a->data)[i]);
		else
			write_float(b, t, ((const double *)a->data)[i]);
	}
}

/* ---- brackets and lines ------------------------------------------------- */

/* Adds a word to the line, or to a new one where it would be too long. */
static void
extend(struct buf *b, size_t *line, const struct buf *word, int width,
    int indent)
{
	size_t have = b->len - *line;

	if (have + word->len > (size_t)width && have > (size_t)indent) {
		while (b->data[b->len - 1] == ' ')
			buf_truncate(b, b->len - 1);
		buf_char(b, '\n');
		*line = b->len;
		buf_fill(b, ' ', (size_t)indent);
	}
	buf_add(b, word->data, word->len);
}

static size_t
trimmed(const char *s)
{
	size_t n = strlen(s);

	while (n > 0 && s[n - 1] == ' ')
		n--;
	return n;
}

static void
write_row(struct buf *out, const struct text *t, int64_t at, int indent,
    int width)
{
	int d = t->a->naxes - 1;
	int64_t i, n = t->a->part[d];
	bool cut = n < t->a->size[d];
	struct buf b = BUF_INIT, word = BUF_INIT;
	size_t line = 0;

	width -= trimmed(t->separator) > 1 ? (int)trimmed(t->separator) : 1;
	buf_fill(&b, ' ', (size_t)indent);
	for (i = 0; i < n; i++) {
		if (cut && i == EDGE) {
			buf_truncate(&word, 0);
			buf_str(&word, "...");
			extend(&b, &line, &word, width, indent);
			buf_str(&b, t->separator);
		}
		buf_truncate(&word, 0);
		write_element(&word, t, at + i);
		extend(&b, &line, &word, width, indent);
		if (i + 1 < n)
			buf_str(&b, t->separator);
	}
	buf_char(out, '[');
	buf_add(out, b.data + indent, b.len - (size_t)indent);
	buf_char(out, ']');
	buf_release(&b);
	buf_release(&word);
}

static void
write_axis(struct buf *b, const struct text *t, int d, int64_t at,
    int indent, int width)
{
	int left = t->a->naxes - d;
	int64_t i, n;

	if (left == 0) {
		write_element(b, t, at);
		return;
	}
	if (left == 1) {
		write_row(b, t, at * t->a->part[d], indent, width);
		return;
	}
	n = t->a->part[d];
	buf_char(b, '[');
	for (i = 0; i < n; i++) {
		if (i > 0) {
			buf_add(b, t->separator, trimmed(t->separator));
			buf_fill(b, '\n', (size_t)(left - 1));
			buf_fill(b, ' ', (size_t)indent);
		}
		if (n < t->a->size[d] && i == EDGE) {
			buf_str(b, "...");
			buf_add(b, t->separator, trimmed(t->separator));
			buf_fill(b, '\n', (size_t)(left - 1));
			buf_fill(b, ' ', (size_t)indent);
		}
		write_axis(b, t, d + 1, at * n + i, indent + 1, width - 1);
	}
	buf_char(b, ']');
}

/* array2string: prefix and suffix are columns that stand around it. */
static bool
write_array(struct ctx *c, struct buf *b, struct tensor *tensor,
    const char *separator, int prefix, int suffix)
{
	struct shown a;
	struct text t = { .a = &a, .separator = separator };
	bool ok = read_shown(c, &a, tensor);

	if (ok && a.n == 0) {
		buf_str(b, "[]");
	} else if (ok) {
		if (dtype_is_float(a.dtype))
			format_float(&t.f, &a);
		else if (a.cls != DTC_BOOL)
			format_int(&t.f, &a);
		write_axis(b, &t, 0, 0, prefix + 1, LINE_WIDTH - suffix);
	}
	free(a.data);
	return ok;
}

static size_t
last_line(const struct buf *b, size_t from)
{
	size_t i = b->len;

	while (i > from && b->data[i - 1] != '\n')
		i--;
	return b->len - i;
}

static bool
numpy_repr(struct ctx *c, struct buf *b, struct tensor *t)
{
	struct buf extra = BUF_INIT;
	enum dtype d = tensor_dtype(t);
	int64_t size = tensor_size(t);
	size_t from = b->len;
	bool ok;

	buf_str(b, "array(");
	ok = write_array(c, b, t, ", ", 6, 1);
	if ((size == 0 && !(tensor_naxes(t) == 1)) || size > THRESHOLD) {
		buf_str(&extra, "shape=");
		tensor_write_shape(&extra, t);
	}
	if (size == 0 || (d != DT_BOOL && d != DT_I64 && d != DT_F64))
		buf_printf(&extra, "%sdtype=%s", extra.len > 0 ? ", " : "",
		    dtypes[d].name);
	if (extra.len > 0) {
		buf_char(b, ',');
		buf_str(b, last_line(b, from) + extra.len + 2 > LINE_WIDTH ?
		    "\n      " : " ");
		buf_add(b, extra.data, extra.len);
	}
	buf_char(b, ')');
	buf_release(&extra);
	return ok;
}

static bool
jax_repr(struct ctx *c, struct buf *b, struct tensor *t)
{
	struct buf extra = BUF_INIT, body = BUF_INIT;
	bool ok = write_array(c, &body, t, ", ", 6, 1);

	if (tensor_size(t) == 0) {
		buf_str(&body, ", shape=");
		tensor_write_shape(&body, t);
	}
	buf_printf(&extra, "dtype=%s%s)", dtypes[tensor_dtype(t)].name,
	    tensor_is_weak(t) ? ", weak_type=True" : "");
	buf_printf(b, "Array(%s,%s%s", body.data,
	    last_line(&body, 0) + 2 + extra.len + 1 > LINE_WIDTH ?
	    "      " : " ",
	    extra.data);
	buf_release(&extra);
	buf_release(&body);
	return ok;
}

bool
array_text_repr(struct ctx *c, struct buf *b, struct tensor *t, bool numpy)
{
	return numpy ? numpy_repr(c, b, t) : jax_repr(c, b, t);
}

/* An array without axes prints as its scalar. */
static bool
scalar_str(struct ctx *c, struct buf *b, struct tensor *t)
{
	enum dtype d = tensor_dtype(t);
	char s[40];
	double x;
	int n, exponent;

	if (!dtype_is_float(d) || d == DT_BF16)
		return write_array(c, b, t, " ", 0, 0);
	if (!tensor_item_f(c, t, &x))
		return false;
	if (!isfinite(x)) {
		buf_str(b, isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
		return true;
	}
	exponent = shortest(d, x, s, &n);
	if (x == 0 || (exponent >= -4 && exponent < 16)) {
		char digits[360];

		n = n - 1 - exponent;
		if (n > 0) {
			buf_printf(b, "%.*f", n, x);
		} else {
			positional(d, x, digits);
			buf_printf(b, "%s0", digits);
		}
	} else {
		buf_str(b, s);
	}
	return true;
}

bool
array_text_str(struct ctx *c, struct buf *b, struct tensor *t)
{
	return tensor_naxes(t) == 0 ? scalar_str(c, b, t) :
	    write_array(c, b, t, " ", 0, 0);
}
