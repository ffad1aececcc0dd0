/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/load: how a format fills a checkpoint. One row a format:
 * probe looks at the first bytes, open adds the entries.
 */
#ifndef CORE_LOAD_CKPT_FORMAT_H
#define CORE_LOAD_CKPT_FORMAT_H

#include <jansson.h>

#include "core/base/arena.h"
#include "core/load/ckpt.h"
#include "core/tensor/storage.h"

struct gguf_pair;

struct ckpt {
	const struct format *format;
	struct arena *arena;		/* names, paths, tables */
	const char *path;
	struct storage **file;
	size_t nfiles, file_cap;
	struct ckpt_entry *entry;
	size_t n, cap;
	uint32_t *slot;			/* hash table: 1 + index of the entry */
	size_t nslots;
	json_t *config;
	struct gguf_pair *pair;		/* settings of GGUF, by their order */
	size_t npairs;
};

struct format {
	const char *name;
	bool (*probe)(const unsigned char *head, size_t len);
	bool (*open)(struct ctx *, struct ckpt *);
};

extern const struct format safetensors_format, sharded_format, gguf_format,
    npz_format, npy_format;

/* Maps another file of the checkpoint; -1 on an error. */
int ckpt_add_file(struct ctx *, struct ckpt *, const char *path);
/* A zeroed entry; name is copied. Null and ValueError for names that are
 * not text. */
struct ckpt_entry *ckpt_add(struct ctx *, struct ckpt *, const char *name,
    size_t len);
/* Bytes of that many elements of the stored type; false for overflow or a
 * last axis that is no multiple of the block. */
bool ckpt_bytes(const struct ckpt_entry *, uint64_t *);
/* Inflates a member (raw deflate) to exactly out_len bytes. */
bool npz_inflate(const unsigned char *in, size_t len, unsigned char *out,
    size_t out_len);

/* "PATH: not a valid FORMAT file: byte AT: ..." as a ValueError; null. */
void *format_bad(struct ctx *, const struct ckpt *, uint32_t file,
    uint64_t at, const char *fmt, ...) PRINTF(5, 6);

static inline uint32_t
load_u32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static inline uint32_t
load_u16(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8;
}

static inline uint64_t
load_u64(const unsigned char *p)
{
	return load_u32(p) | (uint64_t)load_u32(p + 4) << 32;
}

#endif
