/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What waits for the evaluator: requests in the order of their coming, and
 * the answer to a question that it has asked (see stdin.h). The I/O thread
 * puts, the evaluator's thread takes.
 */
#ifndef KERNEL_INBOX_H
#define KERNEL_INBOX_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct msg;

struct inbox {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct msg *first, **end;
	uint64_t arrivals;	/* messages that ever came */
	atomic_bool early;	/* one came since this was cleared */
	bool closed;		/* nothing is run any more */
	bool running;		/* the evaluator has taken one */
	/* A cell asks for a line. */
	bool asking, interrupted;
	struct msg *answer;
	/* The evaluator wants all that has come to be here. */
	bool draining;
};

void inbox_init(struct inbox *);
void inbox_release(struct inbox *);

/* Takes the message over and numbers it. */
void inbox_put(struct inbox *, struct msg *);
/* Waits; null when the inbox was closed. The caller frees the message. */
struct msg *inbox_take(struct inbox *);
void inbox_close(struct inbox *);
/* Is the evaluator at work, or has it something to do? */
bool inbox_is_busy(struct inbox *);
/*
 * Takes the first message that want says yes to, though others come before
 * it; null when there is none. Never waits.
 */
struct msg *inbox_take_early(struct inbox *, bool (*want)(const struct msg *));

#endif
