/* SPDX-License-Identifier: Apache-2.0 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/value/builtin_types.h"
#include "core/value/param.h"
#include "core/value/tree.h"

Suite *check_class(void);

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
	ck_assert_msg(!err_is_set(c), "%s", c->err.text);
	values_release(c);
	ctx_release(c);
}

static struct value *
num(int64_t i)
{
	return value_int(c, i);
}

static void
expect_repr(struct value *v, const char *text)
{
	struct buf b = BUF_INIT;

	ck_assert_msg(v != NULL, "no value: %s", c->err.text);
	ck_assert_msg(value_repr(c, &b, v), "%s", c->err.text);
	ck_assert_str_eq(b.data, text);
	buf_release(&b);
}

static void
expect_error(const void *v, enum err_kind kind, const char *text)
{
	ck_assert_ptr_null(v);
	ck_assert_str_eq(c->err.text != NULL ? c->err.text : "none", text);
	ck_assert_str_eq(err_kind_name(c->err.kind), err_kind_name(kind));
	err_clear(c);
}

static struct class *
make(const char *name, size_t n, struct class *const *bases,
    struct value *members)
{
	return class_create(c, atom(c, name), n, bases,
	    members != NULL ? members : dict_new(c), NULL);
}

static struct class *
row(const struct class_row *r)
{
	return class_of_row(c, r);
}

static struct value *
call(struct class *k, size_t n, struct value *const *args)
{
	return value_call_n(c, &k->hdr, n, args);
}

static void
expect_mro(struct class *k, const char *text)
{
	struct buf b = BUF_INIT;

	ck_assert_ptr_nonnull(k);
	for (size_t i = 0; i < k->nmro; i++)
		buf_printf(&b, "%s ", k->mro[i]->name->text);
	ck_assert_str_eq(b.data, text);
	buf_release(&b);
}

START_TEST(c3)
{
	struct class *o = row(&object_row);
	struct class *a = make("A", 1, &o, NULL), *b = make("B", 1, &o, NULL);
	struct class *e = make("C", 1, &o, NULL), *d = make("D", 1, &o, NULL);
	struct class *ee = make("E", 1, &o, NULL);
	struct class *k1 = make("K1", 3, (struct class *[]){ a, b, e }, NULL);
	struct class *k2 = make("K2", 3, (struct class *[]){ d, b, ee }, NULL);
	struct class *k3 = make("K3", 2, (struct class *[]){ d, a }, NULL);

	expect_mro(make("Z", 3, (struct class *[]){ k1, k2, k3 }, NULL),
	    "Z K1 K2 K3 D A B C E object ");
	expect_error(make("X", 2, (struct class *[]){ o, a }, NULL), ERR_TYPE,
	    "Cannot create a consistent method resolution\n"
	    "order (MRO) for bases object, A");
	expect_error(make("X", 2, (struct class *[]){ a, a }, NULL), ERR_TYPE,
	    "duplicate base class A");
	a = row(&bool_row);
	expect_error(make("X", 1, &a, NULL), ERR_TYPE,
	    "type 'bool' is not an acceptable base type");
}
END_TEST

/* ---- special methods -------------------------------------------------------- */

static const struct param self_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, 0 }, { 0 }
};
static const struct param two_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, 0 },
	{ "x", PARAM_ANY, NULL, NULL, 0 }, { 0 }
};

static struct value *
fn_init(struct ctx *cc, struct value *const *args)
{
	return value_set_attr(cc, args[0], atom(cc, "x"), args[1]) ?
	    &value_none : NULL;
}

static struct value *
fn_add(struct ctx *cc, struct value *const *args)
{
	return value_arith(cc, ARITH_ADD, value_get_attr(cc, args[0],
	    atom(cc, "x")), args[1]);
}

static struct value *
fn_self(struct ctx *cc, struct value *const *args)
{
	return value_own(cc, value_ref(args[0]));
}

static struct value *
fn_name(struct ctx *cc, struct value *const *args UNUSED)
{
	return str_new(cc, "<named>");
}

static struct value *
fn_other(struct ctx *cc, struct value *const *args)
{
	return value_own(cc, value_ref(args[1]));
}

static struct value *
fn_item(struct ctx *cc, struct value *const *args)
{
	if (value_as_int(args[1]) > 2)
		return err_raise(cc, ERR_INDEX, "end");
	return value_int(cc, value_as_int(args[1]) * 10);
}

