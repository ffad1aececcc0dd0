/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counted bytes behind arrays: on the heap, or a mapped file. The engine
 * keeps the sum of heap bytes against its limit, so that an allocation that
 * would not fit raises MemoryError before the machine swaps or kills.
 */
#ifndef CORE_TENSOR_STORAGE_H
#define CORE_TENSOR_STORAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ctx;
struct engine;
struct tensor;

enum storage_kind { STORAGE_HEAP, STORAGE_MAP };

struct storage {
	uint32_t refs;		/* of tensors, and of what a loader keeps */
	enum storage_kind kind;
	unsigned char *data;	/* 64-byte aligned when on the heap */
	size_t size;
	size_t capacity;	/* bytes that the heap block has */
	uint64_t serial;	/* unlike any other storage of the engine */
	struct engine *engine;	/* whose limit it counts against */
	char *path;		/* of a mapped file */
	int guard;		/* its place there, see guard.h */
	/* What the backend remembers about it (prepacked copies), with how
	 * to let go; see backend.h. */
	void *packed;
	void (*packed_free)(void *);
};

/* Uninitialised bytes; one reference belongs to the caller. Null and
 * MemoryError when they would not fit. */
struct storage *storage_create(struct ctx *, size_t size);
/*
 * Maps a whole file read-only. The file may shrink later: reads then raise
 * an OSError through the SIGBUS guard (storage_guard). Null and OSError.
 */
struct storage *storage_map(struct ctx *, const char *path);
struct storage *storage_ref(struct storage *);
void storage_unref(struct storage *);
/* False and OSError when bytes of a mapped file were read that are gone. */
bool storage_guard(struct ctx *);
/* Its bytes are about to change: what was remembered of it is dropped. */
void storage_touch(struct storage *);
/* For elements that do not lie at a multiple of their size: t gets a copy of
 * these bytes of s. Returns t; null: raised. */
struct tensor *storage_realign(struct ctx *, struct tensor *t,
    struct storage *s, size_t offset, size_t bytes);
/* Frees the blocks that the engine keeps for reuse. */
void storage_forget_kept(struct engine *);

/* Heap bytes in use and the limit, over all storages of this ctx. */
size_t storage_in_use(const struct ctx *);
size_t storage_limit(const struct ctx *);
/* Makes the n-th next storage_create fail, for tests; 0: none. */
void storage_fail_nth(struct ctx *, size_t n);

#endif
