"""The parts of a rulebook, as loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from squeezelogic.logic.model.frozen_map import FrozenMap
    from squeezelogic.logic.model.laws import Law, Waiver
    from squeezelogic.logic.model.rules import Topic
    from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
    from squeezelogic.logic.model.vocabulary import Vocabulary


@frozen
class Parts:
    """The parts of a rulebook."""

    name: str
    version: str
    vocabulary: Vocabulary
    topics: tuple[Topic, ...]
    advice: FrozenMap[str, Advice]
    articles: FrozenMap[str, Article]
    claims: FrozenMap[str, Claim]
    cases: tuple[Case, ...]
    laws: tuple[Law, ...] = ()
    waivers: tuple[Waiver, ...] = ()
