## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libbase.a

libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/atom.c %D%/atom.h \
	%D%/buf.c %D%/buf.h \
	%D%/cstr.h \
	%D%/ctx.c %D%/ctx.h \
	%D%/err.c %D%/err.h \
	%D%/ptr_map.c %D%/ptr_map.h \
	%D%/scope.c %D%/scope.h \
	%D%/suggest.c %D%/suggest.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/xalloc.c %D%/xalloc.h \
	%D%/attr.h

check_PROGRAMS += run_base
run_base_SOURCES = $(runner_sources) tests/main_base.c tests/check_base.c
run_base_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_base_LDADD = libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)
