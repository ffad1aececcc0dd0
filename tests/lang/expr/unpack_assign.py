# SPDX-License-Identifier: Apache-2.0
a = b = c = []
a.append(1)
print(b, c, a is b)  # expect: [1] [1] True
x, y = 1, 2
x, y = y, x
print(x, y)  # expect: 2 1
i = 0
l = [0, 0, 0]
i, l[i] = 1, 9
print(i, l)  # expect: 1 [0, 9, 0]
(a, b), c = (1, 2), 3
print(a, b, c)  # expect: 1 2 3
a, b = {"k": 1, "m": 2}
print(a, b)  # expect: k m
a, b = (n for n in range(2))
print(a, b)  # expect: 0 1