static const struct native natives[] = {
	{ "__init__", two_params, fn_init, NULL, NULL },
	{ "__add__", two_params, fn_add, NULL, NULL },
	{ "__radd__", two_params, fn_add, NULL, NULL },
	{ "__repr__", self_params, fn_name, NULL, NULL },
	{ "__getattr__", two_params, fn_other, NULL, NULL },
	{ "__getitem__", two_params, fn_item, NULL, NULL },
	{ "__pos__", self_params, fn_self, NULL, NULL },
};

static struct value *
members(const char *const *names)
{
	struct value *d = dict_new(c);

	for (; *names != NULL; names++)
		for (size_t i = 0; i < nitems(natives); i++)
			if (strcmp(natives[i].name, *names) == 0)
				dict_set_atom(c, d, atom(c, *names),
				    native_value(c, &natives[i]));
	return d;
}

START_TEST(special_methods)
{
	struct class *o = row(&object_row);
	struct class *k = make("Num", 1, &o, members((const char *[]){
	    "__init__", "__add__", "__radd__", "__repr__", "__getattr__",
	    "__getitem__", "__pos__", NULL }));
	struct value *five = num(5), *v = call(k, 1, &five);

	expect_repr(v, "<named>");
	expect_repr(value_arith(c, ARITH_ADD, v, num(2)), "7");
	expect_repr(value_arith(c, ARITH_ADD, num(2), v), "7");
	expect_repr(value_get_attr(c, v, atom(c, "other")), "'other'");
	expect_repr(value_get_attr(c, v, atom(c, "x")), "5");
	expect_repr(value_to_list(c, v), "[0, 10, 20]");
	ck_assert_ptr_eq(value_unary(c, UN_POS, v), v);
	expect_error(value_unary(c, UN_NEG, v), ERR_TYPE,
	    "bad operand type for unary -: 'Num'");
	expect_error(value_arith(c, ARITH_SUB, v, num(1)), ERR_TYPE,
	    "unsupported operand type(s) for -: 'Num' and 'int'");
	expect_error(call(k, 0, NULL), ERR_TYPE,
	    "__init__() missing 1 required positional argument: 'x'");
	k = make("Plain", 1, &o, NULL);
	expect_error(call(k, 1, &five), ERR_TYPE,
	    "Plain() takes no arguments");
	v = call(k, 0, NULL);
	expect_error(value_call_n(c, v, 0, NULL), ERR_TYPE,
	    "'Plain' object is not callable");
	value_set_attr(c, v, atom(c, "hello"), five);
	ck_assert_ptr_null(value_get_attr(c, v, atom(c, "helo")));
	ck_assert_str_eq(exc_suggestion(c, exc_of_err(c)), "hello");
	expect_error(NULL, ERR_ATTRIBUTE,
	    "'Plain' object has no attribute 'helo'");
}
END_TEST

START_TEST(subclasses_of_built_in_types)
{
	struct class *b = row(&dict_row);
	struct class *d = make("D", 1, &b, members((const char *[]){
	    "__getattr__", NULL }));
	struct value *v = call(d, 0, NULL), *seven = num(7), *r;
	bool yes;

	ck_assert(value_set_item(c, v, str_new(c, "a"), seven));
	expect_repr(v, "{'a': 7}");
	expect_repr(value_get_item(c, v, str_new(c, "a")), "7");
	expect_repr(value_get_attr(c, v, atom(c, "zzz")), "'zzz'");
	expect_repr(value_call_method(c, v, "keys", 0, NULL),
	    "dict_keys(['a'])");
	ck_assert(value_is_instance(c, v, &b->hdr, &yes) && yes);
	ck_assert_uint_eq(dict_len(v), 1);
	r = value_arith_inplace(c, ARITH_OR, v, v);
	ck_assert_ptr_eq(r, v);
	expect_repr(value_compare(c, CMP_EQ, v, value_unwrap(v)), "True");
	b = row(&int_row);
	d = make("E", 1, &b, NULL);
	v = call(d, 1, &seven);
	expect_repr(v, "7");
	expect_repr(value_arith(c, ARITH_MUL, v, num(2)), "14");
	expect_repr(value_arith(c, ARITH_SUB, num(2), v), "-5");
	expect_repr(value_compare(c, CMP_EQ, num(7), v), "True");
	ck_assert(value_is_int(v));
	b = row(&tuple_row);
	d = make("P", 1, &b, NULL);
	r = list_new(c, 1, &seven);
	v = call(d, 1, &r);
	expect_repr(v, "(7,)");
	expect_repr(value_get_item(c, v, num(0)), "7");
	ck_assert_uint_eq(seq_len(v), 1);
	b = row(&str_row);
	d = make("S", 1, &b, NULL);
	r = str_new(c, "text");
	v = call(d, 1, &r);
	expect_repr(value_call_method(c, v, "upper", 0, NULL), "'TEXT'");
	ck_assert_str_eq(str_text(v), "text");
}
END_TEST

