"""What is asked, as the number of a situation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import decoded, halves
from squeezelogic.coaching.profile import Profile
from squeezelogic.logic.inference.cache import Cache
from squeezelogic.logic.inference.hot_path import Adds
from squeezelogic.logic.inference.plan import Number, Plan
from squeezelogic.logic.model.errors import InvalidInput, quoted

Asked = tuple[Any, Any, frozenset[str]]
"""The codes of a profile and an exercise, see `Facts`, and what was seen."""


class AskedEncoder:
    """Encodes what is asked, from the codes of a profile and an exercise.

    A code stands for all facts of a profile. There are ten million profiles, but a code can be cut in two halves, of
    which there are a few thousand: what each adds is remembered, and a profile costs two look-ups. So does an exercise.

    Args:
        plan: of the rulebook that is asked; facts that its vocabulary does not know add nothing.
        encode: what facts that it knows add, as `FactEncoder.encode` says it.

    Attributes:
        profiles, exercises: what the halves of a code add, high ones and low ones, and where codes are cut.
        faults: what each fault that was seen adds.
    """

    def __init__(self, plan: Plan, encode: Callable[[Any], Number]) -> None:
        self._vocabulary = plan.encoding.vocabulary
        self._unclear = plan.encoding.checks.unclear
        self._encode = encode
        self.profiles = self._remember_halves(Profile)
        self.exercises = self._remember_halves(Exercise)
        self.faults = Adds(self._unclear)
        if "observed" in self._vocabulary.attributes:
            faults = map(str, self._vocabulary.attributes["observed"].values)
            self.faults.update((fault, encode({"observed": [fault]})) for fault in faults)

    def _remember_halves(self, cls: Any) -> tuple[Mapping[int, Number], Mapping[int, Number], int]:
        highs, middle = halves(cls)
        high = Cache[int, Number](lambda code: self.encode_known(decoded(cls, code * middle)), highs)
        low = Cache[int, Number](lambda code: self.encode_known(decoded(cls, code)), middle)
        return high, low, middle

    @property
    def parts(self) -> tuple[Any, ...]:
        """All that a number is put together from, for who cannot afford a call: see `encode`."""
        return self.profiles, self.exercises, self.faults, self.encode_known

    def encode(self, asked: Asked) -> Number:
        """The number of what is asked, checks included: see `Checks`."""
        profile, exercise, observed = asked
        own, more = profile if isinstance(profile, tuple) else (profile, {})
        number = self.encode_known(more)
        for code, (high, low, middle) in ((own, self.profiles), (exercise, self.exercises)):
            number |= high[code // middle] | low[code % middle]
        for fault in observed:
            number |= self.faults[fault]
        return number

    def encode_known(self, facts: Mapping[str, Any]) -> Number:
        """What facts add, as far as the vocabulary knows them."""
        return self._encode(self.declared(facts))

    def declared(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Those of some facts that the vocabulary knows."""
        return {name: value for name, value in given.items() if name in self._vocabulary.attributes}


def facts_of(asked: Asked) -> dict[str, Any]:
    """Everything given, by name in alphabetical order.

    Raises:
        InvalidInput: something was seen that has no name.
    """
    profile, exercise, observed = asked
    own, more = profile if isinstance(profile, tuple) else (profile, {})
    given = {**decoded(Profile, own), **more, **decoded(Exercise, exercise), **_observed_facts(observed)}
    return dict(sorted(given.items()))


def _observed_facts(observed: frozenset[Any]) -> dict[str, Any]:
    strange = [fault for fault in observed if not isinstance(fault, str)]
    if strange:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return {"observed": frozenset(map(str, observed))} if observed else {}
