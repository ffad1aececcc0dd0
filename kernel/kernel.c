/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/kernel.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "kernel/channel_register.h"
#include "kernel/comm.h"
#include "kernel/dispatch.h"
#include "kernel/heartbeat.h"
#include "kernel/history.h"
#include "kernel/io.h"
#include "kernel/sink.h"

/*
 * The I/O thread reads signals from a descriptor: no handler, no global. To
 * be called before any thread is made, so that all of them inherit it.
 */
static void
block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static bool
open_sockets(struct kernel *k, char *why, size_t len)
{
	k->channels = channels_create(&k->connect, why, len);
	if (k->channels == NULL)
		return false;
	k->heartbeat = heartbeat_create(&k->connect, why, len);
	if (k->heartbeat == NULL)
		return false;
	return k->connect.registration_port == 0 ||
	    channel_register(&k->connect, &k->wire.signer, why, len);
}

struct kernel *
kernel_create(struct kernel_options *o, char *why, size_t len)
{
	struct kernel *k = xcalloc(1, sizeof *k);
	struct session_options session = o->session;

	block_signals();
	k->connect = o->connect;
	k->parent = o->parent;
	k->comm_targets = o->comm_targets;
	inbox_init(&k->inbox);
	outbox_init(&k->outbox);
	publish_init(&k->publisher, o->stream_limit);
	k->history = history_create(o->history);
	if (!wire_init(&k->wire, k->connect.scheme, k->connect.key,
	    k->connect.key_len, o->username)) {
		snprintf(why, len, "signature scheme '%s' is not known",
		    k->connect.scheme);
		kernel_free(&k);
		return NULL;
	}
	/* Sockets first: a client that waits hears from us the sooner. */
	if (!open_sockets(k, why, len) || (o->connection_file != NULL &&
	    !connect_write(&k->connect, o->connection_file, why, len))) {
		kernel_free(&k);
		return NULL;
	}
	sink_init(&session.sink, k);
	k->session = session_create(&session);
	return k;
}

void
kernel_free(struct kernel **kernel)
{
	struct kernel *k = *kernel;

	if (k == NULL)
		return;
	if (k->session != NULL)
		session_free(&k->session);
	heartbeat_free(&k->heartbeat);
	channels_free(&k->channels);
	comms_free(k);
	history_free(&k->history);
	publish_release(&k->publisher);
	outbox_release(&k->outbox);
	inbox_release(&k->inbox);
	wire_release(&k->wire);
	connect_release(&k->connect);
	free(k->abort_text);
	free(k);
	*kernel = NULL;
}

int
kernel_run(struct kernel *k)
{
	struct msg *m;

	publish_starting(k);
	if (pthread_create(&k->io, NULL, io_run, k) != 0)
		return EXIT_FAILURE;
	while ((m = inbox_take(&k->inbox)) != NULL) {
		dispatch_msg(k, m);
		msg_free(&m);
	}
	atomic_store(&k->stopped, true);
	outbox_wake(&k->outbox);
	pthread_join(k->io, NULL);
	return k->exit_status;
}

void
kernel_interrupt(struct kernel *k)
{
	struct inbox *b = &k->inbox;

	pthread_mutex_lock(&b->lock);
	if (b->running) {
		b->interrupted = true;
		session_interrupt(k->session);
		pthread_cond_broadcast(&b->changed);
	}
	pthread_mutex_unlock(&b->lock);
}

void
kernel_quit(struct kernel *k)
{
	atomic_store(&k->quit, true);
	kernel_interrupt(k);
	inbox_close(&k->inbox);
	outbox_wake(&k->outbox);
}

void
kernel_drain(struct kernel *k)
{
	struct inbox *b = &k->inbox;

	pthread_mutex_lock(&b->lock);
	b->draining = true;
	outbox_wake(&k->outbox);
	while (b->draining && !b->closed)
		pthread_cond_wait(&b->changed, &b->lock);
	pthread_mutex_unlock(&b->lock);
}
