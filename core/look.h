/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at source around a cursor without running it: for completion and
 * inspection.
 */
#ifndef CORE_LOOK_H
#define CORE_LOOK_H

#include "core/lang/closure.h"
#include "core/session_private.h"
#include "core/value/param.h"

/* Is it a byte of a name? */
bool look_is_word(char);
/* Where the word that ends at len begins. */
size_t look_word(const char *text, size_t len);
/*
 * The value of the chain of names, dots and constant subscripts that ends at
 * len: "model.body.sublayers[3]". Null, without an error, when there is none.
 */
struct value *look_chain(struct session *, const char *text, size_t len);
/* Is the cursor inside the parentheses of a call? *open: where they open. */
bool look_call(const char *text, size_t len, size_t *open);
/* Is the cursor inside a string that is still open? Not in the braces of an
 * f-string. *begin: its first byte after the quote. */
bool look_string(const char *text, size_t len, size_t *begin);
/* The function of the language that a call of v runs, or null. A method's and
 * a class's has its first argument already. */
const struct closure *look_closure(struct ctx *, struct value *v);
/* The parameter rows of a native function, a method or a class; or null. */
const struct param *look_params(struct ctx *, struct value *fn);

#endif
