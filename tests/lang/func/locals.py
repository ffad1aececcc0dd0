# SPDX-License-Identifier: Apache-2.0
x = 1
def f(a):
    b = 2
    return sorted(locals().items())
print(f(1))  # expect: [('a', 1), ('b', 2)]
def g():
    return "x" in globals(), "b" in globals()
print(g())  # expect: (True, False)
class C:
    y = 1
    print(sorted(k for k in locals() if k[:2] != "__"))  # expect: ['y']
