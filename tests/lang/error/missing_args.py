# SPDX-License-Identifier: Apache-2.0
def f(a, b, c=1, *, k, m): pass
for call in ["f()", "f(1)", "f(1, 2)", "f(1, 2, k=1)", "f(1, 2, 3, 4)", "f(1, 2, 3, 4, k=1)", "f(1, 2, z=1)", "f(1, a=2)", "f(1, 2, 3, k=1, m=2, q=3)"]:
    try:
        eval(call)
    except TypeError as e:
        print(e)
# expect: f() missing 2 required positional arguments: 'a' and 'b'
# expect: f() missing 1 required positional argument: 'b'
# expect: f() missing 2 required keyword-only arguments: 'k' and 'm'
# expect: f() missing 1 required keyword-only argument: 'm'
# expect: f() takes from 2 to 3 positional arguments but 4 were given
# expect: f() takes from 2 to 3 positional arguments but 4 positional arguments (and 1 keyword-only argument) were given
# expect: f() got an unexpected keyword argument 'z'
# expect: f() got multiple values for argument 'a'
# expect: f() got an unexpected keyword argument 'q'
def g(): pass
def h(a, /, b): pass
def i(x): pass
def j(x, y=1): pass
for call in ["g(1)", "g(1, 2)", "h(a=1, b=2)", "i()", "i(1, 2)", "j(1, 2, 3)", "h()", "i(1, x=1)", "i(y=1)"]:
    try:
        eval(call)
    except TypeError as e:
        print(e)
# expect: g() takes 0 positional arguments but 1 was given
# expect: g() takes 0 positional arguments but 2 were given
# expect: h() got some positional-only arguments passed as keyword arguments: 'a'
# expect: i() missing 1 required positional argument: 'x'
# expect: i() takes 1 positional argument but 2 were given
# expect: j() takes from 1 to 2 positional arguments but 3 were given
# expect: h() missing 2 required positional arguments: 'a' and 'b'
# expect: i() got multiple values for argument 'x'
# expect: i() got an unexpected keyword argument 'y'
