"""Advice texts, the sources that support them, and cases."""

from __future__ import annotations

from attrs import field, frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place


@frozen
class Advice:
    """One text under a stable id.

    Args:
        id: kebab-case, unique in the rulebook.
        text: the text.
        carries: the further keys that its slot requires (a cue's focus, a caution's severity).
        short: a shorter form; empty if there is none.
        rank: its place in a list: smaller comes first, and texts of one rank keep the order of the rules.
    """

    id: str
    text: str
    carries: FrozenMap[str, str] = field(factory=FrozenMap)
    short: str = ""
    rank: int = 0
    place: Place = field(factory=Place, eq=False, repr=False)


@frozen
class Article:
    """A source that claims are drawn from.

    Args:
        id, title, author, date: the bibliographic data; the date as `YYYY-MM-DD`, or as much of it as is known.
        url, doi: its address.
        accessed: the date on which it was read, as `YYYY-MM-DD`.
        evidence: the kind of evidence, in words ("expert opinion").
    """

    id: str
    title: str
    author: str = ""
    date: str = ""
    url: str = ""
    doi: str = ""
    accessed: str = ""
    evidence: str = ""


@frozen
class Claim:
    """One statement of a source, in our own words, and its place in the source.

    `disputes` holds the ids of claims that contradict it.
    """

    id: str
    article: str
    gist: str
    section: str = ""
    kind: str = ""
    family: str = ""
    disputes: tuple[str, ...] = ()
    place: Place = field(factory=Place, eq=False, repr=False)


@frozen
class Case:
    """An example beside the rules.

    Args:
        topic: the topic whose file contains it.
        why: one sentence.
        facts: the known facts.
        stands: ids of rules that must stand.
        near_miss: ids of rules that must not, though one changed fact would make each stand.
        expect: for each slot the value it must have, or the elements it must hold.
        lacks: for each accumulating slot the elements it must not hold.
    """

    topic: str
    why: str
    facts: FrozenMap[str, object]
    stands: tuple[str, ...] = ()
    near_miss: tuple[str, ...] = ()
    expect: FrozenMap[str, object] = field(factory=FrozenMap)
    lacks: FrozenMap[str, tuple[str, ...]] = field(factory=FrozenMap)
    place: Place = field(factory=Place, eq=False, repr=False)


ENGLISH = "en"


@frozen
class Translation:
    """Texts in one language, by key: `advice.water-now`, `because.dry-soil-gets-a-cup`.

    Args:
        language: the code of the language, such as `de` or `pt-BR`.
        texts: the texts.
        fingerprints: for each key, those of the English text and of the translation when they were last compared.
        places: the place of each text.
    """

    language: str
    texts: FrozenMap[str, str]
    fingerprints: FrozenMap[str, str] = field(factory=FrozenMap)
    places: FrozenMap[str, Place] = field(factory=FrozenMap, eq=False, repr=False)

    def say(self, key: str, english: str) -> str:
        """The text under a key; the English one where it is not translated."""
        return self.texts.get(key, english)

    def over(self, below: Translation) -> Translation:
        """This translation on top of another one, whose texts it replaces key by key."""
        return Translation(
            self.language,
            FrozenMap({**below.texts, **self.texts}),
            FrozenMap({**below.fingerprints, **self.fingerprints}),
            FrozenMap({**below.places, **self.places}),
        )
