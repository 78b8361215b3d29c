"""A decision table says what the rules say, in every row of the topic's own table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from squeezelogic.cli import main
from squeezelogic.commands.table import _csv
from squeezelogic.logic import meaning
from squeezelogic.logic.classes import classes
from squeezelogic.logic.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.errors import DecisionError, InvalidInput, plain
from squeezelogic.logic.proof.cells import ANYTHING
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.rules import Topic
from squeezelogic.logic.tabulate import ANY, COLLECT, NO_ANSWER, UNIQUE, DecisionTable, tabulate
from squeezelogic.logic.vocabulary import UNKNOWN, Attribute, Value
from tests.logic import generated
from tests.logic.test_diff import as_rulebook

ROOT = Path(__file__).parents[2]
BOOKS = {
    "default": ROOT / "rules",
    "houseplants": ROOT / "tests" / "clean" / "houseplants",
    "rain": ROOT / "docs" / "examples" / "rain",
}
TOPICS = [(name, topic.name) for name, folder in BOOKS.items() for topic in Rulebook.load(folder).topics]


def every_row(topic: Topic) -> Iterator[dict[str, Value]]:
    """Every row of the topic's class table that is possible."""
    columns = classes(topic)
    for values in product(*map(tuple, columns)):
        row = dict(zip((column.name for column in columns), values, strict=True))
        if all(possible(topic.inputs, attribute, row) for attribute in topic.inputs.values()):
            yield row


def possible(inputs: Mapping[str, Attribute], attribute: Attribute, row: Mapping[str, Value]) -> bool:
    """Whether what is required is there, and nothing contradicts what follows from it."""
    value = row[attribute.name]
    follows: Mapping[str, Value] = attribute.implies.get(str(value), {})
    return not (attribute.required and value == UNKNOWN) and all(
        other not in inputs or row[other] == implied for other, implied in follows.items()
    )


def settled(topic: Topic, row: Mapping[str, Value]) -> dict[str, Any] | None:
    """What the definition says of a row, lists in alphabetical order; None where that is no answer."""
    try:
        slots = meaning.settle(topic, meaning.holding(topic, row)).slots
    except DecisionError:
        return None
    return {slot: tuple(sorted(v)) if isinstance(v, tuple) else v for slot, v in slots.items()}


@pytest.mark.parametrize(("name", "topic"), TOPICS, ids=map("-".join, TOPICS))
def test_looking_a_situation_up_gives_what_the_rules_say(name: str, topic: str) -> None:
    """Every row of the class table, none left out; and the rows as printed to CSV and read back say it too."""
    book = Rulebook.load(BOOKS[name])
    (found,) = (each for each in book.topics if each.name == topic)
    table, read = tabulate(book, topic), reading(tabulate(book, topic))
    for row in every_row(found):
        want = settled(found, row)
        assert table.look_up(row) == want
        assert look_up(read, table, row) == (None if want is None else {s: printed(v) for s, v in want.items()})


@settings(max_examples=100, deadline=None)
@given(generated.books())
def test_made_up_topics_are_tabulated_exactly(book: generated.Book) -> None:
    """Gaps, conflicts, wide integers and all; and the hit policy is kept."""
    rulebook = as_rulebook(book)
    for topic in book.topics:
        table = tabulate(rulebook, topic.name)
        for row in every_row(topic):
            want = settled(topic, row)
            matching = [r for r in table.rows if all(meaning.passes(c.test, row[c.attribute]) for c in r.when)]
            assert table.look_up(row) == want
            if table.hit == UNIQUE:
                assert len(matching) <= 1
            if table.hit == ANY:
                assert len({(r.then, r.failure) for r in matching}) <= 1


def printed(value: Any) -> Any:
    """A value as a cell shows it."""
    return frozenset(map(plain, value)) if isinstance(value, tuple) else plain(value)


def reading(table: DecisionTable) -> list[tuple[list[list[Test]], dict[str, Any]]]:
    """The rows of a table, from its CSV: tests for each column, and what the slots get."""
    head, *rows = csv.reader(io.StringIO(_csv(table)))
    assert head == table.head
    found = []
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        tests = [read_cell(column, cells[column.name]) for column in table.columns]
        found.append((tests, {slot: cells[slot] for slot in table.slots if cells[slot] != ANYTHING}))
    return found


def words(text: str) -> list[str]:
    """The values of a list, quoted or not."""
    return [json.loads(w) if w.startswith('"') else w for w in re.findall(r'"(?:\\.|[^"\\])*"|[^,\s]+', text)]


