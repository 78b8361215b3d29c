"""What is asked, as the number of a situation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from squeezelogic.coaching.exercise import FAMILY_OF, Exercise
from squeezelogic.coaching.facts import attributes, decoded, halves
from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.inference.cache import keep
from squeezelogic.logic.inference.chain import Chain, Number
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.rulebook import Rulebook

FACTS_KEPT = 32_768
OF_AN_EXERCISE = frozenset(attributes(Exercise))

Asked = tuple[Any, Any, frozenset[str]]
"""The codes of a profile and an exercise, see `Facts`, and what was seen."""


class Numbering:
    """What each part of a question adds to the number of the situation, as far as it was asked before.

    There are many profiles, but not so many halves of one. What is known of the exercise settles many conditions, and
    so which other facts matter: of the number only those bits are wanted. That leaves few numbers, and few rows to
    infer, however much is known of a lifter.

    Args:
        book: the rulebook, whose vocabulary says which facts it knows.
        chain: its tables.

    Attributes:
        low, high: what halves of a profile add: `low[code % middle]` and `high[code // middle]`.
        middle: where a profile's code is cut.
        faults: what each fault that was seen adds.
        exercises: what an exercise adds, and which bits matter then.
    """

    def __init__(self, book: Rulebook, chain: Chain[Any]) -> None:
        self._vocabulary = book.vocabulary
        self._chain = chain
        self._adds_up = _adds_up(book)
        self._known = OF_AN_EXERCISE.intersection(book.vocabulary.attributes)  # a slot may be called like one
        highs, self.middle = halves(Profile)
        not_yet: Any = None
        self.high: list[Number] = [not_yet] * highs
        self.low: list[Number] = [not_yet] * self.middle
        self.faults: dict[str, Number] = {}
        self.exercises: dict[int, tuple[Number, Number]] = {}

    def learn(self, asked: Asked) -> Number:
        """The number of a situation; next time it can be put together from its parts, if it can at all.

        Raises:
            InvalidInput: something was seen that has no name, or the rulebook's vocabulary does not admit a value.
        """
        profile, exercise, observed = asked
        if not self._adds_up or not isinstance(profile, int):
            return self._number(facts_of(asked))
        high, low = divmod(profile, self.middle)
        self.high[high] = self._number(decoded(Profile, profile - low))
        self.low[low] = self._number(decoded(Profile, low))
        adds, matters = known = self.exercises.get(exercise) or self._adds_and_matters(exercise)
        keep(self.exercises, exercise, known, FACTS_KEPT)
        number = self.high[high] | self.low[low] | adds
        for fault in observed:
            added = self._number(_seen(frozenset([fault])))
            keep(self.faults, fault, added, FACTS_KEPT)
            number |= added
        return number & matters

    def declared(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Those of some facts that the rulebook's vocabulary knows."""
        return {name: value for name, value in given.items() if name in self._vocabulary.attributes}

    def _number(self, given: Mapping[str, Any]) -> Number:
        return self._chain.number(self._vocabulary.situation(self.declared(given)))

    def _adds_and_matters(self, code: int) -> tuple[Number, Number]:
        adds = self._number(decoded(Exercise, code))
        return adds, self._chain.matters(adds, self._known)


def facts_of(asked: Asked) -> dict[str, Any]:
    """Everything given, by name in alphabetical order.

    Raises:
        InvalidInput: something was seen that has no name.
    """
    profile, exercise, observed = asked
    own, more = profile if isinstance(profile, tuple) else (profile, {})
    given = {**decoded(Profile, own), **more, **decoded(Exercise, exercise), **_seen(observed)}
    return dict(sorted(given.items()))


def _seen(observed: frozenset[Any]) -> dict[str, Any]:
    strange = [fault for fault in observed if not isinstance(fault, str)]
    if strange:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return {"observed": frozenset(map(str, observed))} if observed else {}


def _adds_up(book: Rulebook) -> bool:
    """Whether nothing follows from a fact but what an exercise knows of itself, so that each can be taken by itself."""
    implied = {
        (name, value, other, it)
        for name, attribute in book.vocabulary.attributes.items()
        for value, others in attribute.implies.items()
        for other, it in others.items()
    }
    return implied <= {("movement", movement, "family", family) for movement, family in FAMILY_OF.items()}
