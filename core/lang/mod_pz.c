/* SPDX-License-Identifier: Apache-2.0 */
/* penzai and penzai.pz: structs, variables, selections. */
#include <string.h>

#include "core/lang/interp.h"
#include "core/lang/mod_pz.h"
#include "core/layer/layer.h"
#include "core/layer/transformer.h"
#include "core/select/select.h"
#include "core/value/named.h"

/* ---- selections ------------------------------------------------------------------ */

static const struct param select_params[] = {
	{ "tree", PARAM_ANY, NULL, "A model, or any nest of values.", 0 },
	{ 0 }
};

static struct value *
fn_select(struct ctx *c, struct value *const *args)
{
	return select_root(c, args[0]);
}

/* ---- structs --------------------------------------------------------------------- */

static const struct param class_params[] = {
	{ "cls", PARAM_CLASS, NULL, "A class with dataclass fields.", 0 },
	{ 0 }
};

/* Is a field marked dataclasses.field(metadata={"pytree_node": False})? */
static bool
is_static(struct ctx *c, const struct field *f)
{
	struct value *v;

	if (f->metadata == NULL || !value_is(f->metadata, &dict_kind))
		return false;
	v = dict_find_atom(c, f->metadata, atom(c, "pytree_node"));
	return v == &value_false;
}

static struct value *
fn_mark_pytree(struct ctx *c, struct value *const *args)
{
	struct class *cls = (struct class *)args[0];

	if (!(cls->flags & CLASS_DATACLASS))
		return err_raise(c, ERR_TYPE, "pytree_dataclass: %s has no "
		    "fields", cls->name->text);
	cls->flags |= CLASS_PYTREE | CLASS_FROZEN;
	for (size_t i = 0; i < cls->nfields; i++)
		if (cls->fields[i].row == NULL)
			cls->fields[i].is_static = is_static(c,
			    &cls->fields[i]);
	return args[0];
}

static struct value *
fn_is_pytree(struct ctx *c UNUSED, struct value *const *args)
{
	return value_bool(((struct class *)args[0])->flags & CLASS_PYTREE);
}

/* ---- variables ------------------------------------------------------------------- */

static const struct param slice_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ "index", PARAM_ANY, NULL, "Any index expression.",
	    PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_slice_item(struct ctx *c UNUSED, struct value *const *args)
{
	return args[1];
}

static const struct native slice_methods[] = {
	{ "__getitem__", slice_params, fn_slice_item,
	    "The index expression itself.", NULL },
	{ 0 }
};

static const struct class_row slice_maker_row = {
	.name = "_SliceMaker", .module = "penzai.pz",
	.doc = "pz.slice[1:3] is slice(1, 3, None).",
	.methods = slice_methods,
};

static const struct native pz_functions[] = {
	{ "select", select_params, fn_select,
	    "A selection of the whole tree, to be narrowed and edited.",
	    "pz.select([1, 2]).at_pytree_leaves().count()" },
	{ "_mark_pytree", class_params, fn_mark_pytree,
	    "Makes the fields of a dataclass children of a tree.", NULL },
	{ "is_pytree_dataclass_type", class_params, fn_is_pytree,
	    "Was the class made by pytree_dataclass?", NULL },
	{ 0 }
};

static const struct class_row *const pz_classes[] = {
	&struct_row, &selection_row, &variable_row, &parameter_row,
	&parameter_value_row, &parameter_slot_row, &state_variable_row,
	&state_variable_value_row, &state_variable_slot_row, NULL
};

static bool
set_module(struct ctx *c, struct value *module, const char *name,
    const char *path)
{
	return module_set(c, module, name, module_import(c, path,
	    strlen(path)));
}

/* pz.ts and pz.show, where the session can show things. */
static bool
add_treescope(struct ctx *c, struct value *module)
{
	struct value *ts = module_import(c, "penzai.pz.ts", 12);

	if (ts == NULL && err_is(c, ERR_MODULE_NOT_FOUND)) {
		err_clear(c);
		return true;
	}
	return ts != NULL && module_set(c, module, "ts", ts) &&
	    module_set(c, module, "show", module_find(c, ts,
	    atom(c, "show")));
}

static bool
pz_fill(struct ctx *c, struct value *module)
{
	struct class *maker = class_of_row(c, &slice_maker_row);

	return module_set(c, module, "slice", instance_new(c, maker)) &&
	    set_module(c, module, "nn", "penzai.pz.nn") &&
	    set_module(c, module, "nx", "penzai.pz.nx") &&
	    add_treescope(c, module);
}

/*
 * Said in the language: the decorator is dataclasses' with children, and the
 * tree functions are two or three selections each.
 */
