# SPDX-License-Identifier: Apache-2.0
x: int = 3
y: str
print(x, __annotations__)  # expect: 3 {'x': <class 'int'>, 'y': <class 'str'>}
def f(a: int, b: "str" = "s", *c: float, d: bool = True, **e: dict) -> list:
    z: int = 5
    return z
print(f(1), f.__annotations__)
# expect: 5 {'a': <class 'int'>, 'b': 'str', 'c': <class 'float'>, 'd': <class 'bool'>, 'e': <class 'dict'>, 'return': <class 'list'>}
class C:
    a: int
    b: str = "q"
print(C.__annotations__, C.b, hasattr(C, "a"))  # expect: {'a': <class 'int'>, 'b': <class 'str'>} q False
