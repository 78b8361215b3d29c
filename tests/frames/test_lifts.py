"""Columns that depend on one another, and the problems that are reported for them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

pytest.importorskip("narwhals")

from squeezelogic import InvalidInput, Rulebook, find_exercise
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.frames import sources
from squeezelogic.frames.columns import ColumnBinding, list_attributes
from squeezelogic.frames.frame_lookup import _describe_resolutions, split_name
from squeezelogic.frames.sources import (
    NoExercise,
    Resolution,
    Source,
    find_linked_attributes,
    find_sources,
    identify_lift,
    resolve_facts,
)
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Vocabulary

WORDS = list_attributes(Rulebook.default())
SETTLED, UNSETTLED, STRANGE, OTHER = "hip thrust", "back extension", "wfxq zzkp", "leg curl"


def test_of_each_movement_the_family_follows() -> None:
    """A family alone is enough; nothing is not, and a contradiction is none."""
    for movement, family in FAMILY_OF.items():
        assert identify_lift(None, {"movement": movement}, WORDS) == {"movement": movement, "family": family}
    assert identify_lift(None, {"family": "hinge", "load": UNKNOWN}, WORDS) == {"family": "hinge"}
    for facts in ({}, {"family": UNKNOWN}, {"load": "heavy"}):
        with pytest.raises(NoExercise, match="no exercise, movement or family is given, so it is not known"):
            identify_lift(None, facts, WORDS)
    with pytest.raises(InvalidInput, match="`family` cannot be `thrust`"):
        identify_lift(None, {"movement": "swing", "family": "thrust"}, WORDS)
    lenient = identify_lift(None, {"family": "thrust", "movement": "swing"}, WORDS, lenient=True)
    assert lenient == {"movement": "swing", "family": "hinge"}


def test_a_name_says_what_it_says_and_columns_say_the_rest() -> None:
    """Load and tempo are the columns'; anything else against the name is wrong, or not believed."""
    said = dict(find_exercise(SETTLED).exercise.facts)
    assert identify_lift(SETTLED, {}, WORDS) == said
    told = {"load": "heavy", "tempo": "fast", "implement": "barbell"}
    assert identify_lift(SETTLED, told, WORDS) == {**said, **told}
    against = {"movement": "swing", "family": "hinge", "load": "heavy"}
    with pytest.raises(InvalidInput) as error:
        identify_lift(SETTLED, against, WORDS)
    assert not isinstance(error.value, NoExercise)
    assert error.value.problems == (
        "`movement` cannot be `swing`: `hip thrust` is `hip_thrust`",
        "`family` cannot be `hinge`: `hip thrust` is `thrust`",
    )
    assert identify_lift(SETTLED, against, WORDS, lenient=True) == {**said, "load": "heavy"}


@pytest.mark.parametrize("name", [UNSETTLED, STRANGE])
def test_a_name_that_leaves_it_open_is_settled_by_what_columns_tell(name: str) -> None:
    """By a movement or a family, not by a load."""
    assert identify_lift(name, {"movement": "swing"}, WORDS) == {"movement": "swing", "family": "hinge"}
    assert identify_lift(name, {"family": "thrust"}, WORDS) == {"family": "thrust"}
    for facts in ({}, {"load": "heavy"}):
        with pytest.raises(NoExercise) as error:
            identify_lift(name, facts, WORDS)
        assert f"`{name}`" in str(error.value)


def test_a_name_of_something_else_contradicts_what_columns_tell() -> None:
    """Each of them; where wrong values count as unknown, they are believed all the same."""
    facts = {"movement": "swing", "family": "hinge", "load": "heavy"}
    with pytest.raises(InvalidInput) as error:
        identify_lift(OTHER, facts, WORDS)
    assert error.value.problems == (
        "`movement` cannot be `swing`: `leg curl` is something else",
        "`family` cannot be `hinge`: `leg curl` is something else",
    )
    assert identify_lift(OTHER, facts, WORDS, lenient=True) == facts
    with pytest.raises(NoExercise):
        identify_lift(OTHER, {"load": "heavy"}, WORDS, lenient=True)


