# SPDX-License-Identifier: Apache-2.0
# What CPython says when an operator, a call or a conversion does not fit.
# texts of Python 3.11
# cases: each ends with its error

1 + 'a'
# expect error: TypeError: unsupported operand type(s) for +: 'int' and 'str'

'a' + 1
# expect error: TypeError: can only concatenate str (not "int") to str

[1] + (2,)
# expect error: TypeError: can only concatenate list (not "tuple") to list

'a' - 'b'
# expect error: TypeError: unsupported operand type(s) for -: 'str' and 'str'

{} | []
# expect error: TypeError: unsupported operand type(s) for |: 'dict' and 'list'

None + 1
# expect error: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'

1 @ 2
# expect error: TypeError: unsupported operand type(s) for @: 'int' and 'int'

1 << 1.5
# expect error: TypeError: unsupported operand type(s) for <<: 'int' and 'float'

x = [1]
x += 1
# expect error: TypeError: 'int' object is not iterable

x = 1
x += 'a'
# expect error: TypeError: unsupported operand type(s) for +=: 'int' and 'str'

-'a'
# expect error: TypeError: bad operand type for unary -: 'str'

~1.5
# expect error: TypeError: bad operand type for unary ~: 'float'

+[]
# expect error: TypeError: bad operand type for unary +: 'list'

1 < 'a'
# expect error: TypeError: '<' not supported between instances of 'int' and 'str'

[1] >= (1,)
# expect error: TypeError: '>=' not supported between instances of 'list' and 'tuple'

{} < {}
# expect error: TypeError: '<' not supported between instances of 'dict' and 'dict'

None > 0
# expect error: TypeError: '>' not supported between instances of 'NoneType' and 'int'

1 in 2
# expect error: TypeError: argument of type 'int' is not iterable

'a' in 1
# expect error: TypeError: argument of type 'int' is not iterable

1 in 'abc'
# expect error: TypeError: 'in <string>' requires string as left operand, not int

'abc' * 'd'
# expect error: TypeError: can't multiply sequence by non-int of type 'str'

[1] * 1.5
# expect error: TypeError: can't multiply sequence by non-int of type 'float'

'%d' % 'a'
# expect error: TypeError: %d format: a real number is required, not str

'%d %d' % 1
# expect error: TypeError: not enough arguments for format string

'%d' % (1, 2)
# expect error: TypeError: not all arguments converted during string formatting

'%z' % 1
# expect error: ValueError: unsupported format character 'z' (0x7a) at index 1

'%(a)s' % (1,)
# expect error: TypeError: format requires a mapping

'%(a)s' % {}
# expect error: KeyError: 'a'

'%c' % 'ab'
# expect error: TypeError: %c requires int or char

'{}'.format()
# expect error: IndexError: Replacement index 0 out of range for positional args tuple

'{a}'.format()
# expect error: KeyError: 'a'

'{0.x}'.format(1)
# expect error: AttributeError: 'int' object has no attribute 'x'

'{'.format()
# expect error: ValueError: Single '{' encountered in format string

'}'.format()
# expect error: ValueError: Single '}' encountered in format string

'{!z}'.format(1)
# expect error: ValueError: Unknown conversion specifier z

f'{"a":d}'
# expect error: ValueError: Unknown format code 'd' for object of type 'str'

f'{1.5:d}'
# expect error: ValueError: Unknown format code 'd' for object of type 'float'

f'{[]:>5}'
# expect error: TypeError: unsupported format string passed to list.__format__

format(1, 'q')
# expect error: ValueError: Unknown format code 'q' for object of type 'int'

format('a', '=5')
# expect error: ValueError: '=' alignment not allowed in string format specifier

1 / 0
# expect error: ZeroDivisionError: division by zero

1 // 0
# expect error: ZeroDivisionError: integer division or modulo by zero

1 % 0
# expect error: ZeroDivisionError: integer modulo by zero

1.5 / 0
# expect error: ZeroDivisionError: float division by zero

1.5 // 0
# expect error: ZeroDivisionError: float floor division by zero

1.5 % 0
# expect error: ZeroDivisionError: float modulo

divmod(1, 0)
# expect error: ZeroDivisionError: integer division or modulo by zero

0 ** -1
# expect error: ZeroDivisionError: 0.0 cannot be raised to a negative power

0.0 ** -1
# expect error: ZeroDivisionError: 0.0 cannot be raised to a negative power

pow(2, 3, 0)
# expect error: ValueError: pow() 3rd argument cannot be 0

1 << -1
# expect error: ValueError: negative shift count

int('a')
# expect error: ValueError: invalid literal for int() with base 10: 'a'

int('1.5')
# expect error: ValueError: invalid literal for int() with base 10: '1.5'

int('')
# expect error: ValueError: invalid literal for int() with base 10: ''

int('1', 99)
# expect error: ValueError: int() base must be >= 2 and <= 36, or 0

int(1.5, 10)
# expect error: TypeError: int() can't convert non-string with explicit base

int(None)
# expect error: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'

int([])
# expect error: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'

int(float('nan'))
# expect error: ValueError: cannot convert float NaN to integer

int(float('inf'))
# expect error: OverflowError: cannot convert float infinity to integer

float('x')
# expect error: ValueError: could not convert string to float: 'x'

float(None)
# expect error: TypeError: float() argument must be a string or a real number, not 'NoneType'

float([])
# expect error: TypeError: float() argument must be a string or a real number, not 'list'

