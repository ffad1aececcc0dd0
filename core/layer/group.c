/* SPDX-License-Identifier: Apache-2.0 */
/* Layers that hold a list of layers and run them in order. */
#include "core/layer/group.h"

static struct value *
group_run(struct ctx *c, struct value *layers, struct value *x,
    struct value *side)
{
	for (size_t i = 0; i < seq_len(layers) && x != NULL; i++)
		x = layer_apply(c, seq_item(layers, i), x, side);
	return x;
}

static struct value *
sequential_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return group_run(c, instance_field(self, 0), x, side);
}

static struct value *
named_group_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return group_run(c, instance_field(self, 1), x, side);
}

static struct value *
identity_forward(struct ctx *c UNUSED, struct value *self UNUSED,
    struct value *x, struct value *side UNUSED)
{
	return x;
}

const struct param sequential_fields[] = {
	{ "sublayers", PARAM_LAYERS, NULL, "Run in this order.", 0 },
	{ 0 }
};
static const struct param named_group_fields[] = {
	{ "name", PARAM_STR, NULL, "What the group is for.", PARAM_STATIC },
	{ "sublayers", PARAM_LAYERS, NULL, "Run in this order.", 0 },
	{ 0 }
};
static const struct param no_fields[] = { { 0 } };

const struct class_row sequential_row = {
	.name = "Sequential", .module = "penzai.nn.grouping",
	.doc = "Runs its sublayers in order; none is the identity.",
	.base = &layer_row, .flags = LAYER_FLAGS,
	.fields = sequential_fields, .forward = sequential_forward,
	.example = "pz.nn.Sequential(sublayers=[pz.nn.Identity()])",
};
const struct class_row named_group_row = {
	.name = "NamedGroup", .module = "penzai.nn.grouping",
	.doc = "A sequence of layers with a name.",
	.base = &layer_row, .flags = LAYER_FLAGS,
	.fields = named_group_fields, .forward = named_group_forward,
	.example = "pz.nn.NamedGroup(name='empty', sublayers=[])",
};
const struct class_row identity_row = {
	.name = "Identity", .module = "penzai.nn.grouping",
	.doc = "Returns its input.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = no_fields,
	.forward = identity_forward, .example = "pz.nn.Identity()",
};

const struct class_row *const group_layers[] = {
	&sequential_row, &named_group_row, &identity_row, NULL
};
