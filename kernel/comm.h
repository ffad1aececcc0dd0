/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comms: conversations that a front end opens with a named target. They
 * belong to the evaluator's thread.
 */
#ifndef KERNEL_COMM_H
#define KERNEL_COMM_H

#include <stddef.h>

struct kernel;
struct msg;
struct session;

/* What can be talked to. */
struct comm_target {
	const char *name;
	/*
	 * Answers data (the JSON text of an object) with JSON text, malloc'ed,
	 * or with null when there is nothing to say. Called for the opening
	 * and for each message, also at the poll points of a running cell.
	 */
	char *(*answer)(struct session *, const char *comm_id,
	    const char *data, size_t len);
	void (*close)(struct session *, const char *comm_id);	/* or null */
};

/* A comm_msg with this data. */
void comm_send(struct kernel *, const struct msg *parent, const char *id,
    const char *data, size_t len);
/* Answers what waits in the inbox; for session_on_poll. data is the kernel. */
void comms_poll(void *data);
void comms_free(struct kernel *);

#endif
