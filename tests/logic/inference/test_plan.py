"""The compiled plan decides as the definition does: in every row of the default rulebook, and in made-up rulebooks."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from squeezelogic import ConflictError, GapError, Rulebook
from squeezelogic.logic.inference import encoding, joint_tables, matcher
from squeezelogic.logic.inference.encoding import Key
from squeezelogic.logic.inference.joint_tables import BITS, Counting, Matching, Resolving, Schedule, Summing
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.conditions import Clause, HasAll, Is
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.equivalence import classes, collect_tests
from squeezelogic.testing.books import written
from tests.logic import generated
from tests.logic.generated import LEVELS, Book

BOOK = Rulebook.default()
ENGINES = [matcher.DEFINITION, *([matcher.DURABLE_RULES] if matcher.absence() is None else [])]
KEY_LENGTHS = (0, 1, 4, BITS, 13)


def vocabulary_of(book: Book) -> Vocabulary:
    """The attributes that a made-up rulebook speaks of."""
    return Vocabulary(FrozenMap(book.attributes), FrozenMap())


def answer(decide: Any, *arguments: Any) -> Any:
    """What deciding gives, errors included."""
    try:
        return decide(*arguments)
    except DecisionError as error:
        return type(error), error.args[0], error.topic, error.slot, error.rules


def facts_read(topic: Topic, situation: Mapping[str, Value]) -> dict[str, Value]:
    """The facts of a situation that a topic reads, given ones only."""
    return {
        name: situation[name]
        for name in topic.inputs
        if name in situation and situation[name] not in (UNKNOWN, frozenset())
    }


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.name)
@pytest.mark.thorough
def test_every_situation_of_the_default_rulebook_is_decided_as_defined(topic: Topic) -> None:
    """Every row that a topic's rules can tell apart, none left out, by each engine and by the plan that it fills.

    Wherever the family is known, there is a decision: no conflict and no gap.
    """
    finders = [matcher.finder(topic, engine) for engine in ENGINES if engine != matcher.DEFINITION]
    plans = [Plan((topic,), BOOK.vocabulary, engine) for engine in ENGINES]
    columns = classes(topic)
    names = [column.name for column in columns]
    rows = 0
    for row in product(*map(tuple, columns)):
        rows += 1
        situation = dict(zip(names, row, strict=True))
        held = definition.holding(topic, situation)
        for find in finders:
            assert find(situation) == held
        expected = answer(definition.settle, topic, held)
        decided = answer(plans[0].decide, situation)
        assert decided == expected if isinstance(expected, tuple) else decided.outcomes == (expected,)
        assert len({plan.run(plan.encoding.encode_situation(situation)) for plan in plans}) == 1
        assert situation.get("family") == UNKNOWN or not isinstance(expected, tuple)
    assert rows == prod(column.size for column in columns)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_row_of_every_joint_table_matches_as_defined(engine: str) -> None:
    """Whatever rules share a table, its rows say which of them hold; smaller tables are quicker to go through."""
    plan = Plan(BOOK.topics, BOOK.vocabulary, engine, BITS - 3)
    by_definition = Plan(BOOK.topics, BOOK.vocabulary, matcher.DEFINITION, BITS - 3)
    for table, plain in zip(plan.tables, by_definition.tables, strict=True):
        if isinstance(table.step, Matching):
            assert table.key is not None
            for row in table.key:
                assert table.rows[row] == plain.rows[row]


@pytest.mark.parametrize("engine", ENGINES)
@given(st.data())
def test_made_up_rulebooks_are_decided_as_defined(engine: str, data: st.DataObject) -> None:
    """Rules in force, overruled ones with their winners, lists and errors with their text, however rules are packed."""
    book = data.draw(generated.contested_books())
    plan = Plan(book.topics, vocabulary_of(book), engine, data.draw(st.sampled_from(KEY_LENGTHS)))
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=8)):
        decided, expected = answer(plan.decide, situation), answer(definition.decide, book, situation)
        assert decided == expected
        if not isinstance(expected, tuple):
            assert repr(decided) == repr(expected)


@given(st.data())
def test_a_pickled_plan_is_the_same_plan(data: st.DataObject) -> None:
    """Read back, it encodes and decides as before, and knows the same of its components."""
    book = data.draw(generated.contested_books())
    plan = Plan(book.topics, vocabulary_of(book), matcher.DEFINITION, data.draw(st.sampled_from(KEY_LENGTHS)))
    copy = pickle.loads(pickle.dumps(plan))  # noqa: S301 - its own
    for situation in data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=8)):
        number = plan.encoding.encode_situation(situation)
        assert copy.encoding.encode_situation(situation) == number
        assert copy.run(number) == plan.run(number)
        assert answer(copy.decide, situation) == answer(plan.decide, situation)
    assert [*map(copy.can_fail, copy.components)] == [*map(plan.can_fail, plan.components)]


@given(st.data())
def test_counted_sets_are_decided_as_defined(data: st.DataObject) -> None:
    """Attributes and lists of earlier topics alike, where even few elements are counted."""
    book = data.draw(generated.contested_books())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "ELEMENTS_APART", 0)
        plan = Plan(book.topics, vocabulary_of(book), matcher.DEFINITION, data.draw(st.sampled_from(KEY_LENGTHS)))
    counted = data.draw(st.lists(generated.situations(book.attributes), min_size=1, max_size=8))
    for situation in counted:
        assert answer(plan.decide, situation) == answer(definition.decide, book, situation)


@given(st.data())
def test_a_component_depends_on_its_bits_alone(data: st.DataObject) -> None:
    """Whatever else a situation holds may be left out, also half-way: which of the component's rules stand stays so."""
    book = data.draw(generated.contested_books())
    plan = Plan(book.topics, vocabulary_of(book), matcher.DEFINITION, data.draw(st.sampled_from(KEY_LENGTHS)))
    whole = plan.encoding.encode_situation(data.draw(generated.situations(book.attributes)))
    component = data.draw(st.sampled_from(plan.components))
    done = plan.find_needed(data.draw(st.lists(st.sampled_from(plan.components), max_size=2)))
    number = run(plan, whole, done)
    left = run(plan, number & plan.find_bits([component], done), plan.find_needed([component]) - done)
    rules = sum(1 << it.place for it in component.candidates)
    mask = rules << plan.standing | rules << plan.overruled
    if not run(plan, number, set(range(len(plan.tables))) - done) & plan.failed:
        assert left & mask | number & mask == plan.run(whole) & mask


