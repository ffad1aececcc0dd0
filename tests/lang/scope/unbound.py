# SPDX-License-Identifier: Apache-2.0
def f():
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)  # expect: cannot access local variable 'x' where it is not associated with a value
    x = 1
f()
def g(flag):
    if flag:
        y = 1
    return y
try:
    g(False)
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'y' where it is not associated with a value
n = 1
def h():
    n += 1
try:
    h()
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'n' where it is not associated with a value
