"""Commands for authors: `new` starts a rulebook, `schema` lets editors check it, `texts` lists translatable texts."""

from __future__ import annotations

import argparse
import json
import pkgutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from squeezelogic.cli.parser import Parser
from squeezelogic.cli.situation import add_folder, in_folder
from squeezelogic.logic.loading.translations import LANGUAGE, english_texts, fingerprint_both, fingerprints
from squeezelogic.logic.model.errors import InvalidInput, printable, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.texts import ENGLISH, Translation

STARTER = ("vocabulary.toml", "session.toml", "advice.toml", "session.cases.toml", "laws.toml")
SCHEMAS = "schemas"
MARK = "# Written by `squeezelogic schema --write`.\n"


def add_new(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `new`."""
    parser = Parser(
        prog,
        "Begin a rulebook: a small complete one, with a topic, texts, cases and laws, which `check` proves.",
        "FOLDER [options]",
        "example: squeezelogic new my-rules",
    )
    parser.set_defaults(run=_run_new)
    parser.add_argument("folder", metavar="FOLDER", help="where to write it; a folder that is not there yet, or empty")
    return parser


def _run_new(options: argparse.Namespace) -> str:
    folder = Path(options.folder)
    name = folder.resolve().name or "rulebook"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InvalidInput(f"{quoted(options.folder)} is there already, and not empty: name another folder")
        folder.mkdir(parents=True, exist_ok=True)
        for file in STARTER:
            text = _read_starter(file).replace('name = "starter"', f"name = {json.dumps(name, ensure_ascii=False)}")
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        why = getattr(error, "strerror", None) or error
        raise InvalidInput(f"cannot write to {quoted(options.folder)}: {why}") from None
    shown = printable(options.folder)
    return "\n".join(
        [
            f"{len(STARTER)} files in {shown}. Try next:",
            f"  squeezelogic check {shown} --watch    prove it again on every save",
            f"  squeezelogic ask {shown}              have it ask you",
            f"  squeezelogic schema {shown} --write   have your editor complete and check it",
        ]
    )


def add_texts(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `texts`."""
    parser = Parser(
        prog,
        "Print the texts of a rulebook that people read, as TOML: the English ones, or those of a translation, with "
        "what it lacks in comments.",
        "[FOLDER] [options]",
        "example: squeezelogic texts my-rules --language de",
    )
    parser.set_defaults(run=_run_texts)
    add_folder(parser)
    parser.add_argument("--language", metavar="CODE", default=ENGLISH, help="the language, such as de or pt-BR")
    parser.add_argument(
        "--seen",
        action="store_true",
        help="print the record: of the English texts and the laws as reviewed, or of those a translation was made from",
    )
    return parser


def _run_texts(options: argparse.Namespace) -> str:
    options.json = True  # output for programs is printed unchanged
    book = in_folder(options)
    english = english_texts(book.parts)
    if options.language == ENGLISH:
        return _write_texts(fingerprints(book) if options.seen else english)
    if LANGUAGE.fullmatch(options.language) is None:
        raise InvalidInput(f"{quoted(options.language)} is no code of a language, such as `de` or `pt-BR`")
    translation = book.translations.get(options.language) or Translation(options.language, FrozenMap())
    if options.seen:
        compared = (key for key in english if key in translation.texts)
        return _write_texts({key: fingerprint_both(english[key], translation.texts[key]) for key in compared})
    lines = (
        _write_texts({key: translation.texts[key]}) if key in translation.texts else f"# {_write_texts({key: text})}"
        for key, text in english.items()
    )
    further = {key: text for key, text in translation.texts.items() if key not in english}
    return "\n".join([*lines, *filter(None, [_write_texts(further)])])


def _write_texts(texts: Mapping[str, str]) -> str:
    """Texts as flat TOML."""
    return "\n".join(f"{_write_toml(key)} = {_write_toml(text)}" for key, text in texts.items())


def _write_toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # JSON strings are valid in TOML


def _read_starter(file: str) -> str:
    content = pkgutil.get_data("squeezelogic.cli", f"starter/{file}")
    if content is None:
        raise InvalidInput(f"`starter/{file}` is missing from squeezelogic: install it again")
    return content.decode("utf-8")


def add_schema(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `schema`."""
    parser = Parser(
        prog,
        "Make JSON Schemas of a rulebook's files from its own words, with which editors complete and check them. Print "
        "them as one JSON object, or write them to FOLDER/schemas, with `.taplo.toml` and `tombi.toml` beside it in "
        "the current directory.",
        "[FOLDER] [options]",
        "example: squeezelogic schema my-rules --write",
    )
    parser.set_defaults(run=_run_schema)
    add_folder(parser)
    parser.add_argument("--of", metavar="KIND", help="print one alone: topic, cases, laws, vocabulary, advice …")
    parser.add_argument("--write", action="store_true", help="write files, over those that it wrote before")
    return parser


def _run_schema(options: argparse.Namespace) -> str:
    from squeezelogic.logic.export.schemas import schemas  # noqa: PLC0415 - `new` does not need it

    made = schemas(in_folder(options))
    if options.write:
        if options.folder is None:
            raise InvalidInput("`--write` needs a folder: the default rulebook is not yours to write to")
        return _write_schemas(Path(options.folder), made)
    if options.of is not None and options.of not in made:
        raise InvalidInput(f"there is no schema of {quoted(options.of)}: choose from {', '.join(map(quoted, made))}")
    return json.dumps(made if options.of is None else made[options.of], indent=2)


def _write_schemas(folder: Path, made: dict[str, Any]) -> str:
    """Write the schemas, and settings for both language servers unless they exist already."""
    where = folder / SCHEMAS
    try:
        where.mkdir(exist_ok=True)
        write_schemas(folder, made)
        lines = [f"{len(made)} schemas in {where}"]
        for name, settings in (
            (".taplo.toml", _make_taplo_settings(folder, made)),
            ("tombi.toml", _make_tombi_settings(folder, made)),
        ):
            path = Path(name)
            if path.exists() and not path.read_text("utf-8").startswith(MARK):
                lines += [f"{name} is yours: add this to it", settings]
            else:
                path.write_text(MARK + settings, encoding="utf-8", newline="\n")
                lines.append(f"{name} written")
    except OSError as error:
        raise InvalidInput(f"cannot write to {quoted(str(where))}: {error.strerror or error}") from None
    return "\n".join(lines)


def write_schemas(folder: Path, made: dict[str, Any]) -> None:
    """Write schemas to the schema folder of a rulebook.

    Raises:
        OSError: it cannot be written.
    """
    for kind, schema in made.items():
        path = folder / SCHEMAS / f"{kind}.schema.json"
        path.write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8", newline="\n")


def _make_taplo_settings(folder: Path, made: dict[str, Any]) -> str:
    """Settings for Taplo: the last rule with a matching pattern counts."""
    blocks = [
        f"[[rule]]\ninclude = [{json.dumps(f'**/{folder.as_posix()}/{pattern}')}]\n"
        f"[rule.schema]\nenabled = true\npath = {json.dumps(f'./{folder.as_posix()}/{SCHEMAS}/{kind}.schema.json')}\n"
        for kind, pattern in _list_schemas(made)
    ]
    return "\n".join(blocks)


def _make_tombi_settings(folder: Path, made: dict[str, Any]) -> str:
    """Settings for Tombi."""
    blocks = [
        f"[[schemas]]\npath = {json.dumps(f'{folder.as_posix()}/{SCHEMAS}/{kind}.schema.json')}\n"
        f"include = [{json.dumps(f'{folder.as_posix()}/{pattern}')}]\n"
        for kind, pattern in reversed(_list_schemas(made))
    ]
    return "\n".join(blocks)


def _list_schemas(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Each schema with its file pattern, the most general first."""
    from squeezelogic.logic.export.schemas import FILES  # noqa: PLC0415 - as above

    return [(kind, pattern) for kind in reversed(list(FILES)) if kind in made for pattern in FILES[kind]]
