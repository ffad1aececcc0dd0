/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/value/builtin_types.h"
#include "core/value/value.h"

Suite *check_container(void);

static struct ctx ctx;
static struct ctx *const c = &ctx;

static void
setup(void)
{
	ctx_init(c, NULL);
	values_init(c);
}

static void
teardown(void)
{
	values_release(c);
	ctx_release(c);
}

static void
expect_repr(struct value *v, const char *text)
{
	struct buf b = BUF_INIT;

	ck_assert_msg(v != NULL, "no value: %s", c->err.text);
	value_repr(c, &b, v);
	ck_assert_str_eq(b.data, text);
	buf_release(&b);
}

static struct value *
num(int64_t i)
{
	return value_int(c, i);
}

START_TEST(dict_against_a_model)
{
	struct value *d = dict_new(c);
	int model[200], count = 0;
	bool found;

	memset(model, -1, sizeof model);
	for (int step = 0; step < 50000; step++) {
		int key = rand() % 200, v = rand() % 1000;
		size_t mark = scope_mark(&c->scope);
		struct value *k = key % 2 ? num(key) : NULL, *r;
		char text[32];

		if (k == NULL) {
			snprintf(text, sizeof text, "key%d", key);
			k = str_new(c, text);
		}
		switch (rand() % 3) {
		case 0:
			ck_assert(dict_set(c, d, k, num(v)));
			count += model[key] < 0;
			model[key] = v;
			break;
		case 1:
			ck_assert(dict_del(c, d, k, &found));
			ck_assert(found == (model[key] >= 0));
			count -= found;
			model[key] = -1;
			break;
		default:
			r = dict_find(c, d, k);
			ck_assert((r != NULL) == (model[key] >= 0));
			if (r != NULL)
				ck_assert_int_eq(value_as_int(r), model[key]);
		}
		ck_assert_uint_eq(dict_len(d), (size_t)count);
		scope_drop(c, mark);
	}
}
END_TEST

START_TEST(set_against_a_model)
{
	struct value *s = set_new(c, false);
	bool model[300] = { false }, in;
	int64_t n, count = 0;

	for (int step = 0; step < 50000; step++) {
		int key = rand() % 300;
		struct value *k = num(key);

		if (rand() % 2) {
			ck_assert(set_add(c, s, k));
			count += !model[key];
			model[key] = true;
		} else {
			ck_assert_ptr_nonnull(value_call_method(c, s,
			    "discard", 1, &k));
			count -= model[key];
			model[key] = false;
		}
		ck_assert(value_contains(c, s, k, &in));
		ck_assert(in == model[key]);
		ck_assert(value_len(c, s, &n) && n == count);
	}
}
END_TEST

START_TEST(texts)
{
	struct value *v[3] = { num(1), str_new(c, "it's"),
		value_float(c, 0.1) }, *l, *d;

	expect_repr(tuple_new(c, 1, v), "(1,)");
	l = list_new(c, 3, v);
	expect_repr(l, "[1, \"it's\", 0.1]");
	list_append(c, l, l);
	expect_repr(l, "[1, \"it's\", 0.1, [...]]");
	d = dict_new(c);
	dict_set(c, d, v[1], v[0]);
	dict_set(c, d, v[0], d);
	expect_repr(d, "{\"it's\": 1, 1: {...}}");
	expect_repr(set_new(c, false), "set()");
	expect_repr(range_new(c, 0, 3, 1), "range(0, 3)");
}
END_TEST

START_TEST(deep_lists_are_freed_on_a_small_stack)
{
	struct value *l = list_new(c, 0, NULL);

	for (int i = 0; i < 1000000; i++) {
		size_t mark = scope_mark(&c->scope);
		struct value *outer = list_new(c, 1, &l);

		value_ref(outer);
		scope_drop(c, mark);
		if (i > 0)
			value_unref(l);
		l = outer;
	}
	value_unref(l);
}
END_TEST

START_TEST(cycles_are_found)
{
	size_t mark = scope_mark(&c->scope);

	values_collect(c);
	for (int i = 0; i < 100; i++) {
		struct value *a = list_new(c, 0, NULL), *d = dict_new(c);

		list_append(c, a, d);
		dict_set(c, d, num(1), a);
	}
	ck_assert_uint_eq(values_collect(c), 0);
	scope_drop(c, mark);
	ck_assert_uint_eq(values_collect(c), 200);
}
END_TEST

Suite *
check_container(void)
{
	Suite *s = suite_create("container");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, dict_against_a_model);
	tcase_add_test(t, set_against_a_model);
	tcase_add_test(t, texts);
	tcase_add_test(t, deep_lists_are_freed_on_a_small_stack);
	tcase_add_test(t, cycles_are_found);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
