## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libkernel.a

libkernel_a_SOURCES = \
	%D%/cell.h %D%/clock.h %D%/command.h %D%/comm.h \
	%D%/channel.c %D%/channel.h \
	%D%/cmd_describe.c \
	%D%/cmd_install.c \
	%D%/cmd_kernel.c \
	%D%/cmd_repl.c \
	%D%/cmd_run.c \
	%D%/cmd_view.c \
	%D%/connect.c %D%/connect.h \
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
libkernel_a_CPPFLAGS = $(AM_CPPFLAGS) $(ZMQ_CFLAGS) $(SODIUM_CFLAGS) \
	$(JANSSON_CFLAGS) $(UUID_CFLAGS)

kernel_libs = $(ZMQ_LIBS) $(SODIUM_LIBS) $(JANSSON_LIBS) $(UUID_LIBS)

## The program with a session that knows a few lines of Python only: it
## shows faults of the protocol apart from those of the language.
noinst_PROGRAMS += penjing_fake
penjing_fake_SOURCES = %D%/main.c tests/fake_session.c
penjing_fake_CPPFLAGS = $(libkernel_a_CPPFLAGS)
penjing_fake_LDADD = libkernel.a libbase.a $(kernel_libs) $(UTF8PROC_LIBS)

check_PROGRAMS += run_kernel
run_kernel_SOURCES = $(runner_sources) tests/main_kernel.c \
	tests/check_wire.c tests/check_history.c tests/check_dispatch.c \
	tests/fake_session.c
run_kernel_CPPFLAGS = $(libkernel_a_CPPFLAGS) $(CHECK_CFLAGS)
run_kernel_LDADD = libkernel.a libbase.a $(CHECK_LIBS) $(kernel_libs) \
	$(UTF8PROC_LIBS)
kernel/libkernel_a-cmd_install.$(OBJEXT): kernelspec/assets.inc
