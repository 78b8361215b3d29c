"""A decision table agrees with the rules in every row of the topic's table."""

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
from attrs import evolve
from hypothesis import given, settings

from squeezelogic.cli.main import main
from squeezelogic.cli.table import _csv
from squeezelogic.logic.analysis import diagrams
from squeezelogic.logic.analysis.cells import ANYTHING
from squeezelogic.logic.analysis.covers import Cover, cover
from squeezelogic.logic.export.dmn import as_dmn
from squeezelogic.logic.export.tabulate import ANY, COLLECT, NO_ANSWER, UNIQUE, DecisionTable, tabulate
from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, Is, Not, Test
from squeezelogic.logic.model.errors import DecisionError, InvalidInput, plain
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.equivalence import classes
from squeezelogic.testing.books import written
from tests.effort import examples
from tests.logic import generated, tea
from tests.logic.diff.test_diff import as_rulebook

ROOT = Path(__file__).parents[3]
BOOKS = {
    "default": ROOT / "rules",
    "houseplants": ROOT / "tests" / "clean" / "houseplants",
    "rain": ROOT / "docs" / "examples" / "rain",
}
OTHERS = {name: folder for name, folder in BOOKS.items() if name != "default"}
TOPICS = [
    *(("default", topic.name) for topic in Rulebook.default().topics),
    *((name, topic.name) for name, folder in OTHERS.items() for topic in Rulebook.load(folder).topics),
]


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
        slots = definition.settle(topic, definition.holding(topic, row)).slots
    except DecisionError:
        return None
    return {slot: tuple(sorted(v)) if isinstance(v, tuple) else v for slot, v in slots.items()}


@pytest.mark.parametrize(("name", "topic"), TOPICS, ids=map("-".join, TOPICS))
@pytest.mark.thorough
def test_looking_a_situation_up_gives_what_the_rules_say(name: str, topic: str) -> None:
    """Every row of the class table, none left out; and the rows as printed to CSV and read back say it too."""
    book = Rulebook.load(BOOKS[name])
    (found,) = (each for each in book.topics if each.name == topic)
    table, read = tabulate(book, topic), reading(tabulate(book, topic))
    for row in every_row(found):
        want = settled(found, row)
        assert table.look_up(row) == want
        assert look_up(read, table, row) == (None if want is None else {s: printed(v) for s, v in want.items()})


@settings(max_examples=examples(20))
@given(generated.books())
def test_made_up_topics_are_tabulated_exactly(book: generated.Book) -> None:
    """Gaps, conflicts, points, numbers, dates, wide integers and all; and the hit policy is kept."""
    rulebook = as_rulebook(book)
    for topic in book.topics:
        table = tabulate(rulebook, topic.name)
        for row in every_row(topic):
            want = settled(topic, row)
            matching = [r for r in table.rows if all(definition.passes(c.test, row[c.attribute]) for c in r.when)]
            assert table.look_up(row) == want
            if table.hit == UNIQUE:
                assert len(matching) <= 1
            if table.hit == ANY:
                assert len({(r.then, r.failure) for r in matching}) <= 1


@settings(max_examples=examples(20))
@given(generated.books())
@pytest.mark.thorough
def test_a_table_tells_how_many_situations_its_rules_tell_apart(book: generated.Book) -> None:
    """As many as rows of the class table; where the table itself cuts a range of numbers in two, no rule does."""
    for topic in book.topics:
        assert tabulate(as_rulebook(book), topic.name).told_apart == len(list(every_row(topic)))


