"""Recommendations as data: complete, frozen, valid by their schema, and equal after a round trip through JSON."""

from __future__ import annotations

import copy
import json
import pickle
import re
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs
import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from squeezelogic import (
    Exercise,
    GapError,
    InvalidInput,
    Profile,
    Recommendation,
    Rulebook,
    SqueezelogicError,
    recommend,
)
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SINGLE_SLOTS, Item, Provenance, Reason
from squeezelogic.logic.model.frozen_map import FrozenMap
from tests.logic import tea
from tests.situations import exercises, observations, profiles

SCHEMA = json.loads(resources.files("squeezelogic.coaching").joinpath("recommendation.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

recommendations = st.builds(
    lambda profile, exercise, observed: recommend(profile, exercise, observed=observed),
    profiles,
    exercises,
    observations,
)

KEYS = [
    *("schema", "verdict", "strength", "phase", "effort", "hold_seconds", "breath", "summary"),
    *("setup", "cues", "avoid", "cautions", "corrections", "notes", "alternatives"),
    *("progression", "reasons", "overruled", "unused", "facts", "rulebook", "disclaimer"),
]


def test_the_schema_is_a_schema() -> None:
    """The JSON Schema that ships is itself valid."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_list_and_value_is_a_field_and_in_the_schema() -> None:
    """Slots are registered in `coaching/parts.py`; a recommendation has a field for each, and the schema its form."""
    assert set(KEYS) == {field.name for field in attrs.fields(Recommendation)}
    assert SCHEMA["required"] == list(SCHEMA["properties"]) == KEYS
    assert {*SINGLE_SLOTS, *LIST_SLOTS} < set(KEYS)
    lists = [field.name for field in attrs.fields(Recommendation) if str(field.type) == "tuple[Item, ...]"]
    assert lists == list(LIST_SLOTS)


@given(recommendations)
def test_the_json_text_is_that_of_the_dict(rec: Recommendation) -> None:
    """Byte by byte, also for a recommendation that was read back, and after a returned dict was changed."""
    text = json.dumps(rec.to_dict())
    assert rec.to_json() == text
    assert Recommendation.from_dict(json.loads(text)).to_json() == text
    data = rec.to_dict()
    data["reasons"][0]["claims"].append("X-1")
    data["rulebook"]["name"] = "changed"
    assert rec.to_json() == text == json.dumps(rec.to_dict())


def test_the_schema_can_be_resolved_by_its_id() -> None:
    """Readers that resolve references against `$id`, as jsonschema before 4.18 does, need an absolute URI."""
    assert urlsplit(SCHEMA["$id"]).scheme
    assert urljoin(SCHEMA["$id"], "#/$defs/item") == SCHEMA["$id"] + "#/$defs/item"


@given(recommendations)
def test_every_recommendation_satisfies_the_schema(rec: Recommendation) -> None:
    """After a trip through JSON text, with the keys of the contract in their order."""
    data = json.loads(json.dumps(rec.to_dict()))
    VALIDATOR.validate(data)
    assert list(data) == KEYS


@given(recommendations)
def test_a_recommendation_survives_json_pickling_and_copying(rec: Recommendation) -> None:
    """`from_dict` undoes `to_dict`, also after a trip through JSON text; twins are equal and hash alike."""
    again = Recommendation.from_dict(json.loads(json.dumps(rec.to_dict())))
    for twin in (again, copy.deepcopy(rec), pickle.loads(pickle.dumps(rec))):  # noqa: S301 - our own bytes
        assert twin == rec
        assert hash(twin) == hash(rec)
        assert twin.explain("full") == rec.explain("full")


@given(recommendations)
def test_what_a_caller_does_to_the_dict_does_not_reach_the_recommendation(rec: Recommendation) -> None:
    """`to_dict` gives fresh lists and dicts each time."""
    before = json.dumps(rec.to_dict())
    data = rec.to_dict()
    data["facts"].clear()
    data["reasons"].clear()
    data["cues"].append("x")
    assert json.dumps(rec.to_dict()) == before
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rec.verdict = "squeeze"  # type: ignore[misc]


@given(recommendations)
def test_every_piece_of_advice_comes_from_a_rule_that_stands(rec: Recommendation) -> None:
    """Items name standing rules; overruled rules stand nowhere, and lost to rules that do."""
    standing = {reason.rule for reason in rec.reasons}
    lists = (rec.setup, rec.cues, rec.avoid, rec.cautions, rec.corrections, rec.notes, rec.alternatives)
    assert {item.rule for items in lists for item in items} <= standing
    assert not standing & {lost.rule for lost in rec.overruled}
    assert {lost.by for lost in rec.overruled} <= standing


@given(recommendations)
def test_reasons_are_those_of_the_rulebook(rec: Recommendation) -> None:
    """A rule is shown with the claims that dispute it, an overruled one with the winner's reason and rank."""
    rules = Rulebook.default().rules
    assert all(reason.disputed_by == rules[reason.rule].disputed_by for reason in rec.reasons)
    for lost in rec.overruled:
        loser, winner = rules[lost.rule], rules[lost.by]
        assert lost.because == winner.because
        assert lost.ranks_by == ("override" if loser.level == winner.level else "level")


@given(recommendations)
def test_advice_carries_what_its_slot_promises(rec: Recommendation) -> None:
    """Cues have a focus, cautions a severity, corrections a fault; the rest have none of these."""
    assert all(item.focus in ("internal", "external") for item in rec.cues)
    assert all(item.severity in ("info", "warning", "critical") for item in rec.cautions)
    assert all(item.fault for item in rec.corrections)
    lists = rec.to_dict()
    assert all(
        set(item) == {"id", "text", "rule"} | ({"short"} & set(item))
        for key in ("setup", "avoid", "notes")
        for item in lists[key]
    )


def broken(change: Any) -> list[str]:
    """The problems of a recommendation's data after a change."""
    data = recommend("beginner", "hip thrust").to_dict()
    change(data)
    with pytest.raises(InvalidInput) as caught:
        Recommendation.from_dict(data)
    return list(caught.value.problems)


def test_foreign_data_is_refused_with_every_fault_and_its_path() -> None:
    """Missing, unknown and ill-typed keys are all reported, each where it stands."""

    def change(data: dict[str, Any]) -> None:
        del data["verdict"]
        data["verdct"] = "squeeze"
        data["hold_seconds"] = "1"
        data["cues"][0] = {"id": "x", "text": 3, "rule": "y", "focus": "external"}
        data["facts"] = {"a": None, "b": 2**63}
        data["reasons"] = 4

    assert broken(change) == [
        "recommendation has no `verdct`: did you mean `verdict`?",
        "recommendation lacks `verdict`",
        'recommendation.hold_seconds must be a number, not `"1"`',
        "recommendation.cues[0].text must be text, not `3`",
        "recommendation.reasons must be a list, not `4`",
        "recommendation.facts.a must be text, true or false, a number or a list of texts",
        "recommendation.facts.b must be text, true or false, a number of at most 64 bits or a list of texts",
    ]
    with pytest.raises(InvalidInput, match="recommendation must be an object, not `3`"):
        Recommendation.from_dict(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"strength": ""}, "recommendation.strength must be lower-case words joined by _, not empty"),
        ({"verdict": "Squeeze!"}, "recommendation.verdict must be lower-case words joined by _, not `Squeeze!`"),
        ({"effort": "none!"}, "recommendation.effort must be lower-case words joined by _, not `none!`"),
        ({"disclaimer": ""}, "recommendation.disclaimer must be a text, not empty"),
        ({"summary": ""}, "recommendation.summary must be a text of at most 140 characters, not empty"),
        (
            {"cues": [{"id": "x", "text": "Go.", "rule": "y", "focus": "inner"}]},
            "recommendation.cues[0].focus must be internal or external, not `inner`",
        ),
    ],
)
def test_a_text_that_the_schema_refuses_is_refused(change: dict[str, Any], problem: str) -> None:
    """Ids, closed words and texts that may not be empty are checked as the JSON Schema checks them."""
    assert broken(lambda data: data.update(change)) == [problem]
    assert not VALIDATOR.is_valid(recommend("beginner", "hip thrust").to_dict() | change)


