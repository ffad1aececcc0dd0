# SPDX-License-Identifier: Apache-2.0
def acc():
    total = 0
    while True:
        x = yield total
        if x is None: return total
        total += x
g = acc()
print(next(g), g.send(3), g.send(4))  # expect: 0 3 7
try:
    g.send(None)
except StopIteration as e:
    print(e.value)  # expect: 7
try:
    acc().send(1)
except TypeError as e:
    print(e)  # expect: can't send non-None value to a just-started generator
def echo():
    r = []
    while len(r) < 3:
        r.append((yield len(r)))
    yield r
g = echo()
next(g)
g.send("a"); g.send("b")
print(g.send("c"))  # expect: ['a', 'b', 'c']
