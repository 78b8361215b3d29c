"""Collects the files of a rulebook, and the tables in them.

A rulebook is a stack of layers, each a folder. Within a layer every id is unique; a later layer replaces by id.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import Factory, define, evolve

from squeezelogic.logic.loading.document import Document, read, unsound
from squeezelogic.logic.loading.section import KEBAB, SNAKE, Problems, Section
from squeezelogic.logic.model.errors import MOST_PROBLEMS, Problem, plain, quoted

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

VOCABULARY, ADVICE, SOURCES = "vocabulary.toml", "advice.toml", "sources.toml"
LAWS, WAIVERS = "laws.toml", "waivers.toml"
CASES = ".cases.toml"
EDITOR = "tombi.toml"
"""The settings of a language server, which may be beside a rulebook; other tools' settings begin with a dot."""

MOST_FILES = 2000
LARGEST_TOGETHER = 32 * 1024 * 1024

Layer = tuple[Document, ...]


@define
class TopicEntry:
    """A topic's tables: the top of each file that declares it, and its rules."""

    headers: list[Section] = Factory(list)
    rules: dict[str, Section] = Factory(dict)


@define
class Entries:
    """The tables of a rulebook, by kind and id."""

    books: list[Section] = Factory(list)
    attributes: dict[str, Section] = Factory(dict)
    slots: dict[str, Section] = Factory(dict)
    advice: dict[str, Section] = Factory(dict)
    articles: dict[str, Section] = Factory(dict)
    claims: dict[str, Section] = Factory(dict)
    topics: dict[str, TopicEntry] = Factory(dict)
    topic_of: dict[str, TopicEntry] = Factory(dict)  # by rule: rule ids are unique over all topics
    cases: list[Section] = Factory(list)
    laws: dict[str, Section] = Factory(dict)
    waivers: list[Section] = Factory(list)


def name_folder(folder: Path | Traversable, below: Iterable[Layer] = ()) -> str:
    """The name of a folder in messages; with that of its parent if a folder below has the same name."""
    taken = {document.name.rpartition("/")[0] for layer in below for document in layer}
    if folder.name in taken and isinstance(folder, Path):
        return f"{folder.absolute().parent.name}/{folder.name}"
    return folder.name


def read_folder(
    folder: Path | Traversable, leave: tuple[str, ...] = (), below: Iterable[Layer] = ()
) -> tuple[Layer, list[Problem]]:
    """Read every TOML file directly in a folder; return the layer, and the problems of unreadable files.

    Args:
        folder: the folder.
        leave: suffixes of file names to skip.
        below: the lower layers.
    """
    try:
        files = [p for p in folder.iterdir() if p.name.endswith(".toml") and not p.name.endswith(leave)]
        paths = sorted((p for p in files if not p.name.startswith(".") and p.name != EDITOR), key=lambda p: p.name)
    except (OSError, ValueError) as error:  # ValueError: an impossible file name
        why = getattr(error, "strerror", None) or plain(str(error))
        return (), [Problem(f"cannot be read: {why}", str(folder), None, None, "name a folder")]
    if not paths:
        return (), [Problem("no rulebook here", str(folder), None, None, f"put {quoted(VOCABULARY)} and a topic in it")]
    if len(paths) > MOST_FILES:
        return (), [Problem(f"{len(paths)} files are more than a rulebook may have", str(folder))]
    name = name_folder(folder, below)
    return _read_all({f"{name}/{path.name}" if name else path.name: path for path in paths}, folder)


