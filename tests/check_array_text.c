/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays as text, against what NumPy printed (tests/data/array_text.txt). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/value/array_text.h"
#include "core/value/value.h"

Suite *check_array_text(void);

static struct ctx ctx;
static struct ctx *const c = &ctx;

/* Cuts the line at the next bar; returns what stood before it. */
static char *
part(char **at)
{
	char *s = *at, *end = strchr(s, '|');

	if (end != NULL) {
		*end = '\0';
		*at = end + 1;
	}
	return s;
}

static int
axes_of(char *s, struct axis axes[4])
{
	char *end;
	int n = 0;

	for (; *s != '\0'; s = end) {
		axes[n].name = NULL;
		axes[n++].size = strtoll(s, &end, 10);
	}
	return n;
}

static struct tensor *
tensor_of(const char *dtype, int n, const struct axis *axes, char *text)
{
	int64_t size = 1, i;
	struct tensor *t;
	enum dtype d;
	double *x;

	ck_assert(dtype_find(dtype, &d));
	for (i = 0; i < n; i++)
		size *= axes[i].size;
	x = calloc((size_t)size, sizeof(*x));
	for (i = 0; i < size; i++)
		x[i] = strcmp(text, "arange") == 0 ? (double)i :
		    strtod(text, &text);
	t = tensor_cast(c, tensor_new(c, DT_F64, n, axes, x), d);
	free(x);
	return t;
}

/* The file has line breaks as two characters. */
static void
expect(const struct buf *b, const char *want)
{
	struct buf s = BUF_INIT;
	size_t i;

	for (i = 0; i < b->len; i++)
		if (b->data[i] == '\n')
			buf_str(&s, "\\n");
		else
			buf_char(&s, b->data[i]);
	ck_assert_str_eq(s.data, want);
	buf_release(&s);
}

START_TEST(prints_as_numpy)
{
	static const struct engine_options o = { 0 };
	static char line[8192];
	const char *src = getenv("PENJING_SRC");
	char path[1024];
	int cases = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/array_text.txt",
	    src != NULL ? src : ".");
	f = fopen(path, "r");
	if (f == NULL)
		return;
	ctx_init(c, NULL);
	engine_init(c, &o);
	values_init(c);
	while (fgets(line, sizeof(line), f) != NULL) {
		char *at = line, *dtype = part(&at), *text, *repr;
		struct axis axes[4];
		struct buf b = BUF_INIT;
		struct tensor *t;
		int n;

		if (line[0] == '#')
			continue;
		n = axes_of(part(&at), axes);
		text = part(&at);
		repr = part(&at);
		at[strcspn(at, "\n")] = '\0';
		t = tensor_of(dtype, n, axes, text);
		ck_assert(array_text_repr(c, &b, t, true));
		expect(&b, repr);
		buf_truncate(&b, 0);
		ck_assert(array_text_str(c, &b, t));
		expect(&b, at);
		buf_release(&b);
		scope_drop(c, 0);
		cases++;
	}
	fclose(f);
	ck_assert_int_gt(cases, 200);
	values_release(c);
	engine_release(c);
	ctx_release(c);
}
END_TEST

START_TEST(prints_as_jax)
{
	static const struct engine_options o = { 0 };
	struct axis axis = { NULL, 18 };
	struct buf b = BUF_INIT;

	ctx_init(c, NULL);
	engine_init(c, &o);
	values_init(c);
	array_text_repr(c, &b, tensor_arange(c, DT_I32, 0, 1, axis), false);
	/* JAX separates by six blanks where the type would not fit. */
	ck_assert_str_eq(b.data, "Array([ 0,  1,  2,  3,  4,  5,  6,  7,  8,"
	    "  9, 10, 11, 12, 13, 14, 15, 16,\n       17], dtype=int32)");
	buf_truncate(&b, 0);
	array_text_repr(c, &b, tensor_scalar_f(c, 66, DT_F32, false), false);
	ck_assert_str_eq(b.data, "Array(66., dtype=float32)");
	buf_truncate(&b, 0);
	array_text_str(c, &b, tensor_scalar_f(c, 0.1, DT_F32, false));
	ck_assert_str_eq(b.data, "0.1");
	buf_release(&b);
	scope_drop(c, 0);
	values_release(c);
	engine_release(c);
	ctx_release(c);
}
END_TEST

Suite *
check_array_text(void)
{
	Suite *s = suite_create("array_text");
	TCase *t = tcase_create("array_text");

	tcase_add_test(t, prints_as_numpy);
	tcase_add_test(t, prints_as_jax);
	suite_add_tcase(s, t);
	return s;
}
