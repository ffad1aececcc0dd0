# SPDX-License-Identifier: Apache-2.0
print(list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), list(zip("ab", [1, 2, 3])))
# expect: [4, 6] [1, 'a'] [('a', 1), ('b', 2)]
print(list(enumerate("ab", 5)), list(reversed([1, 2, 3])), any([0, 1]), all([1, 0]), any([]), all([]))
# expect: [(5, 'a'), (6, 'b')] [3, 2, 1] True False False True
print(min(3, 1, 2), max([1, 5, 2]), min("b", "a"), max([], default=7), max("aaa", "b", key=len), sum([1, 2], 10), sum([[1], [2]], []))
# expect: 1 5 a 7 aaa 13 [1, 2]
it = iter([1, 2])
print(next(it), next(it), next(it, "end"))  # expect: 1 2 end
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))  # expect: [1, 2, 3]
print(sorted([3, 1, 2]), sorted("ba", reverse=True), sorted([(1, "b"), (1, "a")], key=lambda t: t[0]))
# expect: [1, 2, 3] ['b', 'a'] [(1, 'b'), (1, 'a')]
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)  # expect: zip() argument 2 is longer than argument 1
