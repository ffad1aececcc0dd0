/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of the language: counted, each pointing at its kind, a row of what
 * can be done with it. The walkers (repr, display, select, equal) never
 * switch on kinds; a kind defined in a higher folder needs no entry here.
 *
 * Small ints are not allocated: a pointer whose lowest bit is set holds 62
 * bits. So nobody reads v->kind or v->refs directly but the functions here.
 *
 * Ownership as everywhere: arguments are borrowed, what is returned belongs
 * to the running scope (see scope.h); who keeps a value refs it and unrefs it
 * later. Null arguments pass through as null.
 */
#ifndef CORE_VALUE_VALUE_H
#define CORE_VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/atom.h"
#include "core/base/attr.h"
#include "core/base/buf.h"
#include "core/base/ctx.h"

struct class;
struct class_row;
struct kind;
struct value;

struct value {
	const struct kind *kind;
	uint32_t refs;
	uint32_t flags;
};

enum {
	VALUE_IMMORTAL = 1,	/* None, True, ...: never counted */
	VALUE_TRACKED = 2,	/* in the list of the cycle finder */
	VALUE_POOLED = 4,	/* its memory is a pool's (alloc.c) */
};

/* Operators, in the order of the parser's table. */
#define ARITH_LIST(X) \
	X(ADD, "+", "add") X(SUB, "-", "sub") X(MUL, "*", "mul")          \
	X(MATMUL, "@", "matmul") X(DIV, "/", "truediv")                   \
	X(FLOOR_DIV, "//", "floordiv") X(MOD, "%", "mod")                 \
	X(POW, "**", "pow") X(SHL, "<<", "lshift") X(SHR, ">>", "rshift") \
	X(AND, "&", "and") X(XOR, "^", "xor") X(OR, "|", "or")            \
	X(DIVMOD, "divmod()", "divmod")
enum arith {
#define X(n, text, dunder) ARITH_##n,
	ARITH_LIST(X)
#undef X
	ARITH_COUNT
};
enum compare { CMP_LT, CMP_LE, CMP_EQ, CMP_NE, CMP_GT, CMP_GE };
enum unary_arith { UN_NEG, UN_POS, UN_INVERT, UN_ABS };
extern const char *const arith_text[ARITH_COUNT];	/* "+" */
extern const char *const arith_dunder[ARITH_COUNT];	/* "add" */

/* Arguments of a call: npos positional ones, then nkw named ones. */
struct args {
	struct value *const *v;
	size_t npos;
	const struct atom *const *kw;
	size_t nkw;
};

/* How a child is reached. */
enum step_kind { STEP_FIELD, STEP_ITEM, STEP_KEY, STEP_FLAT };
struct step {
	enum step_kind kind;
	const struct atom *field;	/* STEP_FIELD */
	int64_t index;			/* STEP_ITEM, STEP_FLAT */
	struct value *key;		/* STEP_KEY; borrowed from the parent */
};
struct child {
	struct step step;
	struct value *value;		/* borrowed from the parent */
	bool is_static;			/* belongs to the shape, not a child */
};

/*
 * One constant a kind, in that kind's file. Null slots mean: cannot be done
 * (a TypeError that names the type), or the default said beside it.
 */
struct kind {
	const char *name, *doc;
	const struct class_row *row;	/* the class of its values ... */
	/* ... unless each knows its own (instances, exceptions) */
	struct class *(*class_of)(struct ctx *, const struct value *);

	/* Lets go of what the value holds, not of its own memory: value_free
	 * does that afterwards. Null: it holds nothing. */
	void (*free)(struct value *);
	/* Container kinds: every counted value inside, for cycles. */
	void (*visit)(struct value *, void (*fn)(struct value *, void *),
	    void *);
	void (*clear)(struct value *);

	/* The tree. No nchild: a leaf. rebuild gets one value a child that
	 * is not static, in order. */
	size_t (*nchild)(const struct value *);
	struct child (*child)(const struct value *, size_t);
	struct value *(*rebuild)(struct ctx *, struct value *,
	    struct value *const *);
	/* What stands before and after the children in source text. */
	void (*head)(struct ctx *, struct buf *, const struct value *);
	const char *tail;

