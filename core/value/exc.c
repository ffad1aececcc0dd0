/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions: instances with args, a cause, a context and a traceback. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/instance.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

struct exc {
	struct instance o;
	struct value *args;		/* a tuple */
	struct value *cause, *context, *notes;
	bool suppress_context;
	struct trace_entry *trace;
	size_t ntrace, trace_cap;
};

static struct exc *
exc_of(const struct value *v)
{
	return (struct exc *)v;
}

static void
drop_trace(struct exc *e)
{
	struct values *vs = gc_head_of(&e->o.hdr)->owner;

	for (size_t i = 0; i < e->ntrace; i++) {
		value_unref(e->trace[i].unit);
		if (e->trace[i].source != NULL && vs->trace_unref != NULL)
			vs->trace_unref(e->trace[i].source);
	}
	free(e->trace);
	e->trace = NULL;
	e->ntrace = e->trace_cap = 0;
}

static void
exc_free(struct value *v)
{
	struct exc *e = exc_of(v);

	drop_trace(e);
	value_unref(e->args);
	value_unref(e->cause);
	value_unref(e->context);
	value_unref(e->notes);
	instance_free(v);
}

static void
exc_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct exc *e = exc_of(v);

	fn(e->args, arg);
	fn(e->cause, arg);
	fn(e->context, arg);
	fn(e->notes, arg);
	for (size_t i = 0; i < e->ntrace; i++)
		fn(e->trace[i].unit, arg);
	instance_visit(v, fn, arg);
}

static void
exc_clear(struct value *v)
{
	struct exc *e = exc_of(v);
	struct value *cause = e->cause, *context = e->context;

	e->cause = e->context = NULL;
	value_unref(cause);
	value_unref(context);
	drop_trace(e);
	instance_clear(v);
}

struct value *
exc_new(struct ctx *c, struct class *k, size_t n, struct value *const *args)
{
	struct value *tuple = tuple_new(c, n, args);
	struct exc *e;

	if (tuple == NULL || k == NULL)
		return NULL;
	e = value_alloc(c, &exc_kind, sizeof *e);
	instance_init_slots(&e->o, k, 0);
	e->args = value_ref(tuple);
	return value_own(c, &e->o.hdr);
}

/* ---- errors and exceptions ---------------------------------------------- */

static const struct class_row rows[ERR_KIND_COUNT];

const struct class_row frozen_instance_error_row = {
	.name = "FrozenInstanceError", .module = "dataclasses",
	.doc = "A frozen instance cannot be changed.",
	.base = &rows[ERR_ATTRIBUTE], .kind = &exc_kind,
};

const struct class_row *
exc_row(enum err_kind k)
{
	return &rows[k == ERR_NONE ? ERR_SYSTEM : k];
}

enum err_kind
exc_err_kind(struct ctx *c UNUSED, const struct value *v)
{
	const struct class *k = ((const struct instance *)v)->class;

	for (size_t i = 0; i < k->nmro; i++) {
		const struct class_row *row = k->mro[i]->row;

		if (row >= rows && row < rows + ERR_KIND_COUNT)
			return (enum err_kind)(row - rows);
	}
	return ERR_EXCEPTION;
}

/* The text of an error: str() of it, whatever its __str__ does. */
static char *
text_of(struct ctx *c, struct value *exc)
{
	struct buf b = BUF_INIT;

	if (!value_str(c, &b, exc)) {
		err_clear(c);
		buf_release(&b);
		buf_str(&b, "<exception str() failed>");
	}
	return buf_steal(&b);
}

void *
exc_raise(struct ctx *c, struct value *exc)
{
	size_t mark = scope_mark(&c->scope);
	char *text;

	if (exc == NULL || err_is_set(c))
		return NULL;
	text = text_of(c, exc);
	scope_drop(c, mark);
	return err_raise_exc(c, exc_err_kind(c, exc), text, value_ref(exc),
	    value_unref_ptr);
}

