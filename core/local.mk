## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libsession.a

libsession_a_SOURCES = \
	%D%/complete.c %D%/complete_private.h \
	%D%/complete_string.c \
	%D%/inspect.c \
	%D%/look.c %D%/look.h \
	%D%/session.c %D%/session.h \
	%D%/session_private.h

check_PROGRAMS += run_session
run_session_SOURCES = $(runner_sources) tests/main_session.c \
	tests/check_session.c tests/check_layer.c tests/collect.c \
	tests/collect.h
run_session_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_session_LDADD = libsession.a liblang.a libselect.a libload.a liblayer.a \
	libvalue.a libtensor.a libbase.a $(CHECK_LIBS) $(JANSSON_LIBS) \
	$(ZLIB_LIBS) $(PCRE2_LIBS) $(UTF8PROC_LIBS)
