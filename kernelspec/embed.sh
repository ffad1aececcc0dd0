#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Turns files into rows of an array of C: { "name", bytes, number }.
for f in "$@"; do
	printf '{ "%s", (const unsigned char []){\n' "$(basename "$f")"
	od -v -A n -t u1 "$f" | sed 's/[0-9][0-9]*/&,/g'
	printf '0 }, %s },\n' "$(wc -c <"$f" | tr -d ' ')"
done