	bool (*repr)(struct ctx *, struct buf *, struct value *);
	bool (*str)(struct ctx *, struct buf *, struct value *); /* repr */
	bool (*truth)(struct ctx *, struct value *, bool *);	/* by len */
	bool (*len)(struct ctx *, struct value *, int64_t *);
	bool (*hash)(struct ctx *, struct value *, int64_t *);	/* identity,
					* unless unhashable is set */
	bool unhashable;
	bool is_function;	/* binds to self when found in a class */
	/* Null result without error: NotImplemented. Null slot: identity for
	 * == and !=. */
	struct value *(*compare)(struct ctx *, enum compare, struct value *,
	    struct value *);
	/* reflected: self is the right operand. Null result without error:
	 * NotImplemented. */
	struct value *(*arith)(struct ctx *, enum arith, struct value *self,
	    struct value *other, bool reflected);
	struct value *(*unary)(struct ctx *, enum unary_arith,
	    struct value *);
	/* Null without error: look in the class (the default). */
	struct value *(*get_attr)(struct ctx *, struct value *,
	    const struct atom *);
	/* v null: delete. */
	bool (*set_attr)(struct ctx *, struct value *, const struct atom *,
	    struct value *v);
	struct value *(*get_item)(struct ctx *, struct value *,
	    struct value *key);
	bool (*set_item)(struct ctx *, struct value *, struct value *key,
	    struct value *v);
	bool (*contains)(struct ctx *, struct value *, struct value *item,
	    bool *);
	struct value *(*iter)(struct ctx *, struct value *);
	/* Null without error: the end. */
	struct value *(*next)(struct ctx *, struct value *);
	struct value *(*call)(struct ctx *, struct value *,
	    const struct args *);
	/* Names for dir() and completion beyond the class's. */
	void (*dir)(struct ctx *, struct value *,
	    void (*offer)(void *, const struct atom *), void *);
};

/* ---- counting and kinds ------------------------------------------------- */

extern const struct kind int_kind;

static inline bool
value_is_small(const struct value *v)
{
	return (uintptr_t)v & 1;
}

static inline const struct kind *
value_kind(const struct value *v)
{
	return value_is_small(v) ? &int_kind : v->kind;
}

static inline bool
value_is(const struct value *v, const struct kind *k)
{
	return v != NULL && value_kind(v) == k;
}

void value_free(struct value *);	/* at refs 0; bounded stack use */

static inline struct value *
value_ref(struct value *v)
{
	if (v != NULL && !value_is_small(v) &&
	    !(v->flags & VALUE_IMMORTAL))
		v->refs++;
	return v;
}

static inline void
value_unref(struct value *v)
{
	if (v != NULL && !value_is_small(v) &&
	    !(v->flags & VALUE_IMMORTAL) && --v->refs == 0)
		value_free(v);
}

/* The same through a void pointer, for scopes and errors. */
void value_unref_ptr(void *);

/* Gives the scope one reference; returns v. */
static inline struct value *
value_own(struct ctx *c, struct value *v)
{
	struct scope *s = &c->scope;

	if (v == NULL || value_is_small(v) || (v->flags & VALUE_IMMORTAL))
		return v;
	if (LIKELY(s->n < s->cap))
		s->entry[s->n++] = (struct scope_entry){ v,
			value_unref_ptr };
	else
		scope_add(c, v, value_unref_ptr);
	return v;
}
/* Drops to the mark, carrying v over. */
struct value *value_leave(struct ctx *, size_t mark, struct value *v);

/* A zeroed value of size bytes with one reference (of the caller). Tracked
 * kinds (visit set) join the cycle finder's list. */
void *value_alloc(struct ctx *, const struct kind *, size_t size);

/* Runtime of values: classes of rows, cycle finder. */
void values_init(struct ctx *);
void values_release(struct ctx *);
/* Reclaims cycles; returns how many values went. */
size_t values_collect(struct ctx *);
/* To be called at poll points: collects when enough was allocated. */
void values_maybe_collect(struct ctx *);

