/* SPDX-License-Identifier: Apache-2.0 */
/* The session's outputs become messages: a sink whose requests are cells. */
#ifndef KERNEL_SINK_H
#define KERNEL_SINK_H

struct kernel;
struct sink;

void sink_init(struct sink *, struct kernel *);

#endif
