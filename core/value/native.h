/* SPDX-License-Identifier: Apache-2.0 */
/* Native functions, as classes and completion see them. */
#ifndef CORE_VALUE_NATIVE_H
#define CORE_VALUE_NATIVE_H

#include "core/value/class.h"

/* A method of a class; owner is borrowed. */
struct value *native_method(struct ctx *, const struct native *,
    struct class *owner);
/* The row of a native function; null for other values. */
const struct native *native_row_of(const struct value *);
struct class *native_owner(const struct value *);
/* Is it what object or type have, the default? Null is too. */
bool native_is_default(const struct value *);

#endif
