/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places of a tree that are shown apart: the selected ones, with a frame
 * around them or with a hole in their place.
 */
#ifndef DISPLAY_MARKS_H
#define DISPLAY_MARKS_H

#include "display/build.h"

/* Builds the value at the current path, marked if the path is. */
struct doc *marks_find(struct build *, struct value *,
    struct doc *(*build)(struct build *, struct value *));

#endif
