/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/kern.h"

#if defined(__x86_64__)
#pragma GCC target("avx,avx2,fma,f16c")
#include <immintrin.h>

#include "core/tensor/half.h"

#define VL 8
#define KERN kern_avx2
#define KERN_NAME "avx2"

static bool
usable(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

#include "core/tensor/backend/body_vec.h"
#include "core/tensor/backend/body_point.h"
#include "core/tensor/backend/body_dot.h"
#include "core/tensor/backend/body_turn.h"
#include "core/tensor/backend/body_flash.h"
#include "core/tensor/backend/body_table.h"
#endif
