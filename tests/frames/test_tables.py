"""Groups of topics, their keys and tables, and how lists of several groups are put together."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("narwhals")

from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.coaching.parts import LIST_SLOTS
from squeezelogic.frames import digits, tables
from squeezelogic.frames.columns import ColumnBinding, list_attributes
from squeezelogic.frames.engine import Column
from squeezelogic.frames.plan import LARGEST_TABLE, OVERRULED, REASONS, Group, _make_group, needed, plan
from squeezelogic.frames.sources import find_sources
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, by_rank
from squeezelogic.logic.model.vocabulary import UNKNOWN
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.equivalence import classify, collect_tests
from squeezelogic.testing.books import written
from tests.coaching.read_back import recommendations

BOOK = Rulebook.default()
WORDS = list_attributes(BOOK)
TEXTS = "abcdefgh"
ranked = st.dictionaries(st.sampled_from(TEXTS), st.integers(-2, 2))
held = st.lists(st.lists(st.sampled_from(TEXTS), unique=True, max_size=4), min_size=1, max_size=4)


def group(*texts: Sequence[str], ranks: dict[str, int], slot: str = "tips", number: int = 0) -> Group:
    """A group of one topic, whose rules each put some texts into a list."""
    rules = tuple(
        Rule(f"r{number}-{place}", f"t{number}", "one", ((),), FrozenMap({slot: tuple(each)}),
             ranks=FrozenMap({slot: FrozenMap({it: ranks[it] for it in each if ranks.get(it)})}))
        for place, each in enumerate(texts)
    )  # fmt: skip
    return Group((Topic(f"t{number}", "", ("one",), (slot,), (), FrozenMap(), rules),), ())


def test_groups_that_share_a_text_overlap_also_with_others_between_them() -> None:
    """The first and the third of them."""
    shared, other = (group([text], ranks={}, number=n) for n, text in ((0, "brew"), (1, "pour")))
    assert tables.overlapping([shared, other, group(["brew"], ranks={}, number=2)], "tips")
    assert not tables.overlapping([shared, other], "tips")


@given(st.lists(held, min_size=1, max_size=4), ranked, st.data())
def test_pieces_of_groups_put_together_band_by_band_are_in_coaching_order(
    parts: list[list[list[str]]], ranks: dict[str, int], data: st.DataObject
) -> None:
    """What any rows of the groups hold, each in order, joined in bands, is what one list of all would be."""
    groups = [group(*each, ranks=ranks, number=n) for n, each in enumerate(parts)]
    cut, known = tables.bands(groups, "tips"), tables.ranks(groups, "tips")
    texts = set(itertools.chain.from_iterable(itertools.chain.from_iterable(parts)))
    assert known == {text: rank for text, rank in ranks.items() if rank and text in texts}
    rows: list[tuple[str, ...]] = []
    for each in parts:
        chosen = data.draw(st.lists(st.sampled_from(each), max_size=2))
        rows.append(by_rank(dict.fromkeys(it for one in chosen for it in one), known))
    whole = by_rank(dict.fromkeys(it for row in rows for it in row), known)
    column = Column("tips", "tips", "list", tuple(range(len(groups))), bands=cut, ranks=FrozenMap(known))
    bands = range(len(cut) or 1)
    pieces: list[Any] = [column.select_band(row, band) if cut else row for band in bands for row in rows]
    laid = list(itertools.chain.from_iterable(pieces))
    assert tuple(dict.fromkeys(laid)) == whole
    assert column.joined(rows) == whole
    if cut:
        assert len(cut) > 1
        assert sorted(it for band in cut for it in band) == sorted(texts)
    sets = [{it for one in each for it in one} for each in parts]
    overlap = any(one & other for one, other in itertools.combinations(sets, 2))
    assert tables.overlapping(groups, "tips") is overlap
    assert tables.pieces(groups, "tips") == tables.pieces(groups, REASONS) == tuple(range(len(groups)))
    assert tables.pieces(groups, OVERRULED) == tuple(range(len(groups)))
    assert tables.pieces(groups, "others") == ()


def test_bands_are_cut_only_where_an_earlier_group_would_come_too_late() -> None:
    """Groups whose texts are in order one after another need none."""
    ranks = {"a": -1, "b": 0, "c": 1}
    assert tables.bands([group("a", ranks=ranks), group("bc", ranks=ranks)], "tips") == ()
    assert tables.bands([group("c", ranks=ranks), group("ab", ranks=ranks)], "tips") == (
        frozenset("ab"), frozenset("c"),
    )  # fmt: skip
    assert tables.bands([group("ac", ranks=ranks), group("b", ranks=ranks)], "tips") == (
        frozenset("ab"), frozenset("c"),
    )  # fmt: skip


def test_a_column_says_what_a_cell_of_it_holds() -> None:
    """A list that becomes a text is one; only a list has more than one part."""
    column = Column("cues", "our cues", "list", (0, 2), separator=";")
    assert (column.cell_kind, column.joined([("a", "b"), None, ("b", "c")])) == ("text", "a;b;c")
    assert column.joined([(), ()]) == ""
    assert Column("cues", "c", "list", (0,)).joined([("b", "a"), ("a",)]) == ("b", "a")
    assert Column("hold", "h", "number", (1,)).joined([3.0, 4.0]) == 3.0
    assert Column("hold", "h", "number", (1,)).cell_kind == "number"
    assert len({column.part(group, band) for group in (0, 2) for band in (0, 1)}) == 4
    assert Column("tips", "t", "list", (0, 1), bands=(frozenset("a"), frozenset("b"))).select_band(
        ("b", "a", "c"), 1
    ) == ("b",)
    assert column.select_band(None, 0) is None


def given_as(name: str, **options: Any) -> ColumnBinding:
    """A column that gives an attribute."""
    attribute = WORDS.attributes[name]
    form = "list" if attribute.type == "set" else "text"
    return ColumnBinding(attribute, name, **{"form": form, "default": attribute.blank, **options})


NAMES = ("movement", "family", "load", "tempo", "experience", "back_pain", "rehab", "observed")
SOURCES = find_sources(
    [given_as(name) for name in NAMES], WORDS, collect_tests(rule for topic in BOOK.topics for rule in topic.rules),
    named=False, lenient=False,
)  # fmt: skip
GROUPS = plan(BOOK.topics, SOURCES)


def test_the_groups_have_all_topics_in_order_and_stay_small() -> None:
    """A group larger than the largest table has one topic only."""
    assert [topic for each in GROUPS for topic in each.topics] == list(BOOK.topics)
    assert len(GROUPS) > 1
    for each in GROUPS:
        assert each.size <= LARGEST_TABLE or len(each.topics) == 1
        last = 1
        for digit, weight in zip(reversed(each.digits), reversed(each.weights), strict=True):
            assert weight == last
            last *= digit.size
        assert each.size == last
    for place, (each, after) in enumerate(itertools.pairwise(GROUPS)):
        larger = _make_group((*each.topics, after.topics[0]), SOURCES, GROUPS[:place])
        assert larger.size > max(LARGEST_TABLE, each.size)


@given(st.sampled_from(GROUPS), st.data())
def test_a_key_has_the_digits_that_it_is_made_of(group: Group, data: st.DataObject) -> None:
    """In mixed radix, the first one slowest."""
    values = tuple(data.draw(st.integers(0, digit.size - 1)) for digit in group.digits)
    key = sum(weight * value for weight, value in zip(group.weights, values, strict=True))
    assert group.values(key) == values
    assert 0 <= key < group.size


@pytest.mark.parametrize("wanted", [["verdict"], ["cues"], ["overruled"], ["next_step", "notes"], ["nothing"], []])
def test_the_topics_needed_are_those_with_a_say_and_all_before_them_that_they_read(wanted: list[str]) -> None:
    """In the rulebook's order, and no others."""
    every = bool({REASONS, OVERRULED} & {*wanted})
    found = {topic.name for topic in BOOK.topics if every or {*topic.concludes} & {*wanted}}
    while True:
        read = {
            name for topic in BOOK.topics if topic.name in found for name, it in topic.inputs.items() if it.of == "slot"
        }
        more = {topic.name for topic in BOOK.topics if {*topic.concludes} & read} | found
        if more == found:
            break
        found = more
    assert [topic.name for topic in needed(BOOK, wanted)] == [it.name for it in BOOK.topics if it.name in found]
    assert [len(each.topics) for each in plan((), SOURCES)] == [0]


