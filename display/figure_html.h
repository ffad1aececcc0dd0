/* SPDX-License-Identifier: Apache-2.0 */
/* A figure in HTML: a PNG with a text, and the data for the script. */
#ifndef DISPLAY_FIGURE_HTML_H
#define DISPLAY_FIGURE_HTML_H

#include "core/base/buf.h"

struct figure;

void figure_html(struct buf *, const struct figure *);

#endif
