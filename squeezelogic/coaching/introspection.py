"""Questions about a recommendation: why, why not, counterfactuals, and open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from squeezelogic.coaching.parts import DIRECTION, SINGLE_SLOTS
from squeezelogic.coaching.parts import PROGRESSION as STEPS
from squeezelogic.coaching.provenance import facts_behind
from squeezelogic.coaching.translated import book_in_language
from squeezelogic.logic.explain.accounts import accounts
from squeezelogic.logic.explain.changes import Counterfactuals
from squeezelogic.logic.explain.counterfactuals import find_counterfactuals
from squeezelogic.logic.explain.questions import Questions, find_questions
from squeezelogic.logic.explain.trace import RuleAccount, Why, WhyNot
from squeezelogic.logic.explain.why import explain_why, explain_why_not, parse_wanted
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.untrusted import copied, exact, names, several
from squeezelogic.logic.model.vocabulary import NOBODY
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation

EVERYTHING, PROGRESSION = "everything", "progression"
NAMED_BY_THE_EXERCISE = ("family", "movement")
OBSERVED, CORRECTIONS = "observed", "corrections"


def why(rec: Recommendation, what: str, rulebook: Rulebook | None = None) -> Why:
    """See `Recommendation.why`."""
    book = book_in_language(rec, rulebook)
    return explain_why(book, facts_behind(rec, book), what)


def why_not(rec: Recommendation, what: str | None = None, rulebook: Rulebook | None = None) -> WhyNot:
    """See `Recommendation.why_not`."""
    book = book_in_language(rec, rulebook)
    return explain_why_not(book, facts_behind(rec, book), what)


def every_rule(rec: Recommendation, rulebook: Rulebook | None = None) -> tuple[RuleAccount, ...]:
    """The state of every rule, in order of importance.

    Raises:
        InvalidInput: another rulebook made the recommendation.
    """
    book = book_in_language(rec, rulebook)
    return accounts(book, facts_behind(rec, book))


def counterfactuals(
    rec: Recommendation,
    want: str | Mapping[str, Any] | None = None,
    change: Iterable[str] | None = None,
    rulebook: Rulebook | None = None,
) -> Counterfactuals:
    """See `Recommendation.counterfactuals`."""
    book = book_in_language(rec, rulebook)
    if want is not None and not isinstance(want, (str, Mapping)):
        raise InvalidInput(f"`want` is a verdict or a mapping of slots to values, not {quoted(want)}")
    if isinstance(want, str):
        want = dict([parse_wanted(book, want)]) if "=" in want else {"verdict": want}
    wanted = copied({} if want is None else want, "`want`")
    slots = {slot: _read_wanted(slot, value) for slot, value in wanted.items()}
    may = changeable(book) if change is None else names(change, "change")
    anything_else = () if slots else ("verdict",)
    return find_counterfactuals(book, facts_behind(rec, book), slots, may, anything_else)


def _read_wanted(slot: str, value: object) -> object:
    """Validate the wanted value of a slot, and convert it to plain data."""
    is_list = isinstance(value, (list, tuple, set, frozenset))
    parts = tuple(map(exact, several(value, slot))) if is_list else (exact(value),)
    if strange := [part for part in parts if part is not None and type(part) not in (str, bool, int, float)]:
        raise InvalidInput(*(f"{quoted(slot)} is never {quoted(part)}" for part in strange))
    return parts if is_list else parts[0]


def changeable(book: Rulebook) -> tuple[str, ...]:
    """The attributes that the lifter or time can change, by the vocabulary, without those that identify the exercise.

    By default, the attributes of the exercise and the faults can change, and those of the lifter cannot.
    """
    attributes = (a for a in book.vocabulary.attributes.values() if a.name not in NAMED_BY_THE_EXERCISE)
    return tuple(
        a.name for a in attributes if (a.change.by != NOBODY if a.change else a.of in ("exercise", "observed"))
    )


def questions(
    rec: Recommendation,
    about: str | Iterable[str] | None = None,
    settled: Iterable[str] = (),
    rulebook: Rulebook | None = None,
) -> Questions:
    """See `Recommendation.questions`."""
    book = book_in_language(rec, rulebook)
    return to_ask(book, facts_behind(rec, book), slots_of(book, about), names(settled, "settled"))


def to_ask(book: Rulebook, facts: Mapping[str, Any], about: tuple[str, ...], settled: Iterable[str]) -> Questions:
    """The open questions. If `about` is the default answer, faults that have a correction are asked for too.

    A fault has a correction even if it does not change the verdict. If no fault can change the verdict, the question
    about faults comes last.
    """
    found = find_questions(book, facts, about, tuple(settled))
    if about != slots_of(book, None) or CORRECTIONS not in book.vocabulary.slots:
        return found
    more = find_questions(book, facts, (*about, CORRECTIONS), tuple(settled))
    about_faults = {question.attribute: question for question in more if question.attribute == OBSERVED}
    return evolve(found, questions=tuple({**{q.attribute: q for q in found}, **about_faults}.values()))


def slots_of(book: Rulebook, about: str | Iterable[str] | None) -> tuple[str, ...]:
    """The slots that make up the answer: those named, the default ones, or all.

    Raises:
        InvalidInput: the rulebook has no such slot.
    """
    slots = book.vocabulary.slots
    progression = [slot for slot in (DIRECTION, *STEPS.values()) if slot in slots or slot != DIRECTION]
    if isinstance(about, str) and exact(about) == EVERYTHING:
        return tuple(slots)
    if about is None:
        return tuple(name for name in SINGLE_SLOTS if name in slots)
    asked = [s for name in names(about, "about") for s in (progression if name == PROGRESSION else [name])]
    strange = [name for name in asked if name not in slots]
    options = [*slots, EVERYTHING, PROGRESSION]
    if not asked:
        raise InvalidInput(f"`about` names nothing: {did_you_mean('', options)}")
    if strange:
        raise InvalidInput(*(f"a recommendation has no {quoted(n)}: {did_you_mean(n, options)}" for n in strange))
    return tuple(asked)
