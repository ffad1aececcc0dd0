/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/channel_register.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zmq.h>

#include "core/base/buf.h"
#include "kernel/connect.h"
#include "kernel/emit.h"
#include "kernel/wire.h"

#define DELIMITER "<IDS|MSG>"
#define PATIENCE_MS 5000
#define MAX_ANSWER 4096

static void
write_ports(struct buf *b, const struct connect *c)
{
	char key[32], port[16];
	struct emit e;

	emit_init(&e, b);
	emit_open(&e, '{');
	emit_key_str(&e, "kernel_id", c->kernel_id);
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		snprintf(key, sizeof key, "%s_port",
		    channel_name((enum channel)i));
		snprintf(port, sizeof port, "%d", c->port[i]);
		emit_key_str(&e, key, port);
	}
	emit_close(&e, '{');
}

static bool
send_ports(void *socket, const struct connect *c, const struct signer *s)
{
	char hex[SIGN_HEX_MAX];
	struct buf b = BUF_INIT;
	struct bytes content;
	bool ok;

	write_ports(&b, c);
	content = (struct bytes){ b.data, b.len };
	sign_write(s, &content, 1, hex);
	ok = zmq_send(socket, DELIMITER, sizeof DELIMITER - 1,
	    ZMQ_SNDMORE) >= 0 &&
	    zmq_send(socket, hex, strlen(hex), ZMQ_SNDMORE) >= 0 &&
	    zmq_send(socket, b.data, b.len, 0) >= 0;
	buf_release(&b);
	return ok;
}

/* The delimiter, a signature, and what it signs. */
static bool
is_acknowledged(void *socket, const struct signer *s)
{
	char part[4][MAX_ANSWER];
	struct bytes frame[4];
	int n = 0, size, more = 1;
	size_t len = sizeof more;

	while (more && n < 4) {
		size = zmq_recv(socket, part[n], MAX_ANSWER, 0);
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0 || size > MAX_ANSWER)
			return false;
		frame[n] = (struct bytes){ part[n], (size_t)size };
		/* An empty frame of a router comes before the rest. */
		if (n > 0 || size > 0)
			n++;
		zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &len);
	}
	return n == 3 && frame[0].len == sizeof DELIMITER - 1 &&
	    memcmp(frame[0].data, DELIMITER, frame[0].len) == 0 &&
	    sign_check(s, &frame[1], &frame[2], 1);
}

bool
channel_register(const struct connect *c, const struct signer *s, char *why,
    size_t len)
{
	void *context = zmq_ctx_new(), *socket;
	int patience = PATIENCE_MS, linger = 0;
	char endpoint[512];
	bool ok;

	snprintf(endpoint, sizeof endpoint, "%s://%s:%d", c->transport,
	    c->registration_ip, c->registration_port);
	socket = zmq_socket(context, ZMQ_DEALER);
	zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
	zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience, sizeof patience);
	zmq_setsockopt(socket, ZMQ_SNDTIMEO, &patience, sizeof patience);
	ok = zmq_connect(socket, endpoint) == 0 && send_ports(socket, c, s) &&
	    is_acknowledged(socket, s);
	if (!ok)
		snprintf(why, len, "the launcher at %.400s did not "
		    "acknowledge the registration", endpoint);
	zmq_close(socket);
	zmq_ctx_term(context);
	return ok;
}
