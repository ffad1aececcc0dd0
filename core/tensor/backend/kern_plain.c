/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/kern.h"

#include "core/tensor/half.h"

/* What every processor of the architecture has. */
#define VL 4
#define KERN kern_plain
#define KERN_NAME "plain"

static bool
usable(void)
{
	return true;
}

#include "core/tensor/backend/body_vec.h"
#include "core/tensor/backend/body_point.h"
#include "core/tensor/backend/body_dot.h"
#include "core/tensor/backend/body_turn.h"
#include "core/tensor/backend/body_flash.h"
#include "core/tensor/backend/body_table.h"
