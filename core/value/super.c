/* SPDX-License-Identifier: Apache-2.0 */
/* super(cls, self): the members of the classes behind cls. */
#include "core/value/builtin_types.h"
#include "core/value/runtime.h"

struct super {
	struct value hdr;
	struct class *class;		/* behind which to look */
	struct value *self;		/* an instance, or a class */
};

static void
super_free(struct value *v)
{
	value_unref(&((struct super *)v)->class->hdr);
	value_unref(((struct super *)v)->self);
}

static void
super_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(&((struct super *)v)->class->hdr, arg);
	fn(((struct super *)v)->self, arg);
}

/* Is self a class below cls, as in a classmethod or in __new__? */
static bool
is_for_class(const struct super *s)
{
	return value_is(s->self, &class_kind) &&
	    class_is_subclass((struct class *)s->self, s->class);
}

struct value *
super_new(struct ctx *c, struct class *k, struct value *self)
{
	struct super *s;

	if (k == NULL || self == NULL)
		return NULL;
	s = value_alloc(c, &super_kind, sizeof *s);
	s->class = k;
	value_ref(&k->hdr);
	s->self = value_ref(self);
	value_own(c, &s->hdr);
	if (!is_for_class(s) &&
	    !class_is_subclass(value_class(c, self), k))
		return err_raise(c, ERR_TYPE, "super(type, obj): obj must be "
		    "an instance or subtype of type");
	return &s->hdr;
}

static struct value *
super_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct super *s = (struct super *)v;
	bool of_class = is_for_class(s);
	struct class *k = of_class ? (struct class *)s->self :
	    value_class(c, s->self);
	struct value *m;

	if (name == c->values->dunder[DUNDER_CLASS])
		return NULL;
	m = class_find_after(c, k, s->class, name);
	if (m == NULL)
		return err_raise(c, ERR_ATTRIBUTE, "'super' object has no "
		    "attribute '%s'", name->text);
	return class_bind(c, m, of_class ? NULL : s->self, k);
}

static bool
super_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct super *s = (struct super *)v;

	buf_printf(b, "<super: <class '%s'>, <%s object>>",
	    s->class->name->text, value_type_name(c, s->self));
	return true;
}

static struct value *
super_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	if (args[0] == &value_none)
		return err_raise(c, ERR_RUNTIME, "super(): no arguments");
	if (!value_is(args[0], &class_kind))
		return err_raise(c, ERR_TYPE, "super() argument 1 must be a "
		    "type, not %s", value_type_name(c, args[0]));
	return super_new(c, (struct class *)args[0], args[1]);
}

static const struct param super_params[] = {
	{ "type", PARAM_ANY, "None", "Behind which class.",
	  PARAM_POSITIONAL },
	{ "object", PARAM_ANY, "None", "An instance, or a class.",
	  PARAM_POSITIONAL },
	{ 0 }
};

const struct kind super_kind = {
	.name = "super", .row = &super_row, .free = super_free,
	.visit = super_visit, .repr = super_repr,
	.get_attr = super_get_attr,
};

const struct class_row super_row = {
	.name = "super", .module = "builtins",
	.doc = "The members of the bases.", .kind = &super_kind,
	.new_params = super_params, .make = super_make, .final = true,
};
