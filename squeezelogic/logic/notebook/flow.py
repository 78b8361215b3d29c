"""The decision flow: a drawing of facts, the rules they satisfy, and the conclusions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from squeezelogic.logic.explain.prose import listed, said, words
from squeezelogic.logic.model.conditions import Clause, HasAll, HasAny, HasCount, Not
from squeezelogic.logic.model.decision import Outcome
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value
from squeezelogic.logic.render.drawing import Drawing, drawing
from squeezelogic.logic.render.markup import Markup
from squeezelogic.logic.render.shapes import Box, Line, height_of, link, over, placed, wrapped, written
from squeezelogic.logic.semantics.definition import find_inputs, passes

if TYPE_CHECKING:
    from squeezelogic.logic.model.rules import Rule
    from squeezelogic.logic.rulebook import Rulebook


@frozen
class Given:
    """A value that a rule read, in words, and whether it is unknown or an earlier conclusion."""

    title: str
    said: str
    unknown: bool = False
    concluded: bool = False


@frozen
class Step:
    """A rule that held, the values it read, and the rule that overruled it, if any."""

    rule: Rule
    read: tuple[Given, ...]
    lost_to: Rule | None = None


@frozen
class Course:
    """The course of one topic: its rules that held, in order of rank."""

    topic: Topic
    steps: tuple[Step, ...]


def course(topic: Topic, outcome: Outcome, inputs: Mapping[str, Attribute], known: Mapping[str, Value]) -> Course:
    """Trace one topic of a decision.

    Args:
        topic: the topic.
        outcome: its outcome.
        inputs: each attribute and slot that it reads, with its labels: `Rulebook.inputs`.
        known: a value for each of them.
    """
    by_id = {rule.id: rule for rule in topic.rules}
    stands = {rule.id for rule in outcome.standing}
    return Course(
        topic,
        tuple(
            Step(rule, _find_read(rule, inputs, known), by_id.get(outcome.overruled.get(rule.id, "")))
            for rule in topic.rules
            if rule.id in stands or rule.id in outcome.overruled
        ),
    )


def _find_read(rule: Rule, inputs: Mapping[str, Attribute], known: Mapping[str, Value]) -> tuple[Given, ...]:
    """The values that the passing branches read, each once."""
    passed = [b for b in rule.when if all(passes(clause.test, known[clause.attribute]) for clause in b)]
    return tuple(dict.fromkeys(g for branch in passed for clause in branch for g in _find_given(clause, inputs, known)))


def _find_given(clause: Clause, inputs: Mapping[str, Attribute], known: Mapping[str, Value]) -> Iterator[Given]:
    of, value = inputs[clause.attribute], known[clause.attribute]
    concluded = of.of == "slot"
    if not isinstance(value, frozenset):
        unknown = value == UNKNOWN
        yield Given(of.title, "not concluded" if unknown and concluded else said(value, of), unknown, concluded)
        return
    match clause.test:
        case HasAny(wanted) | HasAll(wanted) | HasCount(_, wanted):
            for element in sorted(wanted & value):
                yield Given(of.title, said(element, of), concluded=concluded)
        case Not(HasAny(wanted)) if value:
            yield Given(of.title, f"not {listed(wanted, 'or', of)}", concluded=concluded)
        case _:
            yield Given(of.title, "nothing", concluded=concluded)


FACTS, RULES, THEN = 150.0, 272.0, 240.0  # the widths of the columns
GAP, BETWEEN, LABEL = 46.0, 11.0, 22.0
RULES_X = FACTS + GAP
THEN_X = RULES_X + RULES + GAP + 28  # room for brackets
WIDTH = THEN_X + THEN


@frozen
class Band:
    """A drawn topic: its lower end, and its shapes."""

    end: float
    shapes: tuple[Markup, ...]


@frozen
class Node:
    """Lines for a box beside the rules that it belongs to."""

    lines: tuple[Line, ...]
    look: str
    rules: tuple[str, ...]


def band(course: Course, book: Rulebook, top: float) -> Band:
    """Draw one topic.

    Args:
        course: the course of the topic.
        book: the rulebook, for its advice texts.
        top: its upper end.
    """
    rules, labels = _place_rules(course, book, top)
    middles = {rule: box.left[1] for rule, box in rules.items()}
    facts = _place_beside(_make_fact_nodes(course.steps), middles, 0, FACTS, top)
    then = _place_beside(_make_conclusion_nodes(course.steps, book), middles, THEN_X, THEN, top)
    lost = {step.rule.id for step in course.steps if step.lost_to}
    shapes = [
        *(link(box.right, rules[rule].left, "lost" * (rule in lost)) for node, box in facts for rule in node.rules),
        *(link(rules[rule].right, box.left) for node, box in then for rule in node.rules),
        *_draw_brackets(course.steps, rules),
        *labels,
        *(box.draw() for box in (*(box for _, box in facts), *rules.values(), *(box for _, box in then))),
    ]
    boxes = [*rules.values(), *(box for _, box in (*facts, *then))]
    return Band(max((box.y + box.height for box in boxes), default=top), tuple(shapes))


def _place_rules(course: Course, book: Rulebook, top: float) -> tuple[dict[str, Box], list[Markup]]:
    """The rules in a column, and the levels above them."""
    boxes: dict[str, Box] = {}
    labels: list[Markup] = []
    y, level = top, ""
    for step in course.steps:
        if step.rule.level != level:
            level = step.rule.level
            labels.append(written(Line(words(level), "faint", 11), RULES_X, y + 12))
            y += LABEL - 4
        look = "lost" if step.lost_to else "stands"
        box = Box(_rule_lines(step, book), RULES_X, y, RULES, look, step.rule.because)
        boxes[step.rule.id] = box
        y += box.height + BETWEEN
    return boxes, labels


def _rule_lines(step: Step, book: Rulebook) -> tuple[Line, ...]:
    rule, winner = step.rule, step.lost_to
    name = wrapped(rule.title or rule.id, RULES, "struck" if winner else "strong")
    if winner is None:
        return (*name, *(wrapped(rule.id, RULES, "faint", 11, most=1) if rule.title else ()))
    slot = winner.conflicts_with(rule) or ""
    of = book.vocabulary.slots.get(slot)
    instead = f"{of.title}: {said(rule.then[slot], of)}" if of and slot in rule.then else ""
    return (
        *name,
        *(wrapped(instead, RULES, "struck", 12, most=1) if instead else ()),
        *wrapped(f"✕ overruled by {winner.id}", RULES, "stop", 11, most=2),
    )


def _make_fact_nodes(steps: Sequence[Step]) -> list[Node]:
    """One node per value, with the rules that read it."""
    readers: dict[Given, list[str]] = {}
    for step in steps:
        for given in step.read:
            readers.setdefault(given, []).append(step.rule.id)
    return [
        Node(
            (
                *wrapped(f"{given.title}:", FACTS, "faint", 11, most=1),
                *wrapped(given.said, FACTS, "faint" if given.unknown else "", most=2),
            ),
            "slot" if given.concluded else "faint" if given.unknown else "",
            tuple(rules),
        )
        for given, rules in readers.items()
    ]


def _make_conclusion_nodes(steps: Iterable[Step], book: Rulebook) -> list[Node]:
    """A node for the plain values of a standing rule, and one for its texts in each slot of advice."""
    plain: dict[tuple[str, ...], list[str]] = {}
    givers: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        if step.lost_to is None:
            values, texts = _split_conclusions(step.rule, book)
            if values:
                plain.setdefault(tuple(values), []).append(step.rule.id)
            for given in texts:
                givers.setdefault(given, []).append(step.rule.id)
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (slot, text), rules in givers.items():
        together.setdefault((slot, tuple(rules)), []).append(text)
    nodes = [_make_value_node(values, tuple(rules)) for values, rules in plain.items()]
    slots = book.vocabulary.slots
    return [
        *nodes,
        *(_make_advice_node(slots[slot].title, told, given_by) for (slot, given_by), told in together.items()),
    ]


def _make_value_node(values: Iterable[str], rules: tuple[str, ...]) -> Node:
    """The plain values that the same rules give, the first of them in bold."""
    lines = (line for i, told in enumerate(values) for line in wrapped(told, THEN, "" if i else "strong"))
    return Node(tuple(lines), "", rules)


def _make_advice_node(title: str, texts: Sequence[str], rules: tuple[str, ...]) -> Node:
    """The texts that the same rules give in the same slot."""
    mark = "• " if len(texts) > 1 else ""
    told = (line for text in texts for line in wrapped(f"{mark}{text}", THEN))
    return Node((*wrapped(f"{title}:", THEN, "faint", 11, most=1), *told), "", rules)


def _split_conclusions(rule: Rule, book: Rulebook) -> tuple[list[str], list[tuple[str, str]]]:
    """A rule's plain values in words, and its texts, each with its slot."""
    values: list[str] = []
    texts: list[tuple[str, str]] = []
    for slot, value in rule.then.items():
        items = value if isinstance(value, tuple) else (value,)
        if book.vocabulary.slots[slot].names_advice:
            texts += [(slot, book.advice[str(item)].text) for item in items]
        else:
            of = book.vocabulary.slots[slot]
            values += [f"{of.title}: {said(item, of)}" for item in items]
    return values, texts


