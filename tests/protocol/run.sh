#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tests of the whole kernel over real sockets. Skips without a Python that has
# jupyter_client and pytest; $PENJING_PROGRAM may name another program.
src=${PENJING_SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${PENJING_BUILD:-$src}
: "${PENJING_PROGRAM:=$build/penjing}"
export PENJING_SRC="$src" PENJING_PROGRAM

python=${PENJING_PYTHON:-$src/.penjing/bin/python}
[ -x "$python" ] || python=$(command -v python3) || exit 77
"$python" -c 'import jupyter_client, pytest, zmq' 2>/dev/null || {
	echo "protocol: skipped, no Python with jupyter_client and pytest"
	exit 77
}
[ -x "$PENJING_PROGRAM" ] || {
	echo "protocol: skipped, $PENJING_PROGRAM is not built"
	exit 77
}
# The sanitizers' build is slower, and says what it found at its end.
if grep -qa __asan_init "$PENJING_PROGRAM"; then
	: "${PENJING_SLOW:=10}"
	LSAN_OPTIONS="suppressions=$src/tests/protocol/leaks.supp"
	LSAN_OPTIONS="$LSAN_OPTIONS:print_suppressions=0:use_tls=0"
	export PENJING_SLOW LSAN_OPTIONS
fi
exec "$python" -B -m pytest -q -p no:cacheprovider --tb=short \
	"$src/tests/protocol" "$@"
