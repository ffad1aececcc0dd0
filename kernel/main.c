/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "core/base/buf.h"
#include "core/base/suggest.h"
#include "kernel/command.h"
#include "kernel/crash.h"

#define BACKEND "penjing-backend.so"

static const struct command commands[] = {
	{ "kernel", "-f CONNECTION", "what Jupyter starts", cmd_kernel },
	{ "install", "[--user | --prefix P | --sys-prefix] [--name N] "
	    "[--display-name D] [--remove]",
	    "puts the kernelspec where Jupyter finds it", cmd_install },
	{ "run", "FILE [ARGS] [-o OUT.ipynb]",
	    "runs a script or a notebook", cmd_run },
	{ "repl", "", "a session in the terminal", cmd_repl },
	{ "view", "CHECKPOINT [-o FILE.html]",
	    "a checkpoint as one HTML page", cmd_view },
	{ "describe", "[NAME]", "the manual", cmd_describe },
};

static void
write_command(const struct command *c)
{
	printf("  penjing %s %s\n        %s\n", c->name, c->usage, c->about);
}

static void
write_help(void)
{
	puts("Penjing: a Jupyter kernel in which a neural network is a plain "
	    "data structure.\n\nUsage:");
	for (size_t i = 0; i < nitems(commands); i++)
		write_command(&commands[i]);
	puts("  penjing --version | --help");
}

static int
unknown(const char *name)
{
	struct suggest s;

	suggest_init(&s, name);
	for (size_t i = 0; i < nitems(commands); i++)
		suggest_offer(&s, commands[i].name);
	fprintf(stderr, "penjing: '%s' is not a command", name);
	if (s.best != NULL)
		fprintf(stderr, "; did you mean '%s'?", s.best);
	fputs("\nTry 'penjing --help'.\n", stderr);
	return 2;
}

static char *
own_path(const char *argv0)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n < 0)
		return realpath(argv0, NULL);
	path[n] = '\0';
	return strdup(path);
}

/* Beside the executable, as in the build; else where it is installed. */
static char *
find_backend(const char *program)
{
	const char *slash = program != NULL ? strrchr(program, '/') : NULL;
	struct buf b = BUF_INIT;

	if (slash != NULL) {
		buf_add(&b, program, (size_t)(slash - program) + 1);
		buf_str(&b, BACKEND);
		if (access(b.data, R_OK) == 0)
			return buf_steal(&b);
		buf_truncate(&b, 0);
	}
	buf_str(&b, PKGLIBDIR "/" BACKEND);
	return buf_steal(&b);
}

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int
run_command(struct startup *s)
{
	const char *name = s->argc > 0 ? s->argv[0] : "--help";

	if (is_help(name) || strcmp(name, "help") == 0) {
		write_help();
		return s->argc > 0 ? EXIT_SUCCESS : 2;
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		puts("penjing " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; i < nitems(commands); i++) {
		if (strcmp(commands[i].name, name) != 0)
			continue;
		if (s->argc == 1 || !is_help(s->argv[1]))
			return commands[i].run(s);
		puts("Usage:");
		write_command(&commands[i]);
		return EXIT_SUCCESS;
	}
	return unknown(name);
}

int
main(int argc, char **argv)
{
	extern char **environ;
	struct startup s = { .argc = argc - 1, .argv = argv + 1,
	    .environ = environ };
	char *program = own_path(argv[0]);
	char *backend = find_backend(program);
	void *crash = crash_install();
	int status;

	signal(SIGPIPE, SIG_IGN);
#ifdef M_ARENA_MAX
	/* A heap for each thread that passes messages is memory for nothing. */
	mallopt(M_ARENA_MAX, 1);
#endif
	if (sodium_init() < 0) {
		fputs("penjing: no source of random bytes\n", stderr);
		return EXIT_FAILURE;
	}
	s.program = program;
	s.backend = backend;
	status = run_command(&s);
	free(program);
	free(backend);
	crash_release(crash);
	if (fflush(stdout) != 0 && status == EXIT_SUCCESS)
		status = EXIT_FAILURE;
	return status;
}
