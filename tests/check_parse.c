/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/atom.h"
#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/lang/unit.h"
#include "tests/runner.h"

/* The dump of a cell, or "Kind: message"; to be freed. */
static char *
parsed(const char *text, enum unit_mode mode)
{
	struct ctx c;
	struct buf b = BUF_INIT;
	struct unit *u;

	ctx_init(&c, NULL);
	u = unit_new(&c, "cell", text, strlen(text), mode);
	if (unit_parse(&c, u))
		ast_dump(&b, u);
	else
		buf_printf(&b, "%s: %s", err_kind_name(c.err.kind),
		    c.err.text);
	err_clear(&c);
	ctx_release(&c);
	return buf_steal(&b);
}

static void
expect(const char *text, const char *dump)
{
	char *got = parsed(text, UNIT_CELL);

	ck_assert_str_eq(got, dump);
	free(got);
}

START_TEST(dumps)
{
	expect("x", "Expr(0,1 Name(0,1 x))\n");
	expect("a + b * c", "Expr(0,9 BinOp(0,9 '+' Name(0,1 a) "
	    "BinOp(4,9 '*' Name(4,5 b) Name(8,9 c))))\n");
	expect("-9223372036854775808",
	    "Expr(0,20 Constant(0,20 -9223372036854775808))\n");
	expect("f'a{x!r:>{w}}'", "Expr(0,14 JoinedStr(0,14 ["
	    "Constant(3,13 s61) FormattedValue(3,13 Name(4,5 x) r "
	    "JoinedStr(8,12 [Constant(9,12 s3e) FormattedValue(9,12 "
	    "Name(10,11 w) - -)]))]))\n");
}
END_TEST

START_TEST(magics)
{
	expect("%time x = 1\n", "Expr(0,11 Call(0,11 Name(0,11 __magic__) "
	    "[Constant(1,5 s74696d65) Constant(6,11 s78203d2031)] []))\n");
	expect("!ls", "Expr(0,3 Call(0,3 Name(0,3 __shell__) "
	    "[Constant(1,3 s6c73)] []))\n");
	expect("x??", "Expr(0,3 Call(0,3 Name(0,3 __help__) "
	    "[Constant(0,1 s78) Constant(0,3 2)] []))\n");
	expect("\n%%time a\nb\n", "Expr(1,12 Call(1,12 Name(1,12 "
	    "__cell_magic__) [Constant(3,7 s74696d65) Constant(8,9 s61) "
	    "Constant(10,12 s620a)] []))\n");
	expect("x = !ls", "Assign(0,7 [Name(0,1 x)] Call(4,7 Name(4,7 "
	    "__shell__) [Constant(5,7 s6c73)] []))\n");
}
END_TEST

static void
deep(const char *open, const char *close)
{
	struct buf b = BUF_INIT;
	char *got;

	for (int i = 0; i < 100000; i++)
		buf_str(&b, open);
	buf_str(&b, "x");
	for (int i = 0; i < 100000; i++)
		buf_str(&b, close);
	got = parsed(b.data, UNIT_FILE);
	ck_assert_msg(strncmp(got, "SyntaxError: too many nested", 28) == 0,
	    "%s: %.80s", open, got);
	free(got);
	buf_release(&b);
}

START_TEST(depth)
{
	deep("(", ")");
	deep("[", "]");
	deep("-", "");
	deep("not ", "");
	deep("lambda: ", "");
	deep("2**", "");
	deep("1+", "");
	deep("", ".a");
	deep("", "()");
	deep("1 if 2 else ", "");
}
END_TEST

static const struct {
	const char *text;
	enum unit_completeness is;
	int indent;
} completeness[] = {
	{ "", UNIT_COMPLETE, 0 },
	{ "# c", UNIT_COMPLETE, 0 },
	{ "a = 1", UNIT_COMPLETE, 0 },
	{ "for a in b:", UNIT_INCOMPLETE, 4 },
	{ "for a in b:\n", UNIT_INCOMPLETE, 4 },
	{ "def f():\n    x=1", UNIT_INCOMPLETE, 4 },
	{ "def f():\n    x=1\n", UNIT_COMPLETE, 0 },
	{ "def f():\n    x=1\n    ", UNIT_COMPLETE, 0 },
	{ "'''abc", UNIT_INCOMPLETE, 0 },
	{ "a = [1,\n  2,", UNIT_INCOMPLETE, 2 },
	{ "raise = 2", UNIT_INVALID, 0 },
	{ "%%cellm", UNIT_INCOMPLETE, 0 },
	{ "%%cellm\n", UNIT_INCOMPLETE, 0 },
	{ "%%cellm\n\n", UNIT_COMPLETE, 0 },
	{ "x = 1 \\", UNIT_INCOMPLETE, 0 },
	{ "try:\n  x=1\n", UNIT_INCOMPLETE, 2 },
	{ "@foo\n", UNIT_INCOMPLETE, 0 },
	{ "if 1:\n    if 2:\n        x\n    y", UNIT_INCOMPLETE, 4 },
	{ "x = 'abc", UNIT_INVALID, 0 },
	{ "a = (1 2", UNIT_INCOMPLETE, 0 },
	{ "%time x", UNIT_COMPLETE, 0 },
	{ "ls?", UNIT_COMPLETE, 0 },
	{ "  x = 1", UNIT_COMPLETE, 0 },
	{ "if 1:\n  pass\nelse:", UNIT_INCOMPLETE, 4 },
	{ "a)", UNIT_INVALID, 0 },
	{ "x = ", UNIT_INVALID, 0 },
};

/* The table was made with IPython 8.12's check_complete. */
START_TEST(complete)
{
	struct ctx c;
	int indent;

	ctx_init(&c, NULL);
	for (size_t i = 0; i < nitems(completeness); i++) {
		const char *s = completeness[i].text;

		ck_assert_msg(unit_is_complete(&c, s, strlen(s), &indent) ==
		    completeness[i].is && indent == completeness[i].indent,
		    "%s: indent %d", s, indent);
	}
	ctx_release(&c);
}
END_TEST

Suite *check_parse(void);

Suite *
check_parse(void)
{
	Suite *s = suite_create("parse");
	TCase *t = tcase_create("parse");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, dumps);
	tcase_add_test(t, magics);
	tcase_add_test(t, depth);
	tcase_add_test(t, complete);
	suite_add_tcase(s, t);
	return s;
}
