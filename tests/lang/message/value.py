# SPDX-License-Identifier: Apache-2.0
# What CPython says of names, attributes, items, unpacking, calls and classes,
# with the names that it suggests.
# texts of Python 3.11
# cases: each ends with its error

pritn(1)
# expect error: NameError: name 'pritn' is not defined. Did you mean: 'print'?

undefined
# expect error: NameError: name 'undefined' is not defined

lenght = 1
print(length)
# expect error: NameError: name 'length' is not defined. Did you mean: 'lenght'?

def f():
    value = 1
    return valeu
f()
# expect error: NameError: name 'valeu' is not defined. Did you mean: 'value'?

def f():
    print(x)
    x = 1
f()
# expect error: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value

def f():
    del x
    x = 1
f()
# expect error: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value

def f():
    x = 1
    del x
    return x
f()
# expect error: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value

def f():
    def g():
        return x
    g()
    x = 1
f()
# expect error: NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope

x = 1
del x
x
# expect error: NameError: name 'x' is not defined

class A:
    y = x
    x = 1
# expect error: NameError: name 'x' is not defined

import math
math.squirt
# expect error: AttributeError: module 'math' has no attribute 'squirt'. Did you mean: 'sqrt'?

import collections
collections.ordereddict
# expect error: AttributeError: module 'collections' has no attribute 'ordereddict'. Did you mean: 'OrderedDict'?

(1).real2
# expect error: AttributeError: 'int' object has no attribute 'real2'. Did you mean: 'real'?

'a'.uper()
# expect error: AttributeError: 'str' object has no attribute 'uper'. Did you mean: 'upper'?

'a'.foo
# expect error: AttributeError: 'str' object has no attribute 'foo'

[].apend(1)
# expect error: AttributeError: 'list' object has no attribute 'apend'. Did you mean: 'append'?

[].push(1)
# expect error: AttributeError: 'list' object has no attribute 'push'

{}.key()
# expect error: AttributeError: 'dict' object has no attribute 'key'. Did you mean: 'keys'?

{}.has_key(1)
# expect error: AttributeError: 'dict' object has no attribute 'has_key'

(1, 2).append(3)
# expect error: AttributeError: 'tuple' object has no attribute 'append'

{1}.append(2)
# expect error: AttributeError: 'set' object has no attribute 'append'

None.foo
# expect error: AttributeError: 'NoneType' object has no attribute 'foo'

None.append(1)
# expect error: AttributeError: 'NoneType' object has no attribute 'append'

True.foo
# expect error: AttributeError: 'bool' object has no attribute 'foo'

(1.5).foo
# expect error: AttributeError: 'float' object has no attribute 'foo'

b''.format()
# expect error: AttributeError: 'bytes' object has no attribute 'format'

len.foo
# expect error: AttributeError: 'builtin_function_or_method' object has no attribute 'foo'

(lambda: 0).foo
# expect error: AttributeError: 'function' object has no attribute 'foo'

class A:
    value = 1
A().valeu
# expect error: AttributeError: 'A' object has no attribute 'valeu'. Did you mean: 'value'?

class A:
    def __init__(self):
        self.width = 1
A().widht
# expect error: AttributeError: 'A' object has no attribute 'widht'. Did you mean: 'width'?

class A: pass
A().x
# expect error: AttributeError: 'A' object has no attribute 'x'

class A: pass
A.x
# expect error: AttributeError: type object 'A' has no attribute 'x'

class A:
    __slots__ = ('a',)
A().a
# expect error: AttributeError: 'A' object has no attribute 'a'

class A:
    @property
    def p(self): return 1
A().p = 2
# expect error: AttributeError: property 'p' of 'A' object has no setter

class A:
    @property
    def p(self): return 1
del A().p
# expect error: AttributeError: property 'p' of 'A' object has no deleter

class A: pass
del A().x
# expect error: AttributeError: 'A' object has no attribute 'x'

(1).x = 1
# expect error: AttributeError: 'int' object has no attribute 'x'

[].x = 1
# expect error: AttributeError: 'list' object has no attribute 'x'

'a'.x = 1
# expect error: AttributeError: 'str' object has no attribute 'x'

[1][1]
# expect error: IndexError: list index out of range

