# SPDX-License-Identifier: Apache-2.0
def source(n):
    for i in range(n): yield i
def double(it):
    for v in it: yield v * 2
def keep(it, p):
    yield from (v for v in it if p(v))
print(list(keep(double(source(6)), lambda v: v % 4 == 0)))  # expect: [0, 4, 8]
