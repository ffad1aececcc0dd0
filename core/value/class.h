/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classes: every type is one, built-in types and layer types too. A class is
 * a value. Built-in classes come from rows, one object a context, made when
 * first asked for; class statements make the others.
 *
 * An instance keeps its attributes in slots by a table of names that its class
 * owns. A class with fields (a dataclass, a layer type) gives them the first
 * slots, in order: field i is slot i. Frozen classes refuse assignment.
 */
#ifndef CORE_VALUE_CLASS_H
#define CORE_VALUE_CLASS_H

#include "core/value/param.h"
#include "core/value/value.h"

/* A computed attribute of a built-in class. */
struct getter {
	const char *name;
	struct value *(*get)(struct ctx *, struct value *self);
	const char *doc;
	bool (*set)(struct ctx *, struct value *self, struct value *v);
};

/*
 * Runs a layer: x is the one positional input, side a dict of side inputs (or
 * null). x and side were not checked.
 */
typedef struct value *forward_fn(struct ctx *, struct value *self,
    struct value *x, struct value *side);

struct class_row {
	const char *name, *module, *doc;
	const struct class_row *base;	/* null: object */
	const struct kind *kind;	/* what instances are made of; null:
					 * instance_kind (or the base's) */
	const struct native *methods;	/* first parameter is self */
	const struct native *class_methods;	/* first parameter is cls */
	const struct native *statics;
	const struct getter *getters;
	/* Calling the class: args as a function's of new_params. Null: fields
	 * are bound and an instance is made. */
	const struct param *new_params;
	struct value *(*make)(struct ctx *, struct class *,
	    struct value *const *args);
	/* A dataclass or layer type. */
	const struct param *fields;
	forward_fn *forward;
	bool (*check)(struct ctx *, struct value *self);
	const char *example;
	bool abstract;
	bool final;		/* may not be subclassed (bool, NoneType) */
	unsigned flags;		/* CLASS_* */
};

enum {
	CLASS_FROZEN = 1,	/* attributes cannot be assigned */
	CLASS_PYTREE = 2,	/* its fields are children of trees */
	CLASS_DATACLASS = 4,
	CLASS_EQ = 8,		/* dataclass equality */
};

/* A field of a dataclass; the first slots of its instances. */
struct field {
	const struct atom *name;
	struct value *dflt;	/* or null */
	struct value *factory;	/* default_factory, or null */
	struct value *annotation;	/* or null */
	struct value *metadata;	/* or null */
	const struct param *row;	/* of a built-in class, or null */
	bool is_static, kw_only, init, repr, compare;
};

struct class {
	struct value hdr;
	const struct atom *name, *qualname, *module;
	const struct class_row *row;	/* its own, or null */
	struct class *meta;		/* a metaclass, or null: type */
	const struct kind *kind;	/* layout of instances */
	/* The built-in class whose values its instances hold (class D(dict));
	 * null for plain instances and for built-in classes. */
	struct class *native;
	struct class **bases;
	size_t nbases;
	struct class **mro;		/* itself first */
	size_t nmro;
	struct value *members;		/* dict: name -> value */
	struct field *fields;
	size_t nfields;
	forward_fn *forward;		/* inherited */
	unsigned flags;
	uint32_t version;		/* unlike any other state of any class;
					 * changes when members (of bases
					 * too) or the table of slots do */
	struct value *metaclass_data;	/* enum members and the like */
	/* The table of slots: atom -> index, shared by instances. */
	struct shape *shape;
	/* Classes made from this one, borrowed; they leave when freed. */
	struct class **subclass;
	size_t nsubclasses, subclass_cap;
};

/* Names of slots; a class only ever adds to its table. */
struct shape {
	const struct atom **name;
	uint32_t n, cap;
};

/*
 * Read by the evaluator's caches: slot[i] holds the attribute
 * class->shape->name[i], or null. Exceptions begin like this as well.
 */
struct instance {
	struct value hdr;
	struct class *class;
	struct value *base;		/* of class D(dict): the dict */
	struct value **slot;
	uint32_t nslots;		/* slots there is room for */
	bool slots_apart;		/* slot is an allocation of its own */
};

extern const struct kind class_kind, instance_kind;
extern const struct class_row object_row, type_row;

/* Has the value the layout of struct instance? */
bool value_has_slots(const struct value *);

/* What the value of a class D(dict) holds; any other value itself. */
struct value *value_unwrap(const struct value *);
/* The slot of a name, or -1; adds it when asked to. */
int shape_find(const struct shape *, const struct atom *);
/* How the evaluator may read v.name as long as the version stays. */
enum attr_cache {
	ATTR_NO_CACHE,
	ATTR_SLOT,		/* inst->slot[*index], when *index < nslots and
				 * it is not null */
	ATTR_METHOD		/* *member, to be called with v first */
};
enum attr_cache class_attr_cache(struct ctx *, struct class *,
    const struct atom *, uint32_t *index, struct value **member);

struct class *class_of_row(struct ctx *, const struct class_row *);
/* Sets or (v null) deletes a member; the versions change. */
bool class_set(struct ctx *, struct class *, const struct atom *,
    struct value *v);
