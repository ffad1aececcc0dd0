/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every layer type's example runs, and what it prints reads back as the same
 * text; layers compute what their formulas say.
 */
#include <check.h>
#include <string.h>

#include "core/layer/layer.h"
#include "tests/collect.h"

Suite *check_layer(void);

static const char prelude[] =
    "import jax\nimport jax.numpy as jnp\nfrom penzai import pz\n"
    "from penzai.models.transformer.model_parts import *\n";

START_TEST(examples_run)
{
	const struct class_row *const *row = layer_families[_i];
	struct collect k;

	collect_init(&k);
	collect_ok(&k, prelude);
	for (; *row != NULL; row++) {
		if ((*row)->example == NULL)
			continue;
		collect_ok(&k, (*row)->example);
		if (strstr(k.shown.data, (*row)->name) == NULL)
			ck_abort_msg("%s prints as %s", (*row)->name,
			    k.shown.data);
	}
	collect_release(&k);
}
END_TEST

/* An expression and what it must be close to, both in the language. */
static const struct {
	const char *got, *want;
} cases[] = {
	{ "pz.nn.Identity()(x).unwrap('a', 'b')", "[[1., 2.], [3., 5.]]" },
	{ "pz.nn.ConstantRescale(2.0)(x).unwrap('a', 'b')",
	    "[[2., 4.], [6., 10.]]" },
	{ "pz.nn.Residual(pz.nn.ConstantRescale(2.0))(x).unwrap('a', 'b')",
	    "[[3., 6.], [9., 15.]]" },
	{ "pz.nn.BranchAndMultiplyTogether([pz.nn.Identity(),"
	    "pz.nn.Identity()])(x).unwrap('a', 'b')", "[[1., 4.], [9., 25.]]" },
	{ "pz.nn.Softmax('b')(x).unwrap('a', 'b').sum(1)", "[1., 1.]" },
	{ "pz.nn.Softmax(('a', 'b'))(x).unwrap('a', 'b').sum()", "1." },
	{ "pz.nn.RMSStandardize('b', 0.0)(x).unwrap('a', 'b')[1]",
	    "[3 / 17 ** 0.5, 5 / 17 ** 0.5]" },
	{ "pz.nn.Standardize('b', 0.0)(x).unwrap('a', 'b')",
	    "[[-1., 1.], [-1., 1.]]" },
	{ "pz.nn.TanhSoftCap(2.0)(x).unwrap('a', 'b')[0]",
	    "jnp.tanh(jnp.array([0.5, 1.0])) * 2" },
	{ "pz.nn.Elementwise(jax.nn.relu)(-x).unwrap('a', 'b')",
	    "[[0., 0.], [0., 0.]]" },
	{ "pz.nn.RenameAxes('a', 'c')(x).unwrap('c', 'b')",
	    "[[1., 2.], [3., 5.]]" },
	{ "pz.nn.Linear(w, ('b',), ('c',))(x).unwrap('a', 'c')",
	    "[[3., 1., 2.], [8., 3., 5.]]" },
	{ "pz.nn.AddBias(pz.nx.wrap(jnp.array([10., 20.])).tag('b'), ())"
	    "(x).unwrap('a', 'b')", "[[11., 22.], [13., 25.]]" },
	{ "pz.nn.NamedEinsum((('a', 'b'), {'c': 'a', 'b': 'b'}), ())("
	    "(x, pz.nn.RenameAxes('a', 'c')(x))).unwrap()", "39." },
};

START_TEST(formulas_hold)
{
	struct buf b = BUF_INIT;
	struct collect k;

	collect_init(&k);
	collect_ok(&k, prelude);
	collect_ok(&k, "x = pz.nx.wrap(jnp.array([[1., 2.], [3., 5.]]))"
	    ".tag('a', 'b')\n"
	    "w = pz.Parameter(value=pz.nx.wrap(jnp.array([[1., 1., 0.], "
	    "[1., 0., 1.]])).tag('b', 'c'), label='w.weights')");
	buf_printf(&b, "bool(jnp.allclose(%s, jnp.array(%s), atol=1e-5))",
	    cases[_i].got, cases[_i].want);
	collect_ok(&k, b.data);
	if (strcmp(k.shown.data, "True\n") != 0)
		ck_abort_msg("%s is not %s", cases[_i].got, cases[_i].want);
	buf_release(&b);
	collect_release(&k);
}
END_TEST

/* What is wrong, and a part of what must be said. */
static const struct {
	const char *source, *says;
} mistakes[] = {
	{ "pz.nn.Softmax()", "axes" },
	{ "pz.nn.Softmax(axis='b')", "axis" },
	{ "pz.nn.Softmax(axes='c')(x)", "axis 'c' is not an axis" },
	{ "pz.nn.Linear(w, ('b',), ('c',))(pz.nx.ones({'a': 2}))",
	    "axis 'b' of the weights" },
	{ "pz.nn.Linear(w, ('b',), ('c',))(pz.nx.ones({'b': 3}))",
	    "another size" },
	{ "pz.nn.ApplyRoPE('b', 1e4, 'pos')(x)", "needs the side input" },
	{ "pz.nn.BranchAndAddTogether([])(x)", "at least one branch" },
	{ "pz.nn.Sequential([pz.nn.Identity()]).sublayers = []", "sublayers" },
};

START_TEST(mistakes_are_explained)
{
	struct run_result r;
	struct collect k;

	collect_init(&k);
	collect_ok(&k, prelude);
	collect_ok(&k, "x = pz.nx.ones({'a': 2, 'b': 2})\n"
	    "w = pz.Parameter(value=pz.nx.ones({'b': 2, 'c': 3}), "
	    "label='w.weights')");
	collect_run(&k, mistakes[_i].source, &r);
	if (r.status != RUN_ERROR || strstr(r.evalue, mistakes[_i].says) ==
	    NULL)
		ck_abort_msg("%s: %s", mistakes[_i].source, r.status ==
		    RUN_ERROR ? r.evalue : "no error");
	session_result_release(&r);
	collect_release(&k);
}
END_TEST

Suite *
check_layer(void)
{
	Suite *s = suite_create("layer");
	TCase *t = tcase_create("layer");
	int n = 0;

	while (layer_families[n] != NULL)
		n++;
	tcase_add_loop_test(t, examples_run, 0, n);
	tcase_add_loop_test(t, formulas_hold, 0, (int)(sizeof cases /
	    sizeof *cases));
	tcase_add_loop_test(t, mistakes_are_explained, 0,
	    (int)(sizeof mistakes / sizeof *mistakes));
	suite_add_tcase(s, t);
	return s;
}
