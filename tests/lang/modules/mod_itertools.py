# SPDX-License-Identifier: Apache-2.0
from itertools import *
print(list(islice(count(3, 2), 4)))  # expect: [3, 5, 7, 9]
print(list(islice(cycle("ab"), 5)))  # expect: ['a', 'b', 'a', 'b', 'a']
print(list(repeat(7, 3)))  # expect: [7, 7, 7]
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)))  # expect: [1, 3, 6] [10, 10, 20, 60]
print(list(accumulate([])))  # expect: []
print(list(chain([1], (2, 3), "ab")), list(chain.from_iterable([[1], [2]])))  # expect: [1, 2, 3, 'a', 'b'] [1, 2]
print(list(compress("abcd", [1, 0, 1, 0])))  # expect: ['a', 'c']
print(list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])))  # expect: [3, 2] [1]
print(list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1, ""])))  # expect: [0, 2, 4] [0, '']
print(list(starmap(pow, [(2, 3), (3, 2)])))  # expect: [8, 9]
print(list(pairwise([1, 2, 3])), list(pairwise([1])))  # expect: [(1, 2), (2, 3)] []
print(list(islice(range(10), 2, None, 3)), list(islice("abc", 0)), list(islice("abc", 2)))  # expect: [2, 5, 8] [] ['a', 'b']
it = iter(range(10)); a = list(islice(it, 3)); print(a, next(it))  # expect: [0, 1, 2] 3
it = iter(range(10)); a = list(islice(it, 1, 5, 2)); print(a, next(it))  # expect: [1, 3] 5
try:
    islice([1], -1)
except ValueError as e:
    print(e)  # expect: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
print(list(product([1, 2], "ab")), len(list(product(range(3), repeat=3))), list(product()))  # expect: [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')] 27 [()]
print(list(permutations([1, 2, 3], 2)))  # expect: [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]
print([len(list(permutations(range(n)))) for n in range(5)])  # expect: [1, 1, 2, 6, 24]
print(list(combinations("abcd", 2)), list(combinations([1], 2)), list(combinations([1], 0)))  # expect: [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')] [] [()]
print(list(combinations_with_replacement("ab", 2)))  # expect: [('a', 'a'), ('a', 'b'), ('b', 'b')]
print([(k, list(g)) for k, g in groupby("aabbba")])  # expect: [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('a', ['a'])]
print([k for k, g in groupby([1, 1, 2, 3, 3])])  # expect: [1, 2, 3]
print([(k, list(g)) for k, g in groupby(range(6), key=lambda x: x // 2)])  # expect: [(0, [0, 1]), (1, [2, 3]), (2, [4, 5])]
a, b = tee([1, 2, 3]); print(next(a), list(b), list(a))  # expect: 1 [1, 2, 3] [2, 3]
print(list(zip_longest([1, 2, 3], "a", fillvalue="-")))  # expect: [(1, 'a'), (2, '-'), (3, '-')]
print(list(zip_longest()))  # expect: []
