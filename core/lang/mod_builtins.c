/* SPDX-License-Identifier: Apache-2.0 */
/* builtins: printing, numbers and text; the others are in builtin_*.c. */
#include "core/lang/mod_builtins.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/lang/interp.h"
#include "core/lang/mod_magic.h"
#include "core/lang/modules.h"
#include "core/lang/output.h"
#include "core/value/array.h"
#include "core/value/builtin_types.h"
#include "core/value/repr.h"

#define X { "x", PARAM_ANY, NULL, "Any value.", PARAM_POSITIONAL }
static const struct param x_params[] = { X, { 0 } };

bool
builtin_count(struct ctx *c, const char *name, struct value *args,
    size_t least, size_t most)
{
	size_t n = seq_len(args);

	if (n >= least && n <= most)
		return true;
	if (least == most)
		err_raise(c, ERR_TYPE, "%s expected %zu argument%s, got %zu",
		    name, least, least == 1 ? "" : "s", n);
	else
		err_raise(c, ERR_TYPE, "%s expected at %s %zu argument%s, got "
		    "%zu", name, n < least ? "least" : "most", n < least ?
		    least : most, (n < least ? least : most) == 1 ? "" : "s",
		    n);
	return false;
}

/* ---- print and input ------------------------------------------------------------ */

static const struct param print_params[] = {
	{ "values", PARAM_ANY, NULL, "What to print.", PARAM_VARARGS },
	{ "sep", PARAM_STR, "' '", "Between values.",
	    PARAM_KEYWORD | PARAM_OPTIONAL },
	{ "end", PARAM_STR, "'\\n'", "After the last.",
	    PARAM_KEYWORD | PARAM_OPTIONAL },
	{ "file", PARAM_ANY, "None", "Something with write().",
	    PARAM_KEYWORD | PARAM_OPTIONAL },
	{ "flush", PARAM_ANY, "False", "Output is sent soon anyway.",
	    PARAM_KEYWORD },
	{ 0 }
};

/* sys.stdout where a program has put something else; else null. */
static struct value *
other_stdout(struct ctx *c)
{
	struct value *sys = dict_find_atom(c, modules_loaded(c),
	    atom(c, "sys")), *now;

	if (sys == NULL)
		return NULL;
	now = module_find(c, sys, atom(c, "stdout"));
	return now == module_find(c, sys, atom(c, "__stdout__")) ? NULL : now;
}

static struct value *
fn_print(struct ctx *c, struct value *const *args)
{
	const char *sep = args[1] == &value_none ? " " : str_text(args[1]);
	const char *end = args[2] == &value_none ? "\n" : str_text(args[2]);
	struct buf b = BUF_INIT;
	struct value *text, *file;

	for (size_t i = 0; i < seq_len(args[0]); i++) {
		if (i > 0)
			buf_str(&b, sep);
		if (!value_str(c, &b, seq_item(args[0], i))) {
			buf_release(&b);
			return NULL;
		}
	}
	buf_str(&b, end);
	file = args[3] == &value_none ? other_stdout(c) : args[3];
	if (file == NULL) {
		interp_print(c, b.data, b.len, false);
		buf_release(&b);
		return &value_none;
	}
	text = str_of_buf(c, &b);
	return value_call_method(c, file, "write", 1, &text) == NULL ?
	    NULL : &value_none;
}

static const struct param input_params[] = {
	{ "prompt", PARAM_ANY, "''", "Shown first.", PARAM_POSITIONAL }, { 0 }
};

