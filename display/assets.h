/* SPDX-License-Identifier: Apache-2.0 */
/* The style sheet and the scripts of the browser's side, embedded. */
#ifndef DISPLAY_ASSETS_H
#define DISPLAY_ASSETS_H

#include <stdbool.h>

#include "core/base/buf.h"

void assets_write_style(struct buf *);
/* The line that upgrades outputs; with all scripts before it, or without. */
void assets_write_script(struct buf *, bool all);

#endif
