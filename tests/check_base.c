/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/atom.h"
#include "core/base/buf.h"
#include "core/base/cstr.h"
#include "core/base/ctx.h"
#include "core/base/ptr_map.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"

Suite *check_base(void);

START_TEST(first_error_wins)
{
	struct ctx c;

	ctx_init(&c, NULL);
	ck_assert_ptr_null(err_raise(&c, ERR_INDEX, "no item %d", 3));
	err_raise(&c, ERR_TYPE, "later");
	ck_assert_str_eq(c.err.text, "no item 3");
	ck_assert(err_is(&c, ERR_INDEX));
	ck_assert(err_is(&c, ERR_LOOKUP));
	ck_assert(err_is(&c, ERR_EXCEPTION));
	ck_assert(!err_is(&c, ERR_KEY));
	ck_assert_str_eq(err_kind_name(c.err.kind), "IndexError");
	ctx_release(&c);
}
END_TEST

static int dropped;

static void
drop_int(void *p)
{
	dropped += *(int *)p;
}

START_TEST(scope_drops_to_a_mark)
{
	struct ctx c;
	int one = 1, ten = 10;
	size_t mark;

	ctx_init(&c, NULL);
	dropped = 0;
	mark = scope_mark(&c.scope);
	scope_add(&c, &one, drop_int);
	scope_add(&c, &ten, drop_int);
	ck_assert_ptr_null(scope_add(&c, NULL, drop_int));
	scope_drop(&c, mark);
	ck_assert_int_eq(dropped, 11);
	ctx_release(&c);
}
END_TEST

START_TEST(interrupt_is_raised_once)
{
	atomic_bool stop = false;
	struct ctx c;

	ctx_init(&c, &stop);
	ck_assert(ctx_poll(&c));
	atomic_store(&stop, true);
	ck_assert(!ctx_poll(&c));
	ck_assert(err_is(&c, ERR_KEYBOARD_INTERRUPT));
	err_clear(&c);
	ck_assert(ctx_poll(&c));
	ctx_release(&c);
}
END_TEST

START_TEST(atoms_are_one_pointer_a_name)
{
	struct ctx c;
	char name[16];
	const struct atom *first;

	ctx_init(&c, NULL);
	first = atom(&c, "embedding");
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "axis%d", i);
		ck_assert_ptr_eq(atom(&c, name), atom(&c, name));
	}
	ck_assert_ptr_eq(atom(&c, "embedding"), first);
	ck_assert_ptr_null(atom_find(&c, "never", 5));
	ck_assert_ptr_ne(atom_fresh(&c), atom_fresh(&c));
	ctx_release(&c);
}
END_TEST

START_TEST(buf_grows_and_is_cut)
{
	struct buf b = BUF_INIT;

	ck_assert_str_eq(b.data, "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i % 10);
	ck_assert_uint_eq(b.len, 2000);
	buf_truncate(&b, 4);
	ck_assert_str_eq(b.data, "0,1,");
	buf_release(&b);
}
END_TEST

START_TEST(arena_is_zeroed_and_aligned)
{
	struct arena *a = arena_create();

	for (size_t n = 1; n < 40000; n = n * 3 + 1) {
		unsigned char *p = arena_alloc(a, n);

		ck_assert_uint_eq((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(p[i], 0);
		memset(p, 255, n);
	}
	ck_assert_str_eq(arena_printf(a, "%s-%d", "a", 7), "a-7");
	arena_free(&a);
	ck_assert_ptr_null(a);
}
END_TEST

/* Every code point goes there and back; what is malformed is refused. */
START_TEST(utf8_round_trip)
{
	static const char *const bad[] = { "\x80", "\xC0\x80", "\xE0\x80\x80",
		"\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82" };
	char s[4];
	size_t took;

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		size_t n;

		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		n = utf8_encode(s, cp);
		if (utf8_decode(s, n, &took) != cp || took != n)
			ck_abort_msg("U+%04X does not come back", cp);
	}
	for (size_t i = 0; i < nitems(bad); i++)
		ck_assert(!utf8_valid(bad[i], strlen(bad[i])));
	ck_assert_uint_eq(utf8_offset("aé漢z", 7, 3), 6);
	ck_assert_uint_eq(utf8_columns("aé漢z", 7), 5);
	for (size_t at = 3; at < 6; at++)
		ck_assert_uint_eq(utf8_floor("aé漢z", at), 3);
	ck_assert_uint_eq(utf8_floor("aé漢z", 6), 6);
	ck_assert_uint_eq(utf8_floor("aé漢z", 0), 0);
}
END_TEST

START_TEST(ends_of_texts)
{
	ck_assert(cstr_ends_with("a.gguf", ".gguf"));
	ck_assert(cstr_ends_with("a", ""));
	ck_assert(!cstr_ends_with("f", "gguf"));
	ck_assert(!cstr_ends_with("a.ggufs", ".gguf"));
}
END_TEST

START_TEST(pointers_are_found_again)
{
	static char keys[2000];
	struct ptr_map m = { 0 };

	ck_assert_ptr_null(ptr_map_find(&m, keys));
	for (size_t i = 0; i < sizeof keys; i += 2)
		ptr_map_add(&m, &keys[i], &keys[i] + 1);
	for (size_t i = 0; i < sizeof keys; i += 2) {
		ck_assert_ptr_eq(ptr_map_find(&m, &keys[i]), &keys[i] + 1);
		ck_assert_ptr_null(ptr_map_find(&m, &keys[i] + 1));
	}
	ptr_map_release(&m);
	ck_assert_ptr_null(ptr_map_find(&m, keys));
}
END_TEST

START_TEST(suggest_finds_the_nearest)
{
	static const struct { const char *wanted, *best; } cases[] = {
		{ "sublayer", "sublayers" }, { "WEIGHTS", "weights" },
		{ "wieghts", "weights" }, { "zzz", NULL }, { "", NULL },
	};

	for (size_t i = 0; i < nitems(cases); i++) {
		struct suggest s;

		suggest_init(&s, cases[i].wanted);
		suggest_offer(&s, "weights");
		suggest_offer(&s, "sublayers");
		ck_assert_pstr_eq(s.best, cases[i].best);
	}
}
END_TEST

Suite *
check_base(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");

	tcase_add_test(t, first_error_wins);
	tcase_add_test(t, scope_drops_to_a_mark);
	tcase_add_test(t, interrupt_is_raised_once);
	tcase_add_test(t, atoms_are_one_pointer_a_name);
	tcase_add_test(t, buf_grows_and_is_cut);
	tcase_add_test(t, arena_is_zeroed_and_aligned);
	tcase_add_test(t, utf8_round_trip);
	tcase_add_test(t, ends_of_texts);
	tcase_add_test(t, pointers_are_found_again);
	tcase_add_test(t, suggest_finds_the_nearest);
	suite_add_tcase(s, t);
	return s;
}
