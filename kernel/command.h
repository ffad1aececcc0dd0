/* SPDX-License-Identifier: Apache-2.0 */
/* One row a command of the program; main reads argv and environment for all. */
#ifndef KERNEL_COMMAND_H
#define KERNEL_COMMAND_H

#include "core/base/attr.h"
#include "core/session.h"

/* What main found out; commands read nothing else of the outside. */
struct startup {
	int argc;		/* the command's own words, its name first */
	char **argv;
	char *const *environ;
	const char *program;	/* absolute path of this executable */
	const char *backend;	/* path of the compute backend, or null */
	/* What front ends may open comms with; see comm.h. */
	const struct comm_target *comm_targets;
};

struct command {
	const char *name, *usage, *about;
	int (*run)(const struct startup *);	/* returns the exit status */
};

int cmd_describe(const struct startup *);
int cmd_install(const struct startup *);
int cmd_kernel(const struct startup *);
int cmd_repl(const struct startup *);
int cmd_run(const struct startup *);
int cmd_view(const struct startup *);

/* A variable of the environment, or null; an empty one counts as null. */
const char *startup_env(const struct startup *, const char *name);
/* Options that every session is made with. */
void startup_session(const struct startup *, struct session_options *);
/* Says what is wrong on stderr, as "penjing COMMAND: ..."; returns 2. */
int startup_usage(const struct startup *, const char *fmt, ...) PRINTF(2, 3);

#endif
