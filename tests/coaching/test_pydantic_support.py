"""Profiles, exercises and recommendations in Pydantic models."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from squeezelogic import Exercise, Profile, Recommendation, recommend
from tests.situations import exercises, profiles

pydantic = pytest.importorskip("pydantic")


def adapter(cls: type) -> Any:
    """What Pydantic makes of a class."""
    return pydantic.TypeAdapter(cls)


@given(profiles, exercises)
def test_values_come_back_from_the_json_that_pydantic_writes(profile: Profile, exercise: Exercise) -> None:
    """Each is equal after a trip through JSON, and the JSON satisfies the schema."""
    for value in (profile, exercise, recommend(profile, exercise)):
        it = adapter(type(value))
        data = json.loads(it.dump_json(value))
        jsonschema.validate(data, it.json_schema())
        assert it.validate_python(data) == value
        assert it.validate_python(value) is value


@pytest.mark.parametrize(
    ("cls", "data", "problem"),
    [
        (Profile, {"experience": "begginer"}, "did you mean `beginner`?"),
        (Profile, 5, "a profile is a Profile, a mapping or one word, not `5`"),
        (Exercise, {"movement": "swign"}, "did you mean `swing`?"),
        (Exercise, ["swing"], "an exercise"),
        (Recommendation, {"verdict": "squeeze"}, "recommendation lacks `strength`"),
    ],
)
def test_what_is_wrong_is_a_validation_error_in_our_words(cls: type, data: object, problem: str) -> None:
    """Pydantic's error holds the library's sentences."""
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter(cls).validate_python(data)
    assert problem in str(caught.value)


def test_a_profile_with_facts_of_a_rulebook_of_its_own_comes_back() -> None:
    """They stay under `more`."""
    profile = Profile(rehab=True, more={"knee_pain": "current", "places": frozenset({"b", "a"})})
    it = adapter(Profile)
    assert json.loads(it.dump_json(profile)) == {"rehab": True, "more": {"knee_pain": "current", "places": ["a", "b"]}}
    assert it.validate_json(it.dump_json(profile)) == profile


def test_schemas_list_the_values() -> None:
    """OpenAPI pages show what can be said."""
    known, words = adapter(Profile).json_schema()["anyOf"]
    assert known["properties"]["back_pain"] == {"enum": ["none", "history", "current", None]}
    assert "beginner" in words["enum"]
    assert "swing" in adapter(Exercise).json_schema()["properties"]["movement"]["enum"]
    assert "squeeze_gently" in adapter(Recommendation).json_schema()["properties"]["verdict"]["examples"]
    assert "$ref" not in json.dumps(adapter(Recommendation).json_schema())
