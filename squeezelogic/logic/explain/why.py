"""Why something is concluded, and why something else is not: which rules give it, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.explain.prose import asked, passed, said, words
from squeezelogic.logic.explain.subjects import Subject, subject
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
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.render.phrases import LANGUAGE, phrase, spoken
from squeezelogic.logic.semantics.definition import passes, seen

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

CLAUSES_KEPT = 4_096


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
    given = [account for account in _make_accounts(book, facts, about.givers) if account.state == STANDS]
    if not given:
        raise InvalidInput(f"{quoted(what)} is not given here: ask `why_not` what stands against it")
    return Why(about.name, about.text, tuple(given), book.vocabulary)


def why_not(book: Rulebook, facts: Mapping[str, Any], what: str | None = None) -> WhyNot:
    """Why a slot is empty, a value or an advice is not given, or a rule does not stand.

    The answer begins with what is so instead, and leaves out rules that could not stand whatever else were true: those
    that ask another value of a required fact that is given.

    Args:
        book: the rulebook.
        facts: what is known.
        what: as in `why`; left out, every rule that does not stand.

    Raises:
        InvalidInput: the rulebook has no such thing, or it is given here, which `why` explains.
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    about = subject(book, what) if what is not None else Subject("", "", tuple(book.rules.values()))
    every = {account.rule: account for account in accounts(book, facts)}
    refused = [every[rule.id] for rule in about.givers if what is not None or every[rule.id].state != STANDS]
    if any(account.state == STANDS for account in refused):
        raise InvalidInput(f"{quoted(what)} is given here: ask `why` by which rules")
    settled, now = _find_settled(book, facts), book.decide(facts).slots
    able = {rule.id for rule in about.givers if _could_hold(rule, settled)}
    slots = _asked_about(about) if what is not None else ()
    return WhyNot(
        about.name,
        about.text,
        tuple(account for account in refused if account.rule in able),
        FrozenMap({slot: now[slot] for slot in slots if slot in now}),
        tuple(_find_instead(book, every, about.givers, slots)),
        FrozenMap(settled if refused and not able else {}),
        tuple(account.rule for account in refused if account.rule not in able),
        book.vocabulary,
    )


def _find_settled(book: Rulebook, facts: Mapping[str, Any]) -> dict[str, Value]:
    """The required facts that are known: they say what the situation is about at all."""
    known = book.vocabulary.situation(facts)
    required = (name for name, attribute in book.vocabulary.attributes.items() if attribute.required)
    return {name: known[name] for name in required if known[name] not in (UNKNOWN, frozenset())}


def _could_hold(rule: Rule, settled: Mapping[str, Value]) -> bool:
    """Whether a rule may hold with other values of all facts but these."""
    return any(
        all(passes(clause.test, settled[clause.attribute]) for clause in branch if clause.attribute in settled)
        for branch in rule.when
    )


def _asked_about(about: Subject) -> tuple[str, ...]:
    """The slots of one value that the question is about: of a rule all that it fills, else those it was asked of."""
    own = {rule.id for rule in about.givers} == {about.name}
    filled = (slot for rule in about.givers for slot, value in rule.then.items() if not isinstance(value, tuple))
    return tuple(dict.fromkeys(slot for slot in filled if own or not about.slots or slot in about.slots))


def _find_instead(
    book: Rulebook, every: Mapping[str, RuleAccount], givers: Iterable[Rule], slots: Collection[str]
) -> Iterator[RuleAccount]:
    """The rules that stand where the refused ones would: they fill the same slots of one value, in the same topics."""
    topics = {rule.topic for rule in givers}
    for account in every.values():
        filled = book.rules[account.rule].then
        if account.state == STANDS and account.topic in topics and not filled.keys().isdisjoint(slots):
            yield account


def accounts(book: Rulebook, facts: Mapping[str, Any], rules: Collection[str] | None = None) -> tuple[RuleAccount, ...]:
    """What became of every rule, in order of importance.

    Args:
        book: the rulebook.
        facts: what is known.
        rules: ids of the rules to account for; all of them if left out.

    Raises:
        InvalidInput: facts the vocabulary does not know.
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    wanted = book.rules.values() if rules is None else [book.rules[rule] for rule in book.rules if rule in rules]
    return tuple(_make_accounts(book, facts, wanted))


def _make_accounts(book: Rulebook, facts: Mapping[str, Any], rules: Collection[Rule]) -> Iterable[RuleAccount]:
    with spoken(book.vocabulary.language):
        return list(_iterate_accounts(book, facts, rules))


def _iterate_accounts(book: Rulebook, facts: Mapping[str, Any], rules: Collection[Rule]) -> Iterator[RuleAccount]:
    known, decision = book.vocabulary.situation(facts), book.decide(facts)
    topics = {rule.topic for rule in rules}
    read = {
        topic.name: (book.inputs[topic.name], seen(topic, known, decision.outcomes[:place]))
        for place, topic in enumerate(book.topics)
        if topic.name in topics
    }
    givers: dict[str, list[str]] = {}
    for rule in decision.rules:
        for slot in rule.then:
            givers.setdefault(slot, []).append(rule.id)
    overruled = decision.overruled
    for rule in rules:
        branches = [_try_branch(branch, *read[rule.topic], givers) for branch in rule.when]
        held = [branch for branch in branches if not branch.failed]
        by = overruled.get(rule.id)
        yield RuleAccount(
            *(rule.id, _title_rule(rule), rule.topic, rule.level, rule.because, rule.basis),
            sources=tuple(_find_sources(book, rule.claims)),
            state=OVERRULED if by else STANDS if held else SILENT,
            by=by,
            by_title=_title_rule(book.rules[by]) if by else "",
            ranks=ranks(book.rules[by], rule) if by else "",
            branches=tuple(held or branches),
            disputed_by=tuple(_find_sources(book, rule.disputed_by)),
        )


def _title_rule(rule: Rule) -> str:
    return rule.title or rule.id.replace("-", " ").capitalize()


def _try_branch(
    clauses: Iterable[Clause],
    attributes: Mapping[str, Attribute],
    read: Mapping[str, Value],
    givers: Mapping[str, list[str]],
) -> Branch:
    checked = []
    for clause in clauses:
        attribute, value = attributes[clause.attribute], read[clause.attribute]
        good = passes(clause.test, value)
        by = tuple(givers.get(attribute.name, ()))
        shown = _in_words(clause, attribute, value, LANGUAGE.get())
        checked.append(Checked(attribute.name, in_words(clause.test), value, good, shown, by))
    return Branch(tuple(checked))


@lru_cache(CLAUSES_KEPT, typed=True)  # true is no 1
def _in_words(clause: Clause, attribute: Attribute, value: Value, language: str) -> str:
    """A clause with the actual value, in the language that texts are written in."""
    if passes(clause.test, value):
        return f"{attribute.title}: {passed(clause.test, attribute, value)}"
    return f"{attribute.title}: {said(value, attribute)} ({phrase('needs', what=asked(clause.test, attribute))})"


def _find_sources(book: Rulebook, claims: Iterable[str]) -> Iterable[Source]:
    for name in claims:
        claim = book.claims[name]
        article = book.articles[claim.article]
        yield Source(name, article.title, claim.section, claim.gist, article.evidence)


def ranks(upper: Rule, lower: Rule) -> str:
    """Why one rule ranks above another."""
    if upper.level == lower.level:
        return phrase("override")
    return phrase("level", upper=words(upper.level), lower=words(lower.level))
