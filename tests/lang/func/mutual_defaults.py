# SPDX-License-Identifier: Apache-2.0
def f(x, acc=None):
    if acc is None:
        acc = []
    acc.append(x)
    return acc
print(f(1), f(2), f(3, [0]))  # expect: [1] [2] [0, 3]
n = 5
def g(m=n): return m
n = 6
print(g())  # expect: 5
