/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one error type. A failing call raises once and returns null or false;
 * the first error wins. The kinds are Python's own exception classes, so that
 * what native code raises and what a cell raises are one hierarchy: core/lang
 * turns a kind into its class. Leaf code never knows source positions: the
 * evaluator adds them on the way out.
 */
#ifndef CORE_BASE_ERR_H
#define CORE_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

struct ctx;

/* kind, name, base: one list, read as enum, as names and as a hierarchy. */
#define ERR_KINDS(X)                                                     \
	X(BASE_EXCEPTION, "BaseException", NONE)                         \
	X(KEYBOARD_INTERRUPT, "KeyboardInterrupt", BASE_EXCEPTION)       \
	X(SYSTEM_EXIT, "SystemExit", BASE_EXCEPTION)                     \
	X(GENERATOR_EXIT, "GeneratorExit", BASE_EXCEPTION)               \
	X(EXCEPTION, "Exception", BASE_EXCEPTION)                        \
	X(ARITHMETIC, "ArithmeticError", EXCEPTION)                      \
	X(OVERFLOW, "OverflowError", ARITHMETIC)                         \
	X(ZERO_DIVISION, "ZeroDivisionError", ARITHMETIC)                \
	X(FLOATING_POINT, "FloatingPointError", ARITHMETIC)              \
	X(ASSERTION, "AssertionError", EXCEPTION)                        \
	X(ATTRIBUTE, "AttributeError", EXCEPTION)                        \
	X(BUFFER, "BufferError", EXCEPTION)                              \
	X(EOF, "EOFError", EXCEPTION)                                    \
	X(IMPORT, "ImportError", EXCEPTION)                              \
	X(MODULE_NOT_FOUND, "ModuleNotFoundError", IMPORT)               \
	X(LOOKUP, "LookupError", EXCEPTION)                              \
	X(INDEX, "IndexError", LOOKUP)                                   \
	X(KEY, "KeyError", LOOKUP)                                       \
	X(MEMORY, "MemoryError", EXCEPTION)                              \
	X(NAME, "NameError", EXCEPTION)                                  \
	X(UNBOUND_LOCAL, "UnboundLocalError", NAME)                      \
	X(OS, "OSError", EXCEPTION)                                      \
	X(FILE_EXISTS, "FileExistsError", OS)                            \
	X(FILE_NOT_FOUND, "FileNotFoundError", OS)                       \
	X(IS_A_DIRECTORY, "IsADirectoryError", OS)                       \
	X(NOT_A_DIRECTORY, "NotADirectoryError", OS)                     \
	X(PERMISSION, "PermissionError", OS)                             \
	X(TIMEOUT, "TimeoutError", OS)                                   \
	X(REFERENCE, "ReferenceError", EXCEPTION)                        \
	X(RUNTIME, "RuntimeError", EXCEPTION)                            \
	X(NOT_IMPLEMENTED, "NotImplementedError", RUNTIME)               \
	X(STDIN_NOT_IMPLEMENTED, "StdinNotImplementedError",              \
	    NOT_IMPLEMENTED)                                             \
	X(RECURSION, "RecursionError", RUNTIME)                          \
	X(STOP_ITERATION, "StopIteration", EXCEPTION)                    \
	X(STOP_ASYNC_ITERATION, "StopAsyncIteration", EXCEPTION)         \
	X(SYNTAX, "SyntaxError", EXCEPTION)                              \
	X(INDENTATION, "IndentationError", SYNTAX)                       \
	X(TAB, "TabError", INDENTATION)                                  \
	X(SYSTEM, "SystemError", EXCEPTION)                              \
	X(TYPE, "TypeError", EXCEPTION)                                  \
	X(VALUE, "ValueError", EXCEPTION)                                \
	X(UNICODE, "UnicodeError", VALUE)                                \
	X(UNICODE_DECODE, "UnicodeDecodeError", UNICODE)                 \
	X(UNICODE_ENCODE, "UnicodeEncodeError", UNICODE)                 \
	X(WARNING, "Warning", EXCEPTION)                                 \
	X(USER_WARNING, "UserWarning", WARNING)                          \
	X(DEPRECATION_WARNING, "DeprecationWarning", WARNING)            \
	X(FUTURE_WARNING, "FutureWarning", WARNING)                      \
	X(RUNTIME_WARNING, "RuntimeWarning", WARNING)

enum err_kind {
	ERR_NONE,		/* all is well */
#define X(kind, name, base) ERR_##kind,
	ERR_KINDS(X)
#undef X
	ERR_KIND_COUNT
};

struct err {
	enum err_kind kind;
	char *text;		/* owned */
	/*
	 * The exception value when the language raised one, or once the
	 * evaluator has made one; kept alive by this error. Opaque here.
	 */
	void *exc;
	void (*exc_drop)(void *);
	/* Of an operation that waited: the source where it was recorded (as
	 * tensor's struct origin has it), or null. */
	const void *recorded;
	uint32_t recorded_begin, recorded_end;
};

const char *err_kind_name(enum err_kind);
/* Is kind the same as base or derived from it? */
bool err_kind_is(enum err_kind, enum err_kind base);

/* Raises unless an error is set already. Always returns null. */
void *err_raise(struct ctx *, enum err_kind, const char *fmt, ...)
    PRINTF(3, 4);
/* The same from errno: "[Errno 2] No such file or directory: 'NAME'". */
void *err_raise_errno(struct ctx *, int errnum, const char *path);
/* Raises with an exception value; takes over one reference of exc. */
void *err_raise_exc(struct ctx *, enum err_kind, char *text, void *exc,
    void (*drop)(void *));

bool err_is_set(const struct ctx *);
/* Is the error set and of this kind or derived from it? */
bool err_is(const struct ctx *, enum err_kind base);
/* Forgets the error. */
void err_clear(struct ctx *);
/* Moves the error out of the ctx; err_put or err_release it. */
struct err err_take(struct ctx *);
void err_put(struct ctx *, struct err);
void err_release(struct err *);

/* An inconsistency of the program itself: says where and aborts. */
NORETURN void bug(const char *file, int line, const char *what);
#define BUG(what) bug(__FILE__, __LINE__, what)

#endif
