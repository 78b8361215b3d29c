"""A kit for property-based tests of coaching logic: strategies, laws, and metamorphic relations.

It needs Hypothesis, which the extra `testing` installs. Start with `docs/testing.md`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from squeezelogic.testing.asserting import assert_laws, assert_same
    from squeezelogic.testing.books import rulebooks
    from squeezelogic.testing.laws import LawLike, all_laws, read_laws
    from squeezelogic.testing.situation import Situation
    from squeezelogic.testing.strategies import exercises, facts, observations, profiles, situations
    from squeezelogic.testing.varying import with_irrelevant_fact, with_order_changed, with_unknown_revealed

__all__ = [
    "LawLike",
    "Situation",
    "all_laws",
    "assert_laws",
    "assert_same",
    "exercises",
    "facts",
    "observations",
    "profiles",
    "read_laws",
    "rulebooks",
    "situations",
    "with_irrelevant_fact",
    "with_order_changed",
    "with_unknown_revealed",
]

# Hypothesis imports this package for `entry` when it is itself imported, so the other names are imported lazily.
_FROM = {
    "asserting": ("assert_laws", "assert_same"),
    "books": ("rulebooks",),
    "laws": ("LawLike", "all_laws", "read_laws"),
    "situation": ("Situation",),
    "strategies": ("exercises", "facts", "observations", "profiles", "situations"),
    "varying": ("with_irrelevant_fact", "with_order_changed", "with_unknown_revealed"),
}
_LATER = {name: module for module, names in _FROM.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
