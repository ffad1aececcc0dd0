/* SPDX-License-Identifier: Apache-2.0 */
/*
 *	u64 n | n bytes of JSON | data
 *
 * The JSON says for each name its type, shape and where it lies in the data.
 * A model in shards has an index: JSON whose weight_map names the files.
 */
#include <string.h>

#include "core/base/xalloc.h"
#include "core/load/ckpt_format.h"
#include "core/load/jsonfile.h"

#define MAX_HEADER ((uint64_t)100000000)	/* as the original library */


static const struct { const char *name; int dtype; } types[] = {
	{ "BOOL", DT_BOOL }, { "U8", DT_U8 }, { "I8", DT_I8 },
	{ "U16", DT_U16 }, { "I16", DT_I16 }, { "U32", DT_U32 },
	{ "I32", DT_I32 }, { "U64", DT_U64 }, { "I64", DT_I64 },
	{ "F16", DT_F16 }, { "BF16", DT_BF16 }, { "F32", DT_F32 },
	{ "F64", DT_F64 },
};

static bool
safetensors_probe(const unsigned char *p, size_t len)
{
	uint64_t n;

	if (len < 10)
		return false;
	n = load_u64(p);
	return n >= 2 && n <= MAX_HEADER && p[8] == '{';
}

static bool
read_shape(const json_t *shape, struct ckpt_entry *e)
{
	size_t n = json_array_size(shape);

	if (!json_is_array(shape) || n > TENSOR_MAX_AXES)
		return false;
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(shape, i);

		if (!json_is_integer(v) || json_integer_value(v) < 0)
			return false;
		e->size[i] = json_integer_value(v);
	}
	e->naxes = (int)n;
	return true;
}

static bool
read_entry(struct ctx *c, struct ckpt *k, uint32_t file, const char *name,
    const json_t *j, uint64_t base)
{
	const json_t *at = json_object_get(j, "data_offsets");
	const json_t *b = json_array_get(at, 0), *end = json_array_get(at, 1);
	const char *type = json_text(j, "dtype", NULL);
	struct ckpt_entry *e = ckpt_add(c, k, name, strlen(name));
	uint64_t need, room = k->file[file]->size - base;

	if (e == NULL)
		return false;
	e->file = file;
	if (type == NULL || !read_shape(json_object_get(j, "shape"), e) ||
	    json_array_size(at) != 2 || !json_is_integer(b) ||
	    !json_is_integer(end))
		return format_bad(c, k, file, 8, "tensor '%s' lacks a dtype, "
		    "a shape of at most %d sizes or data_offsets", e->name,
		    TENSOR_MAX_AXES);
	if (json_integer_value(b) < 0 ||
	    json_integer_value(end) < json_integer_value(b) ||
	    (uint64_t)json_integer_value(end) > room)
		return format_bad(c, k, file, base, "tensor '%s' lies at %lld "
		    "to %lld of %llu bytes of data; was the file downloaded "
		    "completely?", e->name,
		    (long long)json_integer_value(b),
		    (long long)json_integer_value(end),
		    (unsigned long long)room);
	e->offset = base + (uint64_t)json_integer_value(b);
	e->nbytes = (uint64_t)(json_integer_value(end) -
	    json_integer_value(b));
	for (size_t i = 0; i < nitems(types); i++) {
		if (strcmp(types[i].name, type) != 0)
			continue;
		e->stored = (enum dtype)types[i].dtype;
		if (ckpt_bytes(e, &need) && need == e->nbytes)
			return true;
		return format_bad(c, k, file, e->offset, "tensor '%s' has "
		    "%llu bytes, which is not what its shape and dtype %s "
		    "take", e->name, (unsigned long long)e->nbytes, type);
	}
	e->foreign = arena_strdup(k->arena, type);
	e->stored = DT_U8;
	e->naxes = 1;
	e->size[0] = (int64_t)e->nbytes;
	return true;
}

static bool
safetensors_add(struct ctx *c, struct ckpt *k, uint32_t file)
{
	const struct storage *s = k->file[file];
	uint64_t n = s->size < 8 ? 0 : load_u64(s->data);
	const char *name;
	json_t *j, *v;
	bool ok = true;

	if (s->size < 8 || n > MAX_HEADER || n > s->size - 8)
		return format_bad(c, k, file, 0, "the header should have %llu "
		    "bytes, but the file has %zu; was it downloaded "
		    "completely?", (unsigned long long)n, s->size);
	j = json_parse(c, s->path, (const char *)s->data + 8, n);
	if (j == NULL)
		return false;
	if (!json_is_object(j)) {
		format_bad(c, k, file, 8, "the header is not a JSON object");
		ok = false;
	}
	if (ok)
		json_object_foreach(j, name, v) {
			if (strcmp(name, "__metadata__") == 0)
				continue;
			ok = read_entry(c, k, file, name, v, 8 + n);
			if (!ok)
				break;
		}
	json_decref(j);
	return ok;
}

static bool
safetensors_open(struct ctx *c, struct ckpt *k)
{
	return safetensors_add(c, k, 0);
}

const struct format safetensors_format = {
	"safetensors", safetensors_probe, safetensors_open
};

/* ---- shards ------------------------------------------------------------- */

static bool
sharded_probe(const unsigned char *p, size_t len)
{
	static const char word[] = "\"weight_map\"";
	size_t i = 0;

	while (i < len && (p[i] == ' ' || p[i] == '\n' || p[i] == '\r' ||
	    p[i] == '\t'))
		i++;
	if (i == len || p[i] != '{')
		return false;
	for (; len - i >= sizeof word - 1; i++) {
		if (memcmp(p + i, word, sizeof word - 1) == 0)
			return true;
	}
	return false;
}

/* The shard's number among the files, mapped when it is new. A name must
 * stay in the folder: the index may come from anywhere. */
static int
shard_file(struct ctx *c, struct ckpt *k, const char *name)
{
	const char *path;

	if (name[0] == '\0' || strchr(name, '/') != NULL) {
		err_raise(c, ERR_VALUE, "%s: '%s' is not the name of a file "
		    "in the same folder", k->path, name);
		return -1;
	}
	path = ckpt_beside(k, name);
	for (size_t i = 1; i < k->nfiles; i++) {
		if (strcmp(k->file[i]->path, path) == 0)
			return (int)i;
	}
	if (ckpt_add_file(c, k, path) < 0 ||
	    !safetensors_add(c, k, (uint32_t)k->nfiles - 1))
		return -1;
	return (int)k->nfiles - 1;
}

static bool
sharded_open(struct ctx *c, struct ckpt *k)
{
	const struct storage *s = k->file[0];
	json_t *j = json_parse(c, k->path, (const char *)s->data, s->size);
	const json_t *map = json_object_get(j, "weight_map");
	const char *name;
	json_t *v;
	bool ok = j != NULL;

	if (ok && !json_is_object(map)) {
		err_raise(c, ERR_VALUE, "%s: this index has no "
		    "weight_map from tensors to files", k->path);
		ok = false;
	}
	if (ok)
		json_object_foreach((json_t *)map, name, v) {
			ok = json_is_string(v) &&
			    shard_file(c, k, json_string_value(v)) >= 0;
			if (!ok)
				break;
		}
	if (!ok)
		err_raise(c, ERR_VALUE, "%s: the weight_map is damaged",
		    k->path);
	json_decref(j);
	return ok;
}

const struct format sharded_format = {
	"safetensors", sharded_probe, sharded_open
};
