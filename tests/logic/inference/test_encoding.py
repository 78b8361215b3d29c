"""The encoding distinguishes the values that rules distinguish, and marks facts that need the slow path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import InvalidInput
from squeezelogic.logic.inference.encoding import ELEMENTS_APART, Checks, Key, derive_counts
from squeezelogic.logic.model.conditions import Clause, HasAll, HasCount, Not, Test
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.semantics.definition import holds
from squeezelogic.logic.semantics.equivalence import collect_tests
from tests.logic import generated


@given(st.data())
def test_a_key_stands_for_what_rules_can_tell_apart(data: st.DataObject) -> None:
    """The situation that a key is decoded to has that key, and the same rules hold in it."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    key = Key.of(topic.inputs, collect_tests(topic.rules))
    situation = data.draw(generated.situations(book.attributes))
    number = key.encode(situation)
    decoded = key.decode(number)
    assert key.encode(decoded) == number <= key.mask
    assert [holds(rule, decoded) for rule in topic.rules] == [holds(rule, situation) for rule in topic.rules]


@given(generated.books())
def test_keys_are_all_different_and_as_many_as_their_size(book: generated.Book) -> None:
    """Each decodes to itself."""
    topic = book.topics[0]
    rule = topic.rules[0]
    key = Key.of(topic.inputs, collect_tests([rule]))
    keys = list(key)
    assert len(set(keys)) == len(keys) == key.size
    assert all(key.encode(key.decode(number)) == number for number in keys)


@given(st.data())
def test_a_key_narrows_to_that_of_some_of_its_rules(data: st.DataObject) -> None:
    """Without looking at the situation again."""
    book = data.draw(generated.books())
    topic = book.topics[0]
    wide = Key.of(topic.inputs, collect_tests(topic.rules))
    narrow = Key.of(topic.inputs, collect_tests(topic.rules[:1]))
    situation = data.draw(generated.situations(book.attributes))
    assert wide.narrow_to(narrow)(wide.encode(situation)) == narrow.encode(situation)


BAG = Attribute("bag", type="set", values=tuple("abcdefgh"))


@given(st.data())
def test_a_rule_about_numbers_of_elements_holds_where_the_rule_does(data: st.DataObject) -> None:
    """The rule that asks how many of some elements a set holds is the one that asks for the elements."""
    topic = data.draw(generated.topics("first", {"bag": BAG}))
    bag = data.draw(generated.values(BAG))
    for rule in topic.rules:
        derived, counts = derive_counts(rule, topic.inputs)
        known: dict[str, Value] = {"bag": bag}
        known |= {name: len(bag.intersection(count.elements)) for name, count in counts.items()}
        assert holds(derived, known) == holds(rule, known)
        assert all(len(count.elements) > ELEMENTS_APART for count in counts.values())


FIVE = tuple("abcde")
MANY_ASKED: list[Test] = [HasAll(frozenset(FIVE)), *(HasCount(count, frozenset(FIVE)) for count in range(1, 6))]


@pytest.mark.parametrize("test", [*MANY_ASKED, *(Not(it) for it in MANY_ASKED if isinstance(it, HasCount))])
def test_a_number_of_elements_passes_where_the_elements_do(test: Test) -> None:
    """Of five elements, for each number that a test may ask for and each number that a set may hold."""
    rule = Rule("r", "t", "only", ((Clause("bag", test),),), FrozenMap())
    derived, counts = derive_counts(rule, {"bag": BAG})
    (name,) = counts
    for held in range(len(FIVE) + 1):
        assert holds(derived, {name: held}) is holds(rule, {"bag": frozenset(FIVE[:held])}), held


def implying(value: Any, **others: Value) -> FrozenMap[str, FrozenMap[str, Value]]:
    """What one value implies."""
    return FrozenMap({str(value): FrozenMap(others)})


VOCABULARIES = [
    Vocabulary(FrozenMap({it.name: it for it in attributes}), FrozenMap())
    for attributes in (
        (
            Attribute("one", values=("a", "b", "c"), implies=implying("a", two=True, three="q")),
            Attribute("two", type="boolean", implies=implying(True, three="q")),
            Attribute("three", values=("p", "q", "r"), required=True),
        ),
        (
            Attribute("one", values=("a", "b"), implies=implying("a", two=True)),
            Attribute("two", type="boolean", implies=implying(True, three="p")),
            Attribute("three", values=("p", "q"), implies=implying("p", one="a")),
        ),
        (
            Attribute("one", values=("a", "b"), implies=implying("a", two=True, three="p")),
            Attribute("two", type="boolean", implies=implying(True, three="q")),
            Attribute("three", values=("p", "q")),
        ),
        (
            Attribute("one", values=("a", "b"), implies=implying("a", two=3)),
            Attribute("two", type="integer", at_least=0, at_most=9),
            Attribute("three", values=("p", "q"), implies=implying("p", two=4)),
        ),
    )
]


@given(st.data())
def test_facts_pass_where_they_can_be_taken_one_by_one(data: st.DataObject) -> None:
    """What passes is accepted by the vocabulary, and lacks nothing that is required; what is refused does not pass."""
    vocabulary = data.draw(st.sampled_from(VOCABULARIES))
    facts = data.draw(generated.situations(dict(vocabulary.attributes)))
    checks = Checks(vocabulary)
    number = 0
    for name, value in facts.items():
        known = {**vocabulary.blanks, name: value}
        number |= checks.unclear if vocabulary.imply(known) else 0
        for other, it in known.items():
            number |= checks.encode(other, it) if it != UNKNOWN else 0
    try:
        situation = vocabulary.situation(facts)
    except InvalidInput:
        assert not checks.pass_for(number)
        return
    complete = all(situation[it.name] != UNKNOWN for it in vocabulary.attributes.values() if it.required)
    if checks.pass_for(number):
        assert complete
    else:
        assert not complete or number & checks.unclear
