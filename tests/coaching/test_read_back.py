"""Explanations are parsed and compared with the rulebook, in situations that reach every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pytest

from squeezelogic import Recommendation
from squeezelogic.coaching.parts import (
    LIST_SLOTS,
    PROGRESSION,
    SINGLE_SLOTS,
    Item,
    Overruled,
    Progression,
    Provenance,
    Reason,
)
from squeezelogic.coaching.recommendation_text import DOSE
from squeezelogic.coaching.recommendation_text import reasons as explain_reasons
from squeezelogic.logic.explain.prose import LINE_WIDTH, NO_BREAKS
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.render.phrases import phrase, phrases
from tests.coaching.read_back import BOOK, is_said, known, label, recommendations

UNITS = {"effort": "", "phase": "", "hold_seconds": " s", "breath": ""}
SEVERE = {"critical": "Critical: ", "warning": "Warning: "}
ALL = range(len(recommendations()))


@pytest.fixture(autouse=True)
def no_line_breaks() -> Iterator[None]:
    """A paragraph is a line."""
    token = LINE_WIDTH.set(NO_BREAKS)
    yield
    LINE_WIDTH.reset(token)


def blocks(text: str) -> dict[str, list[str]]:
    """The entries of each block by its heading; an entry's lines in one text."""
    found: dict[str, list[str]] = {}
    for block in text.split("\n\n"):
        heading, *lines = block.split("\n")
        found[heading] = []
        for line in lines:
            if line.startswith("  - "):
                found[heading].append(line[4:])
            elif found[heading]:
                found[heading][-1] += f"\n{line.strip()}"
    return found


def clauses(entry: str, rule: Rule) -> Iterator[tuple[str, str]]:
    """Each attribute or slot, by its title, and the value that a rule saw there."""
    titles = {re.escape(BOOK.vocabulary.title(clause.attribute)) for branch in rule.when for clause in branch}
    line = next((line for line in entry.split("\n") if line.startswith("Applies here – ")), "")
    for clause in re.split(
        rf"(?:; |, and also: )(?=(?:{'|'.join(titles)}): )", line.removeprefix("Applies here – ").rstrip(".")
    ):
        title, _, value = clause.partition(": ")
        yield title, re.split(r" \((?:anything other than|known, but not|from|needed:) ", value)[0]


def name_of(title: str, rule: str) -> str:
    """The attribute or slot of this title among those that a rule reads."""
    read = {clause.attribute for branch in BOOK.rules[rule].when for clause in branch}
    return next((name for name in sorted(read) if BOOK.vocabulary.title(name) == title), "")


def check_reason(entry: str, reason: Reason, rec: Recommendation, *, full: bool) -> None:
    """An entry says the title, the reason, true conditions, the article with its sections, and what disputes it."""
    rule = BOOK.rules[reason.rule]
    lines = entry.split("\n")
    assert lines[0] == (rule.title if full else reason.because)
    assert reason.because in lines
    given = known(rec)
    told = [(name_of(title, rule.id), words) for title, words in clauses(entry, rule) if title]
    assert all(name and is_said(words, name, rule.id, given) for name, words in told), (rule.id, told)
    assert {name for name, _ in told} <= {clause.attribute for branch in rule.when for clause in branch}
    source = next((line for line in lines if line.startswith(("Source: ", "Follows from: "))), "")
    assert source.startswith("Follows from: ") is (rule.basis == "inferred" and bool(rule.claims))
    assert cited(source) == cited_by(rule.claims)
    assert ("our own policy" in source) is (rule.basis == "house" and not rule.claims)
    disputed = next((line for line in lines if line.startswith("Disputed: ")), "")
    assert bool(disputed) is bool(rule.disputed_by)
    assert all(BOOK.claims[id_].gist in disputed and section(id_) in disputed for id_ in rule.disputed_by)
    if full and rule.claims:
        assert re.findall(r"\(([A-Z]{2}-\d+(?:, [A-Z]{2}-\d+)*)\)", source) == [
            ", ".join(ids) for ids in by_article(rule.claims)
        ]


def section(claim: str) -> str:
    """The section of a claim."""
    return BOOK.claims[claim].section


def by_article(claims: Iterable[str]) -> list[list[str]]:
    """Claims by article, in order."""
    found: dict[str, list[str]] = {}
    for id_ in claims:
        found.setdefault(BOOK.claims[id_].article, []).append(id_)
    return list(found.values())


def cited_by(claims: Iterable[str]) -> list[str]:
    """The articles of some claims, each followed by their sections."""
    return [
        text
        for ids in by_article(claims)
        for text in (BOOK.articles[BOOK.claims[ids[0]].article].title, *dict.fromkeys(filter(None, map(section, ids))))
    ]


