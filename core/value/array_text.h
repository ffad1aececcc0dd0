/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of arrays as text, to the character as NumPy and JAX print them. */
#ifndef CORE_VALUE_ARRAY_TEXT_H
#define CORE_VALUE_ARRAY_TEXT_H

#include "core/tensor/tensor.h"

/* "Array([1, 2], dtype=int32)", or NumPy's "array([1, 2])". Computes t; reads
 * only the elements that are shown. */
bool array_text_repr(struct ctx *, struct buf *, struct tensor *, bool numpy);
/* "[1 2]" */
bool array_text_str(struct ctx *, struct buf *, struct tensor *);

#endif
