/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes out on iopub: one function a message. Text is gathered into few
 * messages, and a cell that prints without end is cut, in the middle, with a
 * line that says how much. Any thread may call; parent is the request.
 */
#ifndef KERNEL_PUBLISH_H
#define KERNEL_PUBLISH_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/session.h"

struct kernel;
struct msg;
struct update;

/*
 * The allowance of one request: so many bytes at once, then so many a second.
 * What is beyond is counted and dropped, but for the last of it.
 */
struct allowance {
	double left, limit;	/* bytes */
	double rate;		/* bytes a second */
	int64_t when;
};

struct publisher {
	pthread_mutex_t lock;
	/* Text that waits. All of it is of one stream and one request. */
	enum stream stream;
	struct buf text, parent;
	int64_t first, last;		/* when it was added; microseconds */
	struct allowance text_allowed, show_allowed;
	/* What did not fit: how much, and its end. */
	size_t cut;
	struct buf tail;
	enum stream tail_stream;
	size_t shows_cut;
	/* Updates that came too fast: the last one of each id waits. */
	struct update *updates;
	size_t limit;
};

void publish_init(struct publisher *, size_t limit);
void publish_release(struct publisher *);

/* A new request has its whole allowance. */
void publish_begin(struct kernel *, const struct msg *parent);
/* Sends what waits. */
void publish_flush(struct kernel *);
/*
 * Sends what has waited long enough. Returns the milliseconds until it wants
 * to be called again, -1 when nothing waits. For the I/O thread.
 */
long publish_tick(struct kernel *);

void publish_starting(struct kernel *);
void publish_status(struct kernel *, const struct msg *parent,
    const char *state);
void publish_input(struct kernel *, const struct msg *parent,
    const char *code, size_t len, int count);
void publish_text(struct kernel *, const struct msg *parent, enum stream,
    const char *, size_t len);
void publish_result(struct kernel *, const struct msg *parent,
    const struct mime *, size_t n, int count);
/* display_data, or an update of it. */
void publish_show(struct kernel *, const struct msg *parent,
    const struct mime *, size_t n, const struct show *);
void publish_error(struct kernel *, const struct msg *parent,
    const struct run_result *);
void publish_clear(struct kernel *, const struct msg *parent, bool wait);
/* type is comm_open, comm_msg or comm_close; content is JSON text. */
void publish_comm(struct kernel *, const struct msg *parent,
    const char *type, const char *content, size_t len);
/* A reply that all are to see. */
void publish_copy(struct kernel *, const struct msg *parent,
    const char *type, const struct buf *content);

struct emit;
/* {"text/plain": ...}, as display messages and payloads have it. */
void publish_write_data(struct emit *, const struct mime *, size_t n);

#endif
