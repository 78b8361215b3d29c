"""The lexicon has no unused entry."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.lexicon import Lexicon, parse
from squeezelogic.coaching.names.logged import separate_logged
from squeezelogic.coaching.names.reading import Reading, read_words
from squeezelogic.coaching.names.words import compound, singular, unglued, words, words_and_separators
from tests.coaching.names.sets import EVERY_NAME

DATA = tomllib.loads(shipped("lexicons/en.toml"))
FULL = parse(DATA)


def read(name: str, lex: Lexicon) -> Reading:
    """What a name says in one language; which of its words are known is left out."""
    given = words_and_separators(separate_logged(unglued(name)).name)
    return evolve(read_words(given, lex), unknown=frozenset())


@cache
def list_names() -> list[str]:
    """The labelled names, and a name for each entry that no labelled name may hold."""
    groups = [group for kind in ("movement", "unsettled", "unrelated") for group in DATA[kind]]
    return [
        *EVERY_NAME,
        *(f"hinge {word}" for word in DATA["setup"]["words"]),
        *(f"bridge with {word}" for word in DATA["body"]["words"]),
        *(f"deadlift {word}" for word in (*DATA["actions"]["words"], *DATA["never"]["words"])),
        *(f"deadlift {word}" for word in DATA["postures"]["words"]),
        *(f"{word} zzz" for word in DATA["other"]["words"]),
        *DATA["anatomy"]["words"],
        *(f"{lift} {word}" for lift in ("bridge", "deadlift") for word in DATA["anatomy"]["words"]),
        *(f"{lift} {text}" for lift in ("hinge", "swing") for text in DATA["remarks"]["phrases"]),
        *(f"deadlift {text} clean" for text in DATA["separators"]["phrases"]),
        *(f"squat {word} hinge" for word in DATA["joining"]["words"]),
        *(f"deadlift {word} squat" for word in DATA["denying"]["words"]),
        *(f"deadlift not {word} squat" for word in DATA["articles"]["words"]),
        *(f"swing deadlift {word}" for word in DATA["collective"]["words"]),
        *(f"{other} deadlift {text}" for text, others in DATA["handles"].items() for other in others),
        *(text for group in groups for text in group["phrases"]),
        *(f"{text} {word}" for group in groups for text in group["phrases"] for word in group.get("unless", ())),
        *(text for other in ("spelling", "joined") for texts in DATA[other].values() for text in texts),
        *(
            f"{lift} {text}"
            for other in ("spelling", "joined")
            for texts in DATA[other].values()
            for text in texts
            for lift in ("hinge", "bridge", "deadlift", "swing", "hip lift")
        ),
        *(f"deadlift {text}" for values in DATA["modifier"].values() for texts in values.values() for text in texts),
    ]


@cache
def read_whole() -> dict[str, tuple[str, Reading]]:
    """The words that each name holds, as one text, and what it says."""
    spell = FULL.speller.spell
    return {it: ("".join((*words(it), *spell(words(it))[0])), read(it, FULL)) for it in list_names()}


def entries(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every phrase, word and spelling: each item of each list of texts, candidates and sources excepted."""
    if isinstance(node, list) and node and isinstance(node[0], str):
        yield from ((*path, index) for index in range(len(node)) if path[-1] not in ("candidates", "sources"))
    elif isinstance(node, (dict, list)):
        for key, below in node.items() if isinstance(node, dict) else enumerate(node):
            yield from entries(below, (*path, key))


@pytest.mark.thorough
@pytest.mark.parametrize("section", [key for key in DATA if key not in ("name", "sources")])
def test_every_entry_is_needed_by_some_name(section: str) -> None:
    """Without the entry at least one of the names is read differently."""
    assert [path for path in entries(DATA[section], (section,)) if not is_needed(path)] == []


def is_needed(path: tuple[Any, ...]) -> bool:
    """Whether some name is read differently without an entry."""
    data = copy.deepcopy(DATA)
    *above, index = path
    node = data
    for key in above:
        node = node[key]
    removed = words(node.pop(index))
    without = parse(data)
    touched = ((name, said) for name, (held, said) in read_whole().items() if all(word in held for word in removed))
    return any(read(name, without) != said for name, said in touched)


def test_every_group_gives_its_source_or_reason() -> None:
    """A movement names where it is called so; whatever is refused says why."""
    assert all(group["source"] for group in DATA["movement"])
    assert all(group["why"] for group in (*DATA["unsettled"], *DATA["unrelated"], DATA["never"], DATA["postures"]))


def test_no_phrase_that_people_see_holds_a_joined_word() -> None:
    """Errors and suggestions show `single-leg bridge`, and not `singleleg bridge`, as words are compared."""
    internal = {"singleleg", "bothlegs", "onearm", "twoarm", "kneedrive", "highknee", "foamrolling"}
    assert internal <= DATA["joined"].keys()
    shown = [it.text for it in FULL.phrases.entries if it.kind != "unrelated"]
    assert [text for text in shown if not internal.isdisjoint(words(text))] == []


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("lunges", "lunge"),
        ("flies", "fly"),
        ("presses", "press"),
        ("press", "press"),
        ("stretches", "stretch"),
        ("s", "s"),
    ],
)
def test_a_plural_becomes_its_singular(written: str, word: str) -> None:
    """English plurals of exercise words lose their ending, and singulars keep theirs."""
    assert singular(written) == word


def test_a_compound_falls_apart_only_into_known_words() -> None:
    """A word is split where every part is known, and stays whole otherwise."""
    known = frozenset({"hip", "thrust", "thruster"})
    assert compound("hipthruster", known) == ("hip", "thruster")
    assert compound("shipthrust", known) == ("shipthrust",)


def test_equal_data_gives_an_equal_lexicon() -> None:
    """Parsing is a function of its data alone."""
    assert isinstance(FULL, Lexicon)
    assert parse(copy.deepcopy(DATA)) == FULL
