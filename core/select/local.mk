## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libselect.a

libselect_a_SOURCES = \
	%D%/partition.c \
	%D%/select.c %D%/select.h \
	%D%/select_at.c \
	%D%/select_class.c \
	%D%/select_edit.c \
	%D%/select_find.c \
	%D%/select_rows.h