def _read_all(paths: Mapping[str, Path | Traversable], folder: Path | Traversable) -> tuple[Layer, list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    left = LARGEST_TOGETHER
    for name, path in paths.items():
        result = read(path, name)
        faults = [result] if isinstance(result, Problem) else list(islice(unsound(result), MOST_PROBLEMS))
        problems += faults
        if isinstance(result, Document) and not faults:
            documents.append(result)
            left -= len(result.text)
        if left < 0:
            size = LARGEST_TOGETHER // 1024**2
            return (), [Problem(f"the files are larger than {size} MiB together", str(folder))]
        if len(problems) >= MOST_PROBLEMS:
            break
    return tuple(documents), problems


def kind_of(file: str) -> str:
    """The kind of a rulebook's file, by its name."""
    name = file.rpartition("/")[2]
    if name in (VOCABULARY, ADVICE, SOURCES, LAWS, WAIVERS):
        return name.removesuffix(".toml")
    return "cases" if name.endswith(CASES) else "topics"


def collect(layers: Sequence[Layer], problems: Problems) -> Entries:
    """Combine the tables of all layers; duplicate ids within one layer are reported.

    Args:
        layers: the lowest first.
        problems: the problems of unreadable files; further problems are added.
    """
    entries = Entries()
    problems.lost.update(kind_of(problem.file) for problem, _ in problems.found)
    for layer in layers:
        found = Entries()
        for document in layer:
            _sort_in(Section(document, (), problems), found)
        _stack_entries(entries, found)
    return entries


def _sort_in(top: Section, found: Entries) -> None:
    file = top.document.name.rpartition("/")[2]
    if file == VOCABULARY:
        _expect_tables(top, VOCABULARY, "rulebook", "attribute", "slot")
        if top.get("rulebook", dict, {}):
            found.books.append(evolve(top, path=("rulebook",)))
        found.attributes = top.named_sections("attribute", SNAKE)
        found.slots = top.named_sections("slot", SNAKE)
    elif file == ADVICE:
        _expect_tables(top, ADVICE, "advice")
        found.advice = top.named_sections("advice", KEBAB)
    elif file == SOURCES:
        _expect_tables(top, SOURCES, "articles", "claim")
        found.articles = top.named_sections("articles", KEBAB)
        _by_id(top.sections("claim"), found.claims, kind="sources")
    elif file.endswith(CASES):
        top.expect_only(("case",))
        found.cases += top.sections("case")
    elif file == LAWS:
        top.expect_only(("law",))
        _by_id(top.sections("law"), found.laws, kind="laws")
    elif file == WAIVERS:
        top.expect_only(("waiver",))
        found.waivers = top.sections("waiver")
    else:
        _sort_topic(top, found)


def _expect_tables(top: Section, file: str, *tables: str) -> None:
    """Report unknown tables; their content counts as lost."""
    top.expect_only(tables)
    if top.has_lost(*tables):
        top.lose(kind_of(file))


def _sort_topic(top: Section, found: Entries) -> None:
    name = top.text("topic")
    if not name:
        top.note("no `topic`", fix='begin the file with topic = "…"')
        top.lose("topics")
    elif top.usable(name, SNAKE if "_" in name else KEBAB, "topic"):
        if name in found.topics:
            other = found.topics[name].headers[0].document.name
            top.note(
                f"topic {quoted(name)} stands in {quoted(other)} too",
                "topic",
                fix="put one topic in one file",
            )
            return
        found.topics[name] = entry = TopicEntry([top])
        _by_id(top.sections("rule"), entry.rules, found.topic_of)
        found.topic_of |= dict.fromkeys(entry.rules, entry)


def _by_id(
    sections: Iterable[Section], found: dict[str, Section], elsewhere: Container[str] = (), kind: str = "topics"
) -> None:
    for section in sections:
        name = section.text("id")
        if not name:
            section.note("no `id`", fix='add id = "…"')
            section.lose(kind)
        elif name in found or name in elsewhere:
            section.note(f"duplicate id {quoted(name)}", "id", fix="give each its own")
        else:
            found[name] = section


def _stack_entries(base: Entries, layer: Entries) -> None:
    for rule in layer.topic_of.keys() & base.topic_of.keys():
        del base.topic_of[rule].rules[rule]
    for name, entry in layer.topics.items():
        below = base.topics.setdefault(name, TopicEntry())
        below.headers += entry.headers
        below.rules.update(entry.rules)
        base.topic_of |= dict.fromkeys(entry.rules, below)
    base.books += layer.books
    base.cases += layer.cases
    base.waivers += layer.waivers
    for kind in ("attributes", "slots", "advice", "articles", "claims", "laws"):
        getattr(base, kind).update(getattr(layer, kind))
