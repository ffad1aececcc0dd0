#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The rules that a machine can check: include directions, banned functions,
# file names and lengths, unique basenames.
cd "${PENJING_SRC:-.}" || exit 1
bad=0
say() { echo "$*"; bad=1; }
sources=$(find core display kernel tests -name '*.[ch]' | sort)

# shellcheck disable=SC2046,SC2086 # names of our sources have no spaces
{
awk -f tests/lint/layers.awk $sources || bad=1
hits=$(grep -nE '\b(strcpy|strcat|sprintf|vsprintf|strncpy|strncat|strtok|gets|alloca)\(' $sources) &&
	say "banned function:
$hits"
hits=$(grep -nE '\b(setjmp|longjmp)\b' $(echo "$sources" | grep -v '^tests/' |
	xargs grep -L 'png.h')) && say "no jumps:
$hits"
core=$(find core -name '*.c' ! -path 'core/base/err.c' ! -path 'core/base/xalloc.c')
hits=$(grep -nE '\b(exit|getenv|puts|perror)\(|\bf?printf\((stdout|stderr|")' $core) &&
	say "core never prints, exits or reads the environment:
$hits"
}
hits=$(find . -path ./.penjing -prune -o \( -name '*util*' -o -name '*common*' \
	-o -name '*misc*' -o -name '*helpers*' \) -print |
	grep -E '^./(core|display|kernel|tests)/.*\.[ch]$') && say "no drawers: $hits"
hits=$(echo "$sources" | grep -v '^tests/' | sed 's|.*/||' | sort | uniq -d) &&
	[ -n "$hits" ] && say "basenames must be unique: $hits"
for f in $sources; do
	head -1 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' ||
		say "$f: the first line names the licence"
	n=$(wc -l <"$f")
	[ "$n" -le 1000 ] || say "$f: $n lines: split it"
done
if command -v shellcheck >/dev/null; then
	find . -name '*.sh' -not -path './.penjing/*' -not -path './build*' \
		-exec shellcheck quickstart .ci/run {} + || bad=1
	shellcheck build-aux/embed*.sh || bad=1
else
	echo "lint: skipped shellcheck, which is not here"
fi
[ "$bad" = 0 ] && echo "lint: 1 passed, 0 failed"
exit "$bad"
