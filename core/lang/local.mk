## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += liblang.a

liblang_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS) $(PCRE2_CFLAGS) \
	$(JANSSON_CFLAGS)
liblang_a_SOURCES = \
	%D%/ast.c %D%/ast.h \
	%D%/ast_dump.c \
	%D%/ast_walk.c %D%/ast_walk.h \
	%D%/complete_cell.c \
	%D%/fstring.c \
	%D%/lex.c %D%/lex.h \
	%D%/lex_number.c \
	%D%/literal.c \
	%D%/magic.c %D%/magic.h \
	%D%/parse.c %D%/parse.h \
	%D%/parse_atom.c \
	%D%/parse_call.c \
	%D%/parse_expr.c \
	%D%/parse_param.c \
	%D%/parse_simple.c \
	%D%/parse_stmt.c \
	%D%/parse_target.c \
	%D%/unit.c %D%/unit.h

## What runs it: modules, natives, tracebacks.
liblang_a_SOURCES += \
	%D%/builtin_iter.c \
	%D%/builtin_object.c \
	%D%/interp.h \
	%D%/mod_builtins.c %D%/mod_builtins.h \
	%D%/mod_generate.c %D%/mod_generate.h \
	%D%/mod_jax.c \
	%D%/mod_jax_random.c \
	%D%/mod_jnp.c \
	%D%/mod_magic.c %D%/mod_magic.h \
	%D%/mod_np.c \
	%D%/mod_penjing.c %D%/mod_penjing.h \
	%D%/mod_pz.c %D%/mod_pz.h \
	%D%/mod_pz_nx.c \
	%D%/module.c %D%/module.h \
	%D%/module_table.c \
	%D%/modules.h \
	%D%/numeric.c %D%/numeric.h \
	%D%/output.h \
	%D%/traceback.c

check_PROGRAMS += run_lang_front parse_dump
run_lang_front_SOURCES = $(runner_sources) tests/main_lang_front.c \
	tests/check_parse.c
run_lang_front_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_lang_front_LDADD = liblang.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)

## Run by the script, which compares what it writes with CPython's trees.
parse_dump_SOURCES = tests/parse_dump.c
parse_dump_LDADD = liblang.a libbase.a $(UTF8PROC_LIBS)
dist_check_SCRIPTS += tests/lang/parse_cases.sh
EXTRA_DIST += tests/lang/parse_cases.py tests/lang/parse_cases.txt
