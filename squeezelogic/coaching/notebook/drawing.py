"""The drawing of a recommendation: which facts led through which rules to which conclusions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from squeezelogic.coaching.notebook import content
from squeezelogic.coaching.provenance import facts_behind, rulebook_behind
from squeezelogic.logic.model.untrusted import names
from squeezelogic.logic.notebook.flow import flow

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation
    from squeezelogic.logic.render.drawing import Drawing
    from squeezelogic.logic.rulebook import Rulebook

ALL = "all"


def drawing(rec: Recommendation, topics: Iterable[str] | None = None, rulebook: Rulebook | None = None) -> Drawing:
    """Draw how a recommendation came about.

    Args:
        rec: the recommendation.
        topics: which topics to draw; the one that gives the verdict if left out, `all` for every one with a say.
        rulebook: the one that spoke; not needed where that is the default one.

    Raises:
        InvalidInput: another rulebook spoke, or it has no such topic.
    """
    book = rulebook_behind(rec.rulebook, rulebook)
    if topics is None:
        topics = [topic.name for topic in book.topics if "verdict" in topic.concludes]
    asked = names(topics, "topics")
    title = f"Why {content.verdict(rec)[0].lower()}: {content.about(rec)}"
    return flow(book, facts_behind(rec, book), None if asked == (ALL,) else asked, title)
