"""The stages of a decision in SQL: steps of one query, each of which reads only columns of the previous step.

A step looks up rows of joint tables by flat joins, and adds a column for each: a word with a bit for each rule that
holds. Rules that can be overruled have separate words, with a bit for each rule that stands. A step passes on the
columns that later steps read. Every step is MATERIALIZED: engines that expand steps where they are read would compute
the first ones exponentially often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import define, field

from squeezelogic.logic.export.encoding import (
    complete_facts,
    encode_fact,
    encode_total,
    find_problem,
    identifier,
    join_parts,
)
from squeezelogic.logic.export.lookups import RULES_AT_MOST, Lookup, Ruling, Total
from squeezelogic.logic.export.tables import Export

JOINS_AT_ONCE = 50
"""The most joins in one step; SQLite joins at most 64 tables."""


@define
class _Step:
    columns: dict[str, str] = field(factory=dict)
    """The expression of each new column."""
    joins: list[str] = field(factory=list)
    reads: set[str] = field(factory=set)


class Stages:
    """The steps that decide.

    Args:
        export: the exported rulebook.
        key: the column of a situation's key.

    Attributes:
        words: the numbers of the words of standing rules; `name_word` returns their columns.
    """

    def __init__(self, export: Export, key: str) -> None:
        self.key = key
        self._export = export
        self._lookups = export.lookups
        self._places: dict[int, tuple[int, int]] = {}
        """For each rule decided so far, the word and the bit that show whether it stands."""
        self._steps = [_Step()]
        self._reads = self._steps[0].reads
        self._words = len(self._lookups.lookups)
        self._facts = self._encode_facts()
        for stage in self._lookups.stages[1:]:
            self._add_stage(stage)
        self._reads = set()  # later reads are of the last step's columns
        shown = (it.place for it in self._lookups.rulings.values() if not it.is_part)
        self.words = sorted({self._places[place][0] for place in shown})

    # ---------------------------------------------------------------- read

    @property
    def last(self) -> str:
        """The name of the last step."""
        return f"step_{len(self._steps) - 1}"

    @staticmethod
    def name_word(word: int) -> str:
        """The column of a word."""
        return f"word_{word}"

    def place_bit(self, place: int) -> tuple[int, int]:
        """The word and the bit that show whether a rule stands."""
        return self._places[place]

    def pick_word(self, table: str) -> str:
        """The branches of a `CASE` that selects a word by its number."""
        return " ".join(f"WHEN {word} THEN {table}.{identifier(self.name_word(word))}" for word in self.words)

    def stands(self, places: Iterable[int]) -> str:
        """A condition: at least one of these rules stands."""
        bits: dict[str, int] = {}
        for place in places:
            word, bit = self._places[place]
            bits[self.name_word(word)] = bits.get(self.name_word(word), 0) | bit
        self._reads.update(bits)
        tests = [f"({identifier(column)} & {mask}) <> 0" for column, mask in bits.items()]
        return f"({join_parts(tests, 'OR')})"

    def add_points(self, slot: str) -> str:
        """An expression for the sum of the points of standing rules for a slot."""
        points: Any = {place: self._lookups.plan.rules[place].then[slot] for place in self._lookups.fillers(slot)}
        parts = [
            f"CASE WHEN {self.stands([place])} THEN CAST({int(each)} AS BIGINT) ELSE 0 END"
            for place, each in points.items()
        ]
        return join_parts(parts or ["0"], "+")

    def steps(self) -> Iterator[str]:
        """The steps as common table expressions, in order; the last has the key, `problem`, and all words."""
        yield from complete_facts(self._export, self.key)
        carried: list[list[str]] = []
        wanted = {self.name_word(word) for word in self.words}
        for step in reversed(self._steps):
            carried.insert(0, sorted(wanted - step.columns.keys()))
            wanted = (wanted - step.columns.keys()) | step.reads
        for number, (step, columns) in enumerate(zip(self._steps, carried, strict=True)):
            yield self._write_step(number, step, columns)

    def _write_step(self, number: int, step: _Step, carried: Sequence[str]) -> str:
        own, problem = identifier(self.key), identifier("problem")
        said = find_problem(self._export) if number == 0 else problem
        columns = [own, f"{said} AS {problem}", *map(identifier, carried)]
        columns += [f"{expression} AS {identifier(column)}" for column, expression in step.columns.items()]
        source = f"step_{number - 1}" if number else "completed"
        inside = ",\n  ".join(columns)
        return f"step_{number} AS MATERIALIZED (SELECT\n  {inside}\n" + "\n".join([f"FROM {source}", *step.joins]) + ")"

    # ---------------------------------------------------------------- made

    def _encode_facts(self) -> set[int]:
        """Add columns for totals and for parts of keys from facts; return the look-ups that have such a part."""
        found = set()
        first = self._steps[0].columns
        of = {
            name: [it for it in self._export.columns if it.attribute.name == name] for name in self._export.attributes
        }
        for lookup in self._lookups.lookups:
            parts = [encode_fact(of[name], it) for name, it in self._lookups.given(lookup) if name in of and it]
            if parts:
                first[f"key_{lookup.number}"] = join_parts(parts, "+")
                found.add(lookup.number)
        for total in self._lookups.totals.values():
            if total.stage == 0:
                columns = [identifier(it.name) for it in of[total.of] if it.element in total.elements]
                counted = [f"CASE WHEN {column} THEN 1 ELSE 0 END" for column in columns]
                first[self._name_total(total)] = join_parts(counted, "+")
        return found

    def _name_total(self, total: Total) -> str:
        return f"total_{list(self._lookups.totals).index(total.name) + 1}"

    def _add_stage(self, stage: int) -> None:
        lookups = [it for it in self._lookups.lookups if it.stage == stage]
        settled = [it for it in self._lookups.rulings.values() if it.stage == stage and it.above]
        totals = [it for it in self._lookups.totals.values() if it.stage == stage]
        placed: dict[int, tuple[int, int]] = {}
        for first in range(0, max(1, len(lookups)), JOINS_AT_ONCE):
            self._steps.append(_Step())
            self._reads = self._steps[-1].reads
            for lookup in lookups[first : first + JOINS_AT_ONCE]:
                self._add_lookup(lookup)
        step = self._steps[-1]
        for total in totals:
            step.columns[self._name_total(total)] = self._find_total(total)
        for first in range(0, len(settled), RULES_AT_MOST):
            some = settled[first : first + RULES_AT_MOST]
            self._words += 1
            cases = [f"CASE WHEN {self._holds_alone(it)} THEN {1 << bit} ELSE 0 END" for bit, it in enumerate(some)]
            step.columns[self.name_word(self._words)] = join_parts(cases, "+")
            placed.update({it.place: (self._words, 1 << bit) for bit, it in enumerate(some)})
        for ruling in self._lookups.rulings.values():
            if ruling.stage == stage and not ruling.above:
                placed[ruling.place] = ruling.lookup.number, ruling.bit
        self._places.update(placed)

    def _holds_alone(self, ruling: Ruling) -> str:
        """A condition: a rule holds, and no rule that overrules it stands."""
        column = self.name_word(ruling.lookup.number)
        self._reads.add(column)
        return f"({identifier(column)} & {ruling.bit}) <> 0 AND NOT {self.stands(ruling.above)}"

    def _find_total(self, total: Total) -> str:
        if not total.elements:
            return self.add_points(total.of)
        giving = self._lookups.by_conclusion(total.of)
        found = [giving[element] for element in total.elements if element in giving]
        return join_parts([f"CASE WHEN {self.stands(places)} THEN 1 ELSE 0 END" for places in found] or ["0"], "+")

    def _add_lookup(self, lookup: Lookup) -> None:
        step, parts = self._steps[-1], []
        if lookup.number in self._facts:
            self._reads.add(f"key_{lookup.number}")
            parts.append(identifier(f"key_{lookup.number}"))
        for name, encoded in self._lookups.given(lookup):
            if name in self._lookups.totals and encoded:
                column = self._name_total(self._lookups.totals[name])
                self._reads.add(column)
                parts.append(encode_total(column, encoded))
        for adds, places in self._lookups.concluded(lookup).items():
            parts.append(f"CASE WHEN {self.stands(places)} THEN {adds} ELSE 0 END")
        table = f"t{lookup.number}"
        key = join_parts(parts or ["0"], "|")
        step.joins.append(
            f'LEFT JOIN "rulebook_rows" {table} ON {table}."lookup" = {lookup.number} AND {table}."key" = {key}'
        )
        step.columns[self.name_word(lookup.number)] = f'COALESCE({table}."holds", 0)'
