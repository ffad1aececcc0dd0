# SPDX-License-Identifier: Apache-2.0
assert True
assert 1, "no"
try:
    assert 0
except AssertionError as e:
    print(repr(e))  # expect: AssertionError()
try:
    assert [] , "empty"
except AssertionError as e:
    print(repr(e), e.args)  # expect: AssertionError('empty') ('empty',)
try:
    assert (1 == 2), ("a", 1)
except AssertionError as e:
    print(e)  # expect: ('a', 1)
