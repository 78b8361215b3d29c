"""The decision flow: a drawing of facts, the rules they satisfy, and the conclusions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.explain.prose import said, words
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.notebook.band import LABEL, RULES_X, THEN_X, WIDTH, Course, band, course
from squeezelogic.logic.render.drawing import Drawing, drawing
from squeezelogic.logic.render.shapes import Line, written
from squeezelogic.logic.semantics.definition import seen

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

HEADS = ((0.0, "What was known"), (RULES_X, "Rules that held, by level"), (THEN_X, "What follows"))


def flow(book: Rulebook, facts: Mapping[str, Any], topics: Iterable[str] | None = None, title: str = "") -> Drawing:
    """Draw how a rulebook decides.

    Args:
        book: the rulebook.
        facts: the known facts, as for `Rulebook.decide`.
        topics: the names of the topics to draw; all topics in which a rule held if left out.
        title: the title of the drawing.

    Raises:
        InvalidInput: facts or topics that the rulebook does not have.
        ConflictError, GapError: the rulebook contradicts itself, or leaves a required slot empty.
    """
    names = [topic.name for topic in book.topics]
    chosen = names if topics is None else [topics] if isinstance(topics, str) else list(topics)
    if strange := [name for name in chosen if name not in names]:
        raise InvalidInput(*(f"unknown topic {quoted(name)}: {did_you_mean(name, names)}" for name in strange))
    asked = [found for found in _list_courses(book, facts) if found.topic.name in chosen]
    courses = [found for found in asked if found.steps or topics is not None]
    lines = tuple(line for found in courses for line in _render_sentences(found, book))
    shapes = [written(Line(head, "faint", 12), x, 10) for x, head in HEADS]
    end = LABEL
    for found in courses:
        top = end + LABEL if found is not courses[0] else end
        if len(courses) > 1:
            shapes.append(written(Line(_render_heading(found), "strong", 14), 0, top + 14))
            top += LABEL + 6
        drawn = band(found, book, top)
        shapes += drawn.shapes
        end = drawn.end
    return drawing(title or f"How {book.name} decides", lines, (WIDTH, end), *shapes)


def _list_courses(book: Rulebook, facts: Mapping[str, Any]) -> Iterator[Course]:
    situation = book.vocabulary.situation(facts)
    outcomes = book.decide(facts).outcomes
    for i, topic in enumerate(book.topics):
        yield course(topic, outcomes[i], seen(topic, situation, outcomes[:i]))


def _render_heading(course: Course) -> str:
    nothing = "" if course.steps else " (no rule held)"
    return f"{words(course.topic.name)}: {course.topic.question}{nothing}"


def _render_sentences(course: Course, book: Rulebook) -> Iterator[str]:
    """The text alternative, one line per rule."""
    for step in course.steps:
        rule = step.rule
        known = ", ".join(f"{given.title}: {given.said}" for given in step.read) or "always"
        if step.lost_to:
            yield f"{known} → {rule.id}, overruled by {step.lost_to.id}."
        else:
            slots = book.vocabulary.slots
            then = ", ".join(f"{slots[slot].title}: {said(value, slots[slot])}" for slot, value in rule.then.items())
            yield f"{known} → {rule.id} → {then}."
