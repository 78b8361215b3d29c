"""The full readings of a few thousand names are those in `readings.txt`.

`catalogues.txt` holds every exercise of the public catalogues, with its ids, its name and all that is read in that.
`python -m tests.coaching.names.test_readings` adds the labelled names that are new, renews what stands beside names and
ids, and lists entries of lexicons that stand in no name; read the difference. Other tests hold names to what they mean;
this one shows what a change of a word list, a spelling or a rule does to any of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from squeezelogic.coaching.names import catalogue, classify, match_exercise
from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.lexicon import ENGLISH, OTHER_LANGUAGES
from squeezelogic.coaching.names.words import words, words_and_separators
from tests.coaching.names.sets import IN_OTHER_LANGUAGES, LABELLED

FILE = Path(__file__).with_name("readings.txt")
CATALOGUES = Path(__file__).with_name("catalogues.txt")
BESIDE = "\t"


def describe(name: str) -> str:
    """All that is read in a name; of one after a question mark, what is answered, with the suggestions."""
    if name.startswith("?"):
        found = match_exercise(name[1:])
        match = found.reason
        if (it := found.match) is not None:
            match = f"{it}; {it.language}{'' if it.understood else '?'}; unused: {', '.join(it.unused)}"
        return f"{found.reading}: {match}{' -> ' * bool(found.suggestions)}{' or '.join(found.suggestions)}"
    reading = read(name)
    said = [reading.family + "?" * (not reading.understood), reading.matched, reading.why]
    said += [f"{key}={value}" for key, value in reading.attributes.items() if key != "family"]
    said += [f"remarks: {', '.join(reading.remarks)}"] * bool(reading.remarks)
    said += [f"unknown: {', '.join(sorted(reading.unknown))}"] * bool(reading.unknown)
    said += [f"candidates: {', '.join(reading.candidates)}"] * (reading.candidates not in ((), (reading.matched,)))
    said += [reading.language] * (reading.language != "en")
    return "; ".join(filter(None, said))


def names() -> list[str]:
    """The names of the file."""
    return [line.partition(BESIDE)[0] for line in FILE.read_text("utf-8").splitlines()]


def lines(given: list[str]) -> list[str]:
    """A line for each name."""
    return [f"{name}{BESIDE}{describe(name)}".rstrip() for name in given]


def list_catalogues() -> list[str]:
    """A line for each exercise of each catalogue."""
    return [
        BESIDE.join((shelf, it.id, it.name, classify((shelf, it.id)), describe(it.name))).rstrip()
        for shelf, entries in catalogue.entries().items()
        for it in entries
    ]


def test_exercises_of_catalogues_have_the_ids_and_names_that_they_had() -> None:
    """Each is the exercise that it was, by its id and by its name."""
    assert list_catalogues() == CATALOGUES.read_text("utf-8").splitlines()


def test_ids_are_written_as_their_catalogues_write_them() -> None:
    """Wger's are a random UUID and a number, in the order of the numbers; free-exercise-db's are made of the names."""
    for family in ("thrust", "hinge", "ambiguous", "neither"):
        numbered = [it.id.split("/") for it in catalogue.entries_of("wger") if it.family == family]
        assert [int(number) for _, number in numbered] == sorted({int(number) for _, number in numbered})
        pattern = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
        assert [it for it, _ in numbered if not re.fullmatch(pattern, it)] == []
    free = catalogue.entries_of("free-exercise-db")
    assert [it.id for it in free] == [re.sub("[^A-Za-z0-9-]+", "_", it.name.replace("'", "")).strip("_") for it in free]


def list_entries(node: Any, key: str = "") -> Iterator[str]:
    """Every word, phrase and spelling of a lexicon."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        yield from (text for it in node for text in list_entries(it, key))
    elif isinstance(node, dict):
        left = {"name", "source", "sources", "why", "movement", "rest", "load", "candidates", "endings"}
        left -= {"movement"} if isinstance(node.get("movement"), list) else set()
        yield from (text for key, below in node.items() if key not in left for text in list_entries(below, key))


@cache
def find_holders() -> dict[str, set[str]]:
    """The names that hold each word."""
    held: dict[str, set[str]] = {}
    for name in names():
        for word in words(name):
            held.setdefault(word, set()).add(name)
    return held


def find_unnamed(language: str) -> list[str]:
    """The entries of a lexicon that stand in no name."""
    entries = list_entries(tomllib.loads(shipped(f"lexicons/{language}.toml")))
    return [it for it in entries if not set.intersection(*(find_holders().get(word, set()) for word in words(it)))]


@pytest.mark.parametrize("language", [ENGLISH, *OTHER_LANGUAGES])
def test_every_entry_of_a_lexicon_stands_in_a_name(language: str) -> None:
    """So that a slip in one of its words is seen."""
    assert find_unnamed(language) == [], "add a name with it to said.toml or languages.toml, and renew the readings"


def list_new() -> list[str]:
    """The labelled names that are not shown yet, in the order of their files."""
    shown = {name.removeprefix("?") for name in names()}
    return [name for name in (*LABELLED, *IN_OTHER_LANGUAGES) if name not in shown]


def test_every_labelled_name_is_shown() -> None:
    """All that is read in it, not only what its label says."""
    assert list_new() == []


def test_names_say_what_they_said() -> None:
    """`python -m tests.coaching.names.test_readings` renews what they say."""
    given = names()
    assert len(set(given)) == len(given)
    assert lines(given) == FILE.read_text("utf-8").splitlines()


def test_names_are_split_into_words_and_what_parts_them() -> None:
    """Marks between exercises, a plus and the word `and`; all else is left out."""
    said = {
        "Hip-Thrusts (BB)": ["hip", "thrust", "bb"],
        "A, B/C; D | E > F": ["a", ";", "b", ";", "c", ";", "d", ";", "e", ";", "f"],
        "a - b\u2013c": ["a", ";", "b", "c"],
        "a & b + c into d": ["a", "+", "and", "b", "+", "and", "c", "+", "and", "d"],
        "R.D.L. D.L 3.5 a.m. e.g. A.1 1.A": ["rdl", "dl", "3", "5", "am", "eg", "a", "1", "1", "a"],
        "w/o band w/ bar": ["without", "band", "with", "bar"],
        "l'hip dell'anca Bob's": ["l", "hip", "dell", "anca", "bob"],
        "\u00c9l\u00e9vation \u0153uf": ["elevation", "oeuf"],
        "KBSwing HipThrust3x10 RDLs": ["kb", "swing", "hip", "thrust", "3", "x", "10", "rdl"],
        "a \u2192 b \u2022 c \u00b7 d": ["a", ";", "b", ";", "c", ";", "d"],
    }
    assert {name: words_and_separators(name) for name in said} == said


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines([*names(), *list_new()])), "utf-8")
    CATALOGUES.write_text("".join(f"{line}\n" for line in list_catalogues()), "utf-8")
    for code in (ENGLISH, *OTHER_LANGUAGES):
        for entry in find_unnamed(code):
            print(f"{code}.toml: {entry!r} stands in no name: add one to said.toml or languages.toml")  # noqa: T201
