/* SPDX-License-Identifier: Apache-2.0 */
/* property, classmethod, staticmethod; and what class_bind makes of them. */
#include <string.h>

#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

struct property {
	struct value hdr;
	struct value *part[3];		/* get, set, delete; or null */
	struct value *doc;
	const struct getter *row;	/* of a built-in class, or null */
};

enum { GET, SET, DEL };

static struct property *
property_of(const struct value *v)
{
	return (struct property *)v;
}

static void
property_free(struct value *v)
{
	for (int i = 0; i < 3; i++)
		value_unref(property_of(v)->part[i]);
	value_unref(property_of(v)->doc);
}

static void
property_visit(struct value *v, void (*fn)(struct value *, void *),
    void *arg)
{
	for (int i = 0; i < 3; i++)
		fn(property_of(v)->part[i], arg);
	fn(property_of(v)->doc, arg);
}

static struct value *
none_to_null(struct value *v)
{
	return v == &value_none ? NULL : v;
}

static struct value *
property_new(struct ctx *c, struct value *get, struct value *set,
    struct value *del, const char *doc)
{
	struct property *p = value_alloc(c, &property_kind, sizeof *p);

	p->part[GET] = value_ref(none_to_null(get));
	p->part[SET] = value_ref(none_to_null(set));
	p->part[DEL] = value_ref(none_to_null(del));
	if (doc != NULL)
		p->doc = value_ref(str_new(c, doc));
	return value_own(c, &p->hdr);
}

struct value *
getset_new(struct ctx *c, const struct getter *row)
{
	struct value *v = property_new(c, NULL, NULL, NULL, row->doc);

	property_of(v)->row = row;
	return v;
}

static struct value *
property_get(struct ctx *c, struct value *v, struct value *self)
{
	struct property *p = property_of(v);

	if (p->row != NULL)
		return p->row->get(c, value_kind(self) == &instance_kind &&
		    ((struct instance *)self)->base != NULL &&
		    class_find(c, value_class(c, value_unwrap(self)),
		    atom(c, p->row->name)) == v &&
		    p->row->name[0] != '_' ? value_unwrap(self) : self);
	if (p->part[GET] == NULL)
		return err_raise(c, ERR_ATTRIBUTE, "property of '%s' object "
		    "has no getter", value_type_name(c, self));
	return value_call_n(c, p->part[GET], 1, &self);
}

bool
property_set(struct ctx *c, struct value *v, struct value *self,
    struct value *to)
{
	struct property *p = property_of(v);
	struct value *args[2] = { self, to };
	int which = to != NULL ? SET : DEL;

	if (p->row != NULL) {
		if (p->row->set != NULL && to != NULL)
			return p->row->set(c, self, to);
		err_raise(c, ERR_ATTRIBUTE, "attribute '%s' of '%s' objects "
		    "is not writable", p->row->name,
		    value_type_name(c, self));
		return false;
	}
	if (p->part[which] == NULL) {
		struct value *name = p->part[GET] != NULL ? value_find_attr(c,
		    p->part[GET], c->values->dunder[DUNDER_NAME]) : NULL;

		err_raise(c, ERR_ATTRIBUTE, "property %s%s%sof '%s' object "
		    "has no %s", value_is_str(name) ? "'" : "",
		    value_is_str(name) ? str_text(name) : "",
		    value_is_str(name) ? "' " : "",
		    value_type_name(c, self), to != NULL ? "setter" :
		    "deleter");
		return false;
	}
	return value_call_n(c, p->part[which], to != NULL ? 2 : 1, args) !=
	    NULL;
}

static struct value *
with_part(struct ctx *c, struct value *v, int which, struct value *fn)
{
	struct property *p = property_of(v);
	struct value *part[3] = { p->part[0], p->part[1], p->part[2] }, *r;

	part[which] = fn;
	r = property_new(c, part[0], part[1], part[2], NULL);
	property_of(r)->doc = value_ref(p->doc);
	return r;
}

static struct value *
property_getter(struct ctx *c, struct value *const *args)
{
	return with_part(c, args[0], GET, args[1]);
}

static struct value *
property_setter(struct ctx *c, struct value *const *args)
{
	return with_part(c, args[0], SET, args[1]);
}

static struct value *
property_deleter(struct ctx *c, struct value *const *args)
{
	return with_part(c, args[0], DEL, args[1]);
}

static struct value *
own_or_none(struct ctx *c, struct value *v)
{
	return v != NULL ? value_own(c, value_ref(v)) : &value_none;
}

static struct value *
get_fget(struct ctx *c, struct value *self)
{
	return own_or_none(c, property_of(self)->part[GET]);
}

static struct value *
get_fset(struct ctx *c, struct value *self)
{
	return own_or_none(c, property_of(self)->part[SET]);
}

static struct value *
get_fdel(struct ctx *c, struct value *self)
{
	return own_or_none(c, property_of(self)->part[DEL]);
}

static struct value *
get_doc(struct ctx *c, struct value *self)
{
	struct property *p = property_of(self);

	if (p->doc == NULL && p->part[GET] != NULL)
		return value_find_attr(c, p->part[GET],
		    c->values->dunder[DUNDER_DOC]);
	return own_or_none(c, p->doc);
}

static struct value *
property_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	struct value *r = property_new(c, args[0], args[1], args[2], NULL);

	property_of(r)->doc = value_ref(none_to_null(args[3]));
	return r;
}

