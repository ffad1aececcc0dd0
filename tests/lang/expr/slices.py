# SPDX-License-Identifier: Apache-2.0
l = list(range(10))
print(l[2:5], l[:3], l[7:], l[::2], l[::-1], l[-3:], l[5:2], l[1:8:3])
# expect: [2, 3, 4] [0, 1, 2] [7, 8, 9] [0, 2, 4, 6, 8] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [7, 8, 9] [] [1, 4, 7]
s = "hello"
print(s[1:3], s[::-1], s[-1], s[10:], s[:-1])  # expect: el olleh o  hell
t = (1, 2, 3)
print(t[1:], t[::-1])  # expect: (2, 3) (3, 2, 1)
l[2:4] = ["a", "b", "c"]
print(l)  # expect: [0, 1, 'a', 'b', 'c', 4, 5, 6, 7, 8, 9]
del l[:3]
print(l)  # expect: ['b', 'c', 4, 5, 6, 7, 8, 9]
l[::2] = [0] * len(l[::2])
print(l)  # expect: [0, 'c', 0, 5, 0, 7, 0, 9]
print(slice(1, 2), slice(None, None, -1))  # expect: slice(1, 2, None) slice(None, None, -1)
class K:
    def __getitem__(self, k):
        return k
print(K()[1:2, ..., ::3], K()[None], K()[1,], K()[()])
# expect: (slice(1, 2, None), Ellipsis, slice(None, None, 3)) None (1,) ()
