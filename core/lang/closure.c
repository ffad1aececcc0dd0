/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/closure.h"

#include <string.h>

#include "core/lang/interp_private.h"
#include "core/lang/vm.h"

/* ---- cells -------------------------------------------------------------------- */

static void
cell_free(struct value *v)
{
	value_unref(((struct cell *)v)->v);
}

static void
cell_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct cell *)v)->v, arg);
}

static void
cell_clear(struct value *v)
{
	struct value *old = ((struct cell *)v)->v;

	((struct cell *)v)->v = NULL;
	value_unref(old);
}

static struct value *
cell_contents(struct ctx *c, struct value *v)
{
	struct cell *k = (struct cell *)v;

	if (k->v == NULL)
		return err_raise(c, ERR_VALUE, "Cell is empty");
	return value_own(c, value_ref(k->v));
}

static const struct getter cell_getters[] = {
	{ "cell_contents", cell_contents, "The variable's value.", NULL },
	{ 0 }
};

static const struct class_row cell_row = {
	.name = "cell", .module = "builtins", .kind = &cell_kind,
	.getters = cell_getters, .abstract = true, .final = true,
};

const struct kind cell_kind = {
	.name = "cell", .row = &cell_row, .free = cell_free,
	.visit = cell_visit, .clear = cell_clear,
};

struct value *
cell_new(struct ctx *c, struct value *v)
{
	struct cell *k = value_alloc(c, &cell_kind, sizeof *k);

	k->v = v;
	return &k->hdr;
}

/* ---- functions ----------------------------------------------------------------- */

struct value *
closure_new(struct ctx *c, struct code *k, struct value *globals)
{
	struct closure *f = value_alloc(c, &closure_kind, sizeof *f);

	f->code = k;
	value_ref(&k->hdr);
	f->globals = value_ref(globals);
	f->name = k->name;
	f->qualname = k->qualname;
	f->doc = value_ref(k->doc);
	return &f->hdr;
}

static void
closure_free(struct value *v)
{
	struct closure *f = (struct closure *)v;

	value_unref(f->globals);
	value_unref(f->defaults);
	value_unref(f->kwdefaults);
	value_unref(f->annotations);
	value_unref(f->cells);
	value_unref(f->dict);
	value_unref(f->doc);
	value_unref(f->module);
	value_unref(&f->code->hdr);
}

static void
closure_visit(struct value *v, void (*fn)(struct value *, void *),
    void *arg)
{
	struct closure *f = (struct closure *)v;

	fn(f->globals, arg);
	fn(f->defaults, arg);
	fn(f->kwdefaults, arg);
	fn(f->annotations, arg);
	fn(f->cells, arg);
	fn(f->dict, arg);
}

static void
closure_clear(struct value *v)
{
	struct closure *f = (struct closure *)v;
	struct value *cells = f->cells, *dict = f->dict;

	f->dict = NULL;
	value_unref(dict);
	/* A running frame has copied the cells; nobody calls this again. */
	f->cells = NULL;
	value_unref(cells);
}

static bool
closure_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<function %s at %p>",
	    ((struct closure *)v)->qualname->text, (void *)v);
	return true;
}

static struct value *
closure_call(struct ctx *c, struct value *v, const struct args *a)
{
	struct closure *fn = (struct closure *)v;
	struct frame *f;
	struct value *r;

	if (fn->code->nfree > 0 && fn->cells == NULL)
		return err_raise(c, ERR_RUNTIME, "this function was cleared");
	value_ref(v);
	f = frame_new(c, fn);
	f->kind = FRAME_ENTRY;
	f->back = c->interp->frame;
	if (!call_bind(c, f, a)) {
		frame_free(c, f);
		return NULL;
	}
	if (fn->code->flags & CODE_GENERATOR)
		return value_own(c, generator_new(c, f));
	r = vm_run(c, f);
	return value_own(c, r);
}

/* ---- attributes ------------------------------------------------------------------ */

static struct value *
or_none(struct ctx *c, struct value *v)
{
	return v != NULL ? value_own(c, value_ref(v)) : &value_none;
}

static void
swap(struct value **to, struct value *v)
{
	struct value *old = *to;

	*to = value_ref(v == &value_none ? NULL : v);
	value_unref(old);
}

