"""The encoding of situations as integers (bit sets), used by everything that reads a situation as a number.

A *key* is a small number that encodes everything that some rules can tell apart: for each attribute that they read, a
field of a few bits with the class of its value. A whole situation is a number too: the keys of all tables, side by
side. Each value of an attribute adds the same bits regardless of other values, so the number of a situation is the OR
of the bits of its values. A value without bits (`unknown`, the empty set, and equivalent values) may be left out.

An OR can neither count nor add. The number of certain elements in a set is therefore a *derived field*: the set adds a
bit for each element (its *raw field*), and a step of the plan turns these bits into the class of their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import prod

from attrs import evolve, frozen

from squeezelogic.logic.model.conditions import Between, Clause, HasAll, HasCount, Not, Test
from squeezelogic.logic.model.rules import Conclusion, Points, Rule
from squeezelogic.logic.model.vocabulary import Attribute, Value, Vocabulary
from squeezelogic.logic.semantics.equivalence import Classes, classify

ELEMENTS_APART = 4
"""A test for all of more elements than this becomes a test of their number: one bit instead of one per element."""
CLASSES_KEPT = 4_096

Tests = Mapping[str, Iterable[Test]]


@frozen
class Field:
    """The field of a key that holds the class of an attribute's value."""

    attribute: Attribute
    classes: Classes
    shift: int

    @property
    def mask(self) -> int:
        """Its bits, shifted to the lowest place."""
        return (1 << self.classes.bits) - 1

    def encode(self, value: Value) -> int:
        """The bits that a value adds to the key."""
        return self.classes.number(value) << self.shift


@frozen
class Key:
    """The fields of a key, by attribute.

    Args:
        fields: the field of each attribute that is read.
        bits: the length of the key.
    """

    fields: Mapping[str, Field]
    bits: int

    @classmethod
    def of(cls, inputs: Mapping[str, Attribute], tests: Tests) -> Key:
        """The shortest key with which the results of some tests of each attribute can be computed."""
        classes = [_classify_attribute(inputs[name], frozenset(asked)) for name, asked in tests.items()]
        *shifts, bits = accumulate((each.bits for each in classes), initial=0)
        fields = {it.name: Field(inputs[it.name], it, shift) for it, shift in zip(classes, shifts, strict=True)}
        return cls(fields, bits)

    @property
    def mask(self) -> int:
        """All of its bits."""
        return (1 << self.bits) - 1

    @property
    def size(self) -> int:
        """The number of keys that encode a combination of classes."""
        return prod(it.classes.size for it in self.fields.values())

    def __iter__(self) -> Iterator[int]:
        """Every key that encodes a combination of classes."""
        found: Iterable[int] = (0,)
        for it in self.fields.values():
            found = [key | number << it.shift for number in range(it.classes.size) for key in found]
        return iter(found)

    def encode(self, values: Mapping[str, Value]) -> int:
        """The key of a situation that gives every attribute that is read."""
        return sum(it.encode(values[name]) for name, it in self.fields.items())

    def decode(self, key: int) -> dict[str, Value]:
        """For each attribute that is read, a value of the class that a key names."""
        return {name: it.classes.representative(key >> it.shift & it.mask) for name, it in self.fields.items()}

    def narrow_to(self, other: Key) -> Callable[[int], int]:
        """The function from a key to a coarser key of some of the same attributes."""
        columns = []
        for name, narrow in other.fields.items():
            wide = self.fields[name]
            adds = [narrow.encode(wide.classes.representative(number)) for number in range(wide.classes.size)]
            columns.append((wide.shift, wide.mask, adds))

        def narrow_key(key: int) -> int:
            found = 0
            for shift, mask, adds in columns:
                found |= adds[key >> shift & mask]
            return found

        return narrow_key


@lru_cache(CLASSES_KEPT)
def _classify_attribute(attribute: Attribute, tests: frozenset[Test]) -> Classes:
    return classify(attribute, sorted(tests, key=repr))


# ---------------------------------------------------------------- derived fields


@frozen
class Count:
    """A derived attribute: the number of certain elements in a set."""

    of: str
    elements: tuple[str, ...]

    @property
    def attribute(self) -> Attribute:
        """The number as an attribute, with a name that no vocabulary can declare."""
        name = f"how many of {', '.join(self.elements)} in {self.of}"
        return Attribute(name, "derived", "integer", at_least=0, at_most=len(self.elements))


def derive_counts(rule: Rule, inputs: Mapping[str, Attribute]) -> tuple[Rule, dict[str, Count]]:
    """Rewrite tests of many elements as tests of their number, if that takes fewer bits.

    Returns:
        An equivalent rule, and the counts it reads, by the names of their attributes.
    """
    counts: dict[str, Count] = {}

    def rewrite(clause: Clause) -> Clause:
        found = _as_count(clause.test) if inputs[clause.attribute].type == "set" else None
        if found is None:
            return clause
        count = Count(clause.attribute, tuple(sorted(found[0])))
        counts[count.attribute.name] = count
        return Clause(count.attribute.name, found[1])

    when = tuple(tuple(map(rewrite, branch)) for branch in rule.when)
    return (evolve(rule, when=when), counts) if counts else (rule, counts)


