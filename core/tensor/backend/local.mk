## SPDX-License-Identifier: Apache-2.0
## The loadable backend: a shared object made without libtool, found beside
## the programs in a build tree.
backenddir = $(pkglibdir)
backend_PROGRAMS = penjing-backend.so
penjing_backend_so_SOURCES = \
	core/tensor/quant.c core/tensor/quant_grid.c \
	core/tensor/quant_iq.c core/tensor/quant_k.c \
	%D%/types.c \
	%D%/along.c \
	%D%/heads.c \
	%D%/body_dot.h %D%/body_flash.h %D%/body_point.h %D%/body_table.h \
	%D%/body_turn.h \
	%D%/body_vec.h \
	%D%/dnnl.c \
	%D%/kern.h %D%/kern_avx2.c %D%/kern_avx512.c %D%/kern_plain.c \
	%D%/product.c \
	%D%/cpu.h \
	%D%/open.c \
	%D%/pack.c %D%/pack.h \
	%D%/pointwise.c \
	%D%/pool.c \
	%D%/slabs.c %D%/slabs.h \
	%D%/split.c %D%/split.h
penjing_backend_so_CPPFLAGS = $(AM_CPPFLAGS) $(DNNL_CFLAGS)
penjing_backend_so_CFLAGS = $(AM_CFLAGS) -fPIC -fvisibility=hidden -fopenmp \
	-ffp-contract=fast -fno-math-errno -fno-trapping-math \
	-ftree-vectorize $(VECTOR_CFLAGS)
penjing_backend_so_LDFLAGS = $(AM_LDFLAGS) -shared -fPIC -fopenmp
penjing_backend_so_LDADD = $(DNNL_LIBS)

EXTRA_DIST += tests/data/quant_blocks.bin tests/data/quant_golden.py

check_PROGRAMS += run_backend
run_backend_SOURCES = $(runner_sources) tests/main_backend.c \
	tests/check_backend.c tests/check_fuse.c tests/check_quant.c \
	tests/backend_open.h
EXTRA_run_backend_DEPENDENCIES = penjing-backend.so
run_backend_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_backend_LDADD = libtensor.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)

## make bench_decode && ./bench_decode [TYPE [ISA]]
EXTRA_PROGRAMS += bench_decode
bench_decode_SOURCES = tests/bench/bench_decode.c tests/backend_open.h
EXTRA_bench_decode_DEPENDENCIES = penjing-backend.so
EXTRA_PROGRAMS += bench_model
bench_model_SOURCES = tests/bench/bench_model.c
bench_model_LDADD = libtensor.a libbase.a $(UTF8PROC_LIBS)
EXTRA_bench_model_DEPENDENCIES = penjing-backend.so
