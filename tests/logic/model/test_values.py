"""The values of a rulebook: what conditions say of themselves, which rule ranks above which, and what is kept."""

from __future__ import annotations

import copy
import datetime
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import pytest

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.model.conditions import MOST_NAMED, Between, Clause, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Waiver
from squeezelogic.logic.model.lazy_fields import GETTERS, ORIGIN, LazyFields, hold, lazy_fields, new
from squeezelogic.logic.model.rules import Place, Points, Rule, Topic, overridden
from squeezelogic.logic.model.texts import Translation
from squeezelogic.logic.model.type_hints import _Annotations, evaluable
from squeezelogic.logic.model.untrusted import as_json_number
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, UNKNOWN, Attribute, Mutability, Vocabulary, as_date

RAIN = Rulebook.load(Path(__file__).parents[3] / "docs" / "examples" / "rain")
MANY = frozenset(f"v{n:02}" for n in range(MOST_NAMED + 4))


@pytest.mark.parametrize(
    ("test", "text"),
    [
        (Is(frozenset({"b", "a"})), "is `a` or `b`"),
        (Not(Is(frozenset({"a"}))), "is not `a`"),
        (Between(at_least=3, at_most=7), "is from 3 to 7"),
        (Between(above=3, below=7), "is above 3 and below 7"),
        (Not(Between(at_most=7)), "is not at most 7"),
        (Between(at_least=Decimal("18.5")), "is at least 18.5"),
        (HasAny(frozenset({"x", "y"})), "includes `x` or `y`"),
        (Not(HasAny(frozenset({"x", "y"}))), "does not include `x` or `y`"),
        (Not(HasAny(frozenset())), "does not include anything"),
        (HasAll(frozenset({"x", "y"})), "includes `x` and `y`"),
        (HasCount(2, frozenset({"x", "y", "z"})), "includes at least 2 of `x` and `y` and `z`"),
        (Is(MANY), "is " + " or ".join(f"`{it}`" for it in sorted(MANY)[: MOST_NAMED - 1]) + " or any of 5 others"),
    ],
)
def test_a_clause_is_a_sentence(test: Test, text: str) -> None:
    """Values sorted, of many only the first with the number of the others."""
    assert str(Clause("leaf", test)) == f"leaf {text}"


def test_a_decision_is_plain_data_and_asks_its_rulebook() -> None:
    """Lists as lists; questions are about the slots that are named, without what is settled."""
    decision = RAIN.decide({"sky": "raining", "wind": 9, "hands_busy_with": ["dog"]})
    assert decision.to_dict() == {
        "slots": {"take": "raincoat", "reminders": ["cover-the-others"]},
        "standing": list(decision.standing),
        "overruled": dict(decision.overruled),
    }
    assert decision.overruled
    open_ = RAIN.decide({"sky": "raining"})
    assert open_.questions("take").about == ("take",)
    asked = [it.attribute for it in open_.questions("take")]
    assert asked == [it.attribute for it in RAIN.questions({"sky": "raining"}, "take")]
    assert asked[0] not in [it.attribute for it in open_.questions("take", settled=asked[:1])]


def test_a_waiver_says_what_it_is_about() -> None:
    """The check, then each of rule, topic and name that it names."""
    assert str(Waiver("gap", "because", rule="r", topic="t", name="n")) == "gap of rule r, topic t, name n"
    assert str(Waiver("gap", "because", topic="t")) == "gap of topic t"


@lazy_fields("size")
@attrs.frozen(slots=False)
class Box(LazyFields):
    """A value with a field that is computed late."""

    side: int
    size: int


def test_a_lazy_field_is_computed_from_the_origin_when_it_is_read() -> None:
    """Once; a value made so is copied and pickled like one with all fields, which need not be lazy."""
    calls = []

    def compute(origin: int) -> int:
        calls.append(origin)
        return origin**3

    box: Any = new(Box)
    hold(box, {"side": 2, ORIGIN: 2, GETTERS: {"size": compute}})
    assert calls == []
    assert (box.size, box.size, calls) == (8, 8, [2])
    assert box.__getstate__() == {"side": 2, "size": 8}
    assert copy.copy(box) == pickle.loads(pickle.dumps(box)) == Box(2, 8) == box  # noqa: S301 - our own
    assert Box(3, 27).size == 27