@given(st.data())
def test_what_is_foreseen_comes_true(data: st.DataObject) -> None:
    """Which rules stand is known before the slots that they read, or depends on those slots."""
    book = data.draw(generated.contested_books())
    plan = Plan(book.topics, vocabulary_of(book), matcher.DEFINITION, data.draw(st.sampled_from(KEY_LENGTHS)))
    whole = plan.encoding.encode_situation(data.draw(generated.situations(book.attributes)))
    readers = [it for it in plan.components if it.stage]
    assume(readers)
    some = data.draw(st.lists(st.sampled_from(readers), min_size=1, max_size=2, unique_by=id))
    done = plan.find_needed(data.draw(st.lists(st.sampled_from(plan.components), max_size=1)))
    rules = sum(1 << plan.standing + it.place for component in some for it in component.candidates)
    if (found := plan.foresee(some, done)) and not plan.run(whole) & plan.failed:
        bits, find = found
        assert find(run(plan, whole, done) & bits) in (None, plan.run(whole) & rules)


def test_corrections_are_foreseen_unless_they_depend_on_a_slot_to_come() -> None:
    """A caving knee is put right otherwise on the way back to another lift; most corrections are not."""
    plan = BOOK.plan
    crucial = plan.find_needed(it for it in plan.components if "verdict" in it.fills)
    found = plan.foresee([it for it in plan.components if "corrections" in it.fills], crucial)
    assert found is not None
    bits, find = found
    for faults, is_foreseen in ((["no_pause"], True), (["knees_cave"], False), ([], True)):
        facts = {"family": "thrust", "single_leg": True, "observed": faults}
        number = plan.encoding.encode_situation(BOOK.vocabulary.situation(facts))
        stands = find(run(plan, number, crucial) & bits)
        assert (stands is not None) == is_foreseen
        assert bool(stands) == (faults == ["no_pause"])


