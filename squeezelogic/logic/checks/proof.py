"""The input of checks: a rulebook and its diagrams."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from squeezelogic.logic.analysis.compiled import Compiled, CompiledTopic
from squeezelogic.logic.analysis.diagrams import Diagrams, Node
from squeezelogic.logic.model.errors import grouped
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule
from squeezelogic.logic.model.vocabulary import Value

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook


class Proof:
    """A rulebook with its diagrams, which are computed on first access.

    Args:
        book: the rulebook.
        report: called with the number of computed steps, and the total.
    """

    def __init__(
        self, book: Rulebook, report: Callable[[str, int, int], None] = lambda what, done, total: None
    ) -> None:
        self.book = book
        self._report = report
        self.redundant: dict[str, list[str]] = {}
        """For each topic, its redundant rules, if it decides otherwise without all of them."""

    @cached_property
    def compiled(self) -> Compiled:
        """The topics as diagrams."""
        further = [clause for law in self.book.laws for clause in law.clauses]
        topics = self.book.topics
        compiled = Compiled(self.book.vocabulary.attributes, topics, further)
        for done, topic in enumerate(topics, 1):
            compiled.add(topic)
            self._report("topics", done, len(topics))
        return compiled

    @property
    def diagrams(self) -> Diagrams:
        """The store of the diagrams."""
        return self.compiled.diagrams

    @cached_property
    def rules(self) -> list[tuple[CompiledTopic, Rule]]:
        """Every rule of every compiled topic."""
        return [(topic, rule) for topic in self.compiled.topics for rule in topic.topic.rules]

    @cached_property
    def stands(self) -> dict[str, Node]:
        """When each of these rules stands, by id."""
        return {rule: node for topic in self.compiled.topics for rule, node in topic.stands.items()}

    def failing_before(self, topic: CompiledTopic) -> Node:
        """When deciding raises an error before this topic."""
        earlier = takewhile(lambda other: other is not topic, self.compiled.topics)
        return self.diagrams.some([topic.earlier, *map(self.compiled.errors, earlier)])

    def witness(self, f: Node, *but_not: Node) -> FrozenMap[str, Value]:
        """A smallest situation of a set, outside the other sets if possible."""
        return self.compiled.witness(f, *but_not)

    def share(self, f: Node) -> str:
        """The size of a set relative to all situations, as part of a sentence."""
        return f"in {grouped(self.compiled.space.count(f))} of {grouped(self.compiled.space.size)} situations"
