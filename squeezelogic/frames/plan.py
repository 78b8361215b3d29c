"""The plan of a look-up: groups of topics, each with a lookup table that has an integer key.

The key of a group is a mixed-radix number. Its digits encode the values of the columns, reduced to the classes that the
rules of the group tell apart, and the conclusions of earlier groups. Topics share a group while its table is small, so
a frame with few columns needs one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import prod

from attrs import frozen

from squeezelogic.frames.digits import Digit, of_columns, of_slot
from squeezelogic.frames.sources import Source
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.equivalence import classify, collect_tests

LARGEST_TABLE = 8_192
LARGEST_KEY = 2**62
REASONS, OVERRULED = "reasons", "overruled"


@frozen(eq=False)
class Group:
    """Topics that share a lookup table.

    Args:
        topics: the topics.
        digits: the digits of the key, the most significant first.
    """

    topics: tuple[Topic, ...]
    digits: tuple[Digit, ...]

    @cached_property
    def size(self) -> int:
        """The number of keys."""
        return prod(digit.size for digit in self.digits)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The place value of each digit."""
        return tuple(prod(digit.size for digit in self.digits[place + 1 :]) for place in range(len(self.digits)))

    def values(self, key: int) -> tuple[int, ...]:
        """The digits of a key."""
        return tuple(key // weight % digit.size for weight, digit in zip(self.weights, self.digits, strict=True))

    def fills(self, slot: str) -> bool:
        """Whether one of its topics can fill a slot."""
        return any(slot in topic.concludes for topic in self.topics)


def needed(book: Rulebook, wanted: Iterable[str]) -> tuple[Topic, ...]:
    """The topics that these columns depend on, in the order of the rulebook."""
    slots = set(wanted)
    every = bool(slots & {REASONS, OVERRULED})
    found: list[Topic] = []
    for topic in reversed(book.topics):
        if every or slots.intersection(topic.concludes):
            found.append(topic)
            slots.update(name for name, attribute in topic.inputs.items() if attribute.of == "slot")
    return tuple(reversed(found))


def plan(topics: Sequence[Topic], sources: Sequence[Source]) -> tuple[Group, ...]:
    """The topics in groups, each with the digits of its key.

    Args:
        topics: the topics, in the order of the rulebook.
        sources: the groups of columns; each is a digit of the first group, whose key is null for unusable rows.

    Raises:
        InvalidInput: the key of a topic would be too large.
    """
    groups: list[Group] = []
    ahead = list(topics)
    while ahead or not groups:
        group = _make_group(tuple(ahead[:1]), sources, groups)
        if group.size > LARGEST_KEY:
            name = quoted(ahead[0].name)
            raise InvalidInput(f"topic {name} reads too many of the frame's columns: leave some out with `columns=`")
        for count in range(2, len(ahead) + 1):
            larger = _make_group(tuple(ahead[:count]), sources, groups)
            if larger.size > max(LARGEST_TABLE, group.size):
                break
            group = larger
        groups.append(group)
        del ahead[: len(group.topics)]
    return tuple(groups)


def _make_group(topics: tuple[Topic, ...], sources: Sequence[Source], earlier: Sequence[Group]) -> Group:
    tests = collect_tests(rule for topic in topics for rule in topic.rules)
    inputs = {name: attribute for topic in topics for name, attribute in topic.inputs.items()}
    classes = {name: classify(attribute, tests[name]) for name, attribute in inputs.items()}
    digits = [of_columns(source, classes) for source in sources]
    for name, attribute in inputs.items():
        if attribute.of == "slot":
            filled_by = (number for number, group in enumerate(earlier) if group.fills(name))
            digits += of_slot(attribute, classes[name], filled_by)
    return Group(topics, tuple(digits))
