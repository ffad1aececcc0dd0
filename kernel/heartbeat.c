/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/heartbeat.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <zmq.h>

#include "core/base/xalloc.h"
#include "kernel/channel.h"

struct heartbeat {
	struct heartbeat_socket s;
	pthread_t thread;
};

/* Frames go back as they come, the identity of the peer first. */
static void *
echo(void *data)
{
	struct heartbeat *h = data;
	zmq_msg_t m;
	int more;

	for (;;) {
		zmq_msg_init(&m);
		if (zmq_msg_recv(&m, h->s.socket, 0) < 0) {
			zmq_msg_close(&m);
			if (errno == EINTR)
				continue;
			break;
		}
		more = zmq_msg_more(&m) ? ZMQ_SNDMORE : 0;
		while (zmq_msg_send(&m, h->s.socket, more) < 0 &&
		    errno == EINTR)
			;
		zmq_msg_close(&m);
	}
	zmq_close(h->s.socket);
	return NULL;
}

struct heartbeat *
heartbeat_create(struct connect *c, char *why, size_t len)
{
	struct heartbeat *h = xcalloc(1, sizeof *h);

	if (!channel_open_heartbeat(c, &h->s, why, len)) {
		free(h);
		return NULL;
	}
	if (pthread_create(&h->thread, NULL, echo, h) != 0)
		abort();
	return h;
}

void
heartbeat_free(struct heartbeat **h)
{
	if (*h == NULL)
		return;
	zmq_ctx_shutdown((*h)->s.context);
	pthread_join((*h)->thread, NULL);
	zmq_ctx_term((*h)->s.context);
	free(*h);
	*h = NULL;
}
