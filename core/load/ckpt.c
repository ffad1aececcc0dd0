/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/ckpt.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/buf.h"
#include "core/base/cstr.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/load/ckpt_format.h"
#include "core/load/jsonfile.h"

static const struct format *const formats[] = {
	&gguf_format, &npz_format, &npy_format, &sharded_format,
	&safetensors_format,
};

/* ---- what formats use --------------------------------------------------- */

void *
format_bad(struct ctx *c, const struct ckpt *k, uint32_t file, uint64_t at,
    const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	err_raise(c, ERR_VALUE, "%s: not a valid %s file: byte %llu: %s",
	    file < k->nfiles ? k->file[file]->path : k->path,
	    k->format->name, (unsigned long long)at, b.data);
	buf_release(&b);
	return NULL;
}

int
ckpt_add_file(struct ctx *c, struct ckpt *k, const char *path)
{
	struct storage *s = storage_map(c, path);

	if (s == NULL)
		return -1;
	if (k->nfiles == k->file_cap)
		k->file = xgrow(k->file, &k->file_cap, 4, sizeof *k->file);
	k->file[k->nfiles] = s;
	return (int)k->nfiles++;
}

struct ckpt_entry *
ckpt_add(struct ctx *c, struct ckpt *k, const char *name, size_t len)
{
	struct ckpt_entry *e;

	if (!utf8_valid(name, len) || memchr(name, 0, len) != NULL)
		return err_raise(c, ERR_VALUE,
		    "%s: the name of tensor %zu is not text", k->path, k->n);
	if (k->n == k->cap)
		k->entry = xgrow(k->entry, &k->cap, 64, sizeof *k->entry);
	e = &k->entry[k->n++];
	memset(e, 0, sizeof *e);
	e->name = arena_memdup0(k->arena, name, len);
	return e;
}

/* Elements of the axes; false when they are not countable. */
static bool
ckpt_elements(const struct ckpt_entry *e, uint64_t *n)
{
	*n = 1;
	for (int i = 0; i < e->naxes; i++) {
		if (e->size[i] < 0 || __builtin_mul_overflow(*n,
		    (uint64_t)e->size[i], n) || *n > INT64_MAX)
			return false;
	}
	return true;
}

bool
ckpt_bytes(const struct ckpt_entry *e, uint64_t *n)
{
	const struct dtype_row *row = &dtypes[e->stored];

	if (!ckpt_elements(e, n))
		return false;
	if (row->block > 1 && (e->naxes == 0 ||
	    e->size[e->naxes - 1] % row->block != 0))
		return false;
	return !__builtin_mul_overflow(*n / row->block, row->bytes, n);
}

/* ---- finding by name ---------------------------------------------------- */

static uint32_t
name_hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h ^ h >> 15;
}

static uint32_t *
name_slot(const struct ckpt *k, const char *name)
{
	size_t i = name_hash(name) & (k->nslots - 1);

	while (k->slot[i] != 0 &&
	    strcmp(k->entry[k->slot[i] - 1].name, name) != 0)
		i = (i + 1) & (k->nslots - 1);
	return &k->slot[i];
}

static bool
index_names(struct ctx *c, struct ckpt *k)
{
	k->nslots = 16;
	while (k->nslots < 2 * k->n)
		k->nslots *= 2;
	k->slot = xcalloc(k->nslots, sizeof *k->slot);
	for (size_t i = 0; i < k->n; i++) {
		uint32_t *slot = name_slot(k, k->entry[i].name);

		if (*slot != 0) {
			err_raise(c, ERR_VALUE,
			    "%s: two tensors are called '%s'", k->path,
			    k->entry[i].name);
			return false;
		}
		*slot = (uint32_t)i + 1;
	}
	return true;
}

static int
by_place(const void *a, const void *b)
{
	const struct ckpt_entry *x = *(const struct ckpt_entry *const *)a;
	const struct ckpt_entry *y = *(const struct ckpt_entry *const *)b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (x->nbytes > y->nbytes) - (x->nbytes < y->nbytes);
}

