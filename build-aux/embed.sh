#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files as C arrays of bytes: embed.sh FILE ... ; a/tree.css is tree_css.
echo '/* Made by build-aux/embed.sh. */'
for file
do
	name=$(basename "$file" | tr '.-' '__')
	echo "static const unsigned char ${name}[] = {"
	od -v -A n -t u1 "$file" | sed 's/[0-9][0-9]*/&,/g'
	echo '};'
done
