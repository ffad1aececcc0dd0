/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/session.h"
#include "tests/collect.h"

Suite *check_session(void);

START_TEST(results_are_shown_and_remembered)
{
	struct collect k;

	collect_init(&k);
	collect_ok(&k, "1 + 2");
	ck_assert_str_eq(k.shown.data, "3\n");
	collect_ok(&k, "_ * 10");
	ck_assert_str_eq(k.shown.data, "30\n");
	collect_ok(&k, "Out[1], _2, In[1]");
	ck_assert_str_eq(k.shown.data, "(3, 30, '1 + 2')\n");
	collect_ok(&k, "7;");
	ck_assert_str_eq(k.shown.data, "");
	collect_ok(&k, "None");
	ck_assert_str_eq(k.shown.data, "");
	collect_ok(&k, "print('a', 1)");
	ck_assert_str_eq(k.out.data, "a 1\n");
	ck_assert_int_eq(session_next_count(k.session), 7);
	collect_release(&k);
}
END_TEST

START_TEST(errors_come_with_a_traceback)
{
	struct collect k;
	struct run_result r;

	collect_init(&k);
	collect_run(&k, "def f(x):\n    return 1 / x\nf(0)", &r);
	ck_assert_int_eq(r.status, RUN_ERROR);
	ck_assert_str_eq(r.ename, "ZeroDivisionError");
	ck_assert_str_eq(r.evalue, "division by zero");
	ck_assert_uint_ge(r.ntraceback, 5);
	session_result_release(&r);
	collect_run(&k, "x = (", &r);
	ck_assert_str_eq(r.ename, "SyntaxError");
	session_result_release(&r);
	collect_run(&k, "import sys\nsys.exit(3)", &r);
	ck_assert_int_eq(r.status, RUN_EXIT);
	ck_assert_int_eq(r.exit_status, 3);
	session_result_release(&r);
	collect_ok(&k, "f(2)");
	ck_assert_str_eq(k.shown.data, "0.5\n");
	collect_release(&k);
}
END_TEST

static bool
says(const struct run_result *r, const char *text)
{
	for (size_t i = 0; i < r->ntraceback; i++)
		if (strstr(r->traceback[i], text) != NULL)
			return true;
	return false;
}

/* What waits to be computed fails at another line than the one at fault. */
START_TEST(late_errors_name_the_line_that_recorded)
{
	struct collect k;
	struct run_result r;

	collect_init(&k);
	collect_ok(&k, "import jax.numpy as jnp\n"
	    "a = jnp.ones((3000000, 1))\n"
	    "def f(x):\n    return x + x.T\n");
	collect_run(&k, "y = f(a)\nz = y.T\nprint(z[0, 0])", &r);
	ck_assert_str_eq(r.ename, "MemoryError");
	ck_assert(says(&r, "print(z[0, 0])") && says(&r, "return x + x.T"));
	session_result_release(&r);
	collect_run(&k, "print((a + a.T)[0, 0])", &r);
	ck_assert_str_eq(r.ename, "MemoryError");
	ck_assert(!says(&r, "recorded"));
	session_result_release(&r);
	collect_run(&k, "1 / 0", &r);
	ck_assert(!says(&r, "recorded"));
	session_result_release(&r);
	collect_release(&k);
}
END_TEST

static void *
interrupt_soon(void *session)
{
	usleep(100000);
	session_interrupt(session);
	return NULL;
}

/* Each of these would never end by itself. */
static const char *const endless[] = {
	"while True: pass",
	"def f():\n    yield from f()\nwhile True:\n    pass",
	"import itertools\nsum(itertools.count())",
	"import time\ntime.sleep(1000)",
	"import jax.numpy as jnp\nx = jnp.ones((700, 700))\n"
	"while True:\n    x = x @ x * 0.001\n    float(x[0, 0])",
	"while True: print('x' * 50)",
};

START_TEST(a_cell_is_captured)
{
	struct collect k;
	struct run_result r;

	collect_init(&k);
	collect_ok(&k, "%%capture cap\nimport sys\nprint('a')\n"
	    "print('e', file=sys.stderr)\nx = 3\nx + 1");
	ck_assert_str_eq(k.out.data, "");
	ck_assert_str_eq(k.err.data, "");
	ck_assert_str_eq(k.shown.data, "");
	collect_ok(&k, "print([cap.stdout, cap.stderr, cap.outputs, x])");
	ck_assert_str_eq(k.out.data, "['a\\n', 'e\\n', [4], 3]\n");
	collect_ok(&k, "cap.show()");
	ck_assert_str_eq(k.out.data, "a\n");
	ck_assert_str_eq(k.shown.data, "4\n");
	collect_ok(&k, "%%capture --no-stdout\nprint('b')\n7");
	ck_assert_str_eq(k.out.data, "b\n");
	ck_assert_str_eq(k.shown.data, "");
	collect_run(&k, "%%capture cap\nprint('c')\n1 / 0", &r);
	ck_assert_str_eq(r.ename, "ZeroDivisionError");
	session_result_release(&r);
	collect_ok(&k, "print(repr(cap.stdout))");
	ck_assert_str_eq(k.out.data, "'c\\n'\n");
	collect_release(&k);
}
END_TEST

