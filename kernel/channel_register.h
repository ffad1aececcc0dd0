/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registration handshake: a launcher that wants no race for ports lets
 * the kernel choose them and be told.
 */
#ifndef KERNEL_CHANNEL_REGISTER_H
#define KERNEL_CHANNEL_REGISTER_H

#include <stdbool.h>
#include <stddef.h>

struct connect;
struct signer;

/* Tells the ports; false, and a line in why, when nobody says yes. */
bool channel_register(const struct connect *, const struct signer *,
    char *why, size_t len);

#endif
