/* SPDX-License-Identifier: Apache-2.0 */
/* A line that a running cell asks of the person at the front end. */
#ifndef KERNEL_STDIN_H
#define KERNEL_STDIN_H

#include <stdbool.h>

struct kernel;
struct msg;

/*
 * Asks the client that has sent request and waits. The line without its end,
 * malloc'ed; null when it was ended (EOF) or interrupted.
 */
char *stdin_ask(struct kernel *, const struct msg *request,
    const char *prompt, bool password);
/* A message that came on stdin; taken over. */
void stdin_deliver(struct kernel *, struct msg *);

#endif
