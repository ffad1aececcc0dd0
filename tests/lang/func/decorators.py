# SPDX-License-Identifier: Apache-2.0
def twice(f):
    def g(*a):
        return f(*a) * 2
    return g
def named(n):
    def deco(f):
        f.tag = n
        return f
    return deco
@twice
@named("x")
def f(v):
    return v + 1
print(f(3))  # expect: 8
@named("y")
def h(): pass
print(h.tag, h.__name__)  # expect: y h
def cls_deco(c):
    c.extra = 1
    return c
@cls_deco
class K: pass
print(K.extra)  # expect: 1
log = []
def d(n):
    log.append(n)
    return lambda f: (log.append(-n), f)[1]
@d(1)
@d(2)
def z(): pass
print(log)  # expect: [1, 2, -2, -1]
