/* SPDX-License-Identifier: Apache-2.0 */
/* penzai and penzai.pz: structs, variables, selections. */
#include <string.h>

#include "core/lang/interp.h"
#include "core/lang/mod_pz.h"
#include "core/lang/py.inc"
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
	&struct_row, &selection_row, &not_in_partition_row, &variable_row,
	&parameter_row,
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

	/* struct.select(); core/layer, below core/select, cannot say it. */
	return class_set(c, class_of_row(c, &struct_row), atom(c, "select"),
	    native_value(c, &pz_functions[0])) &&
	    module_set(c, module, "slice", instance_new(c, maker)) &&
	    module_set(c, module, combine_function.name,
	    native_value(c, &combine_function)) &&
	    set_module(c, module, "nn", "penzai.pz.nn") &&
	    set_module(c, module, "nx", "penzai.pz.nx") &&
	    add_treescope(c, module);
}

const struct module_row mod_pz = {
	.name = "penzai.pz", .doc = "Models as trees: structs, variables, selections.",
	.functions = pz_functions, .classes = pz_classes, .fill = pz_fill,
	.source = py_pz,
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