def test_a_list_has_its_order_in_every_form() -> None:
    """In a cell, in CSV and in DMN, as in a decision: by rank, then by the importance of the rules."""
    advice = {name: {"text": name.upper(), "rank": rank} for name, rank in (("x", 3), ("y", 1), ("z", 2), ("w", 1))}
    vocabulary = {"attribute": {"wet": {"type": "boolean"}}, "slot": {"tips": {"type": "advice"}}}
    rules = [
        {"id": "late", "level": "low", "when": {"wet": True}, "then": {"tips": ["w"]}},
        {"id": "soon", "level": "high", "when": {"wet": True}, "then": {"tips": ["x", "z"]}},
        {"id": "also", "level": "high", "when": {"wet": True}, "then": {"tips": ["y"]}},
    ]
    topic = {"topic": "t", "levels": ["high", "low"], "rule": rules}
    book = written("order", {"vocabulary.toml": vocabulary, "advice.toml": {"advice": advice}, "t.toml": topic})
    decided = book.decide({"wet": True}).slots["tips"]
    table = tabulate(book, "t")
    assert decided == ("y", "w", "z", "x")
    assert [row.then["tips"] for row in table.rows] == [decided]
    assert _csv(table).splitlines()[1] == 'true,"y, w, z, x"'
    assert re.findall('<text>"(.)"</text>', as_dmn(book, "t")) == ["y", "w", "z", "x"]


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
        if all(definition.passes(t, row[c.name]) for c, each in zip(table.columns, tests, strict=True) for t in each):
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
    assert faults.hit == COLLECT
    assert len(faults.rows) < faults.told_apart / 100
    assert (verdicts.hit, verdicts.fewest) == (ANY, True)
    assert len(verdicts.rows) < verdicts.told_apart / 100


def test_of_equally_many_rows_whole_answers_are_preferred(tmp_path: Path) -> None:
    """Unique where no two match, the rows of more important rules first; a situation without an answer is the first."""
    table = tabulate(Rulebook.load(tea.write(tmp_path)), "brew")
    assert (table.hit, table.fewest) == (UNIQUE, True)
    answers: list[dict[str, Any]] = [
        {"water": "boiling", "grams": 4.5},
        {"water": "boiling", "grams": 2},
        {"water": "warm"},
    ]
    assert [row.then for row in table.rows] == answers
    torn = tea.BREW.replace('overrides = ["guests-like-it-strong"]', "")
    table = tabulate(Rulebook.load(tea.write(tmp_path, brew=torn)), "brew")
    assert [row.then for row in table.rows] == [{}, *answers]
    assert [row.failure for row in table.rows] == [NO_ANSWER, "", "", ""]
    assert [NO_ANSWER in cells for cells in table.cells()] == [True, False, False, False]
    assert table.look_up({"leaf": "green", "guests": True}) is None


def test_what_comes_about_together_is_one_row(tmp_path: Path) -> None:
    """All elements of a list that the same situations get, in whole answers as in rows that are collected."""

    def table(*rules: tuple[str, str]) -> DecisionTable:
        written = [f'[[rule]]\nid = "r{i}"\nwhen.{when}\nthen.{then}\n' for i, (when, then) in enumerate(rules)]
        brew = 'topic = "brew"\n' + "".join(written)
        return tabulate(Rulebook.load(tea.write(tmp_path, brew=brew, serve=None)), "brew")

    guests, green = ("guests = true", 'cups = ["small", "fine"]'), ('leaf = "green"', 'cups = ["thin", "white"]')
    mixed, collected = table(guests, ('leaf = "green"', 'water = "warm"')), table(guests, green)
    assert (mixed.hit, [dict(row.then) for row in mixed.rows]) == (
        COLLECT,
        [{"cups": ("small", "fine")}, {"water": "warm"}],
    )
    assert (collected.hit, [dict(row.then) for row in collected.rows]) == (
        COLLECT,
        [{"cups": ("small", "fine")}, {"cups": ("thin", "white")}],
    )
    assert collected.look_up({"guests": True, "leaf": "green"}) == {"cups": ("fine", "small", "thin", "white")}
    alone = table(guests)
    assert (alone.hit, [dict(row.then) for row in alone.rows]) == (UNIQUE, [{"cups": ("small", "fine")}])


