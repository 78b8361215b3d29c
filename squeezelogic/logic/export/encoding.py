"""SQL expressions that encode the columns of a situation as parts of keys, without joins."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import inf

from squeezelogic.logic.export.columns import Column
from squeezelogic.logic.export.lookups import Given
from squeezelogic.logic.export.tables import Export
from squeezelogic.logic.model.conditions import Between
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.rules import Topic
from squeezelogic.logic.model.vocabulary import HIGHEST, LOWEST, UNKNOWN, Attribute, Value
from squeezelogic.logic.semantics.runs import cuts

SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}
DIGITS_EXACT, LARGEST_EXACT = 15, 2**53
"""The number of decimal digits, and the largest whole number, that double precision represents exactly."""
LARGEST_DOUBLE = 1.7976931348623157e308


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value | None) -> str:
    """A value as an SQL literal; dates are texts, which have the same order."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return f"'{value.isoformat()}'"
    if isinstance(value, (Decimal, float)):
        return repr(float(value))
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def join_parts(parts: Sequence[str], sign: str) -> str:
    """Parts joined by an operator, with the least nesting, since engines limit the depth."""
    found = list(parts)
    while len(found) > 1:
        found = [f" {sign} ".join(found[i : i + 8]) for i in range(0, len(found), 8)]
        found = [f"({part})" for part in found]
    return found[0]


# ---------------------------------------------------------------- completed and checked


def complete_facts(export: Export, key: str) -> Iterator[str]:
    """Two steps: the columns with `unknown` as NULL; then completed with implied values."""
    own = identifier(key)
    names = {column.attribute.name: identifier(column.name) for column in export.columns}
    steps = {
        ("given", '"situations"'): map(_select_given, export.columns),
        ("completed", "given"): _select_completed(export, names),
    }
    for (name, source), columns in steps.items():
        yield "\n".join([f"{name} AS (SELECT {', '.join([own, *columns])}", f"FROM {source})"])


def find_problem(export: Export) -> str:
    """An expression for the problem of a completed situation; NULL if there is none."""
    names = {column.attribute.name: identifier(column.name) for column in export.columns}
    problems = [*_find_problems(export.columns), *_find_contradictions(export, names), *_find_missing(export)]
    return "\n".join(["CASE", *problems, "END"]) if problems else "NULL"


def _select_given(column: Column) -> str:
    name = identifier(column.name)
    return f"NULLIF({name}, {literal(UNKNOWN)}) AS {name}" if column.attribute.type == "enum" else name


def _select_completed(export: Export, names: Mapping[str, str]) -> Iterator[str]:
    """The columns, completed with implied values where they are NULL."""
    cases: dict[str, dict[str, str]] = {}
    for it in export.implications:
        if it.implied is not None:
            of = cases.setdefault(names[it.other], {})
            start = of.get(it.attribute, f"CASE {names[it.attribute]}")
            of[it.attribute] = f"{start} WHEN {literal(it.value)} THEN {literal(it.implied)}"
    for column in export.columns:
        name = identifier(column.name)
        following = [f"{case} END" for case in cases.get(name, {}).values()]
        yield f"COALESCE({', '.join([name, *following])}) AS {name}" if following else name


def _find_problems(columns: Iterable[Column]) -> Iterator[str]:
    """A test and a message for each value that a column must not hold. NULL is allowed here."""
    for column in columns:
        said = literal(f"{column.name}: not one of its values")
        yield f"WHEN {_find_wrong(identifier(column.name), column.attribute)} THEN {said}"


def _find_wrong(name: str, attribute: Attribute) -> str:
    """A test for invalid values of a column. Only SQLite allows texts in columns of numbers and dates."""
    if attribute.type == "set" or attribute.domain is not None:
        listed = (True, False) if attribute.type == "set" else attribute.domain or ()
        return f"{name} NOT IN ({', '.join(map(literal, listed))})"
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "date":
        ends = low or datetime.date.min, high or datetime.date.max
        text = f"CAST({name} AS TEXT)"
        strange = (
            f"{text} NOT LIKE '____-__-__' OR SUBSTR({text}, 6, 2) NOT BETWEEN '01' AND '12' "
            f"OR SUBSTR({text}, 9, 2) NOT BETWEEN '01' AND '31'"
        )
    else:
        ends = _get_ends(low, high, attribute.type)
        strange = f"{name} <> CAST({name} AS {'BIGINT' if attribute.type == 'integer' else 'DOUBLE PRECISION'})"
    return f"{name} NOT BETWEEN {literal(ends[0])} AND {literal(ends[1])} OR {strange}"