[1][-2]
# expect error: IndexError: list index out of range

[][0]
# expect error: IndexError: list index out of range

(1,)[5]
# expect error: IndexError: tuple index out of range

'abc'[3]
# expect error: IndexError: string index out of range

b'abc'[3]
# expect error: IndexError: index out of range

range(3)[3]
# expect error: IndexError: range object index out of range

[1]['a']
# expect error: TypeError: list indices must be integers or slices, not str

[1][1.5]
# expect error: TypeError: list indices must be integers or slices, not float

[1][None]
# expect error: TypeError: list indices must be integers or slices, not NoneType

(1,)['a']
# expect error: TypeError: tuple indices must be integers or slices, not str

range(3)['a']
# expect error: TypeError: range indices must be integers or slices, not str

[1, 2, 3]['a':]
# expect error: TypeError: slice indices must be integers or None or have an __index__ method

{}['a']
# expect error: KeyError: 'a'

{}[1]
# expect error: KeyError: 1

{'a': 1}[('b', 2)]
# expect error: KeyError: ('b', 2)

1[0]
# expect error: TypeError: 'int' object is not subscriptable

None[0]
# expect error: TypeError: 'NoneType' object is not subscriptable

{1}[0]
# expect error: TypeError: 'set' object is not subscriptable

len[0]
# expect error: TypeError: 'builtin_function_or_method' object is not subscriptable

(lambda: 0)[0]
# expect error: TypeError: 'function' object is not subscriptable

x = [1]
x[1] = 2
# expect error: IndexError: list assignment index out of range

x = [1]
x['a'] = 2
# expect error: TypeError: list indices must be integers or slices, not str

x = (1, 2)
x[0] = 1
# expect error: TypeError: 'tuple' object does not support item assignment

x = 'abc'
x[0] = 'd'
# expect error: TypeError: 'str' object does not support item assignment

x = b'abc'
x[0] = 1
# expect error: TypeError: 'bytes' object does not support item assignment

x = 1
x[0] = 1
# expect error: TypeError: 'int' object does not support item assignment

x = [1]
del x[1]
# expect error: IndexError: list assignment index out of range

x = (1,)
del x[0]
# expect error: TypeError: 'tuple' object doesn't support item deletion

x = 'abc'
del x[0]
# expect error: TypeError: 'str' object doesn't support item deletion

x = {}
del x['a']
# expect error: KeyError: 'a'

x = [1, 2, 3]
x[::2] = [1]
# expect error: ValueError: attempt to assign sequence of size 1 to extended slice of size 2

x = [1, 2, 3]
x[0:1] = 1
# expect error: TypeError: can only assign an iterable

[].pop()
# expect error: IndexError: pop from empty list

[1].pop(5)
# expect error: IndexError: pop index out of range

{}.pop('a')
# expect error: KeyError: 'a'

{}.popitem()
# expect error: KeyError: 'popitem(): dictionary is empty'

set().pop()
# expect error: KeyError: 'pop from an empty set'

{1}.remove(2)
# expect error: KeyError: 2

[1].remove(2)
# expect error: ValueError: list.remove(x): x not in list

[1].index(2)
# expect error: ValueError: 2 is not in list

(1,).index(2)
# expect error: ValueError: tuple.index(x): x not in tuple

'abc'.index('d')
# expect error: ValueError: substring not found

range(3).index(5)
# expect error: ValueError: 5 is not in range

{1: 2}.update([1])
# expect error: TypeError: cannot convert dictionary update sequence element #0 to a sequence

{1: 2}.update([(1, 2, 3)])
# expect error: ValueError: dictionary update sequence element #0 has length 3; 2 is required

{1: 2}.update(1)
# expect error: TypeError: 'int' object is not iterable

dict([1])
# expect error: TypeError: cannot convert dictionary update sequence element #0 to a sequence

dict(['abc'])
# expect error: ValueError: dictionary update sequence element #0 has length 3; 2 is required

dict(1)
# expect error: TypeError: 'int' object is not iterable

dict.fromkeys(1)
# expect error: TypeError: 'int' object is not iterable

set(1)
# expect error: TypeError: 'int' object is not iterable

set([[]])
# expect error: TypeError: unhashable type: 'list'