@pytest.mark.parametrize("rec", recommendations()[::3], ids=itertools.count())
def test_through_all_groups_a_row_comes_to_what_is_defined(rec: Any) -> None:
    """Digits of its columns, a row of each table, and what it hands on to later groups."""
    facts = {name: value for name, value in rec.facts.items() if name in NAMES}
    situation = WORDS.situation(facts)
    outcomes = definition.decide(BOOK, BOOK.vocabulary.situation(facts)).outcomes
    addends = [0] * len(GROUPS)
    found: list[Any] = []
    for number, each in enumerate(GROUPS):
        key = addends[number]
        for digit, weight in zip(each.digits, each.weights, strict=True):
            source = digit.source
            if source is None:
                continue
            if source.is_set:
                elements: Any = situation[source.bindings[0].name]
                key += weight * sum({digit.bits[it] for it in elements if it in digit.bits})
                continue
            given = {g.name: facts.get(g.name, UNKNOWN) for g in source.bindings}
            (place,) = (n for n in range(len(source.options)) if source.option(n) == given)
            chosen = digit.places[place]
            assert chosen is not None
            key += weight * chosen
        table = tables.GroupTable.of(BOOK, each)
        (row,) = table.rows([key])
        assert not row.has_failed
        for later, more in tables.compute_key_addends(GROUPS, number, row).items():
            assert later > number
            addends[later] += more
        found += row.outcomes
        if each.size <= 512:
            assert list(table.rows(range(each.size)))[key].outcomes == row.outcomes
    assert tuple(found) == outcomes


