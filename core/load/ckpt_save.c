/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/ckpt_save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <zlib.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"

/* ---- a file that appears when it is whole ------------------------------- */

struct output {
	struct ctx *c;
	FILE *f;
	char *aside;
	const char *path;
	uint64_t at;
};

static bool
output_open(struct output *o, struct ctx *c, const char *path)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s.part-%ld", path, (long)getpid());
	*o = (struct output){ .c = c, .aside = buf_steal(&b), .path = path };
	o->f = fopen(o->aside, "wb");
	if (o->f != NULL)
		return true;
	err_raise_errno(c, errno, path);
	free(o->aside);
	return false;
}

static bool
output_write(struct output *o, const void *data, size_t len)
{
	o->at += len;
	if (len == 0 || fwrite(data, 1, len, o->f) == len)
		return true;
	err_raise_errno(o->c, errno, o->path);
	return false;
}

static bool
output_close(struct output *o, bool ok)
{
	if (ok && (fflush(o->f) != 0 || fsync(fileno(o->f)) != 0)) {
		err_raise_errno(o->c, errno, o->path);
		ok = false;
	}
	fclose(o->f);
	if (ok && rename(o->aside, o->path) != 0) {
		err_raise_errno(o->c, errno, o->path);
		ok = false;
	}
	if (!ok)
		unlink(o->aside);
	free(o->aside);
	return ok;
}

/* ---- elements ----------------------------------------------------------- */

/* The elements in C order, to be freed; *len: bytes. */
static void *
elements(struct ctx *c, struct tensor *t, size_t *len)
{
	enum dtype d = tensor_dtype(t);
	void *data;

	*len = (size_t)tensor_size(t) * dtype_size(d);
	data = try_alloc(c, *len + 1, 1);
	if (data != NULL && !tensor_read(c, t, d, data)) {
		free(data);
		data = NULL;
	}
	return data;
}

static const char *const codes[DT_COUNT] = {
	[DT_BOOL] = "|b1", [DT_I8] = "|i1", [DT_U8] = "|u1",
	[DT_I16] = "<i2", [DT_U16] = "<u2", [DT_I32] = "<i4",
	[DT_U32] = "<u4", [DT_I64] = "<i8", [DT_U64] = "<u8",
	[DT_F16] = "<f2", [DT_BF16] = "|V2", [DT_F32] = "<f4",
	[DT_F64] = "<f8",
};
static const char *const letters[DT_COUNT] = {
	[DT_BOOL] = "BOOL", [DT_I8] = "I8", [DT_U8] = "U8",
	[DT_I16] = "I16", [DT_U16] = "U16", [DT_I32] = "I32",
	[DT_U32] = "U32", [DT_I64] = "I64", [DT_U64] = "U64",
	[DT_F16] = "F16", [DT_BF16] = "BF16", [DT_F32] = "F32",
	[DT_F64] = "F64",
};

/* The header that NumPy writes, to a multiple of 64 bytes. */
static void
npy_head(struct buf *b, const struct tensor *t)
{
	int n = tensor_naxes(t);
	size_t len;

	buf_add(b, "\x93NUMPY\1\0\0\0", 10);
	buf_printf(b, "{'descr': '%s', 'fortran_order': False, 'shape': (",
	    codes[tensor_dtype(t)]);
	for (int i = 0; i < n; i++)
		buf_printf(b, i == 0 ? "%lld%s" : " %lld%s",
		    (long long)tensor_axes(t)[i].size,
		    i + 1 < n || n == 1 ? "," : "");
	buf_str(b, "), }");
	buf_fill(b, ' ', 63 - b->len % 64);
	buf_char(b, '\n');
	len = b->len - 10;
	b->data[8] = (char)(len & 255);
	b->data[9] = (char)(len >> 8);
}

bool
npy_save(struct ctx *c, const char *path, struct tensor *t)
{
	struct buf head = BUF_INIT;
	struct output o;
	size_t len;
	void *data = elements(c, t, &len);
	bool ok = data != NULL && output_open(&o, c, path);

	if (ok) {
		npy_head(&head, t);
		ok = output_close(&o, output_write(&o, head.data, head.len) &&
		    output_write(&o, data, len));
	}
	buf_release(&head);
	free(data);
	return ok;
}

/* ---- npz: a zip archive, its members stored as they are ----------------- */

static void
put(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(v >> (8 * i) & 255));
}

/* What the local header and the directory's row have in common. */
static void
put_member(struct buf *b, uint32_t crc, uint64_t size, size_t name)
{
	put(b, 20, 2);			/* version */
	put(b, 0x800, 2);		/* names are UTF-8 */
	put(b, 0, 2);			/* stored */
	put(b, 0x21 << 16, 4);		/* 1 January 1980 */
	put(b, crc, 4);
	put(b, size, 4);
	put(b, size, 4);
	put(b, name, 2);
	put(b, 0, 2);
}

