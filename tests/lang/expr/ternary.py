# SPDX-License-Identifier: Apache-2.0
for v in range(4):
    print("neg" if v < 1 else "one" if v == 1 else "many")
# expect: neg
# expect: one
# expect: many
# expect: many
print([1 if i % 2 else 0 for i in range(4)])  # expect: [0, 1, 0, 1]
