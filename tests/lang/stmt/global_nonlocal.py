# SPDX-License-Identifier: Apache-2.0
n = 0
def inc():
    global n
    n += 1
inc(); inc()
print(n)  # expect: 2
def outer():
    v = 1
    def inner():
        nonlocal v
        v += 10
        def deeper():
            nonlocal v
            v += 100
        deeper()
    inner()
    return v
print(outer())  # expect: 111
def maker():
    count = 0
    def f():
        nonlocal count
        count += 1
        return count
    return f
a, b = maker(), maker()
print(a(), a(), b())  # expect: 1 2 1
def define():
    global made
    made = "yes"
define()
print(made)  # expect: yes