/* "[Errno 2] No such file: 'x'" as args of an OSError. */
static struct value *
errno_args(struct ctx *c, const char *s)
{
	struct value *part[3];
	const char *text, *name;
	char *end;
	long n;

	if (strncmp(s, "[Errno ", 7) != 0)
		return NULL;
	n = strtol(s + 7, &end, 10);
	if (strncmp(end, "] ", 2) != 0)
		return NULL;
	text = end + 2;
	name = strstr(text, ": '");
	part[0] = value_int(c, n);
	if (name == NULL || name[strlen(name) - 1] != '\'') {
		part[1] = str_new(c, text);
		return tuple_new(c, 2, part);
	}
	part[1] = str_new_len(c, text, (size_t)(name - text));
	part[2] = str_new_len(c, name + 3, strlen(name) - 4);
	return tuple_new(c, 3, part);
}

struct value *
exc_of_err(struct ctx *c)
{
	struct value *text, *exc, *args = NULL;
	struct err e;

	if (!err_is_set(c))
		return NULL;
	if (c->err.exc != NULL)
		return value_own(c, value_ref(c->err.exc));
	e = err_take(c);
	text = e.text != NULL && *e.text != '\0' ? str_new(c, e.text) : NULL;
	if (text != NULL && err_kind_is(e.kind, ERR_OS))
		args = errno_args(c, e.text);
	exc = exc_new(c, class_of_row(c, exc_row(e.kind)), args != NULL ?
	    seq_len(args) : text != NULL, args != NULL ? seq_items(args) :
	    &text);
	if (exc != NULL) {
		e.exc = value_ref(exc);
		e.exc_drop = value_unref_ptr;
	}
	if (exc != NULL && e.recorded != NULL)
		exc_trace_add(c, exc, &(struct trace_entry){
		    .function = atom(c, TRACE_RECORDED), .source = e.recorded,
		    .begin = e.recorded_begin, .end = e.recorded_end });
	err_put(c, e);
	return exc;
}

/* ---- parts -------------------------------------------------------------- */

struct value *
exc_args(const struct value *v)
{
	return exc_of(v)->args;
}

struct value *
exc_cause(const struct value *v)
{
	return exc_of(v)->cause;
}

struct value *
exc_context(const struct value *v)
{
	return exc_of(v)->context;
}

struct value *
exc_notes(const struct value *v)
{
	return exc_of(v)->notes;
}

const char *
exc_suggestion(struct ctx *c, struct value *v)
{
	struct value *s = instance_find(c, v, atom(c, "__suggestion__"));
	struct value *name, *obj;

	if (s != NULL && value_is_str(s))
		return str_text(s);
	if (!err_kind_is(exc_err_kind(c, v), ERR_ATTRIBUTE))
		return NULL;
	name = instance_find(c, v, atom(c, "name"));
	obj = instance_find(c, v, atom(c, "obj"));
	if (name == NULL || obj == NULL || !value_is_str(name))
		return NULL;
	return nearest_attr(c, obj, str_text(name));
}

bool
exc_suppresses_context(const struct value *v)
{
	return exc_of(v)->suppress_context;
}

void
exc_set_cause(struct value *v, struct value *cause)
{
	struct value *old = exc_of(v)->cause;

	exc_of(v)->cause = cause == &value_none ? NULL : value_ref(cause);
	exc_of(v)->suppress_context = true;
	value_unref(old);
}

void
exc_set_context(struct value *v, struct value *context)
{
	struct value *old = exc_of(v)->context, *e;

	if (context == v)
		return;
	/* A chain that leads back to v is cut there, as in Python. */
	for (e = context; e != NULL; e = exc_of(e)->context)
		if (exc_of(e)->context == v) {
			exc_of(e)->context = NULL;
			value_unref(v);
			break;
		}
	exc_of(v)->context = value_ref(context);
	value_unref(old);
}

