## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libkernel.a

libkernel_a_SOURCES = \
	%D%/cell.h %D%/clock.h %D%/command.h %D%/comm.h \
	%D%/channel.c %D%/channel.h \
	%D%/channel_register.c %D%/channel_register.h \
	%D%/cmd_describe.c \
	%D%/cmd_install.c \
	%D%/cmd_kernel.c \
	%D%/cmd_repl.c \
	%D%/cmd_run.c \
	%D%/cmd_view.c \
	%D%/connect.c %D%/connect.h \
	%D%/crash.c %D%/crash.h \
	%D%/cursor.c %D%/cursor.h \
	%D%/dispatch.c %D%/dispatch.h \
	%D%/emit.c %D%/emit.h \
	%D%/heartbeat.c %D%/heartbeat.h \
	%D%/history.c %D%/history.h \
	%D%/inbox.c %D%/inbox.h \
	%D%/io.c %D%/io.h \
	%D%/kernel.c %D%/kernel.h \
	%D%/lenient.c %D%/lenient.h \
	%D%/on_comm.c \
	%D%/on_complete.c \
	%D%/on_connect.c \
	%D%/on_debug.c \
	%D%/on_execute.c \
	%D%/on_history.c \
	%D%/on_inspect.c \
	%D%/on_interrupt.c \
	%D%/on_is_complete.c \
	%D%/on_kernel_info.c \
	%D%/on_shutdown.c \
	%D%/on_usage.c \
	%D%/notebook.c %D%/notebook.h \
	%D%/outbox.c %D%/outbox.h \
	%D%/publish.c %D%/publish.h \
	%D%/sign.c %D%/sign.h \
	%D%/sink.c %D%/sink.h \
	%D%/startup.c \
	%D%/stdin.c %D%/stdin.h \
	%D%/terminal.c %D%/terminal.h \
	%D%/wire.c %D%/wire.h
if EDIT
libkernel_a_SOURCES += %D%/line.h %D%/line_edit.c
else
libkernel_a_SOURCES += %D%/line.h %D%/line_plain.c
endif
EXTRA_DIST += %D%/line_edit.c %D%/line_plain.c
libkernel_a_CPPFLAGS = $(AM_CPPFLAGS) $(ZMQ_CFLAGS) $(SODIUM_CFLAGS) \
	$(JANSSON_CFLAGS) $(UUID_CFLAGS) $(EDIT_CFLAGS)

kernel_libs = $(ZMQ_LIBS) $(SODIUM_LIBS) $(JANSSON_LIBS) $(UUID_LIBS)


bin_PROGRAMS += penjing
penjing_SOURCES = %D%/main.c
penjing_CPPFLAGS = $(libkernel_a_CPPFLAGS)
penjing_LDADD = libkernel.a libdisplay.a libsession.a liblang.a libload.a \
	libselect.a liblayer.a libvalue.a libtensor.a libbase.a \
	$(kernel_libs) $(PNG_LIBS) $(ZLIB_LIBS) $(PCRE2_LIBS) \
	$(UTF8PROC_LIBS)

## A session that knows a few lines of Python only shows faults of the
## protocol apart from those of the language: penjing_fake is the program
## with it, run_kernel tests with it.
noinst_LIBRARIES += libfakesession.a
libfakesession_a_SOURCES = tests/fake_session.c
fake_session = libfakesession.a

noinst_PROGRAMS += penjing_fake
penjing_fake_SOURCES = %D%/main.c
penjing_fake_CPPFLAGS = $(libkernel_a_CPPFLAGS)
penjing_fake_LDADD = libkernel.a $(fake_session) libbase.a $(kernel_libs) \
	$(UTF8PROC_LIBS)
kernel/libkernel_a-cmd_install.$(OBJEXT): kernelspec/assets.inc

check_PROGRAMS += run_kernel
run_kernel_SOURCES = $(runner_sources) tests/main_kernel.c \
	tests/check_wire.c tests/check_history.c tests/check_dispatch.c
run_kernel_CPPFLAGS = $(libkernel_a_CPPFLAGS) $(CHECK_CFLAGS)
run_kernel_LDADD = libkernel.a $(fake_session) libbase.a $(CHECK_LIBS) \
	$(kernel_libs) $(UTF8PROC_LIBS)

dist_check_SCRIPTS += tests/protocol/run.sh
EXTRA_DIST += tests/protocol/leaks.supp tests/protocol/conftest.py \
	tests/protocol/test_batch.py \
	tests/protocol/test_conformance.py tests/protocol/test_control.py \
	tests/protocol/test_execute.py tests/protocol/test_interrupt.py \
	tests/protocol/test_questions.py \
	tests/protocol/test_stdin.py tests/protocol/test_wire.py