def rule(id_: str, level: str = "low", **more: Any) -> Rule:
    """A rule that always holds."""
    return Rule(id_, "t", level, ((),), FrozenMap(more.pop("then", {})), **more)


def test_points_add_up_and_ranks_are_0_by_default() -> None:
    """A rule has ranks only for the lists that it fills."""
    assert Points(2) + Points(3) == 5
    assert isinstance(Points(2) + Points(3), Points)
    ranked = rule("a", ranks=FrozenMap({"tips": FrozenMap({"x": 3})}))
    assert [ranked.rank("tips", "x"), ranked.rank("tips", "y"), ranked.rank("cups", "x")] == [3, 0, 0]


def test_rules_contest_each_other_if_one_blocks_or_contradicts_the_other() -> None:
    """Either way round; lists and points never contradict."""
    red, blue = rule("red", then={"hat": "red"}), rule("blue", then={"hat": "blue"})
    same, lists = rule("same", then={"hat": "red"}), rule("list", then={"hat": ("red",)})
    points = rule("points", then={"hat": Points(1)})
    blocking = rule("blocking", blocks=("red",))
    assert red.contests(blue)
    assert blue.contests(red)
    assert not red.contests(same)
    assert not lists.contests(rule("other", then={"hat": ("blue",)}))
    assert not points.contests(rule("other", then={"hat": Points(2)}))
    assert blocking.contests(red)
    assert red.contests(blocking)
    assert not blocking.contests(blue)


def test_a_rule_outranks_those_on_lower_levels_and_those_it_overrides() -> None:
    """Directly or through others, and only on its own level; in a circle each overrides itself."""
    top = rule("top", "high")
    first, second, third = rule("first", overrides=("second",)), rule("second", overrides=("third",)), rule("third")
    rules = (top, first, second, third)
    topic = Topic("t", "", ("high", "low"), (), (), FrozenMap(), rules)
    above = {(upper.id, lower.id) for upper in rules for lower in rules if topic.outranks(upper, lower)}
    of_top = {("top", it) for it in ("first", "second", "third")}
    assert above == of_top | {("first", "second"), ("first", "third"), ("second", "third")}
    assert overridden({"a": ("b",), "b": ("a",), "c": ()}) == {
        "a": frozenset("ab"),
        "b": frozenset("ab"),
        "c": frozenset(),
    }


def _texts(keys: str, text: str) -> tuple[FrozenMap[str, str], FrozenMap[str, str]]:
    return FrozenMap(dict.fromkeys(keys, text)), FrozenMap(dict.fromkeys(keys, text.upper()))


def test_a_translation_on_top_of_another_replaces_it_key_by_key() -> None:
    """Texts, fingerprints and places."""
    below = Translation("de", *_texts("ab", "unten"), FrozenMap({"a": Place("unten")}))
    upper = Translation("de", *_texts("bc", "oben"), FrozenMap({"b": Place("oben")}))
    both = upper.over(below)
    assert both.language == "de"
    assert both.texts == {"a": "unten", "b": "oben", "c": "oben"}
    assert both.fingerprints == {"a": "UNTEN", "b": "OBEN", "c": "OBEN"}
    assert {key: place.file for key, place in both.places.items()} == {"a": "unten", "b": "oben"}


class Hinted:
    """Its hints can be completed, also those behind a property or a method."""

    @property
    def shown(self) -> int:
        """A property."""
        return 1

    @classmethod
    def made(cls) -> int:
        """A class method."""
        return 1

    def plain(self) -> int:
        """A method."""
        return 1

    borrowed = attrs.evolve