frozenset(1)
# expect error: TypeError: 'int' object is not iterable

tuple(1)
# expect error: TypeError: 'int' object is not iterable

list(1)
# expect error: TypeError: 'int' object is not iterable

a, b = 1
# expect error: TypeError: cannot unpack non-iterable int object

a, b = 1, 2, 3
# expect error: ValueError: too many values to unpack (expected 2)

a, b, c = 1, 2
# expect error: ValueError: not enough values to unpack (expected 3, got 2)

a, *b = ()
# expect error: ValueError: not enough values to unpack (expected at least 1, got 0)

a, *b, c = (1,)
# expect error: ValueError: not enough values to unpack (expected at least 2, got 1)

a, b = 'abc'
# expect error: ValueError: too many values to unpack (expected 2)

a, b = {}
# expect error: ValueError: not enough values to unpack (expected 2, got 0)

a, b = None
# expect error: TypeError: cannot unpack non-iterable NoneType object

for a, b in [1]: pass
# expect error: TypeError: cannot unpack non-iterable int object

for a, b in [(1, 2, 3)]: pass
# expect error: ValueError: too many values to unpack (expected 2)

for i in 1: pass
# expect error: TypeError: 'int' object is not iterable

for i in None: pass
# expect error: TypeError: 'NoneType' object is not iterable

[*1]
# expect error: TypeError: Value after * must be an iterable, not int

(*1,)
# expect error: TypeError: Value after * must be an iterable, not int

{*1}
# expect error: TypeError: 'int' object is not iterable

{**1}
# expect error: TypeError: 'int' object is not a mapping

{**[1]}
# expect error: TypeError: 'list' object is not a mapping

[x for x in 1]
# expect error: TypeError: 'int' object is not iterable

print(*1)
# expect error: TypeError: print() argument after * must be an iterable, not int

print(**1)
# expect error: TypeError: print() argument after ** must be a mapping, not int

def f(a): pass
f()
# expect error: TypeError: f() missing 1 required positional argument: 'a'

def f(a, b, c): pass
f()
# expect error: TypeError: f() missing 3 required positional arguments: 'a', 'b', and 'c'

def f(a, b): pass
f(1, 2, 3)
# expect error: TypeError: f() takes 2 positional arguments but 3 were given

def f(): pass
f(1)
# expect error: TypeError: f() takes 0 positional arguments but 1 was given

def f(a, b=1): pass
f(1, 2, 3)
# expect error: TypeError: f() takes from 1 to 2 positional arguments but 3 were given

def f(a): pass
f(b=1)
# expect error: TypeError: f() got an unexpected keyword argument 'b'

def f(a): pass
f(1, a=2)
# expect error: TypeError: f() got multiple values for argument 'a'

def f(a, *, key): pass
f(1)
# expect error: TypeError: f() missing 1 required keyword-only argument: 'key'

def f(a, *, key, key2): pass
f(1)
# expect error: TypeError: f() missing 2 required keyword-only arguments: 'key' and 'key2'

def f(a, *, key=1): pass
f(1, 2)
# expect error: TypeError: f() takes 1 positional argument but 2 were given

def f(a, *, key=1): pass
f(1, 2, key=3)
# expect error: TypeError: f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given

def f(a, /): pass
f(a=1)
# expect error: TypeError: f() got some positional-only arguments passed as keyword arguments: 'a'

def f(a, b, /, c): pass
f(1, b=2, c=3)
# expect error: TypeError: f() got some positional-only arguments passed as keyword arguments: 'b'

def f(a, **k): pass
f(**{1: 2})
# expect error: TypeError: keywords must be strings

def f(a): pass
f(*1)
# expect error: TypeError: __main__.f() argument after * must be an iterable, not int

def f(a): pass
f(**1)
# expect error: TypeError: __main__.f() argument after ** must be a mapping, not int

def f(a): pass
f(a=1, **{'a': 2})
# expect error: TypeError: __main__.f() got multiple values for keyword argument 'a'

def f(value): pass
f(vlaue=1)
# expect error: TypeError: f() got an unexpected keyword argument 'vlaue'

(lambda x: x)()
# expect error: TypeError: <lambda>() missing 1 required positional argument: 'x'

