/* SPDX-License-Identifier: Apache-2.0 */
/* builtins about objects, their attributes and their classes. */
#include <stdint.h>
#include <string.h>

#include "core/lang/interp.h"
#include "core/lang/mod_builtins.h"
#include "core/lang/unit.h"

static const struct param any_params[] = {
	{ "args", PARAM_ANY, NULL, "", PARAM_VARARGS }, { 0 }
};
static const struct param x_params[] = {
	{ "x", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL }, { 0 }
};

static const struct atom *
attribute_name(struct ctx *c, const char *who, struct value *v)
{
	if (!value_is(v, &str_kind))
		return err_raise(c, ERR_TYPE, "%s(): attribute name must be "
		    "string", who);
	return str_atom(c, v);
}

static struct value *
fn_getattr(struct ctx *c, struct value *const *args)
{
	struct value *v;
	const struct atom *name;

	if (!builtin_count(c, "getattr", args[0], 2, 3))
		return NULL;
	name = attribute_name(c, "getattr", seq_item(args[0], 1));
	if (name == NULL)
		return NULL;
	if (seq_len(args[0]) == 2)
		return value_get_attr(c, seq_item(args[0], 0), name);
	v = value_find_attr(c, seq_item(args[0], 0), name);
	if (v == NULL && err_is(c, ERR_ATTRIBUTE))
		err_clear(c);
	return v != NULL || err_is_set(c) ? v : seq_item(args[0], 2);
}

static const struct param has_params[] = {
	{ "obj", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL },
	{ "name", PARAM_STR, NULL, "Of an attribute.", PARAM_POSITIONAL },
	{ 0 }
};

static struct value *
fn_hasattr(struct ctx *c, struct value *const *args)
{
	struct value *v = value_find_attr(c, args[0], str_atom(c, args[1]));

	if (v == NULL && err_is(c, ERR_ATTRIBUTE))
		err_clear(c);
	return err_is_set(c) ? NULL : value_bool(v != NULL);
}

static const struct param set_params[] = {
	{ "obj", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL },
	{ "name", PARAM_STR, NULL, "Of an attribute.", PARAM_POSITIONAL },
	{ "value", PARAM_ANY, NULL, "Its new value.", PARAM_POSITIONAL },
	{ 0 }
};

static struct value *
fn_setattr(struct ctx *c, struct value *const *args)
{
	return value_set_attr(c, args[0], str_atom(c, args[1]), args[2]) ?
	    &value_none : NULL;
}

static struct value *
fn_delattr(struct ctx *c, struct value *const *args)
{
	return value_set_attr(c, args[0], str_atom(c, args[1]), NULL) ?
	    &value_none : NULL;
}

static struct value *
fn_vars(struct ctx *c, struct value *const *args)
{
	struct value *d;

	if (!builtin_count(c, "vars", args[0], 0, 1))
		return NULL;
	if (seq_len(args[0]) == 0)
		return interp_locals(c);
	d = value_find_attr(c, seq_item(args[0], 0), atom(c, "__dict__"));
	if (d != NULL || err_is_set(c))
		return d;
	return err_raise(c, ERR_TYPE,
	    "vars() argument must have __dict__ attribute");
}

static struct value *
fn_dir(struct ctx *c, struct value *const *args)
{
	struct value *names;

	if (!builtin_count(c, "dir", args[0], 0, 1))
		return NULL;
	names = seq_len(args[0]) == 0 ? value_to_list(c, interp_locals(c)) :
	    value_dir(c, seq_item(args[0], 0));
	return names != NULL && list_sort(c, names, NULL, false) ? names :
	    NULL;
}

static struct value *
fn_callable(struct ctx *c, struct value *const *args)
{
	return value_bool(value_is_callable(c, args[0]));
}

static struct value *
fn_id(struct ctx *c, struct value *const *args)
{
	return value_int(c, (int64_t)((uintptr_t)args[0] & INT64_MAX));
}

static struct value *
fn_hash(struct ctx *c, struct value *const *args)
{
	int64_t h;

	return value_hash(c, args[0], &h) ? value_int(c, h) : NULL;
}

