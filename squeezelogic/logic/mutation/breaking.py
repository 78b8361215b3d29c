"""Which mutants a rulebook has, and what topics each of them leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from squeezelogic.logic.checks import Progress
from squeezelogic.logic.loading.assemble import in_order
from squeezelogic.logic.loading.collect import Layer, collect, kind_of
from squeezelogic.logic.loading.topics import Draft, Texts, finish, read_draft
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import Attribute
from squeezelogic.logic.mutation.mutants import Mutant, Words, mutants
from squeezelogic.logic.rulebook import Rulebook


def all_mutants(book: Rulebook) -> list[tuple[int, Mutant]]:
    """Every mutant, with the layer of the file it breaks."""
    words = _collect_words(book)
    return [
        (i, mutant)
        for i, layer in enumerate(book.layers)
        for document in layer
        if kind_of(document.name) == "topics"
        for mutant in mutants(document, words)
    ]


def _collect_words(book: Rulebook) -> Words:
    inputs: dict[str, Attribute] = dict(book.vocabulary.attributes)
    given: dict[str, dict[Any, None]] = {}
    for topic in book.topics:
        inputs.update(topic.inputs)
    for rule in book.rules.values():
        for slot, value in rule.then.items():
            given.setdefault(slot, {})[value] = None
    return Words(inputs, book.vocabulary.slots, {slot: list(values) for slot, values in given.items()})


def loaded(
    book: Rulebook, made: Sequence[tuple[int, Mutant]], progress: Progress
) -> Iterator[tuple[Mutant, tuple[Topic, ...]]]:
    """The mutants that load, each with its topics. Cases are not read again: one that names a lost rule notices it."""
    problems: list[Any] = []
    layers = [tuple(d for d in layer if kind_of(d.name) == "topics") for layer in book.layers]
    places = [[d.name for d in layer] for layer in layers]
    texts = Texts(book.vocabulary, book.advice, book.claims)
    drafts = {name: read_draft(name, entry, texts) for name, entry in collect(layers, problems).topics.items()}
    for done, (i, mutant) in enumerate(made, 1):
        problems.clear()
        broken = _replace_document(layers, i, places[i].index(mutant.file), mutant)
        entries = collect(broken, problems).topics
        again = [mutant.topic] if len(layers) == 1 else list(entries)
        fresh = {name: read_draft(name, entries[name], texts) for name in again if name in entries}
        topics = _keep_topics(book, fresh) or in_order({**drafts, **fresh}, book.vocabulary, problems)
        if not problems:
            yield mutant, topics
        progress("loading mutants", done, len(made))


def _keep_topics(book: Rulebook, fresh: Mapping[str, Draft]) -> tuple[Topic, ...]:
    """The topics, where fresh drafts read the same words and conclude the same as before; else none."""
    topics = {topic.name: topic for topic in book.topics}
    for name, draft in fresh.items():
        before = topics[name]
        concluded = [{rule.id: rule.then for rule in topic.rules} for topic in (before, draft.topic)]
        if draft.reads != set(before.inputs) or concluded[0] != concluded[1]:
            return ()
        topics[name] = finish(draft, before.inputs)
    return tuple(topics.values())


def _replace_document(layers: Sequence[Layer], i: int, j: int, mutant: Mutant) -> list[Layer]:
    layer = layers[i]
    return [*layers[:i], (*layer[:j], mutant.document, *layer[j + 1 :]), *layers[i + 1 :]]
