# SPDX-License-Identifier: Apache-2.0
# Fails when a file includes a header of a folder above its own, or a private
# one of another folder.
BEGIN {
	n = split("core/base core/tensor core/value core/layer core/load core/select " \
	    "core/lang core display kernel tests", order, " ")
	for (i = 1; i <= n; i++)
		rank[order[i]] = i
}
function folder(path) {
	sub(/\/[^\/]*$/, "", path)
	while (!(path in rank) && sub(/\/[^\/]*$/, "", path))
		;
	return path
}
/^#include "(core|display|kernel)\// {
	split($0, part, "\"")
	from = folder(FILENAME)
	to = folder(part[2])
	# load and select are siblings: neither knows the other.
	if (rank[to] > rank[from] ||
	    (from == "core/select" && to == "core/load")) {
		printf "%s:%d: includes %s from a higher folder\n", \
		    FILENAME, FNR, part[2]
		bad = 1
	}
}
# A header that says "Private to core/x" is for that folder.
FNR <= 4 && /Private to (core|display|kernel)/ && FILENAME ~ /\.h$/ {
	match($0, /Private to (core|display|kernel)[a-z\/]*/)
	owner[FILENAME] = substr($0, RSTART + 11, RLENGTH - 11)
}
/^#include "(core|display|kernel)\// {
	split($0, part, "\"")
	from_line[FILENAME ":" FNR] = part[2]
}
# Third-party headers on a leash.
/^#include <dnnl/ && FILENAME !~ /^core\/tensor\/backend\// {
	printf "%s:%d: dnnl.h belongs to core/tensor/backend/\n", FILENAME, FNR
	bad = 1
}
/^#include <zmq/ && FILENAME !~ /^(kernel\/(channel|wire|heartbeat)|tests\/)/ {
	printf "%s:%d: zmq.h belongs to kernel/channel and kernel/wire\n", FILENAME, FNR
	bad = 1
}
/^#include <jansson/ && FILENAME !~ /^(kernel\/|core\/load\/|tests\/)/ {
	printf "%s:%d: jansson.h belongs to kernel/ and core/load/\n", FILENAME, FNR
	bad = 1
}
END {
	for (at in from_line) {
		of = owner[from_line[at]]
		if (of != "" && index(at, of "/") != 1 && at !~ /^tests\//) {
			printf "%s: includes %s, which is private to %s\n", \
			    at, from_line[at], of
			bad = 1
		}
	}
	exit bad
}
