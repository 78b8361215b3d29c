"""The lexicon, as data ready to be asked: read from lexicon.toml once, on first use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar

from attrs import frozen

from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.words import words

Kind = Literal["unsettled", "movement", "unrelated"]
Rest = Literal["any", "known", "modifiers"]


@frozen
class Phrase:
    """Words that mean something together, in any order.

    Args:
        text: as the lexicon writes it.
        bag: its words, sorted.
        kind: a movement, something the articles leave unsettled, or something unrelated.
        movement: which movement, when it is one.
        why: the reason, when it is not.
        rest: what the other words of a name may be.
        unless: words beside which it means something else.
        candidates: names that would be clear, when it is unsettled.
    """

    text: str
    bag: tuple[str, ...]
    kind: Kind
    movement: str = ""
    why: str = ""
    rest: Rest = "any"
    unless: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()


@frozen
class Modifier:
    """Words that say one more thing about an exercise, such as its implement."""

    bag: tuple[str, ...]
    attribute: str
    value: str


@frozen
class Spelling:
    """Another way to write some words."""

    bag: tuple[str, ...]
    becomes: tuple[str, ...]


@frozen
class Lexicon:
    """Everything lexicon.toml says, longest phrases first."""

    respelled: Mapping[str, tuple[str, ...]]
    spellings: tuple[Spelling, ...]
    phrases: tuple[Phrase, ...]
    modifiers: tuple[Modifier, ...]
    actions: frozenset[str]
    setup: frozenset[str]
    body: frozenset[str]
    never: frozenset[str]
    never_why: str
    vocabulary: frozenset[str]


_Entry = TypeVar("_Entry", Spelling, Phrase, Modifier)


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the library."""
    import tomllib  # noqa: PLC0415  # only here, so that importing the library stays light

    return parse(tomllib.loads(shipped("lexicon.toml")))


def parse(data: Mapping[str, Any]) -> Lexicon:
    """A lexicon from the content of such a file."""
    pairs = [(usual, other) for usual, others in data["spelling"].items() for other in others]
    spellings = [Spelling(_bag(other), words(usual)) for usual, other in pairs]
    phrases = [phrase for kind in _KINDS for group in data[kind] for phrase in _phrases(kind, group)]
    modifiers = [
        Modifier(_bag(text), attribute, value)
        for attribute, values in data["modifier"].items()
        for value, texts in values.items()
        for text in texts
    ]
    plain = {name: _word_set(data[name]["words"]) for name in ("actions", "setup", "body", "never")}
    bags = [*(s.bag for s in spellings), *(p.bag for p in phrases), *(m.bag for m in modifiers)]
    return Lexicon(
        respelled={s.bag[0]: s.becomes for s in spellings if len(s.bag) == 1},
        spellings=_longest_first(s for s in spellings if len(s.bag) > 1),
        phrases=_longest_first(phrases),
        modifiers=_longest_first(modifiers),
        never_why=data["never"]["why"],
        vocabulary=frozenset().union(*bags, *(s.becomes for s in spellings), *plain.values()),
        **plain,
    )


# among phrases of one length, the order in which they are tried
_KINDS: tuple[Kind, ...] = ("unsettled", "movement", "unrelated")


def _phrases(kind: Kind, group: Mapping[str, Any]) -> Iterable[Phrase]:
    for text in group["phrases"]:
        yield Phrase(
            text,
            _bag(text),
            kind,
            group.get("movement", ""),
            group.get("why", ""),
            group.get("rest", "any"),
            _word_set(group.get("unless", ())),
            tuple(group.get("candidates", ())),
        )


def _longest_first(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -len(entry.bag)))


def _bag(text: str) -> tuple[str, ...]:
    return tuple(sorted(words(text)))


def _word_set(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def contains(bag: Counter[str], wanted: tuple[str, ...]) -> bool:
    """Whether every one of the wanted words is in the bag."""
    for word in wanted:
        if word not in bag:
            return False
    return len(wanted) == len(set(wanted)) or not Counter(wanted) - bag
