# SPDX-License-Identifier: Apache-2.0
def bad():
    yield 1
    raise StopIteration("x")
g = bad()
next(g)
try:
    next(g)
except RuntimeError as e:
    print(e, repr(e.__cause__))  # expect: generator raised StopIteration StopIteration('x')
def raiser():
    yield 1
    raise KeyError("k")
try:
    for v in raiser(): print(v)  # expect: 1
except KeyError as e:
    print("got", e)  # expect: got 'k'
def selfnext():
    try:
        next(me)
    except ValueError as e:
        yield str(e)
me = selfnext()
print(next(me))  # expect: generator already executing
g = raiser()
next(g)
try: next(g)
except KeyError: pass
print(list(g))  # expect: []
