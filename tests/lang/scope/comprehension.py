# SPDX-License-Identifier: Apache-2.0
x = 5
print([x + i for i in range(2)], x)  # expect: [5, 6] 5
def f():
    y = 1
    return [y + z for z in range(2)], {y: [y for _ in "a"]}
print(f())  # expect: ([1, 2], {1: [1]})
def g():
    return [lambda: i for i in range(3)]
print([h() for h in g()])  # expect: [2, 2, 2]
print([[i * j for j in range(i)] for i in range(3)])  # expect: [[], [0], [0, 2]]
def k(n):
    return (n + m for m in range(n) if (lambda q: q + n)(m) > 2)
print(list(k(3)))  # expect: [3, 4, 5]
