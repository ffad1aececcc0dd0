/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of classes: dataclasses and layer types. */
#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/instance.h"
#include "core/value/native.h"
#include "core/value/param.h"
#include "core/value/runtime.h"

void
class_drop_fields(struct class *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		value_unref(k->fields[i].dflt);
		value_unref(k->fields[i].factory);
		value_unref(k->fields[i].annotation);
		value_unref(k->fields[i].metadata);
	}
	free(k->fields);
	k->fields = NULL;
	k->nfields = 0;
}

void
class_copy_fields(struct class *k, const struct class *from)
{
	class_drop_fields(k);
	k->fields = xcalloc(from->nfields + 1, sizeof *k->fields);
	k->nfields = from->nfields;
	for (size_t i = 0; i < k->nfields; i++) {
		k->fields[i] = from->fields[i];
		value_ref(k->fields[i].dflt);
		value_ref(k->fields[i].factory);
		value_ref(k->fields[i].annotation);
		value_ref(k->fields[i].metadata);
	}
}

/* Fields take the first slots, so the table starts again with them. */
static void
reset_shape(struct ctx *c, struct class *k)
{
	struct shape *s = k->shape;
	const struct atom **old = s->name;
	uint32_t n = s->n;

	s->name = NULL;
	s->n = s->cap = 0;
	for (size_t i = 0; i < k->nfields; i++)
		shape_add(c, k, k->fields[i].name);
	for (uint32_t i = 0; i < n; i++)
		shape_add(c, k, old[i]);
	free(old);
}

static struct value *init_of_fields(struct ctx *, struct class *);

void
class_use_fields(struct ctx *c, struct class *k, bool with_init)
{
	const struct atom *const *n = c->values->dunder;

	reset_shape(c, k);
	if (with_init)
		dict_set_atom(c, k->members, n[DUNDER_INIT],
		    init_of_fields(c, k));
	if (dict_find_atom(c, k->members, n[DUNDER_REPR]) == NULL)
		dict_set_atom(c, k->members, n[DUNDER_REPR],
		    native_method(c, &dataclass_methods[0], k));
	class_touch(c, k);
}

/* ---- binding ------------------------------------------------------------ */

static int
field_index(const struct class *k, const struct atom *name)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].name == name)
			return (int)i;
	return -1;
}

static void
raise_unexpected(struct ctx *c, struct class *k, const struct atom *name)
{
	struct suggest s;

	suggest_init(&s, name->text);
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].init)
			suggest_offer(&s, k->fields[i].name->text);
	err_raise(c, ERR_TYPE, "%s.__init__() got an unexpected keyword "
	    "argument '%s'%s%s%s", k->name->text, name->text,
	    s.best != NULL ? ". Did you mean '" : "",
	    s.best != NULL ? s.best : "", s.best != NULL ? "'?" : "");
}

static bool
bind_positions(struct ctx *c, struct class *k, const struct args *a,
    struct value **out)
{
	size_t at = 0, most = 0, least = 0;

	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		bool dflt = f->dflt != NULL || f->factory != NULL ||
		    (f->row != NULL && f->row->dflt != NULL);

		if (!f->init || f->kw_only)
			continue;
		most++;
		least += !dflt;
		if (at < a->npos)
			out[i] = a->v[at++];
	}
	if (at == a->npos)
		return true;
	/* self counts, as in Python */
	if (least != most)
		err_raise(c, ERR_TYPE, "%s.__init__() takes from %zu to %zu "
		    "positional arguments but %zu were given",
		    k->name->text, least + 1, most + 1, a->npos + 1);
	else
		err_raise(c, ERR_TYPE, "%s.__init__() takes %zu positional "
		    "argument%s but %zu were given", k->name->text, most + 1,
		    plural(most + 1), a->npos + 1);
	return false;
}

static bool
bind_keywords(struct ctx *c, struct class *k, const struct args *a,
    struct value **out)
{
	for (size_t j = 0; j < a->nkw; j++) {
		int i = field_index(k, a->kw[j]);

		if (i < 0 || !k->fields[i].init) {
			raise_unexpected(c, k, a->kw[j]);
			return false;
		}
		if (out[i] != NULL) {
			err_raise(c, ERR_TYPE, "%s.__init__() got multiple "
			    "values for argument '%s'", k->name->text,
			    a->kw[j]->text);
			return false;
		}
		out[i] = a->v[a->npos + j];
	}
	return true;
}

static struct value *
field_default(struct ctx *c, const struct field *f)
{
	if (f->factory != NULL)
		return value_call_n(c, f->factory, 0, NULL);
	if (f->dflt != NULL)
		return f->dflt;
	if (f->row != NULL && f->row->dflt != NULL)
		return param_literal(c, f->row->dflt);
	return NULL;
}

static void
raise_missing(struct ctx *c, struct class *k, struct value **out)
{
	struct buf b = BUF_INIT;
	size_t n = 0, at = 0;

	for (size_t i = 0; i < k->nfields; i++)
		n += out[i] == NULL && k->fields[i].init;
	for (size_t i = 0; i < k->nfields; i++) {
		if (out[i] != NULL || !k->fields[i].init)
			continue;
		buf_printf(&b, "%s'%s'", at == 0 ? "" : n == 2 ? " and " :
		    at + 1 == n ? ", and " : ", ", k->fields[i].name->text);
		at++;
	}
	err_raise(c, ERR_TYPE, "%s.__init__() missing %zu required positional "
	    "argument%s: %s", k->name->text, n, plural(n), b.data);
	buf_release(&b);
}

