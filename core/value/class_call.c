/* SPDX-License-Identifier: Apache-2.0 */
/* Calling a class: __new__, then __init__. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/instance.h"
#include "core/value/native.h"
#include "core/value/param.h"
#include "core/value/runtime.h"
#include "core/value/set.h"
#include "core/value/str.h"

static bool
check_abstract(struct ctx *c, struct class *k)
{
	struct value *m, *list;
	struct buf b = BUF_INIT;
	int64_t n = 0;

	if (k->row != NULL) {
		if (k->row->abstract)
			err_raise(c, ERR_TYPE,
			    "cannot create '%s' instances", k->name->text);
		return !k->row->abstract;
	}
	m = class_find_dunder(c, k, DUNDER_ABSTRACTMETHODS);
	if (m == NULL || !value_is_set(m) || !value_len(c, m, &n) || n == 0)
		return !err_is_set(c);
	list = value_to_list(c, m);
	list_sort(c, list, NULL, false);
	for (size_t i = 0; i < seq_len(list); i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "",
		    value_is_str(seq_item(list, i)) ?
		    str_text(seq_item(list, i)) : "?");
	err_raise(c, ERR_TYPE, "Can't instantiate abstract class %s with "
	    "abstract method%s %s", k->name->text, plural((size_t)n),
	    b.data);
	buf_release(&b);
	return false;
}

/* Positions only, of any kind: what most calls of int() and str() are. */
static bool
bind_plain(struct ctx *c, const struct param *p, const struct args *a,
    struct value **out)
{
	size_t i;

	for (i = 0; p[i].name != NULL; i++) {
		if (p[i].kind != PARAM_ANY || (p[i].flags & (PARAM_VARARGS |
		    PARAM_KWARGS | PARAM_KEYWORD)))
			return false;
		if (i < a->npos)
			out[i] = a->v[i];
		else if (p[i].dflt == NULL)
			return false;
		else
			out[i] = param_literal(c, p[i].dflt);
	}
	return a->npos <= i;
}

/* Runs the make of a row with the call's arguments. */
static struct value *
run_make(struct ctx *c, struct class *k, const struct class_row *row,
    const struct args *a)
{
	struct value *out[PARAM_MAX];
	static const struct param none[] = { { 0 } };

	if (a->nkw == 0 && row->new_params != NULL &&
	    bind_plain(c, row->new_params, a, out))
		return row->make(c, k, out);
	if (err_is_set(c))
		return NULL;
	if (!param_bind(c, row->name, row->new_params != NULL ?
	    row->new_params : none, a, out))
		return NULL;
	return row->make(c, k, out);
}

static bool
is_filled_by_init(const struct kind *k)
{
	return k == &list_kind || k == &dict_kind || k == &set_kind;
}

/* The nearest class along the order whose row knows how to make values. */
static struct class *
maker_of(const struct class *k)
{
	for (size_t i = 0; i < k->nmro; i++)
		if (k->mro[i]->row != NULL && k->mro[i]->row->make != NULL)
			return k->mro[i];
	return NULL;
}

/* An instance that holds a value of a built-in type. */
static struct value *
make_holder(struct ctx *c, struct class *k, const struct args *a)
{
	static const struct args none = { NULL, 0, NULL, 0 };
	struct class *maker = maker_of(k->native);
	struct value *base, *r;

	if (maker == NULL)
		return err_raise(c, ERR_TYPE, "cannot create '%s' instances",
		    k->name->text);
	base = run_make(c, k->native, maker->row,
	    is_filled_by_init(k->native->kind) ? &none : a);
	r = base != NULL ? instance_new(c, k) : NULL;
	if (r != NULL)
		((struct instance *)r)->base = value_ref(value_unwrap(base));
	return r;
}

/* What object.__new__ and the __new__ of built-in types do. */
struct value *
class_new_native(struct ctx *c, struct class *k, const struct args *a)
{
	struct class *maker;

	if (!check_abstract(c, k))
		return NULL;
	if (k->kind == &exc_kind)
		return exc_new(c, k, a->npos, a->v);
	if (k->native != NULL)
		return make_holder(c, k, a);
	maker = maker_of(k);
	if (maker != NULL)
		return run_make(c, k, maker->row, a);
	return instance_new(c, k);
}

/* Neither __new__ nor __init__ take anything: arguments are a mistake. */
static bool
check_no_arguments(struct ctx *c, struct class *k, const struct args *a)
{
	if (a->npos + a->nkw == 0)
		return true;
	if (k->kind == &exc_kind) {
		if (a->nkw == 0)
			return true;
		err_raise(c, ERR_TYPE, "%s() takes no keyword arguments",
		    k->name->text);
		return false;
	}
	if (k->native != NULL || maker_of(k) != NULL)
		return true;
	err_raise(c, ERR_TYPE, "%s() takes no arguments", k->name->text);
	return false;
}

static struct value *
call_with_first(struct ctx *c, struct value *f, struct value *first,
    const struct args *a)
{
	struct value *m = method_new(c, f, first);

	return value_call(c, m, a);
}

static bool
run_init(struct ctx *c, struct class *k, struct value *self,
    const struct args *a, bool own_new)
{
	struct value *init = class_find_dunder(c, k, DUNDER_INIT), *r;

	if (native_is_default(init))
		return own_new || check_no_arguments(c, k, a);
	r = value_call(c, class_bind(c, init, self, k), a);
	if (r != NULL && r != &value_none)
		err_raise(c, ERR_TYPE, "__init__() should return None, not "
		    "'%s'", value_type_name(c, r));
	return r == &value_none;
}

struct value *
class_call(struct ctx *c, struct class *k, const struct args *a)
{
	struct value *make, *self;
	bool own_new;

	for (size_t i = 0; i < a->npos + a->nkw; i++)
		if (a->v[i] == NULL)
			return NULL;
	/* Built-in types need no __init__ but those that make fills. */
	if (k->row != NULL && k->row->make != NULL && k->kind != &exc_kind)
		return check_abstract(c, k) ? run_make(c, k, k->row, a) :
		    NULL;
	make = class_find_dunder(c, k, DUNDER_NEW);
	own_new = value_is(make, &staticmethod_kind) &&
	    native_row_of(staticmethod_fn(make)) == NULL;
	if (own_new)
		self = call_with_first(c, staticmethod_fn(make), &k->hdr, a);
	else
		self = class_new_native(c, k, a);
	if (self == NULL)
		return NULL;
	if (!class_is_subclass(value_class(c, self), k))
		return self;
	return run_init(c, value_class(c, self), self, a, own_new) ? self :
	    NULL;
}