static bool
write_member(struct output *o, const struct named_tensor *m,
    struct buf *directory)
{
	struct buf head = BUF_INIT, local = BUF_INIT, name = BUF_INIT;
	size_t len;
	void *data = elements(o->c, m->t, &len);
	bool ok = data != NULL;
	uint64_t at = o->at;
	uLong crc;

	npy_head(&head, m->t);
	buf_printf(&name, "%s.npy", m->name);
	if (ok && (len > UINT32_MAX - 4096 || at > UINT32_MAX - 4096 ||
	    name.len > 4096)) {
		err_raise(o->c, ERR_VALUE, "'%s' does not fit into an npz "
		    "file of 4 GB: save as .safetensors", m->name);
		ok = false;
	}
	if (ok) {
		crc = crc32(0, (unsigned char *)head.data, (uInt)head.len);
		crc = crc32_z(crc, data, len);
		buf_str(&local, "PK\3\4");
		put_member(&local, (uint32_t)crc, head.len + len, name.len);
		buf_str(directory, "PK\1\2");
		put(directory, 20, 2);
		put_member(directory, (uint32_t)crc, head.len + len, name.len);
		put(directory, 0, 2 + 2 + 2 + 4);
		put(directory, at, 4);
		buf_add(directory, name.data, name.len);
		ok = output_write(o, local.data, local.len) &&
		    output_write(o, name.data, name.len) &&
		    output_write(o, head.data, head.len) &&
		    output_write(o, data, len);
	}
	buf_release(&head);
	buf_release(&local);
	buf_release(&name);
	free(data);
	return ok;
}

bool
npz_save(struct ctx *c, const char *path, const struct named_tensor *m,
    size_t n)
{
	struct buf directory = BUF_INIT;
	struct output o;
	uint64_t at;
	size_t len;
	bool ok = true;

	if (n > 65534)
		return err_raise(c, ERR_VALUE, "%zu arrays are too many for an "
		    "npz file: save as .safetensors", n);
	if (!output_open(&o, c, path))
		return false;
	for (size_t i = 0; i < n && ok; i++)
		ok = ctx_poll(c) && write_member(&o, &m[i], &directory);
	at = o.at;
	len = directory.len;
	buf_str(&directory, "PK\5\6");
	put(&directory, 0, 4);
	put(&directory, n, 2);
	put(&directory, n, 2);
	put(&directory, len, 4);
	put(&directory, at, 4);
	put(&directory, 0, 2);
	ok = ok && output_write(&o, directory.data, directory.len);
	buf_release(&directory);
	return output_close(&o, ok);
}

/* ---- safetensors -------------------------------------------------------- */

static char *
safetensors_head(const struct named_tensor *m, size_t n)
{
	json_t *all = json_object();
	uint64_t at = 0;
	char *text;

	for (size_t i = 0; i < n; i++) {
		const struct tensor *t = m[i].t;
		json_t *shape = json_array();
		uint64_t end = at + (uint64_t)tensor_size(t) *
		    dtype_size(tensor_dtype(t));

		for (int k = 0; k < tensor_naxes(t); k++)
			json_array_append_new(shape,
			    json_integer(tensor_axes(t)[k].size));
		json_object_set_new(all, m[i].name, json_pack(
		    "{s:s, s:o, s:[I, I]}", "dtype",
		    letters[tensor_dtype(t)], "shape", shape, "data_offsets",
		    (json_int_t)at, (json_int_t)end));
		at = end;
	}
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	return text;
}

bool
safetensors_save(struct ctx *c, const char *path,
    const struct named_tensor *m, size_t n)
{
	char *text = safetensors_head(m, n);
	struct buf head = BUF_INIT;
	struct output o;
	bool ok;

	if (text == NULL)
		return err_raise(c, ERR_VALUE, "%s: the names of the arrays "
		    "must be well-formed text", path);
	put(&head, 0, 8);
	buf_str(&head, text);
	free(text);
	buf_fill(&head, ' ', (8 - head.len % 8) % 8);
	for (int i = 0; i < 8; i++)
		head.data[i] = (char)((head.len - 8) >> (8 * i) & 255);
	ok = output_open(&o, c, path);
	if (ok) {
		ok = output_write(&o, head.data, head.len);
		for (size_t i = 0; i < n && ok; i++) {
			size_t len;
			void *data = elements(c, m[i].t, &len);

			ok = data != NULL && ctx_poll(c) &&
			    output_write(&o, data, len);
			free(data);
		}
		ok = output_close(&o, ok);
	}
	buf_release(&head);
	return ok;
}