static const struct param is_params[] = {
	{ "obj", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL },
	{ "class_or_tuple", PARAM_ANY, NULL, "A class, a tuple, A | B.",
	    PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_isinstance(struct ctx *c, struct value *const *args)
{
	bool is;

	return value_is_instance(c, args[0], args[1], &is) ? value_bool(is) :
	    NULL;
}

static struct value *
fn_issubclass(struct ctx *c, struct value *const *args)
{
	bool is;

	return value_is_subclass(c, args[0], args[1], &is) ? value_bool(is) :
	    NULL;
}

static struct value *
fn_globals(struct ctx *c, struct value *const *args UNUSED)
{
	return interp_frame_globals(c);
}

static struct value *
fn_locals(struct ctx *c, struct value *const *args UNUSED)
{
	return interp_locals(c);
}

static const struct param source_params[] = {
	{ "source", PARAM_STR, NULL, "Text in the language.",
	    PARAM_POSITIONAL },
	{ "globals", PARAM_DICT, "None", "Names; None: these here.",
	    PARAM_OPTIONAL | PARAM_POSITIONAL },
	{ "locals", PARAM_DICT, "None", "Names of its own; None: globals.",
	    PARAM_OPTIONAL | PARAM_POSITIONAL }, { 0 }
};

static struct value *
run_text(struct ctx *c, struct value *const *args, bool eval)
{
	const char *text = str_text(args[0]);
	size_t len = str_bytes(args[0]);
	struct value *globals = args[1], *locals = args[2];
	struct unit *u;

	/* Leading blanks of an expression mean nothing. */
	while (eval && len > 0 && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	u = unit_new(c, "<string>", text, len, eval ? UNIT_EVAL : UNIT_FILE);
	if (u == NULL)
		return NULL;
	if (globals == &value_none) {
		globals = interp_frame_globals(c);
		if (locals == &value_none)
			locals = interp_locals(c);
	}
	return interp_exec_in(c, u, eval, value_unwrap(globals),
	    locals == &value_none ? NULL : value_unwrap(locals));
}

static struct value *
fn_exec(struct ctx *c, struct value *const *args)
{
	return run_text(c, args, false) != NULL ? &value_none : NULL;
}

static struct value *
fn_eval(struct ctx *c, struct value *const *args)
{
	return run_text(c, args, true);
}

static const struct param exit_params[] = {
	{ "code", PARAM_ANY, "None", "Of the process.", 0 }, { 0 }
};

static struct value *
fn_exit(struct ctx *c, struct value *const *args)
{
	return exc_raise(c, exc_new(c, class_of_row(c,
	    exc_row(ERR_SYSTEM_EXIT)), 1, args));
}

static const struct param import_params[] = {
	{ "name", PARAM_STR, NULL, "Of a module.", 0 },
	{ "globals", PARAM_ANY, "None", "Ignored.", PARAM_OPTIONAL },
	{ "locals", PARAM_ANY, "None", "Ignored.", PARAM_OPTIONAL },
	{ "fromlist", PARAM_ANY, "()", "Ignored.", 0 }, { 0 }
};

static struct value *
fn_import(struct ctx *c, struct value *const *args)
{
	return module_import(c, str_text(args[0]), str_bytes(args[0]));
}

static const struct param no_params[] = { { 0 } };

const struct native builtin_object_functions[] = {
	{ "getattr", any_params, fn_getattr,
	    "getattr(obj, name[, default])", NULL },
	{ "hasattr", has_params, fn_hasattr, "Is there such an attribute?",
	    NULL },
	{ "setattr", set_params, fn_setattr, "obj.name = value", NULL },
	{ "delattr", has_params, fn_delattr, "del obj.name", NULL },
	{ "vars", any_params, fn_vars, "The attributes of an object.", NULL },
	{ "dir", any_params, fn_dir, "Names of attributes.", NULL },
	{ "callable", x_params, fn_callable, "Can it be called?", NULL },
	{ "id", x_params, fn_id, "A number unlike any other object's.",
	    NULL },
	{ "hash", x_params, fn_hash, "As dicts use it.", NULL },
	{ "isinstance", is_params, fn_isinstance,
	    "Is it of one of these classes?", NULL },
	{ "issubclass", is_params, fn_issubclass,
	    "Is a class derived from one of these?", NULL },
	{ "globals", no_params, fn_globals, "Names of the module.", NULL },
	{ "locals", no_params, fn_locals, "Names of the function.", NULL },
	{ "exec", source_params, fn_exec, "Runs text.", NULL },
	{ "eval", source_params, fn_eval, "The value of an expression.",
	    NULL },
	{ "exit", exit_params, fn_exit, "Ends the program.", NULL },
	{ "quit", exit_params, fn_exit, "Ends the program.", NULL },
	{ "__import__", import_params, fn_import, "A module by name.", NULL },
	{ 0 }
};
