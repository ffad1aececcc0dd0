/* SPDX-License-Identifier: Apache-2.0 */
/* Normalisation over named axes. */
#ifndef CORE_LAYER_NORM_H
#define CORE_LAYER_NORM_H

#include "core/layer/layer.h"

extern const struct class_row standardize_row, layer_norm_row,
    rms_standardize_row, rms_layer_norm_row;

#endif
