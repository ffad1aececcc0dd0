# SPDX-License-Identifier: Apache-2.0
def inner():
    x = yield 1
    print("inner", x)
    try:
        yield 2
    except ValueError as e:
        print("inner caught", e)
        yield 3
    return "ret"
def outer():
    r = yield from inner()
    print("r", r)
    yield from [10, 20]
    yield from "ab"
g = outer()
print(next(g))
print(g.send("s"))
print(g.throw(ValueError("t")))
print(list(g))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("v")
        return self.n
def viaclass():
    r = yield from It()
    print("v", r)
print(list(viaclass()))
# expect: 1
# expect: inner s
# expect: 2
# expect: inner caught t
# expect: 3
# expect: r ret
# expect: [10, 20, 'a', 'b']
# expect: [1, 2, 1, 3, 1, 2, 1]
# expect: v v
# expect: [1, 2]
