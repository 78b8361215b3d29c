"""The strategies: what they cover, what they keep fixed, what they shrink to, and where they lean."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import squeezelogic.testing
from squeezelogic import Exercise, InvalidInput, Profile, Rulebook, recommend
from squeezelogic.testing import Situation, exercises, facts, observations, profiles, rulebooks, situations
from squeezelogic.testing.books import written

BOOK = Rulebook.default()
RAIN = Rulebook.load(Path(__file__).parents[2] / "docs/examples/rain")
ATTRIBUTES = BOOK.vocabulary.attributes
uninstalled = pytest.mark.skipif(
    not entry_points(group="hypothesis", name="squeezelogic"), reason="only an installed package has entry points"
)
UNEXPLAINED = (Phase.generate, Phase.shrink)
UNSAID = ("family", "movement")  # either follows from, or rules out, values of the other


def drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Examples, the same ones each time."""
    seen: list[Any] = []

    @settings(max_examples=count, database=None, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
    @given(strategy)
    def draw(value: Any) -> None:
        seen.append(value)

    draw()
    return seen


@cache
def many() -> list[Situation]:
    """Sixteen thousand situations."""
    return drawn(situations(), 16_000)


def simplest(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """What Hypothesis shrinks to."""
    limits = settings(max_examples=3_000, database=None, derandomize=True, deadline=None, phases=UNEXPLAINED)
    return find(strategy, wanted, settings=limits)


def first(name: str) -> Any:
    """The value that an attribute's vocabulary lists first, as a fact."""
    attribute = ATTRIBUTES[name]
    value: Any = True if attribute.type == "boolean" else attribute.values[0]
    return frozenset([value]) if attribute.type == "set" else value


@pytest.mark.thorough
def test_every_value_of_every_attribute_is_drawn_and_so_is_not_knowing_it() -> None:
    """Of situations: each value, each element of a set, and none."""
    values: dict[str, set[Any]] = defaultdict(set)
    for situation in many():
        for name in ATTRIBUTES:
            value = situation.facts.get(name)
            values[name] |= value if isinstance(value, frozenset) else {value}
            values[name] |= {None} if not value else set()
    for name, attribute in ATTRIBUTES.items():
        domain = {True, False} if attribute.type == "boolean" else set(attribute.values)
        assert values[name] | {None} == domain | {None}, name
        assert None in values[name] or name == "family"


@pytest.mark.parametrize(
    ("strategy", "kind"),
    [(profiles(), Profile), (exercises(), Exercise), (observations(), frozenset), (situations(), Situation)],
)
def test_each_strategy_draws_what_its_name_says(strategy: st.SearchStrategy[Any], kind: type) -> None:
    """Lifters, exercises, sets of faults, situations; and not the same ones all the time."""
    found = drawn(strategy, 200)
    assert {type(value) for value in found} == {kind}
    assert len(set(found)) > 20


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_can_be_fixed_and_left_out(name: str) -> None:
    """Fixed to a value it always has it; left out, it is never said (a family then follows from the movement)."""
    fixed = drawn(situations(**{name: first(name)}), 25)
    assert {situation.facts[name] for situation in fixed} == {first(name)}
    left_out = drawn(situations(**{name: None}), 25)
    if name == "family":
        assert all(situation.exercise.movement for situation in left_out)
    else:
        assert not any(name in situation.facts for situation in left_out)


@given(profiles(experience=st.sampled_from(["beginner", "advanced"]), goal=st.none(), red_flags=["fever"]))
def test_a_strategy_may_stand_for_a_value(profile: Profile) -> None:
    """It is drawn from, None meaning unknown; beside it, a value stays a value."""
    assert profile.experience in ("beginner", "advanced")
    assert profile.goal is None
    assert profile.red_flags == {"fever"}


@given(exercises(family="hinge", movement=st.sampled_from(["swing", "hip_thrust"])))
def test_fixed_values_never_contradict_one_another(exercise: Exercise) -> None:
    """Of a strategy's values, those that cannot be are not drawn."""
    assert exercise.movement == "swing"


@given(observations(no_pause=True, bar_rolls=False, leans_back=st.just(True)))
def test_each_fault_can_be_fixed(seen: frozenset[str]) -> None:
    """True: always seen. False: never."""
    assert {"no_pause", "leans_back"} <= seen
    assert "bar_rolls" not in seen


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: profiles(experiance="beginner"), "unknown attribute `experiance`: did you mean `experience`?"),
        (lambda: profiles(tempo="fast"), "unknown attribute `tempo`: choose from"),
        (lambda: exercises(goal="strength"), "unknown attribute `goal`: "),
        (lambda: situations(goal="strenght"), "`goal` cannot be `strenght`: did you mean `strength`?"),
        (lambda: situations(movement="swing", family="thrust"), "`family` cannot be `thrust`"),
        (lambda: exercises(movement=None, family=None), "an exercise needs a `movement`"),
        (lambda: observations(no_paus=True), "unknown fault `no_paus`: did you mean `no_pause`?"),
        (lambda: observations(rulebook=RAIN), "rulebook `rain` has no attribute `observed`"),
        (lambda: observations(no_pause="yes"), "`no_pause` cannot be `yes`"),
        (lambda: facts(RAIN, wind=13), "`wind` cannot be `13`: give a whole number from 0 to 12"),
        (
            lambda: profiles(rulebook="mine"),  # type: ignore[arg-type]
            "a rulebook is a Rulebook, not `mine`",
        ),
    ],
)
def test_what_cannot_be_fixed_is_said_at_once(make: Callable[[], Any], message: str) -> None:
    """When the strategy is made, not when it is drawn from, with the likely fix."""
    with pytest.raises(InvalidInput) as error:
        make()
    assert str(error.value).startswith(message)


