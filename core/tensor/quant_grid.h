/* SPDX-License-Identifier: Apache-2.0 */
/* Private to quant_iq.c: the code books of the IQ types. */
#ifndef CORE_TENSOR_QUANT_GRID_H
#define CORE_TENSOR_QUANT_GRID_H

#include <stdint.h>

/* Eight places of 2 bits each. */
extern const uint16_t quant_grid_iq1[2048];
extern const uint16_t quant_grid_iq2_xxs[256], quant_grid_iq2_xs[512],
    quant_grid_iq2_s[1024];
/* Four places of 4 bits each. */
extern const uint16_t quant_grid_iq3_xxs[256], quant_grid_iq3_s[512];

#endif
