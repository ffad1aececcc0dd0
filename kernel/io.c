/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/io.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "core/base/utf8.h"
#include "kernel/clock.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/stdin.h"

/* The descriptors that are polled beside the sockets. */
enum { WAKE, SIGNALS, PARENT, NFD };

#define FD_BIT(fd) (1u << (CHANNEL_COUNT + (fd)))
#define CHANNEL_BIT(ch) (1u << (ch))

/*
 * A client connects its sockets one after another, and what is published
 * before it has subscribed is lost: the first outputs wait a little for it.
 */
#define SUBSCRIBE_US (200 * 1000)
/* While a cell runs, text wants to be flushed. */
#define BUSY_MS 20
/* A cell that does not stop is left behind. */
#define STUCK_US (1500 * 1000)

struct io {
	struct kernel *k;
	int fd[NFD];
	bool subscribed;
	int64_t hold_until;	/* 0: nothing was held yet */
	struct parcel *held, **held_end;
	struct parcel *question;	/* whose client is not there yet */
	int64_t quit_at;	/* 0: not asked to */
};

/* ---- coming in -------------------------------------------------------- */

static void
take_request(struct kernel *k, struct msg *m)
{
	const struct request *row = dispatch_find(m);

	if (m->channel == CHANNEL_CONTROL &&
	    (row == NULL || row->flags & AT_ONCE)) {
		dispatch_msg(k, m);
		msg_free(&m);
	} else
		inbox_put(&k->inbox, m);
}

/* Takes all that has come on a channel. */
static void
read_channel(struct kernel *k, enum channel ch)
{
	struct frames f;
	struct msg *m;
	const char *why;

	while (channel_recv(k->channels, ch, &f)) {
		m = wire_read(&k->wire, ch, f.frame, f.n, &why);
		channel_release(&f);
		if (m == NULL)
			fprintf(stderr, "penjing: a message on %s was "
			    "dropped: %s\n", channel_name(ch), why);
		else if (ch == CHANNEL_STDIN)
			stdin_deliver(k, m);
		else
			take_request(k, m);
	}
}

static void
welcome(struct io *io, const char *topic, size_t len)
{
	struct kernel *k = io->k;
	struct bytes route = { topic, len };
	struct letter l = { .channel = CHANNEL_IOPUB, .type = "iopub_welcome",
	    .route = &route, .nroute = len > 0 ? 1 : 0 };
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key(&e, "subscription");
	emit_text(&e, topic, len);
	emit_close(&e, '{');
	l.content = (struct bytes){ b.data, b.len };
	/* Past the outbox: it is the first that a subscriber sees. */
	channel_send(k->channels, wire_write(&k->wire, &l, NULL));
	buf_release(&b);
}

static void
read_subscriptions(struct io *io)
{
	struct frames f;

	while (channel_recv(io->k->channels, CHANNEL_IOPUB, &f)) {
		const struct bytes *b = &f.frame[0];

		if (b->len > 0 && b->data[0] == 1) {
			io->subscribed = true;
			if (utf8_valid(b->data + 1, b->len - 1))
				welcome(io, b->data + 1, b->len - 1);
		}
		channel_release(&f);
	}
}

static void
read_signals(struct io *io)
{
	struct signalfd_siginfo s;

	while (read(io->fd[SIGNALS], &s, sizeof s) == (ssize_t)sizeof s) {
		if (s.ssi_signo == SIGINT)
			kernel_interrupt(io->k);
		else
			kernel_quit(io->k);
	}
}

/* ---- going out -------------------------------------------------------- */

static bool
is_held(struct io *io, const struct parcel *p)
{
	int64_t now;

	if (io->subscribed || p->channel == CHANNEL_CONTROL ||
	    atomic_load(&io->k->quit))
		return false;
	now = clock_us();
	if (io->hold_until == 0)
		io->hold_until = now + SUBSCRIBE_US;
	return now < io->hold_until;
}

/* One cell runs at a time, so there is one question at most. */
static void
keep_question(struct io *io, struct parcel *p)
{
	if (io->question != NULL)
		parcel_free(&io->question);
	io->question = p;
}

static void
ask_again(struct io *io)
{
	struct parcel *p = io->question;
	bool asking;

	if (p == NULL)
		return;
	io->question = NULL;
	pthread_mutex_lock(&io->k->inbox.lock);
	asking = io->k->inbox.asking;
	pthread_mutex_unlock(&io->k->inbox.lock);
	if (!asking)
		parcel_free(&p);
	else if (!channel_send(io->k->channels, p))
		io->question = p;
}

