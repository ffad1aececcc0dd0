/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Variables: the only mutable leaves of a model. Parameter and StateVariable
 * can be assigned; their Value forms are frozen snapshots; their Slot forms
 * mark where a variable goes. Names and meaning are Penzai's.
 */
#include <stdio.h>
#include <string.h>

#include "core/value/array.h"
#include "core/value/tree.h"

static struct var *
var_of(const struct value *v)
{
	return (struct var *)v;
}

static void
var_free(struct value *v)
{
	struct var *var = var_of(v);

	value_unref(var->label);
	value_unref(var->value);
	value_unref(var->metadata);
}

static void
var_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct var *var = var_of(v);

	fn(var->label, arg);
	if (var->value != NULL)
		fn(var->value, arg);
	if (var->metadata != NULL)
		fn(var->metadata, arg);
}

static void
var_clear(struct value *v)
{
	struct value *old = var_of(v)->value;

	var_of(v)->value = NULL;
	value_unref(old);
}

static struct class *
var_class(struct ctx *c, const struct value *v)
{
	return class_of_row(c, var_of(v)->row);
}

static bool
var_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct var *var = var_of(v);

	buf_printf(b, "%s(label=", var->row->name);
	if (!value_repr(c, b, var->label))
		return false;
	if (var->value != NULL) {
		buf_str(b, ", value=");
		if (!value_repr(c, b, var->value))
			return false;
	}
	if (var->metadata != NULL && dict_len(var->metadata) > 0) {
		buf_str(b, ", metadata=");
		if (!value_repr(c, b, var->metadata))
			return false;
	}
	buf_char(b, ')');
	return true;
}

static bool
var_is_frozen(const struct var *var)
{
	return var->row != &parameter_row && var->row != &state_variable_row;
}

static bool
var_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *val)
{
	struct var *var = var_of(v);

	if (strcmp(name->text, "value") != 0 || val == NULL) {
		err_raise(c, ERR_ATTRIBUTE,
		    "'%s' object attribute '%s' cannot be assigned",
		    var->row->name, name->text);
		return false;
	}
	return var_set(c, v, val);
}

const struct kind var_kind = {
	.name = "variable",
	.doc = "A mutable leaf of a model, shared by identity.",
	.class_of = var_class,
	.free = var_free,
	.visit = var_visit,
	.clear = var_clear,
	.repr = var_repr,
	.set_attr = var_set_attr,
};

struct value *
var_new(struct ctx *c, const struct class_row *row, struct value *label,
    struct value *v, struct value *metadata)
{
	struct var *var;

	if (label == NULL)
		return NULL;
	var = value_alloc(c, &var_kind, sizeof *var);
	var->row = row;
	var->label = value_ref(label);
	var->value = value_ref(v);
	var->metadata = value_ref(metadata);
	var->serial = ctx_serial(c);
	return value_own(c, &var->hdr);
}

/* Does tree hold needle? Depth-limited like every walk of a tree. */
static bool
contains(const struct value *tree, const struct value *needle, int depth)
{
	size_t n;

	if (tree == needle)
		return true;
	n = depth < TREE_MAX_DEPTH ? tree_nchild(tree) : 0;
	for (size_t i = 0; i < n; i++)
		if (contains(tree_child(tree, i).value, needle, depth + 1))
			return true;
	return false;
}

bool
var_set(struct ctx *c, struct value *v, struct value *val)
{
	struct var *var = var_of(v);
	struct value *old = var->value;

	if (val == NULL)
		return false;
	if (var_is_frozen(var)) {
		err_raise(c, ERR_ATTRIBUTE,
		    "the value of a %s cannot be assigned; make a %s with "
		    "pz.bind_variables first", var->row->name,
		    var->row == &parameter_value_row ||
		    var->row == &parameter_slot_row ?
		    "Parameter" : "StateVariable");
		return false;
	}
	if (contains(val, v, 0)) {
		err_raise(c, ERR_VALUE,
		    "a variable cannot hold a tree that contains itself");
		return false;
	}
	var->value = value_ref(val);
	var->version++;
	value_unref(old);
	return true;
}

struct value *
var_get(struct ctx *c, struct value *v)
{
	struct var *var = var_of(v);
	struct buf b = BUF_INIT;

	if (var->value != NULL)
		return value_own(c, value_ref(var->value));
	if (value_repr(c, &b, var->label))
		err_raise(c, ERR_VALUE, "%s %s has no value: it marks where a "
		    "variable goes; fill it with pz.bind_variables",
		    var->row->name, b.data);
	buf_release(&b);
	return NULL;
}

struct value *
value_of_parameter(struct ctx *c, struct value *v)
{
	if (v == NULL)
		return NULL;
	if (value_is(v, &var_kind))
		return var_get(c, v);
	if (value_find_tensor(v) != NULL)
		return v;
	return value_get_attr(c, v, atom(c, "value"));
}

/* ---- what the language sees --------------------------------------------- */

static struct value *
get_value(struct ctx *c, struct value *self)
{
	return var_get(c, self);
}

static struct value *
get_label(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(var_of(self)->label));
}

static struct value *
get_metadata(struct ctx *c, struct value *self)
{
	struct var *var = var_of(self);

	if (var->metadata == NULL)
		var->metadata = value_ref(dict_new(c));
	return value_own(c, value_ref(var->metadata));
}

static const struct getter var_getters[] = {
	{ "value", get_value, "What the variable holds now.", NULL },
	{ "label", get_label, "Its name, unlike any other of the model.",
	    NULL },
	{ "metadata", get_metadata, "A dict of remarks.", NULL },
	{ 0 }
};

