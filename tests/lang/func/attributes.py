# SPDX-License-Identifier: Apache-2.0
def f(a, b=1, *c, d, **e):
    "doc of f"
    return a
print(f.__name__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__qualname__, f.__module__)
# expect: f doc of f (1,) None f __main__
f.x = 5
print(f.x, f.__dict__)  # expect: 5 {'x': 5}
def outer():
    def inner(): pass
    return inner
print(outer().__qualname__, (lambda: 0).__name__)  # expect: outer.<locals>.inner <lambda>
class A:
    def m(self): "md"
print(A.m.__qualname__, A().m.__doc__, A().m.__self__.__class__.__name__)  # expect: A.m md A
print(f.__code__.co_varnames, f.__code__.co_argcount)  # expect: ('a', 'b', 'd', 'c', 'e') 2