static struct value *
get_name(struct ctx *c, struct value *v)
{
	return str_of_atom(c, ((struct closure *)v)->name);
}

static bool
set_name(struct ctx *c, struct value *v, struct value *to)
{
	if (value_to_text(c, to, "__name__") == NULL)
		return false;
	((struct closure *)v)->name = str_atom(c, to);
	return true;
}

static struct value *
get_qualname(struct ctx *c, struct value *v)
{
	return str_of_atom(c, ((struct closure *)v)->qualname);
}

static bool
set_qualname(struct ctx *c, struct value *v, struct value *to)
{
	if (value_to_text(c, to, "__qualname__") == NULL)
		return false;
	((struct closure *)v)->qualname = str_atom(c, to);
	return true;
}

static struct value *
get_doc(struct ctx *c, struct value *v)
{
	return or_none(c, ((struct closure *)v)->doc);
}

static bool
set_doc(struct ctx *c UNUSED, struct value *v, struct value *to)
{
	swap(&((struct closure *)v)->doc, to);
	return true;
}

static struct value *
get_module(struct ctx *c, struct value *v)
{
	struct closure *f = (struct closure *)v;

	if (f->module != NULL)
		return or_none(c, f->module);
	return or_none(c, dict_find_atom(c, f->globals,
	    atom(c, "__name__")));
}

static bool
set_module(struct ctx *c UNUSED, struct value *v, struct value *to)
{
	swap(&((struct closure *)v)->module, to);
	return true;
}

static struct value *
get_defaults(struct ctx *c, struct value *v)
{
	return or_none(c, ((struct closure *)v)->defaults);
}

static bool
set_defaults(struct ctx *c, struct value *v, struct value *to)
{
	if (to != &value_none && !value_is(to, &tuple_kind)) {
		err_raise(c, ERR_TYPE,
		    "__defaults__ must be set to a tuple object");
		return false;
	}
	swap(&((struct closure *)v)->defaults, to);
	return true;
}

static struct value *
get_kwdefaults(struct ctx *c, struct value *v)
{
	return or_none(c, ((struct closure *)v)->kwdefaults);
}

static struct value *
get_annotations(struct ctx *c, struct value *v)
{
	struct closure *f = (struct closure *)v;

	if (f->annotations == NULL)
		f->annotations = value_ref(dict_new(c));
	return or_none(c, f->annotations);
}

static bool
set_annotations(struct ctx *c UNUSED, struct value *v, struct value *to)
{
	swap(&((struct closure *)v)->annotations, to);
	return true;
}

static struct value *
get_dict(struct ctx *c, struct value *v)
{
	struct closure *f = (struct closure *)v;

	if (f->dict == NULL)
		f->dict = value_ref(dict_new(c));
	return or_none(c, f->dict);
}

static struct value *
get_code(struct ctx *c, struct value *v)
{
	return or_none(c, &((struct closure *)v)->code->hdr);
}

static struct value *
get_globals(struct ctx *c, struct value *v)
{
	return or_none(c, ((struct closure *)v)->globals);
}

static struct value *
get_closure(struct ctx *c, struct value *v)
{
	return or_none(c, ((struct closure *)v)->cells);
}

static struct value *
get_signature(struct ctx *c, struct value *v)
{
	struct buf b = BUF_INIT;

	closure_signature(c, &b, (struct closure *)v);
	return str_of_buf(c, &b);
}

static const struct getter closure_getters[] = {
	{ "__name__", get_name, "Its name.", set_name },
	{ "__qualname__", get_qualname, "Its name with what it is inside of.",
	  set_qualname },
	{ "__doc__", get_doc, "What it does.", set_doc },
	{ "__module__", get_module, "Where it was made.", set_module },
	{ "__defaults__", get_defaults, "Defaults of parameters.",
	  set_defaults },
	{ "__kwdefaults__", get_kwdefaults,
	  "Defaults of keyword parameters.", NULL },
	{ "__annotations__", get_annotations, "Annotations of parameters.",
	  set_annotations },
	{ "__dict__", get_dict, "Its other attributes.", NULL },
	{ "__code__", get_code, "Its code.", NULL },
	{ "__globals__", get_globals, "The variables of its module.", NULL },
	{ "__closure__", get_closure, "Variables from outside.", NULL },
	{ "__text_signature__", get_signature, "Its parameters.", NULL },
	{ 0 }
};

