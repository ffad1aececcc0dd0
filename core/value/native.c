/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions of rows as values, and methods: any callable with its self. The
 * common call, positional arguments that fit, is bound without param_bind.
 */
#include "core/value/native.h"

#include <string.h>

#include "core/value/builtin_types.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"

struct native_fn {
	struct value hdr;
	const struct native *row;
	const struct param *params;
	struct class *owner;	/* of methods: what self must be; borrowed */
	uint16_t n, nrequired;
	bool simple;		/* only positions, any kind */
};

static struct native_fn *
fn_of(const struct value *v)
{
	return (struct native_fn *)v;
}

struct value *
native_value(struct ctx *c, const struct native *row)
{
	static const struct param none[] = { { 0 } };
	struct native_fn *f = value_alloc(c, &native_kind, sizeof *f);

	f->row = row;
	f->params = row->params != NULL ? row->params : none;
	f->simple = true;
	for (const struct param *p = f->params; p->name != NULL; p++) {
		f->n++;
		if (p->flags & (PARAM_VARARGS | PARAM_KWARGS | PARAM_KEYWORD))
			f->simple = false;
		if (p->dflt == NULL)
			f->nrequired = f->n;
	}
	return value_own(c, &f->hdr);
}

struct value *
native_method(struct ctx *c, const struct native *row, struct class *owner)
{
	struct value *v = native_value(c, row);

	fn_of(v)->owner = owner;
	return v;
}

const struct native *
native_row_of(const struct value *v)
{
	return value_is(v, &native_kind) ? fn_of(v)->row : NULL;
}

struct class *
native_owner(const struct value *v)
{
	return value_is(v, &native_kind) ? fn_of(v)->owner : NULL;
}

bool
native_is_default(const struct value *v)
{
	const struct class *owner = native_owner(v);

	return v == NULL || (owner != NULL &&
	    (owner->row == &object_row || owner->row == &type_row));
}

static void
raise_wrong_self(struct ctx *c, struct native_fn *f, struct value *self)
{
	if (self == NULL)
		err_raise(c, ERR_TYPE, "unbound method %s.%s() needs an "
		    "argument", f->owner->name->text, f->row->name);
	else if (f->row->name[0] == '_')
		err_raise(c, ERR_TYPE, "descriptor '%s' requires a '%s' "
		    "object but received a '%s'", f->row->name,
		    f->owner->name->text, value_type_name(c, self));
	else
		err_raise(c, ERR_TYPE, "descriptor '%s' for '%s' objects "
		    "doesn't apply to a '%s' object", f->row->name,
		    f->owner->name->text, value_type_name(c, self));
}

/* Native methods see the value that a class D(dict) holds, not the instance. */
static bool
check_self(struct ctx *c, struct native_fn *f, struct value **self)
{
	struct class *owner = f->owner;

	if (*self == NULL) {
		raise_wrong_self(c, f, NULL);
		return false;
	}
	if (owner->row != NULL && value_kind(*self)->row == owner->row)
		return true;
	if (!class_is_subclass(value_class(c, *self), owner)) {
		raise_wrong_self(c, f, *self);
		return false;
	}
	if (value_kind(*self) == &instance_kind && owner->row != NULL &&
	    owner->kind != &instance_kind && owner->row != &object_row)
		*self = value_unwrap(*self);
	return true;
}

static bool
bind_fast(struct ctx *c, struct native_fn *f, const struct args *a,
    struct value **out)
{
	const struct param *p = f->params;

	for (size_t i = 0; i < f->n; i++) {
		if (i >= a->npos)
			out[i] = param_literal(c, p[i].dflt);
		else {
			out[i] = a->v[i];
			if (p[i].kind != PARAM_ANY &&
			    !param_accepts(c, &p[i], out[i]))
				return false;
		}
	}
	return true;
}

/* "str.join", as messages call it. */
static void
write_call_name(struct buf *b, const struct value *v)
{
	struct native_fn *f = fn_of(v);

	if (f->owner != NULL)
		buf_printf(b, "%s.", f->owner->name->text);
	buf_str(b, f->row->name);
}

static struct value *
native_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct native_fn *f = fn_of(v);
	struct value *out[PARAM_MAX + 1], *self = NULL, *r;

	out[0] = NULL;
	if (!(f->simple && a->nkw == 0 && a->npos >= f->nrequired &&
	    a->npos <= f->n && bind_fast(c, f, a, out))) {
		struct buf b = BUF_INIT;
		bool ok;

		write_call_name(&b, v);
		ok = param_bind(c, b.data, f->params, a, out);
		buf_release(&b);
		if (!ok)
			return NULL;
	}
	if (f->owner != NULL) {
		self = out[0];
		if (!check_self(c, f, &out[0]))
			return NULL;
	}
	r = f->row->fn(c, out);
	if (UNLIKELY(r == NULL) && !err_is_set(c))
		return err_raise(c, ERR_SYSTEM, "%s() returned nothing",
		    f->row->name);
	/* In-place operators give back the instance they were called on. */
	if (self != NULL && r == out[0] && r != self)
		return value_own(c, value_ref(self));
	return r;
}

static bool
native_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	struct native_fn *f = fn_of(v);

	if (f->owner != NULL)
		buf_printf(b, "<%s '%s' of '%s' objects>",
		    f->row->name[0] == '_' ? "slot wrapper" : "method",
		    f->row->name, f->owner->name->text);
	else
		buf_printf(b, "<built-in function %s>", f->row->name);
	return true;
}

