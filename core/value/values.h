/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a context keeps for its values: memory pools, the ring of tracked
 * values, classes of rows, the cache of member look-ups, shared constants.
 * Private to core/value.
 */
#ifndef CORE_VALUE_VALUES_H
#define CORE_VALUE_VALUES_H

#include "core/value/class.h"

struct values;

/* Stands before every tracked value. */
struct gc_head {
	struct gc_head *prev, *next;
	struct values *owner;
	int64_t refs;		/* while a collection runs */
};

/* Special names that are looked up all the time. */
#define DUNDER_LIST(X)                                                    \
	X(INIT, "__init__") X(NEW, "__new__") X(CALL, "__call__")         \
	X(REPR, "__repr__") X(STR, "__str__") X(FORMAT, "__format__")     \
	X(BOOL, "__bool__") X(LEN, "__len__") X(HASH, "__hash__")         \
	X(EQ, "__eq__") X(NE, "__ne__") X(LT, "__lt__") X(LE, "__le__")   \
	X(GT, "__gt__") X(GE, "__ge__") X(ITER, "__iter__")               \
	X(NEXT, "__next__") X(GETITEM, "__getitem__")                     \
	X(SETITEM, "__setitem__") X(DELITEM, "__delitem__")               \
	X(CONTAINS, "__contains__") X(GETATTR, "__getattr__")             \
	X(GETATTRIBUTE, "__getattribute__") X(SETATTR, "__setattr__")     \
	X(DELATTR, "__delattr__") X(DIR, "__dir__") X(GET, "__get__")     \
	X(SET, "__set__") X(DELETE, "__delete__")                         \
	X(SET_NAME, "__set_name__") X(INDEX, "__index__")                 \
	X(INT, "__int__") X(FLOAT, "__float__") X(NEG, "__neg__")         \
	X(POS, "__pos__") X(INVERT, "__invert__") X(ABS, "__abs__")       \
	X(MISSING, "__missing__") X(CLASS_GETITEM, "__class_getitem__")   \
	X(INIT_SUBCLASS, "__init_subclass__") X(DICT, "__dict__")         \
	X(CLASS, "__class__") X(NAME, "__name__")                         \
	X(QUALNAME, "__qualname__") X(MODULE, "__module__")               \
	X(DOC, "__doc__") X(BASES, "__bases__") X(MRO, "__mro__")         \
	X(SLOTS, "__slots__") X(POST_INIT, "__post_init__")               \
	X(INSTANCECHECK, "__instancecheck__")                             \
	X(SUBCLASSCHECK, "__subclasscheck__")                             \
	X(ABSTRACTMETHODS, "__abstractmethods__")                         \
	X(ISABSTRACT, "__isabstractmethod__") X(PREPARE, "__prepare__")   \
	X(REVERSED, "__reversed__") X(TRUNC, "__trunc__")                 \
	X(ROUND, "__round__") X(WRAPPED, "__wrapped__")                   \
	X(ANNOTATIONS, "__annotations__") X(FLOOR, "__floor__")           \
	X(CEIL, "__ceil__") X(SELF, "__self__") X(FUNC, "__func__")       \
	X(MRO_ENTRIES, "__mro_entries__") X(BYTES, "__bytes__")           \
	X(LENGTH_HINT, "__length_hint__")
enum dunder {
#define X(n, text) DUNDER_##n,
	DUNDER_LIST(X)
#undef X
	DUNDER_COUNT
};

struct member_cache {
	uint32_t version;
	const struct atom *name;
	struct value *member;	/* borrowed from the class; null: absent */
};
#define MEMBER_CACHE 4096

struct pools;

struct values {
	struct ctx *ctx;
	struct pools *pools;
	struct gc_head ring;
	size_t ntracked, threshold;
	bool collecting;
	unsigned free_depth;
	struct gc_head *pending;	/* to be freed when the stack allows */

	struct class_entry {
		const struct class_row *row;
		struct class *class;
	} *classes;			/* open addressing */
	size_t nclasses, classes_cap;
	uint32_t next_version;
	struct member_cache cache[MEMBER_CACHE];

	const struct atom *dunder[DUNDER_COUNT];
	const struct atom *arith[ARITH_COUNT], *rarith[ARITH_COUNT],
	    *iarith[ARITH_COUNT];

