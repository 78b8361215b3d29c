"""Explains why something is concluded, and why something else is not, by the states of the rules that give it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from squeezelogic.logic.explain.accounts import accounts
from squeezelogic.logic.explain.trace import STANDS, RuleAccount, Why, WhyNot
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Rule
from squeezelogic.logic.model.untrusted import exact
from squeezelogic.logic.model.vocabulary import NONE, UNKNOWN, Value, names_value
from squeezelogic.logic.semantics.definition import passes

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


@frozen
class Subject:
    """The subject of a question.

    Args:
        name: its name.
        text: its display text: the text of advice, the title of a rule, the label of a slot or a value, if any.
        givers: the rules that could give it, in order of importance.
        slots: the slot itself, or the slots that have the value.
    """

    name: str
    text: str
    givers: tuple[Rule, ...]
    slots: tuple[str, ...] = ()


def subject(book: Rulebook, what: str) -> Subject:
    """Find the subject with a name.

    Args:
        book: the rulebook.
        what: the id of a rule, a slot, the id of an advice, a value of a slot, or `slot=value`.

    Raises:
        InvalidInput: the rulebook has no such subject, or several slots have such a value.
    """
    slots = book.vocabulary.slots
    if not isinstance(what, str):
        raise InvalidInput(f"ask about a slot, a value, an advice or a rule by its name, not {quoted(what)}")
    what = exact(what)
    if what in book.rules:
        return Subject(what, book.rules[what].title, (book.rules[what],))
    if what in slots:
        return Subject(what, slots[what].label, _find_giving_rules(book, lambda slot, value: slot == what), (what,))
    if what in book.advice:
        return Subject(
            what, book.advice[what].text, _find_giving_rules(book, lambda slot, value: _has_value(value, what))
        )
    found = dict(_find_values(book, what))
    if not found:
        raise InvalidInput(f"the rulebook has no {quoted(what)}: {did_you_mean(what, _list_subjects(book))}")
    slot, value = _choose_only(found, what)
    return _make_value_subject(book, what, slot, plain(value))


def _make_value_subject(book: Rulebook, what: str, name: str, value: str) -> Subject:
    label = book.vocabulary.slots[name].labels.get(value, "")
    return Subject(
        what, label, _find_giving_rules(book, lambda slot, given: slot == name and _has_value(given, value)), (name,)
    )


def parse_wanted(book: Rulebook, what: str) -> tuple[str, Conclusion | None]:
    """The slot and the value that a word names: `slot=value`, or a value that only one slot has.

    `slot=none` is an empty slot, unless `none` is a value of it.

    Raises:
        InvalidInput: no slot has such a value, or several have.
    """
    what = exact(what)
    if found := dict(_find_values(book, what)):
        return _choose_only(found, what)
    slots = book.vocabulary.slots
    name, _, text = what.partition("=")
    is_nothing = text.lower() in (NONE, UNKNOWN) and not _find_values(book, f"{name}={text.lower()}")
    if is_nothing and name in slots and not slots[name].accumulates:
        return name, None
    fix = did_you_mean(what, dict.fromkeys(plain(value) for slot in slots for value in _list_values(book, slot)))
    raise InvalidInput(f"no slot is ever {quoted(what)}: {fix}")


def _find_values(book: Rulebook, what: str) -> list[tuple[str, Conclusion]]:
    """Each slot with a value that the text names, by its own spelling or else by another one."""
    values = [(slot, value) for slot in book.vocabulary.slots for value in _list_values(book, slot)]
    name, _, after = what.partition("=")
    for text, options in ((after, [each for each in values if each[0] == name]), (what, values)):
        named = [each for each in options if names_value(text, each[1])]
        if found := [each for each in named if plain(each[1]) == text] or named:
            return found
    return []


def _choose_only(found: Mapping[str, Conclusion], what: str) -> tuple[str, Conclusion]:
    if len(found) > 1:
        ways = " or ".join(quoted(f"{slot}={what}") for slot in found)
        raise InvalidInput(f"{quoted(what)} is a value of several slots: say {ways}")
    return next(iter(found.items()))


def _list_values(book: Rulebook, slot: str) -> Iterable[Conclusion]:
    """The possible values of a slot: the declared ones, and those that rules give."""
    given = (rule.then[slot] for rule in book.rules.values() if slot in rule.then)
    every = (each for value in given for each in (value if isinstance(value, tuple) else (value,)))
    return dict.fromkeys((*book.vocabulary.slots[slot].values, *every))


def _has_value(given: Conclusion, value: str) -> bool:
    return any(plain(each) == value for each in (given if isinstance(given, tuple) else (given,)))


def _find_giving_rules(book: Rulebook, fits: Callable[[str, Conclusion], bool]) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.rules.values() if any(fits(*given) for given in rule.then.items()))


def _list_subjects(book: Rulebook) -> Iterable[str]:
    """The names of all subjects."""
    slots = book.vocabulary.slots
    values = (value for slot in slots.values() for value in slot.values)
    return dict.fromkeys((*values, *slots, *book.advice, *book.rules))


def explain_why(book: Rulebook, facts: Mapping[str, Any], what: str) -> Why:
    """Explain why a slot has its value, a value or an advice is given, or a rule stands.

    Args:
        book: the rulebook.
        facts: the known facts.
        what: a slot, a value of one (`slot=value` if several slots have it), or the id of an advice or a rule.

    Raises:
        InvalidInput: the rulebook has no such thing, or it is not given here (use `why_not`).
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    about = subject(book, what)
    givers = accounts(book, facts, {rule.id for rule in about.givers})
    given = [account for account in givers if account.state == STANDS]
    if not given:
        raise InvalidInput(f"{quoted(what)} is not given here: ask `why_not` what stands against it")
    return Why(about.name, about.text, tuple(given), book.vocabulary)


