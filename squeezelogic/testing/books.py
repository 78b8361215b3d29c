"""A strategy for rulebooks: invented ones, or variants of an existing one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from attrs import define, frozen
from hypothesis import note
from hypothesis import strategies as st

from squeezelogic.logic.analysis.compiled import Compiled
from squeezelogic.logic.loading.assemble import assemble
from squeezelogic.logic.loading.collect import Layer, kind_of
from squeezelogic.logic.loading.document import Document
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.testing.inventing import conditions, invented

MOST_CHANGES = 3
LEFT_OUT = ("cases", "waivers")  # they refer to the original rules

Table = dict[str, Any]


@frozen
class Spot:
    """A rule and its topic file, as data."""

    file: Table
    rule: Table

    @property
    def branches(self) -> list[Table]:
        """The tables of its condition."""
        when = self.rule.get("when", [])
        return when if isinstance(when, list) else [when]


@define
class Copy:
    """A mutable copy of a rulebook's files, as data."""

    book: Rulebook
    layers: list[list[tuple[Document, Table]]]
    added: int = 0

    @classmethod
    def of(cls, book: Rulebook) -> Copy:
        """The files of a rulebook."""
        kept = [[d for d in layer if kind_of(d.name) not in LEFT_OUT] for layer in book._whole._layers]  # noqa: SLF001
        return cls(book, [[(d, deepcopy(d.data) if _is_topic(d) else d.data) for d in layer] for layer in kept])

    @property
    def topics(self) -> Iterator[Table]:
        """The topic files."""
        return (data for layer in self.layers for document, data in layer if _is_topic(document))

    def spots(self, fit: Callable[[Spot], bool]) -> list[Spot]:
        """The rules that satisfy a predicate."""
        return [spot for file in self.topics for rule in file.get("rule", ()) if fit(spot := Spot(file, rule))]

    def levels(self, spot: Spot) -> list[str]:
        """The levels of a rule's topic."""
        return next(list(topic.levels) for topic in self.book.topics if topic.name == spot.file["topic"])

    def release(self, rule: str) -> None:
        """Remove all overrides and blocks of a rule."""
        for key in ("overrides", "blocks"):
            for spot in self.spots(lambda spot, key=key: rule in spot.rule.get(key, ())):  # type: ignore[misc]
                spot.rule[key].remove(rule)
                if not spot.rule[key]:
                    del spot.rule[key]

    def written(self) -> tuple[Layer, ...]:
        """The files, with the changed ones rewritten."""
        return tuple(tuple(_write_document(document, data) for document, data in layer) for layer in self.layers)


def _is_topic(document: Document) -> bool:
    return kind_of(document.name) == "topics"


def _write_document(document: Document, data: Table) -> Document:
    if data == document.data:
        return document
    text = toml(data)
    return Document(document.name, tomllib.loads(text), text)


@st.composite
def changed(draw: st.DrawFn, book: Rulebook) -> tuple[tuple[Layer, ...], list[str]]:
    """The layers of a variant of a rulebook, and its changes in words."""
    copy = Copy.of(book)
    changes = [draw(st.sampled_from(CHANGES))(draw, copy) for _ in range(draw(st.integers(0, MOST_CHANGES)))]
    return copy.written(), [change for change in changes if change]


def _widen_condition(draw: st.DrawFn, copy: Copy) -> str:
    """Remove one condition."""
    spot = _draw_spot(draw, copy, lambda spot: any(spot.branches))
    if spot is None:
        return ""
    branch = draw(st.sampled_from([branch for branch in spot.branches if branch]))
    name = draw(st.sampled_from(sorted(branch)))
    del branch[name]
    if not branch:  # an empty branch always holds, so the other branches do not matter
        del spot.rule["when"]
    return f"`{spot.rule['id']}` no longer asks about {name}"


def _alter_condition(draw: st.DrawFn, copy: Copy) -> str:
    """Replace a condition by another one on the same attribute."""
    known = copy.book.vocabulary.attributes
    spot = _draw_spot(draw, copy, lambda spot: any(known.keys() & branch.keys() for branch in spot.branches))
    if spot is None:
        return ""
    branch = draw(st.sampled_from([branch for branch in spot.branches if known.keys() & branch.keys()]))
    name = draw(st.sampled_from(sorted(known.keys() & branch.keys())))
    branch[name] = draw(conditions(known[name]))
    return f"`{spot.rule['id']}` asks for {name} = {branch[name]!r}"


def _alter_answer(draw: st.DrawFn, copy: Copy) -> str:
    """Replace the value of a slot."""
    slots = {name: slot for name, slot in copy.book.vocabulary.slots.items() if slot.type == "enum"}
    spot = _draw_spot(draw, copy, lambda spot: bool(slots.keys() & spot.rule["then"].keys()))
    if spot is None:
        return ""
    name = draw(st.sampled_from(sorted(slots.keys() & spot.rule["then"].keys())))
    spot.rule["then"][name] = draw(st.sampled_from(slots[name].values))
    return f"`{spot.rule['id']}` concludes {name} = {spot.rule['then'][name]!r}"


