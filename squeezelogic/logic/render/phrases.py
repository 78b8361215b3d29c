"""The library's own words (headings, connectives, buttons) in every language that it speaks: `locale/CODE.json`.

A rulebook's texts are translated beside the rulebook; these stand around them. `LANGUAGE` says in which language a text
is being written. A language that the library does not speak, or a phrase that one lacks, is said in English.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "es")
LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
"""The language that texts are written in, as a code such as `de`."""


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Write texts in a language for a while."""
    before = LANGUAGE.set(language)
    try:
        yield
    finally:
        LANGUAGE.reset(before)


def phrase(key: str, **parts: object) -> str:
    """A phrase in the language that texts are written in.

    Args:
        key: which one.
        parts: what stands in its gaps: `{facts}` and the like.
    """
    found = phrases(LANGUAGE.get())[key]
    return found.format(**parts) if parts else found


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Every phrase in a language: what it lacks, and a language that the library does not speak, in English."""
    if language not in LANGUAGES:
        return phrases(ENGLISH)
    data = pkgutil.get_data(__name__, f"locale/{language}.json")
    own: dict[str, str] = json.loads(data or b"{}")
    return own if language == ENGLISH else {**phrases(ENGLISH), **own}