def test_hints_of_a_class_and_of_all_that_is_its_own_are_completed() -> None:
    """Functions of other modules are left alone; what is listed first is imported first."""
    evaluable(Hinted)
    own = (Hinted.shown.fget, Hinted.made.__func__, Hinted.plain)  # type: ignore[attr-defined]
    assert all(isinstance(it.__annotations__, _Annotations) for it in own)
    assert {getattr(it.__annotations__, "module", "") for it in own} == {__name__}
    assert not isinstance(Hinted.borrowed.__annotations__, _Annotations)
    assert [*Hinted.plain.__annotations__.keys()] == ["return"]
    assert get_type_hints(Hinted.plain) == {"return": int}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        *((it, it) for it in (1, 0.5, LOWEST, HIGHEST)),
        (Decimal("0.1"), 0.1),
        (Decimal(3), 3),
        *((it, None) for it in (Decimal("0.1000000000000000000001"), Decimal("nan"), True, "1", HIGHEST + 1)),
    ],
)
def test_a_number_is_json_if_a_float_or_64_bits_hold_it(value: Any, number: Any) -> None:
    """None for what is none."""
    found = as_json_number(value)
    assert (found, type(found)) == (number, type(number))


def test_time_changes_what_is_known_and_along_its_order_only() -> None:
    """A person can also make known what is unknown, and remove where only removal is possible."""
    by_time, by_person = Mutability("time", ("a", "b")), Mutability("lifter", ("a", "b"))
    assert [it.allows("a", "b") for it in (by_time, by_person)] == [True, True]
    assert [it.allows("b", "a") for it in (by_time, by_person)] == [False, False]
    assert [it.allows(UNKNOWN, "b") for it in (by_time, by_person)] == [False, True]
    assert not by_person.allows("a", "c")
    assert not by_person.allows("c", "b")  # a value out of the order leads nowhere
    removing = Mutability("lifter", removal=True)
    assert removing.allows(frozenset("ab"), frozenset("a"))
    assert not removing.allows(frozenset("a"), frozenset("ab"))


def test_an_attribute_admits_its_own_values_up_to_its_bounds() -> None:
    """And that a value is not known; a moment is no date."""
    day, count = Attribute("day", type="date"), Attribute("n", type="integer")
    for attribute in (day, count, Attribute("sky", values=("sun",))):
        assert attribute.admit(UNKNOWN) == UNKNOWN
        with pytest.raises(InvalidInput, match="cannot be `nonsense`"):
            attribute.admit("nonsense")
    assert [count.admit(it) for it in (LOWEST, HIGHEST)] == [LOWEST, HIGHEST]
    for wrong in (LOWEST - 1, HIGHEST + 1):
        with pytest.raises(InvalidInput, match="in 64 bits"):
            count.admit(wrong)
    assert [day.admit(it) for it in (datetime.date.min, datetime.date.max)] == [datetime.date.min, datetime.date.max]
    assert day.admit("2026-05-31") == as_date("2026-05-31") == datetime.date(2026, 5, 31)
    few = {of: Attribute("n", of, "integer", at_least=0, at_most=3) for of in ("facts", "slot")}
    assert few["slot"].admit(4) == 4, "a rule may ask for a total that no rules add up to"
    with pytest.raises(InvalidInput, match="cannot be `4`"):
        few["facts"].admit(4)
    assert as_date("2026-02-31") == "2026-02-31"
    assert as_date(datetime.datetime(2026, 5, 31)) == "2026-05-31 00:00:00"


def test_a_situation_has_what_facts_imply_unless_they_are_wrong() -> None:
    """All that is wrong with facts is said; a contradiction only of facts that are right."""
    wet = Attribute("wet", type="boolean")
    sky = Attribute("sky", values=("sun", "rain"), implies=FrozenMap({"rain": FrozenMap({"wet": True})}))
    words = Vocabulary(FrozenMap({"sky": sky, "wet": wet}), FrozenMap())
    assert words.situation({"sky": "rain"}) == {"sky": "rain", "wet": True}
    assert words.situation({"sky": "sun"}) == {"sky": "sun", "wet": UNKNOWN}
    with pytest.raises(InvalidInput, match="`wet` cannot be `false`: `sky` `rain` makes it `true`"):
        words.situation({"sky": "rain", "wet": False})
    with pytest.raises(InvalidInput) as caught:
        words.situation({"sky": "rain", "wet": False, "dog": 1})
    assert len(caught.value.problems) == 1
