"""Puts what was read together: the graph of topics, and the values a topic can find in an earlier one's slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush

from attrs import frozen

from squeezelogic.logic.loading.collect import Entries, Layer, collect, kind_of
from squeezelogic.logic.loading.laws import read_laws
from squeezelogic.logic.loading.texts import read_advice, read_cases, read_sources
from squeezelogic.logic.loading.topics import Draft, Texts, finish, read_draft, read_slot
from squeezelogic.logic.loading.vocabulary import read_vocabulary
from squeezelogic.logic.loading.waivers import read_waivers
from squeezelogic.logic.model.errors import Problem, RulebookError, in_file_order, printable, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.laws import Law, Waiver
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
from squeezelogic.logic.model.vocabulary import Vocabulary


@frozen
class Parts:
    """Everything a rulebook is made of."""

    name: str
    version: str
    vocabulary: Vocabulary
    topics: tuple[Topic, ...]
    advice: FrozenMap[str, Advice]
    articles: FrozenMap[str, Article]
    claims: FrozenMap[str, Claim]
    cases: tuple[Case, ...]
    laws: tuple[Law, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def assemble(layers: Sequence[Layer], unreadable: Sequence[Problem] = ()) -> Parts:
    """The parts of the rulebook that the layers hold.

    Raises:
        RulebookError: with every problem in every file, those that kept a file from being read included.
    """
    problems = list(unreadable)
    files = {kind_of(document.name) for layer in layers for document in layer}
    if files and "vocabulary" not in files and not problems:
        problems.append(Problem("no vocabulary", _folder(layers), None, None, "declare its words in `vocabulary.toml`"))
    if "vocabulary" not in files:
        raise RulebookError(problems)  # without its words, nothing else can be judged
    entries = collect(layers, problems)
    vocabulary = read_vocabulary(entries)
    advice = read_advice(entries, vocabulary)
    articles, claims = read_sources(entries)
    texts = Texts(vocabulary, advice, claims)
    drafts = {name: read_draft(name, entry, texts) for name, entry in entries.topics.items()}
    topics = in_order(drafts, vocabulary, problems)
    rules = dict.fromkeys(sorted(rule.id for topic in topics for rule in topic.rules))
    cases = read_cases(entries, vocabulary, rules)
    laws, waivers = read_laws(entries, vocabulary, topics, advice), read_waivers(entries)
    name, version = _title(entries, layers)
    if not topics and not problems:
        problems.append(Problem("no topic", _folder(layers), None, None, 'add a file with topic = "…"'))
    if problems:
        raise RulebookError(in_file_order(problems))
    return Parts(name, version, vocabulary, topics, advice, articles, claims, cases, laws, waivers)


def _folder(layers: Sequence[Layer]) -> str:
    first = next(document for layer in layers for document in layer)
    return first.name.rpartition("/")[0]


def _title(entries: Entries, layers: Sequence[Layer]) -> tuple[str, str]:
    name, version = printable(_folder(layers)) or "rulebook", "0"
    for section in entries.books:
        section.expect_only(("name", "version"))
        name, version = section.text("name", name), section.text("version", version)
    return name, version


def in_order(drafts: Mapping[str, Draft], vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Topic, ...]:
    """Finished topics, each after those whose slots it reads; ties as the vocabulary lists their slots."""
    fillers: dict[str, list[str]] = {}
    for name, draft in drafts.items():
        for slot in draft.topic.concludes:
            fillers.setdefault(slot, []).append(name)
    for slot, names in fillers.items():
        if len(names) > 1 and not vocabulary.slots[slot].accumulates:
            place = drafts[names[1]].topic.place
            what = f"topics {' and '.join(map(quoted, names))} both conclude {quoted(slot)}"
            problems.append(Problem(what, place.file, place.line, None, "a single-valued slot belongs to one topic"))
    sources = {name: {f for slot in draft.reads for f in fillers.get(slot, ())} for name, draft in drafts.items()}
    unfinished = [draft.topic for draft in drafts.values()]
    inputs = dict(vocabulary.attributes) | {
        name: read_slot(slot, unfinished) for name, slot in vocabulary.slots.items()
    }
    finished = {name: finish(draft, inputs) for name, draft in drafts.items()}
    rank = {slot: place for place, slot in enumerate(vocabulary.slots)}
    return tuple(finished[name] for name in _sorted(sources, finished, rank, problems))


def _sorted(
    sources: Mapping[str, set[str]],
    topics: Mapping[str, Topic],
    rank: Mapping[str, int],
    problems: list[Problem],
) -> list[str]:
    sorter = TopologicalSorter(sources)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = error.args[1]
        place = topics[circle[0]].place
        what = f"topics read one another's slots in a circle: {' → '.join(map(quoted, reversed(circle)))}"
        problems.append(Problem(what, place.file, place.line, None, "move one of the rules to a topic of its own"))
        return sorted(sources)
    order: list[str] = []
    ready: list[tuple[int, str]] = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heappush(ready, (min(map(rank.__getitem__, topics[name].concludes), default=0), name))
        order.append(heappop(ready)[1])
        sorter.done(order[-1])
    return order
