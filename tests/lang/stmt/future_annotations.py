# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations
def f(a: Unknown, b: int = 2) -> Other:
    return a
print(f.__annotations__, f(1))  # expect: {'a': 'Unknown', 'b': 'int', 'return': 'Other'} 1
class C:
    x: Undefined = 3
print(C.__annotations__)  # expect: {'x': 'Undefined'}
