## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libload.a

libload_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(ZLIB_CFLAGS) \
	$(PCRE2_CFLAGS) $(UTF8PROC_CFLAGS)
libload_a_SOURCES = \
	%D%/arch.c %D%/arch.h \
	%D%/arch_gpt.c %D%/gpt.h %D%/gpt_config.c %D%/gpt_tensors.c \
	%D%/arch_llama.c %D%/llama.h %D%/llama_config.c \
	%D%/llama_tensors.c \
	%D%/bpe.c \
	%D%/chat.c %D%/chat.h %D%/chat_expr.c %D%/chat_filter.c \
	%D%/chat_parts.h \
	%D%/ckpt.c %D%/ckpt.h %D%/ckpt_format.h %D%/ckpt_tree.c \
	%D%/ckpt_save.c %D%/ckpt_save.h \
	%D%/detoken.c \
	%D%/gguf.c %D%/gguf.h \
	%D%/jsonfile.c %D%/jsonfile.h \
	%D%/locate.c %D%/locate.h \
	%D%/normal.c \
	%D%/npz.c \
	%D%/part.c %D%/part.h \
	%D%/pretoken.c \
	%D%/safetensors.c \
	%D%/sentencepiece.c \
	%D%/settings.c %D%/settings.h \
	%D%/tokenizer.c %D%/tokenizer.h %D%/tokenizer_parts.h \
	%D%/tokenizer_config.c %D%/tokenizer_decode.c \
	%D%/tokenizer_encode.c %D%/tokenizer_gguf.c \
	%D%/tokenizer_json.c \
	%D%/unigram.c \
	%D%/vocab.c %D%/vocab.h \
	%D%/weights.c %D%/weights.h \
	%D%/wordpiece.c

check_PROGRAMS += run_load
run_load_SOURCES = $(runner_sources) tests/main_load.c tests/load_case.h \
	tests/check_ckpt.c tests/check_tokenizer.c \
	tests/check_chat.c tests/check_arch.c
run_load_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) $(JANSSON_CFLAGS)
run_load_LDADD = libload.a liblayer.a libvalue.a libtensor.a libbase.a \
	$(CHECK_LIBS) $(JANSSON_LIBS) $(ZLIB_LIBS) $(PCRE2_LIBS) \
	$(UTF8PROC_LIBS)
EXTRA_DIST += tests/data/load
