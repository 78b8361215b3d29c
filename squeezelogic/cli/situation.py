"""The options for a rulebook, and for its facts: one option for each fact."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from squeezelogic.cli.parser import Parser, before_names
from squeezelogic.cli.terminal import write_hint
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.coaching.names import find_exercise
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.recommend import as_exercise, gather_problems
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.loading.collect import name_folder
from squeezelogic.logic.loading.safe_read import regular_bytes
from squeezelogic.logic.model.errors import InvalidInput, RulebookError, did_you_mean, quoted
from squeezelogic.logic.model.texts import ENGLISH
from squeezelogic.logic.model.vocabulary import NONE, NUMBERS, TRUTHS, UNKNOWN, Attribute, Vocabulary, as_number
from squeezelogic.logic.rulebook import Rulebook

LARGEST = 2**20
VOCABULARY = "vocabulary.toml"
GROUPS = {
    "profile": "the lifter (unknown where left out)",
    "exercise": "the exercise (what its name does not say)",
    "observed": "what was seen",
    "facts": "facts (unknown where left out)",
}
_PIPE = re.compile(r"-|/dev/stdin|/dev/fd/\d+")


class Files:
    """Finds the files that findings and problems name.

    Args:
        folder: the folder of the rulebook, as given; None for the default rulebook.
        on_top: whether it extends the default rulebook.
    """

    def __init__(self, folder: str | None, on_top: bool = False) -> None:
        default = shipped.folder()
        self._given = None if folder is None else Path(folder)
        self._folders = {default.name: default} if isinstance(default, Path) else {}
        if folder is not None:
            below = Rulebook.default().layers if on_top else ()
            self._folders[name_folder(Path(folder), below)] = Path(folder)

    def find(self, name: str) -> Path:
        """The path of a file, relative to the current directory if it is inside."""
        return from_here(self._find(name) or Path(name))

    def as_given(self, name: str) -> str:
        """The path of a file, with the folder spelled as given."""
        found = self._find(name)
        is_given = found is not None and self._given is not None and found.is_relative_to(self._given)
        return found.as_posix() if found is not None and is_given else name

    def _find(self, name: str) -> Path | None:
        for folder in sorted(self._folders, key=len, reverse=True):
            if name.startswith(f"{folder}/" if folder else ""):
                return self._folders[folder] / (name.removeprefix(f"{folder}/") if folder else name)
        return None


def from_here(path: Path) -> Path:
    """A path, relative to the current directory if it is inside."""
    whole = Path(os.path.normpath(path.absolute()))
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole


@contextmanager
def given_paths(folder: str | None, on_top: bool = False) -> Iterator[None]:
    """A block in which problems name the files of a folder by its path as given."""
    try:
        yield
    except RulebookError as error:
        files = Files(folder, on_top)
        raise RulebookError(attrs.evolve(it, file=files.as_given(it.file)) for it in error.problems) from None


def _load(folder: str, on_top: bool) -> Rulebook:
    with given_paths(folder, on_top):
        return Rulebook.default().extended(folder) if on_top else Rulebook.load(folder)


def add_rulebook(parser: Parser) -> None:
    """Add the options that name a rulebook."""
    parser.add_argument("--rulebook", metavar="FOLDER", help="a rulebook to put on top of the default one")
    parser.add_argument("--alone", action="store_true", help="take that rulebook without the default one")


def add_folder(parser: Parser) -> None:
    """Add the argument that names a rulebook's folder, for commands about a rulebook and not about a lifter."""
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="the rulebook; the default one if left out")
    parser.add_argument("--on-top", action="store_true", help="FOLDER holds only what it adds to the default one")


def in_folder(options: argparse.Namespace) -> Rulebook:
    """The rulebook in the given folder; the default one if none is given.

    Raises:
        RulebookError: the folder has no valid rulebook.
        InvalidInput: `--on-top` without a folder.
    """
    if options.folder is None:
        if options.on_top:
            raise InvalidInput("`--on-top` needs a folder")
        return Rulebook.default()
    return _load(options.folder, options.on_top)


def chosen(options: argparse.Namespace) -> Rulebook:
    """The rulebook that the options name; the default one if they name none.

    Raises:
        RulebookError: the folder has no valid rulebook.
        InvalidInput: `--alone` without a rulebook.
    """
    if options.rulebook is None:
        if options.alone:
            raise InvalidInput("`--alone` needs a rulebook: name its folder with `--rulebook`")
        return Rulebook.default()
    return _load(options.rulebook, not options.alone)


