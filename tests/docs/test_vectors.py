"""The test vectors match the library, and are plain JSON."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from squeezelogic import Recommendation, Rulebook, RulebookError, recommend
from squeezelogic.cli.main import main
from squeezelogic.coaching.vectors import inputs, vectors
from tests.situations import exercises, observations, profiles

BOOK = Rulebook.default()
VECTORS = json.loads(json.dumps(vectors(BOOK)))
SCHEMA = json.loads(resources.files("squeezelogic.coaching").joinpath("recommendation.schema.json").read_text("utf-8"))


def test_there_is_a_vector_for_each_case() -> None:
    """All cases of the default rulebook are there, in order, under the digest of the rulebook they are for."""
    assert [(v["topic"], v["why"]) for v in VECTORS["vectors"]] == [(case.topic, case.why) for case in BOOK.cases]
    assert BOOK.cases
    assert VECTORS["rulebook"] == {"name": BOOK.name, "version": BOOK.version, "digest": BOOK.digest}


def test_a_vector_replays() -> None:
    """What goes in gives, after a trip through JSON, exactly what is said to come out."""
    for vector in VECTORS["vectors"]:
        answer = recommend(vector["profile"], vector["exercise"], observed=vector["observed"])
        assert answer.to_dict() == vector["recommendation"], vector["why"]
        assert Recommendation.from_dict(vector["recommendation"]) == answer


def test_a_vector_s_answer_satisfies_the_schema() -> None:
    """Each recommendation is what the JSON Schema describes."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for vector in VECTORS["vectors"]:
        validator.validate(vector["recommendation"])


def test_a_vector_gives_the_facts_of_its_case() -> None:
    """What is known in a case is what the recommendation was given, no more than implied and no less."""
    for vector, case in zip(VECTORS["vectors"], BOOK.cases, strict=True):
        given_facts = vector["recommendation"]["facts"]
        known = {name: value for name, value in case.facts.items() if value not in ("unknown", ())}
        assert {n: sorted(v) if isinstance(v, tuple) else v for n, v in known.items()}.items() <= given_facts.items()
        assert given_facts.keys() - known.keys() <= {"family"}


@given(profiles, exercises, observations)
def test_any_facts_split_into_what_recommend_takes(profile: Any, exercise: Any, observed: frozenset[str]) -> None:
    """Taken apart by the vocabulary, facts give the same recommendation as the values they came from."""
    facts = {**profile.facts, **exercise.facts, "observed": observed}
    split = json.loads(json.dumps(inputs(facts, BOOK.vocabulary)))
    again = recommend(split["profile"], split["exercise"], observed=split["observed"])
    assert again == recommend(profile, exercise, observed=observed)


def test_a_rulebook_s_own_attributes_travel_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cases of a rulebook on top of the default one have its own attributes under `more`."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "vocabulary.toml").write_text('[attribute.knee_pain]\nof = "profile"\nvalues = ["none", "current"]\n')
    (folder / "knee.toml").write_text(
        'topic = "knee"\n[[rule]]\nid = "sore-knee"\nwhen.knee_pain = "current"\nthen.notes = ["stop-if-it-hurts"]\n'
    )
    (folder / "knee.cases.toml").write_text(
        '[[case]]\nwhy = "A sore knee."\nstands = ["sore-knee"]\n'
        'facts = { movement = "swing", knee_pain = "current", goal = "unknown" }\n'
    )
    assert main(["vectors", "--rulebook", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert printed == json.dumps(json.loads(printed), indent=2) + "\n"
    vector = json.loads(printed)["vectors"][-1]
    assert (vector["profile"], vector["exercise"]) == ({"more": {"knee_pain": "current"}}, {"movement": "swing"})
    assert "sore-knee" in [reason["rule"] for reason in vector["recommendation"]["reasons"]]


def test_a_case_without_an_exercise_is_refused(tmp_path: Path) -> None:
    """A case that lacks a required fact does not load, and the error names its line."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "extra.cases.toml").write_text(
        '[[case]]\nwhy = "No exercise."\nstands = ["red-flag-refers-out"]\nfacts.red_flags = ["fever"]\n'
    )
    with pytest.raises(RulebookError, match=r"mine/extra\.cases\.toml:4: `family` is required"):
        BOOK.extended(folder)
