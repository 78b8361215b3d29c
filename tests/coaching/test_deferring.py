"""The lazy fields of a recommendation are indistinguishable from eager ones."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import ConflictError, Exercise, GapError, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching.advising import Adviser
from squeezelogic.coaching.facts import attributes, decode_facts, measure_halves
from squeezelogic.coaching.facts import given as facts_of
from squeezelogic.coaching.parts import SINGLE_SLOTS
from squeezelogic.coaching.recommendation import WAITING
from squeezelogic.logic.model.errors import DecisionError
from squeezelogic.logic.semantics import definition
from squeezelogic.logic.semantics.precedence import cannot_fail
from squeezelogic.testing import exercises, observations, profiles, rulebooks, situations

FIELDS = [field.name for field in attrs.fields(Recommendation)]


def fresh(profile: Profile, exercise: Exercise, observed: frozenset[str]) -> Recommendation:
    """A recommendation without computed fields."""
    ADVISER._kept.values.clear()
    return ADVISER.recommend(profile.code, exercise.code, observed)


ADVISER = Adviser(None, Recommendation)


@given(profiles(), exercises(), observations(), st.permutations(FIELDS), st.integers(0, len(FIELDS)))
def test_fields_come_out_alike_in_whatever_order_they_are_read(
    profile: Profile, exercise: Exercise, observed: frozenset[str], order: Sequence[str], read: int
) -> None:
    """However many fields were read before, and which: it equals, hashes, prints, pickles and copies as if all were."""
    whole = Recommendation.from_dict(recommend(profile, exercise, observed=observed).to_dict())
    uses: list[Any] = [_pickled, copy.copy, copy.deepcopy, attrs.evolve, repr, hash, Recommendation.to_dict, bool]
    for use in uses:
        rec = fresh(profile, exercise, observed)
        for name in order[:read]:
            assert getattr(rec, name) == getattr(whole, name)
        assert use(rec) == use(whole)
        assert rec == whole


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


def test_a_recommendation_has_no_other_attributes_and_cannot_be_changed() -> None:
    """Before and after anything was read, a strange name is refused as everywhere in Python."""
    rec = fresh(Profile(), Exercise(movement="swing"), frozenset())
    for name in ("cue", "verdicts"):
        with pytest.raises(AttributeError, match=name):
            getattr(rec, name)
    for name in FIELDS:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(rec, name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(rec, name)


def test_threads_that_read_one_recommendation_at_once_read_the_same() -> None:
    """Eight threads read a few hundred recommendations without computed fields."""
    cases = [
        (Profile(goal=goal), Exercise(movement=it)) for goal in (None, "strength") for it in ("swing", "hip_thrust")
    ]
    for profile, exercise in cases * 25:
        rec = fresh(profile, exercise, frozenset(["no_pause", "rounded_back"]))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, rec=rec: rec.to_dict(), range(8)))
        assert all(answer == answers[0] for answer in answers)


@given(profiles(), profiles())
def test_a_code_stands_for_a_profile(one: Profile, other: Profile) -> None:
    """Two profiles are equal just when their codes are, and a code gives the facts back."""
    assert (one == other) == (one.code == other.code)
    assert decode_facts(Profile, one.code[:2]) == facts_of(one)  # nothing in `more` here


@given(exercises(), exercises())
def test_a_code_stands_for_an_exercise(one: Exercise, other: Exercise) -> None:
    """Two exercises are equal just when their codes are, and a code gives the facts back."""
    assert (one == other) == (one.code == other.code)
    assert decode_facts(Exercise, one.code) == facts_of(one)


@given(profiles())
def test_a_code_can_be_cut_in_two(profile: Profile) -> None:
    """Each half stands for some of the facts, and both together for all of them."""
    high, low, _ = profile.code
    some, others = decode_facts(Profile, (high, 0)), decode_facts(Profile, (0, low))
    assert not some.keys() & others.keys()
    assert some | others == facts_of(profile)


def test_every_profile_has_its_halves_among_those_counted() -> None:
    """The profile with the largest code is cut into the last of either half."""
    high = low = 0
    for name, attribute in attributes(Profile).items():
        some: tuple[Any, ...] = (True, False) if attribute.type == "boolean" else attribute.values
        codes: list[Any] = [Profile(**{name: it}).code[:2] for it in some]
        adds = codes if attribute.type == "set" else [max(codes)]
        high, low = high + sum(first for first, _ in adds), low + sum(second for _, second in adds)
    assert decode_facts(Profile, (high, low)).keys() == attributes(Profile).keys()
    assert measure_halves(Profile) == (high + 1, low + 1)


def test_what_a_profile_has_besides_belongs_to_its_code() -> None:
    """Two profiles that differ in an attribute of a rulebook's own are asked about each by itself."""
    sore, well = Profile(more={"knee": "sore"}), Profile(more={"knee": "well"})
    assert len({sore.code, well.code, Profile().code}) == 3
    assert [recommend(who, "swing").facts.get("knee") for who in (sore, well)] == ["sore", "well"]


@given(rulebooks(), st.data())
def test_what_cannot_fail_never_fails(book: Rulebook, data: st.DataObject) -> None:
    """A topic that is said to come to an outcome always does, whatever the situation."""
    surely = [topic for topic in book.topics if cannot_fail(topic)]
    for topic in surely:
        situation = {
            name: data.draw(st.sampled_from(every)) for name, every in ((n, _some(a)) for n, a in topic.inputs.items())
        }
        try:
            definition.settle(topic, definition.holding(topic, situation))
        except DecisionError as error:  # pragma: no cover - that is the point
            raise AssertionError(f"{topic.name} fails in {situation}") from error