def read_cell(column: Attribute, text: str) -> list[Test]:
    """The tests that a cell stands for, from nothing but its text."""
    if text == ANYTHING:
        return []
    if column.type == "set":
        return [read_set(column, part) for part in text.split("; ")]
    if bounds := re.fullmatch(r"(?:(-?\d+)\.\.(-?\d+))|>= (-?\d+)|<= (-?\d+)", text):
        low, high, least, most = bounds.groups()
        return [Between(int(low or least or column.at_least), int(high or most or column.at_most))]
    values = frozenset(named(column, word) for word in words(text.removeprefix("not ")))
    return [Not(Is(values)) if text.startswith("not ") else Is(values)]


def named(column: Attribute, word: str) -> Value:
    """The value that a word names."""
    domain = (True, False) if column.type == "boolean" else column.values
    if column.type == "integer" and word != UNKNOWN:
        return int(word)
    return next((value for value in domain if plain(value) == word), UNKNOWN)


def read_set(column: Attribute, text: str) -> Test:
    """The test that part of a cell of a set stands for."""
    every = frozenset(map(str, column.values))
    if text in ("empty", "not empty"):
        return HasAny(every) if text == "not empty" else Not(HasAny(every))
    how, listed = re.fullmatch(r"(has any of|has all of|has none of|has no|has) (.+)", text).groups()  # type: ignore[union-attr]
    values = frozenset(words(listed))
    if how in ("has none of", "has no"):
        return Not(HasAny(values))
    return HasAll(values) if how == "has all of" else HasAny(values)


def look_up(read: list[tuple[list[list[Test]], dict[str, Any]]], table: DecisionTable, row: Mapping[str, Value]) -> Any:
    """What rows read from CSV say of a situation, by the table's hit policy."""
    found: dict[str, Any] = {}
    for tests, says in read:
        if all(meaning.passes(t, row[c.name]) for c, each in zip(table.columns, tests, strict=True) for t in each):
            if NO_ANSWER in says.values():
                return None
            for slot, text in says.items():
                if any(isinstance(r.then.get(slot), tuple) for r in table.rows):
                    found[slot] = found.get(slot, frozenset()) | frozenset(words(text))
                else:
                    (found[slot],) = words(text)
    return found


def test_rules_that_accumulate_are_collected_and_answers_are_not() -> None:
    """The kind with fewer rows is taken, and said: one row a fault instead of thousands of their combinations."""
    book = Rulebook.default()
    faults, verdicts = tabulate(book, "thrust-faults"), tabulate(book, "squeeze")
    assert (faults.hit, len(faults.rows), faults.told_apart) == (COLLECT, 11, 12_288)
    assert (verdicts.hit, verdicts.fewest) == (ANY, True)
    assert len(verdicts.rows) == 15


def test_a_table_prints_like_this(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns for what makes a difference, a dash for what does not, and the policy in words."""
    assert main(["table", str(BOOKS["rain"]), "--topic", "reminding"]) == 0
    assert capsys.readouterr().out == RAIN
    assert main(["table", str(BOOKS["rain"]), "--topic", "reminding", "--format", "markdown"]) == 0
    assert (
        "| wind | hands\\_busy\\_with | take | **reminders** |\n| --- | --- | --- | --- |\n" in capsys.readouterr().out
    )
    assert main(["table", str(BOOKS["rain"]), "--topic", "reminding", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "wind,hands_busy_with,take,reminders"


RAIN = """\
reminding: What is easily forgotten?
3 rows (no fewer do) for the 72 situations that the rules tell apart
hit: collect (every row that matches adds what it says); where no row matches, nothing is concluded

wind  hands_busy_with            take        │ reminders
────  ─────────────────────────  ────────────┼─────────────────
–     has dog                    not nothing │ cover-the-others
<= 6  has groceries; has any of  not nothing │ cover-the-others
      pram, dog                              │
────  ─────────────────────────  ────────────┼─────────────────
–     –                          umbrella    │ bring-it-back
"""


def test_an_unknown_topic_is_an_error_that_helps(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt topic gets the likely one, and CSV of several topics is refused."""
    with pytest.raises(InvalidInput, match="no topic `squeze`: did you mean `squeeze`"):
        tabulate(Rulebook.default(), "squeze")
    assert main(["table", "--format", "csv"]) == 2
    assert "name one with `--topic`" in capsys.readouterr().err
    assert main(["table", str(BOOKS["rain"])]) == 0
    assert capsys.readouterr().out.count("hit: ") == 2
