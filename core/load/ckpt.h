/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A checkpoint is names of tensors and where they lie in mapped files, plus
 * settings. It is opened by its content, not by its name; nothing is copied
 * before a tensor is asked for, and then only what cannot be used in place
 * (deflated members, foreign byte order). It knows no models: see arch.h.
 *
 * Every number of a file is checked before it is used; a damaged file is a
 * ValueError that names the file, the byte and what to do.
 */
#ifndef CORE_LOAD_CKPT_H
#define CORE_LOAD_CKPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/tensor/tensor.h"

struct ckpt;
struct ctx;

struct ckpt_entry {
	const char *name;	/* well-formed UTF-8 */
	enum dtype stored;
	/* The file's name of a type that we have none for; the entry is then
	 * shown as its bytes. Null otherwise. */
	const char *foreign;
	int naxes;
	int64_t size[TENSOR_MAX_AXES];	/* slowest first, as in C */
	uint64_t offset, nbytes;	/* in the file, as stored there */
	uint32_t file;
	bool fortran;		/* elements in Fortran order */
	bool swapped;		/* big-endian elements */
	bool deflated;		/* nbytes are deflated data ... */
	uint64_t skip, inflated;	/* ... of a header and elements */
};

/*
 * Opens a file or a folder (one checkpoint inside, perhaps in shards). The
 * result belongs to the scope; tensors of it keep the mapping by themselves.
 * FileNotFoundError, ValueError.
 */
struct ckpt *ckpt_open(struct ctx *, const char *path);

const char *ckpt_path(const struct ckpt *);
const char *ckpt_format(const struct ckpt *);	/* "GGUF" */
size_t ckpt_count(const struct ckpt *);
const struct ckpt_entry *ckpt_entry_at(const struct ckpt *, size_t);
/* Null without error where there is none. */
const struct ckpt_entry *ckpt_find(const struct ckpt *, const char *name);
/* The entry as an array with positional axes; a view of the mapped file
 * where that is possible. */
struct tensor *ckpt_tensor(struct ctx *, struct ckpt *,
    const struct ckpt_entry *);

/* The path of another file in the checkpoint's folder, of the ckpt's arena. */
const char *ckpt_beside(struct ckpt *, const char *name);

/* Everything as nested dicts and, where indices are 0, 1, 2, ..., lists:
 * the parts of a name are what stands between its dots. */
struct value *ckpt_tree(struct ctx *, struct ckpt *);

#endif
