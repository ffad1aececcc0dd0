## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libvalue.a

libvalue_a_SOURCES = \
	%D%/alloc.c %D%/array.c %D%/array.h %D%/array_methods.c \
	%D%/array_ops.c %D%/array_ops.h %D%/array_show.c %D%/array_text.c \
	%D%/array_text.h %D%/builtin_types.h %D%/bytes.c %D%/bytes_methods.c \
	%D%/class.c %D%/class.h %D%/class_call.c %D%/class_create.c \
	%D%/class_create.h %D%/class_fields.c %D%/class_mro.c \
	%D%/class_slots.c %D%/cycle.c %D%/descriptor.c %D%/dict.c %D%/dict.h \
	%D%/dict_methods.c %D%/dict_tree.c %D%/dict_view.c %D%/dtype_value.c \
	%D%/exc.c %D%/float.c %D%/format.c %D%/format_spec.h %D%/index.c \
	%D%/index_at.c %D%/instance.c %D%/instance.h %D%/instance_dict.c \
	%D%/instance_dict.h %D%/instance_special.c %D%/int.c %D%/iter.c \
	%D%/iter.h %D%/list.c %D%/list.h %D%/list_methods.c %D%/list_sort.c \
	%D%/named.c %D%/named.h %D%/native.c %D%/native.h %D%/ndarray.c \
	%D%/nmap.c %D%/number.h %D%/number_methods.c %D%/number_methods.h \
	%D%/object.c %D%/operator.c %D%/param.c %D%/param.h \
	%D%/param_default.c %D%/path.c %D%/range.c %D%/range.h %D%/repr.c \
	%D%/repr.h %D%/runtime.c %D%/runtime.h %D%/scalar.c %D%/seq.c \
	%D%/seq.h %D%/set.c %D%/set.h %D%/set_methods.c %D%/slice.c \
	%D%/spread.c %D%/spread.h %D%/str.c %D%/str.h %D%/str_case.c \
	%D%/str_codec.c %D%/str_format.c %D%/str_methods.c %D%/str_methods.h \
	%D%/str_percent.c %D%/str_search.c %D%/str_split.c %D%/super.c \
	%D%/tree.c %D%/tree.h %D%/tuple.c %D%/unicode.c %D%/union.c \
	%D%/value.c %D%/value.h %D%/var.c

EXTRA_DIST += tests/data/value_cases.py tests/data/value_cases.txt

check_PROGRAMS += run_value
run_value_SOURCES = $(runner_sources) tests/main_value.c \
	tests/check_container.c tests/check_cases.c \
	tests/check_class.c
run_value_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS)
run_value_LDADD = libvalue.a libbase.a $(CHECK_LIBS) $(UTF8PROC_LIBS)
