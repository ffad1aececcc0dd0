## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libload.a

libload_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(ZLIB_CFLAGS) \
	$(PCRE2_CFLAGS) $(UTF8PROC_CFLAGS)
libload_a_SOURCES = \
	%D%/arch.c %D%/arch.h \
	%D%/arch_llama.c \
	%D%/locate.c %D%/locate.h \
	%D%/settings.c %D%/settings.h \
	%D%/ckpt.c %D%/ckpt.h %D%/ckpt_tree.c \
	%D%/format.h \
	%D%/gguf.c %D%/gguf.h \
	%D%/jsonfile.c %D%/jsonfile.h \
	%D%/npz.c \
	%D%/safetensors.c