@pytest.mark.parametrize("key", KEYS)
def test_data_that_lacks_a_key_is_refused(key: str) -> None:
    """Whichever it is, it is named, and nothing is put in its place."""
    assert broken(lambda data: data.pop(key)) == [f"recommendation lacks `{key}`"]


def test_more_faults_than_anybody_mends_by_hand_are_not_all_listed() -> None:
    """A thousand are, and that there are others."""
    problems = broken(lambda data: data.update(facts=dict.fromkeys(map(str, range(2_000)))))
    must = "must be text, true or false, a number or a list of texts"
    assert problems[:-1] == [f"recommendation.facts.{name} {must}" for name in range(1_000)]
    assert problems[-1] == "there are more problems, which can wait"


@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
@example(sys.float_info.max)
def test_a_recommendation_holds_any_number_of_seconds(seconds: float) -> None:
    """The largest there is too; what is larger, less than nothing, or not a number at all, is refused."""
    data = recommend("beginner", "hip thrust").to_dict()
    assert Recommendation.from_dict(data | {"hold_seconds": seconds}).hold_seconds == seconds
    for more in (float("inf"), float("nan"), 10**400, True, -1):
        assert broken(lambda data, more=more: data.update(hold_seconds=more))


def test_what_is_left_out_of_a_recommendation_is_empty() -> None:
    """One may be made by hand: what it needs, and nothing else; its lists become tuples."""
    provenance = Provenance("mine", "1", "ab" * 32)
    item = Item("go", "Go.", "mine", focus="external")
    made = Recommendation(
        verdict="squeeze",
        strength="strong",
        summary="Go.",
        cues=[item],  # type: ignore[arg-type]
        reasons=[Reason("mine", "squeeze", "I say so.", ["X1"], basis="house")],  # type: ignore[arg-type]
        rulebook=provenance,
        disclaimer="No advice.",
    )
    empty: dict[str, Any] = {key: [] for key in LIST_SLOTS if key != "cues"}
    reason = {
        "rule": "mine",
        "topic": "squeeze",
        "because": "I say so.",
        "claims": ["X1"],
        "basis": "house",
        "disputed_by": [],
    }
    assert made.to_dict() == {
        "schema": "squeezelogic/recommendation/1",
        "verdict": "squeeze",
        "strength": "strong",
        "summary": "Go.",
        "disclaimer": "No advice.",
        **dict.fromkeys(("phase", "effort", "hold_seconds", "breath", "progression")),
        **empty,
        "cues": [{"id": "go", "text": "Go.", "rule": "mine", "focus": "external"}],
        "reasons": [reason],
        "overruled": [],
        "unused": [],
        "facts": {},
        "rulebook": {"name": "mine", "version": "1", "digest": "ab" * 32},
    }
    assert made.cues == (item,)
    assert Recommendation.from_dict(made.to_dict()) == made
    assert hash(made) != hash(attrs.evolve(made, facts=FrozenMap({"family": "hinge"})))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside some data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


