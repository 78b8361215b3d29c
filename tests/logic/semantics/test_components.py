"""Components: which rules can influence one another, and how their conflicts are resolved."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Rulebook
from squeezelogic.logic.model.errors import ConflictError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic, ranked
from squeezelogic.logic.semantics.components import find_components, iterate_bits
from squeezelogic.logic.semantics.definition import settle
from squeezelogic.logic.semantics.precedence import find_precedence, resolve_conflicts
from tests.logic.generated import LEVELS, contested_topics

FEW = 12
CONTESTED = [
    (topic, places)
    for topic in Rulebook.default().topics
    for places in find_components(topic.rules)
    if 1 < len(places) <= FEW
]


def unrequired(topic: Topic) -> Topic:
    """The topic without slots that must be filled."""
    return Topic(topic.name, "", topic.levels, topic.concludes, (), topic.inputs, topic.rules)


def check_resolution(topic: Topic, places: tuple[int, ...]) -> None:
    """Every set of holding rules of a component is resolved as the definition resolves it."""
    rules = [topic.rules[place] for place in places]
    precedence = find_precedence(topic, rules)
    for holding in range(1 << len(rules)):
        resolved = resolve_conflicts(precedence, holding)
        held = [rules[place] for place in iterate_bits(holding)]
        if resolved is None:
            with pytest.raises(ConflictError):
                settle(unrequired(topic), held)
        else:
            outcome = settle(unrequired(topic), held)
            standing, overruled = resolved
            assert tuple(rules[place] for place in iterate_bits(standing)) == outcome.standing
            assert [rules[place].id for place in iterate_bits(overruled)] == list(outcome.overruled)


@pytest.mark.parametrize(("topic", "places"), CONTESTED, ids=[f"{t.name}-{p[0]}" for t, p in CONTESTED])
def test_conflicts_of_the_default_rulebook_are_resolved_as_defined(topic: Topic, places: tuple[int, ...]) -> None:
    """For every set of rules that could hold, whether or not they can hold together."""
    check_resolution(topic, places)


@given(contested_topics("first"))
def test_conflicts_of_made_up_topics_are_resolved_as_defined(topic: Topic) -> None:
    """For every set of rules of every component, equal ranks and overrides across components included."""
    for places in find_components(topic.rules):
        check_resolution(topic, places)


@given(contested_topics("first"))
def test_components_part_the_rules(topic: Topic) -> None:
    """Each rule lies in one component, and rules of different components never conflict."""
    components = find_components(topic.rules)
    assert sorted(place for places in components for place in places) == list(range(len(topic.rules)))
    for some, others in combinations(components, 2):
        assert not any(topic.rules[one].contests(topic.rules[other]) for one in some for other in others)


@given(contested_topics("first"))
def test_a_component_is_connected(topic: Topic) -> None:
    """From each rule of a component every other one is reached by conflicts."""
    for places in find_components(topic.rules):
        reached = {places[0]}
        while more := {
            other
            for other in set(places) - reached
            if any(topic.rules[other].contests(topic.rules[one]) for one in reached)
        }:
            reached |= more
        assert reached == set(places)


def test_an_override_may_pass_through_another_component() -> None:
    """One overrides two by way of a rule that conflicts with neither."""
    one = Rule("one", "t", "upper", ((),), FrozenMap({"s": "p"}), overrides=("through",))
    through = Rule("through", "t", "upper", ((),), FrozenMap({"l": ("m",)}), overrides=("two",))
    two = Rule("two", "t", "upper", ((),), FrozenMap({"s": "q"}))
    topic = Topic("t", "", LEVELS, ("s", "l"), (), FrozenMap(), ranked([two, through, one], LEVELS))
    assert find_components(topic.rules) == [(0, 2), (1,)]
    assert resolve_conflicts(find_precedence(topic, [one, two]), 0b11) == (0b01, 0b10)


@given(st.sets(st.integers(0, 200)))
def test_bits_are_iterated_from_the_lowest(places: set[int]) -> None:
    """Each place once."""
    assert list(iterate_bits(sum(1 << place for place in places))) == sorted(places)
