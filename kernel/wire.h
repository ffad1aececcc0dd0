/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames and messages. On the wire a message is
 *
 *	route...  <IDS|MSG>  signature  header  parent  metadata  content
 *	buffers...
 *
 * wire_read believes nothing: a message is made only when the signature is
 * right and the header can be read. No sockets here.
 */
#ifndef KERNEL_WIRE_H
#define KERNEL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdatomic.h>

#include <jansson.h>

#include "kernel/channel.h"
#include "kernel/sign.h"

struct bytes {
	const char *data;
	size_t len;
};

/* What all messages of one kernel share. */
struct wire {
	struct signer signer;
	struct replay *replay;		/* of the I/O thread */
	char session[37];		/* new with each process */
	const char *username;
	atomic_ullong count;		/* of messages sent */
};

/* False when the signature scheme is unknown. username is kept. */
bool wire_init(struct wire *, const char *scheme, const char *key,
    size_t len, const char *username);
void wire_release(struct wire *);

/* A request, or a reply on stdin. Texts belong to the arena. */
struct msg {
	struct msg *next;		/* in a queue */
	struct arena *arena;
	enum channel channel;
	uint64_t arrival;		/* number in the order of coming */
	struct bytes *route;
	size_t nroute;
	struct bytes header_text, metadata_text, content_text;
	json_t *header, *parent;
	json_t *metadata, *content;	/* null until msg_open */
	const char *id, *type;
	struct bytes *buffers;
	size_t nbuffers;
};

/*
 * The message in n frames, or null: then *why says what is wrong (a
 * literal). The frames are copied.
 */
struct msg *wire_read(struct wire *, enum channel, const struct bytes *frame,
    size_t n, const char **why);
/* Reads metadata and content; false when content is not an object. */
bool msg_open(struct msg *);
void msg_free(struct msg **);

/* A message to be sent. Null texts are {}. */
struct letter {
	enum channel channel;
	const char *type;
	const struct bytes *route;	/* null on iopub: a topic is made */
	size_t nroute;
	struct bytes parent, metadata, content;
	const struct bytes *buffers;
	size_t nbuffers;
};

/* Frames that are ready to be sent, in one block of memory. */
struct parcel {
	struct parcel *next;		/* in a queue */
	enum channel channel;
	size_t nframes, size;
	struct bytes frame[];
};

/* id, unless null, becomes the message's own. */
struct parcel *wire_write(struct wire *, const struct letter *,
    char id[64]);
/* A parcel of these frames as they are. */
struct parcel *parcel_create(enum channel, const struct bytes *frame,
    size_t n);
void parcel_free(struct parcel **);

/* Now, as a header says it: 2026-01-31T12:00:00.000000Z */
void wire_date(char out[32]);

#endif
