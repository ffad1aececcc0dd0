# SPDX-License-Identifier: Apache-2.0
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3))  # expect: (1, 2, (), 3, 4, {})
print(f(1, 2, 3, 4, c=5, d=6, e=7))  # expect: (1, 2, (3, 4), 5, 6, {'e': 7})
print(f(b=1, a=2, c=3))  # expect: (2, 1, (), 3, 4, {})
def g(a, b, /, c, *, d):
    return a, b, c, d
print(g(1, 2, 3, d=4), g(1, 2, c=3, d=4))  # expect: (1, 2, 3, 4) (1, 2, 3, 4)
def h(a, /, **kw):
    return a, kw
print(h(1, a=2))  # expect: (1, {'a': 2})
def opt(a, b=[]):
    b.append(a)
    return b
print(opt(1), opt(2))  # expect: [1, 2] [1, 2]
def noargs(): pass
print(noargs())  # expect: None
def only(*, k=1): return k
print(only(), only(k=2))  # expect: 1 2