def lift(facts: dict[str, Any], *, lenient: bool = False, needed: Any = (), **options: Any) -> Resolution:
    """What the facts of an exercise come to."""
    return resolve_facts(facts, WORDS, needed, is_exercise=options.pop("is_exercise", True), lenient=lenient, **options)


def test_a_lift_says_what_it_is_or_why_it_is_none() -> None:
    """With its reading; nameless where only no exercise is known."""
    whole = lift({"movement": "swing"})
    assert whole == Resolution(FrozenMap({"movement": "swing", "family": "hinge"}), reading="hinge")
    assert lift({}) == Resolution(None, sources.NEITHER, True, None)
    assert lift({}, lenient=True) == Resolution(None, sources.NEITHER, True, None)
    torn = lift({"movement": "swing", "family": "thrust"})
    assert (torn.facts, torn.nameless, torn.reading) == (None, False, None)
    assert "`family` cannot be `thrust`" in torn.problem
    believed = lift({"movement": "swing", "family": "thrust"}, lenient=True)
    assert believed == Resolution(whole.facts, torn.problem, False, "hinge")
    for name, reading in ((UNSETTLED, "ambiguous"), (STRANGE, "not_understood"), (OTHER, "neither")):
        none = lift({}, name=name)
        assert (none.facts, none.nameless, none.reading) == (None, True, reading)
        assert f"`{name}`" in none.problem
    assert lift({"family": "hinge"}, name=UNSETTLED).reading == "ambiguous"
    assert lift({}, name=SETTLED).reading == "thrust"
    other = lift({"family": "hinge"}, name=OTHER, lenient=True)
    assert (other.reading, other.facts) == ("neither", FrozenMap({"family": "hinge"}))
    assert "`leg curl` is something else" in other.problem


def test_facts_that_are_no_exercise_are_combined_and_untied_ones_taken_as_they_are() -> None:
    """Unknown ones are left out."""
    assert lift({"goal": "strength", "load": UNKNOWN}, is_exercise=False).facts == FrozenMap({"goal": "strength"})
    untied = lift({"movement": "swing", "family": UNKNOWN}, is_exercise=False, is_linked=False)
    assert untied == Resolution(FrozenMap({"movement": "swing"}))


def test_what_is_required_and_missing_is_said() -> None:
    """After what else is wrong; and such a lift cannot be used."""
    needed = [WORDS.attributes["load"], WORDS.attributes["tempo"]]
    found = lift({"movement": "swing", "tempo": "fast"}, needed=needed)
    assert (found.facts, found.nameless, found.reading) == (None, False, "hinge")
    assert found.problem.startswith("`load` is required: ")
    assert "tempo" not in found.problem
    both = lift({"movement": "swing", "family": "thrust"}, needed=needed, lenient=True).problem
    assert both.split("; ")[0].startswith("`family` cannot be")
    assert [it.split(" ")[0] for it in both.split("; ")[1:]] == ["`load`", "`tempo`"]
    assert sources.list_missing(needed, {"load": "heavy", "tempo": "fast"}) == []
    assert len(sources.list_missing(needed, {"load": UNKNOWN})) == 2


def words(*attributes: Attribute) -> Vocabulary:
    """A vocabulary."""
    return Vocabulary(FrozenMap({it.name: it for it in attributes}), FrozenMap())


def enum(name: str, **implies: dict[str, Any]) -> Attribute:
    """An attribute with two values, which may say something of others."""
    implied: FrozenMap[str, FrozenMap[str, Any]] = FrozenMap({value: FrozenMap(it) for value, it in implies.items()})
    return Attribute(name, values=("yes", "no"), implies=implied)


