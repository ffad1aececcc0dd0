# SPDX-License-Identifier: Apache-2.0
x = "g"
def f():
    return x
def g():
    x = "l"
    return f()
print(g())  # expect: g
def h():
    print(len([1]))  # expect: 1
    global len2
    len2 = 3
h()
print(len2)  # expect: 3
len = lambda v: "mine"
print(len([]))  # expect: mine
del len
print(len([1, 2]))  # expect: 2