/* Bounds and overlaps, for all formats alike. */
static bool
check_places(struct ctx *c, struct ckpt *k)
{
	const struct ckpt_entry **e = xcalloc(k->n + 1, sizeof *e);
	bool ok = true;

	for (size_t i = 0; i < k->n; i++)
		e[i] = &k->entry[i];
	qsort(e, k->n, sizeof *e, by_place);
	for (size_t i = 0; i < k->n && ok; i++) {
		uint64_t size = k->file[e[i]->file]->size;

		if (e[i]->offset > size || e[i]->nbytes > size - e[i]->offset) {
			format_bad(c, k, e[i]->file, e[i]->offset,
			    "tensor '%s' needs %llu bytes from here, but the "
			    "file ends at byte %llu; was it downloaded "
			    "completely?", e[i]->name,
			    (unsigned long long)e[i]->nbytes,
			    (unsigned long long)size);
			ok = false;
		} else if (i > 0 && e[i - 1]->file == e[i]->file &&
		    e[i - 1]->offset + e[i - 1]->nbytes > e[i]->offset) {
			format_bad(c, k, e[i]->file, e[i]->offset,
			    "tensors '%s' and '%s' overlap", e[i - 1]->name,
			    e[i]->name);
			ok = false;
		}
	}
	free(e);
	return ok;
}

/* ---- opening ------------------------------------------------------------ */

static void
ckpt_drop(void *p)
{
	struct ckpt *k = p;

	for (size_t i = 0; i < k->nfiles; i++)
		storage_unref(k->file[i]);
	free(k->file);
	free(k->entry);
	free(k->slot);
	free(k->pair);
	json_decref(k->config);
	arena_free(&k->arena);
	free(k);
}

/* Better names come first; files of one rank must be alone. */
static const char *const folder_rank[] = {
	"model.safetensors.index.json", "model.safetensors",
	".safetensors.index.json", ".safetensors", ".gguf", ".npz", ".npy",
};

static int
file_rank(const char *name)
{
	for (size_t i = 0; i < nitems(folder_rank); i++) {
		if (folder_rank[i][0] == '.' ? cstr_ends_with(name, folder_rank[i])
		    : strcmp(name, folder_rank[i]) == 0)
			return (int)i;
	}
	return -1;
}

/* The one checkpoint in a folder, of the arena. */
static const char *
choose_in_folder(struct ctx *c, struct ckpt *k)
{
	DIR *d = opendir(k->path);
	struct dirent *f;
	const char *best = NULL, *second = NULL;
	int best_rank = (int)nitems(folder_rank);

	if (d == NULL)
		return err_raise_errno(c, errno, k->path);
	while ((f = readdir(d)) != NULL) {
		int r = file_rank(f->d_name);

		if (r < 0 || r > best_rank || f->d_name[0] == '.')
			continue;
		second = r == best_rank ? best : NULL;
		best = arena_strdup(k->arena, f->d_name);
		best_rank = r;
	}
	closedir(d);
	if (best == NULL)
		return err_raise(c, ERR_FILE_NOT_FOUND,
		    "no checkpoint in the folder '%s': expected a "
		    ".safetensors, .gguf, .npz or .npy file", k->path);
	if (second != NULL)
		return err_raise(c, ERR_VALUE,
		    "more than one checkpoint in the folder '%s' ('%s', "
		    "'%s'): name one of them", k->path, second, best);
	return arena_printf(k->arena, "%s/%s", k->path, best);
}

static const struct format *
probe(const struct storage *s)
{
	for (size_t i = 0; i < nitems(formats); i++) {
		if (formats[i]->probe(s->data, s->size))
			return formats[i];
	}
	return NULL;
}

static bool
open_into(struct ctx *c, struct ckpt *k)
{
	struct stat st;

	if (stat(k->path, &st) != 0) {
		err_raise_errno(c, errno, k->path);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		k->path = choose_in_folder(c, k);
		if (k->path == NULL)
			return false;
	}
	if (ckpt_add_file(c, k, k->path) < 0)
		return false;
	k->format = probe(k->file[0]);
	if (k->format == NULL) {
		err_raise(c, ERR_VALUE, "%s: not a checkpoint: neither "
		    "safetensors, GGUF, npz nor npy by its content", k->path);
		return false;
	}
	return k->format->open(c, k) && check_places(c, k) &&
	    index_names(c, k);
}

