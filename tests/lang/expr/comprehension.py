# SPDX-License-Identifier: Apache-2.0
print([x * y for x in range(3) for y in range(3) if x != y])  # expect: [0, 0, 0, 2, 0, 2]
print({x: x ** 2 for x in range(4)}, {x % 2 for x in range(5)})  # expect: {0: 0, 1: 1, 2: 4, 3: 9} {0, 1}
print(sum(x for x in range(10)), list(x for x in "ab"))  # expect: 45 ['a', 'b']
print([[j for j in range(i)] for i in range(4)])  # expect: [[], [0], [0, 1], [0, 1, 2]]
x = "outer"
print([x for x in range(2)], x)  # expect: [0, 1] outer
print([i for i in range(20) if i % 2 if i % 3])  # expect: [1, 5, 7, 11, 13, 17, 19]
class A:
    n = 3
    vals = [i for i in range(n)]
print(A.vals)  # expect: [0, 1, 2]
m = [[1, 2], [3, 4]]
print([v for row in m for v in row], [list(c) for c in zip(*m)])  # expect: [1, 2, 3, 4] [[1, 3], [2, 4]]
print(dict((k, v) for k, v in [("a", 1)]))  # expect: {'a': 1}