static const struct getter slot_getters[] = {
	{ "value", get_value, "Raises: a slot has no value.", NULL },
	{ "label", get_label, "The name of the variable that goes here.",
	    NULL },
	{ 0 }
};

static const struct param self_only[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ 0 }
};

static struct value *
convert(struct ctx *c, struct value *self, const struct class_row *row,
    bool keep_value)
{
	struct var *var = var_of(self);

	return var_new(c, row, var->label, keep_value ? var->value : NULL,
	    var->metadata);
}

static bool
is_parameter(const struct value *v)
{
	const struct class_row *row = var_of(v)->row;

	return row == &parameter_row || row == &parameter_value_row ||
	    row == &parameter_slot_row;
}

static struct value *
do_freeze(struct ctx *c, struct value *const *args)
{
	return convert(c, args[0], is_parameter(args[0]) ?
	    &parameter_value_row : &state_variable_value_row, true);
}

static struct value *
do_slot(struct ctx *c, struct value *const *args)
{
	return convert(c, args[0], is_parameter(args[0]) ?
	    &parameter_slot_row : &state_variable_slot_row, false);
}

static struct value *
do_unfreeze(struct ctx *c, struct value *const *args)
{
	return convert(c, args[0], is_parameter(args[0]) ?
	    &parameter_row : &state_variable_row, true);
}

static const struct param update_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ "frozen", PARAM_ANY, NULL, "Holds the new value.", 0 },
	{ 0 }
};

static struct value *
do_update(struct ctx *c, struct value *const *args)
{
	struct value *v = value_get_attr(c, args[1], atom(c, "value"));

	return v != NULL && var_set(c, args[0], v) ? &value_none : NULL;
}

static const struct native var_methods[] = {
	{ "freeze", self_only, do_freeze,
	    "A snapshot that cannot be assigned.", NULL },
	{ "get_slot", self_only, do_slot, "The empty place of this variable.",
	    NULL },
	{ "update", update_params, do_update,
	    "Takes over the value of a frozen variable.", NULL },
	{ 0 }
};

static const struct native frozen_methods[] = {
	{ "unfreeze_as_copy", self_only, do_unfreeze,
	    "A new variable with this value.", NULL },
	{ "get_slot", self_only, do_slot, "The empty place of this variable.",
	    NULL },
	{ 0 }
};

static const struct param parameter_params[] = {
	{ "value", PARAM_ANY, NULL, "What it holds.", 0 },
	{ "label", PARAM_ANY, NULL, "Unlike any other of the model.", 0 },
	{ "metadata", PARAM_DICT, "None", "Remarks.", PARAM_OPTIONAL },
	{ 0 }
};

static const struct param state_params[] = {
	{ "value", PARAM_ANY, NULL, "What it holds.", 0 },
	{ "label", PARAM_ANY, "None", "Made up when left out.", 0 },
	{ "metadata", PARAM_DICT, "None", "Remarks.", PARAM_OPTIONAL },
	{ 0 }
};

static const struct param slot_params[] = {
	{ "label", PARAM_ANY, NULL, "The name of what goes here.", 0 },
	{ 0 }
};

static struct value *
make_variable(struct ctx *c, struct class *cls, struct value *const *args)
{
	struct value *label = args[1];
	char text[40];

	if (label == &value_none) {
		snprintf(text, sizeof text, "auto_%llu",
		    (unsigned long long)ctx_serial(c));
		label = str_new(c, text);
	}
	return var_new(c, cls->row, label, args[0],
	    args[2] == &value_none ? NULL : args[2]);
}

static struct value *
make_slot(struct ctx *c, struct class *cls, struct value *const *args)
{
	return var_new(c, cls->row, args[0], NULL, NULL);
}

const struct class_row variable_row = {
	.name = "AbstractVariable", .module = "penzai.core.variables",
	.doc = "A mutable leaf of a model, shared by identity.",
	.kind = &var_kind, .abstract = true, .getters = var_getters,
};
const struct class_row parameter_row = {
	.name = "Parameter", .module = "penzai.core.variables",
	.doc = "A variable that training changes.",
	.base = &variable_row, .kind = &var_kind, .final = true,
	.getters = var_getters, .methods = var_methods,
	.new_params = parameter_params, .make = make_variable,
};
const struct class_row state_variable_row = {
	.name = "StateVariable", .module = "penzai.core.variables",
	.doc = "A variable that running the model changes.",
	.base = &variable_row, .kind = &var_kind, .final = true,
	.getters = var_getters, .methods = var_methods,
	.new_params = state_params, .make = make_variable,
};
const struct class_row parameter_value_row = {
	.name = "ParameterValue", .module = "penzai.core.variables",
	.doc = "A frozen snapshot of a Parameter.", .kind = &var_kind,
	.final = true, .getters = var_getters, .methods = frozen_methods,
	.new_params = parameter_params, .make = make_variable,
};
const struct class_row state_variable_value_row = {
	.name = "StateVariableValue", .module = "penzai.core.variables",
	.doc = "A frozen snapshot of a StateVariable.", .kind = &var_kind,
	.final = true, .getters = var_getters, .methods = frozen_methods,
	.new_params = state_params, .make = make_variable,
};
const struct class_row parameter_slot_row = {
	.name = "ParameterSlot", .module = "penzai.core.variables",
	.doc = "The empty place of a Parameter.", .kind = &var_kind,
	.final = true, .getters = slot_getters, .new_params = slot_params,
	.make = make_slot,
};
const struct class_row state_variable_slot_row = {
	.name = "StateVariableSlot", .module = "penzai.core.variables",
	.doc = "The empty place of a StateVariable.", .kind = &var_kind,
	.final = true, .getters = slot_getters, .new_params = slot_params,
	.make = make_slot,
};
