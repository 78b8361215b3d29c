"""The exercises of two public catalogues, by id and by name: read from catalogues.json on first use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.reading import Family
from squeezelogic.coaching.names.words import words

HEALTH_CONNECT = "android-health-connect"
CONSTANT_PREFIX = "exercise_segment_type_"


@frozen
class Entry:
    """One exercise of a catalogue, with the family a person gave it by hand."""

    catalogue: str
    id: str
    name: str
    family: Family


@cache
def entries() -> Mapping[str, tuple[Entry, ...]]:
    """Every entry, by catalogue."""
    data = json.loads(shipped("catalogues.json"))
    return {
        catalogue: tuple(
            Entry(catalogue, key, name, family)
            for family, rows in content["exercises"].items()
            for key, name in rows.items()
        )
        for catalogue, content in data.items()
    }


@cache
def ids(catalogue: str) -> Mapping[str, Entry]:
    """The entries of one catalogue by every id they answer to, in lower case."""
    return {key: entry for entry in entries()[catalogue] for key in _keys(entry)}


def _keys(entry: Entry) -> list[str]:
    """An entry's own id; for Health Connect also each of its two numbers, and the constant's name."""
    keys = [entry.id.casefold()]
    if entry.catalogue == HEALTH_CONNECT:
        constant = entry.name.casefold()
        keys += [*re.findall(r"\w+=\d+", entry.id), constant, constant.removeprefix(CONSTANT_PREFIX)]
    return keys


def recognised() -> tuple[Entry, ...]:
    """The entries that are thrusts or hinges."""
    everything = (entry for shelf in entries().values() for entry in shelf)
    return tuple(entry for entry in everything if entry.family in ("thrust", "hinge"))


def named(given: tuple[str, ...]) -> Entry | None:
    """The thrust or hinge whose name has exactly these words, in any order."""
    return _by_words().get(tuple(sorted(given)))


@cache
def _by_words() -> Mapping[tuple[str, ...], Entry]:
    return {tuple(sorted(words(entry.name))): entry for entry in recognised()}
