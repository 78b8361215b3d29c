"""What a coach says aloud: a recommendation in at most ninety words."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
CRITICAL = "critical"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


@frozen
class Brief:
    """The parts of a brief, each as long as it may be.

    Args:
        summary: the verdict in a sentence or two.
        critical: the critical cautions; none is ever left out.
        corrections, cues: the first few.
        reason: sentences of the first reason, of which the first alone will do.
        fix, cue, why: what stands before a correction, the cues and the reason.
    """

    summary: str
    critical: tuple[str, ...]
    corrections: tuple[str, ...]
    cues: tuple[str, ...]
    reason: tuple[str, ...]
    fix: str
    cue: str
    why: str

    @classmethod
    def of(cls, rec: Recommendation) -> Brief:
        """As much of a recommendation as a brief may hold, however many words that is."""
        critical = [item for item in rec.cautions if item.severity == CRITICAL]
        return cls(
            rec.summary,
            tuple(map(_item_text, critical)),
            tuple(map(_item_text, rec.corrections[:MOST_CORRECTIONS])),
            tuple(map(_item_text, rec.cues[:MOST_CUES])),
            tuple(SENTENCE.split(rec.reasons[0].because.strip())) if rec.reasons else (),
            *(phrases(language_of(rec))[f"brief.{key}"] for key in ("fix", "cues", "why")),
        )

    def shortened(self) -> Iterator[Brief]:
        """The brief, then with less and less: the reason to one sentence, cues from the last, then corrections.

        What is left at the end is the summary, the critical cautions, and the first sentence of the reason; and if that
        is still too much, the reason goes.
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
        yield from (f"{self.fix}: {text}" for text in self.corrections)
        if self.cues:
            yield f"{self.cue}: {' '.join(map(_end_sentence, self.cues))}"
        if self.reason:
            yield f"{self.why}: {' '.join(self.reason)}"

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.split()) for line in self.lines())


def brief(rec: Recommendation) -> str:
    """A recommendation as a coach says it; see `Recommendation.brief`."""
    short = whole = Brief.of(rec)
    for version in whole.shortened():
        short = version
        if short.words <= MOST_WORDS:
            break
    width = LINE_WIDTH.get()
    return harmless("\n".join(line for paragraph in short.lines() for line in _wrap_paragraph(paragraph, width)))


def _item_text(item: Item) -> str:
    return item.short or item.text


def _end_sentence(text: str) -> str:
    """A cue as a sentence, so that cues on one line stay apart."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _wrap_paragraph(text: str, width: int) -> Iterator[str]:
    """A paragraph in lines: what `prose.wrapped` does, in a tenth of the time."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line
