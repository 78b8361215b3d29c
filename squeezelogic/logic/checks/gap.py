"""A situation in which no standing rule fills a required slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.analysis.compiled import CompiledTopic
from squeezelogic.logic.analysis.diagrams import Node
from squeezelogic.logic.checks.finding import ERROR, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.model.errors import quoted


def subjects(proof: Proof) -> Iterable[CompiledTopic]:
    """Every compiled topic."""
    return proof.compiled.topics


def find(proof: Proof, subject: CompiledTopic) -> Iterator[Finding]:
    """One finding for each gap, whichever slots it leaves empty; `decide` raises `GapError` for its witness."""
    topic, before = subject.topic, [proof.failing_before(subject)] if subject.gaps else []
    holes: dict[Node, list[str]] = {}
    for slot, empty in subject.gaps.items():
        holes.setdefault(empty, []).append(slot)
    for empty, slots in holes.items():
        yield Finding.at(
            topic.place,
            ERROR,
            f"no rule of topic {quoted(topic.name)} fills {' and '.join(map(quoted, slots))} {proof.share(empty)}",
            topic=topic.name,
            witness=proof.witness(empty, *before),
            hint=f"add a rule that does, on level {quoted(topic.levels[-1])} for instance",
            name=slots[0],
            slots=tuple(slots),
        )
        before.append(empty)
