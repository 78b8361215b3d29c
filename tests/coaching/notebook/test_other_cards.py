"""Cards of profiles, exercises and recommendations from JSON, and cards in other languages."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import example, given

from squeezelogic import Exercise, Profile, Recommendation, Rulebook, diff, recommend
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.notebook import content
from squeezelogic.coaching.parts import LIST_SLOTS, Item, Provenance
from squeezelogic.logic.explain.prose import fact
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.render.phrases import phrase, spoken
from squeezelogic.testing import exercises, profiles
from squeezelogic.testing.books import written
from tests.coaching.notebook.shown import bundle
from tests.coaching.notebook.test_cards_read_back import card, folded, lists
from tests.coaching.read_back import BOOK, label, recommendations
from tests.docs.rendering import shown

REC = recommend({"experience": "beginner", "goal": "strength"}, "hip thrust", observed=["no_pause", "flared_ribs"])
RICH = max(recommendations(), key=lambda rec: len(rec.reasons) + len(rec.overruled))


def check_facts(value: Any) -> None:
    """A row for each known fact, in the order of the fields, with its words; the rest is named as not given."""
    shown_ = card(value)
    vocabulary, known = BOOK.vocabulary, dict(value.facts)
    fields = list(attributes(type(value)))
    assert shown_.children("div", "sq-top")[0].text == type(value).__name__
    tables = shown_.children("table")
    rows = [[cell.text for cell in row.children()] for each in tables for row in each.every("tr")]
    told = [
        [vocabulary.title(n), ", ".join(sorted(label(v, vocabulary.labelled(n)) for v in known[n]))
         if isinstance(known[n], frozenset) else label(known[n], vocabulary.labelled(n))]
        for n in fields if n in known
    ]  # fmt: skip
    assert rows[:1] == ([["Fact", "Value"]] if told else [])
    assert [row[0] for row in rows[1:]] == [row[0] for row in told]
    for row, (name, words) in zip(rows[1:], told, strict=True):
        if ", " not in words:
            assert row == [name, words]
        else:
            assert all(word in row[1] for word in words.split(", "))
    rest = [vocabulary.title(name) for name in fields if name not in known]
    assert [it.text for it in shown_.children("p", "sq-reason")] == [f"Not given: {', '.join(rest)}."] * bool(rest)
    name = type(value).__name__
    assert shown_.attributes["aria-label"] == f"{name}: {', '.join(' '.join(row) for row in rows[1:])}"
    read = " ".join(shown(bundle(value)["text/markdown"]).text.split())
    assert read.startswith(name)
    assert all(word in read for row in rows[1:] for word in row)
    assert (f"Not given: {', '.join(rest)}." in read) is bool(rest)
    assert bundle(value)["text/plain"] == repr(value)


@given(profiles())
def test_the_card_of_a_profile_says_what_is_known_and_what_is_not(profile: Profile) -> None:
    """In the order of its fields."""
    check_facts(profile)


@given(exercises())
@example(
    Exercise(movement="hip_thrust", implement="barbell", single_leg=False, banded=False, load="heavy", tempo="slow")
)
def test_the_card_of_an_exercise_says_what_is_known_and_what_is_not(exercise: Exercise) -> None:
    """In the order of its fields."""
    check_facts(exercise)


def test_a_rulebook_s_own_facts_come_last_on_the_card_of_a_profile() -> None:
    """With their names in words."""
    rows = [[cell.text for cell in row.children()] for row in card(
        Profile(goal="strength", experience="beginner", more={"knee_pain": "sore", "age_group": 3})
    ).every("tr")]  # fmt: skip
    assert [row[0] for row in rows[1:3]] == [BOOK.vocabulary.title(name) for name in ("experience", "goal")]
    assert sorted(rows[3:]) == [["age group", "3"], ["knee pain", "sore"]]


def foreign(rec: Recommendation) -> Recommendation:
    """The same, by a rulebook that is not at hand."""
    return attrs.evolve(rec, rulebook=Provenance("theirs", "7", "0" * 64))


def test_reasons_from_elsewhere_have_no_titles_and_name_their_claims() -> None:
    """What lost is named by its id in words, with the reason of what overruled it; there are no sources."""
    rec = attrs.evolve(
        foreign(RICH), reasons=(attrs.evolve(RICH.reasons[0], disputed_by=("X-1", "X-2")), *RICH.reasons[1:])
    )
    shown_ = card(rec)
    why = folded(shown_, phrase("why"))
    assert why is not None
    assert folded(shown_, phrase("card.sources")) is None
    topic = rec.reasons[0].topic
    rest = folded(why, phrase("rest"))
    for element, is_here in ((why, True), (rest, False)):
        standing = [it for it in rec.reasons if (it.topic == topic) is is_here]
        lost = [it for it in rec.overruled if (it.topic == topic) is is_here]
        grounds = [it for it in (element.children("p", "sq-reason") if element else [])
                   if list(it.every("code")) or it.children("s")]  # fmt: skip
        texts = [it.text for it in grounds]
        for reason in standing:
            (said,) = (it for it in texts if it.startswith(f"{reason.because} "))
            assert all(claim in said for claim in reason.claims or (reason.basis,))
            assert ("Disputed by" in said) is bool(reason.disputed_by)
            assert all(claim in said for claim in reason.disputed_by)
        for each in lost:
            name = each.rule.replace("-", " ").capitalize()
            assert [it for it in texts if name in it and it.endswith(f"{name} by {each.because}")]
    assert f"{phrase('rulebook')}: theirs 7" in why.text


def test_what_has_nothing_to_say_is_left_out_of_a_card() -> None:
    """No empty list, heading, fold or paragraph."""
    lists_: Any = dict.fromkeys(LIST_SLOTS, ())
    bare = attrs.evolve(
        REC, **lists_, reasons=(), overruled=(), unused=(), progression=None, effort=None, phase=None,
        hold_seconds=None, breath=None, disclaimer=" ", rulebook=Provenance("theirs", "7", "0" * 64),
    )  # fmt: skip
    shown_ = card(bare)
    assert list(shown_.every("ul")) == []
    assert lists(shown_) == {}
    assert [it.children("summary")[0].text.split()[0] for it in shown_.every("details")] == [phrase("why").split()[0]]
    text = bundle(bare)["text/markdown"]
    assert "\n\n\n" not in text
    assert "**" + phrase("why") not in text
    assert bare.summary in " ".join(shown(text).text.split())
    full = bundle(REC)["text/markdown"]
    assert full.rstrip().endswith("*")
    assert not text.rstrip().endswith("*")


@pytest.mark.parametrize("unused", [True, False])
def test_what_was_not_used_is_said_on_the_card_and_in_markdown(unused: bool) -> None:
    """As the explanation says it."""
    rec = recommend({}, {"movement": "swing"}, observed=["bar_rolls"] if unused else [])
    assert bool(rec.unused) is unused
    why = folded(card(rec), phrase("why"))
    assert why is not None
    sentence = content.unused(rec)
    assert bool(sentence) is unused
    if unused:
        assert sentence in [it.text for it in why.children("p", "sq-reason")]
        assert " ".join(sentence.split()) in " ".join(shown(bundle(rec)["text/markdown"]).text.split())


def test_an_unknown_severity_comes_last_and_is_plain_and_none_is_information() -> None:
    """Whatever a rulebook of one's own calls it."""
    kinds: tuple[Any, ...] = ("odd", None, "critical", "info", "warning")
    cautions = tuple(Item(f"i{n}", f"text {n}.", "rule", severity=kind) for n, kind in enumerate(kinds))
    found = content.alerts(attrs.evolve(REC, cautions=cautions))
    assert [it.text for it in found] == ["text 2.", "text 4.", "text 1.", "text 3.", "text 0."]
    assert [it.tone for it in found] == ["stop", "wait", "plain", "plain", "plain"]
    assert [it.word for it in found] == ["Critical", "Warning", "Info", "Info", "Odd"]


