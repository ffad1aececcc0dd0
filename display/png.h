/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of at most 256 colours as a PNG file in memory. */
#ifndef DISPLAY_PNG_H
#define DISPLAY_PNG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"

struct png_image {
	int width, height;
	const uint8_t *index;		/* rows of palette indices */
	const uint8_t (*palette)[3];
	int ncolours;
	int transparent;		/* an index, or -1 */
};

/* Appends the file. */
bool png_encode(struct buf *, const struct png_image *);

#endif
