"""The phrases of the user interface (headings, connectives, buttons) in each supported language: `locale/CODE.json`.

A rulebook's texts are translated beside the rulebook; these phrases surround them. `LANGUAGE` is the current language.
An unsupported language, or a missing phrase, falls back to English.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "es")
LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
"""The current language, as a code such as `de`."""


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Set the current language within a block."""
    before = LANGUAGE.set(language)
    try:
        yield
    finally:
        LANGUAGE.reset(before)


def phrase(key: str, **parts: object) -> str:
    """A phrase in the current language.

    Args:
        key: its key.
        parts: the values of its placeholders, such as `{facts}`.
    """
    return phrases(LANGUAGE.get())[key].format(**parts)


def keep_by_language(kept: int) -> Callable[[F], F]:
    """Keep the results of a function that renders its arguments in the current language, up to a number of them."""

    def decorate(render: F) -> F:
        in_language = lru_cache(kept)(lambda language, *arguments: render(*arguments))

        @wraps(render)
        def look_up(*arguments: Any) -> Any:
            return in_language(LANGUAGE.get(), *arguments)

        return look_up  # type: ignore[return-value]

    return decorate


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Every phrase in a language, with English as the fallback."""
    if language not in LANGUAGES:
        return phrases(ENGLISH)
    data = pkgutil.get_data(__name__, f"locale/{language}.json")
    own: dict[str, str] = json.loads(data or b"{}")
    return own if language == ENGLISH else {**phrases(ENGLISH), **own}