def run(plan: Plan, number: int, places: set[int]) -> int:
    """The number after some of the plan's tables were looked up, in their order."""
    for place in sorted(places):
        table = plan.tables[place]
        number |= table.rows[number >> table.shift & table.mask]
    return number


@given(st.data())
def test_an_error_gives_the_facts_that_its_topic_read(data: st.DataObject) -> None:
    """And only those that were given."""
    book = data.draw(generated.contested_books())
    topic = book.topics[0]
    plan = Plan((topic,), vocabulary_of(book), matcher.DEFINITION)
    situation = data.draw(generated.situations(book.attributes))
    failed = None
    try:
        plan.decide(situation)
    except DecisionError as error:
        failed = error
    assert failed is None or failed.facts == facts_read(topic, situation)


@given(generated.contested_books(), st.sampled_from(KEY_LENGTHS))
def test_steps_come_after_those_they_need_and_keys_stay_short(book: Book, bits: int) -> None:
    """Each rule is matched once, each contested component resolved once, after its rules are matched."""
    schedule = Schedule(book.topics, bits)
    known: set[int] = set()
    for step in schedule.steps:
        if isinstance(step, Matching):
            assert step.bits <= bits or len(step.candidates) == 1
            inputs = {name: attribute for it in step.candidates for name, attribute in it.inputs.items()}
            assert step.bits == Key.of(inputs, collect_tests([it.rule for it in step.candidates])).bits
            read = {name for it in step.candidates for name in it.inputs}
            filling = [it for it in schedule.components if not read.isdisjoint(it.fills)]
            assert all(known.issuperset(it.place for it in component.candidates) for component in filling)
            resolved = [it for c in schedule.components if c.is_contested for it in c.candidates]
            known.update(it.place for it in step.candidates if it not in resolved)
        elif isinstance(step, Resolving):
            matched = [it for other in schedule.steps[: schedule.steps.index(step)] for it in _candidates(other)]
            assert set(step.component.candidates) <= set(matched)
            known.update(it.place for it in step.component.candidates)
    assert known == set(range(sum(len(topic.rules) for topic in book.topics)))


def _candidates(step: Any) -> list[Any]:
    return step.candidates if isinstance(step, Matching) else []


# ---------------------------------------------------------------- traps


X, Y, Z = (Attribute(name, type="boolean") for name in "xyz")
OWN: FrozenMap[str, Attribute] = FrozenMap({it.name: it for it in (X, Y, Z)})
SLOT = Attribute("s", "slot", "enum", ("p", "q"))


def rule(name: str, level: str, on: str, then: Mapping[str, Any], *overrides: str) -> Rule:
    """A rule that holds where all of some truth values are true."""
    when = tuple(Clause(it, Is(frozenset([True]))) for it in on)
    return Rule(name, "t", level, (when,), FrozenMap(then), overrides=overrides)


def topic_of(name: str, *rules: Rule, required: tuple[str, ...] = (), **read: Attribute) -> Topic:
    """A topic of some rules."""
    inputs = {**OWN, **read}
    used = {clause.attribute for it in rules for branch in it.when for clause in branch}
    slots = tuple({slot: None for it in rules for slot in it.then})
    read_by: FrozenMap[str, Attribute] = FrozenMap({n: a for n, a in inputs.items() if n in used})
    return Topic(name, "", LEVELS, slots, required, read_by, ranked(list(rules), LEVELS))