def _place_beside(
    nodes: Sequence[Node], middles: dict[str, float], x: float, width: float, top: float
) -> list[tuple[Node, Box]]:
    """Each node in a box, as near to its rules as possible."""
    wanted = {node: sum(middles[rule] for rule in node.rules) / len(node.rules) - top for node in nodes}
    ordered = sorted(nodes, key=wanted.__getitem__)
    starts = placed([wanted[node] for node in ordered], [height_of(node.lines) for node in ordered], BETWEEN)
    return [(node, Box(node.lines, x, top + y, width, node.look)) for node, y in zip(ordered, starts, strict=True)]


def _draw_brackets(steps: Iterable[Step], rules: dict[str, Box]) -> Iterator[Markup]:
    """The brackets from each rule to those it overrules; brackets of one rule overlap."""
    lanes: dict[str, int] = {}
    for step in steps:
        if step.lost_to:
            lane = lanes.setdefault(step.lost_to.id, len(lanes))
            yield over(rules[step.lost_to.id], rules[step.rule.id], min(lane, 4))


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
        yield course(topic, outcomes[i], book.inputs[topic.name], find_inputs(topic, situation, outcomes[:i]))


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
            blocked = f"blocks {', '.join(rule.blocks)}"
            yield f"{known} → {rule.id} → {then or blocked}."
