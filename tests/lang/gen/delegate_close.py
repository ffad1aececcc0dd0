# SPDX-License-Identifier: Apache-2.0
def inner():
    try:
        yield 1
    finally:
        print("inner closed")
def outer():
    try:
        yield from inner()
    finally:
        print("outer closed")
g = outer()
next(g)
g.close()
g = outer()
next(g)
try:
    g.throw(ValueError("x"))
except ValueError as e:
    print(e)
# expect: inner closed
# expect: outer closed
# expect: inner closed
# expect: outer closed
# expect: x
