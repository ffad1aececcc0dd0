## SPDX-License-Identifier: Apache-2.0
## Each target is replayed over its corpus in make check; with
## --enable-fuzz (clang) it is built for libFuzzer too.
EXTRA_DIST += %D%/corpus

check_PROGRAMS += replay_wire
replay_wire_SOURCES = %D%/replay.c %D%/fuzz_wire.c
replay_wire_CPPFLAGS = $(libkernel_a_CPPFLAGS)
replay_wire_LDADD = libkernel.a $(fake_session) libbase.a $(kernel_libs) \
	$(UTF8PROC_LIBS)

check_PROGRAMS += replay_parse
replay_parse_SOURCES = %D%/replay.c %D%/fuzz_parse.c
replay_parse_LDADD = liblang.a libbase.a $(UTF8PROC_LIBS)

check_PROGRAMS += replay_lex replay_compile
replay_lex_SOURCES = %D%/replay.c %D%/fuzz_lex.c
replay_lex_LDADD = $(replay_parse_LDADD)
replay_compile_SOURCES = %D%/replay.c %D%/fuzz_compile.c
replay_compile_LDADD = $(lang_run_LDADD)
replay_compile_LDFLAGS = $(lang_run_LDFLAGS)

check_PROGRAMS += replay_eval
replay_eval_SOURCES = %D%/replay.c %D%/fuzz_eval.c
replay_eval_LDADD = $(lang_run_LDADD)
replay_eval_LDFLAGS = $(lang_run_LDFLAGS)

check_PROGRAMS += replay_ckpt replay_tokenizer replay_chat
replay_ckpt_SOURCES = %D%/replay.c %D%/fuzz_ckpt.c
replay_ckpt_CPPFLAGS = $(run_load_CPPFLAGS)
replay_ckpt_LDADD = $(run_load_LDADD)
replay_tokenizer_SOURCES = %D%/replay.c %D%/fuzz_tokenizer.c
replay_tokenizer_CPPFLAGS = $(run_load_CPPFLAGS)
replay_tokenizer_LDADD = $(run_load_LDADD)
replay_chat_SOURCES = %D%/replay.c %D%/fuzz_chat.c
replay_chat_CPPFLAGS = $(run_load_CPPFLAGS)
replay_chat_LDADD = $(run_load_LDADD)

if FUZZ
noinst_PROGRAMS += fuzz_lex fuzz_compile
fuzz_lex_SOURCES = %D%/fuzz_lex.c
fuzz_lex_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_lex_LDADD = $(replay_parse_LDADD)
fuzz_compile_SOURCES = %D%/fuzz_compile.c
fuzz_compile_LDFLAGS = $(lang_run_LDFLAGS) -fsanitize=fuzzer
fuzz_compile_LDADD = $(lang_run_LDADD)
noinst_PROGRAMS += fuzz_eval
fuzz_eval_SOURCES = %D%/fuzz_eval.c
fuzz_eval_LDFLAGS = $(lang_run_LDFLAGS) -fsanitize=fuzzer
fuzz_eval_LDADD = $(lang_run_LDADD)
noinst_PROGRAMS += fuzz_ckpt fuzz_tokenizer fuzz_chat
fuzz_ckpt_SOURCES = %D%/fuzz_ckpt.c
fuzz_ckpt_CPPFLAGS = $(run_load_CPPFLAGS)
fuzz_ckpt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_ckpt_LDADD = $(run_load_LDADD)
fuzz_tokenizer_SOURCES = %D%/fuzz_tokenizer.c
fuzz_tokenizer_CPPFLAGS = $(run_load_CPPFLAGS)
fuzz_tokenizer_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_tokenizer_LDADD = $(run_load_LDADD)
fuzz_chat_SOURCES = %D%/fuzz_chat.c
fuzz_chat_CPPFLAGS = $(run_load_CPPFLAGS)
fuzz_chat_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_chat_LDADD = $(run_load_LDADD)
noinst_PROGRAMS += fuzz_parse
fuzz_parse_SOURCES = %D%/fuzz_parse.c
fuzz_parse_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_parse_LDADD = $(replay_parse_LDADD)
noinst_PROGRAMS += fuzz_wire
fuzz_wire_SOURCES = %D%/fuzz_wire.c
fuzz_wire_CPPFLAGS = $(libkernel_a_CPPFLAGS)
fuzz_wire_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_wire_LDADD = $(replay_wire_LDADD)
endif
