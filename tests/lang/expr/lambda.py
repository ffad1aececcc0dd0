# SPDX-License-Identifier: Apache-2.0
f = lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw)
print(f(1), f(1, 5, 6, k=7, z=8))  # expect: (1, 2, (), 3, {}) (1, 5, (6,), 7, {'z': 8})
print((lambda: 4)())  # expect: 4
print(sorted([3, 1, 2], key=lambda v: -v))  # expect: [3, 2, 1]
adders = [lambda x, n=n: x + n for n in range(3)]
print([h(10) for h in adders])  # expect: [10, 11, 12]
late = [lambda: n for n in range(3)]
print([h() for h in late])  # expect: [2, 2, 2]
