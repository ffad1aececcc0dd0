/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/guard.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLOTS 1024

/*
 * A signal handler is given an address and nothing else, so this table is the
 * one that belongs to the process instead of to a context. begin is 0 in a
 * free slot, and set last.
 */
static struct {
	atomic_uintptr_t begin, end;
	_Atomic(void *) owner;
	atomic_bool hit;
} maps[SLOTS];
static atomic_int hits;
static atomic_bool installed;

static void
on_sigbus(int sig, siginfo_t *info, void *context)
{
	uintptr_t at = (uintptr_t)info->si_addr;
	uintptr_t page = at & ~(uintptr_t)(sysconf(_SC_PAGESIZE) - 1);
	int i;

	(void)context;
	for (i = 0; i < SLOTS; i++) {
		uintptr_t begin = atomic_load(&maps[i].begin);
		uintptr_t end = atomic_load(&maps[i].end);

		if (begin == 0 || at < begin || at >= end)
			continue;
		/* What was cut off goes on to the end of the file. */
		if (mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE |
		    MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
			break;
		if (!atomic_exchange(&maps[i].hit, true))
			atomic_fetch_add(&hits, 1);
		return;
	}
	/* Not ours: it strikes again, and then ends the program. */
	signal(sig, SIG_DFL);
}

static void
install(void)
{
	struct sigaction sa = { .sa_sigaction = on_sigbus,
		.sa_flags = SA_SIGINFO | SA_RESTART };

	if (atomic_exchange(&installed, true))
		return;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, NULL);
}

int
guard_add(void *data, size_t size, void *owner)
{
	int i;

	install();
	for (i = 0; i < SLOTS; i++) {
		void *nobody = NULL;

		if (!atomic_compare_exchange_strong(&maps[i].owner, &nobody,
		    owner))
			continue;
		atomic_store(&maps[i].hit, false);
		atomic_store(&maps[i].end, (uintptr_t)data + size);
		atomic_store(&maps[i].begin, (uintptr_t)data);
		return i;
	}
	return -1;
}

void
guard_remove(int slot)
{
	if (slot < 0)
		return;
	if (atomic_exchange(&maps[slot].hit, false))
		atomic_fetch_sub(&hits, 1);
	atomic_store(&maps[slot].begin, 0);
	atomic_store(&maps[slot].owner, NULL);
}

void *
guard_hit(void)
{
	int i;

	if (atomic_load_explicit(&hits, memory_order_relaxed) == 0)
		return NULL;
	for (i = 0; i < SLOTS; i++)
		if (atomic_exchange(&maps[i].hit, false)) {
			atomic_fetch_sub(&hits, 1);
			return atomic_load(&maps[i].owner);
		}
	return NULL;
}