START_TEST(exceptions)
{
	struct class *b = row(exc_row(ERR_VALUE)), *k;
	struct value *text = str_new(c, "bad"), *e, *e2;
	bool yes;

	k = make("MyErr", 1, &b, NULL);
	e = call(k, 1, &text);
	expect_repr(e, "MyErr('bad')");
	ck_assert(value_set_attr(c, e, atom(c, "code"), num(3)));
	exc_raise(c, e);
	ck_assert(err_is(c, ERR_VALUE));
	ck_assert_str_eq(c->err.text, "bad");
	ck_assert_ptr_eq(exc_of_err(c), e);
	err_clear(c);
	expect_repr(value_get_attr(c, e, atom(c, "code")), "3");
	err_raise(c, ERR_ZERO_DIVISION, "division by zero");
	e2 = exc_of_err(c);
	err_clear(c);
	expect_repr(e2, "ZeroDivisionError('division by zero')");
	exc_set_context(e2, e);
	exc_set_context(e, e2);	/* cut, not a cycle */
	ck_assert_ptr_null(exc_context(e2));
	ck_assert(value_is_instance(c, e2,
	    &row(exc_row(ERR_ARITHMETIC))->hdr, &yes) && yes);
	value_raise_key(c, text);
	ck_assert_str_eq(c->err.text, "'bad'");
	err_clear(c);
}
END_TEST

/* ---- fields -------------------------------------------------------------------- */

static const struct param layer_params[] = {
	{ "weights", PARAM_ANY, NULL, "Any value.", 0 },
	{ "axis", PARAM_AXIS, NULL, "A name.", PARAM_STATIC },
	{ "epsilon", PARAM_FLOAT, "1e-6", "Small.", PARAM_STATIC },
	{ 0 }
};

static struct value *
forward(struct ctx *cc, struct value *self, struct value *x,
    struct value *side)
{
	if (side != NULL)
		return value_get_item(cc, side, str_new(cc, "y"));
	return value_arith(cc, ARITH_ADD, instance_field(self, 0), x);
}

static const struct class_row layer_row = {
	.name = "Scale", .module = "test", .fields = layer_params,
	.forward = forward, .flags = CLASS_FROZEN | CLASS_PYTREE | CLASS_EQ,
};

START_TEST(layers)
{
	struct class *k = row(&layer_row), *sub;
	struct value *args[3] = { num(3), str_new(c, "features"), num(5) };
	const struct atom *kw[1] = { atom(c, "y") };
	struct args a = { args, 1, kw, 1 };
	struct value *v = call(k, 2, args), *w, *items[1];

	expect_repr(v, "Scale(weights=3, axis='features', epsilon=1e-06)");
	expect_repr(value_call_n(c, v, 1, &args[2]), "8");
	expect_repr(value_call(c, v, &a), "'features'");
	ck_assert_uint_eq(tree_nchild(v), 1);
	items[0] = num(4);
	w = tree_rebuild(c, v, items);
	expect_repr(w, "Scale(weights=4, axis='features', epsilon=1e-06)");
	items[0] = num(3);
	ck_assert_ptr_eq(tree_rebuild(c, v, items), v);
	expect_repr(value_compare(c, CMP_EQ, v, w), "False");
	expect_repr(value_compare(c, CMP_EQ, v, instance_with(c, w, 0,
	    num(3))), "True");
	ck_assert(!value_set_attr(c, v, atom(c, "weights"), num(1)));
	expect_error(NULL, ERR_ATTRIBUTE, "cannot assign to field 'weights'");
	expect_error(call(k, 1, args), ERR_TYPE, "Scale.__init__() missing 1 "
	    "required positional argument: 'axis'");
	expect_error(call(k, 2, (struct value *[]){ args[0], args[0] }),
	    ERR_TYPE, "Scale.__init__() argument 'axis' must be an axis name "
	    "(str), not int");
	kw[0] = atom(c, "axes");
	expect_error(value_call(c, &k->hdr, &a), ERR_TYPE, "Scale.__init__() "
	    "got an unexpected keyword argument 'axes'. Did you mean "
	    "'axis'?");
	sub = make("Mine", 1, &k, NULL);
	v = call(sub, 2, args);
	expect_repr(v, "Mine(weights=3, axis='features', epsilon=1e-06)");
	expect_repr(value_call_n(c, v, 1, &args[2]), "8");
	ck_assert(value_of_row(c, v, &layer_row));
}
END_TEST

