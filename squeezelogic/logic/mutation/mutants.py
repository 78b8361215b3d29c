"""Mutants of topic files: each edits one condition, conclusion, level, override, rule or guard."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from squeezelogic.logic.checks import Progress
from squeezelogic.logic.loading.assemble import in_order
from squeezelogic.logic.loading.collect import Layer, collect, kind_of
from squeezelogic.logic.loading.document import Document, Path_
from squeezelogic.logic.loading.section import Problems
from squeezelogic.logic.loading.topics import Draft, Texts, finish, read_draft
from squeezelogic.logic.model.errors import quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute, Slot
from squeezelogic.logic.rulebook import Rulebook

LONG = 60
DROPPED = object()
Edit = tuple[str, Any]
"""An edit in words, and the edited data."""


@frozen
class Mutant:
    """One topic file with one edit.

    Args:
        document: the edited file.
        topic: the topic.
        rule: the edited rule; empty for the topic's own `when`.
        name: the edited part, such as `when.leaf`.
        what: the edit, in words.
        line: its line.
    """

    document: Document
    topic: str
    rule: str
    name: str
    what: str
    line: int | None

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.document.name


@frozen
class Words:
    """The values from which edits of conditions and conclusions are made.

    Args:
        inputs: the attributes that conditions may test, slots included, with their values.
        slots: the slots that conclusions may fill.
        given: for each slot, the values that rules give it.
    """

    inputs: Mapping[str, Attribute]
    slots: Mapping[str, Slot]
    given: Mapping[str, Sequence[Any]]


def mutants(document: Document, words: Words) -> Iterator[Mutant]:
    """Every mutant of a topic file, in file order; some may not load, or change nothing."""
    data = document.data
    for path, what, value in _edit_topic(data, words):
        table = _replace_at(data, path, value)
        rule = data["rule"][path[1]]["id"] if path[0] == "rule" else ""
        if rule and (len(path) == 2 or path[2] == "level"):
            table = _drop_overrides(table, rule)
        name = ".".join(str(step + 1 if isinstance(step, int) else step) for step in path[2 if rule else 0 :])
        broken = Document(document.name, table, document.text)
        yield Mutant(broken, data["topic"], rule, name, what, document.line(path))


def _edit_topic(data: Mapping[str, Any], words: Words) -> Iterator[tuple[Path_, str, Any]]:
    yield from _edit_conditions(("when",), data.get("when"), words)
    if isinstance(data.get("when"), dict) and len(data["when"]) > 1:
        yield ("when",), "dropped the topic's `when`", DROPPED
    for i, rule in enumerate(data.get("rule", ())):
        here: Path_ = ("rule", i)
        yield from _edit_conditions((*here, "when"), rule.get("when"), words)
        for name, value in rule.get("then", {}).items():
            yield from (((*here, "then", name), what, new) for what, new in _edit_conclusions(name, value, words))
        for level in _find_neighbours(data.get("levels", ()), rule.get("level")):
            yield (*here, "level"), f"moved to level {quoted(level)}", level
        for key in ("overrides", "blocks"):
            for other in rule.get(key, ()):
                left = [each for each in rule[key] if each != other]
                yield (*here, key), f"no longer {key} {quoted(other)}", left or DROPPED
        yield here, "dropped the rule", DROPPED


def _edit_conditions(path: Path_, when: Any, words: Words) -> Iterator[tuple[Path_, str, Any]]:
    """Edits of a `when`: of each line, and of each alternative if there are several."""
    if isinstance(when, list):
        for i, branch in enumerate(when):
            if len(when) > 1:
                yield (*path, i), "dropped the alternative", DROPPED
            for at, what, value in _edit_conditions((*path, i), branch, words):
                yield (at, what, value) if at != (*path, i) else (path, what, DROPPED)  # an empty branch always passes
    elif isinstance(when, dict):
        for name, raw in when.items():
            last = len(when) == 1
            yield path if last else (*path, name), f"dropped the condition on {quoted(name)}", DROPPED
            if name in words.inputs:
                yield from (((*path, name), what, new) for what, new in _edit_tests(words.inputs[name], raw))


def _edit_tests(attribute: Attribute, raw: Any) -> Iterator[Edit]:
    for new in _other_bounds(attribute, raw) if attribute.type in ORDERED else ():
        yield _describe_edit(raw, new), new
    others = _other_sets(attribute, raw) if attribute.type == "set" else _other_values(attribute, raw)
    for new in others:
        yield _describe_edit(raw, new), new


def _other_values(attribute: Attribute, raw: Any) -> Iterator[Any]:
    """The condition negated, and with one value more or less."""
    if isinstance(raw, dict) and ("not" not in raw or len(raw) > 1 or isinstance(raw["not"], dict)):
        return
    inner = raw["not"] if isinstance(raw, dict) else raw
    if isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
        return
    yield inner if isinstance(raw, dict) else {"not": raw}
    for listed in _one_more_or_less(inner, _list_domain(attribute)):
        yield {"not": listed} if isinstance(raw, dict) else listed


def _other_sets(attribute: Attribute, raw: Any) -> Iterator[Any]:
    every = [*map(str, attribute.values)]
    if isinstance(raw, dict) and "count_at_least" in raw:
        yield from ({**raw, "count_at_least": raw["count_at_least"] + step} for step in (-1, 1))
        return
    if isinstance(raw, dict) and len(raw) > 1:
        yield from ({key: kept for key, kept in raw.items() if key != gone} for gone in raw)
        return
    operator = next(iter(raw)) if isinstance(raw, dict) and raw else ""
    inner = raw[operator] if operator else raw
    if isinstance(inner, dict):
        return
    yield {"not": raw} if not operator else inner
    if isinstance(inner, list) and len(inner) > 1 and not operator:
        yield {"all": inner}
    for listed in _one_more_or_less(every if inner == "any" else inner, every):
        yield {operator: listed} if operator else listed


def _one_more_or_less(listed: Any, domain: Iterable[Any]) -> Iterator[Any]:
    """A value or list with one value more or less."""
    values = listed if isinstance(listed, list) else [listed]
    if len(values) > 1:
        yield from ([other for other in values if other != value] for value in values)
    yield from ([*values, value] for value in domain if value not in values)


def _list_domain(attribute: Attribute) -> list[Any]:
    return [] if attribute.type in ORDERED else [*(attribute.domain or ()), UNKNOWN]


def _other_bounds(attribute: Attribute, raw: Any) -> Iterator[Any]:
    """Every number in the condition one higher and one lower, and each of two bounds left out."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from ({**raw, key: new} for new in _other_bounds(attribute, value))
            if len(raw) > 1:
                yield {other: kept for other, kept in raw.items() if other != key}
    elif isinstance(raw, list):
        for i, value in enumerate(raw):
            yield from ([*raw[:i], new, *raw[i + 1 :]] for new in _other_bounds(attribute, value) if new not in raw)
    elif isinstance(raw, (int, float, datetime.date)):
        step = datetime.timedelta(days=1) if isinstance(raw, datetime.date) else 1
        yield from (new for new in (raw - step, raw + step) if _is_admitted(attribute, new))  # type: ignore[operator]


