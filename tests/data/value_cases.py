# SPDX-License-Identifier: Apache-2.0
"""Writes value_cases.txt: what CPython makes of methods, operators, formats.

Lines: kind, then fields, then the expected repr (or !Error: text); separated
by tabs. Literals use only the escapes that default values of parameters know.
"""
import sys

ESC = str.maketrans({'\\': '\\\\', "'": "\\'", '\n': '\\n', '\t': '\\t'})


def lit(v):
    if isinstance(v, str):
        return "'" + v.translate(ESC) + "'"
    if isinstance(v, tuple):
        return '(' + ''.join(lit(x) + ',' for x in v) + ')'
    if isinstance(v, list):
        return '[' + ','.join(map(lit, v)) + ']'
    if isinstance(v, dict):
        return '{' + ','.join(lit(k) + ':' + lit(x)
                              for k, x in v.items()) + '}'
    return repr(v)


def result(fn):
    try:
        r = fn()
    except Exception as e:
        return '!%s: %s' % (type(e).__name__, e)
    return repr(r)


def emit(kind, fields, expected):
    expected = expected.replace('\n', '\\n')
    print('\t'.join([kind, *fields, expected]))


def method(recv, name, *args):
    import copy
    r = copy.deepcopy(recv)
    out = result(lambda: getattr(r, name)(*args))
    emit('call', [lit(recv), name, lit(args)], out)
    if isinstance(recv, (list, dict)) and not out.startswith('!'):
        emit('after', [lit(recv), name, lit(args)], repr(r))


texts = ['', 'a', 'abc', '  two words ', 'a,b,,c', 'Hello World', 'ümläut ß',
         '日本語', 'x\ty\nz', 'aaa', "it's", '123', '١٢', 'ǅ', '-42', 'ABC']
for t in texts:
    for m in ('upper lower title capitalize swapcase casefold isalpha isalnum '
              'isdigit isdecimal isnumeric isspace isupper islower istitle '
              'isidentifier isprintable isascii strip lstrip rstrip split '
              'rsplit splitlines expandtabs').split():
        method(t, m)
    for s in ['', 'a', ',', ' ', 'o', 'ü', 'bc']:
        for m in ('find rfind index rindex count startswith endswith '
                  'partition rpartition removeprefix removesuffix strip split '
                  'rsplit').split():
            method(t, m, s)
        method(t, 'replace', s, '<>')
        method(t, 'replace', s, '-', 2)
        method(t, 'find', s, 1)
        method(t, 'rfind', s, -3, -1)
        method(t, 'count', s, 1, 3)
        method(t, 'split', s, 1)
        method(t, 'rsplit', s, 1)
        method(t, 'startswith', (s, 'A'))
    for w in (0, 5, 8):
        for m in ('ljust', 'rjust', 'center'):
            method(t, m, w)
            method(t, m, w, '*')
        method(t, 'zfill', w)
    method(t, 'split', None, 1)
    method(t, 'rsplit', None, 1)
    method(t, 'splitlines', True)
    method(t, 'encode')
    method(t, 'encode', 'ascii', 'replace')
    method(t, 'encode', 'latin-1')
    method(t, 'encode', 'utf-16-le')
    method(t, 'join', ['x', 'y', 'z'])
    method(t, 'join', ())
    method(t, 'translate', {97: 'XY', 98: None, 99: 100})
method('a', 'join', ['x', 1])
method('a', 'split', 1)
method('a', 'find', 1)
for f, a in [('{}', (1,)), ('{} {}', (1, 'a')), ('{0}{1}{0}', (1, 2)),
             ('{:>8}|{:<5}|{:^7}', ('ab', 1, 2.5)), ('{!r:>6}', ('a',)),
             ('{{}}', ()), ('{:{}}', (5, 10)), ('{0[1]}', ([1, 2],)),
             ('{0[a]}', ({'a': 3},)), ('{', ()), ('}', ()), ('{}', ()),
             ('{} {0}', (1,)), ('{0} {}', (1,)), ('{:,}', (1234567,)),
             ('{:.3f}', (3.14159,)), ('{!x}', (1,)), ('{a', (1,)),
             ('{0.real}', (5,))]:
    method(f, 'format', *a)
for f, a in [('%d', (5,)), ('%5d|%-5d|%05d', (1, 2, 3)), ('%s %r', ('a', 'a')),
             ('%.2f', (3.14159,)), ('%e', (12345.678,)), ('%g', (1e-5,)),
             ('%x %X %o', (255, 255, 8)), ('%#x', (255,)), ('%%', ()),
             ('%c%c', (65, 'b')), ('%+d % d', (1, 2)), ('%*d', (5, 3)),
             ('%.3s', ('abcdef',)), ('%5.1f|', (2.25,)), ('%d', (1.9,)),
             ('%d', ('a',)), ('%s', ()), ('%s', (1, 2)), ('%q', (1,)),
             ('%.5d', (42,)), ('%-8s|', ('ab',)), ('%s', ((1, 2),)),
             ('%x', (1.5,)), ('%i', (True,)), ('%5s%%', ('x',)),
             ('%08.3f', (-3.5,)), ('%+.1e', (0.0,))]:
    emit('arith', ['%', lit(f), lit(a)], result(lambda: f % a))
