/* SPDX-License-Identifier: Apache-2.0 */
/* The table of one instruction set. Included last by each kern_*.c, which
 * has set KERN and KERN_NAME and defined usable. */
const struct kern KERN = {
	.name = KERN_NAME,
	.usable = usable,
	.few = few,
	.unpack = unpack,
	.dots = dots,
	.axpys = axpys,
	.turn = turn,
	.convert = convert,
	.flash = flash,
	.unary = {
#define X(n) [UNARY_##n] = unary_##n
		X(neg), X(abs), X(sign), X(exp), X(expm1), X(log), X(log1p),
		X(sqrt), X(rsqrt), X(square), X(reciprocal), X(tanh),
		X(logistic), X(silu), X(relu), X(gelu_tanh), X(gelu_erf),
		X(erf), X(softplus), X(floor), X(ceil), X(round), X(trunc),
		X(isnan), X(isinf), X(isfinite), X(logical_not),
#undef X
	},
	.binary = {
#define X(n) [BINARY_##n] = binary_##n
		X(add), X(sub), X(mul), X(div), X(max), X(min), X(eq), X(ne),
		X(lt), X(le), X(gt), X(ge), X(logical_and), X(logical_or),
		X(logical_xor),
#undef X
	},
	.pick = pick,
	.sum = sum,
	.sum_squares = sum_squares,
	.max = largest,
	.exp_sum = exp_sum,
	.scale = scale,
};
