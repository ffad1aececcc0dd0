# SPDX-License-Identifier: Apache-2.0
from abc import ABC, abstractmethod
import io
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def show(self): return f"{self.name} {self.area()}"
try:
    Shape()
except TypeError as e: print(e)  # expect: Can't instantiate abstract class Shape with abstract methods area, name
class Half(Shape):
    def area(self): return 1
try:
    Half()
except TypeError as e: print(e)  # expect: Can't instantiate abstract class Half with abstract method name
class Sq(Half):
    name = "sq"
print(Sq().show(), isinstance(Sq(), Shape), issubclass(Sq, ABC))  # expect: sq 1 True True
@Shape.register
class Other: pass
print(isinstance(Other(), Shape), issubclass(int, Shape))  # expect: True False
s = io.StringIO()
print("a", 1, file=s, end="!\n"); s.write("b\nc")
print(repr(s.getvalue()), s.tell(), s.seek(0), repr(s.readline()), s.read(3), list(s))
# expect: 'a 1!\nb\nc' 8 0 'a 1!\n' b
# expect: c []
s = io.StringIO("one\ntwo\n"); print([l for l in s], s.read())  # expect: ['one\n', 'two\n'] 
with io.StringIO("x") as f: print(f.read())  # expect: x
try:
    f.read()
except ValueError as e: print(e)  # expect: I/O operation on closed file
try:
    io.StringIO().write(3)
except TypeError as e: print(e)  # expect: string argument expected, got 'int'
b = io.BytesIO(b"ab"); b.seek(0, 2); b.write(b"c"); print(b.getvalue())  # expect: b'abc'
# texts of Python 3.11
