"""What people read: advice texts, and the sources that advice rests on."""

from __future__ import annotations

from attrs import field, frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place


@frozen
class Advice:
    """One text under a stable id.

    Args:
        id: kebab-case, unique in the rulebook.
        text: what a person reads.
        carries: whatever else its slot wants of it (a cue's focus, a caution's severity).
        short: the same in fewer words; empty where there is no shorter form.
        rank: where it stands in a list: smaller comes first, and texts of one rank stand as the rules give them.
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
        id, title, author, date: what it is; the date as `YYYY-MM-DD`, where it is known that exactly.
        url, doi: where to find it.
        accessed: when it was read, as `YYYY-MM-DD`.
        evidence: what kind of evidence it is, in words ("expert opinion").
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
    """One thing a source says, in our own words, and where in the source it stands.

    `disputes` holds the ids of claims that say otherwise about the same thing.
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
        topic: the topic whose file it stands in.
        why: one sentence.
        facts: what is known in it.
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
