/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "kernel/crash.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "core/base/xalloc.h"

#define STACK_SIZE (64 << 10)

static const struct {
	int number;
	const char *text;
} signals[] = {
	{ SIGSEGV, "penjing: crashed: it touched memory that is not its own "
	    "(SIGSEGV). This is a bug of penjing.\n" },
	{ SIGILL, "penjing: crashed: this processor lacks an instruction "
	    "(SIGILL). This is a bug of penjing.\n" },
	{ SIGFPE, "penjing: crashed: an integer division that cannot be done "
	    "(SIGFPE). This is a bug of penjing.\n" },
};

/* Only calls that a handler may make; then the default action follows. */
static void
last_words(int number)
{
	for (size_t i = 0; i < nitems(signals); i++)
		if (signals[i].number == number) {
			ssize_t UNUSED n = write(STDERR_FILENO,
			    signals[i].text, strlen(signals[i].text));
		}
	raise(number);
}

void *
crash_install(void)
{
	struct sigaction a = { .sa_handler = last_words,
	    .sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER };
	void *stack = xmalloc(STACK_SIZE);
	stack_t s = { .ss_sp = stack, .ss_size = STACK_SIZE };
	struct sigaction old;

	/* A stack that has overflowed cannot carry the handler. */
	sigaltstack(&s, NULL);
	sigemptyset(&a.sa_mask);
	for (size_t i = 0; i < nitems(signals); i++) {
		/* A sanitizer has better words: it came first. */
		sigaction(signals[i].number, NULL, &old);
		if (old.sa_handler == SIG_DFL)
			sigaction(signals[i].number, &a, NULL);
	}
	return stack;
}

void
crash_release(void *stack)
{
	stack_t s = { .ss_flags = SS_DISABLE };

	sigaltstack(&s, NULL);
	free(stack);
}
