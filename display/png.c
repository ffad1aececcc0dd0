/* SPDX-License-Identifier: Apache-2.0 */
#include "display/png.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

static void
on_write(png_structp p, png_bytep data, png_size_t len)
{
	buf_add(png_get_io_ptr(p), data, len);
}

static void
on_flush(png_structp p)
{
	(void)p;
}

static void
write_image(png_structp p, png_infop info, const struct png_image *m)
{
	png_color colour[256];
	png_byte alpha[256];
	int i;

	for (i = 0; i < m->ncolours; i++) {
		colour[i].red = m->palette[i][0];
		colour[i].green = m->palette[i][1];
		colour[i].blue = m->palette[i][2];
		alpha[i] = i == m->transparent ? 0 : 255;
	}
	png_set_IHDR(p, info, (png_uint_32)m->width, (png_uint_32)m->height,
	    8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_PLTE(p, info, colour, m->ncolours);
	if (m->transparent >= 0)
		png_set_tRNS(p, info, alpha, m->transparent + 1, NULL);
	png_set_filter(p, 0, PNG_FILTER_NONE);
	png_set_compression_level(p, 6);
	png_write_info(p, info);
	for (i = 0; i < m->height; i++)
		png_write_row(p, m->index + (size_t)i * (size_t)m->width);
	png_write_end(p, info);
}

bool
png_encode(struct buf *b, const struct png_image *m)
{
	png_structp p = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = p != NULL ? png_create_info_struct(p) : NULL;
	size_t from = b->len;

	if (info == NULL) {
		png_destroy_write_struct(&p, NULL);
		return false;
	}
	/* libpng's own way to report errors; nothing of ours is open here. */
	if (setjmp(png_jmpbuf(p)) != 0) {
		png_destroy_write_struct(&p, &info);
		buf_truncate(b, from);
		return false;
	}
	png_set_write_fn(p, b, on_write, on_flush);
	write_image(p, info, m);
	png_destroy_write_struct(&p, &info);
	return true;
}