def test_attributes_that_can_contradict_one_another_are_one_part() -> None:
    """Whatever one says of another, directly or by a third; the others are apart."""
    vocabulary = words(enum("a", yes={"b": "no"}), enum("b"), enum("c", no={"d": "yes"}), enum("d"), enum("e"),
                       enum("f", yes={"b": "yes", "c": "no"}))  # fmt: skip
    assert find_linked_attributes(vocabulary) == (frozenset("abcdf"),)
    two = words(enum("a", yes={"b": "no"}), enum("b"), enum("c", no={"d": "yes"}), enum("d"))
    assert set(find_linked_attributes(two)) == {frozenset("ab"), frozenset("cd")}
    assert find_linked_attributes(words(enum("a"), enum("b"))) == ()
    assert sources.implies_family(WORDS.attributes["movement"])
    assert sources.implies_family(WORDS.attributes["family"])
    assert not sources.implies_family(WORDS.attributes["load"])


def test_of_facts_that_contradict_one_another_those_that_say_most_are_believed() -> None:
    """In whatever order they come; those that agree stay."""
    vocabulary = words(enum("b"), enum("a", yes={"b": "no"}), enum("c"))
    for facts in ({"a": "yes", "b": "yes", "c": "no"}, {"c": "no", "b": "yes", "a": "yes"}):
        with pytest.raises(InvalidInput):
            sources.combine(facts, vocabulary)
        assert sources.combine(facts, vocabulary, lenient=True) == {"a": "yes", "b": "no", "c": "no"}
    assert sources.combine({"a": "yes", "b": UNKNOWN}, vocabulary) == {"a": "yes", "b": "no"}
    assert sources.combine({}, vocabulary) == {}


def given(attribute: Attribute, **options: Any) -> ColumnBinding:
    """A column of texts that gives an attribute."""
    return ColumnBinding(attribute, attribute.name, **{"form": "text", **options})


def test_each_option_of_a_source_stands_for_its_facts() -> None:
    """The last column's values change fastest; the first value is what an empty cell means."""
    family, load = given(WORDS.attributes["family"]), given(WORDS.attributes["load"], default="heavy")
    movement = given(WORDS.attributes["movement"])
    source, apart = find_sources([movement, load, family], WORDS, {}, named=False, lenient=False)
    assert [it.name for it in source.bindings] == ["movement", "family"]
    assert source.values == ((UNKNOWN, *WORDS.attributes["movement"].values), (UNKNOWN, "thrust", "hinge"))
    assert len(source.options) == len(source.resolutions) == len(source.values[0]) * 3
    for number, (what, which) in enumerate(product(*source.values)):
        assert source.option(number) == {"movement": what, "family": which}
        assert source.resolutions[number] == lift({"movement": what, "family": which})
        assert source.options[number] == source.resolutions[number].facts
    assert [it.name for it in apart.bindings] == ["load"]
    assert apart.values == (("heavy", *(it for it in WORDS.attributes["load"].values if it != "heavy")),)
    assert apart.options == tuple(FrozenMap({"load": value}) for value in apart.values[0])
    assert apart.resolutions == ()


def test_with_names_all_that_describes_an_exercise_is_one_part() -> None:
    """Its options depend on the names; sets and what is constant are apart."""
    observed = given(WORDS.attributes["observed"], form="list")
    goal = given(WORDS.attributes["goal"], form="constant", default="strength")
    load = given(WORDS.attributes["load"])
    exercise, *others = find_sources([observed, goal, load], WORDS, {}, named=True, lenient=False)
    assert (exercise.names, exercise.bindings[0].name, exercise.options) == (True, "load", ())
    found = {source.bindings[0].name: source for source in others}
    assert found["observed"].is_set
    assert not found["goal"].is_set
    assert (found["goal"].values, found["goal"].options) == (
        (("strength",),), (FrozenMap({"goal": "strength"}),),
    )  # fmt: skip
    constant = given(WORDS.attributes["observed"], form="constant", default=frozenset({"no_pause"}))
    (alone,) = (it for it in find_sources([constant], WORDS, {}, named=True, lenient=False) if it.bindings)
    assert not alone.is_set
    assert alone.options == (FrozenMap({"observed": frozenset({"no_pause"})}),)


