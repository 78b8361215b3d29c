"""The hot path gives the same decisions as the plain path, for any facts in any form."""

from __future__ import annotations

import copy
import datetime
import math
import pickle
import sys
from decimal import Decimal
from enum import StrEnum
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.inference.hot_path import DateTexts, FactEncoder, HotPath
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.model.conditions import Between, Clause
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Vocabulary, as_number
from tests.logic import generated
from tests.logic.inference.test_encoding import VOCABULARIES
from tests.logic.inference.test_plan import vocabulary_of

BOOK = Rulebook.default()
PLAN = Plan(BOOK.topics, BOOK.vocabulary)
HOT = HotPath(PLAN)
ROOT = Path(__file__).parents[3]


EDGES: list[Any] = [0.1, 0.3, 1e16, 5e-324, sys.float_info.max, Decimal("0.1000000000000000055"), Decimal("1E-350")]


class Word(StrEnum):
    """Text that is more than text."""

    BEGINNER = "beginner"
    FEVER = "fever"


def answer(decide: Any, *arguments: Any) -> Any:
    """What deciding gives, errors included."""
    try:
        return decide(*arguments)
    except DecisionError as error:
        return type(error), error.args, error.facts
    except InvalidInput as error:
        return type(error), error.problems


def plainly(plan: Plan, facts: Any) -> Any:
    """What the plain path decides."""
    return plan.decide(plan.encoding.vocabulary.complete_situation(facts))


ODD: list[Any] = [
    None,
    "",
    UNKNOWN,
    "no such value",
    Word.BEGINNER,
    Word.FEVER,
    0,
    1,
    True,
    1.0,
    float("nan"),
    float("-inf"),
    5e-324,
    -1e300,
    Decimal("NaN"),
    Decimal("1E+400"),
    Decimal("-0.0"),
    datetime.date(2000, 1, 2),
    datetime.datetime(2000, 1, 2, tzinfo=datetime.UTC),
    "2000-01-03",
    "2000-13-01",
    2**70,
    10**400,
    [],
    ["fever"],
    [Word.FEVER],
    ("fever", "fever"),
    ["fever"] * 20_000,
    frozenset({"night_pain"}),
    {"no_pause", "nothing"},
    [1],
    [[]],
    {},
    object,
]


