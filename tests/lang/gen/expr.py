# SPDX-License-Identifier: Apache-2.0
g = (x * 2 for x in range(3))
print(next(g), list(g), list(g))  # expect: 0 [2, 4] []
print(sum(i for i in range(5) if i % 2), max((len(w) for w in ["a", "bbb"]), default=0))  # expect: 4 3
n = 10
lazy = (n + i for i in range(2))
n = 20
print(list(lazy))  # expect: [20, 21]
print(",".join(str(i) for i in range(3)))  # expect: 0,1,2
print(dict((i, j) for i, j in zip("ab", (1, 2))), set(x for x in [1, 1]), tuple(x for x in "ab"))
# expect: {'a': 1, 'b': 2} {1} ('a', 'b')