def _move_rule(draw: st.DrawFn, copy: Copy) -> str:
    """Move a rule to another level."""
    spot = _draw_spot(draw, copy, lambda spot: len(copy.levels(spot)) > 1)
    if spot is None:
        return ""
    spot.rule["level"] = draw(st.sampled_from(copy.levels(spot)))
    spot.rule.pop("overrides", None)
    spot.rule.pop("blocks", None)
    copy.release(spot.rule["id"])
    return f"`{spot.rule['id']}` stands on level {spot.rule['level']}"


def _drop_overrides(draw: st.DrawFn, copy: Copy) -> str:
    """Remove all overrides of a rule on its own level."""
    spot = _draw_spot(draw, copy, lambda spot: "overrides" in spot.rule)
    if spot is None:
        return ""
    del spot.rule["overrides"]
    return f"`{spot.rule['id']}` overrides nothing"


def _drop_rule(draw: st.DrawFn, copy: Copy) -> str:
    """Remove a rule, unless another topic tests its value, since a condition may test only values that rules give."""
    slots, topics = copy.book.vocabulary.slots, copy.book.topics
    read = {name for topic in topics for name in topic.inputs if name in slots and slots[name].type != "enum"}

    def dispensable(spot: Spot) -> bool:
        return "concludes" in spot.file and len(spot.file["rule"]) > 1 and read.isdisjoint(spot.rule["then"])

    spot = _draw_spot(draw, copy, dispensable)
    if spot is None:
        return ""
    spot.file["rule"].remove(spot.rule)
    copy.release(spot.rule["id"])
    return f"without `{spot.rule['id']}`"


def _add_rule(draw: st.DrawFn, copy: Copy) -> str:
    """Add a rule with the conclusions of an existing one."""
    spot = _draw_spot(draw, copy, lambda spot: True)
    if spot is None:
        return ""
    known = copy.book.vocabulary.attributes
    names = draw(st.lists(st.sampled_from(list(known)), max_size=3, unique=True)) if known else []
    when = {name: draw(conditions(known[name])) for name in names}
    copy.added += 1
    level = {"level": draw(st.sampled_from(copy.levels(spot)))}
    rule = {"id": f"added-{copy.added}", **level, **({"when": when} if when else {}), "then": spot.rule["then"]}
    spot.file["rule"].append(rule)
    return f"`{rule['id']}` ({level['level']}, {when or 'always'}) says what `{spot.rule['id']}` says"


def _draw_spot(draw: st.DrawFn, copy: Copy, fit: Callable[[Spot], bool]) -> Spot | None:
    spots = copy.spots(fit)
    return draw(st.sampled_from(spots)) if spots else None


CHANGES = (_widen_condition, _alter_condition, _alter_answer, _move_rule, _drop_overrides, _drop_rule, _add_rule)


NAME = "made-up"


def rulebooks(*, like: Rulebook | None = None, sound: bool = False) -> st.SearchStrategy[Rulebook]:
    """Valid rulebooks, which may have conflicts and gaps. A failing test shows them as TOML.

    An invented rulebook has up to five attributes of any type, and two topics; the second may read the first. Its rules
    shrink to fewer and shorter ones.

    Args:
        like: a rulebook to vary: the vocabulary and texts stay, and a few rules are changed, dropped or added. Cases
            and waivers are left out. It shrinks to the rulebook itself.
        sound: only rulebooks that decide every situation.
    """
    drawn = _made_up(sound) if like is None else _draw_like(like)
    return drawn.filter(always_decides) if sound else drawn


def written(name: str, files: Mapping[str, Mapping[str, Any]]) -> Rulebook:
    """Write data, by file name, as TOML, and load it as a rulebook.

    Raises:
        RulebookError: the rulebook is invalid.
    """
    texts = {file: toml(data) for file, data in files.items()}
    layer = tuple(Document(f"{name}/{file}", tomllib.loads(text), text) for file, text in texts.items())
    return Rulebook(assemble((layer,)), layers=(layer,))


def always_decides(book: Rulebook) -> bool:
    """Whether the rulebook decides every situation without an error (a proof, not a sample)."""
    compiled = Compiled.whole(book.vocabulary.attributes, book.topics)
    whole = len(compiled.topics) == len(book.topics)
    return whole and not any(topic.conflicts or topic.gaps for topic in compiled.topics)


@st.composite
def _made_up(draw: st.DrawFn, sound: bool) -> Rulebook:
    files = draw(invented(sound))
    note("\n".join(f"# {file}\n{toml(data)}" for file, data in files.items()))
    return written(NAME, files)


@st.composite
def _draw_like(draw: st.DrawFn, book: Rulebook) -> Rulebook:
    layers, changes = draw(changed(book))
    note(f"{book!r}, but {'; '.join(changes) or 'nothing is changed'}")
    return Rulebook(assemble(layers), layers=layers)