def add_situation(parser: Parser, arguments: Sequence[str]) -> None:
    """Add the exercise, and an option for each fact of the rulebook that the arguments name."""
    folder = _following("--rulebook", arguments)
    book = Rulebook.default() if folder is None else _load(folder, on_top=True)
    parser.set_defaults(book=book, folder=None)
    parser.add_argument("exercise", metavar="EXERCISE", nargs="+", help="a name, such as Hip Thrust (Barbell)")
    parser.add_argument("--rulebook", metavar="FOLDER", help="a rulebook to put on top of the default one")
    parser.add_argument(
        "--profile", metavar="FILE", help="a JSON file with a profile, - for standard input; options add to it"
    )
    add_facts(parser, book.vocabulary)


def add_subject(parser: Parser, arguments: Sequence[str], needed: bool = False) -> None:
    """Add a rulebook's folder with its facts if the arguments name one, or else an exercise.

    Args:
        parser: the parser of the command.
        arguments: the arguments of the command.
        needed: whether the command takes a rulebook if there are no arguments.
    """
    folder = named_folder(arguments)
    if folder is None and not needed:
        add_situation(parser, arguments)
        return
    book = Rulebook.default() if folder is None else _load(folder, "--on-top" in before_names(arguments))
    parser.set_defaults(book=book)
    add_folder(parser)
    add_facts(parser, book.vocabulary)


def named_folder(arguments: Sequence[str]) -> str | None:
    """The first argument that is a rulebook's folder: one with a vocabulary, or any folder with `--on-top`."""
    typed = before_names(arguments)
    given = [
        argument
        for before, argument in zip(("", *typed), typed, strict=False)
        if not argument.startswith("-") and before not in ("--rulebook", "--profile", "--facts")
    ]
    for argument in (*given, *arguments[len(typed) + 1 :]):
        path = Path(argument)
        if (path / VOCABULARY).is_file() or ("--on-top" in typed and path.is_dir()):
            return argument
    return None


def _following(option: str, arguments: Sequence[str]) -> str | None:
    """The value of an option in unparsed arguments."""
    typed = before_names(arguments)
    for place, argument in enumerate(typed):
        name, equals, value = argument.partition("=")
        if name == option:
            return value if equals else next(iter(typed[place + 1 : place + 2]), None)
    return None


def add_facts(parser: Parser, vocabulary: Vocabulary) -> None:
    """Add an option for each fact, grouped by owner, one for all of them as JSON, and one for the language."""
    parser.add_argument("--language", metavar="CODE", default=ENGLISH, help="the language of the texts, such as de")
    groups: dict[str, Any] = {}
    for attribute in vocabulary.attributes.values():
        group = groups.get(attribute.of) or groups.setdefault(
            attribute.of, parser.add_argument_group(GROUPS[attribute.of])
        )
        _add_fact(parser, group, attribute)
    parser.add_argument(
        "--facts", metavar="JSON", help="facts as a JSON object, a file that holds one, or - for standard input"
    )


def _add_fact(parser: Parser, group: Any, attribute: Attribute) -> None:
    option, dest = f"--{attribute.name.replace('_', '-')}", _dest(attribute.name)
    if option in parser.options():
        return  # the name is that of another option; `--facts` can give the fact
    listed = ", ".join(map(str, attribute.values))
    text = f"{attribute.ask} [{listed}]" if attribute.ask and listed else attribute.ask or listed
    text = text.replace("%", "%%")
    if attribute.type in ("enum", "set"):
        parser.words[option] = tuple(map(str, attribute.values))
    if attribute.type == "boolean":
        parser.add_truth(group, option, dest, text)
    elif attribute.type == "set":
        metavar = "FAULT[,FAULT]" if attribute.name == "observed" else "VALUE[,VALUE]"
        group.add_argument(option, action="append", metavar=metavar, dest=dest, help=text)
    else:
        group.add_argument(option, metavar="VALUE", dest=dest, help=text)


def _dest(name: str) -> str:
    return f"fact {name}"  # an attribute may have the name of an option


def facts(options: argparse.Namespace) -> dict[str, Any]:
    """The facts that the options give: those of `--facts`, overridden by single options.

    Raises:
        InvalidInput: `--facts` is not a JSON object, or has a fact that the rulebook does not declare.
    """
    attributes_ = options.book.vocabulary.attributes
    found = _json_facts(options.facts) if options.facts is not None else {}
    strange = [name for name in found if name not in attributes_]
    if strange:
        raise InvalidInput(*(f"unknown fact {quoted(name)}: {did_you_mean(name, attributes_)}" for name in strange))
    for name, attribute in attributes_.items():
        value = getattr(options, _dest(name), None)
        if value is not None:
            found[name] = read_value(attribute, value)
    return found