class A:
    def m(self): pass
A().m(1)
# expect error: TypeError: A.m() takes 1 positional argument but 2 were given

class A:
    def m(self): pass
A.m()
# expect error: TypeError: A.m() missing 1 required positional argument: 'self'

class A:
    def m(self, a, b): pass
A().m()
# expect error: TypeError: A.m() missing 2 required positional arguments: 'a' and 'b'

class A:
    def __init__(self, a): pass
A()
# expect error: TypeError: A.__init__() missing 1 required positional argument: 'a'

class A:
    def __init__(self, a): pass
A(1, 2)
# expect error: TypeError: A.__init__() takes 2 positional arguments but 3 were given

class A: pass
A(1)
# expect error: TypeError: A() takes no arguments

class A: pass
A(x=1)
# expect error: TypeError: A() takes no arguments

class A:
    @classmethod
    def m(cls): pass
A.m(1)
# expect error: TypeError: A.m() takes 1 positional argument but 2 were given

class A:
    @staticmethod
    def m(): pass
A.m(1)
# expect error: TypeError: A.m() takes 0 positional arguments but 1 was given

1()
# expect error: TypeError: 'int' object is not callable

'a'()
# expect error: TypeError: 'str' object is not callable

[]()
# expect error: TypeError: 'list' object is not callable

None()
# expect error: TypeError: 'NoneType' object is not callable

class A: pass
A()()
# expect error: TypeError: 'A' object is not callable

class A: pass
A() + 1
# expect error: TypeError: unsupported operand type(s) for +: 'A' and 'int'

class A: pass
1 + A()
# expect error: TypeError: unsupported operand type(s) for +: 'int' and 'A'

class A: pass
A() < A()
# expect error: TypeError: '<' not supported between instances of 'A' and 'A'

class A: pass
-A()
# expect error: TypeError: bad operand type for unary -: 'A'

class A: pass
A()[0]
# expect error: TypeError: 'A' object is not subscriptable

class A: pass
A()[0] = 1
# expect error: TypeError: 'A' object does not support item assignment

class A: pass
del A()[0]
# expect error: TypeError: 'A' object doesn't support item deletion

class A: pass
len(A())
# expect error: TypeError: object of type 'A' has no len()

class A: pass
iter(A())
# expect error: TypeError: 'A' object is not iterable

class A: pass
1 in A()
# expect error: TypeError: argument of type 'A' is not iterable

class A: pass
with A(): pass
# expect error: TypeError: 'A' object does not support the context manager protocol

class A: pass
int(A())
# expect error: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'A'

class A: pass
float(A())
# expect error: TypeError: float() argument must be a string or a real number, not 'A'

class A: pass
'%d' % A()
# expect error: TypeError: %d format: a real number is required, not A

class A: pass
f'{A():>5}'
# expect error: TypeError: unsupported format string passed to A.__format__

class A: pass
A[int]
# expect error: TypeError: type 'A' is not subscriptable

class A:
    def __len__(self): return -1
len(A())
# expect error: ValueError: __len__() should return >= 0

class A:
    def __len__(self): return 'a'
len(A())
# expect error: TypeError: 'str' object cannot be interpreted as an integer

class A:
    def __bool__(self): return 1
bool(A())
# expect error: TypeError: __bool__ should return bool, returned int

class A:
    def __str__(self): return 1
str(A())
# expect error: TypeError: __str__ returned non-string (type int)

class A:
    def __repr__(self): return 1
repr(A())
# expect error: TypeError: __repr__ returned non-string (type int)

class A:
    def __iter__(self): return 1
iter(A())
# expect error: TypeError: iter() returned non-iterator of type 'int'

class A:
    def __hash__(self): return 'a'
hash(A())
# expect error: TypeError: __hash__ method should return an integer

class A:
    def __eq__(self, other): return True
hash(A())
# expect error: TypeError: unhashable type: 'A'

class A:
    def __index__(self): return 'a'
[1][A()]
# expect error: TypeError: __index__ returned non-int (type str)

class A:
    def __int__(self): return 'a'
int(A())
# expect error: TypeError: __int__ returned non-int (type str)

class A:
    def __init__(self): return 1
A()
# expect error: TypeError: __init__() should return None, not 'int'

