/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a context keeps for its values: memory pools, the ring of tracked
 * values, classes of rows, the cache of member look-ups, shared constants. For
 * core/value, and for the evaluator, which looks special names up directly.
 */
#ifndef CORE_VALUE_RUNTIME_H
#define CORE_VALUE_RUNTIME_H

#include "core/base/ptr_map.h"
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

	struct ptr_map classes;		/* class_row -> class */
	uint32_t next_version;
	struct member_cache cache[MEMBER_CACHE];

	const struct atom *dunder[DUNDER_COUNT];
	const struct atom *arith[ARITH_COUNT], *rarith[ARITH_COUNT],
	    *iarith[ARITH_COUNT];

	struct value *empty_str, *empty_tuple, *empty_bytes;
	struct value *chars[128];	/* strings of one letter */

	struct value **repr_stack;
	size_t nrepr, repr_cap;

	/* Default texts of parameter rows -> values. */
	struct ptr_map literals;

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

/* class_find by a special name. */
struct value *class_find_dunder(struct ctx *, struct class *, enum dunder);
/* A number for a class that no state of any class had. */
uint32_t class_next_version(struct ctx *);
void classes_release(struct ctx *);

#endif
