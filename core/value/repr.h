/* SPDX-License-Identifier: Apache-2.0 */
/* Source text of values that reads back equal, on one line. */
#ifndef CORE_VALUE_REPR_H
#define CORE_VALUE_REPR_H

#include "core/value/value.h"

/* CPython's repr of a double and of text. */
void repr_float(struct buf *, double);
void repr_int(struct buf *, int64_t);
/* The digits of an int into 20 bytes from their end; gives the first. */
const char *int_digits(char room[20], uint64_t);
void repr_text(struct buf *, const char *, size_t len);
void repr_bytes(struct buf *, const unsigned char *, size_t len);
/* Marks v as being written by repr; false when it is already. */
bool repr_enter(struct ctx *, struct value *);
void repr_leave(struct ctx *);
/* Python's format(value, spec) for int, float and str. */
bool value_format(struct ctx *, struct buf *, struct value *,
    const char *spec, size_t len);

#endif