struct ckpt *
ckpt_open(struct ctx *c, const char *path)
{
	struct ckpt *k = xcalloc(1, sizeof *k);

	k->arena = arena_create();
	k->path = arena_strdup(k->arena, path);
	scope_add(c, k, ckpt_drop);
	return open_into(c, k) ? k : NULL;
}

/* ---- asking ------------------------------------------------------------- */

const char *
ckpt_path(const struct ckpt *k)
{
	return k->path;
}

const char *
ckpt_format(const struct ckpt *k)
{
	return k->format->name;
}

size_t
ckpt_count(const struct ckpt *k)
{
	return k->n;
}

const struct ckpt_entry *
ckpt_entry_at(const struct ckpt *k, size_t i)
{
	return &k->entry[i];
}

const struct ckpt_entry *
ckpt_find(const struct ckpt *k, const char *name)
{
	uint32_t i = *name_slot(k, name);

	return i == 0 ? NULL : &k->entry[i - 1];
}

const char *
ckpt_beside(struct ckpt *k, const char *name)
{
	const char *slash = strrchr(k->path, '/');
	int len = slash == NULL ? 0 : (int)(slash + 1 - k->path);

	return arena_printf(k->arena, "%.*s%s", len, k->path, name);
}

const json_t *
ckpt_config(struct ctx *c, struct ckpt *k)
{
	const char *path = ckpt_beside(k, "config.json");
	struct stat st;

	if (k->config == NULL && stat(path, &st) == 0) {
		k->config = json_read(c, path);
		if (k->config != NULL && !json_is_object(k->config)) {
			json_decref(k->config);
			k->config = NULL;
			return err_raise(c, ERR_VALUE,
			    "%s: not a JSON object", path);
		}
	}
	return k->config;
}

/* ---- an entry as an array ----------------------------------------------- */

static void
swap_bytes(unsigned char *p, size_t n, size_t width)
{
	for (size_t i = 0; i + width <= n; i += width) {
		for (size_t a = 0, b = width - 1; a < b; a++, b--) {
			unsigned char t = p[i + a];

			p[i + a] = p[i + b];
			p[i + b] = t;
		}
	}
}

/* What cannot be used where it lies, as heap storage of the scope. */
static struct storage *
entry_copy(struct ctx *c, struct ckpt *k, const struct ckpt_entry *e)
{
	const unsigned char *in = k->file[e->file]->data + e->offset;
	uint64_t n = e->deflated ? e->inflated : e->nbytes;
	struct storage *s = storage_create(c, n);

	if (s == NULL)
		return NULL;
	scope_add(c, s, (void (*)(void *))storage_unref);
	if (!e->deflated)
		memcpy(s->data, in, n);
	else if (!npz_inflate(in, e->nbytes, s->data, n))
		return format_bad(c, k, e->file, e->offset,
		    "'%s' does not inflate to %llu bytes; the file is damaged",
		    e->name, (unsigned long long)n);
	if (e->swapped)
		swap_bytes(s->data + e->skip, n - e->skip,
		    dtype_size(e->stored));
	return s;
}

struct tensor *
ckpt_tensor(struct ctx *c, struct ckpt *k, const struct ckpt_entry *e)
{
	struct axis axes[TENSOR_MAX_AXES] = { { 0 } };
	int order[TENSOR_MAX_AXES];
	size_t at = e->deflated ? e->skip : e->offset;
	struct storage *s = k->file[e->file];
	struct tensor *t;
	bool aligned = dtype_is_block(e->stored) ||
	    at % dtype_size(e->stored) == 0;

	for (int i = 0; i < e->naxes; i++) {
		order[i] = e->naxes - 1 - i;
		axes[i].size = e->size[e->fortran ? order[i] : i];
	}
	if (e->deflated || e->swapped || !aligned) {
		s = entry_copy(c, k, e);
		if (!e->deflated)
			at = 0;
	}
	if (s == NULL)
		return NULL;
	t = tensor_of_storage(c, e->stored, e->naxes, axes, s, at);
	return e->fortran && e->naxes > 1 ? tensor_order(c, t, order) : t;
}
