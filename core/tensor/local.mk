## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libtensor.a

libtensor_a_SOURCES = \
	%D%/backend.h \
	%D%/dtype.h \
	%D%/half.h \
	%D%/node.h \
	%D%/plan.c %D%/plan.h \
	%D%/quant.c %D%/quant.h %D%/quant_block.h \
	%D%/quant_k.c \
	%D%/storage.h \
	%D%/tensor.h