def _some(attribute: Any) -> list[Any]:
    if attribute.type == "set":
        return [frozenset(), *(frozenset([v]) for v in attribute.values), frozenset(attribute.values)]
    if attribute.type == "boolean":
        return ["unknown", True, False]
    if attribute.type == "integer":
        low = -3 if attribute.at_least is None else attribute.at_least
        high = low + 20 if attribute.at_most is None else min(attribute.at_most, low + 20)
        return ["unknown", *range(low, high + 1)]
    if attribute.is_ordered:
        return ["unknown"]
    return ["unknown", *attribute.values]


EXTRA = """
topic = "extra"
question = "Is there more to say?"
levels = ["only"]
concludes = ["extra", "notes"]
{required}
[[rule]]
id = "strong-ones-hear-more"
level = "only"
when.goal = "strength"
then.extra = "more"
[[rule]]
id = "advanced-ones-hear-less"
level = "only"
when.experience = "advanced"
then.extra = "less"
"""


def test_a_gap_between_rules_that_cannot_disagree_is_raised_at_once(tmp_path: Path) -> None:
    """Two rules give a required slot the same value, so they do not conflict; no other rule fills it."""
    (tmp_path / "vocabulary.toml").write_text('[slot.extra]\nvalues = ["more", "less"]\n')
    (tmp_path / "extra.toml").write_text(EXTRA.format(required='required = ["extra"]').replace('"less"', '"more"'))
    book = Rulebook.default().extended(tmp_path)
    for told in ({"goal": "strength"}, {"experience": "advanced"}, {"goal": "strength", "experience": "advanced"}):
        assert recommend(told, "hip thrust", rulebook=book).verdict == "squeeze"
    with pytest.raises(GapError) as caught:
        recommend({"goal": "general"}, "hip thrust", rulebook=book)
    assert caught.value.slot == "extra"


@pytest.mark.parametrize(
    ("required", "profile", "error"),
    [
        ('required = ["extra"]', {}, GapError),
        ("", {"goal": "strength", "experience": "advanced"}, ConflictError),
    ],
)
def test_a_recommendation_that_was_returned_never_fails_later(
    tmp_path: Path, required: str, profile: dict[str, Any], error: type[DecisionError]
) -> None:
    """A gap or a conflict in a topic that has no say in the verdict is raised at once, with the facts."""
    (tmp_path / "vocabulary.toml").write_text('[slot.extra]\nvalues = ["more", "less"]\n')
    (tmp_path / "extra.toml").write_text(EXTRA.format(required=required))
    book = Rulebook.default().extended(tmp_path)
    with pytest.raises(error) as caught:
        recommend(profile, "hip thrust", rulebook=book)
    assert (caught.value.topic, caught.value.slot) == ("extra", "extra")
    assert caught.value.facts == {name: value for name, value in profile.items() if required == ""}
    assert recommend({"goal": "strength"}, "hip thrust", rulebook=book).verdict == "squeeze"


OWN = """
[attribute.knee]
of = "profile"
values = ["fine", "sore", "operated"]
implies.operated.rehab = true
[attribute.straps]
of = "profile"
type = "set"
values = ["wrist", "knee"]
"""
SPARED = """
topic = "knees"
[[rule]]
id = "sore-knees-are-spared"
when = [{ knee = "sore" }, { rehab = true, straps = "knee" }]
then.notes = ["stop-if-it-hurts"]
"""


@pytest.fixture(scope="module", params=[True, False], ids=["facts imply facts", "no fact implies another"])
def own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The default rulebook with attributes and a topic of one's own on top."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "vocabulary.toml").write_text(OWN if request.param else OWN.replace("implies", "# implies"))
    (folder / "knees.toml").write_text(SPARED)
    return Rulebook.default().extended(folder)


@given(st.data())
def test_a_recommendation_says_what_its_rulebook_decides(own: Rulebook, data: st.DataObject) -> None:
    """Also of lifters with facts of a rulebook's own, and where one fact follows from another."""
    situation = data.draw(situations(rulebook=own))
    rec = situation.ask(partial(recommend, rulebook=own))
    decision = own.decide(situation.facts)
    assert [reason.rule for reason in rec.reasons] == list(decision.standing)
    slots: Mapping[str, Any] = decision.slots
    assert [item.id for item in rec.notes] == list(slots.get("notes", ()))
    assert {name: slots.get(name) for name in SINGLE_SLOTS} == {name: getattr(rec, name) for name in SINGLE_SLOTS}
    known = {name: tuple(sorted(it)) if isinstance(it, frozenset) else it for name, it in situation.facts.items()}
    assert rec.facts == known


@pytest.mark.parametrize("name", WAITING)
def test_a_field_that_is_worked_out_late_can_be_looked_up_on_the_class(name: str) -> None:
    """What describes classes (documentation, mocks) is handed what holds the field's place, and nothing is tried."""
    assert getattr(Recommendation, name) is inspect.getattr_static(Recommendation, name)


def test_what_follows_about_the_exercise_from_the_lifter_counts(tmp_path: Path) -> None:
    """Where a rulebook draws such a conclusion, lifter and exercise are looked at together, contradictions included."""
    (tmp_path / "vocabulary.toml").write_text(
        '[attribute.wrist]\nof = "profile"\nvalues = ["fine", "broken"]\nimplies.broken.load = "bodyweight"\n'
    )
    book = Rulebook.default().extended(tmp_path)
    broken = {"glute_activation": "late", "more": {"wrist": "broken"}}
    swing = {"movement": "hip_hinge", "tempo": "slow"}
    assert recommend(broken, swing, rulebook=book).verdict == "start_gently"
    assert recommend({"glute_activation": "late"}, swing, rulebook=book).verdict == "no_squeeze"
    with pytest.raises(InvalidInput, match="`load` cannot be `heavy`"):
        recommend(broken, {**swing, "load": "heavy"}, rulebook=book)
