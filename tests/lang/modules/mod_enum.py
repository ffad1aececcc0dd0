# SPDX-License-Identifier: Apache-2.0
from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @property
    def low(self): return self.name.lower()
    @classmethod
    def first(cls): return cls.RED
print(Color.RED, repr(Color.RED), Color(2), Color["GREEN"], Color.CRIMSON is Color.RED, list(Color), len(Color))  # expect: Color.RED <Color.RED: 1> Color.GREEN Color.GREEN True [<Color.RED: 1>, <Color.GREEN: 2>] 2
print(Color.RED.describe(), Color.GREEN.low, Color.first(), Color.RED == Color.RED, Color.RED == 1, isinstance(Color.RED, Color))  # expect: RED=1 green Color.RED True False True
print(Color.RED in Color, {Color.RED: "r"}[Color.RED], Color.__members__ == {"RED": Color.RED, "GREEN": Color.GREEN, "CRIMSON": Color.RED}, type(Color.RED).__name__)  # expect: True r True Color
try:
    Color(9)
except ValueError as e: print(e)  # expect: 9 is not a valid Color
try:
    Color["X"]
except KeyError as e: print(repr(e))  # expect: KeyError('X')
try:
    Color.RED = 3
except AttributeError as e: print("AttributeError")  # expect: AttributeError
class N(IntEnum):
    A = auto()
    B = auto()
    C = 10
    D = auto()
print(N.A, repr(N.D), N.B + 1, N.C > N.A, [n.value for n in N], N(2), f"{N.A}", sorted([N.C, N.A]))  # expect: 1 <N.D: 11> 3 True [1, 2, 10, 11] 2 1 [<N.A: 1>, <N.C: 10>]
class S(StrEnum):
    X = auto()
    Y = "why"
print(S.X, repr(S.Y), S.Y == "why", S("x"), "a" + S.Y)  # expect: x <S.Y: 'why'> True x awhy
class F(Flag):
    R = auto()
    W = auto()
    X = auto()
print(F.R | F.X, (F.R | F.W).value, F.R in (F.R | F.W), bool(F.R & F.W), F(3), ~F.R, [f.name for f in F.R | F.X])  # expect: F.R|X 3 True False F.R|W F.W|X ['R', 'X']
class G(IntFlag):
    A = 1
    B = 2
print(G.A | G.B == 3, int(G.A | G.B), G.B & 2 == G.B)  # expect: True 3 True
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass = mass; self.radius = radius
print(Planet.EARTH.mass, Planet.MARS.value, Planet((0.64, 3.39)))  # expect: 5.97 (0.64, 3.39) Planet.MARS
E = Enum("E", "a b"); print(list(E), E.a.value)  # expect: [<E.a: 1>, <E.b: 2>] 1
class M(str, Enum):
    P = "p"
print(M.P == "p", M.P.value, M("p") is M.P)  # expect: True p True
class Sub(Enum):
    @classmethod
    def _missing_(cls, v): return cls.Z
    Z = 0
print(Sub("anything"))  # expect: Sub.Z
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e: print(e)  # expect: duplicate values found in <enum 'U'>: B -> A
print(hash(Color.RED) == hash(Color.RED), Color.RED is not Color.GREEN, Color.RED.__class__ is Color)  # expect: True True True
