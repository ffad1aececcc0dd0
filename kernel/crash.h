/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last words of a program that dies of a bug: front ends show the first
 * line of stderr and know nothing else of a crash.
 */
#ifndef KERNEL_CRASH_H
#define KERNEL_CRASH_H

/* Returns the stack of the handler, to be freed at the end. */
void *crash_install(void);
void crash_release(void *stack);

#endif
