/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of str and bytes, and what they share. */
#ifndef CORE_VALUE_STR_METHODS_H
#define CORE_VALUE_STR_METHODS_H

#include "core/value/class.h"

extern const struct native str_methods[], str_statics[];
extern const struct native bytes_methods[], bytes_class_methods[];

/* text % value(s) */
struct value *str_percent(struct ctx *, struct value *text,
    struct value *args);
/* text.format(*args, **kwargs): a tuple and a dict. */
struct value *str_format(struct ctx *, struct value *text,
    struct value *args, struct value *kwargs);
struct value *bytes_decode(struct ctx *, struct value *bytes,
    struct value *encoding, struct value *errors);
struct value *str_encode(struct ctx *, struct value *text,
    struct value *encoding, struct value *errors);

/* Methods by file; str_methods joins them. */
struct value *str_strip(struct ctx *, struct value *const *);

#endif
