# SPDX-License-Identifier: Apache-2.0
b = b"abc\x00"
print(b, b[0], b[1:], len(b), b"a" + b"b", b"a" in b, list(b"hi"), bytes([65, 66]), b"x" * 3)
# expect: b'abc\x00' 97 b'bc\x00' 4 b'ab' True [104, 105] b'AB' b'xxx'
print(b"abc".decode(), "é".encode("utf-8"), bytes(3), b"a" < b"b")  # expect: abc b'\xc3\xa9' b'\x00\x00\x00' True
