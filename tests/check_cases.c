/* SPDX-License-Identifier: Apache-2.0 */
/* What CPython made of thousands of calls: tests/data/value_cases.txt. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/value/builtin_types.h"
#include "core/value/param.h"
#include "core/value/repr.h"

Suite *check_cases(void);

static struct ctx ctx;
static struct ctx *const c = &ctx;

static struct value *
call(char **f, bool after)
{
	struct value *recv = param_literal(c, f[0]);
	struct value *fn = value_get_attr(c, recv, atom(c, f[1]));
	struct value *args = param_literal(c, f[2]), *r;

	r = value_call_n(c, fn, seq_len(args), seq_items(args));
	return after && r != NULL ? recv : r;
}

static struct value *
arith(char **f)
{
	struct value *a = param_literal(c, f[1]), *b = param_literal(c, f[2]);

	for (int i = 0; i < ARITH_COUNT; i++)
		if (strcmp(arith_text[i], f[0]) == 0)
			return value_arith(c, (enum arith)i, a, b);
	return NULL;
}

static struct value *
compare(char **f)
{
	static const char *const names[] = { "<", "<=", "==", "!=", ">",
		">=" };
	struct value *a = param_literal(c, f[1]), *b = param_literal(c, f[2]);

	for (int i = 0; i < 6; i++)
		if (strcmp(names[i], f[0]) == 0)
			return value_compare(c, (enum compare)i, a, b);
	return NULL;
}

static struct value *
format(char **f)
{
	struct value *spec = param_literal(c, f[1]);
	struct buf b = BUF_INIT;

	if (value_format(c, &b, param_literal(c, f[0]), str_text(spec),
	    str_bytes(spec)))
		return str_of_buf(c, &b);
	buf_release(&b);
	return NULL;
}

static struct value *
make(const struct class_row *row, char **f, size_t n)
{
	struct value *args[2];

	for (size_t i = 0; i < n; i++)
		args[i] = param_literal(c, f[i]);
	return value_call_n(c, &class_of_row(c, row)->hdr, n, args);
}

static struct value *
item(char **f, bool slice)
{
	struct value *v = param_literal(c, f[0]);
	struct value *key = param_literal(c, f[1]);

	if (slice)
		key = slice_new(c, seq_item(key, 0), seq_item(key, 1),
		    seq_item(key, 2));
	return value_get_item(c, v, key);
}

static struct value *
hash(char **f)
{
	int64_t h;

	return value_hash(c, param_literal(c, f[0]), &h) ?
	    value_int(c, h) : NULL;
}

static struct value *
run(char **f)
{
	const char *kind = f[0];

	if (strcmp(kind, "call") == 0)
		return call(f + 1, false);
	if (strcmp(kind, "after") == 0)
		return call(f + 1, true);
	if (strcmp(kind, "arith") == 0)
		return arith(f + 1);
	if (strcmp(kind, "compare") == 0)
		return compare(f + 1);
	if (strcmp(kind, "format") == 0)
		return format(f + 1);
	if (strcmp(kind, "int") == 0)
		return make(&int_row, f + 1, 2);
	if (strcmp(kind, "float") == 0)
		return make(&float_row, f + 1, 1);
	if (strcmp(kind, "item") == 0)
		return item(f + 1, false);
	if (strcmp(kind, "slice") == 0)
		return item(f + 1, true);
	ck_assert_str_eq(kind, "hash");
	return hash(f + 1);
}

static bool
matches(const char *want, const char *got)
{
	size_t n = strlen(want);

	if (n > 0 && want[n - 1] == '*' && want[0] == '!')
		return strncmp(want, got, n - 1) == 0;
	return strcmp(want, got) == 0;
}

static bool
check_line(char *line)
{
	char *f[8] = { line };
	struct buf b = BUF_INIT, shown = BUF_INIT;
	struct value *v;
	size_t n = 1;
	bool ok;

	buf_str(&shown, line);
	for (char *p = line; *p != '\0' && n < 8; p++)
		if (*p == '\t') {
			*p = '\0';
			f[n++] = p + 1;
		}
	v = run(f);
	if (v != NULL)
		value_repr(c, &b, v);
	else if (err_is_set(c))
		buf_printf(&b, "!%s: %s", err_kind_name(c->err.kind),
		    c->err.text);
	else
		buf_str(&b, "nothing");
	ok = matches(f[n - 1], b.data);
	if (!ok)
		fprintf(stderr, "%s\n\tgot\t%s\n", shown.data, b.data);
	err_clear(c);
	buf_release(&b);
	buf_release(&shown);
	return ok;
}

/* Default texts are remembered by address, so each line keeps its own. */
START_TEST(cases)
{
	const char *src = getenv("PENJING_SRC");
	struct buf path = BUF_INIT;
	char *line = NULL, *kept[20000];
	size_t cap = 0, n = 0, bad = 0;
	FILE *file;

	buf_printf(&path, "%s/tests/data/value_cases.txt",
	    src != NULL ? src : "..");
	file = fopen(path.data, "r");
	ck_assert_msg(file != NULL, "%s", path.data);
	buf_release(&path);
	ctx_init(c, NULL);
	values_init(c);
	while (getline(&line, &cap, file) > 0 && n < 20000) {
		size_t mark = scope_mark(&c->scope);

		line[strcspn(line, "\n")] = '\0';
		kept[n] = strdup(line);
		bad += !check_line(kept[n++]);
		scope_drop(c, mark);
	}
	values_release(c);
	ctx_release(c);
	while (n > 0)
		free(kept[--n]);
	free(line);
	fclose(file);
	ck_assert_uint_eq(bad, 0);
}
END_TEST

Suite *
check_cases(void)
{
	Suite *s = suite_create("cases");
	TCase *t = tcase_create("all");

	tcase_add_test(t, cases);
	tcase_set_timeout(t, 120);
	suite_add_tcase(s, t);
	return s;
}
