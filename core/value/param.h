/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameter rows: the fields of a layer type, the arguments of a built-in
 * function. From them come binding, misuse messages, signatures, completion
 * and the manual.
 */
#ifndef CORE_VALUE_PARAM_H
#define CORE_VALUE_PARAM_H

#include "core/value/value.h"

enum param_kind {
	PARAM_ANY,
	PARAM_BOOL, PARAM_INT, PARAM_FLOAT,	/* a float takes ints too */
	PARAM_NUMBER,		/* int, float or array of one element */
	PARAM_STR, PARAM_BYTES,
	PARAM_CALLABLE,
	PARAM_TUPLE, PARAM_LIST, PARAM_SEQ, PARAM_DICT, PARAM_ITERABLE,
	PARAM_AXIS,		/* one axis name */
	PARAM_AXES,		/* a name, or a tuple of names */
	PARAM_DTYPE,
	PARAM_ARRAY,		/* anything with a tensor, numbers too */
	PARAM_NAMED,		/* a named array */
	PARAM_LAYER,		/* anything callable as a layer */
	PARAM_LAYERS,		/* a list of them */
	PARAM_VARIABLE,		/* has .value */
	PARAM_CLASS
};

enum {
	PARAM_OPTIONAL = 1,	/* None is allowed */
	PARAM_STATIC = 2,	/* of a field: belongs to the shape */
	PARAM_POSITIONAL = 4,	/* positional only */
	PARAM_KEYWORD = 8,	/* keyword only */
	PARAM_VARARGS = 16,	/* *name: gets a tuple */
	PARAM_KWARGS = 32,	/* **name: gets a dict */
	PARAM_HIDDEN = 64	/* not in the signature */
};

struct param {
	const char *name;
	enum param_kind kind;
	const char *dflt;	/* source text of a literal; null: required */
	const char *doc;	/* one line */
	unsigned flags;
};

/* A built-in function: one row. */
struct native {
	const char *name;
	const struct param *params;	/* ends with a null name */
	/* args: one a parameter, in their order; what was left out is its
	 * default. The scope of the call belongs to the caller. */
	struct value *(*fn)(struct ctx *, struct value *const *args);
	const char *doc;
	const char *example;		/* run by the tests; or null */
};

#define PARAM_MAX 32

/* Text of a count of arguments: "s" unless n is 1. */
static inline const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/*
 * Binds a call to rows. out has one value a row, borrowed from the call or
 * owned by the scope. Raises TypeError with CPython's texts: "f() missing 1
 * required positional argument: 'x'", "f() got an unexpected keyword argument
 * 'y'. Did you mean 'z'?", "f() argument 'x' must be str, not int".
 */
bool param_bind(struct ctx *, const char *function, const struct param *,
    const struct args *, struct value **out);
/* "(x, /, axis=None, *, keepdims=False)" */
void param_signature(struct buf *, const struct param *);
/* Parses a default's source text: literals, tuples and lists of them. */
struct value *param_literal(struct ctx *, const char *text);
bool param_accepts(struct ctx *, const struct param *, struct value *);
const char *param_kind_name(enum param_kind);

/* The function of a row as a value; a method when self is not null. */
extern const struct kind native_kind, method_kind;
struct value *native_value(struct ctx *, const struct native *);
/* Binds any callable to self. */
struct value *method_new(struct ctx *, struct value *fn, struct value *self);
struct value *method_fn(const struct value *);
struct value *method_self(const struct value *);

#endif