START_TEST(interrupts_end_what_runs)
{
	struct timespec a, b;
	struct collect k;
	struct run_result r;
	pthread_t t;

	collect_init(&k);
	pthread_create(&t, NULL, interrupt_soon, k.session);
	clock_gettime(CLOCK_MONOTONIC, &a);
	collect_run(&k, endless[_i], &r);
	clock_gettime(CLOCK_MONOTONIC, &b);
	pthread_join(t, NULL);
	ck_assert_int_eq(r.status, RUN_ERROR);
	ck_assert_str_eq(r.ename, "KeyboardInterrupt");
	/* Seconds, since the machine may be busy; the protocol tests measure
	 * the latency of an idle one. */
	ck_assert_int_lt(b.tv_sec - a.tv_sec, 20);
	session_result_release(&r);
	collect_ok(&k, "1");
	collect_release(&k);
}
END_TEST

START_TEST(two_sessions_do_not_meet)
{
	struct collect a, b;
	struct run_result r;

	collect_init(&a);
	collect_init(&b);
	collect_ok(&a, "x = 1\nimport math\nmath.y = 5");
	collect_run(&b, "x", &r);
	ck_assert_str_eq(r.ename, "NameError");
	session_result_release(&r);
	collect_run(&b, "import math\nmath.y", &r);
	ck_assert_str_eq(r.ename, "AttributeError");
	session_result_release(&r);
	collect_ok(&a, "x");
	ck_assert_str_eq(a.shown.data, "1\n");
	collect_release(&a);
	collect_release(&b);
}
END_TEST

static bool
completes(struct collect *k, const char *text, const char *wanted)
{
	struct completions c;
	bool found = false;

	session_complete(k->session, text, strlen(text), strlen(text), &c);
	for (size_t i = 0; i < c.n; i++)
		found |= strcmp(c.item[i].text, wanted) == 0;
	session_completions_release(&c);
	return found;
}

START_TEST(completion_looks_at_live_values)
{
	struct collect k;

	collect_init(&k);
	collect_ok(&k, "import math\nwords = {'alpha': 1}\nname = 'x'\n"
	    "class A:\n    def __init__(self): self.field = [1]\na = A()\n"
	    "from penzai import pz");
	ck_assert(completes(&k, "wor", "words"));
	ck_assert(completes(&k, "math.sq", "sqrt"));
	ck_assert(completes(&k, "x = name.up", "upper"));
	ck_assert(completes(&k, "a.fi", "field"));
	ck_assert(completes(&k, "a.field.app", "append"));
	ck_assert(completes(&k, "words['al", "alpha"));
	ck_assert(completes(&k, "pz.nn.ConstantRescale(", "by="));
	collect_ok(&k, "def scale(x, /, amount=1, *, axis=None): pass\n"
	    "class Named:\n"
	    "    def __init__(self, label): self.label = label\n"
	    "    def tell(self, loud=False): pass\n"
	    "named = Named('a')\n");
	ck_assert(completes(&k, "scale(1, am", "amount="));
	ck_assert(completes(&k, "scale(ax", "axis="));
	ck_assert(!completes(&k, "scale(", "x="));
	ck_assert(completes(&k, "Named(la", "label="));
	ck_assert(!completes(&k, "Named(", "self="));
	ck_assert(completes(&k, "named.tell(", "loud="));
	ck_assert(completes(&k, "import jax.nu", "jax.numpy"));
	ck_assert(completes(&k, "prin", "print"));
	ck_assert(completes(&k, "whi", "while"));
	ck_assert(!completes(&k, "f().", "append"));
	collect_release(&k);
}
END_TEST

