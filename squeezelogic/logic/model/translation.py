"""A rulebook's texts in another language. A translation decides nothing, so it is no part of a rulebook's digest."""

from __future__ import annotations

import hashlib

from attrs import field, frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place

ENGLISH = "en"
_DIGITS = 12


def fingerprint(text: str) -> str:
    """What tells one text from another, in few letters."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


@frozen
class Translation:
    """Texts in one language, by key: `advice.water-now`, `because.dry-soil-gets-a-cup`.

    Args:
        language: the code of the language, such as `de` or `pt-BR`.
        texts: the texts.
        seen: for each key, the fingerprint of the English text that the translation was last compared with.
        places: where each text stands.
    """

    language: str
    texts: FrozenMap[str, str]
    seen: FrozenMap[str, str] = field(factory=FrozenMap)
    places: FrozenMap[str, Place] = field(factory=FrozenMap, eq=False, repr=False)

    def say(self, key: str, english: str) -> str:
        """The text under a key; the English one where it is not translated."""
        return self.texts.get(key, english)

    def over(self, below: Translation) -> Translation:
        """This translation on top of another one, which it replaces key by key."""
        return Translation(
            self.language,
            FrozenMap({**below.texts, **self.texts}),
            FrozenMap({**below.seen, **self.seen}),
            FrozenMap({**below.places, **self.places}),
        )
