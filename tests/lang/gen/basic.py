# SPDX-License-Identifier: Apache-2.0
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"
g = count(2)
print(next(g), next(g))  # expect: 0 1
try:
    next(g)
except StopIteration as e:
    print(e.value)  # expect: done
print(next(g, "dflt"), list(count(3)), sum(count(4)), [*count(2)])  # expect: dflt [0, 1, 2] 6 [0, 1]
print(iter(g) is g, type(g).__name__)  # expect: True generator
a, b, c = count(3)
print(a, b, c)  # expect: 0 1 2
def empty():
    return
    yield
print(list(empty()))  # expect: []
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for v in fib():
    if v > 30: break
print(v)  # expect: 34
