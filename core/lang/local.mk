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
	%D%/mod_dataclasses.c \
	%D%/mod_getpass.c \
	%D%/mod_gc.c \
	%D%/mod_json.c \
	%D%/mod_math.c \
	%D%/mod_os.c \
	%D%/mod_re.c \
	%D%/mod_std.c %D%/mod_std.h \
	%D%/mod_sys.c \
	%D%/mod_time.c \
	%D%/mod_traceback.c \
	%D%/parse.c %D%/parse.h \
	%D%/parse_atom.c \
	%D%/parse_call.c \
	%D%/parse_expr.c \
	%D%/parse_param.c \
	%D%/parse_simple.c \
	%D%/parse_stmt.c \
	%D%/parse_target.c \
	%D%/regex.c %D%/regex.h \
	%D%/unit.c %D%/unit.h

## What runs it: modules, natives, tracebacks.
liblang_a_SOURCES += \
	%D%/builtin_file.c \
	%D%/builtin_iter.c \
	%D%/builtin_object.c \
	%D%/call.c \
	%D%/class_stmt.c \
	%D%/closure.c %D%/closure.h \
	%D%/code.c %D%/code.h \
	%D%/compile.c %D%/compile.h %D%/compile_private.h \
	%D%/compile_call.c \
	%D%/compile_comp.c \
	%D%/compile_def.c \
	%D%/compile_emit.c \
	%D%/compile_expr.c \
	%D%/compile_stmt.c \
	%D%/compile_try.c \
	%D%/frame.c %D%/frame.h %D%/frame_fast.h \
	%D%/generator.c \
	%D%/import.c \
	%D%/interp.c %D%/interp_private.h \
	%D%/loop.c \
	%D%/interp.h \
	%D%/mod_builtins.c %D%/mod_builtins.h \
	%D%/mod_capture.c \
	%D%/mod_files.c %D%/mod_files.h \
	%D%/mod_generate.c %D%/mod_generate.h \
	%D%/mod_grad.c %D%/mod_grad.h \
	%D%/mod_jax.c \
	%D%/mod_jax_random.c \
	%D%/mod_jnp.c \
	%D%/mod_magic.c %D%/mod_magic.h \
	%D%/mod_np.c \
	%D%/mod_penjing.c %D%/mod_penjing.h \
	%D%/mod_pz.c %D%/mod_pz.h \
	%D%/mod_pz_nx.c \
	%D%/mod_transformers.c \
	%D%/mod_tokenizer.c %D%/mod_tokenizer.h \
	%D%/module.c %D%/module.h \
	%D%/module_table.c \
	%D%/modules.h \
	%D%/numeric.c %D%/numeric.h \
	%D%/output.h \
	%D%/symbols.c %D%/symbols.h \
	%D%/traceback.c \
	%D%/vm.c %D%/vm.h \
	%D%/vm_calls.h \
	%D%/vm_exc.c \
	%D%/vm_fast.c %D%/vm_fast.h \
	%D%/vm_ops.c

## Modules that are said in the language, as C arrays.
lang_py = \
	core/lang/py/__future__.py \
	core/lang/py/abc.py \
	core/lang/py/capture.py \
	core/lang/py/collections.py \
	core/lang/py/collections_abc.py \
	core/lang/py/contextlib.py \
	core/lang/py/copy.py \
	core/lang/py/dataclasses.py \
	core/lang/py/enum.py \
	core/lang/py/functools.py \
	core/lang/py/gc.py \
	core/lang/py/io.py \
	core/lang/py/itertools.py \
	core/lang/py/json.py \
	core/lang/py/operator.py \
	core/lang/py/os.py \
	core/lang/py/os_path.py \
	core/lang/py/pathlib.py \
	core/lang/py/pprint.py \
	core/lang/py/pz.py \
	core/lang/py/re.py \
	core/lang/py/statistics.py \
	core/lang/py/string.py \
	core/lang/py/sys.py \
	core/lang/py/textwrap.py \
	core/lang/py/tqdm.py \
	core/lang/py/tqdm_notebook.py \
	core/lang/py/traceback.py \
	core/lang/py/transformers.py \
	core/lang/py/types.py \
	core/lang/py/typing.py \
	core/lang/py/variants_llama.py \
	core/lang/py/warnings.py
EXTRA_DIST += $(lang_py) build-aux/embed_py.sh
BUILT_SOURCES += core/lang/py.inc
CLEANFILES += core/lang/py.inc
nodist_liblang_a_SOURCES = core/lang/py.inc
core/lang/py.inc: $(lang_py) build-aux/embed_py.sh
	@$(MKDIR_P) core/lang
	$(AM_V_GEN)out=`pwd`/$@ && cd $(srcdir) && \
		sh build-aux/embed_py.sh py $(lang_py) >$$out.tmp && \
		mv $$out.tmp $$out

check_PROGRAMS += run_lang_front parse_dump
run_lang_front_SOURCES = $(runner_sources) tests/main_lang_front.c \
	tests/check_parse.c
run_lang_front_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_lang_front_LDADD = liblang.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)

## Run by the script, which compares what it writes with CPython's trees.
parse_dump_SOURCES = tests/parse_dump.c
parse_dump_LDADD = liblang.a libbase.a $(UTF8PROC_LIBS)
dist_check_SCRIPTS += tests/lang/parse_cases.sh tests/lang/run.sh
EXTRA_DIST += tests/lang/parse_cases.py tests/lang/parse_cases.txt
core/lang/liblang_a-mod_std.$(OBJEXT) \
core/lang/liblang_a-mod_capture.$(OBJEXT) \
core/lang/liblang_a-mod_dataclasses.$(OBJEXT) \
core/lang/liblang_a-mod_gc.$(OBJEXT) \
core/lang/liblang_a-mod_json.$(OBJEXT) \
core/lang/liblang_a-mod_os.$(OBJEXT) \
core/lang/liblang_a-mod_pz.$(OBJEXT) \
core/lang/liblang_a-mod_re.$(OBJEXT) \
core/lang/liblang_a-mod_sys.$(OBJEXT) \
core/lang/liblang_a-mod_traceback.$(OBJEXT): core/lang/py.inc
core/lang/liblang_a-mod_transformers.$(OBJEXT): core/lang/py.inc

## Runs a file, for the cases in tests/lang; see tests/lang_run.c.
noinst_PROGRAMS += lang_run
lang_run_SOURCES = tests/lang_run.c
lang_run_LDADD = liblang.a libselect.a libload.a liblayer.a libvalue.a \
	libtensor.a libbase.a $(PCRE2_LIBS) $(UTF8PROC_LIBS) $(JANSSON_LIBS) \
	$(ZLIB_LIBS)
lang_run_LDFLAGS = $(AM_LDFLAGS) -rdynamic
