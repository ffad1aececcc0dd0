# SPDX-License-Identifier: Apache-2.0
people = [("bob", 3), ("al", 3), ("cy", 1)]
print(sorted(people, key=lambda p: (p[1], p[0])))  # expect: [('cy', 1), ('al', 3), ('bob', 3)]
def quick(l):
    if len(l) < 2: return l
    p, *rest = l
    return quick([v for v in rest if v < p]) + [p] + quick([v for v in rest if v >= p])
print(quick([3, 6, 1, 8, 2, 9, 2]))  # expect: [1, 2, 2, 3, 6, 8, 9]
