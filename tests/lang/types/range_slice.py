# SPDX-License-Identifier: Apache-2.0
r = range(2, 10, 3)
print(list(r), len(r), r[1], r[-1], 5 in r, 6 in r, r, range(3) == range(0, 3), r[1:])
# expect: [2, 5, 8] 3 5 8 True False range(2, 10, 3) True range(5, 11, 3)
print(list(range(5, 0, -2)), list(range(0)), bool(range(0)), sum(range(101)))  # expect: [5, 3, 1] [] False 5050
