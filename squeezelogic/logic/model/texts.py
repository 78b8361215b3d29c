"""What people read: advice texts, and the sources that advice rests on."""

from __future__ import annotations

from attrs import field, frozen

from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place


@frozen
class Advice:
    """One text under a stable id, with whatever else its slot carries (a cue's focus, a caution's severity)."""

    id: str
    text: str
    carries: FrozenMap[str, str] = field(factory=FrozenMap)
    place: Place = field(factory=Place, eq=False, repr=False)


@frozen
class Article:
    """A source that claims are drawn from."""

    id: str
    title: str
    author: str = ""
    date: str = ""


@frozen
class Claim:
    """One thing a source says, in our own words, and where in the source it stands."""

    id: str
    article: str
    gist: str
    section: str = ""
    kind: str = ""
    family: str = ""
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