static const struct param property_params[] = {
	{ "fget", PARAM_ANY, "None", "Called to get it.", 0 },
	{ "fset", PARAM_ANY, "None", "Called to set it.", 0 },
	{ "fdel", PARAM_ANY, "None", "Called to delete it.", 0 },
	{ "doc", PARAM_ANY, "None", "Documentation.", 0 },
	{ 0 }
};

static const struct param fn_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "function", PARAM_ANY, NULL, "A function.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct native property_methods[] = {
	{ "getter", fn_params, property_getter, "With another getter.",
	  NULL },
	{ "setter", fn_params, property_setter, "With a setter.", NULL },
	{ "deleter", fn_params, property_deleter, "With a deleter.", NULL },
	{ 0 }
};

static const struct getter property_getters[] = {
	{ "fget", get_fget, "Called to get it.", NULL },
	{ "fset", get_fset, "Called to set it.", NULL },
	{ "fdel", get_fdel, "Called to delete it.", NULL },
	{ "__doc__", get_doc, "Documentation.", NULL },
	{ 0 }
};

const struct kind property_kind = {
	.name = "property", .row = &property_row, .free = property_free,
	.visit = property_visit,
};

const struct class_row property_row = {
	.name = "property", .module = "builtins",
	.doc = "An attribute that is computed.", .kind = &property_kind,
	.methods = property_methods, .getters = property_getters,
	.new_params = property_params, .make = property_make, .final = true,
};

/* ---- classmethod, staticmethod ------------------------------------------ */

struct wrapper {
	struct value hdr;
	struct value *fn;
};

static void
wrapper_free(struct value *v)
{
	value_unref(((struct wrapper *)v)->fn);
}

static void
wrapper_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct wrapper *)v)->fn, arg);
}

static struct value *
wrapper_new(struct ctx *c, const struct kind *kind, struct value *fn)
{
	struct wrapper *w;

	if (fn == NULL)
		return NULL;
	w = value_alloc(c, kind, sizeof *w);
	w->fn = value_ref(fn);
	return value_own(c, &w->hdr);
}

struct value *
classmethod_new(struct ctx *c, struct value *fn)
{
	return wrapper_new(c, &classmethod_kind, fn);
}

struct value *
staticmethod_new(struct ctx *c, struct value *fn)
{
	return wrapper_new(c, &staticmethod_kind, fn);
}

struct value *
staticmethod_fn(const struct value *v)
{
	return ((const struct wrapper *)v)->fn;
}

static struct value *
classmethod_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	return classmethod_new(c, args[0]);
}

static struct value *
staticmethod_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	return staticmethod_new(c, args[0]);
}

/* A staticmethod can be called as it is; a classmethod cannot. */
static struct value *
staticmethod_call(struct ctx *c, struct value *v, const struct args *a)
{
	return value_call(c, ((struct wrapper *)v)->fn, a);
}

static struct value *
wrapper_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct value *fn = ((struct wrapper *)v)->fn;

	if (name == c->values->dunder[DUNDER_FUNC] ||
	    name == c->values->dunder[DUNDER_WRAPPED])
		return value_own(c, value_ref(fn));
	if (name == c->values->dunder[DUNDER_CLASS])
		return NULL;
	return value_find_attr(c, fn, name);
}

static const struct param wrapper_params[] = {
	{ "function", PARAM_ANY, NULL, "A function.", PARAM_POSITIONAL },
	{ 0 }
};

const struct kind classmethod_kind = {
	.name = "classmethod", .row = &classmethod_row, .free = wrapper_free,
	.visit = wrapper_visit, .get_attr = wrapper_get_attr,
};
const struct kind staticmethod_kind = {
	.name = "staticmethod", .row = &staticmethod_row,
	.free = wrapper_free, .visit = wrapper_visit,
	.call = staticmethod_call, .get_attr = wrapper_get_attr,
};
const struct class_row classmethod_row = {
	.name = "classmethod", .module = "builtins",
	.doc = "A method that gets the class.", .kind = &classmethod_kind,
	.new_params = wrapper_params, .make = classmethod_make,
	.final = true,
};
const struct class_row staticmethod_row = {
	.name = "staticmethod", .module = "builtins",
	.doc = "A function inside a class.", .kind = &staticmethod_kind,
	.new_params = wrapper_params, .make = staticmethod_make,
	.final = true,
};

/* ---- binding ------------------------------------------------------------ */

struct value *
class_bind(struct ctx *c, struct value *m, struct value *self,
    struct class *k)
{
	const struct kind *kind;
	struct value *get, *args[2];

	if (m == NULL)
		return NULL;
	kind = value_kind(m);
	if (kind->is_function)
		return self != NULL ? method_new(c, m, self) :
		    value_own(c, value_ref(m));
	if (kind == &property_kind)
		return self != NULL ? property_get(c, m, self) :
		    value_own(c, value_ref(m));
	if (kind == &classmethod_kind)
		return method_new(c, ((struct wrapper *)m)->fn, &k->hdr);
	if (kind == &staticmethod_kind)
		return value_own(c, value_ref(((struct wrapper *)m)->fn));
	if (kind != &instance_kind)
		return value_own(c, value_ref(m));
	get = class_find_dunder(c, ((struct instance *)m)->class, DUNDER_GET);
	if (get == NULL)
		return value_own(c, value_ref(m));
	args[0] = self != NULL ? self : &value_none;
	args[1] = &k->hdr;
	return value_call_n(c, class_bind(c, get, m,
	    ((struct instance *)m)->class), 2, args);
}
