"""Which facts a rulebook's rules read: all that can matter, and none of those that cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.vocabulary import Value
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.relevance import Read, read_with
from tests.logic import generated, tea

EXTRAS = frozenset({"milk", "honey", "lemon"})


def answer(book: generated.Book, situation: dict[str, Value]) -> Any:
    """What the definition decides, errors included, whatever facts they mention."""
    try:
        return definition.decide(book, situation)  # type: ignore[arg-type]
    except DecisionError as error:
        return type(error), error.topic, error.slot, error.rules


def without_the_unread(situation: dict[str, Value], read: Read, settled: set[str], other: dict[str, Value]) -> Any:
    """The situation with everything that is neither read nor settled taken from another one."""
    mixed = dict(situation)
    for name, value in situation.items():
        elements = read.get(name, frozenset())
        if name not in settled and isinstance(elements, frozenset):
            instead = other[name]
            if isinstance(value, frozenset) and isinstance(instead, frozenset):
                mixed[name] = (value & elements) | (instead - elements)
            else:
                mixed[name] = instead
    return mixed


@given(st.data())
def test_what_is_not_read_changes_nothing(data: st.DataObject) -> None:
    """Once some facts are settled, any other values of what no rule reads lead to the same decision."""
    book = data.draw(generated.books())
    one, other = (data.draw(generated.situations(book.attributes)) for _ in range(2))
    settled = data.draw(st.sets(st.sampled_from(sorted(book.attributes))))
    read = read_with(book.topics, {name: one[name] for name in settled})
    assert answer(book, without_the_unread(one, read, settled, other)) == answer(book, one)


@pytest.mark.parametrize(
    ("settled", "read"),
    [
        ({}, {"leaf": None, "guests": None, "minutes": None, "water": None, "grams": None, "extras": EXTRAS}),
        ({"leaf": "black"}, {"guests": None, "grams": None, "extras": EXTRAS}),
        ({"leaf": "green"}, {"leaf": None, "guests": None, "water": None, "grams": None, "extras": EXTRAS}),
        ({"leaf": "herbal"}, {"leaf": None, "minutes": None, "guests": None, "grams": None, "extras": EXTRAS}),
        ({"leaf": "herbal", "guests": False}, {"leaf": None, "minutes": None}),
        ({"extras": frozenset({"lemon"})}, {"leaf": None, "guests": None, "minutes": None}),
        (
            {"extras": frozenset({"milk"})},
            {"leaf": None, "guests": None, "minutes": None, "water": None, "extras": {"milk"}},
        ),
        (
            {"leaf": "green", "extras": frozenset({"milk", "honey"})},
            {"leaf": None, "guests": None, "water": None, "extras": {"milk", "honey"}},
        ),
    ],
)
def test_rules_that_can_no_longer_hold_read_nothing(tmp_path: Path, settled: Any, read: Read) -> None:
    """Nor do those of a later topic that want what no rule concludes any more."""
    assert read_with(Rulebook.load(tea.write(tmp_path)).topics, settled) == read


@pytest.mark.parametrize(
    ("asked", "extras", "read"),
    [
        ('tips = "no-milk"', "milk", True),
        ('tips = "no-milk"', "lemon", False),
        ('tips = { all = ["no-milk", "take-your-time"] }', "milk", True),
        ('tips = { all = ["no-milk", "take-your-time"] }', "lemon", False),
        ('tips = { not = "any" }', "milk", True),
        ('tips = { not = "any" }', "lemon", True),
        ('grams = "unknown"', "milk", True),
        ('water = "unknown"', "milk", False),
        ('water = { not = "boiling" }', "milk", True),
    ],
)
def test_slots_may_be_whatever_rules_that_may_hold_make_them(
    tmp_path: Path, asked: str, extras: str, read: bool
) -> None:
    """Of green tea only the last rule wants the minutes, and only if some earlier topic may give it what it asks."""
    wash = f'topic = "wash"\n[[rule]]\nid = "hot"\nwhen.{asked}\nwhen.minutes = 9\nthen.rinse = true\n'
    vocabulary = tea.VOCABULARY + '[slot.rinse]\ntype = "boolean"\n'
    book = Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary, wash=wash))
    assert ("minutes" in read_with(book.topics, {"leaf": "green", "extras": frozenset({extras})})) is read
