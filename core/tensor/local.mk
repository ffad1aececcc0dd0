## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libtensor.a

libtensor_a_SOURCES = \
	%D%/arrange.c \
	%D%/axes.c %D%/axes.h \
	%D%/backend.h \
	%D%/contract.c %D%/contract_args.c %D%/contract.h \
	%D%/dtype.c %D%/dtype.h \
	%D%/engine.c %D%/engine.h \
	%D%/fuse.c %D%/fuse.h \
	%D%/fuse_along.c %D%/fuse_attention.c \
	%D%/fuse_matmul.c %D%/fuse_pointwise.c \
	%D%/gather.c \
	%D%/guard.c %D%/guard.h \
	%D%/grad.c \
	%D%/half.h \
	%D%/point_kernel.c %D%/point_kernel.h \
	%D%/node.c %D%/node.h \
	%D%/normalize.c \
	%D%/op.h \
	%D%/plan.c %D%/plan.h \
	%D%/elementwise.c \
	%D%/quant.c %D%/quant.h %D%/quant_block.h \
	%D%/quant_grid.c %D%/quant_grid.h \
	%D%/quant_iq.c %D%/quant_k.c \
	%D%/random.c \
	%D%/read.c \
	%D%/reduce.c \
	%D%/rope.c \
	%D%/rows.c %D%/rows.h \
	%D%/sort_rows.c \
	%D%/storage.c %D%/storage.h \
	%D%/strided.c %D%/strided.h \
	%D%/tape.c %D%/tape.h \
	%D%/tensor.c %D%/tensor.h \
	%D%/views.c \
	%D%/wide.c %D%/wide.h

# Loops over elements are worth vectorising at any -O. No code here looks at
# errno or at floating-point exceptions.
libtensor_a_CFLAGS = $(AM_CFLAGS) -ftree-vectorize \
	$(VECTOR_CFLAGS) -fno-math-errno -fno-trapping-math

check_PROGRAMS += run_tensor
run_tensor_SOURCES = $(runner_sources) tests/main_tensor.c \
	tests/check_tensor.c tests/check_ops.c tests/check_moves.c \
	tests/check_grad.c \
	tests/ref_ops.c tests/ref_ops.h tests/samples.c tests/samples.h
run_tensor_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_tensor_LDADD = libtensor.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)
