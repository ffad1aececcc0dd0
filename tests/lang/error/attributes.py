# SPDX-License-Identifier: Apache-2.0
class A:
    def __init__(self): self.value = 1
for src in ["A().nothing", "A.nothing", "(1).foo", "'s'.foo", "[].foo", "None.foo", "(lambda: 0).foo", "len.foo"]:
    try:
        eval(src)
    except AttributeError as e:
        print(str(e).split(". Did")[0])
# expect: 'A' object has no attribute 'nothing'
# expect: type object 'A' has no attribute 'nothing'
# expect: 'int' object has no attribute 'foo'
# expect: 'str' object has no attribute 'foo'
# expect: 'list' object has no attribute 'foo'
# expect: 'NoneType' object has no attribute 'foo'
# expect: 'function' object has no attribute 'foo'
# expect: 'builtin_function_or_method' object has no attribute 'foo'
try:
    (1).x = 2
except AttributeError as e:
    print(e)  # expect: 'int' object has no attribute 'x'
try:
    del A().nope
except AttributeError as e:
    print(str(e)[-5:])  # expect: nope'
# texts of Python 3.11