emit('arith', ['%', lit('%(a)s-%(b)03d'), lit({'a': 1, 'b': 2})],
     result(lambda: '%(a)s-%(b)03d' % {'a': 1, 'b': 2}))

values = [0, 1, -1, 7, 255, 12345, -98765, 1234567890123, True, 0.0, -0.0, 1.0,
          1.5, -2.75, 0.1, 1e10, 1e16, 1e22, 1e-5, 123456.789, 2 / 3, 1e300,
          float('inf'), float('nan'), 'hello', 'ü', '', 9.9999999, 0.5, 2.5]
specs = ['', 'd', 'x', '#x', '#b', 'o', 'X', 'c', 'e', '.3e', 'E', 'f', '.2f',
         '.0f', 'g', '.3g', 'G', '%', '.1%', ',', '_', ',.2f', '_x', '10',
         '<10', '>10', '^10', '=10', '*^12', '+', ' ', '-', '+.2f', '010',
         '010.3f', '+08d', ',d', '012,', '#.3g', '#.0f', 's', '.2s', '10s',
         '>6.2s', 'n', '.3', '.10', '.0', '.1', '08', '<08', 'z.1f', '020,.2f',
         '^+9', 'é>8', '#010x', '+_b', '.17g', 'q', '.', '10.', ',s', '=5s',
         '+s', '15_', '1.', '#06o', '.6', '10.4', '-10', '.30f']
for v in values:
    for s in specs:
        emit('format', [lit(v), lit(s)], result(lambda: format(v, s)))

nums = [0, 1, -1, 2, 3, -3, 7, 10, 0.0, 0.5, -0.5, 2.0, 3.7, -7.25, True, 1e308,
        2**62, -2**63, 2**63 - 1, 100]
import operator as op
ops = {'+': op.add, '-': op.sub, '*': op.mul, '/': op.truediv,
       '//': op.floordiv, '%': op.mod, '**': op.pow, '<<': op.lshift,
       '>>': op.rshift, '&': op.and_, '^': op.xor, '|': op.or_}
def fits(r):
    return not (isinstance(r, int) and not -2**63 <= r < 2**63)
for a in nums:
    for b in nums:
        for name, fn in ops.items():
            if name in ('<<', '**') and isinstance(b, int) and abs(b) > 4000:
                continue
            try:
                r = fn(a, b)
            except Exception as e:
                emit('arith', [name, lit(a), lit(b)],
                     '!%s: %s' % (type(e).__name__, e))
                continue
            if isinstance(r, complex):
                continue
            if not fits(r):
                emit('arith', [name, lit(a), lit(b)], '!OverflowError: *')
            else:
                emit('arith', [name, lit(a), lit(b)], repr(r))
        for name, fn in {'<': op.lt, '<=': op.le, '==': op.eq, '!=': op.ne,
                         '>': op.gt, '>=': op.ge}.items():
            emit('compare', [name, lit(a), lit(b)], repr(fn(a, b)))
others = [1, 'a', [1, 2], (1, 2), {'a': 1}, None, 2.5, '', [], ()]
for a in others:
    for b in others:
        if all(isinstance(x, (int, float)) for x in (a, b)):
            continue
        for name, fn in ops.items():
            if name in '%' and isinstance(a, str):
                continue
            emit('arith', [name, lit(a), lit(b)], result(lambda: fn(a, b)))
        for name, fn in {'<': op.lt, '==': op.eq, '>=': op.ge}.items():
            emit('compare', [name, lit(a), lit(b)], result(lambda: fn(a, b)))
for a in ([], [3, 1, 2], [1, 'a', 1], ['b', 'a']):
    for m, args in [('append', (5,)), ('extend', ((1, 2),)), ('pop', ()),
                    ('pop', (0,)), ('pop', (-9,)), ('insert', (1, 'x')),
                    ('insert', (-1, 'x')), ('remove', (1,)), ('reverse', ()),
                    ('index', (1,)), ('count', (1,)), ('sort', ()),
                    ('copy', ()), ('clear', ()), ('append', ()),
                    ('__contains__', (1,)), ('__len__', ())]:
        if m == 'append' and not args:
            continue
        method(a, m, *args)
for d in ({}, {'a': 1, 'b': 2}):
    for m, args in [('get', ('a',)), ('get', ('z', 5)), ('pop', ('a', 0)),
                    ('pop', ('a',)), ('popitem', ()), ('setdefault', ('c',)),
                    ('setdefault', ('a', 9)), ('keys', ()), ('values', ()),
                    ('items', ()), ('copy', ()), ('update', ({'a': 5, 'q': 1},)),
                    ('update', ([('x', 1)],)), ('update', ([1],)),
                    ('update', ([(1, 2, 3)],)), ('clear', ()),
                    ('__contains__', ('a',))]:
        method(d, m, *args)
