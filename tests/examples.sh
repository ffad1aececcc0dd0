#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every example runs without an error. The tour needs a model
# (PENJING_MODEL, which ./quickstart check sets).
src=${PENJING_SRC:-.}
penjing=${PENJING_BUILD:-.}/penjing
passed=0 failed=0 skipped=0
[ -x "$penjing" ] || { echo "no program to run the examples with"; exit 77; }
for f in "$src"/examples/*.ipynb "$src"/examples/*.py; do
	case $f in
	*/summary.py) continue ;;
	*/tour.ipynb)
		[ -n "${PENJING_MODEL:-}" ] || { skipped=$((skipped + 1)); continue; } ;;
	esac
	[ -e "$f" ] || continue
	if "$penjing" run "$f" >/dev/null 2>example.err; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $f"
		tail -20 example.err
	fi
	rm -f example.err
done
echo "examples: $passed passed, $failed failed, $skipped skipped without PENJING_MODEL"
[ "$failed" = 0 ]
