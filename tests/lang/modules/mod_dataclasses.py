# SPDX-License-Identifier: Apache-2.0
import dataclasses
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError
from typing import ClassVar, Any
@dataclass
class P:
    x: int
    y: int = 2
    z: list = field(default_factory=list)
    k: ClassVar[int] = 7
    hidden: int = field(default=5, repr=False, compare=False)
p = P(1)
print(p, P(1, 3, [4]), p == P(1), p == P(2), p != P(1), P.y, P.k, p.hidden)  # expect: P(x=1, y=2, z=[]) P(x=1, y=3, z=[4]) True False False 2 7 5
print(asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(P)], is_dataclass(P), is_dataclass(p), is_dataclass(3))  # expect: {'x': 1, 'y': 2, 'z': [], 'hidden': 5} (1, 2, [], 5) P(x=9, y=2, z=[]) ['x', 'y', 'z', 'hidden'] True True False
p.x = 10; print(p.x, P(1).z is not P(1).z)  # expect: 10 True
try:
    hash(p)
except TypeError as e: print(e)  # expect: unhashable type: 'P'
try:
    P()
except TypeError as e: print(e)  # expect: P.__init__() missing 1 required positional argument: 'x'
try:
    P(1, 2, 3, 4, 5)
except TypeError as e: print(e)  # expect: P.__init__() takes from 2 to 5 positional arguments but 6 were given
try:
    P(1, q=2)
except TypeError as e: print("TypeError")  # expect: TypeError
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = "z"
    def __post_init__(self):
        if self.a < 0: raise ValueError("negative")
print(F(1), F(1) == F(1), hash(F(1)) == hash(F(1)), F(1) < F(2), sorted([F(3), F(1)]), {F(1): "k"}[F(1)])  # expect: F(a=1, b='z') True True True [F(a=1, b='z'), F(a=3, b='z')] k
try:
    F(1).a = 2
except FrozenInstanceError as e: print(e)  # expect: cannot assign to field 'a'
try:
    del F(1).a
except FrozenInstanceError as e: print(e)  # expect: cannot delete field 'a'
try:
    F(-1)
except ValueError as e: print(e)  # expect: negative
@dataclass
class Q(P):
    w: str = "w"
    x: int = 100
print(Q(), [f.name for f in fields(Q)], isinstance(Q(), P))  # expect: Q(x=100, y=2, z=[], w='w') ['x', 'y', 'z', 'hidden', 'w'] True
@dataclass
class K:
    a: int
    _: dataclasses.KW_ONLY
    b: int = 1
print(K(1, b=2))  # expect: K(a=1, b=2)
try:
    K(1, 2)
except TypeError as e: print("TypeError")  # expect: TypeError
try:
    @dataclass
    class Bad:
        a: int = 1
        b: int
except TypeError as e: print(e)  # expect: non-default argument 'b' follows default argument
try:
    @dataclass
    class Bad2:
        a: list = []
except ValueError as e: print(e)  # expect: mutable default <class 'list'> for field a is not allowed: use default_factory
@dataclass
class N:
    inner: P
    many: list
print(asdict(N(P(1), [P(2), {"k": P(3)}])))  # expect: {'inner': {'x': 1, 'y': 2, 'z': [], 'hidden': 5}, 'many': [{'x': 2, 'y': 2, 'z': [], 'hidden': 5}, {'k': {'x': 3, 'y': 2, 'z': [], 'hidden': 5}}]}
@dataclass(eq=False, repr=False)
class E:
    a: int
print(E(1) == E(1), E(2).a)  # expect: False 2
@dataclass
class I:
    a: int
    def __init__(self, v): self.a = v * 2
    def __repr__(self): return "I!"
print(I(4), I(4).a)  # expect: I! 8
D = dataclasses.make_dataclass("D", ["x", ("y", int, field(default=3))]); print(D(1))  # expect: D(x=1, y=3)
@dataclass
class M:
    a: Any = field(default=None, metadata={"doc": "text"})
    b: int = field(init=False, default=4)
print(fields(M)[0].metadata["doc"], M(1), fields(M)[1].init, M.__match_args__)  # expect: text M(a=1, b=4) False ('a',)
@dataclass
class U:
    a: int
    def double(self): return self.a * 2
    @property
    def neg(self): return -self.a
    @classmethod
    def make(cls): return cls(5)
print(U(2).double(), U(2).neg, U.make())  # expect: 4 -2 U(a=5)
# texts of Python 3.11
