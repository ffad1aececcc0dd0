# SPDX-License-Identifier: Apache-2.0
print(None, ..., NotImplemented, type(None).__name__, None == None, not None, ... is Ellipsis)
# expect: None Ellipsis NotImplemented NoneType True True True
def f(x=...): return x
print(f())  # expect: Ellipsis
