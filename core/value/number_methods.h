/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of the numbers. */
#ifndef CORE_VALUE_NUMBER_METHODS_H
#define CORE_VALUE_NUMBER_METHODS_H

#include "core/value/class.h"

extern const struct native int_methods[], int_class_methods[];
extern const struct getter int_getters[];
extern const struct native float_methods[], float_class_methods[];
extern const struct getter float_getters[];

#endif
