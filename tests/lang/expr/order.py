# SPDX-License-Identifier: Apache-2.0
log = []
def a(n):
    log.append(n)
    return n
d = {a(1): a(2), a(3): a(4)}
l = [a(5), *[a(6)], a(7)]
def g(*args, **kw):
    return args, kw
g(a(8), *[a(9)], k=a(10), **{"m": a(11)})
s = [0, 0, 0, 0]
s[a(1) + 0] = a(12)
s[a(2)] += a(13)
(a(14), a(15))[a(0)]
a(16) if a(1) else a(17)
print(log)  # expect: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 13, 14, 15, 0, 1, 16]
