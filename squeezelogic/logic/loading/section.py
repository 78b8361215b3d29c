"""A table of a document, read key by key; problems are collected, not raised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from functools import partial
from typing import Any, TypeVar

from attrs import Factory, define, evolve, frozen

from squeezelogic.logic.loading.document import Document, Path_
from squeezelogic.logic.model.errors import (
    MOST_PROBLEMS,
    Problem,
    RulebookError,
    choose_from,
    did_you_mean,
    in_file_order,
    quoted,
)
from squeezelogic.logic.model.rules import Place

T = TypeVar("T")

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_SEARCHED = 200_000
WORD = re.compile(r"\w+")
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
TYPES: dict[type, str] = {
    str: "a text",
    bool: "`true` or `false`",
    int: "a whole number",
    dict: "a table",
    list: "a list",
}

FOREIGN = {
    **dict.fromkeys(
        ("priority", "salience", "order", "weight", "rank_above"),
        "rules have levels, highest first, and `overrides` within a level",
    ),
    **dict.fromkeys(("else", "otherwise", "default"), "write a rule without `when` on the lowest level"),
    **dict.fromkeys(("if", "condition", "conditions"), "say when.… = …"),
    **dict.fromkeys(("unless", "except"), "say when.… = { not = … }, or block the rule from a higher level: `blocks`"),
    **dict.fromkeys(("result", "conclusion", "actions", "output"), "say then.… = …"),
    "rules": "write [[rule]] for each rule",
    "laws": "write [[law]] for each law",
    "cases": "write [[case]] for each case",
}
"""Keys of other rule languages, with their equivalents here."""


@define
class Problems:
    """The problems of a rulebook, without those that only follow from others.

    Args:
        found: every problem, with its dependencies: names that must have been read.
        lost: what could not be read: kinds of files, keys of tables, names.
    """

    found: list[tuple[Problem, frozenset[Hashable]]] = Factory(list)
    lost: set[Hashable] = Factory(set)

    def __len__(self) -> int:
        return len(self.found)

    def clear(self) -> None:
        """Forget everything."""
        self.found.clear()
        self.lost.clear()

    def add(self, problem: Problem, needs: Iterable[Hashable] = ()) -> None:
        """Add a problem; it is left out if anything that it needs is lost."""
        if len(self) >= MOST_PROBLEMS:
            raise RulebookError([*self.left(), Problem("there are more problems, which can wait")])
        self.found.append((problem, frozenset(needs)))

    def left(self) -> list[Problem]:
        """The problems that do not follow from others, in file order."""
        return in_file_order(problem for problem, needs in self.found if needs.isdisjoint(self.lost))


@frozen
class Section:
    """One table of one document.

    Args:
        document: the file.
        path: the path to the table from the top of the file.
        problems: the problems, shared by all sections of a rulebook.
        rule: the id of the rule being read, for messages.
    """

    document: Document
    path: Path_
    problems: Problems
    rule: str | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The table itself."""
        data: Any = self.document.data
        for step in self.path:
            data = data[step]
        return data  # type: ignore[no-any-return]

    @property
    def place(self) -> Place:
        """The place where the table begins."""
        return Place(self.document.name, partial(self.document.line, self.path))

    def named(self, rule: str) -> Section:
        """The same section, with a rule for its messages."""
        return evolve(self, rule=rule)

    def note(self, what: str, *keys: str | int, fix: str = "", needs: Iterable[Hashable] = ()) -> None:
        """Report a problem at a key of this table, unless something that it needs is lost."""
        line = self.document.line((*self.path, *keys))
        self.problems.add(Problem(what, self.document.name, line, self.rule, fix), needs)

    def lose(self, *names: Hashable) -> None:
        """Record that something could not be read."""
        self.problems.lost.update(names)

    def at(self, *keys: str) -> list[Hashable]:
        """Keys of this table as needs of a problem: they are lost if a misspelt key may stand for them."""
        return [(self.document.name, *self.path, key) for key in keys]

    def has_lost(self, *keys: str) -> bool:
        """Whether a misspelt key may stand for one of these."""
        return not self.problems.lost.isdisjoint(self.at(*keys))

    def near(self, given: object, options: Collection[str]) -> str:
        """The likely fix for a word that is not among the options.

        The number of options that are searched decreases with the number of problems: comparing thousands of misspelt
        words with thousands of options would take too long.
        """
        if len(self.problems) * len(options) > MOST_SEARCHED:
            return choose_from(options)
        return did_you_mean(given, options)

    def expect_only(self, keys: Iterable[str], needs: Iterable[Hashable] = ()) -> None:
        """Report every unknown key; the keys for which it may stand count as lost."""
        known = list(keys)
        for key in (key for key in self.data if key not in known):
            at = (key, 0) if isinstance(self.data[key], list) else (key,)  # where its first table begins, if it has any
            fix = FOREIGN.get(key, "") or did_you_mean(key, known)
            self.note(f"unknown key {quoted(key)}", *at, fix=fix, needs=needs)
            self.lose(*self.at(*WORD.findall(fix)))

    def get(self, key: str, kind: type[T], default: T) -> T:
        """The value at a key, or the default if it is missing or of another type (which is reported)."""
        value = self.data.get(key, default)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.note(f"{quoted(key)} must be {TYPES[kind]}, not {quoted(value)}", key)
        return default

    def text(self, key: str, default: str = "") -> str:
        """The text at a key."""
        return self.get(key, str, default)

    def one_of(self, key: str, options: Iterable[str], default: str) -> str:
        """One word out of several."""
        choices = tuple(options)
        value = self.text(key, default)
        if value in choices or value == default:
            return value
        self.note(f"unknown {key} {quoted(value)}", key, fix=did_you_mean(value, choices))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of distinct texts; empty if the key is missing. An empty list is reported."""
        if key not in self.data:
            return ()
        values: list[Any] = self.get(key, list, [])
        if self.data[key] == []:
            self.note(f"{quoted(key)} is an empty list", key, fix="leave the key out")
        for value in values:
            if not isinstance(value, str):
                self.note(f"{quoted(key)} must hold texts, not {quoted(value)}", key)
        words = [value for value in values if isinstance(value, str)]
        for word in sorted(word for word, times in Counter(words).items() if times > 1):
            self.note(f"{quoted(word)} stands twice in {quoted(key)}", key)
        return tuple(dict.fromkeys(words))

    def sections(self, key: str) -> list[Section]:
        """The tables of an array of tables (`[[key]]`)."""
        if isinstance(self.data.get(key), dict):
            self.note(f"{quoted(key)} is a single table", key, fix=f"write [[{key}]], with two brackets")
            return []
        tables: list[Any] = self.get(key, list, [])
        found = []
        for i, table in enumerate(tables):
            if isinstance(table, dict):
                found.append(evolve(self, path=(*self.path, key, i)))
            else:
                self.note(f"{quoted(key)} must hold tables", key, fix=f"write [[{key}]]")
        return found

    def named_sections(self, key: str, pattern: re.Pattern[str]) -> dict[str, Section]:
        """The tables of a table (`[key.name]`), by name."""
        found = {}
        for name, table in self.get(key, dict, {}).items():
            if not isinstance(table, dict):
                self.note(f"{quoted(name)} must be a table", key, name, fix=f"write [{key}.{name}]")
            elif self.usable(name, pattern, key, name):
                found[name] = evolve(self, path=(*self.path, key, name))
        return found

    def usable(self, name: str, pattern: re.Pattern[str], *keys: str | int) -> bool:
        """Whether a name has the required form; reported if not."""
        if pattern.fullmatch(name) and len(name) <= 100:
            return True
        style = "kebab-case (`ribs-down`)" if pattern is KEBAB else "snake_case (`back_pain`)"
        self.note(f"unusable name {quoted(name)}", *keys, fix=f"use {style}, at most 100 characters")
        return False
