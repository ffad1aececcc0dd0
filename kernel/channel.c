/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/channel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zmq.h>

#include "core/base/attr.h"
#include "core/base/xalloc.h"
#include "kernel/connect.h"
#include "kernel/wire.h"

/* More frames than any client sends: buffers of widgets are a few dozen. */
#define MAX_FRAMES 4096
/* A message in memory is copied twice; a larger one is a mistake. */
#define MAX_MESSAGE ((int64_t)1 << 30)
#define LINGER_MS 1000
#define GONE_MS 60000

struct channels {
	void *context;
	void *socket[CHANNEL_COUNT];
};

static const struct row {
	const char *name;
	int type;
} rows[CHANNEL_COUNT] = {
	[CHANNEL_SHELL] = { "shell", ZMQ_ROUTER },
	[CHANNEL_CONTROL] = { "control", ZMQ_ROUTER },
	[CHANNEL_STDIN] = { "stdin", ZMQ_ROUTER },
	[CHANNEL_IOPUB] = { "iopub", ZMQ_XPUB },
	[CHANNEL_HB] = { "hb", ZMQ_ROUTER },
};

const char *
channel_name(enum channel ch)
{
	return rows[ch].name;
}

static void
set_int(void *socket, int option, int value)
{
	zmq_setsockopt(socket, option, &value, sizeof value);
}

static bool
set_curve(void *socket, const struct connect *c)
{
	int on = 1;

	if (c->curve_secret == NULL)
		return true;
	return zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, c->curve_secret,
	    strlen(c->curve_secret)) == 0 && (c->curve_public == NULL ||
	    zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, c->curve_public,
	    strlen(c->curve_public)) == 0) &&
	    zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &on, sizeof on) == 0;
}

static void *
open_socket(void *context, enum channel ch, const struct connect *c)
{
	void *s = zmq_socket(context, rows[ch].type);
	int64_t max = MAX_MESSAGE;

	if (s == NULL)
		return NULL;
	set_int(s, ZMQ_LINGER, LINGER_MS);
	/*
	 * Without limits: a reader that pauses must not lose messages, least
	 * of all the one that says idle.
	 */
	set_int(s, ZMQ_SNDHWM, 0);
	set_int(s, ZMQ_RCVHWM, 0);
	zmq_setsockopt(s, ZMQ_MAXMSGSIZE, &max, sizeof max);
	if (strchr(c->ip, ':') != NULL)
		set_int(s, ZMQ_IPV6, 1);
	/* A browser that reloads comes back with the same identity. */
	if (rows[ch].type == ZMQ_ROUTER)
		set_int(s, ZMQ_ROUTER_HANDOVER, 1);
	/* A question must not be lost while its client still connects. */
	if (ch == CHANNEL_STDIN)
		set_int(s, ZMQ_ROUTER_MANDATORY, 1);
	/* Each subscriber is announced, not only the first of equal ones. */
	if (rows[ch].type == ZMQ_XPUB)
		set_int(s, ZMQ_XPUB_VERBOSE, 1);
	/* One that is gone without a word must not fill our memory. */
	if (rows[ch].type == ZMQ_XPUB) {
		set_int(s, ZMQ_HEARTBEAT_IVL, GONE_MS / 4);
		set_int(s, ZMQ_HEARTBEAT_TIMEOUT, GONE_MS);
	}
	if (!set_curve(s, c)) {
		zmq_close(s);
		return NULL;
	}
	return s;
}

static void
note_port(void *socket, int *port)
{
	char endpoint[256];
	size_t len = sizeof endpoint;
	const char *colon;

	if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &len) != 0)
		return;
	colon = strrchr(endpoint, ':');
	if (colon != NULL)
		*port = (int)strtol(colon + 1, NULL, 10);
}

/*
 * The client chose the ports and let go of them: another process may hold
 * one for a moment.
 */
static bool
bind_socket(void *socket, struct connect *c, enum channel ch, char *why,
    size_t len)
{
	const struct timespec pause = { 0, 50 * 1000 * 1000 };
	char *endpoint = connect_endpoint(c, ch);
	int rc = -1;

	for (int i = 0; i < 20 && rc != 0; i++) {
		rc = zmq_bind(socket, endpoint);
		if (rc != 0 && errno != EADDRINUSE)
			break;
		if (rc != 0)
			nanosleep(&pause, NULL);
	}
	if (rc != 0)
		snprintf(why, len, "cannot bind the %s channel to %s: %s",
		    rows[ch].name, endpoint, zmq_strerror(errno));
	else if (c->port[ch] == 0 && strcmp(c->transport, "tcp") == 0)
		note_port(socket, &c->port[ch]);
	free(endpoint);
	return rc == 0;
}

static void *
open_bound(void *context, struct connect *c, enum channel ch, char *why,
    size_t len)
{
	void *s = open_socket(context, ch, c);

	if (s == NULL) {
		snprintf(why, len, "cannot open the %s channel: %s",
		    rows[ch].name, zmq_strerror(errno));
		return NULL;
	}
	if (!bind_socket(s, c, ch, why, len)) {
		zmq_close(s);
		return NULL;
	}
	return s;
}

