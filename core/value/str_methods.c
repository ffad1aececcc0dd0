/* SPDX-License-Identifier: Apache-2.0 */
/* The list of str's methods. */
#include "core/value/str_methods.h"

#include "core/value/runtime.h"

static struct value *
encode(struct ctx *c, struct value *const *args)
{
	return str_encode(c, args[0], args[1], args[2]);
}

static struct value *
format(struct ctx *c, struct value *const *args)
{
	return str_format(c, args[0], args[1], args[2]);
}

static struct value *
format_map(struct ctx *c, struct value *const *args)
{
	return str_format(c, args[0], c->values->empty_tuple, args[1]);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param sub_params[] = {
	SELF,
	{ "sub", PARAM_ANY, NULL, "What to look for.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "None", "First place.", PARAM_POSITIONAL },
	{ "end", PARAM_ANY, "None", "End.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param one_params[] = {
	SELF,
	{ "value", PARAM_ANY, NULL, "Text.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param strip_params[] = {
	SELF,
	{ "chars", PARAM_ANY, "None", "What to remove; space when None.",
	  PARAM_POSITIONAL },
	{ 0 }
};
static const struct param replace_params[] = {
	SELF,
	{ "old", PARAM_ANY, NULL, "What to replace.", PARAM_POSITIONAL },
	{ "new", PARAM_ANY, NULL, "What to put there.", PARAM_POSITIONAL },
	{ "count", PARAM_ANY, "-1", "At most so many.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param split_params[] = {
	SELF,
	{ "sep", PARAM_ANY, "None", "Between the parts; space when None.",
	  0 },
	{ "maxsplit", PARAM_ANY, "-1", "At most so many splits.", 0 },
	{ 0 }
};
static const struct param lines_params[] = {
	SELF,
	{ "keepends", PARAM_ANY, "False", "Keep the line ends.", 0 },
	{ 0 }
};
static const struct param just_params[] = {
	SELF,
	{ "width", PARAM_ANY, NULL, "Columns.", PARAM_POSITIONAL },
	{ "fillchar", PARAM_ANY, "' '", "What to fill with.",
	  PARAM_POSITIONAL },
	{ 0 }
};
static const struct param tab_params[] = {
	SELF,
	{ "tabsize", PARAM_ANY, "8", "Columns of a tab.", 0 },
	{ 0 }
};
static const struct param encode_params[] = {
	SELF,
	{ "encoding", PARAM_ANY, "'utf-8'", "Name of the encoding.", 0 },
	{ "errors", PARAM_ANY, "'strict'", "strict, ignore, replace, ...",
	  0 },
	{ 0 }
};
static const struct param format_params[] = {
	SELF,
	{ "args", PARAM_ANY, NULL, "Values by number.", PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, "Values by name.", PARAM_KWARGS },
	{ 0 }
};
static const struct param trans_params[] = {
	{ "x", PARAM_ANY, NULL, "A dict, or letters.", PARAM_POSITIONAL },
	{ "y", PARAM_ANY, "None", "What they become.", PARAM_POSITIONAL },
	{ "z", PARAM_ANY, "None", "Letters to remove.", PARAM_POSITIONAL },
	{ 0 }
};

const struct native str_methods[] = {
	{ "find", sub_params, str_find, "Place of the first occurrence, or -1.",
	  "'abcb'.find('b')" },
	{ "rfind", sub_params, str_rfind,
	    "Place of the last occurrence, or -1.",
	  "'abcb'.rfind('b')" },
	{ "index", sub_params, str_index, "Place of the first occurrence.",
	  "'abcb'.index('b')" },
	{ "rindex", sub_params, str_rindex, "Place of the last occurrence.",
	  "'abcb'.rindex('b')" },
	{ "count", sub_params, str_count, "Number of occurrences.",
	  "'abcb'.count('b')" },
	{ "startswith", sub_params, str_startswith, "Does it begin like that?",
	  "'abc'.startswith('ab')" },
	{ "endswith", sub_params, str_endswith, "Does it end like that?",
	  "'abc'.endswith('bc')" },
	{ "removeprefix", one_params, str_removeprefix,
	    "Without that beginning.",
	  "'abc'.removeprefix('a')" },
	{ "removesuffix", one_params, str_removesuffix, "Without that end.",
	  "'abc'.removesuffix('c')" },
	{ "replace", replace_params, str_replace,
	    "With other text in place of some.",
	  "'abab'.replace('b', 'c')" },
	{ "partition", one_params, str_partition,
	    "Before, at and after the first occurrence.",
	  "'a=b'.partition('=')" },
	{ "rpartition", one_params, str_rpartition,
	    "Before, at and after the last occurrence.",
	  "'a.b.c'.rpartition('.')" },
	{ "strip", strip_params, str_strip, "Without space at both ends.",
	  "' a '.strip()" },
	{ "lstrip", strip_params, str_lstrip, "Without space at the beginning.",
	  "' a '.lstrip()" },
	{ "rstrip", strip_params, str_rstrip, "Without space at the end.",
	  "' a '.rstrip()" },
	{ "split", split_params, str_split, "The parts between separators.",
	  "'a b'.split()" },
	{ "rsplit", split_params, str_rsplit, "The parts, split from the end.",
	  "'a b c'.rsplit(None, 1)" },
	{ "splitlines", lines_params, str_splitlines, "The lines.",
	  "'a\\nb'.splitlines()" },
	{ "join", one_params, str_join, "Texts with this one between them.",
	  "', '.join(['a', 'b'])" },
	{ "upper", self_params, str_upper, "In upper case.",
	  "'a'.upper()" },
	{ "lower", self_params, str_lower, "In lower case.",
	  "'A'.lower()" },
	{ "casefold", self_params, str_casefold, "For comparison without case.",
	  "'A'.casefold()" },
	{ "capitalize", self_params, str_capitalize,
	    "The first letter in upper case.",
	  "'aB'.capitalize()" },
	{ "title", self_params, str_title, "Words begin in upper case.",
	  "'a b'.title()" },
	{ "swapcase", self_params, str_swapcase,
	    "Upper and lower case swapped.",
	  "'aB'.swapcase()" },
	{ "isalpha", self_params, str_isalpha, "Are all letters?",
	  "'ab'.isalpha()" },
	{ "isalnum", self_params, str_isalnum, "Are all letters or digits?",
	  "'a1'.isalnum()" },
	{ "isdecimal", self_params, str_isdecimal, "Are all decimal digits?",
	  "'12'.isdecimal()" },
	{ "isdigit", self_params, str_isdigit, "Are all digits?",
	  "'12'.isdigit()" },
	{ "isnumeric", self_params, str_isnumeric, "Are all numeric?",
	  "'12'.isnumeric()" },
	{ "isspace", self_params, str_isspace, "Is all space?",
	  "' '.isspace()" },
	{ "isprintable", self_params, str_isprintable, "Can all be shown?",
	  "'a'.isprintable()" },
	{ "isascii", self_params, str_isascii, "Is all ASCII?",
	  "'a'.isascii()" },
	{ "isidentifier", self_params, str_isidentifier, "Is it a name?",
	  "'a1'.isidentifier()" },
	{ "isupper", self_params, str_isupper, "Are cased letters upper case?",
	  "'A'.isupper()" },
	{ "islower", self_params, str_islower, "Are cased letters lower case?",
	  "'a'.islower()" },
	{ "istitle", self_params, str_istitle, "Do words begin in upper case?",
	  "'A B'.istitle()" },
	{ "ljust", just_params, str_ljust, "Filled up at the right.",
	  "'a'.ljust(3, '.')" },
	{ "rjust", just_params, str_rjust, "Filled up at the left.",
	  "'a'.rjust(3, '.')" },
	{ "center", just_params, str_center, "Filled up at both sides.",
	  "'a'.center(3, '.')" },
	{ "zfill", one_params, str_zfill, "Zeros after the sign.",
	  "'-7'.zfill(4)" },
	{ "expandtabs", tab_params, str_expandtabs, "Spaces in place of tabs.",
	  "'a\\tb'.expandtabs(4)" },
	{ "translate", one_params, str_translate, "Letters mapped by a table.",
	  "'ab'.translate({97: 'x'})" },
	{ "encode", encode_params, encode, "As bytes.",
	  "'a'.encode('utf-8')" },
	{ "format", format_params, format, "With fields in braces filled.",
	  "'{}-{x}'.format(1, x=2)" },
	{ "format_map", one_params, format_map,
	  "With fields filled from a mapping.",
	  "'{x}'.format_map({'x': 2})" },
	{ 0 }
};

const struct native str_statics[] = {
	{ "maketrans", trans_params, str_maketrans, "A table for translate.",
	  "str.maketrans('ab', 'xy')" },
	{ 0 }
};
