# SPDX-License-Identifier: Apache-2.0
a, b = {1, 2, 3}, {2, 3, 4}
print(a | b, a & b, a - b, a ^ b, a <= {1, 2, 3, 4}, {1} < a)  # expect: {1, 2, 3, 4} {2, 3} {1} {1, 4} True True
a.add(9); a.discard(1); a.discard(100)
print(a, len(a), 9 in a, frozenset([1, 2]) == {1, 2}, set("aab") == {"a", "b"})  # expect: {2, 3, 9} 3 True True True
print({frozenset([1]): "x"}[frozenset([1])])  # expect: x