static struct value *
get_name(struct ctx *c, struct value *self)
{
	return str_new(c, fn_of(self)->row->name);
}

static struct value *
get_qualname(struct ctx *c, struct value *self)
{
	struct buf b = BUF_INIT;

	write_call_name(&b, self);
	return str_of_buf(c, &b);
}

static struct value *
get_doc(struct ctx *c, struct value *self)
{
	const char *doc = fn_of(self)->row->doc;

	return doc != NULL ? str_new(c, doc) : &value_none;
}

static struct value *
get_signature(struct ctx *c, struct value *self)
{
	struct buf b = BUF_INIT;

	param_signature(&b, fn_of(self)->params);
	return str_of_buf(c, &b);
}

static const struct getter native_getters[] = {
	{ "__name__", get_name, "Its name.", NULL },
	{ "__qualname__", get_qualname, "Its name with its class.", NULL },
	{ "__doc__", get_doc, "What it does.", NULL },
	{ "__text_signature__", get_signature, "Its parameters.", NULL },
	{ 0 }
};

const struct kind native_kind = {
	.name = "builtin_function_or_method", .row = &native_row,
	.is_function = true, .repr = native_repr, .call = native_call,
};

const struct class_row native_row = {
	.name = "builtin_function_or_method", .module = "builtins",
	.kind = &native_kind, .getters = native_getters, .abstract = true,
	.final = true,
};

/* ---- methods ------------------------------------------------------------ */

struct method {
	struct value hdr;
	struct value *fn, *self;
};

struct value *
method_new(struct ctx *c, struct value *fn, struct value *self)
{
	struct method *m;

	if (fn == NULL || self == NULL)
		return NULL;
	m = value_alloc(c, &method_kind, sizeof *m);
	m->fn = value_ref(fn);
	m->self = value_ref(self);
	return value_own(c, &m->hdr);
}

struct value *
method_fn(const struct value *v)
{
	return ((const struct method *)v)->fn;
}

struct value *
method_self(const struct value *v)
{
	return ((const struct method *)v)->self;
}

static void
method_free(struct value *v)
{
	value_unref(((struct method *)v)->fn);
	value_unref(((struct method *)v)->self);
}

static void
method_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct method *)v)->fn, arg);
	fn(((struct method *)v)->self, arg);
}

#define FEW 12

static struct value *
method_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct method *m = (struct method *)v;
	size_t n = a->npos + a->nkw;
	struct value *few[FEW], **all = few, *r;
	struct args b = { few, a->npos + 1, a->kw, a->nkw };
	struct value *room = NULL;

	if (n + 1 > FEW) {	/* a tuple keeps them while the call runs */
		struct seq *t = tuple_alloc(c, n + 1);

		if (t == NULL)
			return NULL;
		room = value_own(c, &t->hdr);
		all = t->item;
		b.v = all;
	}
	all[0] = m->self;
	if (n > 0)
		memcpy(all + 1, a->v, n * sizeof *all);
	for (size_t i = 0; room != NULL && i <= n; i++)
		value_ref(all[i]);
	r = value_kind(m->fn)->call != NULL ?
	    value_kind(m->fn)->call(c, m->fn, &b) : value_call(c, m->fn, &b);
	return r;
}

static bool
method_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct method *m = (struct method *)v;
	struct value *name;

	if (value_is(m->fn, &native_kind) && fn_of(m->fn)->owner != NULL) {
		buf_printf(b, "<built-in method %s of %s object at %p>",
		    fn_of(m->fn)->row->name, value_type_name(c, m->self),
		    (void *)m->self);
		return true;
	}
	name = value_find_attr(c, m->fn, c->values->dunder[DUNDER_QUALNAME]);
	buf_printf(b, "<bound method %s of ", value_is_str(name) ?
	    str_text(name) : "?");
	if (!value_repr(c, b, m->self))
		return false;
	buf_char(b, '>');
	return true;
}

static struct value *
method_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	struct method *x = (struct method *)a, *y = (struct method *)b;

	if (!value_is(b, &method_kind) || (op != CMP_EQ && op != CMP_NE))
		return NULL;
	return value_bool((x->fn == y->fn && x->self == y->self) ==
	    (op == CMP_EQ));
}

static bool
method_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	struct method *m = (struct method *)v;

	*out = (int64_t)(((uintptr_t)m->fn >> 4) ^ (uintptr_t)m->self);
	return true;
}

/* What a method does not have itself is its function's. */
static struct value *
method_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct method *m = (struct method *)v;

	if (name == c->values->dunder[DUNDER_SELF])
		return value_own(c, value_ref(m->self));
	if (name == c->values->dunder[DUNDER_FUNC])
		return value_own(c, value_ref(m->fn));
	if (name == c->values->dunder[DUNDER_CLASS])
		return NULL;
	return value_find_attr(c, m->fn, name);
}

const struct kind method_kind = {
	.name = "method", .row = &method_row, .free = method_free,
	.visit = method_visit, .repr = method_repr,
	.compare = method_compare, .hash = method_hash, .call = method_call,
	.get_attr = method_get_attr,
};

const struct class_row method_row = {
	.name = "method", .module = "builtins", .kind = &method_kind,
	.abstract = true, .final = true,
};
