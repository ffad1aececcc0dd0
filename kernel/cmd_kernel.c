/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "kernel/command.h"
#include "kernel/kernel.h"

/*
 * The file after -f; or the first word that names one, since launchers add
 * words of their own, which are ignored.
 */
static const char *
find_file(const struct startup *s)
{
	const char *bare = NULL;

	for (int i = 1; i < s->argc; i++) {
		if (strcmp(s->argv[i], "-f") == 0)
			return i + 1 < s->argc ? s->argv[i + 1] : NULL;
		if (strncmp(s->argv[i], "-f=", 3) == 0)
			return s->argv[i] + 3;
		if (bare == NULL && s->argv[i][0] != '-')
			bare = s->argv[i];
	}
	return bare;
}

/* $VARIABLE/rest, or ~/otherwise; malloc'ed, null without a home. */
static char *
data_path(const struct startup *s, const char *variable, const char *otherwise,
    const char *rest)
{
	const char *dir = startup_env(s, variable);
	struct buf b = BUF_INIT;

	if (dir != NULL)
		buf_printf(&b, "%s/%s", dir, rest);
	else if ((dir = startup_env(s, "HOME")) != NULL)
		buf_printf(&b, "%s/%s/%s", dir, otherwise, rest);
	else
		return NULL;
	return buf_steal(&b);
}

/* PENJING_HISTORY is a path, or "off". */
static char *
history_path(const struct startup *s)
{
	const char *set = startup_env(s, "PENJING_HISTORY");

	if (set != NULL)
		return strcmp(set, "off") != 0 ? strdup(set) : NULL;
	return data_path(s, "XDG_DATA_HOME", ".local/share",
	    "penjing/history.jsonl");
}

/* A place where clients look for kernels that they have not started. */
static char *
runtime_file(const struct startup *s)
{
	char *dir, name[64];
	struct buf b = BUF_INIT;

	snprintf(name, sizeof name, "kernel-%ld.json", (long)getpid());
	if (startup_env(s, "JUPYTER_RUNTIME_DIR") != NULL)
		return data_path(s, "JUPYTER_RUNTIME_DIR", "", name);
	dir = data_path(s, "JUPYTER_DATA_DIR", ".local/share/jupyter",
	    "runtime");
	if (dir == NULL)
		return NULL;
	for (char *p = dir + 1; (p = strchr(p, '/')) != NULL; *p++ = '/') {
		*p = '\0';
		mkdir(dir, 0700);
	}
	mkdir(dir, 0700);
	buf_printf(&b, "%s/%s", dir, name);
	free(dir);
	return buf_steal(&b);
}

/* When memory runs out, the kernel is to go and not the server. */
static void
offer_to_die(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd >= 0) {
		ssize_t UNUSED n = write(fd, "500", 3);

		close(fd);
	}
}

static int
number(const struct startup *s, const char *name)
{
	const char *text = startup_env(s, name);

	return text != NULL ? (int)strtol(text, NULL, 10) : 0;
}

static int
serve(const struct startup *s, struct kernel_options *o)
{
	const char *user = startup_env(s, "USER");
	char *history = history_path(s), why[512];
	struct kernel *k;
	int status;

	o->history = history;
	o->username = user != NULL ? user : "";
	o->parent = number(s, "JPY_PARENT_PID");
	o->stream_limit = (size_t)number(s, "PENJING_STREAM_LIMIT");
	o->comm_targets = s->comm_targets;
	startup_session(s, &o->session);
	k = kernel_create(o, why, sizeof why);
	free(history);
	if (k == NULL) {
		fprintf(stderr, "penjing: %s\n", why);
		return EXIT_FAILURE;
	}
	if (o->connection_file != NULL)
		fprintf(stderr, "penjing: to connect a client, use\n"
		    "    --existing %s\n", o->connection_file);
	status = kernel_run(k);
	kernel_free(&k);
	return status;
}

int
cmd_kernel(const struct startup *s)
{
	struct kernel_options o = { 0 };
	const char *file = find_file(s);
	char *own = NULL, why[512];
	int status;

	if (file == NULL && s->argc > 1 &&
	    strcmp(s->argv[s->argc - 1], "-f") == 0)
		return startup_usage(s, "-f needs a file");
	if (file != NULL) {
		if (!connect_read(&o.connect, file, why, sizeof why)) {
			fprintf(stderr, "penjing: %s\n", why);
			connect_release(&o.connect);
			return EXIT_FAILURE;
		}
	} else {
		connect_local(&o.connect);
		own = runtime_file(s);
		if (own == NULL)
			return startup_usage(s, "no HOME: use -f FILE");
		o.connection_file = own;
	}
	offer_to_die();
	status = serve(s, &o);
	if (own != NULL)
		unlink(own);
	free(own);
	return status;
}