ANY_VALUES: list[Any] = [
    *(None, True, "", "no_squeeze", "a-b", "A b", "x" * 140, "x" * 141, -1, 0, -0.5, 2.0, 1.5, 2**63, -(2**63) - 1),
    *("info", "warning", "critical", "internal", "external", "stated", "inferred", "house", "level", "override"),
    *("squeezelogic/recommendation/1", "0" * 64, "0" * 63, "a-", "a_", "0a"),
]
BRIEF = {"id": "a", "text": "b", "rule": "c"}
HOLDERS: list[Any] = [
    *([], {}, ["a"], ["a", "a"], {"": 1}, {"a": 1.5, "b": ["x", "y"]}, {"a": [1]}, {"a": None}),
    *(BRIEF, {**BRIEF, "focus": "internal"}, {**BRIEF, "fault": "x"}, {**BRIEF, "severity": "info"}),
    {**BRIEF, "short": None},
]
MORE_KEYS = ("", "short", "focus", "severity", "fault", "meant", "more", "facts")
PIECES = st.sampled_from([*ANY_VALUES, *HOLDERS])


@given(recommendations, st.data())
def test_data_is_taken_just_where_the_schema_takes_it(rec: Recommendation, data: st.DataObject) -> None:
    """Whatever is replaced, added or left out, wherever it stands; only Python's `$` also passes a last line feed."""
    changed = json.loads(json.dumps(rec.to_dict()))
    *way, last = data.draw(st.sampled_from(places(changed)[1:]))
    inner = changed
    for key in way:
        inner = inner[key]
    what = data.draw(st.sampled_from(["replace", "drop", "add"]))
    if what == "replace":
        inner[last] = data.draw(PIECES)
    elif what == "drop":
        del inner[last]
    elif isinstance(inner, list):
        inner.append(data.draw(PIECES))
    else:
        inner[data.draw(st.sampled_from(MORE_KEYS))] = data.draw(PIECES)
    assert is_taken(changed) == VALIDATOR.is_valid(changed)