static bool
check_field(struct ctx *c, struct class *k, const struct field *f,
    struct value *v)
{
	if (f->row == NULL || f->row->kind == PARAM_ANY ||
	    param_accepts(c, f->row, v))
		return true;
	err_raise(c, ERR_TYPE, "%s.__init__() argument '%s' must be %s%s, "
	    "not %s", k->name->text, f->name->text,
	    param_kind_name(f->row->kind),
	    f->row->flags & PARAM_OPTIONAL ? " or None" : "",
	    value_type_name(c, v));
	return false;
}

static bool
fill_fields(struct ctx *c, struct class *k, struct value *self,
    struct value **out)
{
	bool missing = false;

	for (size_t i = 0; i < k->nfields; i++) {
		if (out[i] == NULL)
			out[i] = field_default(c, &k->fields[i]);
		if (err_is_set(c))
			return false;
		missing |= out[i] == NULL && k->fields[i].init;
	}
	if (missing) {
		raise_missing(c, k, out);
		return false;
	}
	for (size_t i = 0; i < k->nfields; i++)
		if (out[i] != NULL && (!check_field(c, k, &k->fields[i],
		    out[i]) || !instance_set(c, self, k->fields[i].name,
		    out[i])))
			return false;
	return true;
}

static bool
run_checks(struct ctx *c, struct class *k, struct value *self)
{
	struct class *own = ((struct instance *)self)->class;
	struct value *m = class_find_dunder(c, own, DUNDER_POST_INIT);

	if (m != NULL && value_call_n(c, class_bind(c, m, self, own), 0,
	    NULL) == NULL)
		return false;
	for (size_t i = 0; i < k->nmro; i++)
		if (k->mro[i]->row != NULL && k->mro[i]->row->check != NULL &&
		    !k->mro[i]->row->check(c, self))
			return false;
	return !err_is_set(c);
}

/* Binds a call to the fields of k and sets them; runs __post_init__. */
static bool
class_init_fields(struct ctx *c, struct class *k, struct value *self,
    const struct args *a)
{
	struct value *few[PARAM_MAX] = { NULL }, **out = few;
	bool ok;

	if (self == NULL || !value_has_slots(self))
		return false;
	if (k->nfields > PARAM_MAX)
		out = xcalloc(k->nfields, sizeof(struct value *));
	ok = bind_positions(c, k, a, out) && bind_keywords(c, k, a, out) &&
	    fill_fields(c, k, self, out) && run_checks(c, k, self);
	if (out != few)
		free(out);
	return ok;
}

/* ---- __init__ as a value ------------------------------------------------ */

struct fields_init {
	struct value hdr;
	struct class *class;
};

static struct value *
init_of_fields(struct ctx *c, struct class *k)
{
	struct fields_init *f = value_alloc(c, &fields_init_kind, sizeof *f);

	f->class = k;
	value_ref(&k->hdr);
	return value_own(c, &f->hdr);
}

static void
fields_init_free(struct value *v)
{
	value_unref(&((struct fields_init *)v)->class->hdr);
}

static void
fields_init_visit(struct value *v, void (*fn)(struct value *, void *),
    void *arg)
{
	fn(&((struct fields_init *)v)->class->hdr, arg);
}

static struct value *
fields_init_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct class *k = ((struct fields_init *)v)->class;
	struct args rest = *a;

	if (a->npos == 0 || !value_has_slots(a->v[0]) ||
	    !class_is_subclass(((struct instance *)a->v[0])->class, k))
		return err_raise(c, ERR_TYPE, "%s.__init__() needs an "
		    "instance of %s", k->name->text, k->name->text);
	rest.v++;
	rest.npos--;
	return class_init_fields(c, k, a->v[0], &rest) ? &value_none : NULL;
}

static bool
fields_init_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<function %s.__init__>",
	    ((struct fields_init *)v)->class->qualname->text);
	return true;
}

static struct value *
get_init_name(struct ctx *c, struct value *self UNUSED)
{
	return str_new(c, "__init__");
}

static const struct getter init_getters[] = {
	{ "__name__", get_init_name, "Its name.", NULL },
	{ 0 }
};

static const struct class_row fields_init_row = {
	.name = "function", .module = "builtins", .kind = &fields_init_kind,
	.getters = init_getters, .abstract = true, .final = true,
};

const struct kind fields_init_kind = {
	.name = "function", .row = &fields_init_row, .is_function = true,
	.free = fields_init_free, .visit = fields_init_visit,
	.repr = fields_init_repr, .call = fields_init_call,
};

static struct value *
dataclass_repr(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!instance_fields_repr(c, &b, args[0])) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static const struct param self_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};

const struct native dataclass_methods[] = {
	{ "__repr__", self_params, dataclass_repr, "Return repr(self).",
	  NULL },
	{ 0 }
};
