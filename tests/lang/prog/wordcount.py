# SPDX-License-Identifier: Apache-2.0
text = "the cat the dog a cat the end"
counts = {}
for w in text.split():
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
# expect: [('the', 3), ('cat', 2), ('a', 1), ('dog', 1), ('end', 1)]
