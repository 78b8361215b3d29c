"""A recommendation in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from squeezelogic.coaching.provenance import facts_behind, rulebook_behind
from squeezelogic.logic.explain.prose import wrapped
from squeezelogic.logic.explain.trace import RuleAccount, cited, held
from squeezelogic.logic.explain.why import accounts
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, harmless, plain, quoted
from squeezelogic.logic.model.untrusted import exact
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Item, Overruled, Reason, Recommendation

DETAILS = ("short", "full")
Accounts = Mapping[str, RuleAccount]

ADVICE = {
    "cautions": "Take care",
    "corrections": "Put right",
    "setup": "Set up",
    "cues": "Cues",
    "avoid": "Leave out",
    "notes": "Worth knowing",
    "alternatives": "Instead, or besides",
}


def explain(rec: Recommendation, detail: str = "short", rulebook: Rulebook | None = None) -> str:
    """The recommendation as text: what to do, then why, then what was left out and why.

    Args:
        rec: the recommendation.
        detail: `short` gives the advice and the reasons for the verdict; `full` adds the reasons for everything
            else, the rule that each piece of advice comes from, the facts, and the rulebook's digest.
        rulebook: the one that made it; not needed if it is the default one. Of a recommendation by another one, not
            given, the conditions that held and the articles' titles are not known, and left out.

    Raises:
        InvalidInput: for any other detail, or for a rulebook that did not make it.
    """
    full = _is_full(detail)
    return _joined(
        [_answer(rec), *_advice(rec, full), *_reasoning(rec, full, _accounts(rec, rulebook)), *_ending(rec, full)]
    )


def reasons(rec: Recommendation, detail: str = "short", rulebook: Rulebook | None = None) -> str:
    """Only the verdict and the reasoning, without the advice; otherwise like `explain`."""
    full, accounts = _is_full(detail), _accounts(rec, rulebook)
    rest = "" if full else _rest(rec, accounts)
    return _joined([_answer(rec), *_reasoning(rec, full, accounts), rest, *_ending(rec, full)])


def _is_full(detail: object) -> bool:
    if not isinstance(detail, str) or exact(detail) not in DETAILS:
        raise InvalidInput(f"unknown detail {quoted(detail)}: {did_you_mean(detail, DETAILS)}")
    return exact(detail) == "full"  # type: ignore[no-any-return]


def _joined(blocks: Iterable[str]) -> str:
    return harmless("\n\n".join(block for block in blocks if block))


def _accounts(rec: Recommendation, rulebook: Rulebook | None) -> Accounts:
    """What became of each rule, by id; none where the rulebook is not at hand."""
    if rulebook is None and Rulebook.default().digest != rec.rulebook.digest:
        return {}
    book = rulebook_behind(rec.rulebook, rulebook)
    return {account.rule: account for account in accounts(book, facts_behind(rec, book))}


def _reasoning(rec: Recommendation, full: bool, known: Accounts) -> Iterator[str]:
    """Why, and what was overruled: for the verdict, or for everything."""
    topics = {reason.topic for reason in (rec.reasons if full else rec.reasons[:1])}
    yield _why(rec, topics, known)
    yield _overruled(rec, topics, known)


def _rest(rec: Recommendation, known: Accounts) -> str:
    """The rules behind everything but the verdict, in a line each."""
    others = [reason for reason in rec.reasons if reason.topic != rec.reasons[0].topic]
    lines = (known[r.rule].title + f" [{r.rule}]" if r.rule in known else f"{r.because} [{r.rule}]" for r in others)
    return _block("Behind the rest of the advice", lines)


def _ending(rec: Recommendation, full: bool) -> Iterator[str]:
    yield _unused(rec)
    if full:
        yield _facts(rec)
        yield f"Rulebook: {rec.rulebook.name} {rec.rulebook.version}, {rec.rulebook.digest}"
    yield wrapped(rec.disclaimer)


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
    return "\n".join(filter(None, [verdict, wrapped(rec.summary), wrapped("; ".join(dose).capitalize())]))


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


def _why(rec: Recommendation, topics: set[str], known: Accounts) -> str:
    reasons = (reason for reason in rec.reasons if reason.topic in topics)
    return _block("Why", (_reason(reason, known.get(reason.rule)) for reason in reasons))


def _reason(reason: Reason, account: RuleAccount | None) -> str:
    """A rule that stands, what it rests on, and beneath it the conditions that held, and article and section."""
    named = "; ".join([reason.rule, ", ".join(reason.claims) or reason.basis])
    more = (held(account), cited(account, claims=False)) if account else ()
    return "\n".join(filter(None, [f"{reason.because} [{named}]", *more]))


def _overruled(rec: Recommendation, topics: set[str], known: Accounts) -> str:
    lost = (item for item in rec.overruled if item.topic in topics)
    return _block("Overruled", (_lost(item, known.get(item.rule)) for item in lost))


def _lost(item: Overruled, account: RuleAccount | None) -> str:
    if account is None:
        return f"{item.rule}, by {item.by} (by its {item.ranks_by}): {item.because}"
    return f"{account.title} [{account.rule}]\nGives way to “{account.by_title}” [{account.by}]: {account.ranks}."


def _unused(rec: Recommendation) -> str:
    facts = ", ".join(f"{fact.attribute} {plain(fact.value)}" for fact in rec.unused)
    return wrapped(f"No rule for this exercise reads: {facts}.") if facts else ""


def _facts(rec: Recommendation) -> str:
    return _block("Facts", (f"{name}: {plain(value)}" for name, value in rec.facts.items()))


def _block(title: str, entries: Iterable[str]) -> str:
    """A title, and beneath it entries of one or more paragraphs."""
    listed = [
        wrapped(line, "    " if place else "  - ", "    ")
        for entry in entries
        for place, line in enumerate(entry.split("\n"))
    ]
    return "\n".join([title, *listed]) if listed else ""
