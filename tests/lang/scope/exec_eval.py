# SPDX-License-Identifier: Apache-2.0
print(eval("1 + 2"), eval("a * 2", {"a": 21}))  # expect: 3 42
ns = {}
exec("x = 5\ndef f(): return x + 1", ns)
print(ns["x"], ns["f"]())  # expect: 5 6
x = 1
exec("x += 10")
print(x)  # expect: 11
def f():
    y = 3
    return eval("y + 1")
print(f())  # expect: 4
try:
    eval("1 +")
except SyntaxError as e:
    print("SyntaxError")  # expect: SyntaxError
print(eval("[i for i in range(3)]"))  # expect: [0, 1, 2]
d = {"a": 1}
exec("b = a + 1", d)
print(d["b"])  # expect: 2
l = {}
exec("z = 1", {}, l)
print(l)  # expect: {'z': 1}
