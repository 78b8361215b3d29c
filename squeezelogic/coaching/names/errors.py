"""What a name that gives no exercise raises: it is not known, or the articles do not settle it."""

from __future__ import annotations

from squeezelogic.logic.model.errors import InvalidInput, quoted


class UnknownExercise(InvalidInput):
    """The name means no thrust and no hinge.

    Args:
        name: what was asked for.
        suggestions: names it may have been meant for, nearest first.
        because: what is known about it, such as that it is a stretch; empty when nothing is.
    """

    def __init__(self, name: str, suggestions: tuple[str, ...] = (), because: str = "") -> None:
        reason = because or "it names no thrust and no hinge this library knows"
        near = f"; did you mean {' or '.join(map(quoted, suggestions))}?" if suggestions else ""
        super().__init__(f"unknown exercise {quoted(name)}: {reason}{near}")
        self.name, self.suggestions, self.because = name, suggestions, because

    def __reduce__(self) -> tuple[type[UnknownExercise], tuple[str, tuple[str, ...], str]]:
        return type(self), (self.name, self.suggestions, self.because)


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
