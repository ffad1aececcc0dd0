/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row a request. dispatch_msg is the only place that says busy, replies
 * and says idle, so that no path can forget to.
 */
#ifndef KERNEL_DISPATCH_H
#define KERNEL_DISPATCH_H

#include <stdbool.h>

struct emit;
struct kernel;
struct msg;
struct run_result;

/* Where a request may come, and who may answer it. */
enum {
	ON_SHELL = 1,
	ON_CONTROL = 2,
	/* The I/O thread answers when it comes on control. */
	AT_ONCE = 4,
	/* The evaluator's thread answers also while a cell runs. */
	AT_POLL = 8,
	/* All are shown the reply. */
	COPIED = 16
};

struct request {
	const char *type, *reply;	/* reply is null when there is none */
	unsigned flags;
	/*
	 * Writes the fields of the reply into the object that is open in
	 * reply, "status" among them. Null handle: there is nothing to do.
	 */
	void (*handle)(struct kernel *, struct msg *, struct emit *reply);
	/* After idle; may be null. */
	void (*after)(struct kernel *);
};

const struct request *dispatch_find(const struct msg *);
/* Answers it. The caller keeps the message. */
void dispatch_msg(struct kernel *, struct msg *);

/* Fields of a reply. */
void reply_ok(struct emit *);
void reply_error(struct emit *, const char *ename, const char *evalue);
void reply_result(struct emit *, const struct run_result *);

/* The handlers, each in the file of its name. */
void on_comm_close(struct kernel *, struct msg *, struct emit *);
void on_comm_info(struct kernel *, struct msg *, struct emit *);
void on_comm_msg(struct kernel *, struct msg *, struct emit *);
void on_comm_open(struct kernel *, struct msg *, struct emit *);
void on_complete(struct kernel *, struct msg *, struct emit *);
void on_connect(struct kernel *, struct msg *, struct emit *);
void on_debug(struct kernel *, struct msg *, struct emit *);
void on_execute(struct kernel *, struct msg *, struct emit *);
void on_history(struct kernel *, struct msg *, struct emit *);
void on_inspect(struct kernel *, struct msg *, struct emit *);
void on_interrupt(struct kernel *, struct msg *, struct emit *);
void on_is_complete(struct kernel *, struct msg *, struct emit *);
void on_kernel_info(struct kernel *, struct msg *, struct emit *);
void on_shutdown(struct kernel *, struct msg *, struct emit *);
void on_usage(struct kernel *, struct msg *, struct emit *);

#endif
