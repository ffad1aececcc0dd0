/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/linear.h"

#include <string.h>

#include "core/layer/group.h"

/* ---- Linear ------------------------------------------------------------- */

enum { LINEAR_WEIGHTS, LINEAR_IN, LINEAR_OUT };

static const struct param linear_fields[] = {
	[LINEAR_WEIGHTS] = { "weights", PARAM_VARIABLE, NULL,
	    "The array that the input is contracted with.", 0 },
	[LINEAR_IN] = { "in_axis_names", PARAM_TUPLE, NULL,
	    "Axes that are summed over.", PARAM_STATIC },
	[LINEAR_OUT] = { "out_axis_names", PARAM_TUPLE, NULL,
	    "Axes that are new in the output.", PARAM_STATIC },
	{ 0 }
};

static bool
has_name(const struct atom *const *names, int n, const struct atom *name)
{
	for (int i = 0; i < n; i++)
		if (names[i] == name)
			return true;
	return false;
}

/* "(transformer/block_0/mlp/out_linear) ", from the parameter's label. */
static void
write_label(struct buf *b, const struct value *self)
{
	static const char suffix[] = ".weights";
	const struct value *w = instance_field(self, LINEAR_WEIGHTS);
	const struct value *label;
	size_t len, cut = sizeof suffix - 1;

	if (!value_is(w, &var_kind))
		return;
	label = ((const struct var *)w)->label;
	if (!value_is(label, &str_kind))
		return;
	len = str_bytes(label);
	if (len > cut && strcmp(str_text(label) + len - cut, suffix) == 0)
		buf_printf(b, "(%.*s) ", (int)(len - cut), str_text(label));
}

static bool
linear_mismatch(struct ctx *c, const struct value *self,
    const struct tensor *x, const struct tensor *w, const struct axis *a,
    const char *how)
{
	struct buf b = BUF_INIT;

	write_label(&b, self);
	buf_printf(&b, "Linear: axis '%s' of the weights ", a->name->text);
	tensor_describe(&b, w);
	buf_printf(&b, " %s ", how);
	tensor_describe(&b, x);
	err_raise(c, ERR_VALUE, "%s", b.data);
	buf_release(&b);
	return false;
}

/* x is floating and has every axis of the weights but the output ones. */
static bool
linear_check(struct ctx *c, const struct value *self, struct tensor *x,
    struct tensor *w, const struct atom *const *out, int nout)
{
	for (int i = 0; i < tensor_naxes(w); i++) {
		const struct axis *a = &tensor_axes(w)[i];
		int at = a->name == NULL ? -1 : tensor_find_axis(x, a->name);

		if (a->name == NULL) {
			err_raise(c, ERR_VALUE,
			    "Linear: the weights have a positional axis");
			return false;
		}
		if (has_name(out, nout, a->name)) {
			if (at >= 0)
				return linear_mismatch(c, self, x, w, a,
				    "is an output axis, but already in the "
				    "input");
			continue;
		}
		if (at < 0)
			return linear_mismatch(c, self, x, w, a,
			    "is not an axis of the input");
		if (tensor_axes(x)[at].size != a->size)
			return linear_mismatch(c, self, x, w, a,
			    "has another size than in the input");
	}
	if (!dtype_is_float(tensor_dtype(x))) {
		err_raise(c, ERR_TYPE, "Linear: the input must be floating, "
		    "not %s", dtypes[tensor_dtype(x)].name);
		return false;
	}
	return true;
}

static struct value *
linear_forward(struct ctx *c, struct value *self, struct value *input,
    struct value *side UNUSED)
{
	const struct atom *in[TENSOR_MAX_AXES], *out[TENSOR_MAX_AXES];
	struct tensor *x = layer_input(c, self, input);
	struct tensor *w = layer_tensor(c, self, LINEAR_WEIGHTS);
	int nin = layer_axes(c, self, LINEAR_IN, in);
	int nout = layer_axes(c, self, LINEAR_OUT, out);

	if (x == NULL || w == NULL || nin < 0 || nout < 0 ||
	    !linear_check(c, self, x, w, out, nout))
		return NULL;
	return named_new(c, tensor_contract(c, x, w, in, nin));
}

/* { name: size } of those axes of the weights that a field lists. */
static struct value *
weight_axes(struct ctx *c, struct value *self, size_t field)
{
	const struct atom *names[TENSOR_MAX_AXES];
	struct tensor *w = layer_tensor(c, self, LINEAR_WEIGHTS);
	int n = layer_axes(c, self, field, names);
	struct value *d = dict_new(c);

	for (int i = 0; i < n && w != NULL; i++) {
		int at = tensor_find_axis(w, names[i]);

		if (at >= 0 && !dict_set_atom(c, d, names[i], value_int(c,
		    tensor_axes(w)[at].size)))
			return NULL;
	}
	return w == NULL ? NULL : d;
}

static struct value *
get_input_axes(struct ctx *c, struct value *self)
{
	return weight_axes(c, self, LINEAR_IN);
}

static struct value *
get_output_axes(struct ctx *c, struct value *self)
{
	return weight_axes(c, self, LINEAR_OUT);
}

