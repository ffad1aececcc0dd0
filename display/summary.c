/* SPDX-License-Identifier: Apache-2.0 */
#include "display/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
summary_shape(struct buf *b, const struct tensor *t, bool bar)
{
	const struct axis *axis = tensor_axes(t);
	int i, n = tensor_naxes(t), npos = 0, nnamed = 0;

	buf_str(b, dtypes[tensor_dtype(t)].name);
	if (dtype_is_block(tensor_stored(t)))
		buf_printf(b, " (%s) ", dtypes[tensor_stored(t)].name);
	buf_char(b, '(');
	for (i = 0; i < n; i++)
		if (axis[i].name == NULL)
			buf_printf(b, "%s%lld", npos++ > 0 ? ", " : "",
			    (long long)axis[i].size);
	if (!bar) {
		buf_str(b, npos == 1 ? ",)" : ")");
		return;
	}
	buf_str(b, npos > 0 ? " |" : "|");
	for (i = 0; i < n; i++)
		if (axis[i].name != NULL)
			buf_printf(b, "%s%s:%lld", nnamed++ > 0 ? ", " : " ",
			    axis[i].name->text, (long long)axis[i].size);
	buf_char(b, ')');
}

void
summary_number(struct buf *b, double x)
{
	char s[40];
	int exponent;

	if (!isfinite(x)) {
		buf_str(b, isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
		return;
	}
	snprintf(s, sizeof(s), "%.1e", x);
	exponent = atoi(strchr(s, 'e') + 1);
	if (exponent >= 1 || exponent < -4) {
		/* 1.0e+01 is written 1e+01 */
		char *zero = strstr(s, ".0e");

		if (zero != NULL)
			memmove(zero, zero + 2, strlen(zero + 2) + 1);
		buf_str(b, s);
		return;
	}
	snprintf(s, sizeof(s), "%.*f", 1 - exponent, x);
	if (strchr(s, '.') != NULL) {
		size_t n = strlen(s);

		while (n > 2 && s[n - 1] == '0' && s[n - 2] != '.')
			s[--n] = '\0';
	}
	buf_str(b, s);
}

/* 1_234_567 */
static void
grouped(struct buf *b, int64_t n)
{
	char s[32];
	size_t i, len;

	snprintf(s, sizeof(s), "%lld", (long long)n);
	len = strlen(s);
	for (i = 0; i < len; i++) {
		buf_char(b, s[i]);
		if (i + 1 < len && (len - i - 1) % 3 == 0 && s[i] != '-')
			buf_char(b, '_');
	}
}

static void
count(struct buf *b, const char *name, int64_t n)
{
	if (n <= 0)
		return;
	buf_printf(b, " %s:", name);
	grouped(b, n);
}

static void
range_of_floats(struct buf *b, const struct tensor_stats *s)
{
	int64_t finite = s->n - s->nan - s->pos_inf - s->neg_inf;

	if (finite <= 0)
		return;
	buf_str(b, " ≈");
	summary_number(b, s->mean);
	buf_str(b, " ±");
	summary_number(b, s->std);
	buf_str(b, " [≥");
	summary_number(b, s->neg_inf > 0 ? -INFINITY : s->min);
	buf_str(b, ", ≤");
	summary_number(b, s->pos_inf > 0 ? INFINITY : s->max);
	buf_char(b, ']');
}

void
summary_stats(struct buf *b, enum dtype d, const struct tensor_stats *s)
{
	if (s->n == 0)
		return;
	if (d == DT_BOOL) {
		count(b, "true", s->true_count);
		count(b, "false", s->n - s->true_count);
		return;
	}
	if (dtype_is_float(d)) {
		range_of_floats(b, s);
	} else {
		buf_str(b, " [≥");
		grouped(b, (int64_t)s->min);
		buf_str(b, ", ≤");
		grouped(b, (int64_t)s->max);
		buf_char(b, ']');
	}
	count(b, "zero", s->zero);
	count(b, "nonzero", s->n - s->zero);
	if (!dtype_is_float(d))
		return;
	count(b, "nan", s->nan);
	count(b, "inf", s->pos_inf);
	count(b, "-inf", s->neg_inf);
}
