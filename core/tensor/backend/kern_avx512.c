/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/kern.h"

#if defined(__x86_64__)
#pragma GCC target("avx,avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl")
#include <immintrin.h>

#include "core/tensor/half.h"

#define VL 16
#define KERN kern_avx512
#define KERN_NAME "avx512"

static bool
usable(void)
{
	return __builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512dq") &&
	    __builtin_cpu_supports("avx512vl");
}

#include "core/tensor/backend/body_vec.h"
#include "core/tensor/backend/body_point.h"
#include "core/tensor/backend/body_dot.h"
#include "core/tensor/backend/body_turn.h"
#include "core/tensor/backend/body_flash.h"
#include "core/tensor/backend/body_table.h"
#endif
