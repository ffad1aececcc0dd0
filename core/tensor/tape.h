/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reverse-mode derivatives. A tape looks at some arrays and notes each
 * operation that depends on them, with its inputs, until it is stopped; its
 * notes are then walked backwards. Derivatives are made of operations, so a
 * tape inside of a tape gives derivatives of derivatives.
 *
 *	struct tape *t = tape_start(c, in, n);	in[] become what to compute with
 *	... compute out from in ...
 *	tape_stop(t);
 *	ok = tape_pull(c, t, &out, &ct, 1, grads);
 *	tape_free(&t);
 */
#ifndef CORE_TENSOR_TAPE_H
#define CORE_TENSOR_TAPE_H

#include <stdbool.h>
#include <stddef.h>

struct ctx;
struct engine;
struct tape;
struct tensor;

/* Replaces each of in by an equal array that the tape looks at; these belong
 * to the scope. Null: raised (more than 32 tapes inside of each other). */
struct tape *tape_start(struct ctx *, struct tensor **in, size_t n);
/* Takes no more notes. What was computed keeps no mark of it. */
void tape_stop(struct tape *);
void tape_free(struct tape **);
/*
 * The cotangents of the arrays that the tape looks at, given those of what
 * came of them (of their axes and dtype; null counts as zeros). grads[i] has
 * the axes and dtype of the i-th input; zeros where nothing came of it. An
 * integer input's is null.
 */
bool tape_pull(struct ctx *, struct tape *, struct tensor *const *out,
    struct tensor *const *ct, size_t nout, struct tensor **grads);

/* An equal array through which no tape looks (jax.lax.stop_gradient). */
struct tensor *tape_cut(struct ctx *, struct tensor *);

/* Private to core/tensor: node_record calls it for each node. */
void tape_note(struct engine *, struct tensor *node);

/* Private to core/tensor: one noted operation. */
struct note {
	const struct op *op;
	struct tensor *out, **in;
	int nin;
	void *attr;
};
/* ct of out to those of its inputs; null stays where there is none. */
bool grad_note(struct ctx *, const struct note *, struct tensor *ct,
    struct tensor **in_ct);

#endif
