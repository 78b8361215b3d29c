"""`assert_laws` and `assert_same` find wrong answers, and show them with the fewest facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.coaching.parts import LIST_SLOTS
from squeezelogic.testing import all_laws, assert_laws, assert_same, read_laws, situations
from squeezelogic.testing.laws import not_carried

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
FEW, ENOUGH = 60, 160  # of situations: enough to break what is broken here
Spoil = Callable[[dict[str, Any], Profile, Exercise], Any]


@pytest.fixture(autouse=True)
def _same_chance_each_time() -> Iterable[None]:
    """Draws the same situations in every run, as on a CI service."""
    before = settings.default
    settings.register_profile("same", derandomize=True)
    settings.load_profile("same")
    yield
    if before is not None:
        settings.register_profile("before", parent=before)
        settings.load_profile("before")


def spoilt(spoil: Spoil) -> Callable[..., dict[str, Any]]:
    """`recommend` as a service with a bug gives it: JSON, with something changed."""

    def answer(profile: Profile, exercise: Exercise, *, observed: Iterable[str]) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(json.dumps(recommend(profile, exercise, observed=observed).to_dict()))
        spoil(data, profile, exercise)
        return data

    return answer


def untouched(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """No bug."""


def test_the_library_keeps_its_laws() -> None:
    """All of them, the rulebook's own and those about what is made of an answer."""
    assert_laws(recommend, max_examples=ENOUGH)
    book = Rulebook.default()
    assert {law.id for law in all_laws()} > {law.id for law in book.laws if not not_carried(law, book)}


def test_a_faithful_service_keeps_them_and_is_the_same() -> None:
    """JSON there and back, and mappings in place of objects, make no difference."""
    assert_laws(spoilt(untouched), max_examples=FEW)
    assert_same(spoilt(untouched), max_examples=FEW)
    assert_same(lambda p, e, *, observed: recommend(p.facts, e.facts, observed=sorted(observed)), max_examples=FEW)