chr(-1)
# expect error: ValueError: chr() arg not in range(0x110000)

chr(0x110000)
# expect error: ValueError: chr() arg not in range(0x110000)

ord('ab')
# expect error: TypeError: ord() expected a character, but string of length 2 found

ord('')
# expect error: TypeError: ord() expected a character, but string of length 0 found

ord(1)
# expect error: TypeError: ord() expected string of length 1, but int found

bytes([256])
# expect error: ValueError: bytes must be in range(0, 256)

bytes('a')
# expect error: TypeError: string argument without an encoding

bytes(-1)
# expect error: ValueError: negative count

bytes([1, 'a'])
# expect error: TypeError: 'str' object cannot be interpreted as an integer

b'a' + 'a'
# expect error: TypeError: can't concat str to bytes

'a' + b'a'
# expect error: TypeError: can only concatenate str (not "bytes") to str

b'\xff'.decode()
# expect error: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte

'é'.encode('ascii')
# expect error: UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)

bytes.fromhex('0g')
# expect error: ValueError: non-hexadecimal number found in fromhex() arg at position 1

str(b'a', 'nope')
# expect error: LookupError: unknown encoding: nope

str(1, 'ascii')
# expect error: TypeError: decoding to str: need a bytes-like object, int found

round('a')
# expect error: TypeError: type str doesn't define __round__ method

abs('a')
# expect error: TypeError: bad operand type for abs(): 'str'

hash([])
# expect error: TypeError: unhashable type: 'list'

hash({})
# expect error: TypeError: unhashable type: 'dict'

hash(set())
# expect error: TypeError: unhashable type: 'set'

{[]: 1}
# expect error: TypeError: unhashable type: 'list'

{[], 1}
# expect error: TypeError: unhashable type: 'list'

{1: 2}[[]]
# expect error: TypeError: unhashable type: 'list'

len(1)
# expect error: TypeError: object of type 'int' has no len()

sum('ab')
# expect error: TypeError: unsupported operand type(s) for +: 'int' and 'str'

sum([1, 'a'])
# expect error: TypeError: unsupported operand type(s) for +: 'int' and 'str'

sum([[1]], '')
# expect error: TypeError: sum() can't sum strings [use ''.join(seq) instead]

max(1)
# expect error: TypeError: 'int' object is not iterable

max([])
# expect error: ValueError: max() arg is an empty sequence

min()
# expect error: TypeError: min expected at least 1 argument, got 0

max(1, 'a')
# expect error: TypeError: '>' not supported between instances of 'str' and 'int'

min([], key=len)
# expect error: ValueError: min() arg is an empty sequence

sorted([1, 'a'])
# expect error: TypeError: '<' not supported between instances of 'str' and 'int'

sorted(1)
# expect error: TypeError: 'int' object is not iterable

[3, 'a'].sort()
# expect error: TypeError: '<' not supported between instances of 'str' and 'int'

iter(1)
# expect error: TypeError: 'int' object is not iterable

next(1)
# expect error: TypeError: 'int' object is not an iterator

next(iter([]))
# expect error: StopIteration

next([])
# expect error: TypeError: 'list' object is not an iterator

range('a')
# expect error: TypeError: 'str' object cannot be interpreted as an integer

range(1, 2, 0)
# expect error: ValueError: range() arg 3 must not be zero

range(1.5)
# expect error: TypeError: 'float' object cannot be interpreted as an integer

enumerate(1)
# expect error: TypeError: 'int' object is not iterable

zip(1)
# expect error: TypeError: 'int' object is not iterable

zip([1], 2)
# expect error: TypeError: 'int' object is not iterable

list(zip([1], [], strict=True))
# expect error: ValueError: zip() argument 2 is shorter than argument 1

list(zip([1], [1, 2], strict=True))
# expect error: ValueError: zip() argument 2 is longer than argument 1

map(len)
# expect error: TypeError: map() must have at least two arguments.

list(map(len, [1]))
# expect error: TypeError: object of type 'int' has no len()

reversed(1)
# expect error: TypeError: 'int' object is not reversible

reversed({1})
# expect error: TypeError: 'set' object is not reversible

isinstance(1, 1)
# expect error: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union

issubclass(1, int)
# expect error: TypeError: issubclass() arg 1 must be a class

issubclass(int, 1)
# expect error: TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union

getattr(1)
# expect error: TypeError: getattr expected at least 2 arguments, got 1

getattr(1, 'nope')
# expect error: AttributeError: 'int' object has no attribute 'nope'

setattr(1, 'x', 2)
# expect error: AttributeError: 'int' object has no attribute 'x'

delattr(1, 'x')
# expect error: AttributeError: 'int' object has no attribute 'x'

vars(1)
# expect error: TypeError: vars() argument must have __dict__ attribute

dir(1, 2)
# expect error: TypeError: dir expected at most 1 argument, got 2

super()
# expect error: RuntimeError: super(): no arguments

super(1)
# expect error: TypeError: super() argument 1 must be a type, not int

object(1)
# expect error: TypeError: object() takes no arguments

open('/nonexistent/file')
# expect error: FileNotFoundError: [Errno 2] No such file or directory: '/nonexistent/file'

open('/')
# expect error: IsADirectoryError: [Errno 21] Is a directory: '/'

open('/tmp/x', 'q')
# expect error: ValueError: invalid mode: 'q'

any(1)
# expect error: TypeError: 'int' object is not iterable

'abc'[slice(1, 2, 0)]
# expect error: ValueError: slice step cannot be zero
