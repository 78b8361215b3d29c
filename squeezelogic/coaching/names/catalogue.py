"""The exercises of three public catalogues, by id and by name: each file is read on first use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.reading import Family
from squeezelogic.coaching.names.words import words

HEALTH_CONNECT, WGER = "android-health-connect", "wger"
FILES = {"free-exercise-db": "catalogues.json", HEALTH_CONNECT: "catalogues.json", WGER: "wger.json"}
CONSTANT_PREFIX = "exercise_segment_type_"


@frozen
class Entry:
    """An exercise of a catalogue, and our label for it: its family, which may differ from the catalogue's category."""

    catalogue: str
    id: str
    name: str
    family: Family


def entries() -> Mapping[str, tuple[Entry, ...]]:
    """Every entry, by catalogue."""
    return {catalogue: entries_of(catalogue) for catalogue in FILES}


@cache
def entries_of(catalogue: str) -> tuple[Entry, ...]:
    """Every entry of one catalogue."""
    families = _read(FILES[catalogue])[catalogue]["exercises"]
    return tuple(Entry(catalogue, key, name, family) for family, rows in families.items() for key, name in rows.items())


@cache
def _read(file: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(shipped(file))
    return content


@cache
def ids(catalogue: str) -> Mapping[str, Entry]:
    """The entries of one catalogue by each of their ids, in lower case."""
    return {key: entry for entry in entries_of(catalogue) for key in _keys(entry)}


def _keys(entry: Entry) -> list[str]:
    """An entry's own id; for Health Connect also its two numbers and the constant's name; wger's UUID and number."""
    keys = [entry.id.casefold()]
    if entry.catalogue == HEALTH_CONNECT:
        constant = entry.name.casefold()
        keys += [*re.findall(r"\w+=\d+", entry.id), constant, constant.removeprefix(CONSTANT_PREFIX)]
    if entry.catalogue == WGER:
        keys += entry.id.split("/")
    return keys


def recognised() -> tuple[Entry, ...]:
    """The entries that are thrusts or hinges; wger's, whose names are those of the others, are left out."""
    everything = (entry for shelf in FILES if shelf != WGER for entry in entries_of(shelf))
    return tuple(entry for entry in everything if entry.family in ("thrust", "hinge"))


def named(given: tuple[str, ...]) -> Entry | None:
    """The thrust or hinge whose name has exactly these words, in any order."""
    return _by_words().get(tuple(sorted(given)))


@cache
def _by_words() -> Mapping[tuple[str, ...], Entry]:
    return {tuple(sorted(words(entry.name))): entry for entry in recognised()}
