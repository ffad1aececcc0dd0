/* SPDX-License-Identifier: Apache-2.0 */
/* The connection file: where to bind, and the key of the signatures. */
#ifndef KERNEL_CONNECT_H
#define KERNEL_CONNECT_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel/channel.h"

struct connect {
	char *transport;	/* "tcp" or "ipc" */
	char *ip;
	int port[CHANNEL_COUNT];	/* 0: any */
	char *key;
	size_t key_len;
	char *scheme;		/* "hmac-sha256" */
	/* A launcher that wants to be told the ports; null: none does. */
	char *registration_ip, *kernel_id;
	int registration_port;
	char *curve_public, *curve_secret;	/* Z85, or null */
};

/* False, and a line in why, when the file cannot be used. */
bool connect_read(struct connect *, const char *path, char *why, size_t len);
/* Any ports on the loopback address, with a random key. */
void connect_local(struct connect *);
/* Writes a file that only its owner can read. */
bool connect_write(const struct connect *, const char *path, char *why,
    size_t len);
void connect_release(struct connect *);

/* tcp://127.0.0.1:5555 for a channel; malloc'ed. Port 0 is a star. */
char *connect_endpoint(const struct connect *, enum channel);

#endif
