/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluator. */
#ifndef CORE_LANG_VM_H
#define CORE_LANG_VM_H

#include "core/lang/frame.h"

/*
 * Runs a frame until it returns, yields or fails. The result's reference is
 * the caller's; null: the error is set, or a generator is at its end. With an
 * error set at the start, the frame goes on as if it had been raised there.
 */
struct value *vm_run(struct ctx *, struct frame *);

/* ---- vm_ops.c: what instructions do when there is no short way. Results
 * belong to the scope. */
struct value *vm_load_name(struct ctx *, struct frame *, const struct atom *);
struct value *vm_load_global(struct ctx *, struct frame *,
    const struct atom *);
bool vm_store_name(struct ctx *, struct frame *, const struct atom *,
    struct value *);
bool vm_delete_name(struct ctx *, struct frame *, const struct atom *);
void *vm_raise_name(struct ctx *, struct frame *, const struct atom *);
void *vm_raise_unbound(struct ctx *, const struct frame *, uint32_t slot);
bool vm_unpack(struct ctx *, struct value *, uint32_t n,
    struct value **sp);
bool vm_unpack_ex(struct ctx *, struct value *, uint32_t before,
    uint32_t after, struct value **sp);
struct value *vm_format(struct ctx *, struct value *, int conversion,
    struct value *spec);
/* str() of a small int */
struct value *vm_small_text(struct ctx *, const struct value *);
struct value *vm_join(struct ctx *, struct value *const *, uint32_t n);
bool vm_list_extend(struct ctx *, struct value *list, struct value *more,
    struct value *call_of);
bool vm_dict_merge(struct ctx *, struct value *dict, struct value *more,
    struct value *fn);
bool vm_dict_update(struct ctx *, struct value *dict, struct value *more);
struct value *vm_make_function(struct ctx *, struct frame *, unsigned flags,
    struct value **sp);

/* super() without arguments */
struct value *vm_super(struct ctx *, const struct frame *);

/* ---- vm_exc.c */
bool vm_match_exc(struct ctx *, struct value *exc, struct value *spec,
    bool *);
/* Always leaves an error. */
void vm_raise(struct ctx *, struct frame *, struct value *exc,
    struct value *cause, bool has_cause);
/* The exception of the error, with its context and this frame noted. */
struct value *vm_note_exc(struct ctx *, struct frame *, bool trace);
const struct try_range *vm_find_try(const struct code *, uint32_t at);
/* Pushes exit, and gives what __enter__ gave. */
struct value *vm_enter_with(struct ctx *, struct value *manager,
    struct value **exit);

/* ---- call.c: arguments into the slots of a new frame; takes nothing over */
bool call_bind(struct ctx *, struct frame *, const struct args *);

/* ---- generator.c */
extern const struct kind generator_kind;
struct generator {
	struct value hdr;
	struct frame *frame;		/* null once finished */
	struct value *result;		/* what it returned, until taken */
	const struct atom *name, *qualname;
	bool running, started;
};
/* Takes over the frame; one reference of the caller. */
struct value *generator_new(struct ctx *, struct frame *);
/*
 * Goes on with a value sent. Null without error: at its end; the returned
 * value is in g->result. The result belongs to the scope.
 */
struct value *generator_send(struct ctx *, struct value *g, struct value *);
struct value *generator_throw(struct ctx *, struct value *g,
    struct value *exc);
/* One step of yield from; *done: the result is what it returned. */
struct value *vm_yield_from(struct ctx *, struct value *it,
    struct value *sent, bool *done);
/* Raises StopIteration with what a generator returned. */
void *generator_stop(struct ctx *, struct value *it);
/* The next item; at the end null, without an error (as value_next) or with
 * the StopIteration of a __next__, for what it says. */
struct value *generator_step(struct ctx *, struct value *it);
void generator_finish(struct ctx *, struct generator *);

/* ---- class_stmt.c */
struct value *vm_build_class(struct ctx *, struct closure *body,
    struct value *bases, struct value *kw);

/* ---- loop.c: iterators of for, never seen by programs */
enum loop_over { LOOP_RANGE, LOOP_SEQ, LOOP_GENERATOR, LOOP_ANY };
struct loop {
	struct value hdr;
	enum loop_over what;
	struct value *over;
	int64_t at, step, left;
};
extern const struct kind loop_kind;
/* One reference of the caller. */
struct value *loop_new(struct ctx *, struct value *over);

/* ---- import.c */
struct value *vm_import(struct ctx *, const struct atom *name, bool top);
struct value *vm_import_from(struct ctx *, struct value *module,
    const struct atom *name);
bool vm_import_star(struct ctx *, struct frame *, struct value *module);

#endif