void
exc_trace_add(struct ctx *c, struct value *v, const struct trace_entry *t)
{
	struct exc *e = exc_of(v);

	if (e->ntrace == e->trace_cap)
		e->trace = xgrow(e->trace, &e->trace_cap, 4,
		    sizeof *e->trace);
	e->trace[e->ntrace++] = *t;
	value_ref(t->unit);
	if (t->source != NULL && c->values->trace_ref != NULL)
		c->values->trace_ref(t->source);
}

size_t
exc_trace(const struct value *v, const struct trace_entry **t)
{
	*t = exc_of(v)->trace;
	return exc_of(v)->ntrace;
}

void
exc_trace_hooks(struct ctx *c, void (*ref)(const void *),
    void (*unref)(const void *))
{
	c->values->trace_ref = ref;
	c->values->trace_unref = unref;
}

/* ---- text --------------------------------------------------------------- */

/* What a SyntaxError tells of its place, in the order of its args[1]. */
static const char *const syntax_names[] = { "filename", "lineno", "offset",
	"text", "end_lineno", "end_offset" };

static bool
set_syntax(struct ctx *c, struct value *v)
{
	struct value *args = exc_of(v)->args, *place = NULL;
	size_t n = seq_len(args), known = 0;

	if (n == 2 && value_is(seq_item(args, 1), &tuple_kind)) {
		place = seq_item(args, 1);
		known = seq_len(place);
	}
	for (size_t i = 0; i < nitems(syntax_names); i++)
		if (!value_set_attr(c, v, atom(c, syntax_names[i]),
		    i < known ? seq_item(place, i) : &value_none))
			return false;
	return value_set_attr(c, v, atom(c, "msg"), n > 0 ? seq_item(args,
	    0) : &value_none);
}

/* "invalid syntax (f.py, line 3)" */
static bool
write_syntax(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *msg = value_find_attr(c, v, atom(c, "msg"));
	struct value *file = value_find_attr(c, v, atom(c, "filename"));
	struct value *line = value_find_attr(c, v, atom(c, "lineno"));
	bool has_file = file != NULL && value_is_str(file);
	bool has_line = line != NULL && value_is(line, &int_kind);
	const char *name = has_file ? str_text(file) : "", *slash;

	if (msg == NULL && seq_len(exc_of(v)->args) > 0)
		msg = seq_item(exc_of(v)->args, 0);
	if (!value_str(c, b, msg != NULL ? msg : &value_none))
		return false;
	slash = strrchr(name, '/');
	name = slash != NULL ? slash + 1 : name;
	if (has_file || has_line)
		buf_printf(b, " (%s%s", name, has_file && has_line ? ", " :
		    "");
	if (has_line)
		buf_printf(b, "line %lld", (long long)value_as_int(line));
	if (has_file || has_line)
		buf_char(b, ')');
	return true;
}

static bool
write_str(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *args = exc_of(v)->args;
	size_t n = seq_len(args);
	enum err_kind kind = exc_err_kind(c, v);

	if (err_kind_is(kind, ERR_SYNTAX))
		return write_syntax(c, b, v);
	if (n == 0)
		return true;
	if (n == 1)
		return err_kind_is(kind, ERR_KEY) ?
		    value_repr(c, b, seq_item(args, 0)) :
		    value_str(c, b, seq_item(args, 0));
	if (err_kind_is(kind, ERR_OS) && n <= 3) {
		buf_str(b, "[Errno ");
		if (!value_str(c, b, seq_item(args, 0)))
			return false;
		buf_str(b, "] ");
		if (!value_str(c, b, seq_item(args, 1)))
			return false;
		if (n == 2)
			return true;
		buf_str(b, ": ");
		return value_repr(c, b, seq_item(args, 2));
	}
	return value_repr(c, b, args);
}

static bool
write_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *args = exc_of(v)->args;

	buf_str(b, value_type_name(c, v));
	if (seq_len(args) != 1)
		return value_repr(c, b, args);
	buf_char(b, '(');
	if (!value_repr(c, b, seq_item(args, 0)))
		return false;
	buf_char(b, ')');
	return true;
}

