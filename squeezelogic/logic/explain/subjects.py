"""What a question may be about: a slot, a value of a slot, an advice or a rule; and which rules could give it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, plain, quoted
from squeezelogic.logic.model.rules import Conclusion, Rule
from squeezelogic.logic.model.untrusted import exact

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


@frozen
class Subject:
    """Something to ask about.

    Args:
        name: what was asked.
        text: what a person calls it: of advice its text, of a rule its title, of a slot or a value its label, if any.
        givers: the rules that could give it, in order of importance.
        slots: the slots that it is a value of, or is.
    """

    name: str
    text: str
    givers: tuple[Rule, ...]
    slots: tuple[str, ...] = ()


def subject(book: Rulebook, what: str) -> Subject:
    """What a word means in a rulebook.

    Args:
        book: the rulebook.
        what: the id of a rule, a slot, the id of an advice, a value of a slot, or `slot=value`.

    Raises:
        InvalidInput: the rulebook knows no such thing, or several slots have such a value.
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
    name, _, value = what.partition("=")
    if name in slots and _is_known(book, name, value):
        return _make_value_subject(book, what, name, value)
    found = [slot for slot in slots if _is_known(book, slot, what)]
    if len(found) > 1:
        ways = " or ".join(quoted(f"{slot}={what}") for slot in found)
        raise InvalidInput(f"{quoted(what)} is a value of several slots: say {ways}")
    if not found:
        raise InvalidInput(f"the rulebook has no {quoted(what)}: {did_you_mean(what, _list_subjects(book))}")
    return _make_value_subject(book, what, found[0], what)


def _make_value_subject(book: Rulebook, what: str, name: str, value: str) -> Subject:
    label = book.vocabulary.slots[name].labels.get(value, "")
    return Subject(
        what, label, _find_giving_rules(book, lambda slot, given: slot == name and _has_value(given, value)), (name,)
    )


def valued(book: Rulebook, what: str) -> tuple[str, Conclusion]:
    """The slot and the value that a word names: `slot=value`, or a value that one slot alone has.

    Raises:
        InvalidInput: no slot has such a value, or several have.
    """
    values = [(slot, value) for slot in book.vocabulary.slots for value in _list_values(book, slot)]
    name, equals, after = exact(what).partition("=")
    found = [(slot, value) for slot, value in values if equals and slot == name and plain(value) == after]
    found = found or [(slot, value) for slot, value in values if plain(value) == what]
    if len(found) > 1:
        ways = " or ".join(quoted(f"{slot}={what}") for slot, _ in found)
        raise InvalidInput(f"{quoted(what)} is a value of several slots: say {ways}")
    if not found:
        fix = did_you_mean(what, dict.fromkeys(plain(value) for _, value in values))
        raise InvalidInput(f"no slot is ever {quoted(what)}: {fix}")
    return found[0]


def _list_values(book: Rulebook, slot: str) -> Iterable[Conclusion]:
    """What a slot may be: what its list says, and what rules give."""
    given = (rule.then[slot] for rule in book.rules.values() if slot in rule.then)
    every = (each for value in given for each in (value if isinstance(value, tuple) else (value,)))
    return dict.fromkeys((*book.vocabulary.slots[slot].values, *every))


def _is_known(book: Rulebook, slot: str, value: str) -> bool:
    """Whether a slot may have a value: its list says so, or some rule gives it."""
    return value in book.vocabulary.slots[slot].values or bool(
        _find_giving_rules(book, lambda name, given: name == slot and _has_value(given, value))
    )


def _has_value(given: Conclusion, value: str) -> bool:
    return any(plain(each) == value for each in (given if isinstance(given, tuple) else (given,)))


def _find_giving_rules(book: Rulebook, fits: Callable[[str, Conclusion], bool]) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.rules.values() if any(fits(*given) for given in rule.then.items()))


def _list_subjects(book: Rulebook) -> Iterable[str]:
    """Whatever can be asked about."""
    slots = book.vocabulary.slots
    values = (value for slot in slots.values() for value in slot.values)
    return dict.fromkeys((*values, *slots, *book.advice, *book.rules))