def test_a_table_knows_what_follows_only_as_far_as_its_topic_reads_it(tmp_path: Path) -> None:
    """What follows for an attribute of the topic leaves impossible rows out; what follows for others is no matter."""
    vocabulary = tea.VOCABULARY + (
        '\n[attribute.shop]\nvalues = ["corner"]\nimplies.corner.sort = "loose"\nimplies.corner.leaf = "green"\n'
        '[attribute.sort]\nvalues = ["loose", "bags"]\n'
    )
    brew = (
        'topic = "brew"\nlevels = ["high", "low"]\n'
        '[[rule]]\nid = "bags"\nlevel = "high"\nwhen.sort = "bags"\nthen.water = "boiling"\n'
        '[[rule]]\nid = "corner"\nlevel = "low"\nwhen.shop = "corner"\nthen.water = "warm"\n'
    )
    table = tabulate(Rulebook.load(tea.write(tmp_path, vocabulary=vocabulary, brew=brew, serve=None)), "brew")
    assert [(len(row.when), dict(row.then)) for row in table.rows] == [
        (1, {"water": "boiling"}),
        (1, {"water": "warm"}),
    ]


def test_a_table_is_proven_the_shortest_only_if_each_of_its_parts_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search for fewer conditions is cut short for one part, the table does not claim to be the shortest."""
    book = Rulebook.load(BOOKS["rain"])
    assert tabulate(book, "reminding").fewest
    covered: list[Cover] = []

    def cut_short_once(*given: Any) -> Cover:
        covered.append(cover(*given))
        return evolve(covered[-1], fewest=len(covered) > 1)

    monkeypatch.setattr("squeezelogic.logic.export.tabulate.cover", cut_short_once)
    table = tabulate(book, "reminding")
    assert len(covered) > 1
    assert (table.hit, table.fewest) == (COLLECT, False)


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
3 rows (no fewer do) for the 48 situations that the rules tell apart
hit: collect (every row that matches adds what it says); where no row matches, nothing is
concluded

wind  hands_busy_with            take        │ reminders
────  ─────────────────────────  ────────────┼─────────────────
–     has dog                    not nothing │ cover-the-others
<= 6  has groceries; has any of  not nothing │ cover-the-others
      pram, dog                              │
────  ─────────────────────────  ────────────┼─────────────────
–     –                          umbrella    │ bring-it-back
"""


def test_a_topic_that_is_too_large_for_a_table_says_how_large_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of situations that its rules tell apart, as `check` has it, and no table that leaves something out."""
    book = Rulebook.load(tea.write(tmp_path))
    monkeypatch.setattr(diagrams, "MOST_STEPS", 1)
    with pytest.raises(InvalidInput) as caught:
        tabulate(book, "brew")
    assert str(caught.value) == "topic `brew` is too large for a table: its rules tell 12 situations apart"
    assert "the rules tell 12 situations apart" in {f.what.rpartition(": ")[2] for f in book.check()}


def test_a_rule_about_many_attributes_is_one_row() -> None:
    """How long that takes grows with the attributes, not with their cube."""
    names = [f"a{number}" for number in range(150)]
    vocabulary = {"attribute": {name: {"type": "boolean"} for name in names}, "slot": {"o": {"values": ["yes"]}}}
    topic = {"topic": "t", "rule": [{"id": "r", "when": dict.fromkeys(names, True), "then": {"o": "yes"}}]}
    table = tabulate(written("wide", {"vocabulary.toml": vocabulary, "t.toml": topic}), "t")
    assert [len(row.when) for row in table.rows] == [150]


def test_an_unknown_topic_is_an_error_that_helps(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt topic gets the likely one, and CSV of several topics is refused."""
    with pytest.raises(InvalidInput, match="no topic `squeze`: did you mean `squeeze`"):
        tabulate(Rulebook.default(), "squeze")
    assert main(["table", "--format", "csv"]) == 2
    assert "name one with `--topic`" in capsys.readouterr().err
    assert main(["table", str(BOOKS["rain"])]) == 0
    assert capsys.readouterr().out.count("hit: ") == 2
