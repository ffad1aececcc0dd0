#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files as C strings: embed_py.sh PREFIX FILE... writes for each
#	static const char PREFIX_NAME[] = { ..., 0 };
# where NAME is the file's name with _ for what is no letter or digit, and
# without .py. od and sed are everywhere; xxd is not.
prefix=$1
shift
for file
do
	name=$(basename "$file" .py | sed 's/[^A-Za-z0-9]/_/g')
	echo "static const char ${prefix}_${name}[] = {"
	# Signs: a char above 127 does not fit a signed char.
	od -v -A n -t d1 "$file" | sed 's/-*[0-9][0-9]*/&,/g'
	echo "0 };"
done
