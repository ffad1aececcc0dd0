# SPDX-License-Identifier: Apache-2.0
from typing import *
import typing, warnings
print(List[int], Dict[str, Any], Optional[int], Union[int, str], Union[int, None], Callable[[int], str], Tuple[int, ...])  # expect: typing.List[int] typing.Dict[str, typing.Any] typing.Optional[int] typing.Union[int, str] typing.Optional[int] typing.Callable[[int], str] typing.Tuple[int, ...]
print(Union[int], Union[int, Union[str, int]], Literal["a", 1], TYPE_CHECKING, cast(int, "x"))  # expect: <class 'int'> typing.Union[int, str] typing.Literal['a', 1] False x
T = TypeVar("T"); print(T, get_args(List[int]), get_origin(List[int]))  # expect: ~T (<class 'int'>,) <class 'list'>
class Box(Generic[T]):
    x: int
    def __init__(self, v: T) -> None: self.v = v
print(Box(1).v, get_type_hints(Box))  # expect: 1 {'x': <class 'int'>}
@runtime_checkable
class Pr(Protocol):
    def f(self) -> int: ...
class NT(NamedTuple):
    a: int
    b: str = "z"
    def both(self): return (self.a, self.b)
print(NT(1), NT(2, "y").both(), NT._fields)  # expect: NT(a=1, b='z') (2, 'y') ('a', 'b')
UserId = NewType("UserId", int); print(UserId(3))  # expect: 3
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("one"); warnings.warn("two", DeprecationWarning)
    print([(str(x.message), x.category.__name__) for x in w])  # expect: [('one', 'UserWarning'), ('two', 'DeprecationWarning')]
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("bad", RuntimeWarning)
    except RuntimeWarning as e: print(repr(e))  # expect: RuntimeWarning('bad')
with warnings.catch_warnings():
    warnings.simplefilter("ignore"); warnings.warn("quiet"); print("ok")  # expect: ok
