/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "core/base/buf.h"
#include "kernel/history.h"

Suite *check_history(void);

/* pattern, text, does it match? As Python's fnmatch.fnmatchcase says. */
static const struct {
	const char *pattern, *text;
	bool match;
} cases[] = {
	{ "", "", true }, { "", "a", false }, { "*", "", true },
	{ "*", "anything\nat all", true }, { "a*c", "abbbc", true },
	{ "a*c", "abbb", false }, { "?", "\xC3\xA9", true },
	{ "?", "", false }, { "[a-c]x", "bx", true },
	{ "[!a-c]x", "bx", false }, { "[a", "[a", true },
	{ "[]]", "]", true }, { "6?7*", "6*7", true },
	{ "*a*b*c*", "xxaxxbxxcxx", true }, { "*a*b*c*", "cba", false },
	{ "a[*]b", "a*b", true }, { "a[*]b", "axb", false },
};

START_TEST(patterns)
{
	ck_assert_int_eq(history_match(cases[_i].pattern, cases[_i].text),
	    cases[_i].match);
}
END_TEST

static void
add(struct history *h, int line, const char *text)
{
	struct buf out = BUF_INIT;

	buf_str(&out, "out");
	history_add(h, line, text, strlen(text), line % 2 ? &out : NULL);
	buf_release(&out);
}

START_TEST(found_in_memory)
{
	struct history *h = history_create(NULL);
	const struct history_entry **f;

	add(h, 1, "a");
	add(h, 2, "b");
	add(h, 3, "a");
	add(h, 4, "aa");
	ck_assert_uint_eq(history_range(h, 0, 2, 4, &f), 2);
	ck_assert_str_eq(f[0]->input, "b");
	ck_assert_ptr_null(f[0]->output);
	ck_assert_str_eq(f[1]->output, "out");
	history_found_free(&f);
	ck_assert_uint_eq(history_range(h, -1, 1, -1, &f), 0);
	history_found_free(&f);
	ck_assert_uint_eq(history_search(h, "a*", 2, false, &f), 2);
	ck_assert_int_eq(f[0]->line, 3);
	ck_assert_int_eq(f[1]->line, 4);
	history_found_free(&f);
	ck_assert_uint_eq(history_search(h, "a", -1, true, &f), 1);
	ck_assert_int_eq(f[0]->line, 3);
	history_found_free(&f);
	ck_assert_uint_eq(history_search(h, NULL, 3, false, &f), 3);
	ck_assert_int_eq(f[0]->line, 2);
	history_found_free(&f);
	history_free(&h);
}
END_TEST

START_TEST(kept_in_a_file)
{
	char dir[] = "/tmp/penjing-XXXXXX", path[64];
	const struct history_entry **f;
	struct history *h;
	FILE *file;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/deep/history.jsonl", dir);
	h = history_create(path);
	add(h, 1, "first \xF0\x9F\x98\x80");
	add(h, 2, "two\nlines");
	history_free(&h);
	file = fopen(path, "a");
	fputs("not JSON\n{\"session\":9}\n[]\n", file);
	fclose(file);
	h = history_create(path);
	ck_assert_uint_eq(history_range(h, -1, 1, 2, &f), 1);
	ck_assert_str_eq(f[0]->input, "first \xF0\x9F\x98\x80");
	ck_assert_str_eq(f[0]->output, "out");
	history_found_free(&f);
	add(h, 1, "second");
	ck_assert_uint_eq(history_search(h, NULL, -1, false, &f), 3);
	ck_assert_int_eq(f[2]->session, 2);
	ck_assert_str_eq(f[1]->input, "two\nlines");
	history_found_free(&f);
	history_free(&h);
	remove(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(dir);
}
END_TEST

START_TEST(without_a_place_to_write)
{
	struct history *h = history_create("/proc/nowhere/history");
	const struct history_entry **f;

	add(h, 1, "a");
	ck_assert_uint_eq(history_search(h, "*", 10, false, &f), 1);
	history_found_free(&f);
	history_free(&h);
}
END_TEST

Suite *
check_history(void)
{
	Suite *s = suite_create("history");
	TCase *t = tcase_create("history");

	tcase_add_loop_test(t, patterns, 0, nitems(cases));
	tcase_add_test(t, found_in_memory);
	tcase_add_test(t, kept_in_a_file);
	tcase_add_test(t, without_a_place_to_write);
	suite_add_tcase(s, t);
	return s;
}
