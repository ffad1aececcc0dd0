# SPDX-License-Identifier: Apache-2.0
def f():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield "caught " + str(e)
    finally:
        print("fin")
g = f()
next(g)
print(g.throw(ValueError("v")))
g.close()
g = f()
next(g)
g.close()
print(list(g))
g = f()
try:
    g.throw(KeyError("unstarted"))
except KeyError as e:
    print(e)
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)
g = f()
next(g)
try:
    g.throw(TypeError)
except TypeError as e:
    print(repr(e))
# expect: caught v
# expect: fin
# expect: fin
# expect: []
# expect: 'unstarted'
# expect: generator ignored GeneratorExit
# expect: fin
# expect: TypeError()