class A:
    def __format__(self, spec): return 1
format(A(), '')
# expect error: TypeError: __format__ must return a str, not int

class A(bool): pass
# expect error: TypeError: type 'bool' is not an acceptable base type

class A(object, object): pass
# expect error: TypeError: duplicate base class object

class A(type(None)): pass
# expect error: TypeError: type 'NoneType' is not an acceptable base type

class A: pass
class B(A): pass
class C(A, B): pass
# expect error: order (MRO) for bases A, B

class A(int, str): pass
# expect error: TypeError: multiple bases have instance lay-out conflict

from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def m(self): pass
A()
# expect error: TypeError: Can't instantiate abstract class A with abstract method m

from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def m(self): pass
    @abstractmethod
    def n(self): pass
A()
# expect error: TypeError: Can't instantiate abstract class A with abstract methods m, n

class A:
    def m(self): super().nope()
A().m()
# expect error: AttributeError: 'super' object has no attribute 'nope'

super().x
# expect error: RuntimeError: super(): no arguments

class A: pass
class B: pass
super(A, B())
# expect error: TypeError: super(type, obj): obj must be an instance or subtype of type

raise 1
# expect error: TypeError: exceptions must derive from BaseException

raise int
# expect error: TypeError: exceptions must derive from BaseException

raise ValueError
# expect error: ValueError

raise ValueError()
# expect error: ValueError

raise ValueError('text')
# expect error: ValueError: text

raise ValueError(1, 2)
# expect error: ValueError: (1, 2)

raise KeyError('k')
# expect error: KeyError: 'k'

raise
# expect error: RuntimeError: No active exception to reraise

raise ValueError from 1
# expect error: TypeError: exception causes must derive from BaseException

try:
    1 / 0
except 1:
    pass
# expect error: TypeError: catching classes that do not inherit from BaseException is not allowed

try:
    1 / 0
except (ValueError, int):
    pass
# expect error: TypeError: catching classes that do not inherit from BaseException is not allowed

assert False
# expect error: AssertionError

assert 0, 'reason'
# expect error: AssertionError: reason

assert 1 == 2, ('a', 1)
# expect error: AssertionError: ('a', 1)

raise StopIteration(1)
# expect error: StopIteration: 1

def g():
    raise StopIteration(1)
    yield
next(g())
# expect error: RuntimeError: generator raised StopIteration

def g():
    yield
g().send(1)
# expect error: TypeError: can't send non-None value to a just-started generator

def g():
    yield
i = g()
i.throw(ValueError('x'))
# expect error: ValueError: x

def g():
    try:
        yield
    except GeneratorExit:
        yield
i = g()
next(i)
i.close()
# expect error: RuntimeError: generator ignored GeneratorExit

def g():
    next(i)
    yield
i = g()
next(i)
# expect error: ValueError: generator already executing

def g():
    yield from 1
next(g())
# expect error: TypeError: 'int' object is not iterable

def f(): return f()
f()
# expect error: RecursionError: maximum recursion depth exceeded

class A:
    def __getattr__(self, name): return self.x
A().y
# expect error: RecursionError: maximum recursion depth exceeded

d = {1: 1}
for k in d: d[k + 1] = 1
# expect error: RuntimeError: dictionary changed size during iteration

s = {1}
for k in s: s.add(k + 1)
# expect error: RuntimeError: Set changed size during iteration

l = [1, 2]
l.sort(key=lambda x: l.append(1))
# expect error: TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'

raise SystemError('a')
# expect error: SystemError: a

raise FileNotFoundError(2, 'No such file', 'name')
# expect error: FileNotFoundError: [Errno 2] No such file: 'name'

import json
json.dumps({1})
# expect error: TypeError: Object of type set is not JSON serializable

import json
json.dumps(float('nan'), allow_nan=False)
# expect error: ValueError: Out of range float values are not JSON compliant

import json
a = []
a.append(a)
json.dumps(a)
# expect error: ValueError: Circular reference detected

import math
math.sqrt(-1)
# expect error: ValueError: math domain error

import math
math.log(0)
# expect error: ValueError: math domain error

import math
math.factorial(-1)
# expect error: ValueError: factorial() not defined for negative values

