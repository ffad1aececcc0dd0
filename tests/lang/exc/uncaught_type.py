# SPDX-License-Identifier: Apache-2.0
def f(a):
    return a.missing
f(3)
# expect error: AttributeError: 'int' object has no attribute 'missing'