	struct value *empty_str, *empty_tuple, *empty_bytes;
	struct value *chars[128];	/* strings of one letter */

	struct value **repr_stack;
	size_t nrepr, repr_cap;

	/* Default texts of parameter rows, parsed. */
	struct literal {
		const char *text;
		struct value *v;
	} *literals;
	size_t nliterals, literals_cap;

	void (*trace_ref)(const void *);
	void (*trace_unref)(const void *);
};

static inline struct gc_head *
gc_head_of(struct value *v)
{
	return (struct gc_head *)(void *)v - 1;
}

static inline struct value *
gc_value(struct gc_head *g)
{
	return (struct value *)(void *)(g + 1);
}

static inline bool
value_is_tracked(const struct value *v)
{
	return v != NULL && !value_is_small(v) && (v->flags & VALUE_TRACKED);
}

/* Uninitialised but for its head. */
void *value_alloc_float(struct ctx *);
/* Of a kind with visit, whose content cannot be part of a cycle. */
void *value_alloc_untracked(struct ctx *, const struct kind *, size_t size);
void pools_init(struct values *);
void pools_release(struct values *);

/* Marks v as being written by repr; false when it is already. */
bool repr_enter(struct ctx *, struct value *);
void repr_leave(struct ctx *);

/* class_find by a special name. */
struct value *class_find_dunder(struct ctx *, struct class *, enum dunder);
/* The class behind a row, if it was made already. */
uint32_t class_next_version(struct ctx *);
void classes_release(struct ctx *);
void native_call_name(struct buf *, const struct value *);

/* Text of an argument count: "s" unless n is 1. */
static inline const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* A key's hash with the short way for text and ints. */
bool key_hash(struct ctx *, struct value *, int64_t *);
static inline bool
compare_sizes(enum compare op, size_t a, size_t b)
{
	switch (op) {
	case CMP_LT:
		return a < b;
	case CMP_LE:
		return a <= b;
	case CMP_EQ:
		return a == b;
	case CMP_NE:
		return a != b;
	case CMP_GT:
		return a > b;
	default:
		return a >= b;
	}
}

/* value_equal for an item of a container that the asked code may change. */
bool item_equal(struct ctx *, struct value *item, struct value *, bool *);
/* Are two keys of equal hash the same? */
bool key_equal(struct ctx *, struct value *, struct value *, bool *);

/* ---- how the kinds see each other ---------------------------------------- */

struct str {
	struct value hdr;
	const struct atom *atom;	/* or null */
	char *text;			/* NUL-terminated */
	size_t bytes;
	size_t len;			/* code points; SIZE_MAX: not counted */
	size_t cap;			/* of text when it is apart; else 0 */
	int64_t hash;			/* 0: not computed */
	/* Where the last look-up in non-ASCII text ended: the next one is
	 * most likely near. */
	size_t near_point, near_byte;
	char room[];
};

static inline const struct str *
str_of(const struct value *v)
{
	if (LIKELY(value_is(v, &str_kind)))
		return (const struct str *)v;
	return (const struct str *)value_unwrap(v);
}

enum point_class { POINT_PRINTABLE, POINT_ALPHA, POINT_DECIMAL, POINT_DIGIT,
	POINT_NUMERIC, POINT_SPACE, POINT_UPPER, POINT_LOWER, POINT_TITLE,
	POINT_CASED, POINT_ID_START, POINT_ID_CONTINUE };
/* Unicode's classes, as Python's str.isX use them. */
bool str_point_is(uint32_t code_point, enum point_class);
/* Digits without trailing zeros that read back as d (positive, finite). */
int float_shortest(double d, char digits[32], int *exponent);

/* A str, or an instance of a class that holds one. */
bool value_is_str(const struct value *);
/* Neither counted nor owned: to be filled by the caller, who sets hash 0. */
struct str *str_alloc(struct ctx *, size_t bytes);
int64_t bytes_hash(const void *, size_t);
/* The code point number i (in range) and its bytes. */
struct value *str_char_at(struct ctx *, const struct str *, size_t i);
struct value *str_slice_bytes(struct ctx *, const struct str *, size_t begin,
    size_t end);
size_t str_offset(const struct str *, size_t i);