/* ---- the protocol of Python, dispatched by kind ------------------------- */

struct class *value_class(struct ctx *, const struct value *);
const char *value_type_name(struct ctx *, const struct value *);

bool value_truth(struct ctx *, struct value *, bool *);
bool value_len(struct ctx *, struct value *, int64_t *);
bool value_hash(struct ctx *, struct value *, int64_t *);
/* Identity or ==, as containers compare. */
bool value_equal(struct ctx *, struct value *, struct value *, bool *);
struct value *value_compare(struct ctx *, enum compare, struct value *,
    struct value *);
struct value *value_arith(struct ctx *, enum arith, struct value *,
    struct value *);
/* += and the like: __iadd__, lists in place; else value_arith. */
struct value *value_arith_inplace(struct ctx *, enum arith, struct value *,
    struct value *);
struct value *value_unary(struct ctx *, enum unary_arith, struct value *);
struct value *value_get_attr(struct ctx *, struct value *,
    const struct atom *);
/* Null without error where there is no such attribute. */
struct value *value_find_attr(struct ctx *, struct value *,
    const struct atom *);
bool value_set_attr(struct ctx *, struct value *, const struct atom *,
    struct value *v);	/* v null: delete */
/*
 * For a call of v.name(...) without a bound method: where *unbound is set, the
 * result is a function to be called with v as its first argument.
 */
struct value *value_get_method(struct ctx *, struct value *,
    const struct atom *, bool *unbound);
/* Names for dir() and completion: its own and its class's, once each. */
struct value *value_dir(struct ctx *, struct value *);
struct value *value_get_item(struct ctx *, struct value *, struct value *);
bool value_set_item(struct ctx *, struct value *, struct value *,
    struct value *v);	/* v null: delete */
/* Raises KeyError that holds the key, as d[key] does. */
void *value_raise_key(struct ctx *, struct value *key);
bool value_contains(struct ctx *, struct value *, struct value *, bool *);
struct value *value_iter(struct ctx *, struct value *);
/* Null without error: the end. */
struct value *value_next(struct ctx *, struct value *iterator);
struct value *value_call(struct ctx *, struct value *, const struct args *);
bool value_is_callable(struct ctx *, const struct value *);
/* Positional arguments only. */
struct value *value_call_n(struct ctx *, struct value *, size_t n,
    struct value *const *);
struct value *value_call_method(struct ctx *, struct value *,
    const char *name, size_t n, struct value *const *);
/* Calls a special method of the class (not of the instance); null without
 * error where the class has none. */
struct value *value_call_special(struct ctx *, struct value *,
    const char *name, size_t n, struct value *const *);
/* repr() and str() as text into a buf; depth-limited, cycles as [...]. */
bool value_repr(struct ctx *, struct buf *, struct value *);
bool value_str(struct ctx *, struct buf *, struct value *);

/* ---- constants, numbers, text ------------------------------------------- */

extern struct value value_none, value_ellipsis, value_not_implemented;
extern struct value value_true, value_false;
extern const struct kind none_kind, bool_kind, float_kind, str_kind,
    bytes_kind, ellipsis_kind, not_implemented_kind;

static inline struct value *
value_bool(bool b)
{
	return b ? &value_true : &value_false;
}

#define VALUE_SMALL_MAX (INT64_MAX >> 2)
#define VALUE_SMALL_MIN (INT64_MIN >> 2)
/* Like all results it belongs to the scope. */
struct value *value_int_big(struct ctx *, int64_t);

static inline struct value *
value_int(struct ctx *c, int64_t i)
{
	if (LIKELY(i >= VALUE_SMALL_MIN && i <= VALUE_SMALL_MAX))
		return (struct value *)(uintptr_t)((uint64_t)i << 1 | 1);
	return value_int_big(c, i);
}

static inline int64_t
value_small(const struct value *v)
{
	return (int64_t)(intptr_t)v >> 1;
}