U, L = LEVELS
TRAPS: dict[str, tuple[Topic, ...]] = {
    "an override through a rule of another component": (
        topic_of(
            "t",
            rule("a", U, "x", {"s": "p"}, "c"),
            rule("c", U, "y", {"l": ("m",)}, "b"),
            rule("b", U, "z", {"s": "q"}),
        ),
    ),
    "a required slot across components that agree": (
        topic_of("t", rule("a", U, "x", {"s": "p"}), rule("b", U, "y", {"s": "p", "l": ("m",)}), required=("s",)),
    ),
    "a gap behind a conflict in the same topic": (
        topic_of(
            "t",
            rule("a", U, "x", {"s": "p"}),
            rule("b", U, "y", {"s": "q"}),
            rule("c", U, "z", {"r": "p"}),
            required=("r",),
        ),
    ),
    "two conflicts in one topic": (
        topic_of(
            "t",
            rule("z1", L, "x", {"s": "p"}),
            rule("z2", L, "x", {"s": "q"}),
            rule("a1", L, "xy", {"r": "p"}),
            rule("a2", L, "z", {"r": "q"}),
        ),
    ),
    "a gap in an earlier topic before a conflict in a later one": (
        topic_of("t", rule("a", U, "x", {"s": "p"}), required=("s",)),
        topic_of("v", rule("d", U, "y", {"k": "p"}), rule("e", U, "z", {"k": "q"})),
    ),
    "a rule overruled whole leaves its list empty": (
        topic_of("t", rule("a", U, "x", {"s": "p"}), rule("b", L, "", {"s": "q", "l": ("m",)}), required=("l",)),
    ),
    "the winner is the first of two that could be": (
        topic_of("t", rule("a", U, "x", {"s": "p"}), rule("b", U, "y", {"s": "p"}), rule("c", L, "z", {"s": "q"})),
    ),
    "a later topic reads a slot that two components fill alike": (
        topic_of("t", rule("a", U, "x", {"s": "p"}), rule("b", U, "y", {"s": "p"})),
        topic_of(
            "v",
            Rule("d", "v", U, ((Clause("s", Is(frozenset(["p"]))),),), FrozenMap({"k": "p"})),
            Rule("e", "v", U, ((Clause("s", Is(frozenset([UNKNOWN]))),),), FrozenMap({"k": "q"})),
            required=("k",),
            s=SLOT,
        ),
    ),
    "a required slot that no rule fills": (topic_of("t", rule("a", U, "x", {"l": ("m",)}), required=("s",)),),
}


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("bits", KEY_LENGTHS)
def test_known_traps_are_decided_as_defined(name: str, bits: int) -> None:
    """In every situation there is, errors included."""
    book = Book(TRAPS[name], dict(OWN))
    plan = Plan(book.topics, vocabulary_of(book), matcher.DEFINITION, bits)
    some: tuple[Value, ...] = (UNKNOWN, True, False)
    for values in product(some, repeat=3):
        situation: dict[str, Value] = dict(zip("xyz", values, strict=True))
        assert answer(plan.decide, situation) == answer(definition.decide, book, situation)
    checked = (1 << plan.encoding.checks.bits) - 1
    for table in plan.tables:
        for key in table.key or range(table.mask + 1):
            assert not table.rows[key] & checked, "whether facts are consistent is no outcome of rules"


def test_the_first_thing_that_fails_is_raised() -> None:
    """An earlier topic's gap comes before a later one's conflict."""
    topics = TRAPS["a gap in an earlier topic before a conflict in a later one"]
    plan = Plan(topics, Vocabulary(OWN, FrozenMap()))
    with pytest.raises(GapError):
        plan.decide({"x": False, "y": True, "z": True})
    with pytest.raises(ConflictError) as caught:
        plan.decide({"x": True, "y": True, "z": True})
    assert caught.value.facts == {"y": True, "z": True}


MANY = Attribute("bag", type="set", values=tuple("abcdefgh"))


def test_a_list_of_an_earlier_topic_is_counted_once_it_is_full() -> None:
    """Six rules add an element each, and a later rule wants all six."""
    letters = tuple("mnopqr")
    own: dict[str, Attribute] = {it: Attribute(it, type="boolean") for it in letters}
    adding = [
        Rule(f"adds-{it}", "t", U, ((Clause(it, Is(frozenset([True]))),),), FrozenMap({"l": (it,)})) for it in letters
    ]
    listed = Attribute("l", "slot", "set", letters)
    wanting = Rule("wants", "v", U, ((Clause("l", HasAll(frozenset(letters))),),), FrozenMap({"k": "p"}))
    book = Book(
        (
            Topic("t", "", LEVELS, ("l",), (), FrozenMap(own), tuple(adding)),
            Topic("v", "", LEVELS, ("k",), (), FrozenMap({"l": listed}), (wanting,)),
        ),
        own,
    )
    plan = Plan(book.topics, vocabulary_of(book))
    assert [type(it.step) for it in plan.tables][-2:] == [Counting, Matching]
    for missing in (None, *letters):
        situation: dict[str, Value] = {it: it != missing for it in letters}
        assert plan.decide(situation) == definition.decide(book, situation)  # type: ignore[arg-type]
        assert ("wants" in plan.decide(situation).standing) == (missing is None)
    assert plan.find_needed(plan.components[-1:]) == {*range(len(plan.tables))}, "counting is part of it"