def explain_why_not(book: Rulebook, facts: Mapping[str, Any], what: str | None = None) -> WhyNot:
    """Explain why a slot is empty, a value or an advice is not given, or a rule does not stand.

    The answer begins with the actual values, and leaves out rules that require another value of a given required fact.

    Args:
        book: the rulebook.
        facts: the known facts.
        what: as in `explain_why`; left out, every rule that does not stand.

    Raises:
        InvalidInput: the rulebook has no such thing, or it is given here (use `why`).
        ConflictError, GapError: the rulebook contradicts itself here, or says nothing.
    """
    about = subject(book, what) if what is not None else Subject("", "", tuple(book.rules.values()))
    every = {account.rule: account for account in accounts(book, facts)}
    refused = [every[rule.id] for rule in about.givers if what is not None or every[rule.id].state != STANDS]
    if any(account.state == STANDS for account in refused):
        raise InvalidInput(f"{quoted(what)} is given here: ask `why` by which rules")
    settled, now = _find_settled(book, facts), book.decide(facts).slots
    able = {rule.id for rule in about.givers if _could_hold(rule, settled)}
    slots = _find_refused_slots(about) if what is not None else ()
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
    """The required facts that are known; they define the kind of situation."""
    known = book.vocabulary.situation(facts)
    required = (name for name, attribute in book.vocabulary.attributes.items() if attribute.required)
    return {name: known[name] for name in required if known[name] not in (UNKNOWN, frozenset())}


def _could_hold(rule: Rule, settled: Mapping[str, Value]) -> bool:
    """Whether a rule may hold if only these facts are fixed."""
    return any(
        all(passes(clause.test, settled[clause.attribute]) for clause in branch if clause.attribute in settled)
        for branch in rule.when
    )


def _find_refused_slots(about: Subject) -> tuple[str, ...]:
    """The single-valued slots of a subject: for a rule, all that it fills."""
    own = {rule.id for rule in about.givers} == {about.name}
    filled = (slot for rule in about.givers for slot, value in rule.then.items() if not isinstance(value, tuple))
    return tuple(dict.fromkeys(slot for slot in filled if own or not about.slots or slot in about.slots))


def _find_instead(
    book: Rulebook, every: Mapping[str, RuleAccount], givers: Iterable[Rule], slots: Collection[str]
) -> Iterator[RuleAccount]:
    """The standing rules that fill the same single-valued slots, in the same topics, as the refused ones."""
    topics = {rule.topic for rule in givers}
    for account in every.values():
        filled = book.rules[account.rule].then
        if account.state == STANDS and account.topic in topics and not filled.keys().isdisjoint(slots):
            yield account
