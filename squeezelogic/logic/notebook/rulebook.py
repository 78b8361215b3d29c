"""A rulebook in a notebook: its size, its topics, and the topic graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from squeezelogic.logic.explain.prose import counted, words
from squeezelogic.logic.render import markdown
from squeezelogic.logic.render.card import bundle, card, code_tag, fold, muted, table, top
from squeezelogic.logic.render.drawing import Drawing, drawing
from squeezelogic.logic.render.markup import Markup, tag
from squeezelogic.logic.render.shapes import Box, Line, height_of, link, placed, wrapped

if TYPE_CHECKING:
    from squeezelogic.logic.model.rules import Topic
    from squeezelogic.logic.rulebook import Rulebook


HEAD = ("Topic", "Rules", "Concludes")


def rulebook(book: Rulebook) -> dict[str, str]:
    """A rulebook as `_repr_mimebundle_` returns it."""
    title, size = f"{book.name} {book.version}", _render_size(book)
    rest = [(str(len(topic.rules)), ", ".join(map(words, topic.concludes))) for topic in book.topics]
    asked = ([tag("div", muted(topic.question))] * bool(topic.question) for topic in book.topics)
    named = (tag("div", words(topic.name), *question) for topic, question in zip(book.topics, asked, strict=True))
    drawn = graph(book)
    shown = tag("div", Markup(drawn.svg), class_="sq-scroll", tabindex="0", role="group", aria_label=drawn.title)
    html = card(
        f"Rulebook {title}",
        top(tag("span", title, class_="sq-title"), muted(size)),
        table(HEAD, ((name, *cells) for name, cells in zip(named, rest, strict=True))),
        fold("How the topics hang together", shown),
        tag("p", "Digest ", code_tag(book.digest), class_="sq-muted sq-reason"),
    )
    digest = f"Digest {markdown.inline_code(book.digest)}"
    topics = (": ".join(filter(None, (f"  {it.name} ({len(it.rules)})", it.question))) for it in book.topics)
    plain = "\n".join((f"Rulebook {title}: {size}", *topics))
    return bundle(html, f"**{markdown.escape(title)}** · {size}\n\n{_render_table(book)}\n\n{digest}\n", plain)


def _render_table(book: Rulebook) -> str:
    rows = (
        (
            f"**{markdown.escape(topic.name)}** {markdown.escape(topic.question)}".rstrip(),
            str(len(topic.rules)),
            topic.concludes,
        )
        for topic in book.topics
    )
    return markdown.table(HEAD, ((name, n, ", ".join(map(markdown.inline_code, slots))) for name, n, slots in rows))


def _render_size(book: Rulebook) -> str:
    return ", ".join(
        (
            counted(len(book.topics), "topic"),
            counted(len(book.rules), "rule"),
            counted(len(book.advice), "advice text"),
            counted(len(book.claims), "claim"),
        )
    )


WIDTH, ACROSS, DOWN = 178.0, 42.0, 14.0

Sources = Mapping[str, Mapping[str, Sequence[str]]]
"""For each topic the earlier topics that it reads, each with the slots that are read."""


def graph(book: Rulebook) -> Drawing:
    """Draw the topic graph of a rulebook.

    Transitive arrows are left out: if one topic reads a second, and that a third, the first may read the third as well.
    """
    read = sources(book.topics)
    drawn = essential(read)
    boxes = _place_boxes(book.topics, read, drawn)
    links = [link(boxes[source].right, boxes[name].left) for name, near in drawn.items() for source in near]
    size = (
        max(box.x + box.width for box in boxes.values()),
        max(box.y + box.height for box in boxes.values()),
    )
    lines = tuple(_render_sentence(topic, read[topic.name]) for topic in book.topics)
    return drawing(f"The topics of {book.name}", lines, size, *links, *(box.draw() for box in boxes.values()))


def sources(topics: Iterable[Topic]) -> Sources:
    """The earlier topics that each topic reads, and the slots that are read."""
    concluded: dict[str, list[str]] = {}
    found: dict[str, dict[str, list[str]]] = {}
    for topic in topics:
        read = found[topic.name] = {}
        for name, attribute in topic.inputs.items():
            for earlier in concluded.get(name, ()) if attribute.of == "slot" else ():
                read.setdefault(earlier, []).append(name)
        for slot in topic.concludes:
            concluded.setdefault(slot, []).append(topic.name)
    return found


def essential(read: Sources) -> dict[str, list[str]]:
    """The topics that each topic reads, without those that another of them reads."""
    behind: dict[str, set[str]] = {}
    for name, near in read.items():
        behind[name] = {far for source in near for far in (source, *behind[source])}
    return {
        name: [source for source in near if not any(source in behind[other] for other in near)]
        for name, near in read.items()
    }


def depths(read: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The length of the longest chain of topics before each topic."""
    found: dict[str, int] = {}
    for name, near in read.items():
        found[name] = 1 + max((found[source] for source in near), default=-1)
    return found


def _place_boxes(topics: Sequence[Topic], read: Sources, drawn: Mapping[str, Sequence[str]]) -> dict[str, Box]:
    """One box per topic: the fullest column first, the others beside the boxes that they are linked to."""
    depth = depths(drawn)
    columns: list[list[Topic]] = [[] for _ in range(max(depth.values()) + 1)]
    for topic in topics:
        columns[depth[topic.name]].append(topic)
    fullest = max(range(len(columns)), key=lambda i: len(columns[i]))
    boxes: dict[str, Box] = {}
    for i in (fullest, *reversed(range(fullest)), *range(fullest + 1, len(columns))):
        _place_column(columns[i], i * (WIDTH + ACROSS), boxes, read, drawn)
    return boxes


def _place_column(
    column: Iterable[Topic], x: float, boxes: dict[str, Box], read: Sources, drawn: Mapping[str, Sequence[str]]
) -> None:
    """Put a column's boxes beside the placed boxes that they are linked to."""
    wanted: dict[str, float] = {}
    for topic in column:
        linked = {*drawn[topic.name], *(name for name, near in drawn.items() if topic.name in near)} & boxes.keys()
        wanted[topic.name] = sum(boxes[name].left[1] for name in linked) / len(linked) if linked else 0.0
    ordered = sorted(column, key=lambda topic: wanted[topic.name])
    lines = [_wrap_lines(topic, read[topic.name]) for topic in ordered]
    starts = placed([wanted[topic.name] for topic in ordered], [height_of(said) for said in lines], DOWN)
    for topic, said, y in zip(ordered, lines, starts, strict=True):
        boxes[topic.name] = Box(said, x, y, WIDTH, tip=topic.question)


def _wrap_lines(topic: Topic, read: Mapping[str, Sequence[str]]) -> tuple[Line, ...]:
    reads = _list_slots(read)
    return (
        *wrapped(words(topic.name), WIDTH, "strong", most=2),
        *wrapped(f"{counted(len(topic.rules), 'rule')} for {', '.join(map(words, topic.concludes))}", WIDTH, size=12),
        *(wrapped(f"reads {', '.join(map(words, reads))}", WIDTH, "faint", 11, most=3) if reads else ()),
    )


def _list_slots(read: Mapping[str, Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(slot for slots in read.values() for slot in slots))


def _render_sentence(topic: Topic, read: Mapping[str, Sequence[str]]) -> str:
    what = ", ".join(map(words, topic.concludes))
    near = ", ".join(f"{', '.join(map(words, slots))} from {words(name)}" for name, slots in read.items())
    return f"{words(topic.name)}: {counted(len(topic.rules), 'rule')} for {what}; reads {near or 'facts only'}."