def is_taken(data: Any) -> bool:
    """Whether a recommendation can be made of data."""
    try:
        Recommendation.from_dict(data)
    except InvalidInput:
        return False
    return True


ITEM = {"id": "go", "text": "Go.", "rule": "mine", "short": "Go"}
BARE: dict[str, Any] = {
    **recommend("beginner", "hip thrust").to_dict(),
    **{key: [] for key in LIST_SLOTS},
    "overruled": [],
    "unused": [],
    "facts": {},
    "summary": "So.",
    "disclaimer": ".",
    **dict.fromkeys(("phase", "effort", "hold_seconds", "breath", "progression")),
    "reasons": [{"rule": "a", "topic": "t", "because": ".", "claims": [], "basis": "house", "disputed_by": []}],
}
PARTS: dict[str, Any] = {
    **{key: [ITEM] for key in LIST_SLOTS},
    "cues": [{**ITEM, "focus": "internal"}],
    "cautions": [{**ITEM, "severity": "info"}],
    "corrections": [{**ITEM, "fault": "leans_back"}],
    "progression": {"direction": "hold", **dict.fromkeys(PROGRESSION, ITEM)},
    "reasons": [{**BARE["reasons"][0], "claims": ["A"], "disputed_by": ["B"]}],
    "overruled": [{"rule": "a", "topic": "t", "by": "b", "ranks_by": "level", "because": "."}],
    "unused": [{"attribute": "a", "value": "b", "meant": "c"}],
    "facts": {"a": 1, "b": ["c"]},
    "phase": "lockout",
    "effort": "gentle",
    "hold_seconds": 1,
    "breath": "in",
}
"""A recommendation with nothing in its lists, and for each part of it an example with every key."""


