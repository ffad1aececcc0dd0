# SPDX-License-Identifier: Apache-2.0
print(1 + 2 * 3 - 4, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2)  # expect: 3 3 -4 1 2 3.5
print(2 ** 10, 2 ** -1, 2 ** 0.5 > 1.41, (-2) ** 3)  # expect: 1024 0.5 True -8
print(1 << 10, 1024 >> 3, 6 & 3, 6 | 3, 6 ^ 3, ~5)  # expect: 1024 128 2 7 5 -6
print(1.5 + 2, 3 * 1.5, 1e300 * 1e10, -0.0)  # expect: 3.5 4.5 inf -0.0
print(True + True, True * 3, -True)  # expect: 2 3 -1
print(divmod(7, 2), divmod(-7, 2), abs(-3), round(2.5), round(3.5), round(2.675, 2))  # expect: (3, 1) (-4, 1) 3 2 4 2.67
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2)  # expect: 3.0 -4.0 1.5 0.5
