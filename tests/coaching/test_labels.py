"""Labels of facts and answers, who can change a fact, and probable meanings of unused facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from squeezelogic import Recommendation, Rulebook, interview, recommend
from squeezelogic.coaching.parts import SINGLE_SLOTS
from squeezelogic.coaching.values import Verdict
from squeezelogic.logic.explain.trace import RuleAccount
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute
from squeezelogic.testing import situations
from squeezelogic.testing.situation import Situation
from tests.effort import examples

LIMITS = settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
CHANGES: dict[str, dict[str, Any]] = {
    "experience": {"by": "time", "along": ["beginner", "intermediate", "advanced"], "when": "once you have practised"},
    "goal": {"by": "nobody"},
    "rehab": {"by": "time", "along": [True, False], "when": "once your rehab is over"},
    "back_pain": {"by": "nobody"},
    "glute_activation": {"by": "nobody"},
    "mastered_bodyweight": {"by": "lifter", "along": [False, True]},
    "red_flags": {"by": "nobody"},
    "observed": {"by": "lifter", "only": "removal"},
}
MEANT = {"violent_finish": "jerky_squeeze", "jerky_squeeze": "violent_finish"}


def declared(attribute: Attribute) -> dict[str, Any]:
    """An attribute as a vocabulary declares it, with made-up labels, and what is said above."""
    values = {"values": list(attribute.values)} if attribute.values else {}
    labels = ["true", "false"] if attribute.type == "boolean" else list(map(str, attribute.values))
    return {
        "of": attribute.of,
        **({"type": attribute.type} if attribute.type != "enum" else {}),
        **values,
        "ask": attribute.ask,
        "tell": f"Look at the {attribute.name}!",
        "required": attribute.required,
        **({"implies": {v: dict(others) for v, others in attribute.implies.items()}} if attribute.implies else {}),
        "label": f"THE {attribute.name}".upper(),
        "labels": {value: f"LABEL {attribute.name} {value}".upper() for value in labels},
        **({"change": CHANGES[attribute.name]} if attribute.name in CHANGES else {}),
        **({"meant": MEANT} if attribute.name == "observed" else {}),
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The default rulebook with labels of its own for everything, and changes as above."""
    vocabulary = Rulebook.default().vocabulary
    folder: Path = tmp_path_factory.mktemp("labelled")
    slots = {
        name: {
            "values": list(slot.values),
            "label": f"THE {name}".upper(),
            "labels": {value: f"LABEL {name} {value}".upper() for value in slot.values},
        }
        for name, slot in vocabulary.slots.items()
        if slot.values and not slot.accumulates
    }
    attributes = {name: declared(attribute) for name, attribute in vocabulary.attributes.items()}
    (folder / "vocabulary.toml").write_text(toml({"attribute": attributes, "slot": slots}), "utf-8")
    return Rulebook.default().extended(folder)


def names(book: Rulebook) -> Iterator[str]:
    """Names and values that are not words: those with an underscore."""
    vocabulary = book.vocabulary
    words = [(each.name, *each.values) for each in vocabulary.attributes.values()]
    words += [(each.name, *each.values) for each in vocabulary.slots.values()]
    yield from (str(word).replace("_", " ") for each in words for word in each if "_" in str(word))


def asked(situation: Situation, book: Rulebook) -> Recommendation:
    """What a rulebook says of a situation."""
    return situation.ask(lambda *args, **more: recommend(*args, **more, rulebook=book))  # type: ignore[no-any-return]


@LIMITS
@given(situation=situations())
def test_whatever_a_person_reads_is_said_in_labels(situation: Situation, book: Rulebook) -> None:
    """Explanations, questions and ways to another answer say labels and never names."""
    rec = asked(situation, book)
    verdict = next(value for value in map(str, Verdict) if value != rec.verdict)
    questions = rec.questions(rulebook=book)
    texts = {
        "counterfactuals": str(rec.counterfactuals(rulebook=book)),
        "questions": "".join(line for question in questions for line in (question.label, *question.consequences)),
        "answers": "".join(answer.label for question in questions for answer in question.answers),
        "what if": str(rec.what_if(load="heavy", rulebook=book)).partition("\n")[0],
        "held": words_of(rec.why(rec.verdict, rulebook=book).rules),
        "failed": words_of(rec.why_not(verdict, rulebook=book).rules),
    }
    assert [(what, name) for what, text in texts.items() for name in names(book) if name in text] == []
    full = flat(rec.explain("full", rulebook=book))
    assert f"LABEL VERDICT {rec.verdict}".upper() in full
    for name, value in rec.facts.items():
        assert f"THE {name}".upper() in full
        for each in value if isinstance(value, tuple) else (value,):
            assert f"LABEL {name} {each}".upper() in full