def hurting(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Forgets about back pain in hinges."""
    if profile.back_pain == "current" and exercise.family == "hinge" and not profile.red_flags:
        data["verdict"] = "start_gently"


def unfounded(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Loses the claims."""
    if exercise.load == "heavy":
        data["reasons"] = [{**reason, "claims": [], "basis": "stated"} for reason in data["reasons"]]


def groundless(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Gives no reasons."""
    if exercise.load == "heavy":
        data["reasons"] = []


def talkative(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Says too much."""
    if exercise.banded:
        data["summary"] *= 4


def curious(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Reads what it should not."""
    if data["unused"]:
        data["cues"] = []


def forgetful(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Does not say what it left unused."""
    data["unused"] = []


def eager(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Squeezes the harder the more it hurts."""
    if profile.back_pain == "history" and exercise.family == "hinge":
        data["effort"] = "gentle"


def broken(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Cannot cope with a goal."""
    if profile.goal == "athletic":
        raise KeyError(profile.goal)


def curt(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Leaves a key out."""
    del data["corrections"]


@pytest.mark.parametrize(
    ("spoil", "law", "asked", "got"),
    [
        (hurting, "no-squeeze-while-the-back-hurts",
         "Situation(Profile(back_pain='current'), Exercise(family='hinge'))", "verdict `start_gently`"),
        (unfounded, "every-reason-is-founded", "Situation(Profile(), Exercise(family='thrust', load='heavy'))",
         "neither for rule `thrust-squeezes-if-tucked`"),
        (groundless, "every-reason-is-founded",
         "Situation(Profile(), Exercise(family='thrust', load='heavy'))", "none"),
        (talkative, "the-summary-is-short", "Situation(Profile(), Exercise(family='thrust', banded=True))", "one of "),
        (curious, "unread-facts-change-nothing",
         "Situation(Profile(), Exercise(family='", "cues: missing "),
        (forgetful, "faults-of-the-other-lift-are-unused",
         "Situation(Profile(), Exercise(family='", "nothing observed"),
        (eager, "more-back-pain-never-raises-the-effort",
         "Situation(Profile(back_pain='none'), Exercise(family='hinge'))", "effort `gentle`"),
        (broken, "every-situation-is-answered", "Situation(Profile(goal='athletic'), Exercise(family='thrust'))",
         "it raised KeyError: 'athletic'"),
    ],
)  # fmt: skip
def test_a_broken_law_is_told_with_a_smallest_situation(spoil: Spoil, law: str, asked: str, got: str) -> None:
    """The law in English, what was asked, and what came back."""
    with pytest.raises(AssertionError) as error:
        assert_laws(spoilt(spoil), laws=[law], max_examples=ENOUGH)
    head, *rest = str(error.value).splitlines()
    said = next(each.says for each in all_laws() if each.id == law)
    assert head == f"law `{law}` is broken: {said}"
    assert asked in rest[0]
    assert got in rest[2]
    assert len(rest) == 3


def mute(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Answers with nothing."""
    data.clear()


def mixed_up(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Gives reasons as text."""
    data["reasons"] = [reason["because"] for reason in data["reasons"]]


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (curt, "the answer has no `corrections`"),
        (mute, "and "),
        (mixed_up, "an entry of `reasons` is "),
    ],
)
def test_an_adapter_that_is_wrong_is_reported_once(spoil: Spoil, wrong: str) -> None:
    """However many laws cannot be judged by its answers."""
    with pytest.raises(AssertionError) as error:
        assert_laws(spoilt(spoil), max_examples=FEW)
    head, asked, wanted, laws = str(error.value).splitlines()
    assert head.startswith("the answers cannot be judged: ")
    assert wrong in head
    assert asked.startswith("    asked:  Situation(Profile(), Exercise(family=")
    assert "the keys of its `to_dict()`" in wanted
    assert laws.startswith("    laws:   `")


@pytest.mark.parametrize("answer", [None, KeyError("no such lifter")], ids=["nothing", "raises"])
def test_an_adapter_that_never_answers_is_reported_once(answer: object) -> None:
    """An answer of another type, or an exception, breaks one law only."""

    def fails(profile: Profile, exercise: Exercise, *, observed: Iterable[str]) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(AssertionError) as error:
        assert_laws(fails, max_examples=FEW)
    assert len(str(error.value).splitlines()) == 4
    assert str(error.value).startswith("law `every-situation-is-answered` is broken")


def wild(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
    """Gets everything wrong at once."""
    every = [{"id": f"text-{n}", "text": "x" * 400, "rule": f"rule-{n}", "fault": "", "focus": ""} for n in range(40)]
    for key in LIST_SLOTS:
        data[key] = every
    data["verdict"], data["effort"], data["hold_seconds"] = "squeeze", "deliberate", 9
    data["summary"] = "x" * 900
    data["reasons"] = [
        {"rule": f"rule-{n}", "topic": "", "because": "x" * 400, "claims": [], "basis": "stated"} for n in range(40)
    ]
    data["facts"] = {f"fact-{n}": "x" * 400 for n in range(40)}


def test_a_report_has_at_most_thirty_lines() -> None:
    """However much is wrong; and no line lists everything there is."""
    for check in (assert_laws, assert_same):
        with pytest.raises(AssertionError) as error:
            check(spoilt(wild), max_examples=FEW)
        lines = str(error.value).splitlines()
        assert len(lines) <= 30
        assert max(map(len, lines)) < 600
        assert "more" in lines[-1]


def test_a_differing_answer_names_the_keys_inside() -> None:
    """A missing fact, a list in another order and a nested value are named by their path."""

    def careless(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
        data["facts"].pop("family")
        data["cues"] = data["cues"][1:]
        data["setup"] = data["setup"][::-1]
        data["rulebook"]["version"] = 3

    with pytest.raises(AssertionError) as error:
        assert_same(spoilt(careless), among=situations(movement="hip_thrust", tempo="slow"), max_examples=FEW)
    said = [line.strip() for line in str(error.value).splitlines()]
    assert 'facts.family: missing, where the reference has "thrust"' in said
    assert 'rulebook.version: 3, where the reference has "2"' in said
    assert any(line.startswith("cues: missing `") and line.endswith(", which the reference has") for line in said)
    assert any(line.startswith("setup: the order `") for line in said)


def test_every_broken_law_is_told() -> None:
    """Not only the first one."""

    def both(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
        talkative(data, profile, exercise)
        forgetful(data, profile, exercise)

    with pytest.raises(AssertionError) as error:
        assert_laws(
            spoilt(both), laws=["the-summary-is-short", "faults-of-the-other-lift-are-unused"], max_examples=ENOUGH
        )
    assert str(error.value).count("is broken") == 2


@pytest.mark.parametrize("answer", [None, "squeeze", 3])
def test_what_is_no_answer_is_told(answer: object) -> None:
    """Anything but a recommendation or its plain data."""
    with pytest.raises(AssertionError, match="is neither a Recommendation nor what its `to_dict` gives"):
        assert_laws(lambda profile, exercise, *, observed: answer, laws=["the-summary-is-short"], max_examples=FEW)


def test_who_answers_now_this_now_that_is_told_so() -> None:
    """A failure that does not come back is reported as what it is."""
    turn = count()

    def moody(profile: Profile, exercise: Exercise, *, observed: Iterable[str]) -> Recommendation | dict[str, Any]:
        return recommend(profile, exercise, observed=observed) if next(turn) % 5 else {}

    for check in (assert_same, partial(assert_laws, laws=["the-summary-is-short"], max_examples=ENOUGH)):
        with pytest.raises(AssertionError, match="the same situation is not always answered alike"):
            check(moody)


def test_a_law_of_ones_own_is_data() -> None:
    """From a folder with a `laws.toml`, against a rulebook that breaks it."""
    laws = read_laws(EXAMPLES / "own-law")
    assert [law.id for law in laws] == ["sore-backs-rest"]
    assert_laws(recommend, laws=laws, max_examples=FEW)
    wrong = Rulebook.default().extended(EXAMPLES / "wrong-sore-back")
    with pytest.raises(AssertionError, match="Nobody with a sore back") as error:
        assert_laws(partial(recommend, rulebook=wrong), laws=laws)
    assert "Situation(Profile(rehab=True, back_pain='current'), Exercise(family='thrust'))" in str(error.value)


def test_a_comparing_law_speaks_only_of_what_can_be_and_of_whom_it_is_about(tmp_path: Path) -> None:
    """A hinge is never compared with a thrust, and no heavy lift with others where the law is about light ones."""
    (tmp_path / "laws.toml").write_text(
        '[[law]]\nid = "no-softer-swings"\nsays = "A light swing is no harder than a light deadlift."\n'
        'when = { load = "light" }\ncomparing.movement = ["hip_thrust", "deadlift", "swing"]\n'
        'never_raises.effort = ["none", "gentle", "deliberate"]\n'
    )
    laws = read_laws(tmp_path)

    def harder(data: dict[str, Any], profile: Profile, exercise: Exercise) -> None:
        order = {"hip_thrust": "none", "deadlift": "gentle", "swing": "deliberate"}
        data["effort"] = order[exercise.movement] if exercise.movement in order else data["effort"]
        data["reasons"] = [{**it, "rule": f"{exercise.movement}-{n}"} for n, it in enumerate(data["reasons"])]

    with pytest.raises(AssertionError) as error:
        assert_laws(spoilt(harder), laws=laws, max_examples=ENOUGH)
    asked, wanted, got = str(error.value).splitlines()[1:]
    assert asked.endswith("Situation(Profile(), Exercise(movement='deadlift', load='light'))")
    assert wanted.endswith("with movement `swing` instead of `deadlift`, effort no more than `gentle`")
    assert got.endswith("effort `deliberate`, because of `swing-0`, `swing-1`, `swing-2` …")
    assert_laws(spoilt(harder), laws=laws, among=situations(load="heavy"), max_examples=FEW)
    assert_laws(spoilt(harder), laws=laws, among=situations(family="thrust"), max_examples=FEW)


def test_a_law_about_what_no_recommendation_carries_is_refused(tmp_path: Path) -> None:
    """It could not be judged by the answer."""
    (tmp_path / "vocabulary.toml").write_text('[slot.mood]\nvalues = ["good"]\n')
    (tmp_path / "laws.toml").write_text('[[law]]\nid = "cheer"\nsays = "Cheer up."\nthen.mood = "good"\n')
    with pytest.raises(InvalidInput, match="law `cheer` asks about `mood`, which no recommendation carries"):
        read_laws(tmp_path)


def test_unknown_laws_and_keys_are_told() -> None:
    """With the likely one."""
    with pytest.raises(InvalidInput, match="unknown law `the-summary-is-shrt`: did you mean `the-summary-is-short`"):
        assert_laws(recommend, laws=["the-summary-is-shrt"])
    with pytest.raises(InvalidInput, match="a recommendation has no `verdicts`: did you mean `verdict`"):
        assert_same(recommend, keys=["verdicts"])


def test_differing_answers_are_told_key_by_key() -> None:
    """The smallest situation in which they differ, and only the keys that do."""
    with pytest.raises(AssertionError) as error:
        assert_same(spoilt(eager))
    assert str(error.value).splitlines() == [
        "the answers differ",
        "    asked: Situation(Profile(back_pain='history'), Exercise(family='hinge'))",
        '    effort: "gentle", where the reference has "none"',
    ]
    assert_same(spoilt(eager), keys=["verdict", "cues"], max_examples=FEW)
    with pytest.raises(AssertionError, match="mine: it raised KeyError: 'athletic'\n    the reference: an answer"):
        assert_same(spoilt(broken))


def test_who_raises_alike_is_the_same() -> None:
    """An error is an answer too: the two have to raise the same kind."""
    assert_same(spoilt(broken), spoilt(broken), max_examples=FEW)


def test_only_the_situations_asked_for_are_put() -> None:
    """A service for swings alone is asked about nothing else."""

    def swings(profile: Profile, exercise: Exercise, *, observed: Iterable[str]) -> Recommendation:
        assert exercise.movement == "swing"
        return recommend(profile, exercise, observed=observed)

    among = situations(movement="swing")
    assert_same(swings, among=among, max_examples=FEW)
    assert_laws(swings, laws=["no-hinge-squeezes-at-lockout"], among=among, max_examples=FEW)