static struct value *
closure_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct closure *f = (struct closure *)v;
	struct value *r;

	if (f->dict == NULL)
		return NULL;
	r = dict_find_atom(c, f->dict, name);
	return value_own(c, value_ref(r));
}

static bool
closure_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *to)
{
	struct closure *f = (struct closure *)v;
	bool found;

	for (const struct getter *g = closure_getters; g->name != NULL; g++) {
		if (atom_find(c, g->name, strlen(g->name)) != name)
			continue;
		if (g->set != NULL && to != NULL)
			return g->set(c, v, to);
		err_raise(c, ERR_ATTRIBUTE, "readonly attribute");
		return false;
	}
	if (f->dict == NULL)
		f->dict = value_ref(dict_new(c));
	if (to != NULL)
		return dict_set_atom(c, f->dict, name, to);
	if (!dict_del(c, f->dict, str_of_atom(c, name), &found))
		return false;
	if (!found)
		err_raise(c, ERR_ATTRIBUTE,
		    "'function' object has no attribute '%s'", name->text);
	return found;
}

static void
closure_dir(struct ctx *c, struct value *v,
    void (*offer)(void *, const struct atom *), void *arg)
{
	struct closure *f = (struct closure *)v;
	struct value *key, *x;
	size_t at = 0;

	while (f->dict != NULL && dict_next(f->dict, &at, &key, &x))
		if (value_is(key, &str_kind))
			offer(arg, str_atom(c, key));
}

static const struct class_row closure_row = {
	.name = "function", .module = "builtins", .kind = &closure_kind,
	.getters = closure_getters, .abstract = true, .final = true,
};

const struct kind closure_kind = {
	.name = "function", .row = &closure_row, .is_function = true,
	.free = closure_free, .visit = closure_visit, .clear = closure_clear,
	.repr = closure_repr, .call = closure_call,
	.get_attr = closure_get_attr, .set_attr = closure_set_attr,
	.dir = closure_dir,
};

/* ---- signature ---------------------------------------------------------------------- */

static void
write_param(struct ctx *c, struct buf *b, const struct closure *f,
    uint32_t slot, struct value *dflt)
{
	struct value *note = f->annotations != NULL ? dict_find_atom(c,
	    f->annotations, f->code->local[slot]) : NULL;

	buf_str(b, f->code->local[slot]->text);
	if (note != NULL) {
		buf_str(b, ": ");
		if (value_is(note, &class_kind))
			class_write_name(b, (struct class *)note);
		else if (!value_repr(c, b, note))
			err_clear(c);
	}
	if (dflt != NULL) {
		buf_str(b, note != NULL ? " = " : "=");
		if (!value_repr(c, b, dflt))
			err_clear(c);
	}
}

void
closure_signature(struct ctx *c, struct buf *b, const struct closure *f)
{
	const struct code *k = f->code;
	size_t ndefaults = f->defaults != NULL ? seq_len(f->defaults) : 0;
	uint32_t star = k->nargs + k->nkwonly;
	const char *comma = "";

	buf_char(b, '(');
	for (uint32_t i = 0; i < k->nargs; i++) {
		size_t from = k->nargs - ndefaults;

		buf_str(b, comma);
		write_param(c, b, f, i, i >= from ? seq_item(f->defaults,
		    i - from) : NULL);
		comma = ", ";
		if (k->nposonly > 0 && i + 1 == k->nposonly)
			buf_str(b, ", /");
	}
	if (k->flags & CODE_VARARGS)
		buf_printf(b, "%s*%s", comma, k->local[star++]->text);
	else if (k->nkwonly > 0)
		buf_printf(b, "%s*", comma);
	if (k->nkwonly > 0 || (k->flags & CODE_VARARGS))
		comma = ", ";
	for (uint32_t i = k->nargs; i < k->nargs + k->nkwonly; i++) {
		buf_str(b, comma);
		write_param(c, b, f, i, f->kwdefaults == NULL ? NULL :
		    dict_find_atom(c, f->kwdefaults, k->local[i]));
		comma = ", ";
	}
	if (k->flags & CODE_VARKW)
		buf_printf(b, "%s**%s", comma, k->local[star]->text);
	buf_char(b, ')');
}
