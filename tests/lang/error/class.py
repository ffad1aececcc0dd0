# SPDX-License-Identifier: Apache-2.0
for src in ["class A(1): pass", "class A(int, str): pass", "class A(object, object): pass", "class B(bool): pass"]:
    try:
        exec(src)
    except TypeError as e:
        print("TypeError")
# expect: TypeError
# expect: TypeError
# expect: TypeError
# expect: TypeError
class A:
    def __init__(self): return 1
try:
    A()
except TypeError as e:
    print(e)  # expect: __init__() should return None, not 'int'
class B: pass
for src in ["B(1)", "B().x", "B()()", "B()[0]", "len(B())", "iter(B())", "B() + 1", "B() < B()", "B(x=1)", "int(B())", "-B()", "B() in B()"]:
    try:
        eval(src)
    except (TypeError, AttributeError) as e:
        print(e)
# expect: B() takes no arguments
# expect: 'B' object has no attribute 'x'
# expect: 'B' object is not callable
# expect: 'B' object is not subscriptable
# expect: object of type 'B' has no len()
# expect: 'B' object is not iterable
# expect: unsupported operand type(s) for +: 'B' and 'int'
# expect: '<' not supported between instances of 'B' and 'B'
# expect: B() takes no arguments
# expect: int() argument must be a string, a bytes-like object or a real number, not 'B'
# expect: bad operand type for unary -: 'B'
# expect: argument of type 'B' is not iterable
class P:
    def m(self): pass
for src in ["P.m()", "P().m(1)", "P().m(x=1)"]:
    try:
        eval(src)
    except TypeError as e:
        print(e)
# expect: P.m() missing 1 required positional argument: 'self'
# expect: P.m() takes 1 positional argument but 2 were given
# expect: P.m() got an unexpected keyword argument 'x'
