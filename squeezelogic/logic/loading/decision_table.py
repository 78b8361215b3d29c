"""Reads a decision table in CSV as a topic: the inverse of `squeezelogic table --format csv`.

The header names attributes, then slots. A row is a rule: its cells on the left are conditions, those on the right
conclusions. Besides the cells that `analysis/cells.py` writes, DMN cells are accepted: `[3..7]`, `< 5`, `not(a, b)`.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from attrs import frozen

from squeezelogic.logic.loading.collect import collect, read_folder
from squeezelogic.logic.loading.section import KEBAB, Problems
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.loading.vocabulary import read_vocabulary
from squeezelogic.logic.model.errors import InvalidInput, Problem, RulebookError, did_you_mean, quoted
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Slot, Vocabulary

NOTHING = ("", "-", "–", "—")
NO_ANSWER = "no answer"
ABOUT = ("id", "title", "because", "level")
"""Columns that describe a row, unless the vocabulary declares the name."""

UNIQUE, FIRST, COLLECT = "unique", "first", "collect"
MOST_ROWS, LARGEST_CELL = 10_000, 10_000
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^,"]+|.', re.DOTALL)
_PART = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^;"])*)(?:;|$)')
_NOT = re.compile(r"not\s*\((.*)\)|not\s+(.*)", re.DOTALL)
_HAS = re.compile(r"has\s+(any of|all of|none of|no)?\s*(.*)", re.DOTALL)
_RANGE = re.compile(r"\[?\s*([^\s.][^\s]*?)\s*\.\.\s*([^\s\]]+)\s*\]?")
_BOUND = re.compile(r"(<=|>=|≤|≥|<|>)\s*([^\s]+)")
_COUNT = re.compile(r"has (at least|fewer than) (\d{1,6}) of\s+(.*)", re.DOTALL)
_KEYS = {"<=": "at_most", "≤": "at_most", ">=": "at_least", "≥": "at_least", "<": "below", ">": "above"}

ANY, EMPTY = "any", {"not": "any"}
NUMBERED = ("integer", "number", "date")

Condition = Any
"""A condition in the TOML form of the rule language."""


class _Unreadable(Exception):
    """An invalid cell."""


def read_words(folder: Any) -> Vocabulary:
    """Read the vocabulary of a folder; the folder needs no topic.

    Raises:
        RulebookError: there is none, or it is invalid.
    """
    layer, unreadable = read_folder(folder)
    documents = tuple(document for document in layer if document.name.endswith("vocabulary.toml"))
    found = [problem for problem in unreadable if not documents or problem.file.endswith("vocabulary.toml")]
    if not documents:
        raise RulebookError(found or [Problem("no vocabulary", str(folder), suggestion="write `vocabulary.toml`")])
    problems = Problems([(problem, frozenset()) for problem in found])
    vocabulary = read_vocabulary(collect([documents], problems))
    if problems:
        raise RulebookError(problems.left())
    return vocabulary


def read_table(
    text: str,
    vocabulary: Vocabulary,
    topic: str,
    hit: str = UNIQUE,
    concludes: Sequence[str] = (),
    reads: Sequence[str] = (),
) -> str:
    """Translate a decision table to a topic file.

    Args:
        text: the table as CSV; the separator is detected.
        vocabulary: the attributes and slots of its header.
        topic: the topic's name.
        hit: `unique` if rows that match together agree, and points count once; `first` if only the first matching row
            counts; `collect` if every matching row adds its points.
        concludes: the slots that it fills; the slots right of the last attribute if left out.
        reads: slots of earlier topics, which it does not fill.

    Raises:
        InvalidInput: invalid columns and cells; it lists all of them.
    """
    rows = _read_rows(text)
    head = _Head.of(rows[0], vocabulary, concludes, reads)
    problems: list[str] = []
    rules = [rule for number, row in enumerate(rows[1:], 1) if (rule := head.rule(topic, number, row, problems))]
    if problems:
        raise InvalidInput(*problems)
    repeated = {rule["id"] for rule in rules if sum(rule["id"] == other["id"] for other in rules) > 1}
    if repeated:
        raise InvalidInput(*(f"two rows have the id {quoted(each)}: give each its own" for each in sorted(repeated)))
    if hit == UNIQUE:
        rules = _merge_agreeing(rules, [name for name, slot in head.concludes.items() if slot.sums])
    if hit == FIRST:
        for rule, below in pairwise(rules):
            rule["overrides"] = [below["id"]]
    levels = list(dict.fromkeys(rule["level"] for rule in rules if "level" in rule))
    data = {"topic": topic, **({"levels": levels} if levels else {}), "concludes": list(head.concludes), "rule": rules}
    return toml(data)


def _merge_agreeing(rules: Sequence[dict[str, Any]], sums: Sequence[str]) -> list[dict[str, Any]]:
    """Merge rules with equal points into one rule with alternatives, so that points count once if several hold."""
    merged: list[dict[str, Any]] = []
    for rule in rules:
        like = [it for it in merged if it["then"] == rule["then"] and it.get("level") == rule.get("level")]
        if not like or not any(slot in rule["then"] for slot in sums):
            merged.append(rule)
        elif "when" in like[0]:
            ways = [way for each in (like[0], rule) for way in _list_ways(each)]
            like[0]["when"] = ways
            if "when" not in rule:
                del like[0]["when"]
    return merged


def _list_ways(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    when = rule.get("when", [])
    return list(when) if isinstance(when, list) else [when]


def _read_rows(text: str) -> list[list[str]]:
    sample = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=sample.count)
    try:
        found = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise InvalidInput(f"the table cannot be read as CSV: {error}") from None
    if len(found) < 2:
        raise InvalidInput("the table has no rows: the first line is its head, each further line a rule")
    if len(found) > MOST_ROWS:
        raise InvalidInput(f"the table has {len(found):,} rows: at most {MOST_ROWS:,} are read")
    return found


@frozen
class _Head:
    """The columns: each an attribute, a slot to read, a slot to fill, or a description of the row."""

    names: tuple[str, ...]
    asked: Mapping[str, Attribute]
    concludes: Mapping[str, Slot]

    @classmethod
    def of(cls, row: Sequence[str], vocabulary: Vocabulary, concludes: Sequence[str], reads: Sequence[str]) -> _Head:
        names = tuple(cell.strip() for cell in row)
        known = {*vocabulary.attributes, *vocabulary.slots}
        problems = [f"unknown column {quoted(n)}: {did_you_mean(n, [*vocabulary.attributes, *vocabulary.slots])}"
                    for n in names if n not in known and n not in ABOUT]  # fmt: skip
        problems += [f"two columns are called {quoted(n)}" for n in sorted({n for n in names if names.count(n) > 1})]
        attributes = [place for place, name in enumerate(names) if name in vocabulary.attributes]
        last = max(attributes, default=-1)
        slots = [n for place, n in enumerate(names) if n in vocabulary.slots and place > last and n not in reads]
        filled = [name for name in names if name in (concludes or slots)]
        if not filled and not problems:
            problems.append("no column is a slot to fill: put the slots right of the attributes")
        if problems:
            raise InvalidInput(*problems)
        asked = {
            name: vocabulary.attributes[name] if name in vocabulary.attributes else _as_read(vocabulary.slots[name])
            for name in names
            if name in known and name not in filled
        }
        return cls(names, asked, {name: vocabulary.slots[name] for name in filled})

    def rule(self, topic: str, number: int, row: Sequence[str], problems: list[str]) -> dict[str, Any] | None:
        """Read a row as a rule; problems of its cells are reported."""
        cells = dict(zip(self.names, (cell.strip() for cell in row), strict=False))
        if len(row) > len(self.names):
            problems.append(f"row {number} has {len(row)} cells, and the head has {len(self.names)}")
        about = {n: cells[n] for n in ABOUT if n not in self.asked and n not in self.concludes and cells.get(n)}
        if NO_ANSWER in cells.values():
            problems.append(f"row {number} says {quoted(NO_ANSWER)}, which no rule can conclude: leave it out")
            return None
        ways = self._read_cells(self.asked, cells, number, problems, _read_conditions)
        then = self._read_cells(self.concludes, cells, number, problems, _read_conclusion)
        rule: dict[str, Any] = {"id": about.pop("id", "") or _make_id(topic, number), **about}
        if not KEBAB.fullmatch(rule["id"]):
            problems.append(f"row {number}, column `id`: unusable id {quoted(rule['id'])}; use kebab-case (`row-1`)")
        branches = [dict(zip(ways, chosen, strict=True)) for chosen in product(*ways.values())]
        if branches != [{}]:
            rule["when"] = branches if len(branches) > 1 else branches[0]
        if all(cells.get(slot, "") in NOTHING for slot in self.concludes):
            problems.append(f"row {number} concludes nothing")
        return {**rule, "then": then, "basis": "house"}

    @staticmethod
    def _read_cells(
        columns: Mapping[str, Any], cells: Mapping[str, str], number: int, problems: list[str], read: Callable[..., Any]
    ) -> dict[str, Any]:
        found = {}
        for name, column in columns.items():
            cell = cells.get(name, "")
            if cell in NOTHING:
                continue
            try:
                if len(cell) > LARGEST_CELL:
                    raise _Unreadable(f"a cell of {len(cell):,} characters is too long")
                found[name] = read(column, cell)
            except _Unreadable as error:
                problems.append(f"row {number}, column {quoted(name)}: {error}")
        return found


def _make_id(topic: str, number: int) -> str:
    return f"{topic.replace('_', '-')}-row-{number}"


def _as_read(slot: Slot) -> Attribute:
    """A slot as a condition reads it; the loader validates texts and numbers."""
    kind = "set" if slot.accumulates else slot.type if slot.type in ("enum", "boolean", "integer", "number") else "enum"
    return Attribute(slot.name, of="slot", type=kind, values=slot.values)


def _read_conditions(attribute: Attribute, cell: str) -> list[Condition]:
    """The alternatives of a cell, each a condition; one if the rule language can express it in one."""
    parts = [_read_part(attribute, found.group(1).strip()) for found in _PART.finditer(cell) if found.group(1).strip()]
    if attribute.type == "set":
        return list(_set_conditions(parts))
    if len(parts) == 1:
        return [parts[0]]
    merged: dict[str, Any] = {}
    for part in parts:
        if not isinstance(part, dict):
            raise _Unreadable(f"{quoted(cell)} asks for a value and more: give the value alone")
        for key, value in part.items():
            merged[key] = value if key not in merged else _combine_conditions(key, merged[key], value)
    return [merged]


def _combine_conditions(key: str, one: Any, other: Any) -> Any:
    if key == "not":
        return [*(one if isinstance(one, list) else [one]), *(other if isinstance(other, list) else [other])]
    return max(one, other) if key in ("at_least", "above") else min(one, other)


def _set_conditions(parts: Sequence[dict[str, Any]]) -> Iterator[Condition]:
    """Combine parts that must all pass; several parts of the form `any of` are multiplied out."""
    if any(part == EMPTY for part in parts):
        yield EMPTY
        return
    anys = [part["any"] for part in parts if "any" in part]
    fixed = [element for part in parts for element in part.get("all", ())]
    nots = [part["not"] for part in parts if "not" in part]
    counts = [part for part in parts if "count_at_least" in part]
    if len(counts) > 1 or (len(nots) > 1 and any(isinstance(each, dict) for each in nots)):
        raise _Unreadable("this asks for more than one condition can say: write two rows")
    merged: dict[str, Any] = {**(counts[0] if counts else {})}
    if nots:
        without = nots[0] if isinstance(nots[0], dict) else [element for each in nots for element in each]
        merged["not"] = without[0] if isinstance(without, list) and len(without) == 1 else without
    if not fixed and not merged and len(anys) == 1:
        yield anys[0]
        return
    for chosen in product(*([each] if each == ANY else each for each in anys)):
        named = list(dict.fromkeys([*fixed, *(each for each in chosen if each != ANY)]))
        yield {**({"all": named} if named else {"any": ANY} if chosen else {}), **merged}


def _read_part(attribute: Attribute, part: str) -> Condition:
    if attribute.type == "set":
        return _set_part(attribute, part)
    if part == "known":
        return {"not": UNKNOWN}
    if attribute.type in NUMBERED:
        bounds = [_BOUND.fullmatch(each.strip()) for each in part.split(" and ")]
        if all(bounds):
            return {
                key: value
                for bound in bounds
                if bound
                for key, value in _read_bound(attribute, *bound.groups()).items()
            }
        if found := _RANGE.fullmatch(part):
            low, high = (_read_ordered(attribute, text) for text in found.groups())
            return {"at_least": low, "at_most": high}
    if found := _NOT.fullmatch(part):
        return {"not": _read_part(attribute, (found.group(1) or found.group(2)).strip())}
    values = [_read_value(attribute, word) for word in _split_words(part)]
    return values if len(values) > 1 else values[0]


def _read_bound(attribute: Attribute, sign: str, text: str) -> dict[str, Any]:
    key, end = _KEYS[sign], _read_ordered(attribute, text)
    if attribute.type == "integer" and isinstance(end, int) and key in ("above", "below"):
        return {"at_least": end + 1} if key == "above" else {"at_most": end - 1}
    return {key: end}


def _set_part(attribute: Attribute, part: str) -> dict[str, Any]:
    if part == "empty":
        return EMPTY
    if part == "not empty":
        return {"any": ANY}
    if found := _COUNT.fullmatch(part):
        counted = {"count_at_least": int(found.group(2)), "of": _read_list(attribute, found.group(3))}
        return counted if found.group(1) == "at least" else {"not": counted}
    if found := _HAS.fullmatch(part):
        key = {"all of": "all", "none of": "not", "no": "not"}.get(found.group(1) or "", "any")
        return {key: _read_list(attribute, found.group(2))}
    if found := _NOT.fullmatch(part):
        inner = (found.group(1) or found.group(2)).strip()
        asked = _set_part(attribute, inner)
        return {"not": asked.get("any", asked)}
    return {"any": _read_list(attribute, part)}


def _read_list(attribute: Attribute, text: str) -> list[Any]:
    return [_read_value(attribute, word) for word in _split_words(text)]


def _split_words(text: str) -> list[str]:
    """Split words at commas, and remove their quotes."""
    pieces = [""]
    for token in _TOKEN.findall(text):
        if token == ",":
            pieces.append("")
        else:
            pieces[-1] += token
    words = [piece.strip() for piece in pieces]
    if not all(words):
        raise _Unreadable(f"{quoted(text)} has a comma too many")
    return [_remove_quotes(word) for word in words]


def _remove_quotes(word: str) -> str:
    if not word.startswith('"'):
        return word
    try:
        return str(json.loads(word))
    except ValueError:
        raise _Unreadable(f"{quoted(word)} is no text in quotes") from None


def _read_value(attribute: Attribute, word: str) -> Any:
    """Read a word as a value."""
    if word == UNKNOWN and attribute.type != "set":
        return word
    if attribute.type == "boolean":
        return _read_truth(word)
    if attribute.type in NUMBERED:
        return _read_ordered(attribute, word)
    if attribute.values and word not in attribute.values:
        raise _Unreadable(f"{quoted(word)} is no value; {did_you_mean(word, map(str, attribute.values))}")
    return word


def _read_conclusion(slot: Slot, cell: str) -> Any:
    words = _split_words(cell)
    if slot.accumulates:
        return words
    if len(words) > 1:
        raise _Unreadable(f"{quoted(slot.name)} holds one value, not {quoted(cell)}")
    if slot.type == "boolean":
        return _read_truth(words[0])
    if slot.type in ("integer", "number"):
        return _read_number(words[0])
    if slot.values and words[0] not in slot.values:
        raise _Unreadable(f"{quoted(words[0])} is no value; {did_you_mean(words[0], slot.values)}")
    return words[0]


def _read_truth(word: str) -> bool:
    if word.lower() not in ("true", "false", "yes", "no"):
        raise _Unreadable(f"{quoted(word)} is neither `true` nor `false`")
    return word.lower() in ("true", "yes")


def _read_ordered(attribute: Attribute, text: str) -> int | float | datetime.date:
    """A number or a date."""
    if str(attribute.type) != "date":
        return _read_number(text)
    try:
        return datetime.date.fromisoformat(text.strip('"'))
    except ValueError:
        raise _Unreadable(f"{quoted(text)} is no date like 2026-01-31") from None


def _read_number(text: str) -> int | float:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise _Unreadable(f"{quoted(text)} is no number")