for b in (b'', b'abcab', b' a b ', b'x\xff\n\ty', b'12', b'a\r\nb'):
    for m in ('hex upper lower strip lstrip rstrip split splitlines isdigit '
              'isalpha isalnum isspace').split():
        method(b, m)
    for x in (b'a', b'ab', b'\xff', b'zz'):
        for m in ('find rfind count startswith endswith partition rpartition '
                  'removeprefix removesuffix split strip lstrip rstrip '
                  'index').split():
            if m != 'index':
                method(b, m, x)
        method(b, 'replace', x, b'<>')
        method(b, 'rfind', x, 1, 4)
    for m in ('ljust', 'rjust', 'center'):
        method(b, m, 8)
        method(b, m, 8, b'*')
    method(b, 'zfill', 6)
    method(b, 'join', [b'x', b'y'])
    method(b, 'decode', 'latin-1')
    method(b, 'decode', 'utf-8', 'replace')
    method(b, 'decode')
    for k in (0, -1, 9):
        emit('item', [lit(b), lit(k)], result(lambda: b[k]))
    emit('arith', ['+', lit(b), lit(b'q')], repr(b + b'q'))
    emit('arith', ['*', lit(b), '3'], repr(b * 3))
    emit('arith', ['+', lit(b), '3'], result(lambda: b + 3))
for u in (b'\x80', b'\xe2\x82', b'\xe2\x28\xa1', b'\xf0\x9f\x98\x80ok',
          b'\xed\xa0\x80', b'\xc0\xaf', b'ab\xff', b'\xf4\x90\x80\x80'):
    for e in ('strict', 'replace', 'ignore', 'backslashreplace'):
        method(u, 'decode', 'utf-8', e)
    method(u, 'decode', 'ascii')
for i in (0, 1, -1, 255, -256, 2**40):
    for m in ('bit_length', 'bit_count', 'as_integer_ratio'):
        method(i, m)
    method(i, 'to_bytes', 8, 'little') if i >= 0 else None
    for n in (None, 0, -1, -2):
        method(i, '__round__', n) if n is not None else None
for f in (0.0, 1.5, -2.5, 0.1, 1e100, 5e-324, 2.675, 1e22, float('inf')):
    for m in ('is_integer', 'hex', '__trunc__'):
        if fits(0 if abs(f) == float('inf') else int(f)) or m != '__trunc__':
            method(f, m)
    for n in (0, 1, 2, 3, -1):
        method(f, '__round__', n)
for r in (0.5, 1.5, 2.5, -0.5, 1e15 + 0.5):
    method(r, '__round__')
strs = ['0', '12', ' -7 ', '+5', '1_000', '0x1f', '0b11', 'z', '', '1__0', '1.5',
        '_1', '1_', '0o17', 'ff']
for s in strs:
    emit('int', [lit(s), '10'], result(lambda: int(s)))
    emit('int', [lit(s), '0'], result(lambda: int(s, 0)))
    emit('int', [lit(s), '16'], result(lambda: int(s, 16)))
for s in ['1', '1.5', ' 2e3 ', 'inf', '-Infinity', 'nan', '1_0.5', 'x', '', '.5',
          '5.', '.', '1e', '0x10', 'infinit', '1e400', '1__0']:
    emit('float', [lit(s)], result(lambda: float(s)))
for t in ('abcdef', 'äöüß', [1, 2, 3, 4, 5], (1, 2, 3)):
    for k in [0, -1, 9, -9] + [slice(*x) for x in
              [(None, None, None), (1, 3, None), (None, None, -1),
               (None, -1, None), (-2, None, None), (4, 1, -1), (0, 10, 2),
               (10, None, -2), (None, None, 3), (3, 1, None), (-100, 100, 7)]]:
        if isinstance(k, slice):
            emit('slice', [lit(t), lit((k.start, k.stop, k.step))],
                 result(lambda: t[k]))
        else:
            emit('item', [lit(t), lit(k)], result(lambda: t[k]))
for x in [1, -1, 0, 2**61 - 1, -2**61, 2**62 + 5, 0.5, 1e300, -2.5, 3.0, True,
          (1, 2), (), (1, (2, 3.5)), 12345678901]:
    emit('hash', [lit(x)], repr(hash(x)))
import random
import struct
for l in (['b', 'a', 'ab', 'abcdefgh', 'abcdefghi', '', 'abcdefg', 'é', 'z'],
          [3, 1, 2, True, 0], [2.5, -1.0, 0.0, -0.0, 1e9], [1, 2.5, 0],
          ['b', 'a'] * 9, [5, 3] * 9, [(2, 'a'), (1, 'b'), (1, 'a')] * 4):
    method(l, 'sort')
random.seed(7)
for _ in range(600):
    x = struct.unpack('<d', struct.pack('<Q', random.getrandbits(64)))[0]
    if x == x:
        emit('format', [lit(x), "''"], repr(format(x, '')))
for _ in range(600):
    x = round(random.uniform(-1e5, 1e5), random.randrange(0, 12))
    emit('format', [lit(x), "''"], repr(format(x, '')))
for e in range(-1070, 1020, 7):
    emit('format', [lit(2.0 ** e), "''"], repr(format(2.0 ** e, '')))
