"""How the decision of a frame is looked up: topics in groups, each a table with one whole number as its key.

The key of a group is a number in mixed radix. Its digits are what the columns say, as far as the group's rules can tell
it apart, and what earlier groups concluded. Topics share a group as long as its table stays small, so that a frame with
few columns needs one look-up in all.
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
from squeezelogic.logic.semantics.equivalence import asked, classify

LARGEST_TABLE = 8_192
LARGEST_KEY = 2**62
REASONS, OVERRULED = "reasons", "overruled"


@frozen(eq=False)
class Group:
    """Topics that are looked up together.

    Args:
        topics: the topics.
        digits: of the key, the first one slowest.
    """

    topics: tuple[Topic, ...]
    digits: tuple[Digit, ...]

    @cached_property
    def size(self) -> int:
        """How many keys there are."""
        return prod(digit.size for digit in self.digits)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """What each digit counts in the key."""
        return tuple(prod(digit.size for digit in self.digits[place + 1 :]) for place in range(len(self.digits)))

    def values(self, key: int) -> tuple[int, ...]:
        """The digits of a key."""
        return tuple(key // weight % digit.size for weight, digit in zip(self.weights, self.digits, strict=True))

    def fills(self, slot: str) -> bool:
        """Whether one of its topics may fill a slot."""
        return any(slot in topic.concludes for topic in self.topics)


def needed(book: Rulebook, wanted: Iterable[str]) -> tuple[Topic, ...]:
    """The topics that have a say in these columns, in the rulebook's order."""
    slots = set(wanted)
    every = bool(slots & {REASONS, OVERRULED})
    found: list[Topic] = []
    for topic in reversed(book.topics):
        if every or slots.intersection(topic.concludes):
            found.append(topic)
            slots.update(name for name, attribute in topic.inputs.items() if attribute.of == "slot")
    return tuple(reversed(found))


def plan(topics: Sequence[Topic], sources: Sequence[Source]) -> tuple[Group, ...]:
    """The topics in groups, each with its key.

    Args:
        topics: those needed, in the rulebook's order.
        sources: what the columns say; all of them are digits of the first group, so that it knows which rows are right.

    Raises:
        InvalidInput: a topic reads more than fits a key.
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
    tests = asked(rule for topic in topics for rule in topic.rules)
    inputs = {name: attribute for topic in topics for name, attribute in topic.inputs.items()}
    classes = {name: classify(attribute, tests[name]) for name, attribute in inputs.items()}
    digits = [of_columns(source, classes) for source in sources]
    for name, attribute in inputs.items():
        if attribute.of == "slot":
            filled_by = (number for number, group in enumerate(earlier) if group.fills(name))
            digits += of_slot(attribute, classes[name], filled_by)
    return Group(topics, tuple(digits))
