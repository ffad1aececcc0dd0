## SPDX-License-Identifier: Apache-2.0
EXTRA_DIST += tests/data/quant_blocks.bin tests/data/quant_golden.py

check_PROGRAMS += run_backend
run_backend_SOURCES = $(runner_sources) tests/main_backend.c \
	tests/check_quant.c
run_backend_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_backend_LDADD = libtensor.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)
