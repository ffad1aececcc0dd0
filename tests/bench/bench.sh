#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What `make bench` runs: the language against CPython, the decoding kernels
# against the machine's limits, and a model where PENJING_MODEL names one.
# BENCH_PYTHON chooses the Python to compare with (python3.11 or python3).
src=${PENJING_SRC:-.}
build=${PENJING_BUILD:-.}
rounds=${BENCH_ROUNDS:-5}

for python in ${BENCH_PYTHON:-python3.11} python3; do
	"$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' \
	    2>/dev/null && break
	python=
done
if [ -n "$python" ]; then
	"$python" "$src/tests/bench/lang.py" "$build/penjing" "$rounds" || exit 1
else
	echo "bench: no python3 (3.9 or later) to compare the language with"
fi
if [ -x "$build/bench_decode" ]; then
	echo
	"$build/bench_decode" Q4_1 || exit 1
fi
echo
if [ -n "$PENJING_MODEL" ]; then
	"$build/penjing" run "$src/tests/bench/model.py" "$PENJING_MODEL"
else
	echo "bench: set PENJING_MODEL=FILE.gguf to measure a model too"
fi