def read_value(attribute: Attribute, given: Any) -> Any:
    """Convert typed text to a value of the vocabulary, which rejects anything that cannot be converted."""
    if attribute.type == "set":
        return listed(given if isinstance(given, list) else [given], attribute)
    if not isinstance(given, str) or given.lower() == UNKNOWN:
        return given if isinstance(given, bool) else UNKNOWN
    if attribute.type == "boolean":
        return TRUTHS.get(given.lower(), given)
    try:
        return as_number(Decimal(given)) if attribute.type in NUMBERS else given
    except ArithmeticError:
        return given


def listed(values: Sequence[str], attribute: Attribute) -> list[str]:
    """Split lists at commas, without blanks around the elements unless the vocabulary declares them with blanks.

    One word for nothing is an empty list, unless it is an element.
    """
    known = set(map(str, attribute.values))
    words = [word for value in values for word in ([value] if value in known else value.split(","))]
    elements = [word if word in known else word.strip() for word in words if word in known or word.strip()]
    nothing = {NONE, UNKNOWN} - known
    return [] if len(elements) == 1 and elements[0].lower() in nothing else elements


def situation(options: argparse.Namespace) -> dict[str, Any]:
    """The options as arguments of `recommend`.

    Raises:
        InvalidInput: wrong values, all of them; or a profile that cannot be read.
        UnknownExercise, AmbiguousExercise: the name is not a thrust or a hinge, or may be either.
        RulebookError: the folder has no valid rulebook.
    """
    said = facts(options)
    mine, its = attributes(Profile), attributes(Exercise)
    file = _object(read_text(options.profile, "a profile"), options.profile, "a profile") if options.profile else {}
    more = {name: value for name, value in said.items() if name not in mine and name not in its and name != "observed"}
    if more:
        file = {**file, "more": {**_mapping(file.get("more")), **more}}
    profile = {**file, **{name: value for name, value in said.items() if name in mine}}
    exercise: Any = " ".join(options.exercise)
    observed, book = said.get("observed", ()), None if options.book is Rulebook.default() else options.book
    try:
        named = find_exercise(exercise).exercise
        exercise = {**named.facts, "family": None, **{name: value for name, value in said.items() if name in its}}
        known = Profile.of(profile), as_exercise(exercise)
    except InvalidInput:
        raise gather_problems(profile, exercise, observed, book) from None
    for hint in _find_facts(" ".join(options.exercise), profile):
        write_hint(hint)
    return {"profile": known[0], "exercise": known[1], "observed": observed, "rulebook": book}


def _find_facts(name: str, profile: Mapping[str, Any]) -> Iterator[str]:
    """A hint for each word of a name that is also a fact about the lifter, such as `beginner`."""
    said = set(re.findall(r"\w+", name.casefold()))
    for attribute in attributes(Profile).values():
        if attribute.name in profile:
            continue
        options = {attribute.name: "yes"} if attribute.type == "boolean" else {str(it): it for it in attribute.values}
        for word, value in options.items():
            if word in said and word != "none":
                option = f"--{attribute.name.replace('_', '-')} {value}"
                yield f"{quoted(word)} was read as part of the name; if it is about the lifter, add {quoted(option)}"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _json_facts(given: str) -> dict[str, Any]:
    inline = given.lstrip().startswith(("{", "[", '"'))
    return _object(given if inline else read_text(given, "facts"), "--facts" if inline else given, "facts")


def _object(text: str, name: str, what: str) -> dict[str, Any]:
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=members, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{quoted(name)} cannot be read as {what}: {error}") from None
    if twice:
        problems = (f"{quoted(name)} has {quoted(key)} more than once: keep one of them" for key in twice)
        raise InvalidInput(*problems)
    if not isinstance(data, dict):
        raise InvalidInput(f"{quoted(name)} holds no {what.removeprefix('a ')}: it must be a JSON object")
    return data


def read_text(path: str, what: str) -> str:
    """The text of a file, or of standard input."""
    try:
        content = _piped(path) if _PIPE.fullmatch(path) else regular_bytes(Path(path), LARGEST)
        whole = content is not None and len(content) <= LARGEST
        text = content.decode("utf-8-sig") if content and whole else ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InvalidInput(f"{quoted(path)} cannot be read as {what}: {why}") from None
    if not whole:
        problem = "no file" if content is None else f"larger than {LARGEST // 1024**2} MiB"
        raise InvalidInput(f"{quoted(path)} cannot be read as {what}: it is {problem}")
    return text


def _piped(path: str) -> bytes:
    """Read standard input or a named pipe."""
    if path not in ("-", "/dev/stdin"):
        with Path(path).open("rb") as pipe:
            return pipe.read(LARGEST + 1)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    binary = getattr(sys.stdin, "buffer", None)
    content: bytes = binary.read(LARGEST + 1) if binary else sys.stdin.read(LARGEST + 1).encode()
    return content
