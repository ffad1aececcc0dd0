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
/* text.format(*args, **kwargs): a tuple and a mapping. */
struct value *str_format(struct ctx *, struct value *text,
    struct value *args, struct value *kwargs);
struct value *bytes_decode(struct ctx *, struct value *bytes,
    struct value *encoding, struct value *errors);
struct value *str_encode(struct ctx *, struct value *text,
    struct value *encoding, struct value *errors);

/* The methods themselves; str_methods.c lists them. */
struct value *str_find(struct ctx *, struct value *const *args);
struct value *str_rfind(struct ctx *, struct value *const *args);
struct value *str_index(struct ctx *, struct value *const *args);
struct value *str_rindex(struct ctx *, struct value *const *args);
struct value *str_count(struct ctx *, struct value *const *args);
struct value *str_startswith(struct ctx *, struct value *const *args);
struct value *str_endswith(struct ctx *, struct value *const *args);
struct value *str_removeprefix(struct ctx *, struct value *const *args);
struct value *str_removesuffix(struct ctx *, struct value *const *args);
struct value *str_replace(struct ctx *, struct value *const *args);
struct value *str_partition(struct ctx *, struct value *const *args);
struct value *str_rpartition(struct ctx *, struct value *const *args);
struct value *str_strip(struct ctx *, struct value *const *args);
struct value *str_lstrip(struct ctx *, struct value *const *args);
struct value *str_rstrip(struct ctx *, struct value *const *args);
struct value *str_split(struct ctx *, struct value *const *args);
struct value *str_rsplit(struct ctx *, struct value *const *args);
struct value *str_splitlines(struct ctx *, struct value *const *args);
struct value *str_join(struct ctx *, struct value *const *args);
struct value *str_upper(struct ctx *, struct value *const *args);
struct value *str_lower(struct ctx *, struct value *const *args);
struct value *str_casefold(struct ctx *, struct value *const *args);
struct value *str_capitalize(struct ctx *, struct value *const *args);
struct value *str_title(struct ctx *, struct value *const *args);
struct value *str_swapcase(struct ctx *, struct value *const *args);
struct value *str_isalpha(struct ctx *, struct value *const *args);
struct value *str_isalnum(struct ctx *, struct value *const *args);
struct value *str_isdecimal(struct ctx *, struct value *const *args);
struct value *str_isdigit(struct ctx *, struct value *const *args);
struct value *str_isnumeric(struct ctx *, struct value *const *args);
struct value *str_isspace(struct ctx *, struct value *const *args);
struct value *str_isprintable(struct ctx *, struct value *const *args);
struct value *str_isascii(struct ctx *, struct value *const *args);
struct value *str_isidentifier(struct ctx *, struct value *const *args);
struct value *str_isupper(struct ctx *, struct value *const *args);
struct value *str_islower(struct ctx *, struct value *const *args);
struct value *str_istitle(struct ctx *, struct value *const *args);
struct value *str_ljust(struct ctx *, struct value *const *args);
struct value *str_rjust(struct ctx *, struct value *const *args);
struct value *str_center(struct ctx *, struct value *const *args);
struct value *str_zfill(struct ctx *, struct value *const *args);
struct value *str_expandtabs(struct ctx *, struct value *const *args);
struct value *str_translate(struct ctx *, struct value *const *args);
struct value *str_maketrans(struct ctx *, struct value *const *args);

#endif