static void
send_all(struct io *io)
{
	struct parcel *p, *next;

	ask_again(io);
	*io->held_end = outbox_take(&io->k->outbox);
	p = io->held;
	io->held = NULL;
	io->held_end = &io->held;
	if (p != NULL)
		read_subscriptions(io);
	for (; p != NULL; p = next) {
		next = p->next;
		if (is_held(io, p)) {
			p->next = NULL;
			*io->held_end = p;
			io->held_end = &p->next;
		} else if (!channel_send(io->k->channels, p))
			keep_question(io, p);
	}
}

/* ---- the loop --------------------------------------------------------- */

/* The descriptor of a process, or -1. */
static int
open_process(int pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

/* The parent of a process, 0 when unknown. */
static int
parent_of(int pid)
{
	char path[64], line[512], *p;
	FILE *f;
	int parent = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	if (fgets(line, sizeof line, f) != NULL &&
	    (p = strrchr(line, ')')) != NULL)
		sscanf(p + 1, " %*c %d", &parent);
	fclose(f);
	return parent;
}

/*
 * Watches the process that has started this one, possibly through a wrapper.
 * A number from another name space of processes is nobody's ancestor here.
 */
static int
open_parent(int pid)
{
	int up = getppid();

	for (int i = 0; i < 16 && pid > 1 && up > 1; i++) {
		if (up == pid)
			return open_process(pid);
		up = parent_of(up);
	}
	return -1;
}

static int
open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
drained(struct kernel *k)
{
	pthread_mutex_lock(&k->inbox.lock);
	k->inbox.draining = false;
	pthread_cond_broadcast(&k->inbox.changed);
	pthread_mutex_unlock(&k->inbox.lock);
}

static bool
wants_drain(struct kernel *k)
{
	bool want;

	pthread_mutex_lock(&k->inbox.lock);
	want = k->inbox.draining;
	pthread_mutex_unlock(&k->inbox.lock);
	return want;
}

static long
next_timeout(struct io *io)
{
	long t = publish_tick(io->k), left;

	if (inbox_is_busy(&io->k->inbox) && (t < 0 || t > BUSY_MS))
		t = BUSY_MS;
	if (io->held != NULL) {
		left = (long)((io->hold_until - clock_us()) / 1000 + 1);
		left = left < 0 ? 0 : left;
		t = t < 0 || left < t ? left : t;
	}
	return t;
}

static void
serve(struct io *io, unsigned ready)
{
	struct kernel *k = io->k;
	bool drain = wants_drain(k);

	if (ready & FD_BIT(WAKE))
		outbox_woken(&k->outbox);
	if (ready & FD_BIT(SIGNALS))
		read_signals(io);
	if (ready & FD_BIT(PARENT))
		kernel_quit(k);
	if (ready & CHANNEL_BIT(CHANNEL_IOPUB))
		read_subscriptions(io);
	if (ready & CHANNEL_BIT(CHANNEL_CONTROL))
		read_channel(k, CHANNEL_CONTROL);
	if (ready & CHANNEL_BIT(CHANNEL_STDIN))
		read_channel(k, CHANNEL_STDIN);
	if (ready & CHANNEL_BIT(CHANNEL_SHELL) || drain)
		read_channel(k, CHANNEL_SHELL);
	if (drain)
		drained(k);
}

/* Has all been said that there is to say? */
static bool
is_done(struct io *io)
{
	if (!atomic_load(&io->k->quit))
		return false;
	if (io->quit_at == 0)
		io->quit_at = clock_us();
	if (!atomic_load(&io->k->stopped))
		return clock_us() - io->quit_at > STUCK_US;
	return true;
}

/* A cell that cannot be stopped must not keep the process. */
static void
leave(struct io *io)
{
	struct kernel *k = io->k;

	channels_free(&k->channels);
	if (atomic_load(&k->stopped))
		return;
	fprintf(stderr, "penjing: the running cell did not stop\n");
	_exit(k->exit_status);
}

void *
io_run(void *data)
{
	struct io io = { .k = data };
	bool done = false;

	io.held_end = &io.held;
	io.fd[WAKE] = io.k->outbox.wake;
	io.fd[SIGNALS] = open_signals();
	io.fd[PARENT] = open_parent(io.k->parent);
	while (!done) {
		serve(&io, channels_poll(io.k->channels, io.fd, NFD,
		    next_timeout(&io)));
		done = is_done(&io);
		send_all(&io);
	}
	parcel_free(&io.question);
	leave(&io);
	for (int i = SIGNALS; i < NFD; i++)
		if (io.fd[i] >= 0)
			close(io.fd[i]);
	return NULL;
}