def vary(data: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Data with one value of a part replaced, left out, or added; the data is changed back in between."""
    for *way, last in places(data[key], (key,)):
        inner: Any = data
        for step in way:
            inner = inner[step]
        before = inner[last]
        for piece in HOLDERS if isinstance(before, (dict, list)) else [*ANY_VALUES, [], {}]:
            inner[last] = piece
            yield data
        inner[last] = before
        if isinstance(inner, dict):
            del inner[last]
            yield data
            inner[last] = before
        if isinstance(before, dict):
            for more in {*MORE_KEYS} - before.keys():
                before[more] = "internal"
                yield data
                del before[more]


@pytest.mark.parametrize("key", KEYS)
def test_data_is_taken_just_where_the_schema_takes_it_wherever_it_is_changed(key: str) -> None:
    """One value replaced by each other kind of value, left out, or one too many: in every place of each part."""
    data = json.loads(json.dumps({**BARE, key: PARTS.get(key, BARE[key])}))
    assert is_taken(data)
    assert VALIDATOR.is_valid(data)
    assert [json.dumps(it) for it in vary(data, key) if is_taken(it) != VALIDATOR.is_valid(it)] == []


def test_the_schema_lists_the_values_that_the_default_rulebook_gives() -> None:
    """In the descriptions, each of them and no other, with words around them."""
    for name, slot in Rulebook.default().vocabulary.slots.items():
        if slot.type == "enum":
            of = {**SCHEMA["$defs"]["progression"]["properties"], **SCHEMA["properties"]}[name]
            told = next(it["description"] for it in of.get("anyOf", [of]) if "description" in it)
            assert set(map(str, slot.values)) <= set(re.findall(r"\w+", told)), name
            assert set(re.findall(r"\w+_\w+", told)) <= set(map(str, slot.values)), name


@given(st.sampled_from(KEYS), json_values)
def test_any_data_gives_a_recommendation_or_an_invalid_input(key: str, value: Any) -> None:
    """No JSON value in any place leads to another exception."""
    data = recommend("beginner", "hip thrust").to_dict() | {key: value}
    try:
        Recommendation.from_dict(data)
    except InvalidInput as error:
        assert error.problems  # noqa: PT017 - nothing is wrong if it loads


def test_an_exercise_may_be_an_object_a_mapping_a_name_or_a_catalogue_entry() -> None:
    """All four ways to say the same exercise get the same answer."""
    exercise = Exercise(movement="hip_thrust", implement="barbell", tempo="controlled")
    answers = [
        recommend("beginner", said)
        for said in (
            exercise,
            {"movement": "hip_thrust", "implement": "barbell", "tempo": "controlled"},
            "Hip Thrust (Barbell)",
            "barbell_hip_thrust",
            ("free-exercise-db", "Barbell_Hip_Thrust"),
        )
    ]
    assert all(rec == answers[0] for rec in answers)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("beginner", {"movment": "swing"}), "an exercise has no `movment`: did you mean `movement`?"),
        (("beginner", 7), "an exercise is an Exercise, a mapping, a name or a (catalogue, id) pair, not `7`"),
        (("beginner", None), "an exercise is an Exercise, a mapping, a name or a (catalogue, id) pair, not `None`"),
        (
            ("beginner", "back squat"),
            "unknown exercise `back squat`: it is another exercise, neither a thrust nor a hinge",
        ),
        (
            ("beginner", "power clean"),
            "ambiguous exercise `power clean`: an Olympic lift or its pull begins like a hinge and ends in triple "
            "extension, a catch or a high pull; the articles do not cover it",
        ),
        ((7, "hip thrust"), "a profile is a Profile, a mapping or one word, not `7`"),
    ],
)
def test_bad_arguments_are_refused_in_words(arguments: Any, message: str) -> None:
    """Whatever is wrong with an argument, the error is the library's own and names it."""
    with pytest.raises(SqueezelogicError) as caught:
        recommend(*arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("observed", "message"),
    [
        (["leans_bak"], "`observed` cannot hold `leans_bak`: did you mean `leans_back`?"),
        (7, "`observed` takes a list of values, not `7`"),
        ([7], "`observed` cannot hold `7`: faults are named by text"),
    ],
)
def test_wrong_observations_are_refused_in_words(observed: Any, message: str) -> None:
    """A misspelt fault is never dropped in silence."""
    with pytest.raises(InvalidInput) as caught:
        recommend("beginner", "deadlift", observed=observed)
    assert str(caught.value) == message
    if isinstance(observed, list):  # the same where there is nothing left to convert
        with pytest.raises(InvalidInput) as caught:
            recommend(Profile(), Exercise(movement="deadlift"), observed=frozenset(observed))
        assert str(caught.value) == message


def test_facts_the_rulebook_has_never_heard_of_are_listed_as_unused() -> None:
    """Attributes of one's own change nothing under a rulebook that does not declare them, and are not lost."""
    rec = recommend(Profile(more={"knee_pain": "current", "grips": ["hook"]}), "hip thrust")
    found = {(fact.attribute, fact.value) for fact in rec.unused}
    assert {("knee_pain", "current"), ("grips", "hook")} <= found
    assert rec.facts["grips"] == ("hook",)
    assert Recommendation.from_dict(rec.to_dict()) == rec


def test_facts_are_unused_where_no_rule_for_the_family_reads_them() -> None:
    """Each family has rules that ask what those for the other do not, and faults of its own."""

    def unused(family: str) -> list[tuple[str, object]]:
        lifter = {"experience": "advanced", "goal": "strength", "mastered_bodyweight": True}
        rec = recommend(lifter, {"family": family}, observed=["rounded_back", "no_pause", "leans_back"])
        return [(fact.attribute, fact.value) for fact in rec.unused]

    assert unused("thrust") == [("observed", "leans_back"), ("observed", "rounded_back")]
    assert unused("hinge") == [("observed", "no_pause")]


def test_a_rulebook_of_ones_own_is_asked_instead(tmp_path: Path) -> None:
    """An extension that declares an attribute reads it from `more`, and its digest shows in the answer."""
    (tmp_path / "vocabulary.toml").write_text('[attribute.knee_pain]\nof = "profile"\nvalues = ["none", "current"]\n')
    (tmp_path / "squeeze.toml").write_text(
        'topic = "squeeze"\n[[rule]]\nid = "sore-knee-waits"\nlevel = "pain"\nwhen.knee_pain = "current"\n'
        'when.back_pain = { not = "current" }\nthen.verdict = "reassess"\nthen.strength = "strong"\n'
        'then.phase = "none"\nthen.effort = "none"\nthen.summary = "answer-reassess-thrust"\nbasis = "house"\n'
    )
    book = Rulebook.default().extended(tmp_path)
    profile = Profile(experience="advanced", more={"knee_pain": "current"})
    rec = recommend(profile, "hip thrust", rulebook=book)
    assert (rec.verdict, rec.reasons[0].rule) == ("reassess", "sore-knee-waits")
    assert rec.rulebook.digest == book.digest != Rulebook.default().digest
    assert recommend(profile, "hip thrust").verdict == "squeeze"


def test_a_rulebook_about_something_else_is_refused(tmp_path: Path) -> None:
    """A rulebook that cannot fill a recommendation says which slots it lacks."""
    with pytest.raises(InvalidInput) as caught:
        recommend("beginner", "hip thrust", rulebook=Rulebook.load(tea.write(tmp_path)))
    needed = "`verdict`, `strength`, `summary`, `disclaimer`"
    assert str(caught.value) == f"rulebook `tea` lacks slots that a recommendation needs: {needed}"
    stranges: list[Any] = ["rules", {}, 7]
    for strange in stranges:
        with pytest.raises(InvalidInput) as caught:
            recommend("beginner", "hip thrust", rulebook=strange)
        told = f"a rulebook is a Rulebook, not `{strange}`: Rulebook.load(folder) makes one"
        assert str(caught.value) == told


def lifting_book(folder: Path, rules: str, **types: str) -> Rulebook:
    """A small rulebook of its own, with the slots that a recommendation needs, and others, of any type."""
    needed = {"verdict": "enum", "strength": "enum", "summary": "text", "disclaimer": "text"}
    slots = "".join(
        f'[slot.{name}]\ntype = "{kind}"\n' + 'values = ["squeeze", "go"]\n' * (kind == "enum")
        for name, kind in {**needed, **types}.items()
    )
    attributes = '[attribute.family]\nvalues = ["thrust", "hinge"]\n[attribute.goal]\nvalues = ["strength"]\n'
    (folder / "vocabulary.toml").write_text(f'[rulebook]\nname = "mine"\n{attributes}{slots}')
    (folder / "advice.toml").write_text('[advice.go]\ntext = "Go."\n')
    (folder / "topic.toml").write_text(f'topic = "squeeze"\nlevels = ["only"]\nconcludes = {[*needed]}\n{rules}')
    return Rulebook.load(folder)


ALWAYS = """
[[rule]]
id = "always"
level = "only"
then.verdict = "squeeze"
then.strength = "go"
then.disclaimer = "go"
"""
SUMMED_UP = """
[[rule]]
id = "strong-ones-go"
level = "only"
when.goal = "strength"
then.summary = "go"
"""


@pytest.mark.parametrize("required", ["", 'required = ["verdict"]\n'])
def test_what_a_recommendation_needs_is_there_even_if_no_topic_promises_it(tmp_path: Path, required: str) -> None:
    """Where no rule gives a summary there is no recommendation, and the error names the slot and all that was given."""
    book = lifting_book(tmp_path, required + ALWAYS + SUMMED_UP)
    assert recommend({"goal": "strength"}, "hip thrust", rulebook=book).summary == "Go."
    with pytest.raises(GapError) as caught:
        recommend(Profile(more={"mood": "good"}), Exercise(family="hinge"), rulebook=book)
    told = (caught.value.topic, caught.value.slot, caught.value.facts)
    assert told == ("", "summary", {"family": "hinge", "mood": "good"})
    assert str(caught.value).startswith("no rule fills `summary`, which a recommendation needs (facts: family = hinge")


def test_what_was_seen_is_one_fault_or_several() -> None:
    """A text is one fault, and not its letters."""
    one = recommend("beginner", "hip thrust", observed="no_pause")
    assert one == recommend("beginner", "hip thrust", observed=["no_pause"])
    assert one.facts["observed"] == ("no_pause",)


def test_what_follows_about_the_lifter_from_the_exercise_counts(tmp_path: Path) -> None:
    """And what contradicts it is refused."""
    lifting_book(tmp_path, ALWAYS + SUMMED_UP)
    words = (tmp_path / "vocabulary.toml").read_text("utf-8").replace('["strength"]', '["strength", "hypertrophy"]')
    (tmp_path / "vocabulary.toml").write_text(
        words.replace('["thrust", "hinge"]', '["thrust", "hinge"]\nimplies.thrust.goal = "strength"'), "utf-8"
    )
    book = Rulebook.load(tmp_path)
    assert recommend({}, {"family": "thrust"}, rulebook=book).summary == "Go."
    with pytest.raises(InvalidInput, match="`goal` cannot be `hypertrophy`"):
        recommend({"goal": "hypertrophy"}, {"family": "thrust"}, rulebook=book)


def test_a_slot_that_is_called_like_a_fact_of_the_exercise_is_not_taken_for_it(tmp_path: Path) -> None:
    """A rulebook that knows no such fact may conclude what it likes, and read that."""
    (tmp_path / "load.toml").write_text(
        'topic = "load"\nlevels = ["only"]\nconcludes = ["load"]\n'
        '[[rule]]\nid = "always-go"\nlevel = "only"\nthen.load = "go"\n'
    )
    (tmp_path / "effort.toml").write_text(
        'topic = "effort"\nlevels = ["only"]\nconcludes = ["effort"]\n'
        '[[rule]]\nid = "so-squeeze"\nlevel = "only"\nwhen.load = "go"\nwhen.goal = "strength"\n'
        'then.effort = "squeeze"\n'
    )
    book = lifting_book(tmp_path, ALWAYS + SUMMED_UP, load="enum", effort="enum")
    assert recommend({"goal": "strength"}, {"family": "thrust", "load": "heavy"}, rulebook=book).effort == "squeeze"  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    ("slot", "kind", "wanted"),
    [
        ("summary", "enum", "`text` or `advice`"),
        ("cues", "list", "`text` or `advice`"),
        ("next_step", "boolean", "`text` or `advice`"),
        ("verdict", "boolean", "`enum` or `text`"),
        ("hold_seconds", "enum", "`integer` or `number`"),
    ],
)
def test_slots_of_another_type_are_refused_before_anything_is_asked(
    tmp_path: Path, slot: str, kind: str, wanted: str
) -> None:
    """A rulebook may call a slot as a recommendation does and mean something else; reading it would fail later."""
    rules = ALWAYS + SUMMED_UP
    rules = rules.replace('"squeeze"', "true") if slot == "verdict" else rules
    book = lifting_book(tmp_path, rules, **{slot: kind})
    with pytest.raises(InvalidInput) as caught:
        recommend({"goal": "strength"}, "hip thrust", rulebook=book)
    what = f"rulebook `mine` declares slot `{slot}` as `{kind}`"
    assert str(caught.value) == f"{what}: in a recommendation it has to be {wanted}"


def test_a_situation_without_a_required_fact_is_refused() -> None:
    """The family decides everything, so a missing one is not guessed."""
    with pytest.raises(InvalidInput) as caught:
        Rulebook.default().decide({"experience": "beginner"})
    assert caught.value.problems == ("`family` is required: choose from `thrust`, `hinge`",)
