"""Why something is concluded, and why something else is not: which rules give it, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.explain.prose import asked, passed, said, words
from squeezelogic.logic.explain.subjects import subject
from squeezelogic.logic.explain.trace import (
    OVERRULED,
    SILENT,
    STANDS,
    Branch,
    Checked,
    RuleAccount,
    Source,
    Why,
    WhyNot,
)
from squeezelogic.logic.model.conditions import Clause, in_words
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import Attribute, Value
from squeezelogic.logic.semantics.definition import passes, seen

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


def why(book: Rulebook, facts: Mapping[str, Any], what: str) -> Why:
    """Why a slot has its value, a value or an advice is given, or a rule stands.

    Args:
        book: the rulebook.
        facts: what is known.
        what: a slot, a value of one (`slot=value` where several slots have it), or the id of an advice or a rule.

    Raises:
        InvalidInput: the rulebook has no such thing, or it is not given here, which `why_not` explains.
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    about = subject(book, what)
    given = [account for account in _accounts(book, facts, about.givers) if account.state == STANDS]
    if not given:
        raise InvalidInput(f"{quoted(what)} is not given here: ask `why_not` what stands against it")
    return Why(about.name, about.text, tuple(given))


def why_not(book: Rulebook, facts: Mapping[str, Any], what: str | None = None) -> WhyNot:
    """Why a slot is empty, a value or an advice is not given, or a rule does not stand.

    Args:
        book: the rulebook.
        facts: what is known.
        what: as in `why`; left out, every rule that does not stand.

    Raises:
        InvalidInput: the rulebook has no such thing, or it is given here, which `why` explains.
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    if what is None:
        return WhyNot("", "", tuple(a for a in accounts(book, facts) if a.state != STANDS))
    about = subject(book, what)
    refused = tuple(_accounts(book, facts, about.givers))
    if any(account.state == STANDS for account in refused):
        raise InvalidInput(f"{quoted(what)} is given here: ask `why` by which rules")
    return WhyNot(about.name, about.text, refused)


def accounts(book: Rulebook, facts: Mapping[str, Any]) -> tuple[RuleAccount, ...]:
    """What became of every rule, in order of importance.

    Raises:
        InvalidInput: facts the vocabulary does not know.
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    return tuple(_accounts(book, facts, book.rules.values()))


def _accounts(book: Rulebook, facts: Mapping[str, Any], rules: Iterable[Rule]) -> Iterable[RuleAccount]:
    known, decision = book.vocabulary.situation(facts), book.decide(facts)
    read = {
        topic.name: (topic, seen(topic, known, decision.outcomes[:place])) for place, topic in enumerate(book.topics)
    }
    givers: dict[str, list[str]] = {}
    for rule in decision.rules:
        for slot in rule.then:
            givers.setdefault(slot, []).append(rule.id)
    overruled = decision.overruled
    for rule in rules:
        branches = [_try(branch, *read[rule.topic], givers) for branch in rule.when]
        held = [branch for branch in branches if not branch.failed]
        by = overruled.get(rule.id)
        yield RuleAccount(
            *(rule.id, _title(rule), rule.topic, rule.level, rule.because, rule.basis),
            sources=tuple(_sources(book, rule)),
            state=OVERRULED if by else STANDS if held else SILENT,
            by=by,
            by_title=_title(book.rules[by]) if by else "",
            ranks=ranks(book.rules[by], rule) if by else "",
            branches=tuple(held or branches),
        )


def _title(rule: Rule) -> str:
    return rule.title or rule.id.replace("-", " ").capitalize()


def _try(
    clauses: Iterable[Clause],
    topic: Topic,
    read: Mapping[str, Value],
    givers: Mapping[str, list[str]],
) -> Branch:
    checked = []
    for clause in clauses:
        attribute, value = topic.inputs[clause.attribute], read[clause.attribute]
        good = passes(clause.test, value)
        by = tuple(givers.get(attribute.name, ()))
        shown = _in_words(clause, attribute, value, good)
        checked.append(Checked(attribute.name, in_words(clause.test), value, good, shown, by))
    return Branch(tuple(checked))


def _in_words(clause: Clause, attribute: Attribute, value: Value, good: bool) -> str:
    name = words(attribute.name)
    if good:
        return f"{name}: {passed(clause.test, attribute, value)}"
    return f"{name}: {said(value)} (needs {asked(clause.test, attribute)})"


def _sources(book: Rulebook, rule: Rule) -> Iterable[Source]:
    for name in rule.claims:
        claim = book.claims[name]
        yield Source(name, book.articles[claim.article].title, claim.section, claim.gist)


def ranks(upper: Rule, lower: Rule) -> str:
    """Why one rule ranks above another."""
    if upper.level == lower.level:
        return "it was written to come first"
    return f"{words(upper.level)} comes before {words(lower.level)}"
