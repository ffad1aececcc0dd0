/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads of our own loops. Not OpenMP's, whose regions end when every
 * thread has come by: where a processor is busy elsewhere that is a wait for
 * the scheduler at each of the hundreds of regions of a token. Here the
 * caller takes parts too, and waits only for parts that somebody has begun.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "core/tensor/backend/cpu.h"

/* Pauses before a thread without work sleeps: some 20 microseconds. */
#define SPINS 600

/*
 * ticket: the number of the job, and the next part of it. A part is taken by
 * moving the ticket on, which fails when the job is another by then; while a
 * job is written down the ticket says CLOSED.
 */
#define CLOSED 0xffffffffu

struct pool {
	_Atomic uint64_t ticket;
	_Atomic uint32_t done;	/* parts of the job that are finished */
	/* the job */
	_Atomic int64_t n;
	_Atomic uint32_t parts;
	void (*_Atomic body)(int64_t, int64_t, void *);
	void *_Atomic arg;

	atomic_int sleeping;
	atomic_bool quit;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	int nthreads;
	struct worker {
		struct pool *pool;
		pthread_t thread;
		int number;
	} *worker;
};

static _Thread_local int thread_number;

int
pool_thread(void)
{
	return thread_number;
}

static inline void
spin(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#endif
}

/* Does parts until there is none left that nobody has begun. */
static void
parts_do(struct pool *p)
{
	uint64_t t = atomic_load(&p->ticket);

	for (;;) {
		uint32_t part = (uint32_t)t;
		uint32_t parts = atomic_load(&p->parts);
		int64_t n = atomic_load(&p->n);
		void (*body)(int64_t, int64_t, void *) =
		    atomic_load(&p->body);
		void *arg = atomic_load(&p->arg);

		if (part == CLOSED || part >= parts)
			return;
		/* If the ticket has not moved, all this belongs to it. */
		if (!atomic_compare_exchange_strong(&p->ticket, &t, t + 1))
			continue;
		body(n * part / parts, n * (part + 1) / parts, arg);
		atomic_fetch_add(&p->done, 1);
		t = atomic_load(&p->ticket);
	}
}

static bool
job_is_new(struct pool *p, uint32_t job)
{
	uint64_t t = atomic_load(&p->ticket);

	return (uint32_t)(t >> 32) != job && (uint32_t)t != CLOSED;
}

/* Waits for another job than that one: spins, then sleeps. */
static void
job_wait(struct pool *p, uint32_t job)
{
	for (int i = 0; i < SPINS; i++) {
		if (job_is_new(p, job))
			return;
		spin();
	}
	pthread_mutex_lock(&p->lock);
	atomic_fetch_add(&p->sleeping, 1);
	while (!job_is_new(p, job) && !atomic_load(&p->quit))
		pthread_cond_wait(&p->wake, &p->lock);
	atomic_fetch_sub(&p->sleeping, 1);
	pthread_mutex_unlock(&p->lock);
}

static void *
worker_main(void *arg)
{
	struct worker *w = arg;
	struct pool *p = w->pool;
	uint32_t job = 0;

	thread_number = w->number;
	while (!atomic_load(&p->quit)) {
		job_wait(p, job);
		job = (uint32_t)(atomic_load(&p->ticket) >> 32);
		parts_do(p);
	}
	return NULL;
}

struct pool *
pool_open(int threads)
{
	struct pool *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->wake, NULL);
	atomic_store(&p->ticket, CLOSED);
	p->worker = calloc((size_t)threads, sizeof(*p->worker));
	for (int i = 1; i < threads && p->worker != NULL; i++) {
		struct worker *w = &p->worker[p->nthreads];

		w->pool = p;
		w->number = i;
		if (pthread_create(&w->thread, NULL, worker_main, w) != 0)
			break;
		p->nthreads++;
	}
	return p;
}

void
pool_close(struct pool *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	atomic_store(&p->quit, true);
	pthread_cond_broadcast(&p->wake);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->nthreads; i++)
		pthread_join(p->worker[i].thread, NULL);
	pthread_cond_destroy(&p->wake);
	pthread_mutex_destroy(&p->lock);
	free(p->worker);
	free(p);
}

/* Writes the job down and lets the others see it. */
static void
job_publish(struct pool *p, int64_t n, uint32_t parts,
    void (*body)(int64_t, int64_t, void *), void *arg)
{
	uint64_t job = (atomic_load(&p->ticket) >> 32) + 1;

	atomic_store(&p->ticket, job << 32 | CLOSED);
	atomic_store(&p->n, n);
	atomic_store(&p->parts, parts);
	atomic_store(&p->body, body);
	atomic_store(&p->arg, arg);
	atomic_store(&p->done, 0);
	atomic_store(&p->ticket, job << 32);
	if (atomic_load(&p->sleeping) > 0) {
		pthread_mutex_lock(&p->lock);
		pthread_cond_broadcast(&p->wake);
		pthread_mutex_unlock(&p->lock);
	}
}

void
pool_run(struct module *m, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg)
{
	struct pool *p = m->pool;
	int64_t parts = grain > 0 ? n / grain : n;
	int64_t most = (int64_t)m->threads * 4;
	int waited = 0;

	if (n <= 0)
		return;
	if (parts > most)
		parts = most;
	/* A body that calls for more runs it by itself. */
	if (parts <= 1 || p->nthreads == 0 || m->pool_busy) {
		body(0, n, arg);
		return;
	}
	m->pool_busy = true;
	/* More parts than threads: the fast ones take more of them. */
	job_publish(p, n, (uint32_t)parts, body, arg);
	parts_do(p);
	while (atomic_load(&p->done) < (uint32_t)parts)
		if (waited++ < SPINS)
			spin();
		else
			sched_yield();
	m->pool_busy = false;
}
