# SPDX-License-Identifier: Apache-2.0
for bad in [1, "s", int, None]:
    try:
        raise bad
    except TypeError as e:
        print(e)
# expect: exceptions must derive from BaseException
# expect: exceptions must derive from BaseException
# expect: exceptions must derive from BaseException
# expect: exceptions must derive from BaseException
try:
    raise ValueError from 3
except TypeError as e:
    print(e)  # expect: exception causes must derive from BaseException
try:
    try:
        1 / 0
    except 3:
        pass
except TypeError as e:
    print(e)  # expect: catching classes that do not inherit from BaseException is not allowed
try:
    with 3: pass
except TypeError as e:
    print(e)  # expect: 'int' object does not support the context manager protocol
class E:
    def __enter__(self): pass
try:
    with E(): pass
except TypeError as e:
    print(e)  # expect: 'E' object does not support the context manager protocol (missed __exit__ method)
for x in [ValueError("a"), KeyError("a"), OSError("no"), StopIteration(3), Exception(), Exception(1, 2)]:
    print(repr(x), "|", str(x))
# expect: ValueError('a') | a
# expect: KeyError('a') | 'a'
# expect: OSError('no') | no
# expect: StopIteration(3) | 3
# expect: Exception() | 
# expect: Exception(1, 2) | (1, 2)