START_TEST(completion_reads_strings)
{
	char folder[] = "/tmp/penjing-complete-XXXXXX";
	char text[200], inner[200], file[200];
	struct collect k;
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(inner, sizeof inner, "%s/weights", folder);
	snprintf(file, sizeof file, "%s/model one.gguf", folder);
	ck_assert_int_eq(mkdir(inner, 0700), 0);
	f = fopen(file, "w");
	ck_assert_ptr_nonnull(f);
	fclose(f);
	collect_init(&k);
	collect_ok(&k, "import numpy as np\nfrom penzai import pz\n"
	    "d = {'a.b': 1, 'it': 2}\n"
	    "x = pz.nx.wrap(np.ones((2, 3))).tag('rows', 'columns')\n");
	snprintf(text, sizeof text, "open('%s/mod", folder);
	ck_assert(completes(&k, text, "model one.gguf"));
	snprintf(text, sizeof text, "open(\"%s/model o", folder);
	ck_assert(completes(&k, text, "model one.gguf"));
	snprintf(text, sizeof text, "%%run %s/w", folder);
	ck_assert(completes(&k, text, "weights/"));
	ck_assert(completes(&k, "d['a.", "a.b"));
	ck_assert(!completes(&k, "d['", "print"));
	ck_assert(completes(&k, "f\"it's {d['i", "it"));
	ck_assert(completes(&k, "f'{pri", "print"));
	ck_assert(completes(&k, "x.untag('", "rows"));
	ck_assert(completes(&k, "x.untag('rows', \"col", "columns"));
	ck_assert(completes(&k, "x[{'ro", "rows"));
	/* Comments and closed strings open nothing. */
	ck_assert(completes(&k, "# it's\n'a' \"\"\"b'\"\"\" + pri", "print"));
	ck_assert_int_eq(remove(file), 0);
	ck_assert_int_eq(rmdir(inner), 0);
	ck_assert_int_eq(rmdir(folder), 0);
	collect_release(&k);
}
END_TEST

START_TEST(inspection_finds_docs)
{
	struct collect k;
	char *text;

	collect_init(&k);
	collect_ok(&k, "from penzai import pz");
	text = session_inspect(k.session, "pz.nn.Softmax", 13, 13, 0);
	ck_assert_ptr_nonnull(text);
	ck_assert_ptr_nonnull(strstr(text, "axes"));
	free(text);
	ck_assert_ptr_null(session_inspect(k.session, "nothing", 7, 7, 0));
	collect_release(&k);
}
END_TEST

START_TEST(help_prints)
{
	struct collect k;

	collect_init(&k);
	collect_ok(&k, "def f(a, *, b=1):\n    '''Doc.\n\n    More.\n    '''\nhelp(f)");
	ck_assert_str_eq(k.out.data, "Help on function f in module __main__:"
	    "\n\nf(a, *, b=1)\n    Doc.\n\n    More.\n\n");
	collect_ok(&k, "class A:\n    'A doc'\n"
	    "    def __init__(self, q): pass\nhelp(A(1))");
	ck_assert_str_eq(k.out.data, "Help on A object:\n\nA(q)\n"
	    "    A doc\n\n");
	collect_ok(&k, "help(len)\nhelp('len')\nhelp('nope')\nhelp(5)\n"
	    "import math, jax.numpy as jnp\nhelp(math)\nhelp(jnp.ones)\n"
	    "help(A(1).__init__)\nhelp(jnp.ones(3))\nhelp([].append)\n"
	    "help(int)\nhelp()");
	ck_assert_ptr_nonnull(strstr(k.out.data,
	    "Help on built-in function len in module builtins:\n\nlen("));
	ck_assert_ptr_nonnull(strstr(k.out.data, "found for 'nope'"));
	ck_assert_ptr_nonnull(strstr(k.out.data, "Help on int object:"));
	ck_assert_ptr_nonnull(strstr(k.out.data, "Help on module math:"));
	collect_ok(&k, "%%capture cap\nhelp(f)");
	collect_ok(&k, "print(cap.stdout[:8])");
	ck_assert_str_eq(k.out.data, "Help on \n");
	collect_release(&k);
}
END_TEST

START_TEST(an_edit_of_nothing_says_so)
{
	struct collect k;
	struct run_result r;

	collect_init(&k);
	collect_ok(&k, "from penzai import pz\n"
	    "m = pz.nn.Sequential([pz.nn.Identity()])\n"
	    "n = pz.select(m).at_instances_of(pz.nn.Softmax)"
	    ".set(pz.nn.Identity())");
	ck_assert_ptr_nonnull(strstr(k.err.data, "no instance of Softmax"));
	collect_run(&k, "import penjing as pj\npj.strict()\n"
	    "pz.select(m).at_instances_of(pz.nn.Softmax).set(1)", &r);
	ck_assert_str_eq(r.ename, "ValueError");
	session_result_release(&r);
	collect_release(&k);
}
END_TEST

Suite *
check_session(void)
{
	Suite *s = suite_create("session");
	TCase *t = tcase_create("session");

	tcase_add_test(t, results_are_shown_and_remembered);
	tcase_add_test(t, errors_come_with_a_traceback);
	tcase_add_test(t, late_errors_name_the_line_that_recorded);
	tcase_add_loop_test(t, interrupts_end_what_runs, 0,
	    (int)(sizeof endless / sizeof *endless));
	tcase_add_test(t, a_cell_is_captured);
	tcase_add_test(t, two_sessions_do_not_meet);
	tcase_add_test(t, completion_looks_at_live_values);
	tcase_add_test(t, completion_reads_strings);
	tcase_add_test(t, inspection_finds_docs);
	tcase_add_test(t, help_prints);
	tcase_add_test(t, an_edit_of_nothing_says_so);
	suite_add_tcase(s, t);
	return s;
}
