#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the cases in tests/lang/TOPIC by lang_run and, where there is a Python
# of 3.11 or later, by that too. What a case prints stands in it, in order, as
# "# expect: text"; an error that ends it as "# expect error: Kind: text".
# A file is one case, or it has one after each line "# case: name", or after a
# line "# cases: each ends with its error" one up to each such error. What
# stands before the first is a part of each; each has its own interpreter.
# Later Pythons say some things in other words: "# texts of Python 3.11" leaves
# a case to that one.
# Arguments: files to run instead of all.
src=${PENJING_SRC:-.}
build=${PENJING_BUILD:-.}
run=$build/lang_run
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
[ -x "$run" ] || { echo "lang: lang_run is not built"; exit 77; }
python=
for p in python3 python3.13 python3.12 python3.11; do
	# The program itself: what the name stands for may be a slow script.
	python=$("$p" -c 'import sys
if sys.version_info >= (3, 11): print(sys.executable)' 2>/dev/null)
	[ -z "$python" ] || break
done
passed=0 failed=0 skipped=0
is_311=$("$python" -c 'import sys; print(sys.version_info[:2] == (3, 11))' \
	2>/dev/null)

fail() {
	failed=$((failed + 1))
	echo "FAIL $1 ($2)"
	diff "$tmp/want" "$tmp/got" | head -n "${LANG_DIFF:-6}"
}

# who command...: compares what is printed with the expectations
check() {
	who=$1
	shift
	timeout 60 "$@" "$case" >"$tmp/got" 2>"$tmp/err" </dev/null
	status=$?
	if [ -s "$tmp/want_error" ]; then
		grep -v '^ ' "$tmp/err" | tail -1 | sed 's/^/error: /' >>"$tmp/got"
	elif [ $status != 0 ]; then
		echo "status $status: $(tail -1 "$tmp/err")" >>"$tmp/got"
	fi
	if cmp -s "$tmp/want" "$tmp/got"; then
		passed=$((passed + 1))
	else
		fail "$name" "$who"
	fi
}

# Prints a line for each case in a file: where it is to run from, its name. Cut
# cases keep their line numbers.
list_cases() {
	if ! grep -q '^# cases\{0,1\}: ' "$1"; then
		echo "$1 $1"
		return
	fi
	awk -v to="$tmp/$2_" '
	function begin(name) {
		close(out)
		n++
		out = to n ".py"
		print out, FILENAME ":" FNR, name
		printf "%s", head >out
		for (i = heads + 1; i < FNR; i++)
			print "" >out
	}
	/^# case: / { sub(/# case: /, ""); begin($0); $0 = "" }
	/^# cases: / { table = 1 }
	n == 0 && (!table || /^#/) { head = head $0 "\n"; heads = FNR; next }
	table && !open && /[^ ]/ { begin($0); open = 1 }
	out != "" && (!table || open) { print >out }
	table && /^# expect error: / { open = 0 }
	' "$1"
}

# shellcheck disable=SC2046 # names of our cases have no spaces
[ $# -gt 0 ] ||
	set -- $(find "$src"/tests/lang -mindepth 2 -name '*.py' | sort)
nfile=0
for file; do
	nfile=$((nfile + 1))
	list_cases "$file" $nfile
done >"$tmp/list"
ncase=0
while read -r case name; do
	grep -q '# expect' "$case" || continue
	ncase=$((ncase + 1))
	sed -n 's/.*# expect: \{0,1\}//p' "$case" >"$tmp/want"
	sed -n 's/.*# expect error: /error: /p' "$case" >"$tmp/want_error"
	cat "$tmp/want_error" >>"$tmp/want"
	check penjing "$run"
	# A case that imports JAX, NumPy, Penzai or tqdm needs a Python that has them.
	grep -qE '^(import|from) (jax|numpy|penzai)' "$case" &&
		! "$python" -c 'import jax, penzai' 2>/dev/null && continue
	grep -q '^from tqdm' "$case" &&
		! "$python" -c 'import tqdm' 2>/dev/null && continue
	[ "$is_311" != True ] && grep -q '^# texts of Python 3.11' "$case" &&
		skipped=$((skipped + 1)) && continue
	[ -z "$python" ] || [ -n "$LANG_ONLY" ] ||
		PYTHONWARNINGS=ignore check "$python" "$python"
done <"$tmp/list"
echo "lang: $ncase cases, $passed runs passed, $failed failed"
[ "$skipped" = 0 ] ||
	echo "lang: skipped $skipped cases under Python: texts of 3.11"
[ $failed = 0 ]
