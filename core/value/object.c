/* SPDX-License-Identifier: Apache-2.0 */
/* The classes object and type. */
#include <string.h>

#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/dict.h"
#include "core/value/instance.h"
#include "core/value/instance_dict.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/spread.h"
#include "core/value/str.h"

/* Reached by super().__init__(...): nothing is left to be taken. */
static struct value *
object_init(struct ctx *c, struct value *const *args)
{
	if (seq_len(args[1]) + dict_len(args[2]) > 0 &&
	    value_is(args[0], &instance_kind))
		return err_raise(c, ERR_TYPE, "object.__init__() takes "
		    "exactly one argument (the instance to initialize)");
	return &value_none;
}

static struct value *
object_new(struct ctx *c, struct value *const *args)
{
	struct spread s;
	struct value *r;

	if (!value_is(args[0], &class_kind))
		return err_raise(c, ERR_TYPE, "object.__new__(X): X is not a "
		    "type object (%s)", value_type_name(c, args[0]));
	spread_init(c, &s, 0, NULL, args[1], args[2]);
	r = class_new_native(c, (struct class *)args[0], &s.args);
	spread_release(&s);
	return r;
}

static struct value *
object_repr(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (value_has_slots(args[0]))
		instance_plain_repr(&b, args[0]);
	else
		buf_printf(&b, "<%s object at %p>",
		    value_type_name(c, args[0]), (void *)args[0]);
	return str_of_buf(c, &b);
}

static struct value *
object_str(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!value_repr(c, &b, args[0])) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static struct value *
object_eq(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0] == args[1] ? &value_true : &value_not_implemented;
}

static struct value *
object_ne(struct ctx *c, struct value *const *args)
{
	struct value *r = value_compare(c, CMP_EQ, args[0], args[1]);
	bool truth;

	if (r == NULL || !value_truth(c, r, &truth))
		return NULL;
	return value_bool(!truth);
}

static struct value *
object_hash(struct ctx *c, struct value *const *args)
{
	return value_int(c,
	    (int64_t)((uintptr_t)args[0] >> 4));
}

static const struct atom *
attr_name(struct ctx *c, struct value *v)
{
	if (!value_is_str(v))
		return err_raise(c, ERR_TYPE, "attribute name must be "
		    "string, not '%s'", value_type_name(c, v));
	return str_atom(c, v);
}

static struct value *
object_setattr(struct ctx *c, struct value *const *args)
{
	const struct atom *name = attr_name(c, args[1]);
	bool ok;

	if (name == NULL)
		return NULL;
	ok = value_is(args[0], &class_kind) ? class_set_attr_plain(c,
	    (struct class *)args[0], name, args[2]) :
	    value_has_slots(args[0]) ?
	    instance_set_generic(c, args[0], name, args[2]) :
	    value_set_attr(c, args[0], name, args[2]);
	return ok ? &value_none : NULL;
}

static struct value *
object_delattr(struct ctx *c, struct value *const *args)
{
	const struct atom *name = attr_name(c, args[1]);
	bool ok;

	if (name == NULL)
		return NULL;
	ok = value_is(args[0], &class_kind) ? class_set_attr_plain(c,
	    (struct class *)args[0], name, NULL) :
	    value_has_slots(args[0]) ?
	    instance_set_generic(c, args[0], name, NULL) :
	    value_set_attr(c, args[0], name, NULL);
	return ok ? &value_none : NULL;
}

static struct value *
object_getattribute(struct ctx *c, struct value *const *args)
{
	const struct atom *name = attr_name(c, args[1]);
	struct value *r;

	if (name == NULL || !value_has_slots(args[0]))
		return value_get_attr(c, args[0], name);
	r = instance_get_generic(c, args[0], name);
	if (r == NULL)
		err_raise(c, ERR_ATTRIBUTE, "'%s' object has no attribute "
		    "'%s'", value_type_name(c, args[0]), name->text);
	return r;
}

