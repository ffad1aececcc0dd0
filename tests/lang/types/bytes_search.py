# Bytes are searched between places, for bytes or for one byte's number.
b = b'0123abcabc'
print(b.find(b'a', 5), b.find(b'a', 0, 4), b.find(97))  # expect: 7 -1 4
print(b.count(b'a'), b.count(b'a', 5), b.count(b''), b.count(98))  # expect: 2 1 11 2
print(b.index(99), b.rindex(b'abc'), b.rfind(b'a', 0, -4))  # expect: 6 7 4
print(b'\xff\x80'.find(0x80), b'\xff\x80'.count(b'\xff'))  # expect: 1 1
for bad in ('a', 300):
    try:
        b.find(bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
# expect: TypeError
# expect: ValueError
