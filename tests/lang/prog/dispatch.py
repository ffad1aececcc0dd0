# SPDX-License-Identifier: Apache-2.0
ops = {"add": lambda a, b: a + b, "neg": lambda a: -a}
print(ops["add"](1, 2), ops["neg"](3))  # expect: 3 -3
registry = {}
def register(name):
    def deco(f):
        registry[name] = f
        return f
    return deco
@register("hi")
def hi(n="x"): return "hi " + n
print(registry["hi"](), registry["hi"]("y"))  # expect: hi x hi y