@pytest.mark.parametrize(
    ("verdict", "tone"),
    [("squeeze", "yes"), ("squeeze_gently", "yes"), ("start_gently", "yes"), ("learn_first", "wait"),
     ("fix_form_first", "wait"), ("no_squeeze", "no"), ("reassess", "stop"), ("refer", "stop"), ("odd", "plain")],
)  # fmt: skip
def test_each_verdict_has_its_tone(verdict: Any, tone: str) -> None:
    """And begins with a capital letter."""
    rec = attrs.evolve(REC, verdict=verdict)
    words, found = content.verdict(rec)
    top = card(rec).children("div", "sq-top")[0]
    assert [it.text for it in top.children("span", "sq-muted")] == [content.strength(rec)]
    assert content.strength(rec)
    assert found == tone
    assert words[0].isupper()
    assert words.lower() == label(verdict, BOOK.vocabulary.slots["verdict"]).lower()


@pytest.mark.parametrize("language", ["de", "es"])
def test_a_card_speaks_one_language(language: str) -> None:
    """Headings, values, reasons and advice are those of the translated rulebook; the structure stays."""
    book = Rulebook.default().in_language(language)
    rec = recommend({"experience": "beginner", "goal": "strength"}, "hip thrust", observed=["no_pause", "flared_ribs"])
    told = rec.in_language(language)
    shown_, english = card(told), card(rec)
    assert [it.tag for it in shown_.every()] == [it.tag for it in english.every()]
    with spoken(language):
        headings = {phrase(slot) for slot in LIST_SLOTS} | {phrase("why"), phrase("card.more"), phrase("card.sources")}
        assert shown_.attributes["aria-label"] == phrase("card.title", verdict=content.verdict(told)[0])
        assert set(lists(shown_)) <= headings
        assert folded(shown_, phrase("why")) is not None
        assert folded(shown_, phrase("card.sources")) is not None
    badge = next(shown_.every("span", "sq-badge")).text.split(" ", 1)[1]
    assert badge.lower() == book.vocabulary.slots["verdict"].labels[rec.verdict].lower()
    for slot in LIST_SLOTS:
        for item in getattr(rec, slot):
            assert book.advice[item.id].text in shown_.text
    for reason in rec.reasons:
        assert book.rules[reason.rule].because in shown_.text
        assert book.rules[reason.rule].title in shown_.text
    assert bundle(told)["text/plain"] == told.explain()


