"""Commands that list the possible input: exercises by name, and facts with their values."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import GROUPS, add_folder, in_folder
from squeezelogic.cli.terminal import columns, text_width, write_hint
from squeezelogic.coaching.names import UnknownExercise, classify, find_exercise
from squeezelogic.logic.explain.prose import words
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, printable, quoted
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Vocabulary
from squeezelogic.logic.rulebook import Rulebook

NUMBERS = {"integer": "a whole number", "number": "a number", "date": "a date"}


def add_classify(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `classify`."""
    parser = Parser(
        prog,
        "Say of each name whether it is a thrust, a hinge, neither, or ambiguous (the articles do not settle it).",
        "NAME [NAME ...] [options]",
        'example: squeezelogic classify RDL "Power Clean" "Leg Curl"',
    )
    parser.set_defaults(run=_run_classify)
    parser.add_argument("names", metavar="NAME", nargs="+", help="a name; one of several words in quotes")
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    return parser


def _run_classify(options: argparse.Namespace) -> str:
    found = [(classify(name), name) for name in options.names]
    for hint in _find_hints(options.names):
        write_hint(hint)
    if options.json:
        return json.dumps([{"name": name, "family": family} for family, name in found], indent=2)
    if len(found) == 1:
        return found[0][0]
    return "\n".join(f"{family}\t{printable(name)}" for family, name in found)


def _find_hints(names: Sequence[str]) -> Iterable[str]:
    """What an unknown name may mean: another spelling, or all words as one name."""
    whole = " ".join(names)
    are_words = len(names) > 1 and all(" " not in name for name in names)
    if are_words and classify(whole) in ("thrust", "hinge"):
        yield f"taken as {len(names)} names; as one name, {quoted(whole)} is a {classify(whole)}: put quotes around it"
        return
    may_be_one = are_words and all(classify(name) == "neither" for name in names)
    for name in (*names, whole) if may_be_one else names:
        try:
            find_exercise(name)
        except UnknownExercise as error:
            if error.suggestions:
                yield f"{quoted(name)}: did you mean {' or '.join(map(quoted, error.suggestions))}?"
        except InvalidInput:
            continue


