"""Assembles a rulebook from its files: the order of topics, and the values of the slots that later topics read."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import Any

from attrs import fields

from squeezelogic.logic.loading.collect import Entries, Layer, collect, kind_of
from squeezelogic.logic.loading.laws import read_laws, read_waivers
from squeezelogic.logic.loading.section import Problems
from squeezelogic.logic.loading.texts import read_advice, read_cases, read_sources
from squeezelogic.logic.loading.topics import Draft, Texts, finish, read_draft, read_slot
from squeezelogic.logic.loading.vocabulary import read_vocabulary
from squeezelogic.logic.model.errors import Problem, RulebookError, printable, quoted, show_circle
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rulebook_parts import Parts
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Vocabulary


def assemble(layers: Sequence[Layer], unreadable: Sequence[Problem] = ()) -> Parts:
    """Read the parts of a rulebook from its layers.

    Raises:
        RulebookError: the rulebook is invalid; it lists every problem in every file, unreadable files included.
    """
    problems = Problems([(problem, frozenset()) for problem in unreadable])
    files = {kind_of(document.name) for layer in layers for document in layer}
    if files and "vocabulary" not in files and not problems:
        problems.add(
            Problem("no vocabulary", _find_folder(layers), None, None, "declare its words in `vocabulary.toml`")
        )
    if "vocabulary" not in files:
        raise RulebookError(problems.left())  # nothing else can be checked without the vocabulary
    entries = collect(layers, problems)
    vocabulary = read_vocabulary(entries)
    advice = read_advice(entries, vocabulary)
    articles, claims = read_sources(entries)
    texts = Texts(vocabulary, advice, claims)
    drafts = {name: read_draft(name, entry, texts) for name, entry in entries.topics.items()}
    topics = in_order(drafts, vocabulary, problems)
    rules = dict.fromkeys(sorted(rule.id for topic in topics for rule in topic.rules))
    cases = read_cases(entries, vocabulary, rules, advice)
    laws, waivers = read_laws(entries, vocabulary, topics, advice), read_waivers(entries)
    name, version = _read_title(entries, layers)
    if not topics and not problems:
        problems.add(Problem("no topic", _find_folder(layers), None, None, 'add a file with topic = "…"'))
    if problems:
        raise RulebookError(problems.left())
    return Parts(name, version, vocabulary, topics, advice, articles, claims, cases, laws, waivers)


def _find_folder(layers: Sequence[Layer]) -> str:
    first = next(document for layer in layers for document in layer)
    return first.name.rpartition("/")[0]


def _read_title(entries: Entries, layers: Sequence[Layer]) -> tuple[str, str]:
    name, version = printable(_find_folder(layers)) or "rulebook", "0"
    for section in entries.books:
        section.expect_only(("name", "version"))
        name, version = section.text("name", name), section.text("version", version)
    return name, version


def in_order(drafts: Mapping[str, Draft], vocabulary: Vocabulary, problems: Problems) -> tuple[Topic, ...]:
    """Finished topics, each after those whose slots it reads; ties as the vocabulary lists their slots."""
    fillers: dict[str, list[str]] = {}
    for name, draft in drafts.items():
        for slot in draft.topic.concludes:
            fillers.setdefault(slot, []).append(name)
    for slot, names in fillers.items():
        if len(names) > 1 and not vocabulary.slots[slot].accumulates:
            place = drafts[names[1]].topic.place
            what = f"topics {' and '.join(map(quoted, names))} both conclude {quoted(slot)}"
            problems.add(Problem(what, place.file, place.line, None, "a single-valued slot belongs to one topic"))
    sources = {name: {f for slot in draft.reads for f in fillers.get(slot, ())} for name, draft in drafts.items()}
    inputs = dict(vocabulary.attributes) | {
        name: read_slot(slot, [drafts[each].topic for each in fillers.get(name, ())])
        for name, slot in vocabulary.slots.items()
    }
    finished = {name: finish(draft, inputs) for name, draft in drafts.items()}
    rank = {slot: place for place, slot in enumerate(vocabulary.slots)}
    return tuple(finished[name] for name in _sort_topics(sources, finished, rank, problems))


def _sort_topics(
    sources: Mapping[str, set[str]],
    topics: Mapping[str, Topic],
    rank: Mapping[str, int],
    problems: Problems,
) -> list[str]:
    sorter = TopologicalSorter(sources)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = error.args[1]
        place = topics[circle[0]].place
        what = f"topics read one another's slots in a circle: {show_circle(circle[::-1])}"
        problems.add(Problem(what, place.file, place.line, None, "move one of the rules to a topic of its own"))
        return sorted(sources)
    order: list[str] = []
    ready: list[tuple[int, str]] = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heappush(ready, (min(map(rank.__getitem__, topics[name].concludes), default=0), name))
        order.append(heappop(ready)[1])
        sorter.done(order[-1])
    return order


def digest(parts: Parts) -> str:
    """The SHA-256 of a rulebook's parts, in hexadecimal. It leaves out cases and places in files."""
    vocabulary = [list(table.items()) for table in (parts.vocabulary.attributes, parts.vocabulary.slots)]
    texts = [sorted(table.items()) for table in (parts.advice, parts.articles, parts.claims)]
    whole = [parts.name, parts.version, vocabulary, parts.topics, texts]
    return hashlib.sha256(canonical_json(whole).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """Frozen values as JSON text: the same text for equal values, in whatever order their sets and tables are."""
    return json.dumps(value, default=_make_canonical, sort_keys=True)


def _make_canonical(value: object) -> object:
    """Data that JSON lacks: frozen values by their fields, sets sorted, and each kind of test by its name."""
    if isinstance(value, FrozenMap):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value, key=str)
    if isinstance(value, (Decimal, datetime.date)):
        return str(value)
    kind: Any = type(value)
    return [kind.__name__, {field.name: getattr(value, field.name) for field in fields(kind) if field.eq}]