def test_a_drawing_is_called_by_its_verdict_and_what_it_is_about() -> None:
    """And shows the topic of the verdict unless others are named."""
    drawing = REC.drawing()
    assert drawing.title == f"Why {content.verdict(REC)[0].lower()}: {content.about(REC)}"
    (topic,) = (topic for topic in BOOK.topics if "verdict" in topic.concludes)
    rules = {rule.id for rule in topic.rules}
    held = {*(it.rule for it in REC.reasons), *(it.rule for it in REC.overruled)}
    drawn = {line.split(" → ")[1].split(",")[0].rstrip(".") for line in drawing.lines}
    assert drawn == held & rules
    assert REC.drawing([topic.name]) == drawing == REC.drawing(topic.name)
    whole = {line.split(" → ")[1].split(",")[0].rstrip(".") for line in REC.drawing("all").lines}
    assert whole == held


def test_of_many_changes_and_conditions_five_are_shown_and_the_rest_unfolds() -> None:
    """All are on the card, counted."""

    def book(name: str, *verdicts: str) -> Rulebook:
        rules = [{"id": f"r{n}", "when": {"n": n}, "then": {"take": it}} for n, it in enumerate(verdicts)]
        return written(name, {
            "vocabulary.toml": {"attribute": {"n": {"type": "integer", "at_least": 0, "at_most": 30}},
                                "slot": {"take": {"values": [f"v{n}" for n in range(9)]}}},
            "t.toml": {"topic": "t", "rule": rules},
        })  # fmt: skip

    found = diff(book("one", *["v0"] * 7), book("two", *(f"v{n}" for n in range(1, 8))))
    assert len(found.changes) == 7
    shown_ = card(found)
    assert len(shown_.children("div", "sq-change")) == 5
    more = folded(shown_, "2 more changes")
    assert more is not None
    assert len(more.children("div", "sq-change")) == 2
    titles = [it.children("p", "sq-title")[0].text for it in shown_.every("div", "sq-change")]
    assert titles == [f"{n}. In 1 situation, exactly those with" for n in range(1, 8)]


@pytest.mark.parametrize("count", [1, 5, 6])
def test_of_many_conditions_of_a_change_five_are_shown_at_once(count: int) -> None:
    """More of them unfold; the title says that any of them will do."""

    def book(name: str, value: str) -> Rulebook:
        facts = "abcdef"[:count]
        rule = {"id": "any", "when": [{fact: True} for fact in facts], "then": {"take": value}}
        return written(name, {
            "vocabulary.toml": {"attribute": {fact: {"type": "boolean"} for fact in facts},
                                "slot": {"take": {"values": ["v0", "v1"]}}},
            "t.toml": {"topic": "t", "rule": [rule]},
        })  # fmt: skip

    found = diff(book("one", "v0"), book("two", "v1"))
    (change,) = found.changes
    conditions = list(found.conditions(change))
    assert len(conditions) == count
    (shown_,) = card(found).children("div", "sq-change")
    inner = folded(shown_, f"{count} condition")
    assert (inner is not None) is (count > 5)
    assert [it.text for it in (inner or shown_).children("ul")[0].children()] == conditions
    title = shown_.children("p", "sq-title")[0].text
    assert title.endswith("exactly those with any of" if count > 1 else "exactly those with")
    least = [it.text for it in shown_.children("p", "sq-reason") if it.text.startswith("Least example: ")]
    assert least == [f"Least example: {', '.join(f'{n} = yes' for n in change.witness)}."]


def test_a_card_is_about_the_movement_or_else_the_family_or_else_any_exercise() -> None:
    """Then the facts of the exercise, the lifter and the faults, by name."""

    def about(**facts: Any) -> str:
        return content.about(attrs.evolve(REC, facts=FrozenMap(facts)))

    swing, hinge = (
        label(it, BOOK.vocabulary.labelled(name)) for name, it in (("movement", "swing"), ("family", "hinge"))
    )
    assert about(family="hinge", movement="swing") == swing
    assert about(family="hinge") == hinge
    assert about() == phrase("card.any-exercise")
    rest = about(family="hinge", goal="strength", rehab=True, observed=("no_pause",), load="heavy").split(" · ")
    assert rest[0] == hinge
    assert len(rest) == 5
    assert label("no_pause", BOOK.vocabulary.labelled("observed")) in rest[-1]
    assert [fact(name, value, BOOK.vocabulary) for name, value in (("load", "heavy"), ("goal", "strength"))] == rest[
        1:3
    ]