def _as_count(test: Test) -> tuple[frozenset[str], Test] | None:
    """The elements to count and the test of their number, if that is shorter than the test."""
    match test:
        case HasAll(values) if len(values) > ELEMENTS_APART:
            return values, Between(len(values), len(values))
        case HasCount(count, values) if len(values) > ELEMENTS_APART:
            return values, Between(count, len(values))
        case Not(HasCount(count, values)) if len(values) > ELEMENTS_APART:
            return values, Between(0, count - 1)
    return None


# ---------------------------------------------------------------- a situation


class Checks:
    """The lowest bits of a number: they show which facts cannot be encoded independently.

    A value that another attribute may imply sets one *rail* of a pair for each bit of its place among the attribute's
    values. Two different values set both rails of some pair, so one AND shows any contradiction. A required attribute
    that is given sets a separate bit. The highest bit marks facts that only the vocabulary can complete.

    Args:
        vocabulary: declares the values, their implications, and the required attributes.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        attributes = vocabulary.attributes.values()
        self._implied = dict.fromkeys(other for it in attributes for more in it.implies.values() for other in more)
        self._rails: dict[str, tuple[int, tuple[Value, ...]]] = {}
        self.pairs = 0
        for name in self._implied:
            attribute = vocabulary.attributes[name]
            if attribute.domain is not None:
                values = attribute.domain
                self._rails[name] = self.pairs, values
                self.pairs += _count_bits(values)
        required = [it.name for it in attributes if it.required]
        self._given = {name: 1 << 2 * self.pairs + place for place, name in enumerate(required)}
        self.required = sum(self._given.values())
        self.unclear = 1 << 2 * self.pairs + len(required)
        self.bits = self.unclear.bit_length()

    def encode(self, name: str, value: Value) -> int:
        """The bits that a known value of an attribute adds."""
        if name not in self._rails:
            return self.unclear if name in self._implied else self._given.get(name, 0)
        first, values = self._rails[name]
        place, found = values.index(value), self._given.get(name, 0)
        for bit in range(_count_bits(values)):
            found |= 1 << first + bit + (0 if place >> bit & 1 else self.pairs)
        return found

    def pass_for(self, number: int) -> bool:
        """Whether the facts are consistent, complete in the required attributes, and independently encoded."""
        low = number & (self.unclear << 1) - 1
        both_rails = low & low >> self.pairs & (1 << self.pairs) - 1
        return low < self.unclear and low & self.required == self.required and not both_rails


def _count_bits(values: Sequence[Value]) -> int:
    """The number of bits that a place takes, at least one."""
    return max(1, (len(values) - 1).bit_length())


class Encoding:
    """The bits that every value of every attribute adds to the number of a situation.

    Args:
        vocabulary: declares the values and their implications.
        checks: the lowest bits.
        keys: the key of every table, with its lowest bit.
        elements: for each set that is counted, the counted elements.
        first: the lowest bit of the raw fields.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        checks: Checks,
        keys: Iterable[tuple[Key, int]],
        elements: Mapping[str, Sequence[str]],
        first: int,
    ) -> None:
        self.vocabulary = vocabulary
        self.checks = checks
        self._fields: dict[str, list[tuple[Classes, int]]] = {}
        for key, shift in keys:
            for name, it in key.fields.items():
                self._fields.setdefault(name, []).append((it.classes, shift + it.shift))
        self.raw: dict[str, dict[str, int]] = {}
        """For each set that is counted, the bit of each element."""
        for name, counted in elements.items():
            self.raw[name] = {element: first + place for place, element in enumerate(counted)}
            first += len(counted)

    def encode_value(self, name: str, value: Value) -> int:
        """The bits that a value of an attribute, or of a slot that rules read, adds by itself."""
        found = 0
        for classes, shift in self._fields.get(name, ()):
            found |= classes.number(value) << shift
        if name in self.raw:
            for element, place in self.raw[name].items():
                found |= (element in value) << place  # type: ignore[operator]  # only sets are counted
        return found

    def encode_elements(self, count: Count) -> int:
        """The bits of the raw field that a count reads."""
        return sum(1 << self.raw[count.of][element] for element in count.elements)

    def encode_conclusion(self, slot: str, value: Conclusion) -> int:
        """The bits that a conclusion adds for the rules that read its slot."""
        if slot in self.vocabulary.attributes:  # rules that use this name read the attribute
            return 0
        if isinstance(value, Points):  # rules read only the total
            return 0
        return self.encode_value(slot, frozenset(value) if isinstance(value, tuple) else value)

    def encode_fact(self, name: str, value: Value) -> int:
        """The bits that a fact adds together with all that it implies, checks included.

        A fact that contradicts itself adds only the highest check bit.
        """
        known = {**self.vocabulary.blanks, name: value}
        if self.vocabulary.imply(known):
            return self.checks.unclear
        found = 0
        for other, it in known.items():
            if it != self.vocabulary.attributes[other].blank:
                found |= self.encode_value(other, it) | self.checks.encode(other, it)
        return found

    def encode_situation(self, situation: Mapping[str, Value]) -> int:
        """The number of a complete and consistent situation."""
        found = 0
        for name, value in situation.items():
            found |= self.encode_value(name, value)
        return found