static const struct param f_params[] = {
	{ "a", PARAM_ANY, NULL, NULL, 0 },
	{ "b", PARAM_INT, "2", NULL, 0 },
	{ "name", PARAM_STR, "None", NULL, PARAM_KEYWORD | PARAM_OPTIONAL },
	{ 0 }
};

START_TEST(binding)
{
	struct value *v[4] = { num(1), num(2), num(3), str_new(c, "x") };
	struct value *out[PARAM_MAX];
	const struct atom *kw[1] = { atom(c, "nam") };
	struct args a = { v, 3, kw, 0 };
	struct buf b = BUF_INIT;

	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE, "f() takes from 1 to 2 positional "
	    "arguments but 3 were given");
	a.npos = 0;
	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE,
	    "f() missing 1 required positional argument: 'a'");
	a = (struct args){ v, 1, kw, 1 };
	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE, "f() got an unexpected keyword argument "
	    "'nam'. Did you mean 'name'?");
	kw[0] = atom(c, "a");
	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE,
	    "f() got multiple values for argument 'a'");
	kw[0] = atom(c, "name");
	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE,
	    "f() argument 'name' must be str or None, not int");
	a = (struct args){ v + 2, 2, kw, 0 };
	ck_assert(!param_bind(c, "f", f_params, &a, out));
	expect_error(NULL, ERR_TYPE,
	    "f() argument 'b' must be int, not str");
	a = (struct args){ v, 1, kw, 0 };
	ck_assert(param_bind(c, "f", f_params, &a, out));
	ck_assert_int_eq(value_as_int(out[1]), 2);
	param_signature(&b, f_params);
	ck_assert_str_eq(b.data, "(a, b=2, *, name=None)");
	buf_release(&b);
}
END_TEST

START_TEST(unions_and_types)
{
	struct value *u = value_arith(c, ARITH_OR, &row(&int_row)->hdr,
	    &value_none);
	bool yes;

	expect_repr(u, "int | None");
	ck_assert(value_is_instance(c, num(1), u, &yes) && yes);
	ck_assert(value_is_instance(c, &value_none, u, &yes) && yes);
	ck_assert(value_is_instance(c, str_new(c, ""), u, &yes) && !yes);
	expect_repr(&row(&int_row)->hdr, "<class 'int'>");
	ck_assert(value_is_instance(c, &value_true, &row(&int_row)->hdr,
	    &yes) && yes);
}
END_TEST

START_TEST(instances_in_cycles)
{
	struct class *o = row(&object_row);
	struct class *k = make("N", 1, &o, NULL);
	size_t mark;
	struct value *chain = &value_none;

	values_collect(c);
	mark = scope_mark(&c->scope);
	for (int i = 0; i < 10; i++) {
		struct value *v = call(k, 0, NULL), *w = call(k, 0, NULL);

		value_set_attr(c, v, atom(c, "other"), w);
		value_set_attr(c, w, atom(c, "other"), v);
	}
	scope_drop(c, mark);
	ck_assert_uint_eq(values_collect(c), 20);
	for (int i = 0; i < 300000; i++) {
		struct value *v;

		mark = scope_mark(&c->scope);
		v = value_ref(call(k, 0, NULL));
		value_set_attr(c, v, atom(c, "other"), chain);
		value_unref(chain);
		chain = v;
		scope_drop(c, mark);
	}
	value_unref(chain);
}
END_TEST

START_TEST(metaclasses)
{
	struct class *t = row(&type_row), *o = row(&object_row), *k;
	struct class *m = make("Meta", 1, &t, members((const char *[]){
	    "__repr__", NULL }));
	struct value *kw = dict_new(c);

	dict_set(c, kw, str_new(c, "metaclass"), &m->hdr);
	k = class_create(c, atom(c, "K"), 1, &o, dict_new(c), kw);
	ck_assert_ptr_nonnull(k);
	expect_repr(&k->hdr, "<named>");
	ck_assert_ptr_eq(value_class(c, &k->hdr), m);
	k = make("Sub", 1, &k, NULL);
	ck_assert_ptr_eq(value_class(c, &k->hdr), m);
	ck_assert_ptr_nonnull(call(k, 0, NULL));
}
END_TEST

Suite *
check_class(void)
{
	Suite *s = suite_create("class");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, c3);
	tcase_add_test(t, special_methods);
	tcase_add_test(t, subclasses_of_built_in_types);
	tcase_add_test(t, exceptions);
	tcase_add_test(t, layers);
	tcase_add_test(t, binding);
	tcase_add_test(t, unions_and_types);
	tcase_add_test(t, instances_in_cycles);
	tcase_add_test(t, metaclasses);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
