/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One running kernel: what its threads share. The evaluator's thread is the
 * one that calls kernel_run; the I/O thread (io.h) owns the sockets.
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/session.h"
#include "kernel/connect.h"
#include "kernel/inbox.h"
#include "kernel/outbox.h"
#include "kernel/publish.h"
#include "kernel/wire.h"

struct comm;
struct comm_target;
struct heartbeat;
struct history;

struct kernel_options {
	struct connect connect;		/* taken over */
	struct session_options session;	/* without its sink */
	const char *history;		/* path of the file, or null */
	const char *username;
	int parent;			/* JPY_PARENT_PID, or 0 */
	size_t stream_limit;		/* see publish.h; 0: default */
	/* What front ends may open; ends with a row without a name. */
	const struct comm_target *comm_targets;
	/* Written once the ports are known; or null. */
	const char *connection_file;
};

struct kernel {
	struct connect connect;
	struct wire wire;
	struct channels *channels;
	struct heartbeat *heartbeat;
	struct inbox inbox;
	struct outbox outbox;
	struct publisher publisher;
	struct session *session;
	struct history *history;
	struct comm *comms;
	const struct comm_target *comm_targets;
	/* Cells that came before this one are not run: one has failed. */
	uint64_t abort_before;
	char *abort_text;
	/* Set by a shutdown; the I/O thread ends when all is sent. */
	atomic_bool quit;
	atomic_bool stopped;	/* the evaluator has ended */
	int parent;
	/* When usage was asked for, and what had been used by then. */
	int64_t usage_when, usage_cpu;
	int exit_status;
	pthread_t io;
};

/* Null, and a line in why, when it cannot start. */
struct kernel *kernel_create(struct kernel_options *, char *why, size_t len);
/* Serves until a shutdown; returns the exit status. */
int kernel_run(struct kernel *);
void kernel_free(struct kernel **);

/* Stops what runs, from any thread; nothing when nothing does. */
void kernel_interrupt(struct kernel *);
/* Ends kernel_run as soon as may be, from any thread. */
void kernel_quit(struct kernel *);
/* Waits until all requests that have come are in the inbox. */
void kernel_drain(struct kernel *);

#endif