/*
 * Fields of a class (a dataclass decorator fills class->fields, with values it
 * refs): gives them their slots and the class an __init__ that binds them.
 */
void class_use_fields(struct ctx *, struct class *, bool with_init);
/* Makes an instance as calling the class does. */
struct value *class_call(struct ctx *, struct class *, const struct args *);
/* The nearest attribute of v; null: none is near. */
const char *nearest_attr(struct ctx *, struct value *v, const char *name);
/* A text for messages: "module.Qualname", without builtins and __main__. */
void class_write_name(struct buf *, const struct class *);
/* kw may hold metaclass; calls __set_name__ and __init_subclass__. */
struct class *class_create(struct ctx *, const struct atom *name,
    size_t nbases, struct class *const *bases, struct value *members,
    struct value *kw);
bool class_is_subclass(const struct class *, const struct class *base);
/* spec: a class, a tuple of them, or a union (A | B). */
bool value_is_instance(struct ctx *, struct value *, struct value *spec,
    bool *);
bool value_is_subclass(struct ctx *, struct value *cls, struct value *spec,
    bool *);
bool value_of_row(struct ctx *, const struct value *,
    const struct class_row *);	/* isinstance with a row */
/* The member as found along the C3 order, unbound; null when absent. */
struct value *class_find(struct ctx *, struct class *, const struct atom *);
/* The same from behind `after` in the order of cls, for super(). */
struct value *class_find_after(struct ctx *, struct class *cls,
    struct class *after, const struct atom *);
/* What a found member becomes when asked for through self: functions bind,
 * properties run, classmethods take the class. */
struct value *class_bind(struct ctx *, struct value *member,
    struct value *self, struct class *cls);

/* Makes an instance without running __init__. */
struct value *instance_new(struct ctx *, struct class *);
/* The value of field i, borrowed. */
struct value *instance_field(const struct value *, size_t i);
struct value *instance_find(struct ctx *, const struct value *,
    const struct atom *);	/* own attribute or null, borrowed */
bool instance_set(struct ctx *, struct value *, const struct atom *,
    struct value *);	/* also of frozen ones: for makers */
/* A copy with another field value; frozen instances are shared otherwise. */
struct value *instance_with(struct ctx *, struct value *, size_t i,
    struct value *);
/* An instance of a class with fields, values in order. */
struct value *instance_of_fields(struct ctx *, struct class *,
    struct value *const *);
struct class *instance_class(const struct value *);

/* super(cls, self) */
struct value *super_new(struct ctx *, struct class *cls, struct value *self);
struct value *classmethod_new(struct ctx *, struct value *fn);
struct value *staticmethod_new(struct ctx *, struct value *fn);
bool property_set(struct ctx *, struct value *property, struct value *self,
    struct value *v);
/* The slot of classes and unions for A | B. */
struct value *union_arith(struct ctx *, enum arith, struct value *,
    struct value *, bool reflected);
struct value *union_new(struct ctx *, struct value *a, struct value *b);
/* Members of a union, a tuple value; borrowed. */
struct value *union_args(const struct value *);

/* Descriptors that the language offers. */
extern const struct kind property_kind, classmethod_kind, staticmethod_kind,
    super_kind, union_kind;

/* ---- exceptions --------------------------------------------------------- */

/* Exceptions are instances with args, cause, context and a traceback. */
struct trace_entry {
	struct value *unit;	/* or null: native */
	const struct atom *function;
	const void *source;	/* struct unit, counted by lang's hooks */
	uint32_t begin, end;	/* bytes of the source */
};

/* The name of an entry for what was recorded there and failed later. */
#define TRACE_RECORDED "<recorded here>"

extern const struct kind exc_kind;
const struct class_row *exc_row(enum err_kind);
struct value *exc_new(struct ctx *, struct class *, size_t nargs,
    struct value *const *args);
/* The exception value of the ctx's error, made when there is none yet. */
struct value *exc_of_err(struct ctx *);
/* Raises an exception value. */
void *exc_raise(struct ctx *, struct value *exc);
/* Borrowed parts; null where unset. */
struct value *exc_args(const struct value *);
struct value *exc_cause(const struct value *);
struct value *exc_context(const struct value *);
bool exc_suppresses_context(const struct value *);
struct value *exc_notes(const struct value *);	/* a list, or null */
/* The name that was meant, for the traceback to tell; null: none is near. */
const char *exc_suggestion(struct ctx *, struct value *exc);
void exc_set_cause(struct value *exc, struct value *cause);	/* from */
void exc_set_context(struct value *exc, struct value *context);
enum err_kind exc_err_kind(struct ctx *, const struct value *);
/* The traceback, innermost last added: opaque to value. */
void exc_trace_add(struct ctx *, struct value *exc,
    const struct trace_entry *);
size_t exc_trace(const struct value *, const struct trace_entry **);
/* lang counts what trace_entry.source points at. */
void exc_trace_hooks(struct ctx *, void (*ref)(const void *),
    void (*unref)(const void *));

#endif
