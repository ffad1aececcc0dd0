/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/norm.h"

#include "core/layer/group.h"

static const struct param across_fields[] = {
	{ "across", PARAM_AXES, NULL, "Axes to average over, jointly.",
	    PARAM_STATIC },
	{ "epsilon", PARAM_NUMBER, "1e-6", "Added under the root.", 0 },
	{ 0 }
};

static struct value *
normalise(struct ctx *c, struct value *self, struct value *x,
    struct tensor *(*fn)(struct ctx *, struct tensor *, uint32_t, double))
{
	struct tensor *t = layer_input(c, self, x);
	double epsilon;
	uint32_t mask;

	if (!layer_axes_mask(c, self, 0, t, &mask) ||
	    !tensor_item_f(c, layer_tensor(c, self, 1), &epsilon))
		return NULL;
	return layer_output(c, x, fn(c, t, mask, epsilon));
}

static struct value *
standardize_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	return normalise(c, self, x, tensor_standardize);
}

static struct value *
rms_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	return normalise(c, self, x, tensor_rms_standardize);
}

#define MODULE "penzai.nn.standardization"

const struct class_row standardize_row = {
	.name = "Standardize", .module = MODULE,
	.doc = "(x - mean) / sqrt(variance + epsilon)", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = across_fields,
	.forward = standardize_forward,
	.example = "pz.nn.Standardize(across='embedding')",
};
const struct class_row rms_standardize_row = {
	.name = "RMSStandardize", .module = MODULE,
	.doc = "x / sqrt(mean of squares + epsilon)", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = across_fields,
	.forward = rms_forward,
	.example = "pz.nn.RMSStandardize(across='embedding')",
};
const struct class_row layer_norm_row = {
	.name = "LayerNorm", .module = MODULE,
	.doc = "Standardize, then a scale and a shift.",
	.base = &sequential_row, .flags = LAYER_FLAGS,
	.fields = sequential_fields,
	.example = "pz.nn.LayerNorm(sublayers=[])",
};
const struct class_row rms_layer_norm_row = {
	.name = "RMSLayerNorm", .module = MODULE,
	.doc = "RMSStandardize, then a scale.", .base = &sequential_row,
	.flags = LAYER_FLAGS, .fields = sequential_fields,
	.example = "pz.nn.RMSLayerNorm(sublayers=[])",
};

const struct class_row *const norm_layers[] = {
	&standardize_row, &rms_standardize_row, &layer_norm_row,
	&rms_layer_norm_row, NULL
};
