"""A recommendation in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from squeezelogic.logic.errors import InvalidInput, did_you_mean, plain, quoted

if TYPE_CHECKING:
    from squeezelogic.recommendation import Item, Recommendation

DETAILS = ("short", "full")
WIDTH = 92

ADVICE = {
    "cautions": "Take care",
    "corrections": "Put right",
    "setup": "Set up",
    "cues": "Cues",
    "avoid": "Leave out",
    "notes": "Worth knowing",
    "alternatives": "Instead, or besides",
}


def explain(rec: Recommendation, detail: str = "short") -> str:
    """The recommendation as text: what to do, then why, then what was left out and why.

    Args:
        rec: the recommendation.
        detail: `short` gives the advice and the reasons for the verdict; `full` adds the reasons for everything
            else, the rule that each piece of advice comes from, the facts, and the rulebook's digest.

    Raises:
        InvalidInput: for any other detail.
    """
    if detail not in DETAILS:
        raise InvalidInput(f"unknown detail {quoted(detail)}: {did_you_mean(detail, DETAILS)}")
    full = detail == "full"
    topics = {reason.topic for reason in (rec.reasons if full else rec.reasons[:1])}
    blocks = [_answer(rec), *_advice(rec, full), _why(rec, topics), _overruled(rec, topics), _unused(rec)]
    if full:
        blocks += [
            _facts(rec),
            f"Rulebook: {rec.rulebook.name} {rec.rulebook.version}, {rec.rulebook.digest}",
        ]
    return "\n\n".join(block for block in [*blocks, _wrapped(rec.disclaimer)] if block)


def _answer(rec: Recommendation) -> str:
    dose = [
        f"{label} {plain(value).replace('_', ' ')}{unit}"
        for label, value, unit in (
            ("effort", rec.effort, ""),
            ("phase", rec.phase, ""),
            ("hold", rec.hold_seconds, " s"),
            ("breath", rec.breath, ""),
        )
        if value not in (None, "none")
    ]
    verdict = f"{rec.verdict.replace('_', ' ').upper()} ({rec.strength})"
    return "\n".join(filter(None, [verdict, _wrapped(rec.summary), _wrapped("; ".join(dose).capitalize())]))


def _advice(rec: Recommendation, full: bool) -> Iterator[str]:
    for slot, title in ADVICE.items():
        items: tuple[Item, ...] = getattr(rec, slot)
        if items:
            yield _block(title, (_line(item, full) for item in items))
    if rec.progression:
        steps = (("now", "current"), ("next", "next"), ("when", "criterion"), ("easier", "easier"))
        named = ((label, getattr(rec.progression, step)) for label, step in steps)
        yield _block("Progression", (f"{label}: {_line(item, full)}" for label, item in named if item))


def _line(item: Item, full: bool) -> str:
    severity = f"{item.severity.capitalize()}: " if item.severity not in (None, "info") else ""
    return f"{severity}{item.text}" + (f" [{item.id}, from {item.rule}]" if full else "")


def _why(rec: Recommendation, topics: set[str]) -> str:
    reasons = (reason for reason in rec.reasons if reason.topic in topics)
    return _block(
        "Why",
        (
            f"{reason.because} [{'; '.join(filter(None, [reason.rule, ', '.join(reason.claims) or reason.basis]))}]"
            for reason in reasons
        ),
    )


def _overruled(rec: Recommendation, topics: set[str]) -> str:
    lost = (item for item in rec.overruled if item.topic in topics)
    return _block("Overruled", (f"{item.rule}, by {item.by}: {item.because}" for item in lost))


def _unused(rec: Recommendation) -> str:
    facts = ", ".join(f"{fact.attribute} {plain(fact.value)}" for fact in rec.unused)
    return _wrapped(f"No rule for this exercise reads: {facts}.") if facts else ""


def _facts(rec: Recommendation) -> str:
    return _block("Facts", (f"{name}: {plain(value)}" for name, value in rec.facts.items()))


def _block(title: str, lines: Iterable[str]) -> str:
    listed = "\n".join(_wrapped(line, "  - ", "    ") for line in lines)
    return f"{title}\n{listed}" if listed else ""


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