import math
math.exp(1000)
# expect error: OverflowError: math range error

import math
math.floor('a')
# expect error: TypeError: must be real number, not str

import math
math.floor(float('nan'))
# expect error: ValueError: cannot convert float NaN to integer

import math
math.acos(2)
# expect error: ValueError: math domain error

import re
re.compile('[')
# expect error: re.error: unterminated character set at position 0

import re
re.compile(1)
# expect error: TypeError: first argument must be string or compiled pattern

import re
re.match('a', 1)
# expect error: TypeError: expected string or bytes-like object, got 'int'

import re
re.match('(a)', 'a').group(2)
# expect error: IndexError: no such group

import re
re.sub('a', r'\2', 'a')
# expect error: re.error: invalid group reference 2 at position 1

import itertools
itertools.islice([1], -1)
# expect error: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.

import functools
functools.reduce(lambda a, b: a, [])
# expect error: TypeError: reduce() of empty iterable with no initial value

import functools
functools.partial(1)
# expect error: TypeError: the first argument must be callable

import collections
collections.namedtuple('A', 'a a')
# expect error: ValueError: Encountered duplicate field name: 'a'

import collections
collections.namedtuple('A', 'a b')(1)
# expect error: TypeError: A.__new__() missing 1 required positional argument: 'b'

import collections
collections.namedtuple('A', '1a')
# expect error: ValueError: Type names and field names must be valid identifiers: '1a'

import collections
collections.deque().pop()
# expect error: IndexError: pop from an empty deque

import collections
collections.deque().popleft()
# expect error: IndexError: pop from an empty deque

import collections
collections.deque([1])[1]
# expect error: IndexError: deque index out of range

import collections
collections.Counter(1)
# expect error: TypeError: 'int' object is not iterable

import collections
collections.OrderedDict().popitem()
# expect error: KeyError: 'dictionary is empty'

from dataclasses import dataclass
@dataclass
class A:
    x: int
A()
# expect error: TypeError: A.__init__() missing 1 required positional argument: 'x'

from dataclasses import dataclass
@dataclass
class A:
    x: int = 1
    y: int
# expect error: TypeError: non-default argument 'y' follows default argument

from dataclasses import dataclass
@dataclass
class A:
    x: list = []
# expect error: ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory

from dataclasses import dataclass
@dataclass(frozen=True)
class A:
    x: int = 1
A().x = 2
# expect error: dataclasses.FrozenInstanceError: cannot assign to field 'x'

from dataclasses import dataclass
@dataclass
class A:
    x: int = 1
A() < A()
# expect error: TypeError: '<' not supported between instances of 'A' and 'A'

from dataclasses import fields
fields(1)
# expect error: TypeError: must be called with a dataclass type or instance

from dataclasses import replace
replace(1)
# expect error: TypeError: replace() should be called on dataclass instances

from enum import Enum
class A(Enum):
    X = 1
A(2)
# expect error: ValueError: 2 is not a valid A

from enum import Enum
class A(Enum):
    X = 1
A['Y']
# expect error: KeyError: 'Y'

from enum import Enum
class A(Enum):
    X = 1
A.X = 2
# expect error: AttributeError: cannot reassign member 'X'

from enum import Enum
class A(Enum):
    X = 1
class B(A): pass
# expect error: TypeError: <enum 'B'> cannot extend <enum 'A'>

from string import Template
Template('$a').substitute()
# expect error: KeyError: 'a'

from contextlib import contextmanager
@contextmanager
def f(): return iter(())
with f(): pass
# expect error: RuntimeError: generator didn't yield

from contextlib import contextmanager
@contextmanager
def f():
    yield 1
    yield 2
with f(): pass
# expect error: RuntimeError: generator didn't stop

from operator import itemgetter
itemgetter(1)([1])
# expect error: IndexError: list index out of range

from operator import attrgetter
attrgetter('a.b')(1)
# expect error: AttributeError: 'int' object has no attribute 'a'

from io import StringIO
s = StringIO()
s.close()
s.read()
# expect error: ValueError: I/O operation on closed file

from io import StringIO
StringIO().write(1)
# expect error: TypeError: string argument expected, got 'int'

import time
time.sleep(-1)
# expect error: ValueError: sleep length must be non-negative