struct value *
builtins_ask(struct ctx *c, struct value *prompt, bool password)
{
	const struct sink *sink = interp_sink(c);
	struct buf b = BUF_INIT;
	bool not_allowed = false;
	struct value *v;
	char *line;

	if (!value_str(c, &b, prompt))
		return NULL;
	line = sink->input == NULL ? NULL : sink->input(sink->data,
	    interp_request(c), b.data, password, &not_allowed);
	buf_release(&b);
	if (line == NULL && !ctx_poll(c))
		return NULL;
	/* Class and words are those of IPython, which notebooks look for. */
	if (line == NULL && (not_allowed || sink->input == NULL))
		return err_raise(c, ERR_STDIN_NOT_IMPLEMENTED, "%s was called, "
		    "but this frontend does not support input requests.",
		    password ? "getpass" : "raw_input");
	if (line == NULL)
		return err_raise(c, ERR_EOF, "EOF when reading a line");
	v = str_new(c, line);
	free(line);
	return v;
}

static struct value *
fn_input(struct ctx *c, struct value *const *args)
{
	return builtins_ask(c, args[0], false);
}

/* ---- numbers ---------------------------------------------------------------------- */

static struct value *
fn_abs(struct ctx *c, struct value *const *args)
{
	return value_unary(c, UN_ABS, args[0]);
}