static const char pz_source[] =
"import dataclasses as _dataclasses\n"
"\n"
"def pytree_dataclass(cls=None, /, *, has_implicitly_inherited_fields=False,\n"
"                     use_mutable_proxy_in_init=True,\n"
"                     overwrite_parent_init=False, init=True, repr='auto',\n"
"                     eq=True, order=False, match_args=False,\n"
"                     kw_only=False):\n"
"    def wrap(cls):\n"
"        if '__init__' in cls.__dict__:\n"
"            init_ = False\n"
"        else:\n"
"            init_ = init\n"
"        return _mark_pytree(_dataclasses.dataclass(\n"
"            frozen=True, init=init_, eq=eq, order=order,\n"
"            kw_only=kw_only)(cls))\n"
"    return wrap if cls is None else wrap(cls)\n"
"\n"
"def is_pytree_node_field(field):\n"
"    return field.metadata.get('pytree_node', True)\n"
"\n"
"class VariableConflictError(ValueError):\n"
"    pass\n"
"\n"
"class UnboundVariableError(ValueError):\n"
"    pass\n"
"\n"
"def unbind_variables(tree, predicate=None, freeze=False):\n"
"    seen = {}\n"
"    def visit(var):\n"
"        if predicate is not None and not predicate(var):\n"
"            return var\n"
"        key = (type(var).__name__, var.label)\n"
"        if key in seen and seen[key] is not var:\n"
"            raise VariableConflictError(\n"
"                f'two different variables are called {var.label!r}')\n"
"        seen[key] = var\n"
"        return var.get_slot()\n"
"    tree = select(tree).at_instances_of(AbstractVariable).apply(visit)\n"
"    variables = tuple(seen.values())\n"
"    if freeze:\n"
"        variables = tuple(var.freeze() for var in variables)\n"
"    return tree, variables\n"
"\n"
"def unbind_params(tree, freeze=False):\n"
"    return unbind_variables(tree, lambda v: isinstance(v, Parameter), freeze)\n"
"\n"
"def unbind_state_vars(tree, freeze=False):\n"
"    return unbind_variables(\n"
"        tree, lambda v: isinstance(v, StateVariable), freeze)\n"
"\n"
"def bind_variables(tree, variables, allow_unused=False,\n"
"                   unfreeze_as_copy=False):\n"
"    by_label = {}\n"
"    for var in variables:\n"
"        if unfreeze_as_copy:\n"
"            var = var.unfreeze_as_copy()\n"
"        if var.label in by_label:\n"
"            raise ValueError(f'two variables are called {var.label!r}')\n"
"        by_label[var.label] = var\n"
"    used = set()\n"
"    def visit(slot):\n"
"        if slot.label not in by_label:\n"
"            return slot\n"
"        used.add(slot.label)\n"
"        return by_label[slot.label]\n"
"    tree = select(tree).at_instances_of(\n"
"        ParameterSlot | StateVariableSlot).apply(visit)\n"
"    if not allow_unused:\n"
"        for label in by_label:\n"
"            if label not in used:\n"
"                raise ValueError(f'there is no slot for {label!r}')\n"
"    return tree\n"
"\n"
"def freeze_variables(tree, predicate=None):\n"
"    return select(tree).at_instances_of(AbstractVariable).where(\n"
"        lambda v: predicate is None or predicate(v)).apply(\n"
"        lambda v: v.freeze())\n"
"\n"
"def freeze_params(tree):\n"
"    return freeze_variables(tree, lambda v: isinstance(v, Parameter))\n"
"\n"
"def freeze_state_vars(tree):\n"
"    return freeze_variables(tree, lambda v: isinstance(v, StateVariable))\n"
"\n"
"def variable_jit(fun, *, donate_variables=False, **jit_kwargs):\n"
"    return fun\n";

const struct module_row mod_pz = {
	.name = "penzai.pz", .doc = "Models as trees: structs, variables, selections.",
	.functions = pz_functions, .classes = pz_classes, .fill = pz_fill,
	.source = pz_source,
};

static bool
penzai_fill(struct ctx *c, struct value *module)
{
	return set_module(c, module, "pz", "penzai.pz");
}

const struct module_row mod_penzai_root = {
	.name = "penzai", .doc = "Models as trees.", .fill = penzai_fill,
};

/* ---- penzai.pz.nn ---------------------------------------------------------------- */

static bool
nn_fill(struct ctx *c, struct value *module)
{
	if (!module_set(c, module, "Layer", (struct value *)class_of_row(c,
	    &layer_row)))
		return false;
	for (size_t i = 0; layer_families[i] != NULL; i++)
		for (const struct class_row *const *row = layer_families[i];
		    *row != NULL; row++)
			if (strncmp((*row)->module, "penzai.nn", 9) == 0 &&
			    !module_set(c, module, (*row)->name,
			    (struct value *)class_of_row(c, *row)))
				return false;
	return true;
}

const struct module_row mod_pz_nn = {
	.name = "penzai.pz.nn", .doc = "Layers.", .fill = nn_fill,
};

static const struct class_row *const parts_classes[] = {
	&transformer_metadata_row, &feed_forward_row, &transformer_block_row,
	&transformer_lm_row, NULL
};
static const struct class_row *const sampling_classes[] = {
	&kv_caching_lm_row, NULL
};

const struct module_row mod_model_parts = {
	.name = "penzai.models.transformer.model_parts",
	.doc = "Parts of transformers.", .classes = parts_classes,
};
const struct module_row mod_sampling_mode = {
	.name = "penzai.models.transformer.sampling_mode",
	.doc = "Transformers that keep what they have seen.",
	.classes = sampling_classes,
};
