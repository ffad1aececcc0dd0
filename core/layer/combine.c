/* SPDX-License-Identifier: Apache-2.0 */
/* Layers that run others on the same input and combine what comes back. */
#include "core/layer/combine.h"

static struct value *
combine(struct ctx *c, enum arith op, struct value *a, struct value *b)
{
	return a == NULL || b == NULL ? NULL : value_arith(c, op, a, b);
}

static struct value *
residual_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct value *delta = layer_apply(c, instance_field(self, 0), x,
	    side);

	return combine(c, ARITH_ADD, delta, x);
}

static struct value *
branches(struct ctx *c, struct value *self, struct value *x,
    struct value *side, enum arith op)
{
	struct value *list = instance_field(self, 0), *y = NULL;

	if (seq_len(list) == 0)
		return err_raise(c, ERR_VALUE, "%s must have at least one "
		    "branch", instance_class(self)->name->text);
	for (size_t i = 0; i < seq_len(list); i++) {
		struct value *part = layer_apply(c, seq_item(list, i), x,
		    side);

		y = i == 0 ? part : combine(c, op, y, part);
		if (y == NULL)
			return NULL;
	}
	return y;
}

static struct value *
add_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return branches(c, self, x, side, ARITH_ADD);
}

static struct value *
multiply_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return branches(c, self, x, side, ARITH_MUL);
}

static const struct param residual_fields[] = {
	{ "delta", PARAM_LAYER, NULL, "What is added to the input.", 0 },
	{ 0 }
};
static const struct param branch_fields[] = {
	{ "branches", PARAM_LAYERS, NULL, "Run on the same input.", 0 },
	{ 0 }
};

const struct class_row residual_row = {
	.name = "Residual", .module = "penzai.nn.combinators",
	.doc = "delta(x) + x", .base = &layer_row, .flags = LAYER_FLAGS,
	.fields = residual_fields, .forward = residual_forward,
	.example = "pz.nn.Residual(delta=pz.nn.Identity())",
};
const struct class_row branch_add_row = {
	.name = "BranchAndAddTogether", .module = "penzai.nn.combinators",
	.doc = "The sum of all branches.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = branch_fields,
	.forward = add_forward,
	.example = "pz.nn.BranchAndAddTogether(branches=[pz.nn.Identity()])",
};
const struct class_row branch_multiply_row = {
	.name = "BranchAndMultiplyTogether",
	.module = "penzai.nn.combinators",
	.doc = "The product of all branches.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = branch_fields,
	.forward = multiply_forward,
	.example =
	    "pz.nn.BranchAndMultiplyTogether(branches=[pz.nn.Identity()])",
};

const struct class_row *const combine_layers[] = {
	&residual_row, &branch_add_row, &branch_multiply_row, NULL
};
