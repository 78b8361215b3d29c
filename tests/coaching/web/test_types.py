"""The types of the JavaScript module match its arguments and results exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from squeezelogic import Rulebook, recommend
from squeezelogic.coaching.web.bundle import BOOK, MODULE, TYPES, bundle, shipped
from squeezelogic.logic.loading.toml_writer import toml
from tests.coaching.web.test_bundle import (
    BOAT,
    BOATING,
    decided,
    explain_both_ways,
    in_python,
    random_situations,
    to_json,
)

ROOT = Path(__file__).parents[3]
BOOKS = ("tests/clean/parcel", "docs/examples/rain")
TOKEN = re.compile(r'"[^"]*"|\w+|[{}()\[\]<>|;:,?=]')
DECLARED = re.compile(r"^export (interface|type|function|class|const) (\w+)([^\n]*(?:\n[ }][^\n]*)*)", re.MULTILINE)
TEXT = re.sub(r"/\*\*.*?\*/", "", shipped(TYPES), flags=re.DOTALL)
SOURCE = shipped(MODULE)
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "undefined": (),
    "object": (dict,),
    "unknown": (object,),
}
NEVER_SEEN = {"undefined"}  # JSON has no such value
Type = Any


class Reader:
    """Reads types: unions, lists, records, and objects with their keys."""

    def __init__(self, text: str) -> None:
        self.tokens, self.place = TOKEN.findall(text), 0

    def peek(self) -> str:
        """The next token."""
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """The next token, if it is a wanted one."""
        found = self.peek()
        if wanted and found not in wanted:
            return ""
        self.place += 1
        return found

    def union(self) -> Type:
        """A type."""
        parts = [self.several()]
        while self.take("|"):
            parts.append(self.several())
        return ("union", parts) if len(parts) > 1 else parts[0]

    def several(self) -> Type:
        """A type, or lists of it."""
        self.take("readonly")
        found = self.single()
        while self.take("["):
            assert self.take("]")
            found = ("list", found)
        return found

    def single(self) -> Type:
        """A name, a text, a record or an object."""
        if self.take("("):
            found = self.union()
            assert self.take(")")
            return found
        if self.take("{"):
            return self.fields()
        name = self.take()
        if name == "Record":
            assert [self.take(it) for it in "<"] + [self.take("string"), self.take(",")] == ["<", "string", ","]
            found = ("record", self.union())
            assert self.take(">")
            return found
        return ("text", name.strip('"')) if name.startswith('"') else ("name", name)

    def fields(self) -> Type:
        """The keys of an object up to its end, each with whether it may be absent."""
        keys: dict[str, tuple[bool, Type]] = {}
        is_open = False
        while not self.take("}"):
            self.take("readonly")
            if self.take("["):
                assert [self.take() for _ in range(4)] == ["key", ":", "string", "]"]
                is_open = True
                name = ""
            else:
                name = self.take()
            optional = bool(self.take("?"))
            assert self.take(":")
            kind = self.union()
            if name:
                keys[name] = (optional, kind)
            self.take(";")
        return ("object", keys, is_open)


DECLARATIONS = {name: (kind, rest) for kind, name, rest in DECLARED.findall(TEXT)}
NAMED = {
    name: Reader(rest.partition("=")[2]).union() if kind == "type" else Reader(rest[rest.index("{") :]).union()
    for name, (kind, rest) in DECLARATIONS.items()
    if kind in ("type", "interface", "class")
}
FUNCTIONS = {name: rest for name, (kind, rest) in DECLARATIONS.items() if kind == "function"}


def returned(function: str) -> Type:
    """The type that a function returns."""
    return Reader(FUNCTIONS[function].rpartition("):")[2]).union()


def fits(kind: Type, value: Any, at: str, seen: set[str]) -> bool:
    """Whether a value is of a type; notes which alternatives it took, and which keys were there or absent."""
    match kind:
        case ("union", parts):
            fitting = [part for part in parts if fits(part, value, f"{at}|{part[1]}", seen)]
            return bool(fitting)
        case ("list", of):
            return isinstance(value, list) and all(fits(of, it, f"{at}[]", seen) for it in value)
        case ("record", of):
            return isinstance(value, dict) and all(fits(of, it, f"{at}<>", seen) for it in value.values())
        case ("object", keys, is_open):
            if not isinstance(value, dict) or not (is_open or value.keys() <= keys.keys()):
                return False
            seen |= {f"{at}.{name} {'is' if name in value else 'is not'} there" for name in keys}
            lacking = [name for name, (optional, _) in keys.items() if not optional and name not in value]
            return not lacking and all(
                fits(of, value[name], f"{at}.{name}", seen) for name, (_, of) in keys.items() if name in value
            )
        case ("text", text):
            seen |= {f"{at} taken"} if value == text else set()
            return bool(value == text)
        case ("name", name) if name in KINDS:
            ok = isinstance(value, KINDS[name]) and not (name == "number" and isinstance(value, bool))
            seen |= {f"{at} taken"} if ok else set()
            return ok
        case ("name", name):
            ok = fits(NAMED[name], value, name, seen)
            seen |= {f"{at} taken"} if ok else set()
            return ok
    raise AssertionError(kind)


def expected(kind: Type, at: str) -> Iterator[str]:
    """What has to be seen so that each part of a type is needed."""
    match kind:
        case ("union", parts):
            for part in parts:
                if part[0] in ("name", "text"):
                    yield from [] if part[1] in NEVER_SEEN else [f"{at}|{part[1]} taken"]
                else:
                    yield from expected(part, f"{at}|{part[1]}")
        case ("list", of):
            yield from expected(of, f"{at}[]")
        case ("record", of):
            yield from expected(of, f"{at}<>")
        case ("object", keys, _):
            for name, (optional, of) in keys.items():
                yield f"{at}.{name} is there"
                yield from [f"{at}.{name} is not there"] if optional else []
                yield from expected(of, f"{at}.{name}")


MORE: dict[str, dict[str, Any]] = {
    "vocabulary.toml": {
        "attribute": {
            "day": {"type": "date", "at_least": date(2020, 1, 1), "at_most": date(2030, 1, 1)},
            "shoes": {"values": ["flat", "none"], "implies": {"none": {"barefoot": True}}},
            "barefoot": {"type": "boolean"},
            "years": {"type": "integer"},
        }
    },
    "coaching.toml": {
        "topic": "coaching",
        "rule": [{"id": "go-on", "level": "all", "when": {"verdict": "squeeze"}, "then": {"next_step": "step-next"}}],
    },
}
"""On top of `tests/lifts/`: values of further types, and a step without a direction."""


def collect_samples(folder: Path) -> Iterator[tuple[str, Type, Any]]:
    """What the module takes and gives, as the tests beside this one compare it with Python, with the type of each."""
    for file, data in MORE.items():
        (folder / file).write_text(toml(data), "utf-8")
    lifts, boat = Rulebook.load(ROOT / "tests/lifts").extended(folder), Rulebook.load(BOAT)
    for book in (Rulebook.default(), boat, lifts, *(Rulebook.load(ROOT / it) for it in BOOKS)):
        yield "Book", ("name", "Book"), json.loads(bundle(book, ["all"])[BOOK])
    for facts in random_situations(150, seed=5):
        yield "Facts", ("name", "Facts"), {**facts, "rehab": None}
        yield "recommend", returned("recommend"), in_python(facts)
    for exercise in ("hip thrust", "kettlebell swing"):
        more = {"ceiling": 300, "shoes": "none", "barefoot": True, "years": 3}
        rec = recommend({"more": more}, exercise, rulebook=lifts)
        yield "recommend", returned("recommend"), json.loads(json.dumps(rec.to_dict()))
    for facts in BOATING:
        yield "decide", returned("decide"), decided(boat, facts)
        yield "situation", returned("situation"), {it: to_json(value) for it, value in complete(boat, facts).items()}
        for what in ("go", "tips", "yes", "go=with_a_vest", "wetsuit", "a-leak-sinks"):
            because, refused = explain_both_ways(boat, facts, what)
            yield "why", returned("why"), because
            yield "whyNot", returned("whyNot"), refused
    yield from ((name, returned(name), ["swims"]) for name in ("questions", "languages"))
    yield "brief", returned("brief"), "Brace."


def complete(book: Rulebook, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts made complete."""
    dated = {name: date.fromisoformat(it) if name == "day" else it for name, it in facts.items()}
    return dict(book.vocabulary.situation(dated))


