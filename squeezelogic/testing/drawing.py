"""Draws facts from a vocabulary: possible ones, and often ones that lie on a border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from squeezelogic.logic.model.conditions import Test
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import Attribute, Value, Vocabulary
from squeezelogic.testing.borders import Tests
from squeezelogic.testing.values import listed, quiet, single, subset, wanted

ANYWHERE, ON, AMID, BESIDE = "anywhere", "on", "amid", "beside"
WHERE = (ANYWHERE, ON, AMID, BESIDE)
"""Off all borders; on one, with little else said, or with anything else; beside one, with little else said."""
LOUD = (ANYWHERE, AMID)

Fixed = Mapping[str, Any]
Border = tuple[str, Tests, str | None]
"""How to draw, what is asked of each attribute, and the attribute that shall fail what is asked."""


class Drawer:
    """Draws facts.

    Args:
        vocabulary: what there is to say.
        borders: for each rule, the ways in which it may come to hold.
        names: the attributes to draw; all if None.
        fixed: values, or strategies for them, for attributes not to be left to chance; None leaves one out.

    Raises:
        InvalidInput: attributes that are not there, values they cannot have, or values that contradict one another.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        borders: Sequence[Sequence[Tests]],
        fixed: Fixed,
        names: Sequence[str] | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.borders = borders
        self.names = list(vocabulary.attributes) if names is None else list(names)
        self.drawn_first = {name: value for name, value in fixed.items() if isinstance(value, st.SearchStrategy)}
        self.constant = self._admit_facts({n: v for n, v in fixed.items() if n not in self.drawn_first}, fixed)
        self._implied = {o for a in vocabulary.attributes.values() for i in a.implies.values() for o in i}
        implied_first = sorted(self.names, key=lambda name: name not in self._implied)
        self._left = [name for name in implied_first if name not in fixed]
        self._asked = _collect_tests(borders)
        self._tangled = sorted({*self._implied, *(n for n, a in vocabulary.attributes.items() if a.implies)})
        self._cache: dict[tuple[Any, ...], st.SearchStrategy[Any]] = {}

    def _admit_facts(self, constant: Fixed, fixed: Fixed) -> dict[str, Value]:
        strange = [name for name in fixed if name not in self.names]
        if strange:
            raise InvalidInput(*(f"unknown attribute {quoted(n)}: {did_you_mean(n, self.names)}" for n in strange))
        self.vocabulary.situation(constant)
        return {name: self.vocabulary.attributes[name].admit(value) for name, value in constant.items()}

    def facts(self) -> st.SearchStrategy[dict[str, Value]]:
        """What is known: a value for each attribute that is not unknown, and not the empty set."""
        return _draw_facts(self)

    def border(self, draw: st.DrawFn) -> Border:
        """How to draw, and around what."""
        where = draw(st.sampled_from(WHERE)) if self.borders else ANYWHERE
        if where == ANYWHERE:
            return where, {}, None
        asked = draw(st.sampled_from(draw(st.sampled_from(self.borders))))
        return where, asked, draw(st.sampled_from(sorted(asked))) if where == BESIDE else None

    def value(self, name: str, known: Mapping[str, Value], border: Border) -> st.SearchStrategy[Value]:
        """The values that an attribute may have beside what is known."""
        where, asked, flipped = border
        tangled = tuple(known.get(other) for other in self._tangled) if name in self._tangled else ()
        key = (name, tangled, where in LOUD, asked.get(name), name == flipped)
        if key not in self._cache:
            self._cache[key] = self._make_strategy(self.vocabulary.attributes[name], known, border)
        return self._cache[key]

    def _make_strategy(
        self, attribute: Attribute, known: Mapping[str, Value], border: Border
    ) -> st.SearchStrategy[Any]:
        where, asked, flipped = border
        tests = asked.get(attribute.name)
        if attribute.type == "set":
            anything = () if where in LOUD else None
            return subset(attribute, anything if tests is None else tests, attribute.name != flipped)
        options = self._list_options(attribute, known)
        if not options:
            return st.nothing()
        if tests is None:
            return single(attribute, options, ()) if where in LOUD else quiet(attribute, options)
        return single(attribute, options, wanted(options, tests, attribute.name != flipped))

    def _list_options(self, attribute: Attribute, known: Mapping[str, Value]) -> list[Any]:
        options = listed(attribute, self._asked.get(attribute.name, ()))
        if attribute.required:
            options = options[1:]
        if attribute.name in self._tangled:
            options = [option for option in options if self._is_possible({**known, attribute.name: option})]
        return options

    def _is_possible(self, known: Mapping[str, Value]) -> bool:
        try:
            self.vocabulary.situation(known)
        except InvalidInput:
            return False
        return True

    def draw(self, draw: st.DrawFn) -> dict[str, Value]:
        """One drawing."""
        border = self.border(draw)
        known = dict(self.constant)
        for name, strategy in self.drawn_first.items():
            known[name] = self.vocabulary.attributes[name].admit(draw(strategy))
        if self.drawn_first and not self._is_possible(known):
            reject()
        for name in self._left:
            strategy = self.value(name, known, border)
            if strategy.is_empty:
                reject()
            known[name] = draw(strategy)
        blank = self.vocabulary.blanks
        told = {name: known[name] for name in self.names if name in known and known[name] != blank[name]}
        return self._without_implied(told)

    def _without_implied(self, told: dict[str, Value]) -> dict[str, Value]:
        """Facts less those that follow from others, except where they were asked for."""
        for name in self._implied & told.keys() - self.constant.keys():
            less = {other: value for other, value in told.items() if other != name}
            if self.vocabulary.situation(less)[name] == told[name]:
                told = less
        return told


@st.composite
def _draw_facts(draw: st.DrawFn, drawer: Drawer) -> dict[str, Value]:
    return drawer.draw(draw)


def _collect_tests(borders: Sequence[Sequence[Tests]]) -> dict[str, list[Test]]:
    found: dict[str, list[Test]] = {}
    for tests in chain.from_iterable(borders):
        for name, asked in tests.items():
            found.setdefault(name, []).extend(asked)
    return found
