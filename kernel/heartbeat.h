/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says what it hears, on a thread and in a context of its own: nothing that
 * the kernel does can make it late.
 */
#ifndef KERNEL_HEARTBEAT_H
#define KERNEL_HEARTBEAT_H

#include <stddef.h>

struct connect;
struct heartbeat;

/* Null, and a line in why, when the port is taken. */
struct heartbeat *heartbeat_create(struct connect *, char *why, size_t len);
void heartbeat_free(struct heartbeat **);

#endif