def test_everything_is_said_by_keyword() -> None:
    """Nothing but the rulebook of `facts` goes by its place."""
    makers: tuple[Any, ...] = (profiles, exercises, observations, situations, rulebooks)
    for make in makers:
        with pytest.raises(TypeError):
            make("beginner")


def test_strategies_have_plural_names() -> None:
    """As in Hypothesis itself: all public functions that return strategies."""
    public = {name: getattr(squeezelogic.testing, name) for name in squeezelogic.testing.__all__}
    returning = {n for n, it in public.items() if "SearchStrategy" in str(it.__annotations__.get("return"))}
    assert returning == {"profiles", "exercises", "observations", "situations", "facts", "rulebooks"}
    assert all(name.endswith("s") for name in returning)


def test_nothing_in_particular_shrinks_to_nothing_said() -> None:
    """The simplest lifter is unknown, the simplest exercise a thrust, and nothing was seen."""
    assert simplest(profiles(), lambda _: True) == Profile()
    assert simplest(exercises(), lambda _: True) == Exercise(family="thrust")
    assert simplest(exercises(family=None), lambda _: True) == Exercise(movement="hip_thrust")
    assert simplest(observations(), lambda _: True) == frozenset()
    assert simplest(facts(RAIN), lambda _: True) == {"sky": "clear"}


@pytest.mark.parametrize("name", [name for name in ATTRIBUTES if name not in UNSAID])
def test_what_matters_shrinks_to_its_first_value_and_the_rest_to_nothing(name: str) -> None:
    """A failure that one attribute causes is shown with that attribute alone."""
    found = simplest(situations(), lambda situation: bool(situation.facts.get(name) not in (None, frozenset())))
    assert found.facts == {"family": "thrust", name: first(name)}


def test_a_rare_verdict_shrinks_to_the_fewest_facts_that_give_it() -> None:
    """Five conditions are met, and no other fact is said."""
    found = simplest(situations(), lambda situation: situation.ask(recommend).verdict == "start_gently")
    assert repr(found) == (
        "Situation(Profile(glute_activation='late'), Exercise(family='hinge', load='bodyweight', tempo='slow'))"
    )


@pytest.mark.thorough
def test_nearly_every_rule_of_the_default_rulebook_stands_in_some_drawn_situation() -> None:
    """Sixteen thousand drawings meet ninety-nine in a hundred of them, though some have five conditions."""
    stood = Counter(rule for situation in many() for rule in BOOK.decide(situation.facts).standing)
    missed = [rule for rule in BOOK.rules if not stood[rule]]
    assert len(missed) <= len(BOOK.rules) / 100, missed


@pytest.mark.thorough
def test_drawing_leans_to_the_borders() -> None:
    """A rule with five conditions is met far more often than uniform chance would meet it: hardly once."""
    met = sum("late-glutes-start-the-hinge-gently" in BOOK.decide(situation.facts).standing for situation in many())
    assert met > 15


@settings(max_examples=200)
@given(facts(RAIN))
def test_facts_are_possible_and_complete(known: dict[str, Any]) -> None:
    """Whatever the rulebook is about, its facts are admitted, and what is required is given."""
    assert "sky" in known
    assert RAIN.vocabulary.situation(known)
    assert not {"unknown", None, frozenset()} & set(known.values())


def test_integers_are_drawn_on_their_borders_and_beyond() -> None:
    """A wide integer: unknown, its ends, either side of each bound that a rule draws, and others."""
    words = {"far": {"type": "integer", "at_least": -(2**40), "at_most": 2**40}}
    rule = {"id": "near", "when": {"far": {"at_least": 1_000, "at_most": 2_000}}, "then": {"it": "a"}}
    book = written(
        "wide", {"vocabulary.toml": {"attribute": words, "slot": {"it": {"values": ["a"]}}},
                 "topic.toml": {"topic": "t", "rule": [rule]}},
    )  # fmt: skip
    seen = {known.get("far") for known in drawn(facts(book), 400)}
    assert {None, -(2**40), 999, 1_000, 2_000, 2_001, 2**40} <= seen
    assert len(seen) > 20


