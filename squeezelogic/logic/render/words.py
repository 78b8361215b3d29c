"""Names and values as people read them."""

from __future__ import annotations

from squeezelogic.logic.model.errors import plain


def words(name: str) -> str:
    """A name without its underscores."""
    return plain(name).replace("_", " ")


def value_in_words(value: object) -> str:
    """A value as a person says it: `yes`, `1.5`, `hard to feel`, `fever, night pain`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (frozenset, set, tuple, list)):
        return words(plain(value)) or "none"
    return words(value) if isinstance(value, str) else plain(value)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 rule`, `2 rules`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
