#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The cases of modules, by our runner and by Python where it is 3.11.
here=${PENJING_SRC:-.}/tests/lang
run=${PENJING_BUILD:-.}/lang_run
command -v python3 >/dev/null 2>&1 && [ -x "$run" ] || {
	echo "expect: no Python or no lang_run"
	exit 77
}
python3 "$here/expect.py" "$run" -- "$here"/modules/*.py || exit 1
for python in python3.11 python3
do
	"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		2>/dev/null || continue
	exec "$python" "$here/expect.py" "$python" -- "$here"/modules/*.py
done
exit 0
