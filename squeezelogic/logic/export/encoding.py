"""From the columns of a situation to what it answers, in SQL: a few expressions on one row, and no join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from squeezelogic.logic.export.columns import Column
from squeezelogic.logic.export.questions import Answer
from squeezelogic.logic.export.tables import Export
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value


def identifier(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value | None) -> str:
    """A value in SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def answering(export: Export, key: str) -> str:
    """The view of what situations answer: for each its key, what is wrong with it (NULL for nothing), and the bits."""
    own = identifier(key)
    names = {column.attribute.name: identifier(column.name) for column in export.columns}
    problems = [*_find_problems(export.columns), *_find_contradictions(export, names), *_find_missing(export)]
    answered = _group_answers(export)
    words = (f'{_encode_word(answered, word)} AS "yes_{word + 1}"' for word in range(export.questions.words))
    lines = [
        'CREATE VIEW "rulebook_answers" AS',
        f"WITH given AS (SELECT {', '.join([own, *map(_select_given, export.columns)])}",
        'FROM "situations"),',
        f"completed AS (SELECT {', '.join([own, *_select_completed(export, names)])}",
        "FROM given)",
        f"SELECT {own},",
        *(["CASE", *problems, 'END AS "problem",'] if problems else ['NULL AS "problem",']),
        ",\n".join(words),
        "FROM completed;\n",
    ]
    return "\n".join(lines)


def _select_given(column: Column) -> str:
    name = identifier(column.name)
    return f"NULLIF({name}, {literal(UNKNOWN)}) AS {name}" if column.attribute.type == "enum" else name


def _select_completed(export: Export, names: Mapping[str, str]) -> Iterator[str]:
    """The columns, with what follows from others where they are not given."""
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
    """What columns may not hold. NULL is never one of those."""
    for column in columns:
        name, attribute = identifier(column.name), column.attribute
        listed = ", ".join(map(literal, _list_values(attribute)))
        wrong = f"{name} NOT IN ({listed})"
        if attribute.type == "integer":
            low, high = attribute.at_least, attribute.at_most
            wrong = f"{name} NOT BETWEEN {low} AND {high} OR {name} <> CAST({name} AS BIGINT)"
        yield f"WHEN {wrong} THEN {literal(f'{column.name}: not one of its values')}"


def _find_missing(export: Export) -> Iterator[str]:
    for column in export.columns:
        if export.is_required(column):
            yield f"WHEN {identifier(column.name)} IS NULL THEN {literal(f'{column.name}: required')}"


def _list_values(attribute: Attribute) -> tuple[Value, ...]:
    return (True, False) if attribute.type in ("boolean", "set") else attribute.values


def _find_contradictions(export: Export, names: Mapping[str, str]) -> Iterator[str]:
    for it in export.implications:
        differs = "IS NOT NULL" if it.implied is None else f"<> {literal(it.implied)}"
        said = f"{names[it.attribute]} = {literal(it.value)} AND {names[it.other]} {differs}"
        yield f"WHEN {said} THEN {literal(f'{it.other}: contradicts {it.attribute}')}"


def _group_answers(export: Export) -> list[tuple[Column, list[Answer]]]:
    """For each column the answers it may give; for an element of a set the one it gives."""
    answers = {name: list(export.questions.answers(it)) for name, it in export.standing.attributes.items()}
    of_element = {(it.attribute, it.value): it for found in answers.values() for it in found}
    return [
        (column, answers[name] if column.element is None else [of_element[name, column.element]])
        for column in export.columns
        for name in (column.attribute.name,)
    ]


def _encode_word(answered: Iterable[tuple[Column, list[Answer]]], word: int) -> str:
    """The bits of one word of answers."""
    parts = [part for column, answers in answered if (part := _encode_part(column, answers, word)) != "0"]
    return _join_bits(parts) if parts else "0"


def _join_bits(parts: list[str]) -> str:
    """The bits of all parts, nested no deeper than need be: engines bound the depth."""
    while len(parts) > 1:
        parts = [" | ".join(parts[i : i + 8]) for i in range(0, len(parts), 8)]
        parts = [f"({part})" for part in parts]
    return parts[0]


def _encode_part(column: Column, answers: list[Answer], word: int) -> str:
    """What one column adds to a word of answers."""
    name, (first, *others) = identifier(column.name), answers
    if column.element is not None:
        return f"CASE WHEN {name} THEN {first.yes[word]} ELSE 0 END" if first.yes[word] else "0"
    alike: dict[int, list[Answer]] = {}
    for answer in others:
        alike.setdefault(answer.yes[word], []).append(answer)
    cases = [f"WHEN {_test_answers(name, some)} THEN {yes}" for yes, some in alike.items() if yes != first.yes[word]]
    return f"CASE {' '.join(cases)} ELSE {first.yes[word]} END" if cases else str(first.yes[word])


def _test_answers(name: str, answers: list[Answer]) -> str:
    runs = [f"{name} BETWEEN {it.at_least} AND {it.at_most}" for it in answers if it.at_least is not None]
    values = [literal(it.value) for it in answers if it.at_least is None]
    return " OR ".join(runs) if runs else f"{name} IN ({', '.join(values)})"
