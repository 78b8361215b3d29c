"""Facts on the borders of rules: what a rule's border is, and that facts on it make the rule hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.model.conditions import Between, Is
from squeezelogic.logic.semantics.definition import decide, passes
from squeezelogic.testing import drawing
from squeezelogic.testing.books import written
from squeezelogic.testing.drawing import AMID, ANYWHERE, BESIDE, ON, Drawer, borders, law_border

RAIN = Rulebook.load(Path(__file__).parents[2] / "docs/examples/rain")
TIED = written("tied", {
    "vocabulary.toml": {
        "attribute": {
            "wet": {"type": "boolean", "required": True},
            "sky": {"values": ["clear", "rain", "hail"], "implies": {"rain": {"wet": True}, "hail": {"wet": True}}},
            "wind": {"type": "integer", "at_least": 0, "at_most": 999},
            "bags": {"type": "set", "values": ["red", "blue", "green"]},
            "mood": {"values": ["good", "bad"]},
        },
        "slot": {"take": {"values": ["coat", "hat"]}, "tips": {"type": "list"}},
    },
    "first.toml": {"topic": "first", "rule": [
        {"id": "storm", "when": {"sky": ["rain", "hail"], "wind": {"at_least": 500}}, "then": {"take": "coat"}},
        {"id": "calm", "when": [{"sky": "clear", "bags": "red"}, {"bags": {"all": ["blue", "green"]}}],
         "then": {"tips": ["walk"]}},
    ]},
    "second.toml": {"topic": "second", "rule": [
        {"id": "after", "when": {"take": "coat", "mood": "bad"}, "then": {"tips": ["smile"]}},
    ]},
    "laws.toml": {"law": [
        {"id": "one", "says": "One.", "when": {"mood": "good"}, "then": {"take": {"not": "coat"}}},
        {"id": "two", "says": "Two.", "when": {"wind": {"at_most": 3}}, "comparing": {"sky": ["clear", "rain"]},
         "never_raises": {"take": ["hat", "coat"]}},
    ]},
})  # fmt: skip


def drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Examples, the same ones each time."""
    seen: list[Any] = []

    @settings(
        max_examples=count, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(strategy)
    def draw(value: Any) -> None:
        seen.append(value)

    draw()
    return seen


def by_rule(book: Rulebook) -> dict[str, tuple[Any, ...]]:
    """The borders of each rule that has a condition."""
    conditional = [rule.id for rule in book.rules.values() if any(any(branch) for branch in rule.when)]
    return dict(zip(conditional, borders(book), strict=True))


def test_the_borders_of_a_rule_are_the_tests_of_each_branch() -> None:
    """With what follows from them, and with the conditions of the rule that fills a slot in place of the slot."""
    hail, wind = Is(frozenset({"rain", "hail"})), Between(at_least=500, at_most=999)
    sky_clear = {"sky": (Is(frozenset({"clear"})),)}
    storm, calm, after = map(by_rule(TIED).__getitem__, ("storm", "calm", "after"))
    wet = (Is(frozenset({True})),)
    assert storm == ({"wet": wet, "sky": (hail,), "wind": (wind,)},)
    assert [{n: tests for n, tests in way.items() if n != "bags"} for way in calm] == [sky_clear, {}]
    assert after == ({"wet": wet, "mood": (Is(frozenset({"bad"})),), "sky": (hail,), "wind": (wind,)},)


@pytest.mark.parametrize("book", [RAIN, TIED], ids=["rain", "tied"])
def test_facts_on_a_border_make_its_rule_hold(book: Rulebook) -> None:
    """Whatever else is known, wherever its tests pass; for each rule with a condition of facts, in order."""
    by_border = by_rule(book)
    made = Drawer(book.vocabulary, borders(book), {})
    met: Counter[str] = Counter()
    for facts in drawn(made.facts(), 200):
        situation = book.vocabulary.situation(facts)
        decision = decide(book, situation)
        held = {*decision.standing, *decision.overruled}
        for rule, found in by_border.items():
            on = any(all(passes(test, situation[n]) for n, tests in way.items() for test in tests) for way in found)
            if on and not any(c.attribute in book.vocabulary.slots for b in book.rules[rule].when for c in b):
                assert rule in held, (rule, facts)
            if rule in held:
                met[rule] += 1
                assert on, (rule, facts)
    assert min(met[rule] for rule in by_border) >= 4, met


def test_the_border_of_a_law_is_that_of_its_conditions() -> None:
    """Of its demands and of its comparisons; one without conditions has none."""
    one, two = TIED.laws
    assert law_border(TIED, one) == ({"mood": (Is(frozenset({"good"})),)},)
    assert law_border(TIED, two) == ({"wind": (Between(at_least=0, at_most=3),)},)
    assert law_border(RAIN, RAIN.laws[1]) == ()


def test_facts_are_drawn_anywhere_on_a_border_amid_others_and_beside_it() -> None:
    """Each about as often; beside it, one of its attributes is to fail."""
    made = Drawer(TIED.vocabulary, borders(TIED), {})

    @st.composite
    def border(draw: st.DrawFn) -> Any:
        return made.border(draw)

    found = [it for some in drawn(st.lists(border(), min_size=8, max_size=8), 40) for it in some]
    counts = Counter(where for where, _, _ in found)
    assert set(counts) == {ANYWHERE, ON, AMID, BESIDE}
    assert min(counts.values()) > len(found) / 8
    flat = [way for each in borders(TIED) for way in each]
    for where, asked, flipped in found:
        assert (asked == {}) is (where == ANYWHERE)
        assert where == ANYWHERE or asked in flat
        assert (flipped in asked) is (where == BESIDE)
    assert {str(asked) for where, asked, _ in found if asked} == {str(way) for way in flat}
    nowhere = Drawer(TIED.vocabulary, (), {})

    @st.composite
    def none(draw: st.DrawFn) -> Any:
        return nowhere.border(draw)

    assert set(map(str, drawn(none(), 5))) == {str((ANYWHERE, {}, None))}


def lean(where: str, flipped: str | None, rule: str = "storm", branch: int = 0) -> list[dict[str, Any]]:
    """Facts drawn on, amid or beside the border of a branch of a rule."""
    made = Drawer(TIED.vocabulary, borders(TIED), {})
    made.border = lambda draw: (where, by_rule(TIED)[rule][branch], flipped)  # type: ignore[method-assign]
    return [it for some in drawn(st.lists(made.facts(), min_size=8, max_size=8), 30) for it in some]


def test_on_a_border_its_tests_pass_and_beside_it_one_fails() -> None:
    """Nearly always; where few other facts are wanted, mostly nothing else is known."""

    def share(found: list[dict[str, Any]], wanted: Any) -> float:
        return len([it for it in found if wanted(it)]) / len(found)

    on, amid, beside = lean(ON, None), lean(AMID, None), lean(BESIDE, "wind")
    storm = lambda it: it.get("sky") in ("rain", "hail")  # noqa: E731 - a test of facts
    windy = lambda it: it.get("wind", 0) >= 500  # noqa: E731 - as above
    assert min(share(found, storm) for found in (on, amid, beside)) > 0.6
    assert min(share(found, windy) for found in (on, amid)) > 0.6
    assert share(beside, windy) < 0.4
    assert share(on, lambda it: "mood" not in it) > 0.5 > share(amid, lambda it: "mood" not in it)
    assert share(on, lambda it: "bags" not in it) > 0.5
    assert share(amid, lambda it: len(it.get("bags", ())) == 3) > 0
    assert share(on, lambda it: len(it.get("bags", ())) == 3) == 0
    packed = lambda it: it.get("bags", frozenset()) >= {"blue", "green"}  # noqa: E731 - as above
    filled, emptied = lean(ON, None, "calm", 1), lean(BESIDE, "bags", "calm", 1)
    assert share(filled, lambda it: "bags" in it) > 0.6
    assert share(emptied, lambda it: "bags" in it) < 0.4
    assert share(filled, packed) > 0.1 > share(emptied, packed)


def test_what_is_implied_is_not_told_unless_it_is_fixed_and_what_is_required_is() -> None:
    """Whatever is drawn is possible, known, and in the order of the vocabulary."""
    order = list(TIED.vocabulary.attributes)
    for fixed in ({}, {"wet": True}, {"sky": "hail"}, {"sky": st.sampled_from(["rain", "clear"])}):
        for facts in drawn(Drawer(TIED.vocabulary, borders(TIED), fixed).facts(), 25):
            assert list(facts) == sorted(facts, key=order.index)
            assert "unknown" not in facts.values()
            assert frozenset() not in facts.values()
            situation = TIED.vocabulary.situation(facts)
            assert situation["wet"] != "unknown"
            if facts.get("sky") in ("rain", "hail"):
                assert ("wet" in facts) is ("wet" in fixed)
            else:
                assert "wet" in facts
    only = drawn(Drawer(TIED.vocabulary, borders(TIED), {}, ["wind", "wet"]).facts(), 60)
    assert {name for facts in only for name in facts} == {"wind", "wet"}


def test_what_cannot_be_fixed_is_said_at_once() -> None:
    """An unknown attribute, a wrong value, and values that contradict one another."""
    with pytest.raises(InvalidInput) as error:
        Drawer(TIED.vocabulary, (), {"skye": "rain", "wnd": 1})
    assert error.value.problems == (
        "unknown attribute `skye`: did you mean `sky`?", "unknown attribute `wnd`: did you mean `wind`?"
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="unknown attribute `mood`: choose from `wind`"):
        Drawer(TIED.vocabulary, (), {"mood": "good"}, ["wind"])
    with pytest.raises(InvalidInput, match="`wind` cannot be"):
        Drawer(TIED.vocabulary, (), {"wind": -1})
    with pytest.raises(InvalidInput, match="`wet` cannot be"):
        Drawer(TIED.vocabulary, (), {"sky": "rain", "wet": False})
    found = drawn(Drawer(TIED.vocabulary, (), {"sky": st.just("rain"), "wet": st.booleans()}).facts(), 30)
    assert {facts["sky"] for facts in found} == {"rain"}
    assert all(facts.get("wet", True) for facts in found)


def test_a_value_may_be_said_in_any_form_that_is_admitted() -> None:
    """A fixed list is a set of elements, and so is a drawn one; None leaves the attribute out."""
    fixed = {"bags": ["red", "blue"], "wind": None, "mood": st.just("bad")}
    for facts in drawn(Drawer(TIED.vocabulary, borders(TIED), fixed).facts(), 20):
        assert facts["bags"] == frozenset({"red", "blue"})
        assert "wind" not in facts
        assert facts["mood"] == "bad"


def test_all_ways_in_which_an_earlier_topic_may_fill_a_slot_are_borders() -> None:
    """Up to two dozen of them; a slot that must not hold something is left out."""
    rules = [{"id": f"r{n}", "when": {"n": n}, "then": {"take": "coat"}} for n in range(30)]
    book = written("many", {
        "vocabulary.toml": {"attribute": {"n": {"type": "integer", "at_least": 0, "at_most": 40},
                                          "m": {"values": ["a"]}},
                            "slot": {"take": {"values": ["coat", "hat"]}, "tips": {"type": "list"}}},
        "a.toml": {"topic": "a", "rule": rules},
        "b.toml": {"topic": "b", "rule": [
            {"id": "coat", "when": {"take": "coat"}, "then": {"tips": ["x"]}},
            {"id": "bare", "when": {"take": {"not": "coat"}, "m": "a"}, "then": {"tips": ["y"]}},
            {"id": "hat", "when": {"take": "hat"}, "then": {"tips": ["z"]}},
        ]},
    })  # fmt: skip
    found = dict(zip([name for name in book.rules if name != "hat"], borders(book), strict=True))
    assert len(found["coat"]) == drawing.MOST_WAYS
    assert {*found["coat"][0]} == {"n"}
    assert len({str(way) for way in found["coat"]}) == drawing.MOST_WAYS
    assert found["bare"] == ({"m": (Is(frozenset({"a"})),)},)


def test_what_others_imply_is_drawn_before_them() -> None:
    """So each of its values comes up, though nearly all values of another attribute rule it out."""
    skies = [f"s{n}" for n in range(20)]
    book = written("skies", {
        "vocabulary.toml": {"attribute": {"sky": {"values": skies, "implies": {it: {"wet": True} for it in skies}},
                                          "wet": {"type": "boolean"}},
                            "slot": {"take": {"values": ["coat"]}}},
        "t.toml": {"topic": "t", "rule": [{"id": "r", "then": {"take": "coat"}}]},
    })  # fmt: skip
    made = Drawer(book.vocabulary, borders(book), {})
    found = [it for some in drawn(st.lists(made.facts(), min_size=8, max_size=8), 20) for it in some]
    assert sum(it.get("wet") is False for it in found) > len(found) / 8
    assert sum("sky" in it for it in found) > len(found) / 8