static const struct getter linear_getters[] = {
	{ "input_axes", get_input_axes, "Names and sizes summed over.",
	    NULL },
	{ "output_axes", get_output_axes, "Names and sizes that are new.",
	    NULL },
	{ 0 }
};

/* ---- RenameAxes, AddBias, ConstantRescale ------------------------------- */

static const struct param rename_fields[] = {
	{ "old", PARAM_AXES, NULL, "Names to replace.", PARAM_STATIC },
	{ "new", PARAM_AXES, NULL, "By these.", PARAM_STATIC },
	{ 0 }
};

static struct value *
rename_forward(struct ctx *c, struct value *self, struct value *input,
    struct value *side UNUSED)
{
	const struct atom *old[TENSOR_MAX_AXES], *new_names[TENSOR_MAX_AXES];
	struct tensor *x = layer_input(c, self, input);
	int n = layer_axes(c, self, 0, old);
	int m = layer_axes(c, self, 1, new_names);

	if (x == NULL || n < 0 || m < 0)
		return NULL;
	return named_new(c, tensor_tag_prefix(c, tensor_untag(c, x, old, n),
	    new_names, m));
}

static const struct param bias_fields[] = {
	{ "bias", PARAM_VARIABLE, NULL, "Added to the input.", 0 },
	{ "new_axis_names", PARAM_TUPLE, "()",
	    "Axes that the input does not have.", PARAM_STATIC },
	{ 0 }
};

static struct value *
bias_forward(struct ctx *c, struct value *self, struct value *input,
    struct value *side UNUSED)
{
	struct tensor *x = layer_input(c, self, input);

	return layer_output(c, input, tensor_binary(c, BINARY_add, x,
	    layer_tensor(c, self, 0)));
}

static const struct param rescale_fields[] = {
	{ "by", PARAM_NUMBER, NULL, "The factor.", 0 },
	{ 0 }
};

static struct value *
rescale_forward(struct ctx *c, struct value *self, struct value *input,
    struct value *side UNUSED)
{
	struct tensor *x = layer_input(c, self, input);

	return layer_output(c, input, tensor_binary(c, BINARY_mul, x,
	    layer_tensor(c, self, 0)));
}

static const struct param einsum_fields[] = {
	{ "input_axes", PARAM_TUPLE, NULL, "For each input its axes: a tuple "
	    "of names, or a dict from names to indices.", PARAM_STATIC },
	{ "output_axes", PARAM_ANY, NULL, "The same for the output.",
	    PARAM_STATIC },
	{ 0 }
};

/* ---- rows --------------------------------------------------------------- */

#define MODULE "penzai.nn.linear_and_affine"

const struct class_row linear_row = {
	.name = "Linear", .module = MODULE,
	.doc = "Contracts the input with weights over named axes.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = linear_fields,
	.forward = linear_forward, .getters = linear_getters,
	.example = "pz.nn.Linear(weights=pz.Parameter(value=pz.nx.ones("
	    "{'in': 2, 'out': 3}), label='w.weights'), "
	    "in_axis_names=('in',), out_axis_names=('out',))",
};
static const struct class_row rename_axes_row = {
	.name = "RenameAxes", .module = MODULE,
	.doc = "Gives axes other names.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = rename_fields,
	.forward = rename_forward,
	.example = "pz.nn.RenameAxes(old='seq', new='time')",
};
const struct class_row add_bias_row = {
	.name = "AddBias", .module = MODULE, .doc = "x + bias",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = bias_fields,
	.forward = bias_forward,
	.example = "pz.nn.AddBias(bias=pz.Parameter(value=pz.nx.zeros("
	    "{'out': 3}), label='b.bias'), new_axis_names=())",
};
const struct class_row named_einsum_row = {
	.name = "NamedEinsum", .module = MODULE,
	.doc = "An einsum whose indices are attached to axis names.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = einsum_fields,
	.forward = einsum_forward,
	.example = "pz.nn.NamedEinsum(input_axes=(('a', 'b'), ('b', 'c')), "
	    "output_axes=('a', 'c'))",
};
const struct class_row constant_rescale_row = {
	.name = "ConstantRescale", .module = MODULE, .doc = "x * by",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = rescale_fields,
	.forward = rescale_forward,
	.example = "pz.nn.ConstantRescale(by=0.5)",
};
static const struct class_row linear_in_place_row = {
	.name = "LinearInPlace", .module = MODULE,
	.doc = "A linear layer whose output has names of its input.",
	.base = &sequential_row, .flags = LAYER_FLAGS,
	.fields = sequential_fields,
	.example = "pz.nn.LinearInPlace(sublayers=[])",
};
const struct class_row affine_row = {
	.name = "Affine", .module = MODULE,
	.doc = "A linear layer and a bias.", .base = &sequential_row,
	.flags = LAYER_FLAGS, .fields = sequential_fields,
	.example = "pz.nn.Affine(sublayers=[])",
};

const struct class_row *const linear_layers[] = {
	&linear_row, &linear_in_place_row, &rename_axes_row, &add_bias_row,
	&affine_row, &named_einsum_row, &constant_rescale_row, NULL
};