def test_what_there_is_has_its_type_and_each_part_of_a_type_is_needed(tmp_path: Path) -> None:
    """Every key and every alternative occurs, and what may be absent is absent somewhere."""
    seen: set[str] = set()
    for name, kind, value in collect_samples(tmp_path):
        assert fits(kind, value, name, seen), (name, value)
    wanted = [it for name in NAMED if DECLARATIONS[name][0] != "class" for it in expected(NAMED[name], name)]
    assert [it for it in wanted if it not in seen] == []


def test_the_functions_and_errors_are_those_of_the_module() -> None:
    """With the names of their parameters, of which those with a value by default may be left out."""
    made = re.findall(r"^export (?:function (\w+)\(([^)]*\)?)\) {|const (\w+) = \((\w+)\) =>)", SOURCE, re.MULTILINE)
    given = {one or other: [it.strip() for it in (takes or take).split(",")] for one, takes, other, take in made}
    parameters = {name: [it.partition(" =")[::2] for it in its] for name, its in given.items()}
    declared = {
        name: re.findall(r"(\w+)(\??): ([\w\[\]]+)", rest.rpartition("):")[0]) for name, rest in FUNCTIONS.items()
    }
    assert {name: [(it, bool(default)) for it, default in its] for name, its in parameters.items()} == {
        name: [(it, bool(optional)) for it, optional, _ in its] for name, its in declared.items()
    }
    kinds = {"book": "Book", "facts": "Facts", "what": "string", "language": "string", "about": "string[]"}
    assert {(it, kind) for its in declared.values() for it, _, kind in its} == set(kinds.items())
    assert returned("inLanguage") == ("name", "Book")
    errors = {name: set(NAMED[name][1]) for name, (kind, _) in DECLARATIONS.items() if kind == "class"}
    for name, fields in errors.items():
        body = SOURCE.partition(f"class {name} extends Error")[2].partition("\n}")[0]
        assigned = re.findall(r"this\.(\w+) =", body) + re.findall(
            r"\w+", body.partition("assign(this, {")[2].partition("}")[0]
        )
        assert fields == {*assigned} - {"name"}
    assert set(errors) == set(re.findall(r"^export class (\w+)", SOURCE, re.MULTILINE))
    assert re.findall(r"^export const (\w+) = (\"\w+\");", SOURCE, re.MULTILINE) == [("UNKNOWN", '"unknown"')]
    assert DECLARATIONS["UNKNOWN"] == ("const", ': "unknown";')