def add_exercises(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `exercises`."""
    parser = Parser(
        prog,
        "List the exercises that are known by name. Case, plural, word order, equipment and remarks do not matter: "
        "`classify` says what a name is taken for.",
        "[WORD ...] [options]",
        "example: squeezelogic exercises romanian",
    )
    parser.set_defaults(run=_run_exercises)
    parser.add_argument("words", metavar="WORD", nargs="*", help="list only names that hold every word")
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    return parser


def _run_exercises(options: argparse.Namespace) -> str:
    wanted = [word.casefold() for word in options.words]
    listed = [each for each in _list_names() if all(word in each["name"].casefold() for word in wanted)]
    if options.json:
        return json.dumps(listed, indent=2)
    if not listed:
        return f"No exercise here is called anything with {' and '.join(map(quoted, options.words))}."
    lines: list[str] = []
    for family in dict.fromkeys(each["family"] for each in listed):
        movements = dict.fromkeys(each["movement"] for each in listed if each["family"] == family)
        rows = [
            (f"  {words(movement)}", ", ".join(each["name"] for each in listed if each["movement"] == movement))
            for movement in movements
        ]
        lines += [*[""] * bool(lines), family.capitalize(), *columns(rows, text_width())]
    return "\n".join(lines)


def _list_names() -> list[dict[str, str]]:
    """Every name that is certainly a thrust or a hinge: common names, then those of the public catalogues."""
    from squeezelogic.coaching.names.catalogue import HEALTH_CONNECT, recognised  # noqa: PLC0415 - only this needs them
    from squeezelogic.coaching.names.lexicon import lexicon  # noqa: PLC0415

    phrases = [phrase.text for phrase in lexicon().phrases.entries if phrase.kind == "movement"]
    names = [*phrases, *(entry.name for entry in recognised() if entry.catalogue != HEALTH_CONNECT)]
    unique: dict[str, dict[str, str]] = {}
    for name in names:
        if classify(name) in ("thrust", "hinge"):
            exercise = find_exercise(name).exercise
            family = str(exercise.family)
            record = {"name": name, "family": family, "movement": str(exercise.movement or family)}
            unique.setdefault(name.casefold(), record)
    order = list(dict.fromkeys(each["movement"] for each in unique.values()))
    return sorted(
        unique.values(),
        key=lambda each: (each["family"] != "thrust", order.index(each["movement"]), each["name"].casefold()),
    )


def add_values(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `values`."""
    parser = Parser(
        prog,
        "List every fact that a rulebook takes, with its question and its values, and what it concludes.",
        "[FOLDER] [NAME ...] [options]",
        "example: squeezelogic values experience goal",
    )
    parser.set_defaults(run=_run_values)
    add_folder(parser)
    parser.add_argument("names", metavar="NAME", nargs="*", help="list only these facts and conclusions")
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    return parser


def _run_values(options: argparse.Namespace) -> str:
    vocabulary, named = _choose_names(options)
    attributes = [attribute for attribute in vocabulary.attributes.values() if attribute.name in named]
    slots = [slot for slot in vocabulary.slots.values() if slot.name in named]
    if options.json:
        concluded = [{"name": s.name, "type": s.type, "values": list(s.values)} for s in slots]
        return json.dumps({"facts": list(map(_attribute_record, attributes)), "slots": concluded}, indent=2)
    groups = {
        f"{title[0].upper()}{title[1:]}": [
            row for it in attributes if it.of == owner for row in _make_rows(it.name, it.ask, _describe_values(it))
        ]
        for owner, title in GROUPS.items()
    }
    groups["What is concluded"] = [row for slot in slots for row in _make_rows(slot.name, "", _describe_values(slot))]
    width, wide = text_width(), max((len(f"  {name}") for name in named), default=0)
    blocks = [
        [*columns([[title]], width), *columns([(name.ljust(wide), text) for name, text in rows], width)]
        for title, rows in groups.items()
        if rows
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _choose_names(options: argparse.Namespace) -> tuple[Vocabulary, list[str]]:
    """The vocabulary and the names to list. A first word that is no folder is a name in the default rulebook.

    Raises:
        InvalidInput: the vocabulary has no such name.
    """
    wanted = [name.replace("-", "_") for name in options.names]
    if options.folder is not None and not Path(options.folder).exists():
        default = Rulebook.default().vocabulary
        first, known = options.folder.replace("-", "_"), [*default.attributes, *default.slots]
        if first not in known:
            hint = did_you_mean(options.folder, known)
            raise InvalidInput(
                f"{quoted(options.folder)} is neither a folder nor a name in the default rulebook: {hint}"
            )
        wanted, options.folder = [first, *wanted], None
    vocabulary = in_folder(options).vocabulary
    every = [*vocabulary.attributes, *vocabulary.slots]
    if strange := [name for name in wanted if name not in every]:
        raise InvalidInput(*(f"no fact or conclusion {quoted(name)}: {did_you_mean(name, every)}" for name in strange))
    return vocabulary, wanted or every


def _make_rows(name: str, ask: str, possible: str) -> list[tuple[str, str]]:
    texts = list(filter(None, [ask, possible]))
    return [(f"  {name}" if not place else "", text) for place, text in enumerate(texts)]


def _describe_values(what: Attribute | Slot) -> str:
    """The possible values."""
    listed = ", ".join(map(str, what.values))
    if isinstance(what, Slot):
        kinds = {"text": "a text", "advice": "texts", "list": "a list", "boolean": "true or false", **NUMBERS}
        return listed or kinds.get(what.type, f"a {what.type}")
    if what.type == "set":
        return f"any of {listed}"
    if what.type == "boolean":
        return "yes, no"
    return listed or _describe_range(what)


def _describe_range(attribute: Attribute) -> str:
    low, high = attribute.at_least, attribute.at_most
    kind = NUMBERS.get(attribute.type, attribute.type)
    bounds = [f"from {low}"] * (low is not None) + [f"to {high}"] * (high is not None)
    return " ".join([kind, *bounds])


def _attribute_record(attribute: Attribute) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": attribute.name,
        "of": attribute.of,
        "type": attribute.type,
        "values": list(attribute.values),
        "ask": attribute.ask,
    }
    if attribute.type == "integer":
        record |= {"at_least": attribute.at_least, "at_most": attribute.at_most}
    return record