def _get_ends(low: Value | None, high: Value | None, kind: str) -> tuple[Value, Value]:
    """The lowest and highest number of a column; infinities are excluded."""
    lowest, highest = (LOWEST, HIGHEST) if kind == "integer" else (-LARGEST_DOUBLE, LARGEST_DOUBLE)
    return lowest if low is None else low, highest if high is None else high


def _find_missing(export: Export) -> Iterator[str]:
    for column in export.columns:
        if export.is_required(column):
            yield f"WHEN {identifier(column.name)} IS NULL THEN {literal(f'{column.name}: required')}"


def _find_contradictions(export: Export, names: Mapping[str, str]) -> Iterator[str]:
    for it in export.implications:
        differs = "IS NOT NULL" if it.implied is None else f"<> {literal(it.implied)}"
        said = f"{names[it.attribute]} = {literal(it.value)} AND {names[it.other]} {differs}"
        yield f"WHEN {said} THEN {literal(f'{it.other}: contradicts {it.attribute}')}"


# ---------------------------------------------------------------- encoded


def encode_fact(columns: Sequence[Column], encoded: Iterable[tuple[Given, int]]) -> str:
    """An expression for the number that one attribute adds to a key."""
    name, alike = identifier(columns[0].name), _group_alike(encoded)
    if columns[0].element is not None:
        of = {column.element: identifier(column.name) for column in columns}
        cases = ([of[str(element)] for element in elements] for elements in alike.values())
        bits = zip(alike, (join_parts(case, "OR") for case in cases), strict=True)
        return join_parts([f"CASE WHEN {case} THEN {adds} ELSE 0 END" for adds, case in bits], "+")
    return encode_value(name, alike)


def encode_value(name: str, alike: Mapping[int, Sequence[Given]]) -> str:
    """An expression for the number that a column adds to a key, from the values grouped by that number."""
    cases = (f"WHEN {_is_one_of(name, given)} THEN {adds}" for adds, given in alike.items())
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _group_alike(encoded: Iterable[tuple[Given, int]]) -> dict[int, list[Given]]:
    alike: dict[int, list[Given]] = {}
    for given, adds in encoded:
        alike.setdefault(adds, []).append(given)
    return alike


def encode_total(name: str, encoded: Iterable[tuple[Given, int]]) -> str:
    """An expression for the number that a total adds to a key."""
    return encode_value(identifier(name), _group_alike(encoded))


def _is_one_of(name: str, given: Sequence[Given]) -> str:
    ranges = [_is_between(name, it) for it in given if isinstance(it, Between)]
    values = [literal(it) for it in given if not isinstance(it, Between)]
    return join_parts([*ranges, *([f"{name} IN ({', '.join(values)})"] if values else [])], "OR")


def _is_between(name: str, given: Between) -> str:
    bounds = ((sign, getattr(given, bound)) for bound, sign in SIGNS.items())
    tests = [f"{name} {sign} {literal(value)}" for sign, value in bounds if value is not None]
    return f"({' AND '.join(tests)})" if tests else f"{name} IS NOT NULL"


def check_exact(export: Export) -> None:
    """Check that double precision represents all compared numbers exactly.

    Raises:
        InvalidInput: with all numbers that it does not.
    """
    refuse_inexact((each for each in list_inexact(export.topics) if each[0] in export.attributes), "SQL")


def refuse_inexact(found: Iterable[tuple[str, Value]], where: str) -> None:
    """Refuse numbers with which attributes are compared.

    Raises:
        InvalidInput: with all of them, if there are any.
    """
    if problems := dict.fromkeys(say_inexact(found, where)):
        raise InvalidInput(*problems)


def say_inexact(found: Iterable[tuple[str, Value]], where: str) -> Iterator[str]:
    """What is wrong with each number."""
    for name, value in found:
        yield (
            f"{quoted(name)} is compared with {quoted(value)}, which {where} cannot tell from its neighbours: "
            f"its numbers hold {DIGITS_EXACT} digits, and whole numbers up to 2^53"
        )


def list_inexact(topics: Iterable[Topic], types: Collection[str] = ("number",)) -> Iterator[tuple[str, Value]]:
    """The numbers with which attributes are compared that double precision does not tell from their neighbours.

    Args:
        topics: the topics whose rules compare.
        types: the types of the attributes.
    """
    for topic in topics:
        for clause in (clause for rule in topic.rules for branch in rule.when for clause in branch):
            if topic.inputs[clause.attribute].type in types:
                yield from ((clause.attribute, value) for value, _ in cuts(clause.test) if not is_exact(value))


def is_exact(value: Value) -> bool:
    """Whether double precision distinguishes a number from its neighbours."""
    if isinstance(value, int):
        return abs(value) < LARGEST_EXACT
    number = Decimal(str(value))
    return len(number.normalize().as_tuple().digits) <= DIGITS_EXACT and 0 < abs(float(number)) < inf
