"""The paths of all pages, and the links between them."""

from __future__ import annotations

import posixpath
from functools import cached_property

from attrs import frozen

from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Claim
from squeezelogic.logic.render.markdown import escape, file_names, inline_code
from squeezelogic.logic.rulebook import Rulebook

INDEX, COVERAGE, VOCABULARY = "index.md", "coverage.md", "vocabulary.md"


@frozen
class Page:
    """One page.

    Args:
        path: its path below the folder of all pages, with forward slashes.
        text: its content, in Markdown.
        beneath: the paths of its child pages.
    """

    path: str
    text: str
    beneath: tuple[str, ...] = ()


@frozen
class Shelf:
    """The pages of one rulebook, by their subjects."""

    book: Rulebook

    @cached_property
    def _page_paths(self) -> dict[tuple[str, str], str]:
        ids = {
            "topics": [topic.name for topic in self.book.topics],
            "rules": list(self.book.rules),
            "claims": list(self.book.claims),
        }
        return {
            (kind, given): f"{kind}/{name}.md"
            for kind, names in ids.items()
            for given, name in file_names(names).items()
        }

    @cached_property
    def citing(self) -> dict[str, tuple[Rule, ...]]:
        """For each claim, the rules that cite it, in order of importance."""
        rules = self.book.rules.values()
        return {claim: tuple(rule for rule in rules if claim in rule.claims) for claim in self.book.claims}

    def topic(self, name: str) -> str:
        """The path of a topic's page."""
        return self._page_paths["topics", name]

    def rule(self, id_: str) -> str:
        """The path of a rule's page."""
        return self._page_paths["rules", id_]

    def claim(self, id_: str) -> str:
        """The path of a claim's page."""
        return self._page_paths["claims", id_]

    def to_topic(self, topic: Topic, here: str) -> str:
        """A link to a topic, from the page at a path."""
        return _make_link(inline_code(topic.name), self.topic(topic.name), here)

    def to_rule(self, rule: Rule, here: str) -> str:
        """A link to a rule, by its title."""
        return _make_link(name_of(rule), self.rule(rule.id), here)

    def to_claim(self, claim: Claim, here: str) -> str:
        """A link to a claim, by its id."""
        return _make_link(escape(claim.id), self.claim(claim.id), here)


def name_of(rule: Rule) -> str:
    """The name of a rule in headings and links."""
    return escape(rule.title) or inline_code(rule.id)


def _make_link(text: str, target: str, here: str) -> str:
    return f"[{text}]({posixpath.relpath(target, posixpath.dirname(here))})"
