# SPDX-License-Identifier: Apache-2.0
x = 1
del x
try:
    x
except NameError as e:
    print(e)  # expect: name 'x' is not defined
l = [1, 2, 3]
del l[0], l[-1]
print(l)  # expect: [2]
d = {"a": 1, "b": 2}
del d["a"]
print(d)  # expect: {'b': 2}
class O: pass
o = O()
o.x = 1
del o.x
print(hasattr(o, "x"))  # expect: False
def f():
    y = 1
    del y
    try:
        return y
    except UnboundLocalError as e:
        return str(e)
print(f())  # expect: cannot access local variable 'y' where it is not associated with a value
a, b = 1, 2
del (a, b)
print("a" in globals())  # expect: False
