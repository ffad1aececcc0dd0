# SPDX-License-Identifier: Apache-2.0
def cleanup():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError as e:
            return repr(e.__context__)
print(cleanup())  # expect: ValueError(1)
def after():
    try:
        raise ValueError(1)
    except ValueError:
        pass
    try:
        raise KeyError(2)
    except KeyError as e:
        return repr(e.__context__)
print(after())  # expect: None
def gen():
    try:
        raise ValueError("in gen")
    except ValueError:
        yield 1
        yield 2
g = gen()
next(g)
try:
    raise KeyError("out")
except KeyError as e:
    print(repr(e.__context__))  # expect: None
    next(g)
    try:
        raise TypeError
    except TypeError as t:
        print(repr(t.__context__))  # expect: KeyError('out')
