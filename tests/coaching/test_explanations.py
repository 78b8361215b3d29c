"""The text of explanations and what-ifs, with the rulebook and without it."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squeezelogic import Exercise, InvalidInput, Profile, Recommendation, Rulebook, recommend
from squeezelogic.cli.main import main
from squeezelogic.coaching import provenance
from squeezelogic.coaching.parts import LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.coaching.recommendation_text import accounts_of, reasons
from squeezelogic.coaching.values import FAMILY_OF
from squeezelogic.logic.explain.trace import held
from tests.coaching.wording import label, named, title
from tests.situations import exercises, observations, profiles

recommendations = st.builds(
    lambda profile, exercise, observed: recommend(profile, exercise, observed=observed),
    profiles,
    exercises,
    observations,
)


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


@given(recommendations)
def test_a_full_explanation_gives_every_rule_its_reason_conditions_and_source(rec: Recommendation) -> None:
    """For an auditor: nothing that stands or was overruled is left out."""
    text, book = one_line(rec.explain("full")), Rulebook.default()
    for reason in rec.reasons:
        assert one_line(reason.because) in text
        assert one_line(book.rules[reason.rule].title) in text
        for claim in reason.claims:
            assert claim in text
            assert one_line(f"“{book.articles[book.claims[claim].article].title}”") in text
            assert one_line(f"“{book.claims[claim].section}”") in text
        for account in rec.why(reason.rule).rules:
            assert all(branch.clauses == () or "Applies here" in text for branch in account.branches)
    for lost in rec.overruled:
        assert one_line(f"{book.rules[lost.rule].title} Gives way to “{book.rules[lost.by].title}”") in text
    assert one_line(rec.disclaimer) in text
    assert rec.rulebook.digest in text


@given(recommendations)
def test_no_explanation_calls_a_rule_or_an_advice_by_its_id(rec: Recommendation) -> None:
    """Readers get titles and texts; ids are for programs, in the data."""
    book = Rulebook.default()
    ids = {each for each in (*book.rules, *book.advice) if "-" in each}
    answers = (rec.why("verdict"), rec.why("summary"), rec.why_not(), rec.what_if(experience="advanced"))
    for text in (rec.explain(), rec.explain("full"), *map(str, answers)):
        assert ids.isdisjoint(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))


@given(recommendations)
def test_a_short_explanation_gives_the_verdict_its_reasons(rec: Recommendation) -> None:
    """And every piece of advice; the lines fit a narrow terminal."""
    text = rec.explain()
    assert one_line(rec.reasons[0].because) in one_line(text)
    assert all(one_line(item.text) in one_line(text) for name in LIST_SLOTS for item in getattr(rec, name))
    assert max(map(len, text.splitlines())) <= 92
    assert len(text) < len(rec.explain("full"))
    for account in accounts_of(rec).values():  # only the full form names the rules behind a condition
        in_full = one_line(held(account))
        assert in_full == one_line(held(account, rules=False)) or in_full not in one_line(text)


@given(recommendations)
def test_a_short_explanation_shows_no_ids(rec: Recommendation) -> None:
    """A lifter reads titles and reasons; ids of rules and claims are for programs."""
    for text in (rec.explain(), reasons(rec)):
        named = set(re.findall(r"[\w-]+", text))
        assert named.isdisjoint(Rulebook.default().rules)
        assert named.isdisjoint(Rulebook.default().claims)


def test_the_reason_comes_with_what_held_and_where_it_is_written() -> None:
    """The actual values, then article and section."""
    text = recommend({"experience": "advanced"}, "deadlift", observed=["leans_back"]).explain()
    why = text[text.index("Why\n") : text.index("No rule")] if "No rule" in text else text[text.index("Why\n") :]
    assert one_line(f"Applies here – {named('family', 'hinge')}") in one_line(why)
    assert one_line("Source: “There's no need to squeeze your glutes at the top of a deadlift / swing") in one_line(why)


def other_rulebook(folder: Path) -> Rulebook:
    """The default rulebook with one more rule."""
    (folder / "squeeze.toml").write_text(
        'topic = "squeeze"\n[[rule]]\nid = "mine"\ntitle = "Mine"\nlevel = "general"\nwhen.experience = "advanced"\n'
        'when.family = "hinge"\nthen.verdict = "no_squeeze"\nbecause = "I say so."\nbasis = "house"\n'
    )
    return Rulebook.default().extended(folder)


def test_without_its_rulebook_a_recommendation_still_explains_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From data alone: reasons and rules, but no conditions and no titles; given its rulebook, those too."""
    book = other_rulebook(tmp_path)
    rec = Recommendation.from_dict(recommend("advanced", "deadlift", rulebook=book).to_dict())
    monkeypatch.setattr(provenance, "_RULEBOOKS", WeakValueDictionary())  # as in another process
    alone, whole = rec.explain("full"), rec.explain("full", rulebook=book)
    assert "  - I say so.\n" in alone
    assert "Applies here" not in alone
    assert f"Applies here – {named('experience', 'advanced')}; {named('family', 'hinge')}." in one_line(whole)
    assert "Source: our own policy, not an article." in whole


