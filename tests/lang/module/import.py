# SPDX-License-Identifier: Apache-2.0
import math
import os.path
import math as m
from math import sqrt, pi as PI
print(m.floor(2.5), sqrt(16), PI == math.pi, math.__name__, m is math)  # expect: 2 4.0 True math True
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]))  # expect: 6
print(__name__)  # expect: __main__
try:
    import no_such_module
except ModuleNotFoundError as e:
    print(str(e)[:32])  # expect: No module named 'no_such_module'
try:
    from math import nothing
except ImportError as e:
    print("ImportError")  # expect: ImportError
def f():
    import json
    return json.dumps([1])
print(f())  # expect: [1]
