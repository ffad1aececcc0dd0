# SPDX-License-Identifier: Apache-2.0
def f():
    try:
        raise ValueError("orig")
    except ValueError:
        print("log")  # expect: log
        raise
try:
    f()
except ValueError as e:
    print(e, e.__context__)  # expect: orig None
try:
    try:
        {}["k"]
    except KeyError as k:
        raise RuntimeError("r") from k
except RuntimeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)  # expect: KeyError('k') KeyError('k') True
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second")
except ValueError as e:
    print(repr(e.__context__), e.__cause__)  # expect: ZeroDivisionError('division by zero') None
try:
    try:
        raise KeyError("a")
    except KeyError:
        raise ValueError from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__, repr(e.__context__))  # expect: None True KeyError('a')
try:
    raise
except RuntimeError as e:
    print(e)  # expect: No active exception to reraise
