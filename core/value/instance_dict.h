/* SPDX-License-Identifier: Apache-2.0 */
/* obj.__dict__: a live view of the attributes of an instance. */
#ifndef CORE_VALUE_INSTANCE_DICT_H
#define CORE_VALUE_INSTANCE_DICT_H

#include "core/value/class.h"

extern const struct kind instance_dict_kind;
struct value *instance_dict_new(struct ctx *, struct value *instance);

#endif
