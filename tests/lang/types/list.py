# SPDX-License-Identifier: Apache-2.0
l = [3, 1, 2]
l.sort()
l.append(9)
l.insert(0, 7)
l.extend([4, 4])
print(l, l.pop(), l.pop(0), l.index(2), l.count(4), len(l))  # expect: [1, 2, 3, 9, 4] 4 7 1 1 5
l.remove(4)
l.reverse()
print(l, l + [1], [0] * 3, [1] in [[1]], l.copy() is l)  # expect: [9, 3, 2, 1] [9, 3, 2, 1, 1] [0, 0, 0] True False
l.sort(key=lambda v: -v, reverse=True)
print(l, sorted(l, reverse=True), min(l), max(l), sum(l))  # expect: [1, 2, 3, 9] [9, 3, 2, 1] 1 9 15
m = [[0] * 2 for _ in range(2)]
m[0][1] = 5
print(m)  # expect: [[0, 5], [0, 0]]
l.clear()
print(l, not l)  # expect: [] True