struct channels *
channels_create(struct connect *c, char *why, size_t len)
{
	struct channels *all = xcalloc(1, sizeof *all);

	all->context = zmq_ctx_new();
	for (int i = 0; i < CHANNEL_HB; i++) {
		all->socket[i] = open_bound(all->context, c, (enum channel)i,
		    why, len);
		if (all->socket[i] == NULL) {
			channels_free(&all);
			return NULL;
		}
	}
	return all;
}

void
channels_free(struct channels **all)
{
	if (*all == NULL)
		return;
	for (int i = 0; i < CHANNEL_COUNT; i++)
		if ((*all)->socket[i] != NULL)
			zmq_close((*all)->socket[i]);
	while (zmq_ctx_term((*all)->context) != 0 && errno == EINTR)
		;
	free(*all);
	*all = NULL;
}

bool
channel_open_heartbeat(struct connect *c, struct heartbeat_socket *h,
    char *why, size_t len)
{
	h->context = zmq_ctx_new();
	h->socket = open_bound(h->context, c, CHANNEL_HB, why, len);
	if (h->socket != NULL)
		return true;
	zmq_ctx_term(h->context);
	return false;
}

/* ---- messages --------------------------------------------------------- */

static int
recv_part(void *socket, zmq_msg_t *m)
{
	int rc;

	do
		rc = zmq_msg_recv(m, socket, ZMQ_DONTWAIT);
	while (rc < 0 && errno == EINTR);
	return rc;
}

/* Reads and forgets the rest of a message with too many frames. */
static void
drain_parts(void *socket)
{
	zmq_msg_t m;
	int more = 1;

	while (more) {
		zmq_msg_init(&m);
		more = recv_part(socket, &m) >= 0 && zmq_msg_more(&m);
		zmq_msg_close(&m);
	}
}

bool
channel_recv(struct channels *all, enum channel ch, struct frames *f)
{
	void *socket = all->socket[ch];
	zmq_msg_t *part = NULL;
	size_t n = 0, cap = 0;
	bool more = true;

	memset(f, 0, sizeof *f);
	while (more && n < MAX_FRAMES) {
		if (n == cap)
			part = xgrow(part, &cap, 16, sizeof *part);
		zmq_msg_init(&part[n]);
		if (recv_part(socket, &part[n]) < 0) {
			zmq_msg_close(&part[n]);
			break;
		}
		more = zmq_msg_more(&part[n++]);
	}
	if (more && n == MAX_FRAMES)
		drain_parts(socket);
	f->held = part;
	f->n = n;
	f->frame = xcalloc(n + 1, sizeof *f->frame);
	for (size_t i = 0; i < n; i++)
		f->frame[i] = (struct bytes){ zmq_msg_data(&part[i]),
		    zmq_msg_size(&part[i]) };
	if (n > 0)
		return true;
	channel_release(f);
	return false;
}

void
channel_release(struct frames *f)
{
	zmq_msg_t *part = f->held;

	for (size_t i = 0; i < f->n; i++)
		zmq_msg_close(&part[i]);
	free(part);
	free(f->frame);
	memset(f, 0, sizeof *f);
}

static void
free_parcel(UNUSED void *data, void *hint)
{
	struct parcel *p = hint;

	parcel_free(&p);
}

/* Below this a copy is cheaper than another allocation in the library. */
#define COPY_BELOW 4096

bool
channel_send(struct channels *all, struct parcel *p)
{
	void *socket = all->socket[p->channel];
	size_t n = p->nframes;
	zmq_msg_t m;
	bool last;
	int rc;

	for (size_t i = 0; i < n; i++) {
		struct bytes f = p->frame[i];

		last = i + 1 == n;
		/* The last frame to be big takes the parcel with it. */
		if (last && f.len >= COPY_BELOW)
			zmq_msg_init_data(&m, (char *)(uintptr_t)f.data,
			    f.len, free_parcel, p);
		else {
			zmq_msg_init_size(&m, f.len);
			if (f.len > 0)
				memcpy(zmq_msg_data(&m), f.data, f.len);
		}
		do
			rc = zmq_msg_send(&m, socket,
			    last ? ZMQ_DONTWAIT : ZMQ_DONTWAIT | ZMQ_SNDMORE);
		while (rc < 0 && errno == EINTR);
		if (rc < 0) {
			bool unreachable = i == 0 && errno == EHOSTUNREACH;

			zmq_msg_close(&m);
			if (unreachable)
				return false;
		}
		if (last && f.len < COPY_BELOW)
			parcel_free(&p);
	}
	return true;
}

unsigned
channels_poll(struct channels *all, const int *fd, size_t nfd, long timeout)
{
	zmq_pollitem_t item[CHANNEL_HB + 8];
	unsigned bit[CHANNEL_HB + 8], ready = 0;
	size_t n = 0;

	for (int i = 0; i < CHANNEL_HB; i++) {
		bit[n] = 1u << i;
		item[n++] = (zmq_pollitem_t){ all->socket[i], 0, ZMQ_POLLIN,
		    0 };
	}
	for (size_t i = 0; i < nfd && n < nitems(item); i++) {
		if (fd[i] < 0)
			continue;
		bit[n] = 1u << (CHANNEL_COUNT + i);
		item[n++] = (zmq_pollitem_t){ NULL, fd[i], ZMQ_POLLIN, 0 };
	}
	if (zmq_poll(item, (int)n, timeout) <= 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (item[i].revents != 0)
			ready |= bit[i];
	return ready;
}