@st.composite
def facts(draw: st.DrawFn, vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts as callers give them: most are right, sets come as any collection, and some are odd or unheard of."""
    names = draw(st.lists(st.sampled_from([*vocabulary.attributes]), unique=True))
    given = {}
    for name in names:
        value = draw(generated.values(vocabulary.attributes[name]))
        if isinstance(value, frozenset):
            value = draw(st.sampled_from([list, tuple, set, frozenset]))(value)
        elif vocabulary.attributes[name].type in ("number", "date") and value != UNKNOWN:
            value = draw(st.sampled_from([in_other_words(value), value]))
        given[name] = draw(st.sampled_from(ODD)) if draw(st.integers(0, 9)) == 9 else value
    if draw(st.integers(0, 19)) == 19:
        given[draw(st.sampled_from(["no_such_fact", Word.BEGINNER]))] = draw(st.sampled_from(ODD))
    return given


def in_other_words(value: Any) -> Any:
    """A number as a float, a date as text."""
    return value.isoformat() if isinstance(value, datetime.date) else float(value)


@given(facts(BOOK.vocabulary))
def test_the_default_rulebook_is_decided_as_on_the_plain_path(given: dict[str, Any]) -> None:
    """Decisions with all that can be read of them, and errors with their text."""
    quick, plain = answer(HOT.decide, given), answer(plainly, PLAN, given)
    assert quick == plain
    if not isinstance(plain, tuple):
        assert (quick.rules, quick.standing, quick.overruled) == (plain.rules, plain.standing, plain.overruled)
        assert repr(quick) == repr(plain)


@given(st.data())
def test_made_up_rulebooks_are_decided_as_on_the_plain_path(data: st.DataObject) -> None:
    """Integers, conflicts and gaps included."""
    book = data.draw(generated.contested_books())
    plan = Plan(book.topics, vocabulary_of(book))
    hot = HotPath(plan)
    for known in data.draw(st.lists(facts(plan.encoding.vocabulary), min_size=1, max_size=4)):
        quick, plain = answer(hot.decide, known), answer(plainly, plan, known)
        assert quick == plain
        if not isinstance(plain, tuple):
            assert (quick.standing, quick.overruled) == (plain.standing, plain.overruled)


@given(st.data())
def test_facts_that_imply_others_are_decided_as_on_the_plain_path(data: st.DataObject) -> None:
    """Contradictions are found, chains of implications followed."""
    vocabulary = data.draw(st.sampled_from(VOCABULARIES))
    topic = data.draw(generated.topics("first", dict(vocabulary.attributes)))
    plan = Plan((topic,), vocabulary)
    given = data.draw(facts(vocabulary))
    assert answer(HotPath(plan).decide, given) == answer(plainly, plan, given)


@given(
    st.lists(st.one_of(st.decimals(-2, 2, places=1), st.floats(-2, 2), st.sampled_from(EDGES)), min_size=1, max_size=6),
    st.one_of(st.none(), st.just(Decimal("-1.5")), st.just(0)),
    st.data(),
)
def test_floats_next_to_a_threshold_are_compared_by_their_digits(
    named: list[Any], at_least: Any, data: st.DataObject
) -> None:
    """Every float next to what rules name, and every decimal, is served by the plan as the definition has it."""
    values = [number for number in map(as_number, named) if not isinstance(number, str)]
    attribute = Attribute("measure", type="number", at_least=at_least)
    bounds = [Between(at_least=value) for value in values[::2]] + [Between(above=value) for value in values[1::2]]
    rules = [
        Rule(f"r{i}", "first", "upper", ((Clause("measure", test),),), FrozenMap({"first_list": ("m",)}))
        for i, test in enumerate(bounds)
    ]
    inputs: FrozenMap[str, Attribute] = FrozenMap({"measure": attribute})
    topic = Topic("first", "", generated.LEVELS, ("first_list",), (), inputs, ranked(rules, generated.LEVELS))
    plan = Plan((topic,), Vocabulary(inputs, generated.declare_slots(["first"])))
    hot, near = HotPath(plan), [float(value) for value in values if abs(value) <= sys.float_info.max]
    near += [math.nextafter(value, way) for value in near for way in (math.inf, -math.inf)]
    for value in [*near, *values, data.draw(st.floats()), data.draw(st.decimals())]:
        known = {"measure": value}
        assert answer(hot.decide, known) == answer(plainly, plan, known)
        if not isinstance(as_number(value), str) and (at_least is None or value >= at_least):
            assert not hot.encode(known) & plan.encoding.checks.unclear


@given(facts(BOOK.vocabulary), st.sampled_from([copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]))  # noqa: S301
def test_a_decision_is_like_any_other_value(given: dict[str, Any], use: Any) -> None:
    """It is copied, pickled and hashed as one whose parts were all known from the start."""
    decision = answer(HOT.decide, given)
    if not isinstance(decision, tuple):
        again = use(decision)
        assert again == decision == plainly(PLAN, given)
        assert hash(again) == hash(plainly(PLAN, given))
        assert again.standing == decision.standing


@pytest.mark.parametrize(
    "name", ["rules", "docs/examples/rain", "tests/clean/houseplants", "docs/examples/foreign/order-discount"]
)
def test_ordinary_facts_take_the_hot_path(name: str) -> None:
    """Nothing that the vocabulary knows, plainly said, is looked at twice, and it adds the bits of the plain path."""
    book = Rulebook.load(ROOT / name)
    encoder, encoding = FactEncoder(book.plan), book.plan.encoding
    for attribute in book.vocabulary.attributes.values():
        for value in (None, *_plain_values(attribute)):
            number = encoder.encode({attribute.name: value})
            assert number == encoding.encode_fact(attribute.name, attribute.admit(value))
            if not attribute.implies:
                assert not number & encoding.checks.unclear


def test_facts_of_every_kind_add_up_in_any_order() -> None:
    """A text, a truth value, a set, an integer, a number (float, exact or whole) and a date."""
    book = Rulebook.load(ROOT / "tests" / "boat")
    facts = {"boat": "dinghy", "swims": True, "damage": ["leak"], "wind": 5, "day": datetime.date(2026, 5, 1)}
    for depth in (0.75, Decimal("0.75"), 2):
        given = {**facts, "depth": depth}
        numbers = {book.hot_path.encode(dict(order)) for order in permutations(given.items())}
        assert len(numbers) == 1
        assert book.hot_path.decide(given) == book.plan.decide(book.vocabulary.situation(given))


def test_a_date_in_text_is_placed_among_the_cuts_and_any_other_text_is_unclear() -> None:
    """Days before the first cut, from it on, and from the second on."""
    cuts = [datetime.date(2026, 1, day).toordinal() for day in (10, 20)]
    texts = DateTexts((cuts, [1, 2, 4]), 8)
    days = {"0001-01-01": 1, "2026-01-09": 1, "2026-01-10": 2, "2026-01-19": 2, "2026-01-20": 4, "9999-12-31": 4}
    assert {text: texts[text] for text in days} == days
    assert [texts[text] for text in ("2026-01-32", "soon", "", UNKNOWN)] == [8] * 4


def _plain_values(attribute: Attribute) -> list[Any]:
    if attribute.type == "set":
        return [[], list(attribute.values), {attribute.values[0]}, attribute.values[0]]
    if attribute.type == "boolean":
        return [UNKNOWN, True, False]
    if attribute.type == "integer":
        return [UNKNOWN, attribute.at_least or 0, attribute.at_most or 0]
    if attribute.type == "number":
        return [UNKNOWN, 30, 18.5, Decimal("18.5")]
    if attribute.type == "date":
        return [UNKNOWN, datetime.date(2026, 7, 1), "2026-07-01"]
    return [UNKNOWN, *attribute.values]


def test_no_attribute_takes_an_empty_list_but_a_set() -> None:
    """Also on the hot path."""
    with pytest.raises(InvalidInput, match="`goal` cannot be"):
        HOT.decide({"goal": []})


def test_subclasses_of_dict_are_looked_at_closely() -> None:
    """They may say one thing and then another."""
    assert HOT.encode(FrozenMap({"family": "hinge"})) == PLAN.encoding.checks.unclear
    assert HOT.decide(FrozenMap({"family": "hinge"})) == HOT.decide({"family": "hinge"})
