/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be sent, in order: all threads add, the I/O thread takes. One
 * queue for all channels, so that outputs, reply and idle stay in the order
 * in which they were made.
 */
#ifndef KERNEL_OUTBOX_H
#define KERNEL_OUTBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stdatomic.h>

struct parcel;

struct outbox {
	pthread_mutex_t lock;
	struct parcel *first, **end;
	int wake;		/* an eventfd that the I/O thread polls */
};

bool outbox_init(struct outbox *);
void outbox_release(struct outbox *);
/* Takes the parcel over. */
void outbox_add(struct outbox *, struct parcel *);
/* All parcels, chained; null when there is none. */
struct parcel *outbox_take(struct outbox *);
/* Wakes the I/O thread without a parcel. Async-signal-safe. */
void outbox_wake(struct outbox *);
/* The I/O thread has been woken: the next addition wakes it again. */
void outbox_woken(struct outbox *);

#endif
