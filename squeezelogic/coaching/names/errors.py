"""The errors for names without an exercise: unknown names, and names that the articles leave open."""

from __future__ import annotations

from squeezelogic.logic.model.errors import InvalidInput, quoted

OTHER = "it is another exercise, neither a thrust nor a hinge"


class UnknownExercise(InvalidInput):
    """The name means no thrust and no hinge.

    Args:
        name: what was asked for.
        suggestions: names it may have been meant for, nearest first.
        because: what is known about it, such as that it is a stretch; empty when nothing is.
        understood: whether the name was understood and is something else; otherwise it could not be read.
    """

    def __init__(
        self, name: str, suggestions: tuple[str, ...] = (), because: str = "", understood: bool = True
    ) -> None:
        near = f"; did you mean {' or '.join(map(quoted, suggestions))}?" if suggestions else ""
        super().__init__(f"unknown exercise {quoted(name)}: {because or OTHER}{near}")
        self.name, self.suggestions, self.because, self.understood = name, suggestions, because, understood

    def __reduce__(self) -> tuple[type[UnknownExercise], tuple[str, tuple[str, ...], str, bool]]:
        return type(self), (self.name, self.suggestions, self.because, self.understood)


class AmbiguousExercise(InvalidInput):
    """The name is understood, but the articles do not say how to treat it.

    Args:
        name: what was asked for.
        why: what keeps it from being settled.
        candidates: names that would be clear.
    """

    def __init__(self, name: str, why: str, candidates: tuple[str, ...] = ()) -> None:
        near = f"; if that is what you do, say {' or '.join(map(quoted, candidates))}" if candidates else ""
        super().__init__(f"ambiguous exercise {quoted(name)}: {why}{near}")
        self.name, self.why, self.candidates = name, why, candidates

    def __reduce__(self) -> tuple[type[AmbiguousExercise], tuple[str, str, tuple[str, ...]]]:
        return type(self), (self.name, self.why, self.candidates)
