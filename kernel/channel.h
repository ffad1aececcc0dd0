/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sockets of a kernel. All but the heartbeat belong to the I/O thread
 * once they are bound.
 */
#ifndef KERNEL_CHANNEL_H
#define KERNEL_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct connect;
struct parcel;

/* name, as in the connection file */
#define CHANNELS(X) \
	X(SHELL, "shell") \
	X(CONTROL, "control") \
	X(STDIN, "stdin") \
	X(IOPUB, "iopub") \
	X(HB, "hb")

enum channel {
#define X(id, name) CHANNEL_##id,
	CHANNELS(X)
#undef X
	CHANNEL_COUNT
};

const char *channel_name(enum channel);

struct channels;

/*
 * Binds the four sockets; a port 0 is replaced by the one that was found.
 * Null, and a line on what failed in why, when a port stays taken.
 */
struct channels *channels_create(struct connect *, char *why, size_t len);
/* Sends what is queued, for at most a second. */
void channels_free(struct channels **);

/* One message as it came. */
struct frames {
	struct bytes *frame;
	size_t n;
	void *held;		/* the library's messages */
};

/* Never waits: false when nothing is there. */
bool channel_recv(struct channels *, enum channel, struct frames *);
void channel_release(struct frames *);
/*
 * Takes the parcel over; false when nobody of that route is there: then it
 * remains the caller's. Only stdin says so.
 */
bool channel_send(struct channels *, struct parcel *);

/*
 * Waits for a socket or one of nfd descriptors (negative ones are skipped).
 * Returns a bit for each channel, and from CHANNEL_COUNT on for each
 * descriptor. timeout in milliseconds, -1 for ever.
 */
unsigned channels_poll(struct channels *, const int *fd, size_t nfd,
    long timeout);

/* The heartbeat's socket, in a context of its own; see heartbeat.h. */
struct heartbeat_socket {
	void *context, *socket;
};

bool channel_open_heartbeat(struct connect *, struct heartbeat_socket *,
    char *why, size_t len);

#endif
