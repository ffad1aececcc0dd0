/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML that starts out of sight, compressed: what repeats itself costs next to
 * nothing, and its elements are made when somebody looks. The script unpacks
 * it where it stands; without scripts a remark is there instead.
 */
#ifndef DISPLAY_PACKED_H
#define DISPLAY_PACKED_H

#include "core/base/buf.h"

void packed_write(struct buf *, const char *html, size_t len);

#endif