def test_where_a_value_is_ruled_out_nothing_may_be_all_that_is_left(tmp_path: Path) -> None:
    """An attribute whose only value implies what is known to be otherwise stays unknown."""
    (tmp_path / "vocabulary.toml").write_text("""
attribute.leak = { values = ["drip"], implies.drip.wet = true }
attribute.wet = { type = "boolean", required = true }
attribute.sun.type = "boolean"
slot.mop.values = ["fetch"]
""")
    (tmp_path / "mop.toml").write_text("""
topic = "mop"
levels = ["usual"]
rule = [{ id = "sunny", level = "usual", when.sun = true, then.mop = "fetch" }]
""")
    book = Rulebook.load(tmp_path)
    drawn: set[tuple[object, ...]] = set()

    @settings(database=None, derandomize=True)
    @given(facts(book))
    def collect(known: dict[str, Any]) -> None:
        drawn.add((known.get("leak"), known.get("wet")))

    collect()
    assert drawn == {(None, False), (None, True), ("drip", None)}


def test_a_rulebook_of_ones_own_brings_its_own_attributes(tmp_path: Path) -> None:
    """They are carried in `more`, and can be fixed like any other."""
    (tmp_path / "vocabulary.toml").write_text('[attribute.knee_pain]\nof = "profile"\nvalues = ["none", "current"]\n')
    (tmp_path / "knees.toml").write_text(
        'topic = "knees"\n[[rule]]\nid = "knee-first"\nwhen.knee_pain = "current"\nthen.cues = ["ribs-down"]\n'
    )
    book = BOOK.extended(tmp_path)
    assert {p.more.get("knee_pain") for p in drawn(profiles(rulebook=book), 100)} == {None, "none", "current"}
    (fixed,) = {p.more["knee_pain"] for p in drawn(profiles(rulebook=book, knee_pain="current"), 20)}
    assert fixed == "current"
    assert any("knee-first" in book.decide(s.facts).standing for s in drawn(situations(rulebook=book), 300))


def lifts(*movements: str) -> Rulebook:
    """A rulebook that knows both families and these movements, and two facts about lifters that are its own."""
    attributes: dict[str, dict[str, Any]] = {
        "family": {"values": ["thrust", "hinge"]},
        "knee": {"values": ["fine", "sore"]},
        "straps": {"type": "set", "values": ["wrist", "knee"]},
        **({"movement": {"values": list(movements)}} if movements else {}),
    }
    rules = [
        {"id": "sore", "when": {"knee": "sore", "family": "hinge"}, "then": {"verdict": "stop"}},
        {"id": "strapped", "when": {"straps": {"all": ["wrist", "knee"]}}, "then": {"verdict": "stop"}},
    ]
    return written(
        "lifts", {"vocabulary.toml": {"attribute": attributes, "slot": {"verdict": {"values": ["stop"]}}},
                  "topic.toml": {"topic": "t", "rule": rules}},
    )  # fmt: skip


@given(exercises(rulebook=lifts("swing"), family=None))
def test_an_exercise_without_a_family_has_a_movement_that_its_rulebook_knows(exercise: Exercise) -> None:
    """Even where one of the families has none."""
    assert (exercise.movement, exercise.family) == ("swing", "hinge")


def test_where_no_movements_are_known_an_exercise_is_a_family() -> None:
    """Both families are drawn, and no movement; leaving out the family would leave nothing, which is said."""
    found = drawn(exercises(rulebook=lifts()), 40)
    assert set(found) == {Exercise(family="thrust"), Exercise(family="hinge")}
    with pytest.raises(InvalidInput, match="an exercise needs a `movement`"):
        exercises(rulebook=lifts(), family=None)


@given(st.one_of(situations(), situations(rulebook=lifts("swing", "hip_thrust"))))
def test_a_situation_is_shown_as_python_that_makes_it(situation: Situation) -> None:
    """What stands in a failing test can be pasted into the next one, a rulebook's own facts included."""
    made = eval(repr(situation), {"Situation": Situation, "Profile": Profile, "Exercise": Exercise})  # noqa: S307
    assert made == situation
    assert Situation.of(situation.facts) == situation


def fresh(code: str) -> list[str]:
    """The words that a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@uninstalled
def test_hypothesis_knows_lifters_and_exercises_without_any_import() -> None:
    """The entry point tells it, so `from_type` draws them."""
    code = (
        "from hypothesis import find, strategies as st; from squeezelogic import Exercise, Profile;"
        "print(find(st.from_type(Profile), lambda p: p.rehab).rehab);"
        "print(find(st.from_type(Exercise), lambda e: e.banded).family)"
    )
    assert fresh(code) == ["True", "thrust"]


@uninstalled
def test_importing_hypothesis_loads_neither_the_c_engine_nor_a_rulebook() -> None:
    """The entry point costs those who test something else next to nothing."""
    loaded = fresh("import hypothesis, sys; print(*sys.modules)")
    assert "squeezelogic.testing.entry" in loaded
    heavy = ("durable_rules_engine", "squeezelogic.logic.rulebook", "squeezelogic.testing.strategies")
    assert not [name for name in loaded if name.startswith(heavy)]


@pytest.mark.thorough
def test_two_values_of_one_attribute_are_both_reached_beside_a_border() -> None:
    """Leaning is no narrowing: whatever a rule asks for, every other value is still drawn."""
    seen = Counter(situation.profile.experience for situation in many())
    assert min(seen[value] for value in (None, "beginner", "intermediate", "advanced")) > 30
