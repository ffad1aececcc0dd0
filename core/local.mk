## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libsession.a

libsession_a_SOURCES = \
	%D%/complete.c \
	%D%/inspect.c \
	%D%/look.c %D%/look.h \
	%D%/session.c %D%/session.h \
	%D%/session_private.h
