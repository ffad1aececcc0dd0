/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The I/O thread: it owns the sockets, answers on control at once, hands the
 * rest to the evaluator, and sends what the outbox holds. It watches signals
 * and the parent process too.
 */
#ifndef KERNEL_IO_H
#define KERNEL_IO_H

/* For pthread_create; data is the kernel. */
void *io_run(void *data);

#endif
