/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that are made by hand: their width, folding and text. */
#include <check.h>
#include <string.h>

#include "display/doc.h"
#include "display/fold.h"
#include "display/html.h"
#include "display/text.h"

Suite *check_doc(void);

static struct arena *arena;

static void
setup(void)
{
	arena = arena_create();
}

static void
teardown(void)
{
	arena_free(&arena);
}

static struct doc *
word(const char *s)
{
	return doc_text(arena, STYLE_PLAIN, s);
}

static struct doc *
list(struct doc *a, struct doc *b)
{
	struct doc *items = doc_items(arena, true);

	doc_add(items, a);
	doc_add(items, b);
	return doc_fold(arena, word("["), doc_seq(arena, items, word("]"),
	    DOC_END));
}

static void
expect(struct doc *d, const char *text)
{
	static const struct text_options o;
	struct buf b = BUF_INIT;

	text_write(&b, d, &o);
	ck_assert_str_eq(b.data, text);
	buf_release(&b);
}

START_TEST(measures_as_treescope)
{
	struct doc *d = list(word("1"), word("2"));

	doc_measure(d);
	ck_assert_uint_eq(d->width, 6);
	ck_assert_uint_eq(d->first->breaks, 3);
}
END_TEST

START_TEST(opens_what_does_not_fit)
{
	struct fold_options o = FOLD_DEFAULTS;
	struct doc *d = list(list(word("1"), word("2")), word("3"));

	doc_measure(d);
	fold_choose(d, &o);
	expect(d, "[[1, 2], 3]");
	fold_to_depth(d, 1);
	expect(d, "[\n  [1, 2],\n  3,\n]");
	fold_to_depth(d, 2);
	expect(d, "[\n  [\n    1,\n    2,\n  ],\n  3,\n]");
}
END_TEST

START_TEST(remarks_go_behind_the_comma)
{
	struct doc *a = word("a"), *d;

	doc_note(arena, a, doc_text(arena, STYLE_COMMENT, "  # why"));
	d = list(a, word("b"));
	doc_measure(d);
	fold_to_depth(d, 1);
	expect(d, "[\n  a,  # why\n  b,\n]");
	fold_to_depth(d, 0);
	expect(d, "[a, b]");
}
END_TEST

START_TEST(nothing_becomes_markup)
{
	static const struct html_options o;
	struct buf b = BUF_INIT;
	struct doc *d = list(word("</script><img onerror=alert(1)>"),
	    word("a'b\"c&"));
	const char *end;

	d->first->first->first->step = "['\"><b>']";
	doc_measure(d);
	fold_to_depth(d, 1);
	html_write(&b, d, &o);
	end = strstr(b.data, "<script>");
	ck_assert_ptr_nonnull(end);
	ck_assert(strstr(b.data, "</script>") > end);
	ck_assert_ptr_null(strstr(b.data, "<img"));
	ck_assert_ptr_null(strstr(b.data, "'\"><b>"));
	ck_assert_ptr_nonnull(strstr(b.data, "a'b\"c&amp;"));
	buf_release(&b);
}
END_TEST

START_TEST(long_lines_say_what_was_cut)
{
	struct text_options o = { .max_line = 60 };
	struct buf b = BUF_INIT;
	char s[101];

	memset(s, 'x', 100);
	s[100] = '\0';
	text_write(&b, word(s), &o);
	ck_assert_str_eq(b.data,
	    "xxxxxxxxxxxxxxxxxxxx… (80 more characters)");
	buf_release(&b);
}
END_TEST

Suite *
check_doc(void)
{
	Suite *s = suite_create("doc");
	TCase *t = tcase_create("doc");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, measures_as_treescope);
	tcase_add_test(t, opens_what_does_not_fit);
	tcase_add_test(t, remarks_go_behind_the_comma);
	tcase_add_test(t, nothing_becomes_markup);
	tcase_add_test(t, long_lines_say_what_was_cut);
	suite_add_tcase(s, t);
	return s;
}
