"""Pieces of the kit that other tests reach only by chance: notes, caches, invented files, and what is put together."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from squeezelogic import Rulebook, recommend
from squeezelogic.logic.loading.assemble import assemble
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.testing import (
    Situation,
    all_laws,
    assert_laws,
    asserting,
    books,
    inventing,
    plugin,
    rulebooks,
    situations,
)
from squeezelogic.testing.books import written
from squeezelogic.testing.drawing import AMID, BESIDE, ON, Drawer, borders, law_border
from squeezelogic.testing.laws import chosen
from squeezelogic.testing.situation import lifting

LAWS = {law.id: law for law in all_laws()}
RAIN = Rulebook.load(Path(__file__).parents[2] / "docs/examples/rain")
MANY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example]
SAME = settings(database=None, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=MANY)


def drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Examples, the same ones each time."""
    seen: list[Any] = []

    @settings(SAME, max_examples=count)
    @given(strategy)
    def draw(value: Any) -> None:
        seen.append(value)

    draw()
    return seen


def test_an_adapter_that_heeds_the_order_of_faults_is_caught() -> None:
    """The answer to each situation is kept by itself, with its exercise and the order of its faults."""

    def fickle(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        data = recommend(profile, exercise, observed=observed).to_dict()
        return {**data, "summary": f"First of all {observed[0]}."} if observed else data

    seen = situations(family="hinge", observed=["no_pause", "bar_rolls"])
    with pytest.raises(AssertionError, match="law `order-changes-nothing` is broken"):
        assert_laws(fickle, laws=["order-changes-nothing"], among=seen, max_examples=5)
    asked: list[Situation] = []

    def ask(situation: Situation) -> Any:
        asked.append(situation)
        return len(asked)

    once: Any = asserting._ask_once(ask)
    pairs = [({"movement": "swing"}, ("no_pause", "bar_rolls")), ({"movement": "swing"}, ("bar_rolls", "no_pause")),
             ({"movement": "deadlift"}, ("no_pause", "bar_rolls"))]  # fmt: skip
    told = [Situation(it.profile, it.exercise, order) for facts, order in pairs for it in [Situation.of(facts)]]
    assert [once(it) for it in (*told, *told)] == [1, 2, 3, 1, 2, 3]


def test_the_first_five_broken_laws_are_shown_and_the_others_named() -> None:
    """None twice, in the order in which they were found."""

    def wrong(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        data = recommend(profile, exercise, observed=observed).to_dict()
        return {**data, "effort": "deliberate", "verdict": "squeeze", "reasons": [], "summary": ""}

    with pytest.raises(AssertionError) as error:
        assert_laws(wrong, max_examples=25)
    *shown, last = str(error.value).split("\n\n")
    names = [part.split("`")[1] for part in shown]
    assert len(set(names)) == 5
    assert not [name for name in names if f"`{name}`" in last]

    def silent(profile: Any, exercise: Any, *, observed: Any) -> dict[str, Any]:
        return {**recommend(profile, exercise, observed=observed).to_dict(), "summary": ""}

    for count in (5, 6, 7):
        breach = LAWS["the-summary-is-short"].breach
        laws: Any = [SimpleNamespace(id=f"law-{n}", says="Say it.", breach=breach) for n in range(count)]
        with pytest.raises(AssertionError) as error:
            assert_laws(silent, laws=laws, max_examples=3)
        parts = str(error.value).split("\n\n")
        assert [part.split("`")[1] for part in parts[:5]] == [f"law-{n}" for n in range(5)]
        assert parts[5:] == {
            5: [], 6: ["1 more law is broken: `law-5`"], 7: ["2 more laws are broken: `law-5`, `law-6`"]
        }[count]  # fmt: skip


def test_where_it_is_not_said_otherwise_situations_are_drawn_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a derandomized profile draws the same ones each time."""
    for default, seeds in ((None, 2), (SimpleNamespace(derandomize=False), 2), (SimpleNamespace(derandomize=True), 1)):
        monkeypatch.setattr(asserting, "settings", SimpleNamespace(default=default))
        assert len({asserting._choose_seed() for _ in range(2)}) == seeds


def test_a_law_given_twice_counts_as_it_was_given_last() -> None:
    """A law of one's own may take the place of another one."""
    law = LAWS["the-summary-is-short"]
    own: Any = SimpleNamespace(id=law.id, says="Ours.", breach=law.breach)
    assert chosen([law.id, own], Rulebook.default())[-1] is own


WAIVED: dict[str, dict[str, Any]] = {
    "vocabulary.toml": {
        "attribute": {"sky": {"values": ["dry", "wet"]}, "wind": {"type": "integer", "at_least": 0, "at_most": 9}},
        "slot": {"take": {"values": ["hat", "coat"]}},
    },
    "cover.toml": {"topic": "cover", "rule": [{"id": "all", "when": {"sky": "wet"}, "then": {"take": "coat"}},
                                              {"id": "dry", "when": {"sky": "dry"}, "then": {"take": "hat"}}]},
    "waivers.toml": {"waiver": [{"check": "unused", "name": "wind", "reason": "It is for later."}]},
}  # fmt: skip


def test_a_variant_has_neither_cases_nor_waivers_and_its_changes_are_noted() -> None:
    """A topic that does not say what it concludes keeps its rules."""
    base = written("waived", WAIVED)
    assert base.waivers
    seen: set[str] = set()
    for layers, words in drawn(books.changed(base), 60):
        book = Rulebook(assemble(layers), layers=layers)
        assert not book.waivers
        seen.update(word.split()[0] for word in words)
        assert {"all", "dry"} <= book.rules.keys()
    assert "without" not in seen

    @settings(SAME, max_examples=40)
    @given(rulebooks(like=base))
    def fails(book: Rulebook) -> None:
        assert book == base

    with pytest.raises(AssertionError) as error:
        fails()
    notes = "\n".join(error.value.__notes__)
    assert f"{base!r}, but " in notes
    assert "but nothing is changed" not in notes


TWICE = written("twice", {
    "vocabulary.toml": {
        "attribute": {"wind": {"type": "integer", "at_least": 0, "at_most": 999}, "mood": {"values": ["a", "b", "c"]}},
        "slot": {"take": {"values": ["coat"]}, "tips": {"type": "list"}},
    },
    "first.toml": {"topic": "first", "rule": [
        {"id": "storm", "when": {"wind": {"at_least": 500}}, "then": {"take": "coat"}},
    ]},
    "second.toml": {"topic": "second", "rule": [
        {"id": "both", "when": {"take": "coat", "wind": {"at_most": 510}}, "then": {"tips": ["x"]}},
    ]},
})  # fmt: skip


def test_all_that_is_asked_of_an_attribute_belongs_to_a_border() -> None:
    """By a rule itself and by the rules that fill the slots that it reads."""
    (way,) = dict(zip(TWICE.rules, borders(TWICE), strict=True))["both"]
    assert {str(test) for test in way["wind"]} == {
        "Between(at_least=500, at_most=999, above=None, below=None)",
        "Between(at_least=0, at_most=510, above=None, below=None)",
    }


def test_one_drawer_tells_the_ways_to_draw_apart() -> None:
    """What it keeps for one border, or for one way, is not given for another."""
    made = Drawer(TWICE.vocabulary, borders(TWICE), {})
    (way,) = dict(zip(TWICE.rules, borders(TWICE), strict=True))["storm"]
    shares = []
    for where, asked, flipped in ((ON, way, None), (BESIDE, way, "wind"), (AMID, way, None), (ON, {}, None)):
        made.border = lambda draw, to=(where, asked, flipped): to  # type: ignore[method-assign,misc]
        found = [it for some in drawn(st.lists(made.facts(), min_size=8, max_size=8), 20) for it in some]
        shares.append([
            sum(it.get("wind", 0) >= 500 for it in found) / len(found), sum("mood" in it for it in found) / len(found)
        ])  # fmt: skip
    (on, few), (beside, _), (amid, many), (nothing, _) = shares
    assert min(on, amid) > 0.6
    assert max(beside, nothing) < 0.45
    assert few < 0.5 < many


def test_attributes_of_every_kind_are_invented() -> None:
    """Each type with and without bounds, narrow and wide, with one value and with four."""
    found = drawn(inventing.attribute(), 400)
    shapes = {(it.type, it.at_least, it.at_most) for it in found if it.is_ordered and it.name != "number"}
    day, last = inventing.SOME_DAY, inventing.SOME_DAY + datetime.timedelta(days=5)
    assert shapes == {
        ("integer", -inventing.WIDEST, inventing.WIDEST), ("integer", None, None), ("integer", 0, None),
        ("integer", None, 9), ("number", None, None), ("number", Decimal("0.5"), None), ("number", None, 3),
        ("number", 0, 2), ("date", None, None), ("date", day, None), ("date", day, last),
    }  # fmt: skip
    narrow = {(it.at_least, it.at_most - it.at_least) for it in found if it.name == "number"}
    assert {low for low, _ in narrow} == set(range(-3, 4))
    assert {width for _, width in narrow} == set(range(7))
    assert {len(it.values) for it in found if it.type == "enum"} == {1, 2, 3, 4}
    assert {len(it.values) for it in found if it.type == "set"} == {1, 2, 3, 4}
    assert {it.name for it in found} == {"choice", "yes", "number", "wide", "open", "measure", "day", "bag"}
    sizes = {len(it) for it in drawn(inventing.attributes(), 200)}
    assert sizes == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("is_sound", [True, False])
def test_an_invented_topic_is_as_sound_as_it_is_to_be(is_sound: bool) -> None:
    """If so, each rule overrides those after it on its level, and the last one always holds on the last level."""
    overriding = implied = always = 0
    for files in drawn(inventing.invented(is_sound), 12):
        for name in ("first", "second"):
            topic = files[f"{name}.toml"]
            rules = topic["rule"]
            assert topic["levels"] == ["upper", "lower", "last"]
            assert len({rule["id"] for rule in rules}) == len(rules)
            for place, rule in enumerate(rules):
                after = [it["id"] for it in rules[place + 1 :] if it["level"] == rule["level"]]
                assert set(rule.get("overrides", ())) <= set(after)
                assert not is_sound or rule.get("overrides", []) == after
                overriding += bool(rule.get("overrides"))
                blocked = {it["id"] for it in rules if (rule["level"], it["level"]) == ("upper", "lower")}
                assert set(rule.get("blocks", ())) <= blocked
            if is_sound:
                assert rules[-1] == {"id": f"{name}-otherwise", "level": "last", "then": {f"{name}_answer": "p"}}
                assert topic["required"] == [f"{name}_answer"]
                assert "when" not in topic
            always += "required" in topic
            assert set(topic["concludes"]) == {f"{name}_{it}" for it in ("answer", "list", "tips", "points")}
        choice = files["vocabulary.toml"]["attribute"].get("choice", {})
        implied += bool(choice.get("implies"))
    assert overriding
    assert always
    implied_values = {
        str(it["choice"]["implies"])
        for it in drawn(inventing._declare_attributes(DECLARED), 80)
        if "implies" in it["choice"]
    }
    assert implied_values == {str({"a": {"yes": value}}) for value in (True, False)}


DECLARED = {
    "choice": Attribute("choice", values=("a", "b")),
    "yes": Attribute("yes", type="boolean"),
    "open": Attribute("open", type="integer", at_least=0),
    "bag": Attribute("bag", type="set", values=("x",)),
}


def test_invented_attributes_are_declared_as_they_are() -> None:
    """With their type, values and bounds; a set is never required, any other sometimes."""
    found = drawn(inventing._declare_attributes(DECLARED), 100)
    for it in found:
        plain = {name: {k: v for k, v in one.items() if k not in ("required", "implies")} for name, one in it.items()}
        assert plain == {
            "choice": {"values": ["a", "b"]}, "yes": {"type": "boolean"}, "open": {"type": "integer", "at_least": 0},
            "bag": {"type": "set", "values": ["x"]},
        }  # fmt: skip
        assert "required" not in it["bag"]
    required = {name for it in found for name, one in it.items() if one.get("required")}
    assert required == {"choice", "yes", "open"}
    assert any(not any("required" in one for one in it.values()) for it in found)


def test_conditions_name_values_near_the_lower_bound_and_any_others() -> None:
    """Within the attribute's bounds; the ends of ranges also beyond them."""
    day = inventing.SOME_DAY
    for attribute, near, beyond in (
        (Attribute("i", type="integer", at_least=5, at_most=900), range(5, 12), range(5, 901)),
        (Attribute("n", type="number", at_least=1, at_most=90), None, None),
        (Attribute("d", type="date", at_least=day, at_most=day + datetime.timedelta(days=90)), None, None),
    ):
        given_ = drawn(inventing._draw_given(attribute), 40)
        assert all(attribute.at_least <= it <= attribute.at_most for it in given_)
        assert len(set(given_)) > 10
        if near is not None and beyond is not None:
            assert set(given_) & set(near)
            assert set(given_) - set(near)
        spans = drawn(inventing._draw_bounds(attribute), 80)
        assert {key for it in spans for key in it} == {"at_least", "above", "at_most", "below"}
        assert {len(it) for it in spans} == {1, 2}
        assert any(not attribute.at_least <= end <= attribute.at_most for it in spans for end in it.values())
        for it in spans:
            if len(it) == 2:
                low, high = it.values()
                assert low <= high
                assert next(iter(it)) in ("at_least", "above")


def test_the_vocabulary_of_exercises_says_whose_attributes_they_are() -> None:
    """A movement and a family are of the exercise."""
    attributes = lifting(RAIN).attributes
    assert attributes["family"].of == "exercise"
    assert lifting(Rulebook.default()).attributes["movement"].of == "exercise"


def test_a_rulebook_is_checked_once_in_a_run_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone and on top of the default one it is another one."""
    config: Any = SimpleNamespace(stash=pytest.Stash())
    folder = Path(__file__).parents[2] / "docs/examples/rain"
    checked: list[str] = []

    def check(book: Rulebook) -> tuple[()]:
        checked.append(book.name)
        return ()

    monkeypatch.setattr(Rulebook, "check", check)
    found = [plugin._check_rulebook(config, folder, False) for _ in range(3)]
    assert checked == ["rain"]
    assert found[0] is found[1] is found[2]
    assert found[0][0].name == "rain"


def test_what_lies_within_a_path_that_was_asked_for_is_not_added_again() -> None:
    """A folder lies within itself and within those above it."""
    config: Any = SimpleNamespace(invocation_params=SimpleNamespace(dir=Path("/project")))
    within = {("/project/rules", "rules"), ("/project/rules", "."), ("/project/rules/a", "rules")}
    for folder, path in [*within, ("/project", "rules"), ("/project/rules", "rule"), ("/other", ".")]:
        assert plugin._is_within(Path(folder), Path(path), config) is ((folder, path) in within)


def test_situations_are_drawn_around_laws_three_times_as_often_as_around_rules() -> None:
    """Around each law that is to be tried, and around no others."""
    drawers: list[Any] = []
    book = Rulebook.default()
    chosen_laws = [law for law in chosen(None, book) if law.id == "more-back-pain-never-raises-the-effort"]
    conditional = [law for law in chosen(None, book) if getattr(law, "law", None)][:4]

    def note(*arguments: Any) -> Drawer:
        drawers.append(arguments[1])
        return Drawer(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asserting, "Drawer", note)
        for laws in ((), chosen_laws, conditional):
            asserting._draw_around(book, laws)
    rules = borders(book)
    of_laws = [[way for law in laws if (way := law_border(book, law.law))] for laws in ((), chosen_laws, conditional)]  # type: ignore[attr-defined]
    for ways, drawn_around in zip(of_laws, drawers, strict=True):
        assert drawn_around[: len(rules)] == rules
        rest = drawn_around[len(rules) :]
        assert {str(it) for it in rest} == {str(it) for it in ways}
        assert not ways or 2 < len(rest) / len(rules) <= 3
