# SPDX-License-Identifier: Apache-2.0
import os, io, pathlib, gc, contextlib, sys
from pathlib import Path
p = "/tmp/penjing-files-%d.txt" % os.getpid()
with open(p, "w") as f:
    print(f.write("héllo\nworld\n"), f.mode, f.writable(), f.readable())  # expect: 12 w True False
    print("more", 1, file=f)
with open(p) as f: print([l for l in f])  # expect: ['héllo\n', 'world\n', 'more 1\n']
with open(p) as f: print(f.read(2), f.readline(), f.read(), repr(f.read()))
# expect: hé llo
# expect:  world
# expect: more 1
# expect:  ''
with open(p, "rb") as f: print(f.read(3), f.seek(0), f.readline(), f.tell(), f.seek(-2, 2), f.read())  # expect: b'h\xc3\xa9' 0 b'h\xc3\xa9llo\n' 7 18 b'1\n'
with open(p, "a") as f: f.write("end")
f = open(p); print(f.readlines(), f.closed); f.close(); f.close(); print(f.closed)
# expect: ['héllo\n', 'world\n', 'more 1\n', 'end'] False
# expect: True
try:
    f.read()
except ValueError as e: print(e)  # expect: I/O operation on closed file.
try:
    open("/no/such/file")
except FileNotFoundError as e: print(e)  # expect: [Errno 2] No such file or directory: '/no/such/file'
try:
    open("/")
except IsADirectoryError as e: print(e)  # expect: [Errno 21] Is a directory: '/'
try:
    open(p, "q")
except ValueError as e: print(e)  # expect: invalid mode: 'q'
try:
    open(p, "x")
except FileExistsError as e: print("exists")  # expect: exists
try:
    open(p).write("x")
except OSError as e: print(e)  # expect: not writable
try:
    open(p, "w").write(b"x")
except TypeError as e: print(e)  # expect: write() argument must be str, not bytes
with open(p, "r+") as f: f.write("abc"); f.seek(0); print(f.read())  # expect: abc
with open(p, "w", newline="") as f: f.write("a\r\nb\rc\n")
print(repr(open(p).read()), open(p, newline="").read() == "a\r\nb\rc\n")  # expect: 'a\nb\nc\n' True
os.remove(p)
q = Path("/tmp") / ("penjing-%d" % os.getpid()); q.mkdir(exist_ok=True)
(q / "a.txt").write_text("hi"); (q / "b.tar.gz").write_bytes(b"\0")
print((q / "a.txt").read_text(), sorted(x.name for x in q.iterdir()), [x.name for x in q.glob("*.txt")], (q / "a.txt").exists(), q.is_dir())  # expect: hi ['a.txt', 'b.tar.gz'] ['a.txt'] True True
print(Path("a/b/c.txt").parent, Path("a/b.tar.gz").suffix, Path("a/b.tar.gz").suffixes, Path("a/b.tar.gz").stem, Path("/a/b").parts, Path("a") / "/b", Path("a/b").with_suffix(".x"), Path("x/../y"), Path())  # expect: a/b .gz ['.tar', '.gz'] b.tar ('/', 'a', 'b') /b a/b.x x/../y .
print(repr(Path("a//b/./c")), Path("a") == Path("a"), Path("/a/b").relative_to("/a"), Path("b.py").match("*.py"), str(Path("/")), os.fspath(Path("z")), Path("a/b").is_absolute(), Path("/a/b/c").parents[1])  # expect: PosixPath('a/b/c') True b True / z False /a
for x in q.iterdir(): x.unlink()
q.rmdir(); print(q.exists(), isinstance(gc.collect(), int))  # expect: False True
s = io.StringIO()
with contextlib.redirect_stdout(s): print("captured")
print(repr(s.getvalue()))  # expect: 'captured\n'
