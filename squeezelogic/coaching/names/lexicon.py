"""A lexicon: what the words of names mean in one language, as data. One file a language, in lexicons/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from attrs import Factory, field, frozen

from squeezelogic.coaching.names.bags import Index
from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.spelling import Speller, parse_spellings

ENGLISH = "en"
OTHER_LANGUAGES = ("de", "es", "fr", "it", "pt")
"""The languages that a name is read in when English does not understand it; the first wins a tie."""

Kind = Literal["unsettled", "movement", "unrelated"]
Rest = Literal["any", "almost", "known", "modifiers"]

# among phrases of one length, the order in which they are tried
_KINDS: tuple[Kind, ...] = ("unsettled", "movement", "unrelated")
_LISTS_OF_NAMES = ("actions", "postures", "setup", "body", "never", "other", "anatomy")
_LISTS_OF_GRAMMAR = ("joining", "denying", "articles", "collective")
_WORD_LISTS = (*_LISTS_OF_NAMES, *_LISTS_OF_GRAMMAR)


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
        load: the load that goes without saying, where there is one.
        yields: whether another movement of the family, named beside it, says which it is.
    """

    text: str
    bag: tuple[str, ...]
    kind: Kind
    movement: str = ""
    why: str = ""
    rest: Rest = "any"
    unless: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()
    load: str | None = None
    yields: bool = False


@frozen
class Modifier:
    """Words that say one more thing about an exercise, such as its implement.

    Args:
        bag: the words, sorted.
        attribute: the attribute that they give.
        value: its value.
        unless: values of other modifiers that cancel this one.
    """

    bag: tuple[str, ...]
    attribute: str
    value: str
    unless: frozenset[str] = frozenset()


def _deniable(lex: Lexicon) -> frozenset[str]:
    movements = {phrase.bag for phrase in lex.phrases.entries if phrase.kind == "movement"}
    return frozenset(word for word in lex.combining | lex.never if (word,) not in movements)


@frozen
class Lexicon:
    """Everything one language's file says, on top of English.

    Args:
        language: the code of the language, and the name of its file.
        name: what the language is called in English.
        speller: how it spells words.
        phrases: what decides the family.
        modifiers: what says more about an exercise.
        actions: what else may be done.
        combining: what makes a combination of a movement: actions, and the other exercises that English lists.
        postures: words for positions other than standing, and for supported ones.
        postures_why: the reason why the articles leave a movement in such a position open.
        setup: equipment and small words that decide nothing.
        body: parts of the body that something is propped on.
        never: words that exclude thrusts and hinges.
        never_why: the reason for it.
        other: words that name other exercises.
        anatomy: parts of the body and other words that name nothing by themselves.
        joining: words that may stand between two exercises, or within the name of one (`touch and go`).
        denying: words that negate the word after them, such as `no`.
        articles: words that may stand between a negation and the negated word.
        collective: words for several exercises in a row, such as `complex`.
        exercises: words of other exercises that are no equipment, manner or part of the body.
        deniable: words of other exercises, which a name may negate (`no squat`).
        plain: words allowed beside a phrase that allows only modifiers beside it.
        familiar: words allowed beside a phrase that allows only known words beside it.
    """

    language: str
    name: str
    speller: Speller
    phrases: Index[Phrase]
    modifiers: Index[Modifier]
    actions: frozenset[str]
    combining: frozenset[str]
    postures: frozenset[str]
    postures_why: str
    setup: frozenset[str]
    body: frozenset[str]
    never: frozenset[str]
    never_why: str
    other: frozenset[str]
    anatomy: frozenset[str]
    joining: frozenset[str]
    denying: frozenset[str]
    articles: frozenset[str]
    collective: frozenset[str]
    exercises: frozenset[str] = field(
        init=False, default=Factory(lambda self: self.other - self.setup - self.anatomy, takes_self=True)
    )
    deniable: frozenset[str] = field(init=False, default=Factory(_deniable, takes_self=True))
    plain: frozenset[str] = field(init=False, default=Factory(lambda self: self.setup | self.postures, takes_self=True))
    familiar: frozenset[str] = field(
        init=False, default=Factory(lambda self: self.plain | self.body | self.actions, takes_self=True)
    )


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
    listed = {name: data.get(name, {}).get("words", ()) for name in _WORD_LISTS}
    said = [
        (attribute, value, text)
        for attribute, values in data.get("modifier", {}).items()
        for value, texts in values.items()
        for text in texts
    ]
    phrased = [text for kind in _KINDS for group in data.get(kind, ()) for text in group["phrases"]]
    guarded = [word for kind in _KINDS for group in data.get(kind, ()) for word in group.get("unless", ())]
    written = [
        *phrased,
        *guarded,
        *(text for *_, text in said),
        *(text for name in _LISTS_OF_NAMES for text in listed[name]),
    ]
    speller = parse_spellings(data, written, base.speller if base else None)
    phrases = [phrase for kind in _KINDS for group in data.get(kind, ()) for phrase in _phrases(kind, group, speller)]
    handles = {text: frozenset(implements) for text, implements in data.get("handles", {}).items()}
    modifiers = [
        Modifier(speller.spell_phrase(text), attribute, value, handles.get(text, frozenset()))
        for attribute, value, text in said
    ]
    plain = {
        name: speller.each(texts) | (getattr(base, name) if base else frozenset()) for name, texts in listed.items()
    }
    return Lexicon(
        language=language,
        name=data["name"],
        speller=speller,
        phrases=Index.of([*phrases, *(base.phrases.entries if base else ())]),
        modifiers=Index.of([*modifiers, *(base.modifiers.entries if base else ())]),
        combining=plain["actions"] | (base.combining if base else plain["other"] - plain["setup"] - plain["anatomy"]),
        postures_why=base.postures_why if base else data["postures"]["why"],
        never_why=base.never_why if base else data["never"]["why"],
        **plain,
    )


def _phrases(kind: Kind, group: Mapping[str, Any], speller: Speller) -> Iterable[Phrase]:
    for text in group["phrases"]:
        yield Phrase(
            text,
            speller.spell_phrase(text),
            kind,
            group.get("movement", ""),
            group.get("why", ""),
            group.get("rest", "any"),
            speller.each(group.get("unless", ())),
            tuple(group.get("candidates", ())),
            group.get("load"),
            group.get("yields", False),
        )
