/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/activation.h"

#include <string.h>

#include "core/value/named.h"

/* ---- jax.nn's functions ------------------------------------------------- */

static const struct param x_params[] = {
	{ "x", PARAM_ARRAY, NULL, "Any array.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param gelu_params[] = {
	{ "x", PARAM_ARRAY, NULL, "Any array.", PARAM_POSITIONAL },
	{ "approximate", PARAM_BOOL, "True", "The tanh form.", 0 },
	{ 0 }
};

static struct value *
pointwise(struct ctx *c, enum unary op, struct value *x)
{
	struct tensor *t = value_tensor(c, x, "x", false);

	if (value_is(x, &named_kind))
		return err_raise(c, ERR_TYPE, "a function of jax.nn takes a "
		    "plain array, not a named one; lift it: pz.nx.nmap(f)(x)");
	return array_like(c, tensor_unary(c, op, t), &x, 1);
}

#define POINTWISE(name)                                                     \
	static struct value *                                               \
	do_##name(struct ctx *c, struct value *const *args)                 \
	{                                                                   \
		return pointwise(c, UNARY_##name, args[0]);                 \
	}
POINTWISE(silu)
POINTWISE(relu)
POINTWISE(logistic)
POINTWISE(tanh)
POINTWISE(softplus)

static struct value *
do_gelu(struct ctx *c, struct value *const *args)
{
	return pointwise(c, args[1] == &value_true ? UNARY_gelu_tanh :
	    UNARY_gelu_erf, args[0]);
}

static struct value *
do_gelu_exact(struct ctx *c, struct value *const *args)
{
	return pointwise(c, UNARY_gelu_erf, args[0]);
}

const struct native activation_natives[] = {
	{ "silu", x_params, do_silu, "x * sigmoid(x)", "jax.nn.silu(1.0)" },
	{ "swish", x_params, do_silu, "x * sigmoid(x)", NULL },
	{ "relu", x_params, do_relu, "max(x, 0)", "jax.nn.relu(-1.0)" },
	{ "gelu", gelu_params, do_gelu, "x times the normal distribution "
	    "function of x, in the tanh form unless told otherwise.", NULL },
	{ "gelu_exact", x_params, do_gelu_exact,
	    "x times the normal distribution function of x.", NULL },
	{ "sigmoid", x_params, do_logistic, "1 / (1 + exp(-x))", NULL },
	{ "tanh", x_params, do_tanh, "The hyperbolic tangent.", NULL },
	{ "softplus", x_params, do_softplus, "log(1 + exp(x))", NULL },
	{ 0 }
};

struct value *
activation_function(struct ctx *c, const char *name)
{
	static const struct {
		const char *name, *native;
	} other[] = {
		{ "gelu_approx", "gelu" }, { "gelu_new", "gelu" },
		{ "gelu_pytorch_tanh", "gelu" },
	};

	for (size_t i = 0; i < nitems(other); i++)
		if (strcmp(other[i].name, name) == 0)
			name = other[i].native;
	for (const struct native *n = activation_natives; n->name != NULL; n++)
		if (strcmp(n->name, name) == 0)
			return native_value(c, n);
	return NULL;
}

/* ---- layers ------------------------------------------------------------- */

static const struct param elementwise_fields[] = {
	{ "fn", PARAM_CALLABLE, NULL, "A function of an array.",
	    PARAM_STATIC },
	{ 0 }
};

static struct value *
elementwise_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct value *fn = instance_field(self, 0);

	if (!value_is(x, &named_kind))
		return value_call_n(c, fn, 1, &x);
	return named_map(c, fn, &(struct args){ &x, 1, NULL, 0 });
}

static const struct param softmax_fields[] = {
	{ "axes", PARAM_AXES, NULL, "Axes that sum to one, jointly.",
	    PARAM_STATIC },
	{ 0 }
};

static struct value *
softmax_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct tensor *t = layer_input(c, self, x);
	uint32_t mask;

	return layer_axes_mask(c, self, 0, t, &mask) ?
	    layer_output(c, x, tensor_softmax(c, t, mask)) : NULL;
}

static const struct param cast_fields[] = {
	{ "dtype", PARAM_DTYPE, NULL, "The new element type.",
	    PARAM_STATIC },
	{ 0 }
};

static struct value *
cast_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct tensor *t = layer_input(c, self, x);
	enum dtype d;

	return value_dtype(c, instance_field(self, 0), &d) ?
	    layer_output(c, x, tensor_cast(c, t, d)) : NULL;
}

static const struct param cap_fields[] = {
	{ "soft_cap", PARAM_NUMBER, NULL, "The bound.", 0 },
	{ 0 }
};

static struct value *
cap_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct tensor *t = layer_input(c, self, x);
	struct tensor *cap = layer_tensor(c, self, 0);

	t = tensor_unary(c, UNARY_tanh, tensor_binary(c, BINARY_div, t, cap));
	return layer_output(c, x, tensor_binary(c, BINARY_mul, t, cap));
}

#define MODULE "penzai.nn.basic_ops"

const struct class_row elementwise_row = {
	.name = "Elementwise", .module = MODULE,
	.doc = "Applies a function to each element.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = elementwise_fields,
	.forward = elementwise_forward,
	.example = "pz.nn.Elementwise(fn=jax.nn.silu)",
};
const struct class_row softmax_row = {
	.name = "Softmax", .module = MODULE,
	.doc = "Exponentials that sum to one over axes.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = softmax_fields,
	.forward = softmax_forward,
	.example = "pz.nn.Softmax(axes='vocabulary')",
};
const struct class_row cast_row = {
	.name = "CastToDType", .module = MODULE,
	.doc = "Converts the elements.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = cast_fields,
	.forward = cast_forward,
	.example = "pz.nn.CastToDType(dtype=jnp.float32)",
};
const struct class_row tanh_soft_cap_row = {
	.name = "TanhSoftCap", .module = MODULE,
	.doc = "tanh(x / soft_cap) * soft_cap", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = cap_fields, .forward = cap_forward,
	.example = "pz.nn.TanhSoftCap(soft_cap=30.0)",
};

const struct class_row *const activation_layers[] = {
	&elementwise_row, &softmax_row, &cast_row, &tanh_soft_cap_row, NULL
};