static const struct param two_params[] = {
	X, { "y", PARAM_ANY, NULL, "Another.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_divmod(struct ctx *c, struct value *const *args)
{
	return value_arith(c, ARITH_DIVMOD, args[0], args[1]);
}

static const struct param pow_params[] = {
	{ "base", PARAM_ANY, NULL, "A number.", 0 },
	{ "exp", PARAM_ANY, NULL, "A number.", 0 },
	{ "mod", PARAM_ANY, "None", "Of integers.", PARAM_OPTIONAL }, { 0 }
};

static struct value *
fn_pow(struct ctx *c, struct value *const *args)
{
	int64_t base, exponent, mod;
	__int128 result = 1, factor;

	if (args[2] == &value_none)
		return value_arith(c, ARITH_POW, args[0], args[1]);
	if (!value_to_int(c, args[0], "pow() argument", &base) ||
	    !value_to_int(c, args[1], "pow() argument", &exponent) ||
	    !value_to_int(c, args[2], "pow() argument", &mod))
		return NULL;
	if (mod == 0)
		return err_raise(c, ERR_VALUE, "pow() 3rd argument cannot be 0");
	if (exponent < 0)
		return err_raise(c, ERR_VALUE, "pow() with a negative exponent "
		    "and a modulus is not supported");
	factor = ((base % mod) + mod) % mod;
	for (result %= mod; exponent > 0; exponent >>= 1) {
		if (exponent & 1)
			result = result * factor % mod;
		factor = factor * factor % mod;
	}
	if (result != 0 && (result < 0) != (mod < 0))
		result += mod;
	return value_int(c, (int64_t)result);
}

static const struct param round_params[] = {
	{ "number", PARAM_ANY, NULL, "A number.", 0 },
	{ "ndigits", PARAM_ANY, "None", "Digits to keep; None: an integer.",
	    PARAM_OPTIONAL }, { 0 }
};

/* As CPython: to so many digits through the shortest correct decimal. */
static struct value *
round_float(struct ctx *c, double x, struct value *digits)
{
	int64_t n;
	char text[400];

	if (digits == &value_none) {
		if (isnan(x))
			return err_raise(c, ERR_VALUE,
			    "cannot convert float NaN to integer");
		x = rint(x);
		if (!(fabs(x) < 9.2e18))
			return err_raise(c, ERR_OVERFLOW, "cannot convert "
			    "float %g to an integer of 64 bits", x);
		return value_int(c, (int64_t)x);
	}
	if (!value_to_int(c, digits, "ndigits", &n))
		return NULL;
	if (!isfinite(x) || n > 300)
		return value_float(c, x);
	if (n >= 0) {
		snprintf(text, sizeof text, "%.*f", (int)n, x);
		return value_float(c, strtod(text, NULL));
	}
	if (n < -308)
		return value_float(c, 0.0 * x);
	return value_float(c, rint(x / pow(10, (double)-n)) *
	    pow(10, (double)-n));
}

/* Half to even at a power of ten. */
static struct value *
round_int(struct ctx *c, int64_t i, int64_t digits)
{
	int64_t unit = 1, rest, half;

	if (digits >= 0)
		return value_int(c, i);
	if (digits < -18)
		return value_int(c, 0);
	for (; digits < 0; digits++)
		unit *= 10;
	rest = ((i % unit) + unit) % unit;
	half = unit / 2;
	i -= rest;
	if (rest > half || (rest == half && (i / unit) % 2 != 0))
		i += unit;
	return value_int(c, i);
}

static struct value *
fn_round(struct ctx *c, struct value *const *args)
{
	size_t n = args[1] != &value_none;
	struct value *v;
	int64_t digits = 0;

	if (value_is_int(args[0])) {
		if (n > 0 && !value_to_int(c, args[1], "ndigits", &digits))
			return NULL;
		return round_int(c, value_as_int(args[0]), digits);
	}
	if (value_is(args[0], &float_kind))
		return round_float(c, value_as_float(args[0]), args[1]);
	if (value_find_tensor(args[0]) != NULL)
		return value_call_method(c, args[0], "round", n, args + 1);
	v = value_call_special(c, args[0], "__round__", n, args + 1);
	if (v != NULL || err_is_set(c))
		return v;
	return err_raise(c, ERR_TYPE,
	    "type %s doesn't define __round__ method",
	    value_type_name(c, args[0]));
}

static struct value *
based(struct ctx *c, struct value *v, const char *spec)
{
	struct buf b = BUF_INIT;
	int64_t i;

	if (!value_to_int(c, v, "the number", &i))
		return NULL;
	if (!value_format(c, &b, value_int(c, i), spec, strlen(spec))) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static struct value *
fn_hex(struct ctx *c, struct value *const *args)
{
	return based(c, args[0], "#x");
}

static struct value *
fn_oct(struct ctx *c, struct value *const *args)
{
	return based(c, args[0], "#o");
}

static struct value *
fn_bin(struct ctx *c, struct value *const *args)
{
	return based(c, args[0], "#b");
}

/* ---- text ------------------------------------------------------------------------- */

static struct value *
fn_repr(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!value_repr(c, &b, args[0])) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

/* repr with what is not ASCII escaped. */
static struct value *
fn_ascii(struct ctx *c, struct value *const *args)
{
	struct value *v = fn_repr(c, args);
	struct buf b = BUF_INIT;
	const char *s;
	size_t len, took;

	if (v == NULL)
		return NULL;
	s = str_text(v);
	len = str_bytes(v);
	for (size_t i = 0; i < len; i += took) {
		uint32_t cp = utf8_decode(s + i, len - i, &took);

		if (cp < 0x80)
			buf_char(&b, (char)cp);
		else if (cp < 0x100)
			buf_printf(&b, "\\x%02x", cp);
		else if (cp < 0x10000)
			buf_printf(&b, "\\u%04x", cp);
		else if (cp != UTF8_BAD)
			buf_printf(&b, "\\U%08x", cp);
	}
	return str_of_buf(c, &b);
}

static const struct param format_params[] = {
	X, { "format_spec", PARAM_STR, "''", "As in an f-string.",
	    PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_format(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (!value_format(c, &b, args[0], str_text(args[1]),
	    str_bytes(args[1]))) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static struct value *
fn_chr(struct ctx *c, struct value *const *args)
{
	char s[4];
	int64_t i;

	if (!value_to_int(c, args[0], "chr() argument", &i))
		return NULL;
	if (i < 0 || i > 0x10FFFF)
		return err_raise(c, ERR_VALUE,
		    "chr() arg not in range(0x110000)");
	return str_new_len(c, s, utf8_encode(s, (uint32_t)i));
}

static struct value *
fn_ord(struct ctx *c, struct value *const *args)
{
	struct value *v = args[0];
	size_t len, took;
	uint32_t cp;

	if (value_is(v, &bytes_kind)) {
		const unsigned char *data = bytes_data(v, &len);

		if (len == 1)
			return value_int(c, data[0]);
		return err_raise(c, ERR_TYPE, "ord() expected a character, but "
		    "string of length %zu found", len);
	}
	if (!value_is(v, &str_kind))
		return err_raise(c, ERR_TYPE, "ord() expected string of length "
		    "1, but %s found", value_type_name(c, v));
	if (str_len(v) != 1)
		return err_raise(c, ERR_TYPE, "ord() expected a character, but "
		    "string of length %zu found", str_len(v));
	cp = utf8_decode(str_text(v), str_bytes(v), &took);
	if (cp == UTF8_BAD) {	/* a lone surrogate is three bytes */
		const unsigned char *s = (const void *)str_text(v);

		cp = (uint32_t)(s[0] & 15) << 12 | (uint32_t)(s[1] & 63) << 6 |
		    (s[2] & 63);
	}
	return value_int(c, cp);
}

static const struct native text_functions[] = {
	{ "print", print_params, fn_print, "Prints values.", NULL },
	{ "input", input_params, fn_input, "Asks the user for a line.",
	    NULL },
	{ "abs", x_params, fn_abs, "The absolute value.", NULL },
	{ "divmod", two_params, fn_divmod, "(x // y, x % y)", NULL },
	{ "pow", pow_params, fn_pow, "base ** exp, or modulo mod.", NULL },
	{ "round", round_params, fn_round, "To so many digits, half to even.",
	    NULL },
	{ "hex", x_params, fn_hex, "'0xff'", NULL },
	{ "oct", x_params, fn_oct, "'0o17'", NULL },
	{ "bin", x_params, fn_bin, "'0b101'", NULL },
	{ "repr", x_params, fn_repr, "Source text of a value.", NULL },
	{ "ascii", x_params, fn_ascii, "repr in ASCII.", NULL },
	{ "format", format_params, fn_format, "By a format specification.",
	    NULL },
	{ "chr", x_params, fn_chr, "The character of a code point.", NULL },
	{ "ord", x_params, fn_ord, "The code point of a character.", NULL },
	{ 0 }
};

/* ---- the module ------------------------------------------------------------------- */

static bool
add_classes(struct ctx *c, struct value *module)
{
	for (size_t i = 0; builtin_types[i] != NULL; i++)
		if (!module_set(c, module, builtin_types[i]->name,
		    (struct value *)class_of_row(c, builtin_types[i])))
			return false;
	for (int k = ERR_NONE + 1; k < ERR_KIND_COUNT; k++)
		if (!module_set(c, module, err_kind_name((enum err_kind)k),
		    (struct value *)class_of_row(c, exc_row((enum err_kind)k))))
			return false;
	return module_set(c, module, "IOError", (struct value *)class_of_row(c,
	    exc_row(ERR_OS)));
}

static bool
builtins_fill(struct ctx *c, struct value *module)
{
	const struct native *lists[] = { builtin_iter_functions,
		builtin_object_functions, magic_functions,
		builtin_file_functions };

	for (size_t i = 0; i < nitems(lists); i++)
		for (const struct native *n = lists[i]; n->name != NULL; n++)
			if (!module_set(c, module, n->name, native_value(c,
			    n)))
				return false;
	return add_classes(c, module) &&
	    module_set(c, module, "None", &value_none) &&
	    module_set(c, module, "True", &value_true) &&
	    module_set(c, module, "False", &value_false) &&
	    module_set(c, module, "Ellipsis", &value_ellipsis) &&
	    module_set(c, module, "NotImplemented", &value_not_implemented) &&
	    module_set(c, module, "__debug__", &value_true);
}

const struct module_row mod_builtins = {
	.name = "builtins", .doc = "Names that are always there.",
	.functions = text_functions, .fill = builtins_fill,
};