def cited(line: str) -> list[str]:
    """What stands in quotation marks."""
    return re.findall("“([^”]*)”", line)


def check_lost(entry: str, lost: Overruled) -> None:
    """An entry says which rule won, and which level comes before which, or that it was written so."""
    rule, winner = BOOK.rules[lost.rule], BOOK.rules[lost.by]
    title, line = entry.split("\n")
    assert title == rule.title
    assert cited(line) == [winner.title]
    levels = [level.replace("_", " ") for level in (winner.level, rule.level)]
    reason = "it was written to come first" if rule.level == winner.level else " comes before ".join(levels)
    assert line.endswith(f": {reason}.")


@pytest.mark.parametrize("place", ALL)
def test_an_explanation_says_what_is_so(place: int) -> None:
    """The verdict, the dose with its units, every list, the progression, the reasons and what was overruled."""
    rec = recommendations()[place]
    slots = BOOK.vocabulary.slots
    for detail in ("short", "full"):
        text = rec.explain(detail)
        head, *more = text.split("\n\n")[0].split("\n")
        assert head == f"{label(rec.verdict, slots['verdict']).upper()} ({label(rec.strength, slots['strength'])})"
        dose = [
            f"{slots[slot].label.capitalize()}: {label(getattr(rec, slot), slots[slot])}{unit}"
            for slot, unit in UNITS.items()
            if getattr(rec, slot) not in (None, "none")
        ]
        assert more == [rec.summary, *(["; ".join(dose)] if dose else [])]
        found = blocks(text)
        for slot in LIST_SLOTS:
            items: tuple[Item, ...] = getattr(rec, slot)
            assert found.get(phrase(slot), []) == [SEVERE.get(it.severity or "", "") + it.text for it in items]
        check_progression(rec, found)
        topics = {it.topic for it in rec.reasons} if detail == "full" else {rec.reasons[0].topic}
        standing = [it for it in rec.reasons if it.topic in topics]
        lost = [it for it in rec.overruled if it.topic in topics]
        for entry, reason in zip(found[phrase("why")], standing, strict=True):
            check_reason(entry, reason, rec, full=detail == "full")
        for entry, each in zip(found.get(phrase("overruled"), []), lost, strict=True):
            check_lost(entry, each)


def test_every_list_and_step_has_a_heading() -> None:
    """The library's phrases have one for each."""
    needed = [*LIST_SLOTS, *(f"step.{step}" for step in PROGRESSION)]
    assert [key for key in needed if key not in phrases("en")] == [], "add it to `logic/render/locale/`"


IN_NO_BRIEF = {"setup", "avoid", "notes", "alternatives", "current", "criterion", "easier"}
"""The lists and steps that a brief leaves out."""


def test_every_list_and_step_is_shown() -> None:
    """In the explanation and in both forms of the card; the brief leaves out those that are named above."""

    def item(name: str, **more: Any) -> Item:
        return Item(name, f"Text of {name}.", "r", **more)

    lists: Any = {slot: (item(slot, severity="critical" if slot == "cautions" else None),) for slot in LIST_SLOTS}
    steps: Any = {step: item(step) for step in PROGRESSION}
    rec = attrs.evolve(recommendations()[0], **lists, progression=Progression("regress", **steps))
    card = rec._repr_mimebundle_()
    shown_in = {"explanation": rec.explain("full"), "card": card["text/html"], "Markdown": card["text/markdown"]}
    for name in (*lists, *steps):
        hidden_in = [place for place, text in shown_in.items() if f"Text of {name}." not in text]
        assert not hidden_in, f"`{name}` of a recommendation is not shown in: {', '.join(hidden_in)}"
    left_out = {name for name in (*lists, *steps) if f"Text of {name}." not in rec.brief()}
    assert left_out == IN_NO_BRIEF, "say it in `coaching/brief.py` and `squeezelogic.mjs`, or name it in IN_NO_BRIEF"
    assert {"verdict", "strength", *(slot for slot, _ in DOSE)} == {*SINGLE_SLOTS}


def check_progression(rec: Recommendation, found: dict[str, list[str]]) -> None:
    """The heading has the direction, and each step its own word."""
    heading = next((it for it in found if it.startswith(phrase("progression"))), "")
    steps = [(phrase(f"step.{step}"), getattr(rec.progression, step)) for step in PROGRESSION if rec.progression]
    assert found.get(heading, []) == [f"{word}: {item.text}" for word, item in steps if item]
    if rec.progression and rec.progression.direction:
        assert heading.endswith(f": {label(rec.progression.direction, BOOK.vocabulary.slots['direction'])}")