static struct value *
object_format(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!value_is_str(args[1]))
		return err_raise(c, ERR_TYPE, "__format__() argument must be "
		    "str, not %s", value_type_name(c, args[1]));
	if (!value_has_slots(args[0])) {	/* (5).__format__('x') */
		if (value_is_int(args[0]) || value_is_str(args[0]) ||
		    value_is(args[0], &float_kind)) {
			if (!value_format(c, &b, args[0], str_text(args[1]),
			    str_bytes(args[1]))) {
				buf_release(&b);
				return NULL;
			}
			return str_of_buf(c, &b);
		}
	}
	if (str_bytes(args[1]) > 0)
		return err_raise(c, ERR_TYPE, "unsupported format string "
		    "passed to %s.__format__", value_type_name(c, args[0]));
	if (!value_str(c, &b, args[0])) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static struct value *
object_dir(struct ctx *c, struct value *const *args)
{
	return value_dir(c, args[0]);
}

static struct value *
object_init_subclass(struct ctx *c UNUSED, struct value *const *args UNUSED)
{
	return &value_none;
}

static struct value *
get_class(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(&value_class(c, self)->hdr));
}

static struct value *
get_doc(struct ctx *c, struct value *self)
{
	return value_get_attr(c, &value_class(c, self)->hdr,
	    c->values->dunder[DUNDER_DOC]);
}

static struct value *
get_dict(struct ctx *c, struct value *self)
{
	if (!value_has_slots(self))
		return err_raise(c, ERR_ATTRIBUTE,
		    "'%s' object has no attribute '__dict__'",
		    value_type_name(c, self));
	return instance_dict_new(c, self);
}

static struct value *
get_module(struct ctx *c, struct value *self)
{
	return value_get_attr(c, &value_class(c, self)->hdr,
	    c->values->dunder[DUNDER_MODULE]);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }
#define NAME { "name", PARAM_ANY, NULL, "Of an attribute.",               \
	  PARAM_POSITIONAL }