def words_of(accounts: Iterable[RuleAccount]) -> str:
    """What accounts say of conditions."""
    return "".join(clause.words for each in accounts for branch in each.branches for clause in branch.clauses)


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


@LIMITS
@given(situation=situations())
def test_questions_say_how_to_find_out(situation: Situation, book: Rulebook) -> None:
    """Each question has its ask and its tell, and prose shows both."""
    questions = asked(situation, book).questions(rulebook=book)
    text = flat(str(questions))
    for question in questions:
        attribute = book.vocabulary.attributes[question.attribute]
        assert (question.ask, question.tell) == (attribute.ask, attribute.tell)
        assert flat(question.ask) in text
        assert question.tell in text


@LIMITS
@given(situation=situations())
def test_a_way_to_another_answer_asks_for_nothing_that_cannot_be(situation: Situation, book: Rulebook) -> None:
    """No fault, injury, need for rehab, lost skill or other person; what time changes says when."""
    rec = asked(situation, book)
    verdicts = [None, *(verdict for verdict in map(str, Verdict) if verdict != rec.verdict)]
    for want in verdicts:
        for way in rec.counterfactuals(want, rulebook=book):
            for change in way.changes:
                before, after = change.before, change.after
                assert change.attribute not in ("goal", "back_pain", "glute_activation", "red_flags")
                assert not (change.attribute == "observed" and set(after) - set(before))  # type: ignore[arg-type]
                assert (change.attribute, after) not in (("rehab", True), ("mastered_bodyweight", False))
                assert (change.attribute, after) != ("experience", "beginner")
                assert change.attribute != "experience" or before != UNKNOWN
                assert change.when == CHANGES.get(change.attribute, {}).get("when", "")
                assert change.when in flat(str(way))


def test_a_beginner_learns_when_it_is_time_to_squeeze(book: Rulebook) -> None:
    """What time changes counts, and is said as a when."""
    rec = recommend({"experience": "beginner", "back_pain": "history"}, "Hip Thrust (Barbell)", rulebook=book)
    found = rec.counterfactuals("squeeze", rulebook=book)
    assert {one.facts["experience"] for one in found} == {"intermediate", "advanced"}
    assert "once you have practised – THE EXPERIENCE" in flat(str(found))


@pytest.mark.parametrize("exercise", ["hip thrust", "deadlift"])
def test_faults_are_asked_for_where_the_verdict_is_settled(exercise: str) -> None:
    """In pain the verdict depends on no fault any more, and still each has its correction."""
    rec = recommend({"back_pain": "current"}, exercise)
    questions = rec.questions()
    assert [question.attribute for question in questions] == ["red_flags", "observed"]
    book = Rulebook.default()
    texts = (text for rule in book.rules.values() for text in rule.then.get("corrections", ()))  # type: ignore[union-attr]
    faults = {book.advice[text].carries["fault"] for text in texts}
    assert set(questions[1].values) <= faults
    assert questions[1].values
    assert "the advice differs" in flat(str(questions))
    assert rec.questions(SINGLE_SLOTS[:1])[-1].attribute == "red_flags"
    state = interview(exercise, profile={"back_pain": "current"}).answer([])
    assert state.question
    assert state.question.attribute == "observed"
    assert state.answer([]).question is None


@pytest.mark.parametrize(
    ("exercise", "seen", "meant"),
    [
        ("hip thrust", ["violent_finish"], "jerky_squeeze"),
        ("deadlift", ["jerky_squeeze"], "violent_finish"),
        ("hip thrust", ["violent_finish", "jerky_squeeze"], None),
        ("hip thrust", ["leans_back"], None),
    ],
)
def test_a_fault_of_the_other_family_is_named_with_the_one_that_is_meant(
    book: Rulebook, exercise: str, seen: list[str], meant: str | None
) -> None:
    """It is unused, and said with what a person probably means by it here, unless that was said too."""
    rec = recommend({}, exercise, observed=seen, rulebook=book)
    (fact,) = [fact for fact in rec.unused if fact.attribute == "observed"]
    assert (fact.value, fact.meant) == (seen[0], meant)
    assert Recommendation.from_dict(rec.to_dict()).unused == rec.unused
    text = flat(rec.explain(rulebook=book))
    assert f"LABEL OBSERVED {seen[0]}".upper() in text
    perhaps = f"PERHAPS: LABEL OBSERVED {meant}".upper()
    assert (perhaps in text.upper()) == ("perhaps:" in text) == (meant is not None)


def test_a_fault_that_belongs_to_both_families_is_never_unused(book: Rulebook) -> None:
    """What rules of the family read is no mistake, whatever the vocabulary says is meant by it elsewhere."""
    rec = recommend({}, "hip thrust", observed=["jerky_squeeze"], rulebook=book)
    assert not [fact for fact in rec.unused if fact.attribute == "observed"]