/* Of an int or bool value (value_is_int); no conversion of others. */
bool value_is_int(const struct value *);	/* int or bool */
int64_t value_as_int(const struct value *);
struct value *value_float(struct ctx *, double);
double value_as_float(const struct value *);	/* of a float value */
/* float, int or bool to double. */
bool value_number(const struct value *, double *);
/* Raise "WHAT must be an integer, not TYPE". __index__ counts. */
bool value_to_int(struct ctx *, struct value *, const char *what, int64_t *);
bool value_to_float(struct ctx *, struct value *, const char *what, double *);

/* Text is well-formed UTF-8, but for lone surrogates as three bytes. */
struct value *str_new(struct ctx *, const char *text);
struct value *str_new_len(struct ctx *, const char *, size_t len);
/* Takes over the bytes of a buf. */
struct value *str_of_buf(struct ctx *, struct buf *);
/* The same after a loop that polls: null when an error has ended it. */
struct value *str_of_loop(struct ctx *, struct buf *);
struct value *str_of_atom(struct ctx *, const struct atom *);
const struct atom *str_atom(struct ctx *, struct value *);
const char *str_text(const struct value *);	/* NUL-terminated */
size_t str_bytes(const struct value *);
size_t str_len(const struct value *);		/* code points */
/* TypeError unless v is a str: "WHAT must be str, not int". */
const char *value_to_text(struct ctx *, struct value *, const char *what);

/*
 * Appends to a string that only the caller holds (one reference); false where
 * that cannot be done in place. For s += t in loops.
 */
bool str_append_inplace(struct ctx *, struct value *s,
    const struct value *more);

struct value *bytes_new(struct ctx *, const void *, size_t);
const unsigned char *bytes_data(const struct value *, size_t *len);

/* ---- containers --------------------------------------------------------- */

extern const struct kind tuple_kind, list_kind, dict_kind, set_kind,
    frozenset_kind, range_kind, slice_kind;

struct value *tuple_new(struct ctx *, size_t n, struct value *const *);
struct value *list_new(struct ctx *, size_t n, struct value *const *);
/* Of a list or tuple (value_is_seq); borrowed items. */
bool value_is_seq(const struct value *);
size_t seq_len(const struct value *);
struct value *seq_item(const struct value *, size_t);
struct value *const *seq_items(const struct value *);
bool list_append(struct ctx *, struct value *list, struct value *);
/* In place and stable; key may be null. */
bool list_sort(struct ctx *, struct value *list, struct value *key,
    bool reverse);
bool list_insert(struct ctx *, struct value *list, int64_t at,
    struct value *);

/* Ordered as Python's. Keys are hashed with value_hash. */
struct value *dict_new(struct ctx *);
size_t dict_len(const struct value *);
/* Null without error where absent; borrowed from the dict. */
struct value *dict_find(struct ctx *, struct value *dict, struct value *key);
struct value *dict_find_atom(struct ctx *, struct value *dict,
    const struct atom *);
bool dict_set(struct ctx *, struct value *dict, struct value *key,
    struct value *);
bool dict_set_atom(struct ctx *, struct value *dict, const struct atom *,
    struct value *);
/* found may be null. */
bool dict_del(struct ctx *, struct value *dict, struct value *key,
    bool *found);
/* Iterates in order: start with *at = 0; false at the end. Borrowed. */
bool dict_next(const struct value *dict, size_t *at, struct value **key,
    struct value **v);

struct value *set_new(struct ctx *, bool frozen);
bool set_add(struct ctx *, struct value *set, struct value *);
bool set_next(const struct value *set, size_t *at, struct value **);

struct value *range_new(struct ctx *, int64_t start, int64_t stop,
    int64_t step);
struct value *slice_new(struct ctx *, struct value *start, struct value *stop,
    struct value *step);
/* A bound of a slice, or dflt for None. */
bool slice_int(struct ctx *, struct value *, int64_t dflt, int64_t *out);
/* Resolves against a length as Python does: count elements. */
bool slice_resolve(struct ctx *, const struct value *, int64_t len,
    int64_t *start, int64_t *count, int64_t *step);

/* All elements of any iterable as a list value. */
struct value *value_to_list(struct ctx *, struct value *iterable);

#endif
