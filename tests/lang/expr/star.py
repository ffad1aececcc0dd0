# SPDX-License-Identifier: Apache-2.0
def f(*a, **k):
    return a, k
print(f(*[1, 2], *(3,), x=1, **{"y": 2}))  # expect: ((1, 2, 3), {'x': 1, 'y': 2})
print([*range(3), *"ab"], (*[1], 2), {*[1, 1, 2]}, {**{"a": 1}, "b": 2, **{"a": 3}})
# expect: [0, 1, 2, 'a', 'b'] (1, 2) {1, 2} {'a': 3, 'b': 2}
a, *b = 1, 2, 3
print(a, b)  # expect: 1 [2, 3]
*a, b = "xyz"
print(a, b)  # expect: ['x', 'y'] z
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)  # expect: 1 2 [3, 4] 5
[p, q] = 1, 2
print(p, q)  # expect: 1 2
for i, (j, k) in enumerate([(1, 2), (3, 4)]):
    print(i, j, k)
# expect: 0 1 2
# expect: 1 3 4
print(*[1, 2, 3], sep="-")  # expect: 1-2-3
x = *range(2), 9
print(x)  # expect: (0, 1, 9)
