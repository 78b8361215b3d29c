"""Briefs: a recommendation in at most ninety words, as a coach says it aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from squeezelogic.coaching.translated import language_of
from squeezelogic.logic.explain.prose import LINE_WIDTH
from squeezelogic.logic.model.errors import harmless
from squeezelogic.logic.render.phrases import phrases

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Item
    from squeezelogic.coaching.recommendation import Recommendation

MOST_WORDS = 90
MOST_CORRECTIONS, MOST_CUES = 2, 4
PARAGRAPHS_KEPT = 2_048
"""Few paragraphs occur: most are one text, or the texts of a few cues."""
CRITICAL = "critical"
REGRESS = "regress"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


@frozen
class Brief:
    """The parts of a brief.

    Args:
        summary: the verdict in a sentence or two.
        critical: the critical cautions; they are never left out.
        back: the easier step to go back to first, if there is one; it is never left out.
        corrections, cues: the first few.
        reason: the sentences of the first reason; the first suffices.
        step, fix, cue, why: the headings of that step, a correction, the cues and the reason.
    """

    summary: str
    critical: tuple[str, ...]
    back: str
    corrections: tuple[str, ...]
    cues: tuple[str, ...]
    reason: tuple[str, ...]
    step: str
    fix: str
    cue: str
    why: str

    @classmethod
    def of(cls, rec: Recommendation) -> Brief:
        """The longest brief of a recommendation, regardless of its number of words."""
        critical = [item for item in rec.cautions if item.severity == CRITICAL]
        return cls(
            rec.summary,
            tuple(map(_item_text, critical)),
            _find_step_back(rec),
            tuple(map(_item_text, rec.corrections[:MOST_CORRECTIONS])),
            tuple(map(_item_text, rec.cues[:MOST_CUES])),
            _split_sentences(rec.reasons[0].because) if rec.reasons else (),
            *(phrases(language_of(rec))[f"brief.{key}"] for key in ("back", "fix", "cues", "why")),
        )

    def shortened(self) -> Iterator[Brief]:
        """The brief, then shorter and shorter ones: without further sentences of the reason, cues, then corrections.

        The shortest ones have the summary, the critical cautions, the step back, and the first sentence of the reason;
        then not even that.
        """
        yield self
        short = self
        for count in range(len(self.reason) - 1, 0, -1):
            short = evolve(short, reason=self.reason[:count])
            yield short
        for count in range(len(self.cues) - 1, -1, -1):
            short = evolve(short, cues=self.cues[:count])
            yield short
        for count in range(len(self.corrections) - 1, 0, -1):
            short = evolve(short, corrections=self.corrections[:count])
            yield short
        short = evolve(short, reason=())
        yield short
        yield evolve(short, corrections=())

    def lines(self) -> Iterator[str]:
        """One paragraph for each part."""
        yield self.summary
        yield from self.critical
        if self.back:
            yield f"{self.step}: {_end_sentence(self.back)}"
        yield from (f"{self.fix}: {text}" for text in self.corrections)
        if self.cues:
            yield f"{self.cue}: {' '.join(map(_end_sentence, self.cues))}"
        if self.reason:
            yield f"{self.why}: {' '.join(self.reason)}"

    @property
    def words(self) -> int:
        """The number of words."""
        return sum(map(_count_words, self.lines()))


def brief(rec: Recommendation) -> str:
    """A recommendation as a coach says it; see `Recommendation.brief`."""
    short = whole = Brief.of(rec)
    for version in whole.shortened():
        short = version
        if short.words <= MOST_WORDS:
            break
    width = LINE_WIDTH.get()
    return harmless("\n".join(line for paragraph in short.lines() for line in _wrap_paragraph(paragraph, width)))


def _find_step_back(rec: Recommendation) -> str:
    """The step that a lifter goes back to, or nothing."""
    steps = rec.progression
    return _item_text(steps.next) if steps and steps.next and steps.direction == REGRESS else ""


def _item_text(item: Item) -> str:
    return item.short or item.text


def _end_sentence(text: str) -> str:
    """A cue as a sentence, to separate cues on one line."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@lru_cache(PARAGRAPHS_KEPT)
def _split_sentences(text: str) -> tuple[str, ...]:
    return tuple(SENTENCE.split(text.strip()))


@lru_cache(PARAGRAPHS_KEPT)
def _count_words(text: str) -> int:
    return len(text.split())


@lru_cache(PARAGRAPHS_KEPT)
def _wrap_paragraph(text: str, width: int) -> tuple[str, ...]:
    """Wrap a paragraph like `prose.wrapped`, in a tenth of the time."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return tuple(filter(None, lines))
