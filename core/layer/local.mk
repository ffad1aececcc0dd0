## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += liblayer.a

liblayer_a_SOURCES = \
	%D%/activation.c %D%/activation.h \
	%D%/attention.c %D%/attention.h \
	%D%/combine.c %D%/combine.h \
	%D%/einsum.c \
	%D%/embedding.c %D%/embedding.h \
	%D%/group.c %D%/group.h \
	%D%/layer.c %D%/layer.h \
	%D%/linear.c %D%/linear.h \
	%D%/norm.c %D%/norm.h \
	%D%/sampling.c \
	%D%/transformer.c %D%/transformer.h