def test_rules_that_read_a_total_need_the_step_that_adds_it_up() -> None:
    """And the steps for the rules that give points, but not those for other rules."""
    points = {"id": "points", "when": {"x": True}, "then": {"score": 2}}
    reading = {"id": "high", "when": {"score": {"at_least": 2}}, "then": {"s": "p"}}
    other = {"id": "other", "when": {"y": True}, "then": {"r": "p"}}
    slots = {"score": {"type": "integer", "accumulates": "sum"}, "s": {"values": ["p"]}, "r": {"values": ["p"]}}
    vocabulary = {"attribute": {it: {"type": "boolean"} for it in "xy"}, "slot": slots}
    first = {"topic": "first", "concludes": ["score", "r"], "rule": [points, other]}
    second = {"topic": "second", "concludes": ["s"], "rule": [reading]}
    book = written("adding", {"vocabulary.toml": vocabulary, "first.toml": first, "second.toml": second})
    plan = Plan(book.topics, book.vocabulary, bits=1)
    reader = next(it for it in plan.components if "s" in it.fills)
    needed = plan.find_needed([reader])
    assert [type(plan.tables[place].step) for place in sorted(needed)] == [Matching, Summing, Matching]
    number = run(plan, plan.encoding.encode_situation({"x": True, "y": True}), needed)
    assert {it.id for it in plan.find_rules(number)} == {"points", "high"}


def test_nothing_is_foreseen_where_nothing_is_undecided() -> None:
    """A slot that one value may fill leaves two cases: that it does, and that it stays empty."""
    topics = TRAPS["a later topic reads a slot that two components fill alike"]
    plan = Plan(topics, vocabulary_of(Book(topics, dict(OWN))), matcher.DEFINITION)
    readers = [it for it in plan.components if it.stage]
    assert plan.foresee(readers, range(len(plan.tables))) is None
    assert plan.foresee([it for it in plan.components if not it.stage], ()) is None
    found = plan.foresee(readers, ())
    assert found is not None
    assert found[1](0) is None, "which of the two rules stands depends on the slot"


def test_all_of_many_elements_takes_a_count() -> None:
    """A rule that wants all of eight elements has two rows, not 2 ** 8, and holds where it should."""
    every = frozenset(MANY.values)
    wants = Rule("wants", "t", U, ((Clause("bag", HasAll(frozenset(map(str, every)))),),), FrozenMap({"s": "p"}))
    topic = Topic("t", "", LEVELS, ("s",), (), FrozenMap({"bag": MANY}), (wants,))
    plan = Plan((topic,), Vocabulary(FrozenMap({"bag": MANY}), FrozenMap()))
    counting, matching = plan.tables
    assert isinstance(counting.step, Counting)
    assert matching.key is not None
    assert matching.key.size == 2
    for left_out in ((), ("a",), ("h",), tuple("abcd"), tuple("abcdefgh")):
        bag = frozenset(map(str, every)) - set(left_out)
        assert plan.decide({"bag": bag}).standing == (() if left_out else ("wants",))


def test_a_rule_is_tried_in_few_joint_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the cost of compiling is proportional to the number of rules, even if each needs a table of its own."""
    tried: Counter[str] = Counter()
    grow = joint_tables._Widths.grow

    def count(*given: Any) -> int:
        tried["tables"] += 1
        return grow(*given)

    monkeypatch.setattr(joint_tables._Widths, "grow", count)
    names = [f"a{number}" for number in range(4 * joint_tables.MOST_TRIED)]
    yes = Is(frozenset({True}))
    rules = [Rule(name, "t", "only", ((Clause(name, yes),),), FrozenMap({"l": (name,)})) for name in names]
    inputs: FrozenMap[str, Attribute] = FrozenMap({name: Attribute(name, type="boolean") for name in names})
    schedule = Schedule((Topic("t", "", ("only",), ("l",), (), inputs, tuple(rules)),), bits=1)
    assert len(schedule.steps) == len(names)
    assert tried["tables"] <= len(names) * (joint_tables.MOST_TRIED + 1)