struct seq {			/* tuples and lists */
	struct value hdr;
	struct value **item;
	size_t n, cap;		/* cap 0: a tuple, items inside */
	int64_t hash;
	struct value *room[];
};

static inline struct seq *
seq_of(const struct value *v)
{
	if (LIKELY(value_is(v, &list_kind) || value_is(v, &tuple_kind)))
		return (struct seq *)v;
	return (struct seq *)value_unwrap(v);
}

bool value_is_list(const struct value *);
bool value_is_tuple(const struct value *);
bool value_is_dict(const struct value *);
bool value_is_set(const struct value *);	/* frozen too */
/* A tuple whose items the caller fills (with counted values) at once. */
struct seq *tuple_alloc(struct ctx *, size_t n);
struct seq *list_alloc(struct ctx *, size_t n);
bool seq_reserve(struct ctx *, struct seq *, size_t n);
struct value *seq_compare(struct ctx *, enum compare, const struct seq *,
    const struct seq *);
bool seq_repr(struct ctx *, struct buf *, struct value *, const char *,
    const char *);
bool seq_contains(struct ctx *, struct value *, struct value *, bool *);
/* Index of key in a sequence of n: negative ones from the end. */
bool index_of_key(struct ctx *, struct value *key, const char *what,
    size_t n, size_t *at);
struct value *seq_count(struct ctx *, struct value *const *args);
struct value *seq_index(struct ctx *, struct value *const *args);

struct dict_entry {
	int64_t hash;
	struct value *key;	/* null: deleted */
	struct value *v;
};
struct dict {
	struct value hdr;
	struct dict_entry *entry;
	uint32_t *index;	/* 0: free, else entry + 1, or TOMB; null
				 * while there are few entries */
	size_t used;		/* entries in use, deleted ones too */
	size_t n, cap, nindex, ntombs;
	uint32_t layout;	/* changes when keys move, come or go */
	/* Entries by sorted key; see dict_tree.c. */
	uint32_t *order, order_layout;
};

static inline struct dict *
dict_of(const struct value *v)
{
	if (LIKELY(value_is(v, &dict_kind)))
		return (struct dict *)v;
	return (struct dict *)value_unwrap(v);
}

struct set_entry {
	struct value *key;	/* null: free, SET_DUMMY: deleted */
	int64_t hash;
};
struct set {
	struct value hdr;
	struct set_entry *entry;
	size_t mask, fill, n;
	int64_t hash;
	uint32_t layout;
	bool hashed;
	struct set_entry room[8];
};

static inline struct set *
set_of(const struct value *v)
{
	if (LIKELY(value_is(v, &set_kind) || value_is(v, &frozenset_kind)))
		return (struct set *)v;
	return (struct set *)value_unwrap(v);
}

struct value *seq_slice(struct ctx *, struct value *, struct value *key);
/* The step of an iterator over a list or tuple, for iter_new. */
struct value *seq_iter_next(struct ctx *, struct value *over, size_t *at,
    int64_t *state);
bool seq_check_repeat(struct ctx *, const struct seq *, int64_t n);
bool seq_times(struct ctx *, struct value *other, int64_t *n);
void seq_visit(struct value *, void (*fn)(struct value *, void *), void *);
size_t seq_nchild(const struct value *);
struct child seq_child(const struct value *, size_t);
extern const struct kind dict_keys_kind, dict_values_kind, dict_items_kind;
struct value *set_of_iterable(struct ctx *, struct value *, bool frozen);
bool set_has(struct ctx *, const struct set *, struct value *, bool *);
bool set_remove(struct ctx *, struct set *, struct value *, bool *found);
bool dict_update(struct ctx *, struct value *dict, struct value *other);
struct value *dict_copy(struct ctx *, struct value *);
void dict_clear(struct dict *);

struct range {
	struct value hdr;
	int64_t start, stop, step, n;
};

/* An iterator over a value by position; iter.c. */
struct value *iter_new(struct ctx *, struct value *over,
    struct value *(*next)(struct ctx *, struct value *over, size_t *at,
    int64_t *state), int64_t state);

/* The nearest attribute of v; null: none is near. */
const char *nearest_attr(struct ctx *, struct value *v, const char *name);
bool property_set(struct ctx *, struct value *property, struct value *self,
    struct value *v);

#endif