#define VALUE { "value", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param value_params[] = { SELF, VALUE, { 0 } };
static const struct param name_params[] = { SELF, NAME, { 0 } };
static const struct param set_params[] = { SELF, NAME, VALUE, { 0 } };
static const struct param any_params[] = {
	{ "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "args", PARAM_ANY, NULL, NULL, PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, NULL, PARAM_KWARGS },
	{ 0 }
};
static const struct param init_params[] = {
	SELF,
	{ "args", PARAM_ANY, NULL, NULL, PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, NULL, PARAM_KWARGS },
	{ 0 }
};
static const struct param cls_params[] = {
	{ "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};

const struct native object_methods[] = {
	{ "__init__", init_params, object_init, "Initialize self.", NULL },
	{ "__repr__", self_params, object_repr, "Return repr(self).", NULL },
	{ "__str__", self_params, object_str, "Return str(self).", NULL },
	{ "__eq__", value_params, object_eq, "Return self==value.", NULL },
	{ "__ne__", value_params, object_ne, "Return self!=value.", NULL },
	{ "__hash__", self_params, object_hash, "Return hash(self).", NULL },
	{ "__setattr__", set_params, object_setattr,
	  "Implement setattr(self, name, value).", NULL },
	{ "__delattr__", name_params, object_delattr,
	  "Implement delattr(self, name).", NULL },
	{ "__getattribute__", name_params, object_getattribute,
	  "Return getattr(self, name).", NULL },
	{ "__format__", value_params, object_format,
	  "Return str(self) if the format is empty.", NULL },
	{ "__dir__", self_params, object_dir, "Names of attributes.", NULL },
	{ 0 }
};

const struct native object_statics[] = {
	{ "__new__", any_params, object_new,
	  "Create and return a new object.", NULL },
	{ 0 }
};

const struct native object_class_methods[] = {
	{ "__init_subclass__", cls_params, object_init_subclass,
	  "Called when a class is derived.", NULL },
	{ 0 }
};

const struct getter object_getters[] = {
	{ "__class__", get_class, "The class of a value.", NULL },
	{ "__doc__", get_doc, "Documentation.", NULL },
	{ "__dict__", get_dict, "The attributes of an instance.", NULL },
	{ "__module__", get_module, "Where its class was made.", NULL },
	{ 0 }
};

const struct class_row object_row = {
	.name = "object", .module = "builtins",
	.doc = "The base of all classes.",
	.kind = &instance_kind, .methods = object_methods,
	.statics = object_statics, .class_methods = object_class_methods,
	.getters = object_getters,
};

/* ---- type --------------------------------------------------------------- */

static struct value *
type_mro(struct ctx *c, struct value *const *args)
{
	struct class *k = (struct class *)args[0];

	return list_new(c, k->nmro,
	    (struct value *const *)(void *)k->mro);
}

static struct value *
type_subclasses(struct ctx *c, struct value *const *args)
{
	struct class *k = (struct class *)args[0];

	return list_new(c, k->nsubclasses,
	    (struct value *const *)(void *)k->subclass);
}

static struct value *
type_instancecheck(struct ctx *c, struct value *const *args)
{
	return value_bool(class_is_subclass(value_class(c, args[1]),
	    (struct class *)args[0]));
}

static struct value *
type_subclasscheck(struct ctx *c, struct value *const *args)
{
	if (!value_is(args[1], &class_kind))
		return err_raise(c, ERR_TYPE,
		    "issubclass() arg 1 must be a class");
	return value_bool(class_is_subclass((struct class *)args[1],
	    (struct class *)args[0]));
}

static struct value *
type_call(struct ctx *c, struct value *const *args)
{
	struct spread s;
	struct value *r;

	spread_init(c, &s, 0, NULL, args[1], args[2]);
	r = class_call(c, (struct class *)args[0], &s.args);
	spread_release(&s);
	return r;
}

static struct value *
type_prepare(struct ctx *c, struct value *const *args UNUSED)
{
	return dict_new(c);
}

static const struct param type_params[] = {
	{ "object", PARAM_ANY, NULL, "A value, or a name.",
	  PARAM_POSITIONAL },
	{ "bases", PARAM_ANY, "None", "A tuple of classes.",
	  PARAM_POSITIONAL },
	{ "dict", PARAM_ANY, "None", "Members.", PARAM_POSITIONAL },
	{ "kwds", PARAM_ANY, NULL, "For __init_subclass__.", PARAM_KWARGS },
	{ 0 }
};

static struct value *
type_make(struct ctx *c, struct class *cls, struct value *const *args)
{
	struct class *base[64];
	size_t n;

	if (args[1] == &value_none && args[2] == &value_none)
		return value_own(c, value_ref(&value_class(c,
		    args[0])->hdr));
	if (!value_is_str(args[0]) || !value_is_tuple(args[1]) ||
	    !value_is_dict(args[2]))
		return err_raise(c, ERR_TYPE, "type() takes 1 or 3 "
		    "arguments: a name, a tuple of bases, a dict");
	n = seq_len(args[1]);
	if (n > nitems(base))
		return err_raise(c, ERR_TYPE, "too many bases");
	for (size_t i = 0; i < n; i++) {
		if (!value_is(seq_item(args[1], i), &class_kind))
			return err_raise(c, ERR_TYPE,
			    "bases must be types");
		base[i] = (struct class *)seq_item(args[1], i);
		if (cls->row == &type_row && base[i]->meta != NULL)
			cls = base[i]->meta;
	}
	return class_create_plain(c, cls, str_atom(c, args[0]), n, base,
	    args[2], args[3]);
}

static const struct param prepare_params[] = {
	{ "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "args", PARAM_ANY, NULL, NULL, PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, NULL, PARAM_KWARGS },
	{ 0 }
};

const struct native type_methods[] = {
	{ "mro", self_params, type_mro, "The C3 order.", NULL },
	{ "__subclasses__", self_params, type_subclasses,
	  "Classes made from it.", NULL },
	{ "__instancecheck__", value_params, type_instancecheck,
	  "Is the value an instance?", NULL },
	{ "__subclasscheck__", value_params, type_subclasscheck,
	  "Is the class derived from it?", NULL },
	{ "__call__", init_params, type_call, "Make an instance.", NULL },
	{ 0 }
};

static const struct native type_class_methods[] = {
	{ "__prepare__", prepare_params, type_prepare,
	  "The namespace of a class statement.", NULL },
	{ 0 }
};

const struct class_row type_row = {
	.name = "type", .module = "builtins", .doc = "The class of classes.",
	.kind = &class_kind, .methods = type_methods,
	.class_methods = type_class_methods, .new_params = type_params,
	.make = type_make,
};