def test_of_a_number_one_value_of_each_run_is_an_option_and_the_default_s_run_comes_first() -> None:
    """What rules tell apart, and no more."""
    reps = Attribute("reps", type="integer", at_least=0, at_most=99)
    vocabulary = Vocabulary(FrozenMap({**WORDS.attributes, "reps": reps}), WORDS.slots)
    tests = {"reps": [Between(at_least=10), Between(at_least=20)]}
    for default, first in ((UNKNOWN, UNKNOWN), (15, 10), (99, 20)):
        _, source = find_sources(
            [given(WORDS.attributes["family"]), given(reps, default=default)], vocabulary, tests, named=False,
            lenient=False,
        )  # fmt: skip
        assert source.values[0][0] == first
        assert {*source.values[0]} - {UNKNOWN} == {0, 10, 20}
        assert source.bindings[0].runs is not None


def test_what_is_required_and_given_by_no_column_is_refused() -> None:
    """All of it at once."""
    age, size = (Attribute(name, type="integer", at_least=0, required=True) for name in ("age", "size"))
    vocabulary = Vocabulary(FrozenMap({**WORDS.attributes, "age": age, "size": size}), WORDS.slots)
    family = given(WORDS.attributes["family"])
    with pytest.raises(InvalidInput) as error:
        find_sources([family], vocabulary, {}, named=False, lenient=False)
    assert error.value.problems == tuple(
        f"`{name}` is required, and no column gives it: give a whole number of at least 0" for name in ("age", "size")
    )
    _, one, other = find_sources([family, given(age), given(size)], vocabulary, {}, named=False, lenient=False)
    assert [it.name for it in (*one.needed, *other.needed)] == ["age", "size"]


@pytest.mark.parametrize(
    ("names", "column"),
    [
        (["kg", "Exercise Name", "lift"], "Exercise Name"), (["main lift", "kg"], "main lift"),
        (["exercise id", "exercise name"], "exercise name"), (["kg", 3], "name"), (["lift", "exercise"], "lift"),
    ],
)  # fmt: skip
def test_a_frame_that_does_not_say_what_is_lifted_is_refused_with_the_likely_column(names: Any, column: str) -> None:
    """One that speaks of an exercise or a lift, a name before all."""
    with pytest.raises(InvalidInput, match="the frame does not say what is lifted") as error:
        sources.check_exercise_given(names, {"load": "kg", "movement": None}, WORDS)
    assert str(error.value).endswith(f"such as `columns={{'exercise': {column!r}}}`")
    for told in ("exercise", "movement", "family"):
        sources.check_exercise_given(names, {told: "kg"}, WORDS)


def test_the_key_of_a_name_is_taken_apart() -> None:
    """Whatever the name has in it; a number below 0 means that the columns beside it are wrong."""
    beside = Source((given(WORDS.attributes["load"]),), ())
    assert split_name("3:hip: thrust ", beside) == ("hip: thrust", 3)
    assert split_name("-1:(no name)", beside) == (None, -1)
    assert split_name("3:x", Source((), ())) == ("3:x", 0)
    assert split_name("  ", Source((), ())) == (None, 0)


def test_lifts_are_described_by_what_they_are() -> None:
    """Null where there is nothing to say."""
    resolutions = [
        Resolution(FrozenMap({"family": "hinge", "movement": "swing"}), reading="hinge"),
        Resolution(FrozenMap({"family": "thrust"}), "odd", False, "ambiguous"),
        Resolution(None, "none", True),
    ]
    assert _describe_resolutions(resolutions, "problem") == [None, "odd", "none"]
    assert _describe_resolutions(resolutions, "reading") == ["hinge", "ambiguous", None]
    assert _describe_resolutions(resolutions, "family") == ["hinge", "thrust", None]
    assert _describe_resolutions(resolutions, "movement") == ["swing", None, None]