@pytest.mark.parametrize("place", ALL[::6])
def test_reasons_alone_name_the_rules_behind_the_rest(place: int) -> None:
    """In short, one line for each rule of the other topics; in full, all of them are explained instead."""
    rec = recommendations()[place]
    others = [BOOK.rules[it.rule].title for it in rec.reasons if it.topic != rec.reasons[0].topic]
    assert blocks(explain_reasons(rec)).get(phrase("rest"), []) == others
    assert phrase("rest") not in blocks(explain_reasons(rec, "full"))


@pytest.mark.parametrize("place", ALL[::6])
def test_without_its_rulebook_a_recommendation_says_who_lost_to_whom(place: int) -> None:
    """By their ids, with the winner's reason, since there are no titles."""
    rec = recommendations()[place]
    foreign = attrs.evolve(rec, rulebook=Provenance("theirs", "1", "0" * 64))
    entries = blocks(foreign.explain("full")).get(phrase("overruled"), [])
    for entry, lost in zip(entries, rec.overruled, strict=True):
        rule, winner = (id_.replace("-", " ").capitalize() for id_ in (lost.rule, lost.by))
        assert entry == f"{rule}, by {winner} (by its {lost.ranks_by}): {lost.because}"


@pytest.mark.parametrize("place", ALL[::3])
def test_why_not_names_what_fails_and_nothing_that_passes(place: int) -> None:
    """For each rule that does not apply: the values that it needs otherwise, and no others; else its winner."""
    rec = recommendations()[place]
    given, told = known(rec), rec.why_not()
    entries = str(told).split("\n\n")
    for account in told.rules:
        entry = next(it for it in entries if it.split("\n")[0] == account.title)
        if account.by:
            assert f"But “{account.by_title}” overrules it: {account.ranks}." in entry
            continue
        ways = [line.strip() for line in entry.split("\n")[1:]]
        ways = [
            re.sub(r"^(\d+\. |Does not apply here – )", "", way).rstrip(".") for way in ways if not way.endswith("–")
        ]
        for way, branch in zip(ways, account.branches, strict=True):
            named = [(title, value) for title, _, value in (part.partition(": ") for part in way.split("; "))]
            assert len(named) == len(branch.failed)
            for (title, value), clause in zip(named, branch.failed, strict=True):
                assert title == BOOK.vocabulary.title(clause.attribute)
                assert is_said(re.split(r" \(needed: ", value)[0], clause.attribute, account.rule, given), (
                    account.rule,
                    value,
                )


def parts_of(rec: Recommendation) -> dict[str, object]:
    """All that can differ between two recommendations: values, and ids of advice, steps and rules."""
    data = rec.to_dict()
    found: dict[str, object] = {slot: data[slot] for slot in ("verdict", "strength", *UNITS, "summary")}
    found |= {slot: tuple(item["id"] for item in data[slot]) for slot in LIST_SLOTS}
    steps = data["progression"] or {}
    named = {"current": "current_step", "next": "next_step", "criterion": "criterion", "easier": "easier_step"}
    found |= {slot: steps.get(step) and steps[step]["id"] for step, slot in named.items()}
    found |= {name: tuple(each["rule"] for each in data[name]) for name in ("reasons", "overruled")}
    return {**found, "direction": steps.get("direction")}


@pytest.mark.parametrize("change", [{"load": "heavy"}, {"back_pain": "current"}, {"experience": "advanced"}], ids=str)
@pytest.mark.parametrize("place", ALL[::8])
def test_what_if_names_all_that_differs_and_nothing_else(place: int, change: dict[str, Any]) -> None:
    """Each changed part with what it was and is; in the text, what comes is added and what goes is taken away."""
    found = recommendations()[place].what_if(**change)
    before, after = parts_of(found.before), parts_of(found.after)
    differing = {part: (before[part], after[part]) for part in before if before[part] != after[part]}
    assert {each.part: (each.before, each.after) for each in found.changes} == differing
    lines = str(found).split("\n")
    for slot in LIST_SLOTS if found.changes else ():
        mine, theirs = ({item.text for item in getattr(rec, slot)} for rec in (found.before, found.after))
        assert [text for text in theirs - mine if f"    + {text}" not in lines] == []
        assert [text for text in mine - theirs if f"    - {text}" not in lines] == []
    signed = [line for line in lines if line.startswith(("    + ", "    - "))]
    said = {f"    + {item.text}" for slot in LIST_SLOTS for item in getattr(found.after, slot)}
    said |= {f"    - {item.text}" for slot in LIST_SLOTS for item in getattr(found.before, slot)}
    titles = {f"    {sign} {rule.title}" for sign in "+-" for rule in BOOK.rules.values()}
    assert set(signed) <= said | titles