def test_a_row_of_a_table_says_what_its_outcomes_hold() -> None:
    """Lists by rank and each element once, one value, the rules that stand, and those that lost."""
    rec = max(recommendations(), key=lambda it: len(it.overruled))
    facts = {name: value for name, value in rec.facts.items() if name in BOOK.vocabulary.attributes}
    outcomes = definition.decide(BOOK, BOOK.vocabulary.situation(facts)).outcomes
    row = tables.Row(outcomes)
    assert row.elements(REASONS) == tuple(reason.rule for reason in rec.reasons)
    assert row.elements(OVERRULED) == tuple(lost.rule for lost in rec.overruled)
    assert len(rec.overruled) > 1
    for name in LIST_SLOTS:
        assert row.elements(name) == tuple(item.id for item in getattr(rec, name))
    assert (row.slot("verdict"), row.elements("verdict"), row.slot("nothing")) == (rec.verdict, (), None)
    assert tables.Row(has_failed=True).slot("verdict") is None


@pytest.mark.parametrize("name", [name for name in NAMES if name != "observed"])
def test_a_digit_tells_apart_what_the_rules_tell_apart(name: str) -> None:
    """Two values have one place exactly if no rule asks anything that only one of them passes."""
    rules = [rule for topic in BOOK.topics for rule in topic.rules]
    inputs = {n: it for topic in BOOK.topics for n, it in topic.inputs.items()}
    classes = {n: classify(it, collect_tests(rules)[n]) for n, it in inputs.items()}
    (source,) = (it for it in SOURCES if name in {g.name for g in it.bindings})
    digit = digits.of_columns(source, classes)
    usable = [(option, place) for option, place in zip(source.options, digit.places, strict=True)]
    tests = {n: [c.test for r in rules for b in r.when for c in b if c.attribute == n] for n in inputs}
    seen: dict[Any, int] = {}
    for option, place in usable:
        if option is None:
            assert place is None
            continue
        told = tuple(
            definition.passes(test, option.get(n, UNKNOWN)) for n in sorted(inputs) if inputs[n].type != "set"
            for test in tests[n] if n in {g.name for g in source.bindings}
        )  # fmt: skip
        assert place is not None
        assert seen.setdefault(told, place) == place
        facts = digit.facts(place)
        assert tuple(
            definition.passes(test, facts.get(n, UNKNOWN)) for n in sorted(inputs) if inputs[n].type != "set"
            for test in tests[n] if n in {g.name for g in source.bindings}
        ) == told  # fmt: skip
    assert sorted(set(seen.values())) == list(range(digit.size))


def test_a_digit_of_a_set_has_a_bit_for_each_element_that_counts() -> None:
    """Elements that no rule tells apart share one; each bit stands for elements, and they for it."""
    rules = [rule for topic in BOOK.topics for rule in topic.rules]
    attribute = BOOK.inputs[BOOK.topics[0].name].get("observed") or WORDS.attributes["observed"]
    digit = digits.of_set(attribute, classify(attribute, collect_tests(rules)["observed"]))
    assert digit.size == 2 ** len(digit.kinds)
    assert set(digit.bits.values()) == {1 << place for place in range(len(digit.kinds))}
    for value in (0, 1, digit.size - 1, digit.size // 2):
        elements: Any = digit.facts(value)["observed"]
        assert digit.of(tuple(elements)) == value
    both = [element for element in digit.bits if digit.bits[element] == 1]
    assert digit.of((*both, *both, "no such fault")) == 1
    assert digit.of(None) == 0


def test_a_topic_that_reads_more_than_a_key_can_hold_is_refused() -> None:
    """With its name, and how to go on."""
    many = [f"e{n}" for n in range(70)]
    rules = [{"id": it, "when": {"bag": it}, "then": {"tips": [it]}} for it in many]
    book = written("many", {
        "vocabulary.toml": {"attribute": {"bag": {"type": "set", "values": many}}, "slot": {"tips": {"type": "list"}}},
        "t.toml": {"topic": "packing", "rule": rules},
    })  # fmt: skip
    bag = ColumnBinding(book.vocabulary.attributes["bag"], "bag", "list", default=frozenset())
    (source,) = find_sources([bag], book.vocabulary, {}, named=False, lenient=False)
    with pytest.raises(InvalidInput, match=r"topic `packing` reads too many of the frame's columns: leave some out"):
        plan(book.topics, [source])
    few = written("few", {
        "vocabulary.toml": {"attribute": {"bag": {"type": "set", "values": many[:62]}},
                            "slot": {"tips": {"type": "list"}}},
        "t.toml": {"topic": "packing", "rule": rules[:62]},
    })  # fmt: skip
    bag = ColumnBinding(few.vocabulary.attributes["bag"], "bag", "list", default=frozenset())
    (source,) = find_sources([bag], few.vocabulary, {}, named=False, lenient=False)
    (group,) = plan(few.topics, [source])
    assert group.size == 2**62