def test_the_rulebook_has_to_be_the_one_that_spoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process that asked it, it is known; elsewhere every method says which one it needs, and takes that one."""
    book = other_rulebook(tmp_path)
    rec = recommend("advanced", "deadlift", rulebook=book)
    methods: list[Any] = [
        lambda **more: rec.why("verdict", **more),
        lambda **more: rec.why_not("squeeze", **more),
        lambda **more: rec.what_if(load="light", **more),
        rec.counterfactuals,
        rec.questions,
        rec.drawing,
    ]
    assert [str(method()) for method in methods] == [str(method(rulebook=book)) for method in methods]
    monkeypatch.setattr(provenance, "_RULEBOOKS", WeakValueDictionary())  # as in another process
    for method in methods:
        with pytest.raises(InvalidInput, match=r"another rulebook made this: .*give that one as `rulebook`"):
            method()
        assert str(method(rulebook=book))
    for wrong in (Rulebook.default(), "rules"):
        with pytest.raises(InvalidInput, match=r"`rulebook` is|a rulebook is a Rulebook"):
            rec.explain(rulebook=wrong)  # type: ignore[arg-type]
    assert rec.why("mine", rulebook=book).rules[0].basis == "house"


def test_an_unknown_detail_is_refused() -> None:
    """With those there are."""
    with pytest.raises(InvalidInput, match="unknown detail `ful`: did you mean `full`"):
        recommend("beginner", "hip thrust").explain("ful")


WARM = Rulebook.load(Path(__file__).parents[1] / "lifts").extended(Path(__file__).parents[1] / "warm")
"""A rulebook in which another topic comes before the one that gives the verdict, which reads it."""


def test_the_reasons_for_the_verdict_go_first_wherever_its_topic_stands() -> None:
    """In data and in text; only in full does an explanation name the rules that a condition comes from."""
    rec = recommend({}, {"family": "thrust", "load": "heavy"}, rulebook=WARM)
    assert WARM.topics[0].name == "warmth"
    assert [each.rule for each in rec.reasons[:2]] == ["the-warm-squeeze", "heavy-is-warm"]
    assert [each.rule for each in rec.overruled] == ["thrusts-squeeze", "thrusts-are-cold"]
    assert [each["rule"] for each in rec.to_dict()["reasons"]] == [each.rule for each in rec.reasons]
    assert json.loads(rec.to_json()) == json.loads(json.dumps(rec.to_dict())) == rec.to_dict()
    assert rec.brief().endswith("Why: Warm muscles work well.")
    short, full = (reasons(rec, detail, WARM) for detail in ("short", "full"))
    assert "  - Warm muscles work well.\n    Applies here – family: thrust; how warm it is: warm.\n" in short
    assert "Behind the rest of the advice\n  - Heavy lifts warm\n  - Cues for thrusts\n" in short
    assert "how warm it is: warm (from “Heavy lifts warm”)." in full
    assert "  - Warm muscles work well.\n    Applies here – family: thrust; how warm it is: warm.\n" in rec.explain(
        rulebook=WARM
    )


# ---------------------------------------------------------------- what if


@given(profiles, exercises, observations, profiles, exercises, observations)
def test_what_if_is_the_recommendation_with_other_facts(
    profile: Profile, exercise: Exercise, observed: frozenset[str], other: Profile, how: Exercise, seen: frozenset[str]
) -> None:
    """From any question to any other; the differences are all there are, and only those."""
    rec = recommend(profile, exercise, observed=observed)
    names = [f.name for cls in (Profile, Exercise) for f in attrs.fields(cls) if f.name != "more"]
    new = {**other.facts, **how.facts, "observed": seen}
    answer = rec.what_if(**{name: new.get(name) for name in names}, observed=seen)
    assert answer.before == rec
    assert answer.after == recommend(other, how, observed=seen)
    differing = {change.part for change in answer.changes}
    for name in SINGLE_SLOTS:
        assert (name in differing) == (getattr(rec, name) != getattr(answer.after, name))
    for name in LIST_SLOTS:
        before, after = ([item.id for item in getattr(each, name)] for each in (rec, answer.after))
        assert (name in differing) == (before != after)
        for change in answer.changes:
            if change.part == name:
                assert [each for each in before if each not in change.lost] == [e for e in before if e in after]
                assert {*change.gained} == {*after} - {*before}
    assert (PROGRESSION["next"] in differing) == (step(rec) != step(answer.after))
    assert {change.attribute for change in answer.facts} == {
        name for name in {*rec.facts, *answer.after.facts} if rec.facts.get(name) != answer.after.facts.get(name)
    }
    same = attrs.evolve(answer.after, facts=rec.facts, unused=rec.unused) == rec
    assert (not answer.changes) == same
    assert str(answer).startswith("With ")


def step(rec: Recommendation) -> str | None:
    """The id of the next step."""
    return rec.progression.next.id if rec.progression and rec.progression.next else None


@given(st.sampled_from(sorted(FAMILY_OF)), st.sampled_from(sorted(FAMILY_OF)))
def test_another_movement_brings_its_family_along(one: str, other: str) -> None:
    """What followed from the old value does not stand in the way of the new one."""
    after = recommend("beginner", Exercise(movement=one)).what_if(movement=other).after  # type: ignore[arg-type]
    assert after.facts["family"] == FAMILY_OF[other]


def test_what_if_reads_like_a_difference() -> None:
    """What is gained and lost, by its text."""
    text = str(recommend("beginner", "hip thrust").what_if(experience="advanced"))
    advanced, beginner = named("experience", "advanced"), label("experience", "beginner")
    verdict = f"{named('verdict', 'squeeze')} (was {label('verdict', 'learn_first')})"
    assert text.startswith(f"With {advanced} instead of {beginner}:\n  {verdict}\n")
    advice = Rulebook.default().advice
    gained, lost = advice["pause-and-squeeze"].text, advice["notice-your-glutes"].text
    assert one_line(f"{title('cues')} + {gained} - {lost}") in one_line(text)


def test_a_change_that_changes_nothing_says_so() -> None:
    """The verdict it keeps is named, and so is a change of rules alone, by their ids."""
    rec = recommend("beginner", "hip thrust")
    stays = f"nothing changes: the verdict stays {label('verdict', 'learn_first')}."
    assert one_line(str(rec.what_if(back_pain="none"))) == f"With {named('back_pain', 'none')}, {stays}"
    assert str(rec.what_if(side_imbalance=True)).splitlines()[:2] == [
        f"With {named('side_imbalance', True)}:",
        f"  {title('verdict')}: still {label('verdict', 'learn_first')}",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"experiance": "advanced"}, "unknown fact `experiance`: did you mean `experience`?"),
        ({"experience": "pro"}, "`experience` cannot be `pro`: choose from `beginner`, `intermediate`, `advanced`"),
        ({"observed": ["leans_bak"]}, "`observed` cannot hold `leans_bak`: did you mean `leans_back`?"),
        ({"family": "hinge"}, "a `hip_thrust` is a `thrust`, not a `hinge`"),
    ],
)
def test_bad_changes_are_refused_in_words(changes: dict[str, Any], message: str) -> None:
    """With the likely fix."""
    with pytest.raises(InvalidInput) as caught:
        recommend("beginner", "hip thrust").what_if(**changes)
    assert str(caught.value) == message


def test_a_what_if_is_plain_frozen_data() -> None:
    """Hashable, picklable, and JSON-ready, facts that are sets included."""
    answer = recommend("beginner", "hip thrust").what_if(observed=["loose_core", "bar_rolls"])
    assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301 - our own bytes
    assert len({answer, answer}) == 1
    data = json.loads(json.dumps(answer.to_dict()))
    assert data["facts"] == [{"attribute": "observed", "before": [], "after": ["bar_rolls", "loose_core"], "when": ""}]
    assert data["after"] == answer.after.to_dict()


# ---------------------------------------------------------------- the command


def test_explain_prints_the_reasoning_without_the_advice(capsys: pytest.CaptureFixture[str]) -> None:
    """The verdict, why, and what was overruled; in full, every rule."""
    rec = recommend("beginner", "hip thrust")
    assert main(["explain", "hip thrust", "--experience", "beginner"]) == 0
    short = capsys.readouterr().out
    assert f"Applies here – {named('experience', 'beginner')}; {named('family', 'thrust')}." in one_line(short)
    assert "Behind the rest of the advice\n" in short
    assert "\nCues\n" not in short
    assert main(["explain", "hip thrust", "--experience", "beginner", "--full"]) == 0
    full = one_line(capsys.readouterr().out)
    assert all(one_line(reason.because) in full for reason in rec.reasons)


def test_explain_answers_about_one_thing(capsys: pytest.CaptureFixture[str]) -> None:
    """Why, why not, and what it takes, in text or as JSON."""
    rec = recommend("beginner", "hip thrust")
    options = ["--why", "ribs-down", "--why-not", "squeeze", "--reach", "any", "--change", "experience,goal"]
    told = [rec.why("ribs-down"), rec.why_not("squeeze"), rec.counterfactuals(None, ["experience", "goal"])]
    assert main(["explain", "hip thrust", "--experience", "beginner", *options]) == 0
    assert capsys.readouterr().out == "\n\n".join(map(str, told)) + "\n"
    assert main(["explain", "hip thrust", "--experience", "beginner", *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps([each.to_dict() for each in told]))


def test_explain_as_json_accounts_for_every_rule(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Silent ones too, also of a rulebook on top of ours."""
    book = other_rulebook(tmp_path)
    assert main(["explain", "deadlift", "--rulebook", str(tmp_path), "--json"]) == 0
    assert [account["rule"] for account in json.loads(capsys.readouterr().out)] == list(book.rules)


def test_explain_refuses_what_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence, with exit status 2."""
    assert main(["explain", "hip thrust", "--why", "squeze"]) == 2
    assert capsys.readouterr().err == "squeezelogic: the rulebook has no `squeze`: did you mean `squeeze`?\n"
