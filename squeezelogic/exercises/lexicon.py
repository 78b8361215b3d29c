"""A lexicon: what the words of names mean in one language, as data. One file a language, in lexicons/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar

from attrs import frozen

from squeezelogic.exercises.data import shipped
from squeezelogic.exercises.words import compound, words

ENGLISH = "en"
OTHER_LANGUAGES = ("de", "es", "fr", "it", "pt")
"""The languages that a name is read in when English does not understand it; the first wins a tie."""

Kind = Literal["unsettled", "movement", "unrelated"]
Rest = Literal["any", "known", "modifiers"]
WORD_LISTS = ("actions", "setup", "body", "never", "other")


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
    """Everything one language's file says, on top of English; longest phrases first.

    Args:
        language: the code of the language, and the name of its file.
        name: what the language is called in English.
        respelled: how this lexicon spells a word.
        spellings: how it spells several words together.
        phrases: what decides the family.
        modifiers: what says more about an exercise.
        actions: what makes a combination of a movement.
        setup: equipment and small words that decide nothing.
        body: parts of the body that something is propped on.
        never: words that rule everything out.
        never_why: the reason for it.
        other: words that name other exercises.
        vocabulary: every word known, English included.
        own: the words that this language's file adds.
    """

    language: str
    name: str
    respelled: Mapping[str, tuple[str, ...]]
    spellings: tuple[Spelling, ...]
    phrases: tuple[Phrase, ...]
    modifiers: tuple[Modifier, ...]
    actions: frozenset[str]
    setup: frozenset[str]
    body: frozenset[str]
    never: frozenset[str]
    never_why: str
    other: frozenset[str]
    vocabulary: frozenset[str]
    own: frozenset[str]


_Entry = TypeVar("_Entry", Spelling, Phrase, Modifier)


@cache
def lexicon(language: str = ENGLISH) -> Lexicon:
    """The lexicon of a language that ships with the library, read on first use."""
    import tomllib  # noqa: PLC0415  # only here, so that importing the library stays light

    base = None if language == ENGLISH else lexicon()
    return parse(tomllib.loads(shipped(f"lexicons/{language}.toml")), language, base)


def parse(data: Mapping[str, Any], language: str = ENGLISH, base: Lexicon | None = None) -> Lexicon:
    """A lexicon from the content of its file.

    Args:
        data: the content.
        language: the code of the language.
        base: the lexicon that it is read on top of; an entry of `data` goes before one of `base`.
    """
    plain = {name: _word_set(data.get(name, {}).get("words", ())) for name in WORD_LISTS}
    pairs = [
        Spelling(words(other), words(usual)) for usual, others in data.get("spelling", {}).items() for other in others
    ]
    written = [spelling.bag for spelling in pairs]
    written += [words(text) for kind in _KINDS for group in data.get(kind, ()) for text in group["phrases"]]
    written += [
        words(text) for values in data.get("modifier", {}).values() for texts in values.values() for text in texts
    ]
    own = frozenset().union(*plain.values(), *written)
    vocabulary = own.union(*(spelling.becomes for spelling in pairs), base.vocabulary if base else ())
    speller = _Speller(pairs, vocabulary, base)
    phrases = [phrase for kind in _KINDS for group in data.get(kind, ()) for phrase in _phrases(kind, group, speller)]
    modifiers = [
        Modifier(speller.bag(words(text)), attribute, value)
        for attribute, values in data.get("modifier", {}).items()
        for value, texts in values.items()
        for text in texts
    ]
    if base:
        plain = {name: getattr(base, name) | speller.each(plain[name]) for name in WORD_LISTS}
    return Lexicon(
        language=language,
        name=data["name"],
        respelled=speller.respelled,
        spellings=speller.spellings,
        phrases=_longest_first([*phrases, *(base.phrases if base else ())]),
        modifiers=_longest_first([*modifiers, *(base.modifiers if base else ())]),
        never_why=data["never"]["why"] if base is None else base.never_why,
        vocabulary=vocabulary,
        own=own,
        **plain,
    )


# among phrases of one length, the order in which they are tried
_KINDS: tuple[Kind, ...] = ("unsettled", "movement", "unrelated")


class _Speller:
    """Spells words the lexicon's way while the lexicon is being made."""

    def __init__(self, pairs: Iterable[Spelling], vocabulary: frozenset[str], base: Lexicon | None) -> None:
        single = base.respelled if base else {}
        becomes = {pair: _respell(pair.becomes, single) for pair in pairs}
        own = {pair.bag[0]: becomes[pair] for pair in becomes if len(pair.bag) == 1}
        self.vocabulary = vocabulary
        self.respelled: Mapping[str, tuple[str, ...]] = {**single, **own}
        several = [
            Spelling(tuple(sorted(_respell(pair.bag, self.respelled))), becomes[pair])
            for pair in becomes
            if len(pair.bag) > 1
        ]
        self.spellings = _longest_first([*several, *(base.spellings if base else ())])

    def bag(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a phrase, as the words of a name come out."""
        return tuple(sorted(spell(given, self.respelled, self.spellings, self.vocabulary).elements()))

    def each(self, given: Iterable[str]) -> frozenset[str]:
        """Every word by itself."""
        return frozenset(part for word in given for part in self.respelled.get(word, (word,)))


def _respell(given: Iterable[str], respelled: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(part for word in given for part in respelled.get(word, (word,)))


def spell(
    given: Iterable[str],
    respelled: Mapping[str, tuple[str, ...]],
    spellings: tuple[Spelling, ...],
    vocabulary: frozenset[str],
) -> Counter[str]:
    """Words spelled the lexicon's way: compounds taken apart, abbreviations written out."""
    bag: Counter[str] = Counter()
    for word in given:
        for part in compound(word, vocabulary):
            bag.update(respelled.get(part, (part,)))
    for spelling in spellings:
        while contains(bag, spelling.bag):
            bag = bag - Counter(spelling.bag) + Counter(spelling.becomes)
    return bag


def _phrases(kind: Kind, group: Mapping[str, Any], speller: _Speller) -> Iterable[Phrase]:
    for text in group["phrases"]:
        yield Phrase(
            text,
            speller.bag(words(text)),
            kind,
            group.get("movement", ""),
            group.get("why", ""),
            group.get("rest", "any"),
            speller.each(_word_set(group.get("unless", ()))),
            tuple(group.get("candidates", ())),
        )


def _longest_first(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -len(entry.bag)))


def _word_set(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def contains(bag: Counter[str], wanted: tuple[str, ...]) -> bool:
    """Whether every one of the wanted words is in the bag."""
    for word in wanted:
        if word not in bag:
            return False
    return len(wanted) == len(set(wanted)) or not Counter(wanted) - bag
