/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the classes that Python calls built-in types. */
#ifndef CORE_VALUE_BUILTIN_TYPES_H
#define CORE_VALUE_BUILTIN_TYPES_H

#include "core/value/class.h"

extern const struct class_row none_row, ellipsis_row, not_implemented_row,
    bool_row, int_row, float_row, str_row, bytes_row, list_row, tuple_row,
    dict_row, set_row, frozenset_row, range_row, slice_row, property_row,
    classmethod_row, staticmethod_row, super_row, union_row, native_row,
    method_row;

/* Views and iterators; they have no names to be called by. */
extern const struct class_row dict_keys_row, dict_values_row, dict_items_row,
    iterator_row;

/* What assignment to a frozen instance raises; an AttributeError. */
extern const struct class_row frozen_instance_error_row;

/* Those that the module builtins lists, exceptions too; ends with null. */
extern const struct class_row *const builtin_types[];

#endif
