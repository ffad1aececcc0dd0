/* SPDX-License-Identifier: Apache-2.0 */
/* What an array is and how its numbers lie, in a line. */
#ifndef DISPLAY_SUMMARY_H
#define DISPLAY_SUMMARY_H

#include "core/base/buf.h"
#include "core/tensor/tensor.h"

/* "float32(3, 4 | heads:8)"; bar: also where no axis has a name. */
void summary_shape(struct buf *, const struct tensor *, bool bar);
/* " ≈0.0 ±1.0 [≥-3.0, ≤3.0] zero:1 nonzero:99" */
void summary_stats(struct buf *, enum dtype, const struct tensor_stats *);
/* Python's format(x, ".2"). */
void summary_number(struct buf *, double);

#endif