def _is_admitted(attribute: Attribute, value: Any) -> bool:
    low, high = attribute.at_least, attribute.at_most
    return bool((low is None or low <= value) and (high is None or value <= high))


def _edit_conclusions(name: str, value: Any, words: Words) -> Iterator[Edit]:
    yield f"dropped {quoted(name)}", DROPPED
    if isinstance(value, list):
        for element in value if len(value) > 1 else ():
            yield f"dropped {quoted(element)} from {quoted(name)}", [other for other in value if other != element]
    else:
        for other in _other_conclusions(words.slots[name], value, words.given.get(name, ())):
            yield _describe_edit(value, other), other


def _other_conclusions(slot: Slot, value: Any, given: Sequence[Any]) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + 1
    else:
        yield from (other for other in slot.values or given if other != value)


def _find_neighbours(levels: Sequence[str], level: Any) -> list[str]:
    if level not in levels:
        return []
    place = levels.index(level)
    return [levels[i] for i in (place - 1, place + 1) if 0 <= i < len(levels)]


def _describe_edit(old: Any, new: Any) -> str:
    return " → ".join(text if len(text) <= LONG else f"{text[:LONG]}…" for text in (_write_toml(old), _write_toml(new)))


def _write_toml(value: Any) -> str:
    """A value in TOML syntax."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_write_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write_toml, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def _replace_at(data: Any, path: Path_, value: Any) -> Any:
    """Data with the value at a path replaced or dropped; the rest is shared."""
    step, *rest = path
    new = _replace_at(data[step], tuple(rest), value) if rest else value
    if isinstance(data, list):
        return [
            each for i, old in enumerate(data) for each in ([old] if i != step else [] if new is DROPPED else [new])
        ]
    changed = {**data, step: new}
    if new is DROPPED:
        del changed[step]
    return changed


def _drop_overrides(data: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """The topic without overrides from or to a rule that was moved to another level."""
    return {**data, "rule": [_without_overrides(each, rule) for each in data["rule"]]}


def _without_overrides(table: Mapping[str, Any], rule: str) -> dict[str, Any]:
    left = [] if table.get("id") == rule else [other for other in table.get("overrides", ()) if other != rule]
    return {
        **{key: value for key, value in table.items() if key != "overrides"},
        **({"overrides": left} if left else {}),
    }


def all_mutants(book: Rulebook) -> list[tuple[int, Mutant]]:
    """Every mutant, with the layer of its file."""
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
    """The mutants that load, each with its topics. Cases are not reloaded: a case that names a lost rule fails."""
    problems = Problems()
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
    """The topics, if fresh drafts read and conclude the same as before; else none."""
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
