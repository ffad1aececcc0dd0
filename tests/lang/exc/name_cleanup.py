# SPDX-License-Identifier: Apache-2.0
e = "kept"
try:
    raise ValueError
except ValueError as e:
    pass
try:
    print(e)
except NameError as x:
    print(x)  # expect: name 'e' is not defined
def f():
    try:
        raise KeyError(1)
    except KeyError as k:
        g = lambda: k
    try:
        return g()
    except NameError as n:
        return type(n).__name__
print(f())  # expect: NameError
