"""Invalid and malicious values."""

from __future__ import annotations

import datetime
import decimal
import enum
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from attrs import field, frozen
from hypothesis import strategies as st

from squeezelogic.coaching import values


class Refusing:
    """An object whose methods and missing attributes all raise."""

    def _refuse(self, *_: object) -> NoReturn:
        raise RuntimeError("no")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = __str__ = __repr__ = __format__ = _refuse
    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __int__ = __float__ = __index__ = _refuse
    __getattr__ = _refuse


class RefusingText(str):
    """A `str` whose methods all raise."""

    __slots__ = ()
    __eq__ = __ne__ = __hash__ = __str__ = __repr__ = __format__ = Refusing._refuse
    __len__ = __iter__ = __contains__ = __getitem__ = Refusing._refuse
    lower = strip = replace = casefold = encode = split = Refusing._refuse  # type: ignore[assignment]


class RefusingNumber(int):
    """An `int` whose methods all raise."""

    __slots__ = ()
    __eq__ = __ne__ = __hash__ = __str__ = __repr__ = __format__ = Refusing._refuse
    __lt__ = __le__ = __gt__ = __ge__ = __abs__ = __int__ = __index__ = Refusing._refuse


class Agreeing(str):
    """A `str` that equals everything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash("beginner")


class Lying(Mapping[str, Any]):
    """A mapping that lists keys it does not have."""

    def __init__(self, *keys: str) -> None:
        self.keys_ = keys

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_)

    def __len__(self) -> int:
        return 0

    def __getitem__(self, key: str) -> NoReturn:
        raise KeyError(key)


class Endless(Mapping[str, Any]):
    """An infinite mapping."""

    def __iter__(self) -> Iterator[str]:
        return map(str, itertools.count())

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: str) -> str:
        return key


class Failing:
    """An iterable that yields a few values, then raises."""

    def __iter__(self) -> Iterator[str]:
        yield "fever"
        raise OSError("the disk is gone")


def knot() -> list[Any]:
    """A list that contains itself."""
    made: list[Any] = []
    made.append(made)
    return made


def deep(levels: int = 5_000) -> Any:
    """Lists in mappings in lists."""
    made: Any = "bottom"
    for _ in range(levels):
        made = {"a": [made]}
    return made


WORDS = [member.value for kind in vars(values).values() if isinstance(kind, enum.EnumMeta) for member in kind if member]  # type: ignore[var-annotated]
STRANGE = [
    *(
        "",
        "unknown",
        "any",
        "\0",
        "\x1b[31mred\x1b[0m",
        "a\nb",
        "\u202eabc",
        "\ud800",
        "\x9b31m",
        "`",
        "{}",
        "%s",
        "nan",
    ),
    *("<script>alert(1)</script>", "</text>", "../../etc/passwd", "x" * 5_000, "é" * 300, "١٢", "²", "9" * 5_000),
]


@frozen
class Odd:
    """A factory for a value that cannot be printed in a failing test."""

    name: str
    make: Callable[[], Any] = field(repr=False)


def real(value: Any) -> Any:
    """The value, with every `Odd` in it replaced by its product."""
    if isinstance(value, Odd):
        return value.make()
    if type(value) in (list, tuple):
        return type(value)(map(real, value))
    if type(value) is dict:
        return {key: real(item) for key, item in value.items()}
    return value


HUGE = {"10**5000": lambda: 10**5_000, "-(10**5000)": lambda: -(10**5_000)}
ODD: dict[str, Callable[[], Any]] = {
    "an object that refuses": Refusing,
    "text that refuses": lambda: RefusingText("fever"),
    "a number that refuses": lambda: RefusingNumber(3),
    "text that equals everything": lambda: Agreeing("x"),
    "a mapping without an end": Endless,
    "an iterable that fails": Failing,
    "a list that holds itself": knot,
    "a deep list": deep,
    "a mapping without its values": lambda: Lying("experience", "movement"),
    "text without an end": lambda: itertools.repeat("fever"),
    "numbers without an end": itertools.count,
    "a Decimal that raises": lambda: decimal.Decimal("sNaN"),
    "a date": lambda: datetime.date(2020, 1, 1),
    "an ellipsis": lambda: ...,
    "NotImplemented": lambda: NotImplemented,
    "a long range": lambda: range(10**12),
    "a generator": lambda: (letter for letter in "ab"),
    "bytes": lambda: b"\xff" * 300,
    "a memoryview": lambda: memoryview(b"x"),
    "a class": lambda: str,
    "an imaginary number": lambda: 1j,
    "a function": lambda: print,
    "a bytearray": lambda: bytearray(b"x"),
    "a long list": lambda: [1] * 20_000,
    "a dict with odd names": lambda: {"x": 1, 2: None},
    **HUGE,
}

texts = st.one_of(
    st.sampled_from(STRANGE),
    st.sampled_from(WORDS),
    st.text(max_size=40),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Nd"]), max_size=20),
)
numbers = st.one_of(
    st.sampled_from([0, 1, -1, 2**31, 2**63, -(2**63), 2**64, 10**400]),
    st.sampled_from([0.0, -0.0, float("nan"), float("inf"), float("-inf"), 5e-324, 1.7e308]),
    st.integers(),
    st.floats(),
    st.booleans(),
)
odd = st.sampled_from([Odd(name, make) for name, make in ODD.items()])
plain = st.one_of(st.none(), texts, numbers, st.lists(texts, max_size=3), st.dictionaries(texts, texts, max_size=3))
anything = st.one_of(
    odd,
    plain,
    st.binary(max_size=20),
    st.tuples(texts | odd, texts | odd),
    st.lists(texts | odd, max_size=3),
    st.lists(texts | odd, max_size=3).map(tuple),
    st.sets(texts | numbers, max_size=3),
    st.dictionaries(texts | numbers, texts | odd, max_size=3),
)
