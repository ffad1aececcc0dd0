# SPDX-License-Identifier: Apache-2.0
"""The interpreter. _write is in C."""


class _Stream:
    encoding = 'utf-8'
    errors = 'strict'
    closed = False
    def __init__(self, name, error):
        self.name = name
        self._error = error
    def write(self, text):
        return _write(text, self._error)
    def writelines(self, lines):
        for line in lines:
            self.write(line)
    def flush(self):
        pass
    def isatty(self):
        return False
    def readable(self):
        return False
    def writable(self):
        return True
    def __repr__(self):
        return f'<stream {self.name!r}>'
stdout = __stdout__ = _Stream('<stdout>', False)
stderr = __stderr__ = _Stream('<stderr>', True)
stdin = None


class _VersionInfo(tuple):
    major = property(lambda self: self[0])
    minor = property(lambda self: self[1])
    micro = property(lambda self: self[2])
    releaselevel = property(lambda self: self[3])
    serial = property(lambda self: self[4])
version_info = _VersionInfo((3, 11, 0, 'final', 0))
version = '3.11.0 (penjing)'
hexversion = 0x030b00f0
platform = 'linux'
byteorder = 'little'
executable = ''
prefix = exec_prefix = ''
path = ['']
flags = None


class _Implementation:
    name = 'penjing'
implementation = _Implementation()


class _FloatInfo:
    max = 1.7976931348623157e+308
    min = 2.2250738585072014e-308
    epsilon = 2.220446049250313e-16
    dig = 15
    mant_dig = 53
float_info = _FloatInfo()


def exit(status=None, /):
    raise SystemExit if status is None else SystemExit(status)


def getdefaultencoding():
    return 'utf-8'


def getsizeof(object, default=None):
    raise TypeError('sys.getsizeof: sizes of objects are not told here; '
                    'pj.memory() tells what arrays take')
