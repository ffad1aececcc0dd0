# SPDX-License-Identifier: Apache-2.0
def make(n):
    def add(x):
        return x + n
    return add
print(make(3)(4))  # expect: 7
def counter():
    c = [0]
    def f():
        c[0] += 1
        return c[0]
    return f
f = counter()
f()
print(f())  # expect: 2
def chain(a):
    def b(c):
        def d(e):
            return a, c, e
        return d
    return b
print(chain(1)(2)(3))  # expect: (1, 2, 3)
def share():
    x = 1
    def get(): return x
    def set(v):
        nonlocal x
        x = v
    return get, set
g, s = share()
s(42)
print(g())  # expect: 42
def param(a):
    def f():
        nonlocal a
        a += 1
        return a
    return f
p = param(1)
print(p(), p())  # expect: 2 3
def unbound():
    def f(): return later
    try:
        f()
    except NameError as e:
        print(e)
# expect: cannot access free variable 'later' where it is not associated with a value in enclosing scope
    later = 1
    return f()
print(unbound())  # expect: 1
