"""Invented conditions and rulebooks make use of the whole rule language."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from squeezelogic.logic.loading.conditions import operators_of, read_condition
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.testing.inventing import conditions, invented

NUMBER = Attribute("number", type="number")
ATTRIBUTES = {
    "enum": Attribute("enum", values=("a", "b", "c")),
    "boolean": Attribute("boolean", type="boolean"),
    "integer": Attribute("integer", type="integer", at_least=0, at_most=9),
    "number": NUMBER,
    "date": Attribute("date", type="date"),
    "set": Attribute("set", type="set", values=("x", "y", "z")),
}
ONCE = settings(max_examples=3_000, database=None, deadline=None, derandomize=True, phases=[Phase.generate])


def parts(raw: Any) -> list[Any]:
    """A condition, and all that it is made of."""
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return [raw, *(each for part in inner for each in parts(part))]


def operators(raw: Any) -> set[str]:
    """The operators that a condition uses, at any depth."""
    return {key for part in parts(raw) if isinstance(part, dict) for key in part}


@pytest.mark.parametrize("kind", ATTRIBUTES)
def test_every_operator_is_drawn(kind: str) -> None:
    """Each that the language has for such an attribute, besides plain values, lists and `unknown`; all can be read."""
    attribute = ATTRIBUTES[kind]
    left = {*operators_of(attribute)}

    def is_enough(raw: Any) -> bool:
        left.difference_update(operators(raw))
        return not left

    read_condition(attribute, find(conditions(attribute), is_enough, settings=ONCE))
    read_condition(attribute, find(conditions(attribute), lambda raw: isinstance(raw, list), settings=ONCE))
    if kind != "set":
        find(
            conditions(attribute),
            lambda raw: any(isinstance(it, str) and it == UNKNOWN for it in parts(raw)),
            settings=ONCE,
        )


def features(files: dict[str, Any]) -> set[str]:
    """What a rulebook's files make use of."""
    topics = [files["first.toml"], files["second.toml"]]
    found = {f"rule.{key}" for topic in topics for rule in topic["rule"] for key in rule}
    found |= {f"topic.{key}" for topic in topics for key in topic}
    found |= {
        f"attribute.{k}" for it in files["vocabulary.toml"]["attribute"].values() for k, used in it.items() if used
    }
    if len({each["rank"] for each in files["advice.toml"]["advice"].values()}) > 1:
        found.add("ranks")
    if any("first" in name for rule in files["second.toml"]["rule"] for name in operators(rule.get("when"))):
        found.add("conclusions of an earlier topic")
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("sound", [False, True])
def test_every_key_of_a_rulebook_is_drawn(sound: bool) -> None:
    """Ranks, required and implied facts, levels, overrides, blocks, conditions of a topic and what it requires."""
    wanted = {"rule.level", "rule.when", "rule.overrides", "rule.blocks", "topic.required", "attribute.required"}
    wanted |= {"attribute.implies", "ranks", "conclusions of an earlier topic"} | (
        {"topic.when"} if not sound else set()
    )
    left = set(wanted)

    def is_enough(files: dict[str, Any]) -> bool:
        left.difference_update(features(files))
        return not left

    find(invented(sound), is_enough, settings=ONCE)


def test_a_strategy_is_made_once_for_an_attribute() -> None:
    """Making one is costly, so it is kept."""
    assert isinstance(conditions(NUMBER), st.SearchStrategy)
    assert conditions(NUMBER) is conditions(Attribute("number", type="number"))