static struct value *
as_text(struct ctx *c, struct value *v,
    bool (*write)(struct ctx *, struct buf *, struct value *))
{
	struct buf b = BUF_INIT;

	if (!write(c, &b, v)) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static struct value *
method_str(struct ctx *c, struct value *const *args)
{
	return as_text(c, args[0], write_str);
}

static struct value *
method_repr(struct ctx *c, struct value *const *args)
{
	return as_text(c, args[0], write_repr);
}

static struct value *
method_init(struct ctx *c, struct value *const *args)
{
	struct exc *e = exc_of(args[0]);
	struct value *old = e->args;

	if (dict_len(args[2]) > 0)
		return err_raise(c, ERR_TYPE, "%s() takes no keyword "
		    "arguments", value_type_name(c, args[0]));
	e->args = value_ref(args[1]);
	value_unref(old);
	if (err_kind_is(exc_err_kind(c, args[0]), ERR_SYNTAX) &&
	    !set_syntax(c, args[0]))
		return NULL;
	return &value_none;
}

static struct value *
with_traceback(struct ctx *c, struct value *const *args)
{
	if (args[1] == &value_none)
		drop_trace(exc_of(args[0]));
	return value_own(c, value_ref(args[0]));
}

static struct value *
add_note(struct ctx *c, struct value *const *args)
{
	struct exc *e = exc_of(args[0]);

	if (!value_is_str(args[1]))
		return err_raise(c, ERR_TYPE, "note must be a str, not '%s'",
		    value_type_name(c, args[1]));
	if (e->notes == NULL)
		e->notes = value_ref(list_new(c, 0, NULL));
	return list_append(c, e->notes, args[1]) ? &value_none : NULL;
}

static struct value *
or_none(struct ctx *c, struct value *v)
{
	return v != NULL ? value_own(c, value_ref(v)) : &value_none;
}

static struct value *
get_args(struct ctx *c, struct value *v)
{
	return or_none(c, exc_of(v)->args);
}

static bool
set_args(struct ctx *c, struct value *v, struct value *to)
{
	struct value *list = value_to_list(c, to), *old = exc_of(v)->args;

	if (list == NULL)
		return false;
	exc_of(v)->args = value_ref(tuple_new(c, seq_len(list),
	    seq_items(list)));
	value_unref(old);
	return true;
}

static struct value *
get_cause(struct ctx *c, struct value *v)
{
	return or_none(c, exc_of(v)->cause);
}

static bool
check_exc(struct ctx *c, struct value *v, const char *what)
{
	if (v == &value_none || value_is(v, &exc_kind))
		return true;
	err_raise(c, ERR_TYPE, "exception %s must be None or derive from "
	    "BaseException", what);
	return false;
}

static bool
set_cause(struct ctx *c, struct value *v, struct value *to)
{
	if (!check_exc(c, to, "cause"))
		return false;
	exc_set_cause(v, to);
	return true;
}

static struct value *
get_context(struct ctx *c, struct value *v)
{
	return or_none(c, exc_of(v)->context);
}

static bool
set_context(struct ctx *c, struct value *v, struct value *to)
{
	if (!check_exc(c, to, "context"))
		return false;
	exc_set_context(v, to == &value_none ? NULL : to);
	return true;
}

static struct value *
get_suppress(struct ctx *c UNUSED, struct value *v)
{
	return value_bool(exc_of(v)->suppress_context);
}

static bool
set_suppress(struct ctx *c, struct value *v, struct value *to)
{
	return value_truth(c, to, &exc_of(v)->suppress_context);
}

static struct value *
get_notes(struct ctx *c, struct value *v)
{
	if (exc_of(v)->notes == NULL)
		return err_raise(c, ERR_ATTRIBUTE, "'%s' object has no "
		    "attribute '__notes__'", value_type_name(c, v));
	return or_none(c, exc_of(v)->notes);
}

static struct value *
get_traceback(struct ctx *c UNUSED, struct value *v UNUSED)
{
	return &value_none;
}

static bool
set_traceback(struct ctx *c UNUSED, struct value *v, struct value *to)
{
	if (to == &value_none)
		drop_trace(exc_of(v));
	return true;
}

static struct value *
get_first(struct ctx *c, struct value *v)
{
	struct value *args = exc_of(v)->args;

	return seq_len(args) > 0 ? or_none(c, seq_item(args, 0)) :
	    &value_none;
}

static struct value *
get_code(struct ctx *c, struct value *v)
{
	struct value *args = exc_of(v)->args;

	return seq_len(args) > 1 ? or_none(c, args) : get_first(c, v);
}

static struct value *
os_part(struct ctx *c, struct value *v, size_t i)
{
	struct value *args = exc_of(v)->args;

	return seq_len(args) >= 2 && i < seq_len(args) ?
	    or_none(c, seq_item(args, i)) : &value_none;
}

static struct value *
get_errno(struct ctx *c, struct value *v)
{
	return os_part(c, v, 0);
}

static struct value *
get_strerror(struct ctx *c, struct value *v)
{
	return os_part(c, v, 1);
}

static struct value *
get_filename(struct ctx *c, struct value *v)
{
	return os_part(c, v, 2);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param init_params[] = {
	SELF, { "args", PARAM_ANY, NULL, NULL, PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, NULL, PARAM_KWARGS }, { 0 }
};
static const struct param one_params[] = {
	SELF, { "object", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};

static const struct native exc_methods[] = {
	{ "__init__", init_params, method_init, "Sets args.", NULL },
	{ "__str__", self_params, method_str, "Return str(self).", NULL },
	{ "__repr__", self_params, method_repr, "Return repr(self).", NULL },
	{ "with_traceback", one_params, with_traceback,
	  "Returns the exception.", NULL },
	{ "add_note", one_params, add_note, "Adds a line to the message.",
	  NULL },
	{ 0 }
};

static const struct getter exc_getters[] = {
	{ "args", get_args, "What it was made with.", set_args },
	{ "__cause__", get_cause, "What 'from' named.", set_cause },
	{ "__context__", get_context, "What was being handled.",
	  set_context },
	{ "__suppress_context__", get_suppress, "Is the context hidden?",
	  set_suppress },
	{ "__traceback__", get_traceback, "Where it came from.",
	  set_traceback },
	{ "__notes__", get_notes, "Lines added by add_note.", NULL },
	{ 0 }
};

static const struct getter stop_getters[] = {
	{ "value", get_first, "What a generator returned.", NULL }, { 0 }
};

static const struct getter exit_getters[] = {
	{ "code", get_code, "The exit status.", NULL }, { 0 }
};

static const struct getter os_getters[] = {
	{ "errno", get_errno, "The number of the error.", NULL },
	{ "strerror", get_strerror, "Its text.", NULL },
	{ "filename", get_filename, "The file.", NULL },
	{ 0 }
};

#define X(self, text, parent)                                          \
	[ERR_##self] = { .name = text, .module = "builtins",              \
	    .base = ERR_##parent == ERR_NONE ? &object_row :           \
	    &rows[ERR_##parent], .kind = &exc_kind,                    \
	    .methods = ERR_##parent == ERR_NONE ? exc_methods : NULL,  \
	    .getters = ERR_##self == ERR_STOP_ITERATION ? stop_getters :  \
	    ERR_##self == ERR_SYSTEM_EXIT ? exit_getters :                \
	    ERR_##self == ERR_OS ? os_getters :                           \
	    ERR_##parent == ERR_NONE ? exc_getters : NULL },

static const struct class_row rows[ERR_KIND_COUNT] = {
	ERR_KINDS(X)
};
#undef X

const struct kind exc_kind = {
	.name = "exception", .class_of = instance_class_of,
	.free = exc_free, .visit = exc_visit, .clear = exc_clear,
	INSTANCE_SLOTS,
};
