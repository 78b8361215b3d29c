"""Each field has the same content as a value, as JSON text and as plain data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching import record
from squeezelogic.coaching.answer_fields import LAZY_NAMES, TEXTS, AnswerFields
from squeezelogic.coaching.facts import attributes, encode_mapping
from squeezelogic.coaching.record import Forms
from tests.situations import exercises, observations, profiles

BOOK = Rulebook.default()
PLAN = BOOK.plan
NAMES = [*recommend(None, Exercise(movement="swing")).to_dict()]
FIELDS = AnswerFields(BOOK, (), NAMES)
GIVEN_MORE = st.dictionaries(
    st.text(min_size=1).filter(lambda name: name not in attributes(Profile)),
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(-1e9, 1e9)
    | st.text()
    | st.frozensets(st.text()),
    max_size=4,
)


def assert_forms_agree(forms: Forms[Any], key: Any) -> None:
    """The text and the data of a row are those of its value, and the data are new each time."""
    value = forms.values[key]
    plain = record.to_plain(value)
    assert forms.texts[key] == json.dumps(plain)
    first, second = forms.copiers[key](), forms.copiers[key]()
    assert first == second == plain
    assert containers(first).isdisjoint(containers(second))


def containers(plain: Any) -> set[int]:
    """The identities of all dicts and lists in some data."""
    inner = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()
    own = {id(plain)} if isinstance(plain, (dict, list)) else set()
    return own.union(*map(containers, inner))


def test_every_reason_is_alike_in_all_forms() -> None:
    """Each rule that stands by itself, then all rules of a row at once."""
    for forms, bits in FIELDS._by_rules["reasons"]:
        for key in (*single_bits(bits), bits):
            assert_forms_agree(forms, key)


def test_every_overruled_rule_is_alike_in_all_forms() -> None:
    """Each rule that can lose, to each rule that overrules it."""
    for forms, _ in FIELDS._by_rules["overruled"]:
        for place, rule in enumerate(PLAN.rules):
            both = PLAN.find_losing_bits([place]) >> PLAN.standing
            lost = both & 1 << PLAN.overruled - PLAN.standing + place
            for winner in single_bits(both ^ lost):
                assert_forms_agree(forms, lost | winner)
                assert [it.rule for it in forms.values[lost | winner]] == [rule.id]


@pytest.mark.parametrize("name", sorted(FIELDS._whole))
def test_every_piece_of_a_field_is_alike_in_all_forms(name: str) -> None:
    """What each rule gives by itself, and what all give together; and no rule at all, unless the field is required."""
    forms, bits = FIELDS._whole[name]
    for key in {*single_bits(bits), bits} if name in TEXTS else {*single_bits(bits), bits, 0}:
        assert_forms_agree(forms, key)


def test_every_way_is_announced() -> None:
    """`LAZY_NAMES`, which is known before any getter is made, lists the getters."""
    assert sorted(LAZY_NAMES) == sorted(FIELDS.getters)


def single_bits(bits: int) -> Iterator[int]:
    """Each bit of a number, in its place."""
    while bits:
        yield bits & -bits
        bits &= bits - 1


@given(profiles, GIVEN_MORE, exercises, observations)
def test_json_is_put_together_as_it_is_written_from_scratch(
    profile: Profile, more: dict[str, Any], exercise: Exercise, observed: frozenset[str]
) -> None:
    """Rows put together give what a recommendation that was read back gives, which has no rows."""
    rec = recommend(Profile(**{**profile.facts, "more": more}), exercise, observed=observed)
    alone = Recommendation.from_dict(rec.to_dict())
    assert rec.to_dict() == alone.to_dict() == record.to_plain(rec)
    assert [*rec.to_dict()] == [*alone.to_dict()]
    assert rec.to_json() == alone.to_json() == record.to_json(rec)
    assert rec == alone


def test_every_value_of_a_profile_has_a_code_without_a_profile() -> None:
    """Each single value, also None; and an unknown field, another type or a set need a closer look."""
    for name, attribute in attributes(Profile).items():
        values = (True, False) if attribute.type == "boolean" else attribute.values if attribute.type != "set" else ()
        for value in (*values, None) if values else (frozenset[str](),):
            assert encode_mapping(Profile, {name: value}) == Profile(**{name: value}).code[:2]
    for odd in ({"rehab": 1}, {"goal": ["strength"]}, {"gaol": "strength"}, {"red_flags": ["fever"]}, {1: True}, None):
        assert encode_mapping(Profile, odd) is None


NEAR_VALUES = st.sampled_from(["late", "current", "", True, 1, None, 0.0])


@given(st.dictionaries(st.sampled_from([*attributes(Profile), "more", "age"]), NEAR_VALUES))
def test_a_dict_is_a_profile_or_an_error_either_way(data: dict[str, Any]) -> None:
    """`recommend` gives the same for a dict as for the profile made of it, or reports the same problems."""
    assert outcome(lambda: recommend(data, "swing")) == outcome(lambda: recommend(Profile.of(data), "swing"))


def outcome(call: Callable[[], object]) -> object:
    """What a call returns, or the problems that it raises."""
    try:
        return call()
    except InvalidInput as error:
        return error.problems
