"""The record of mutation testing: for each module, its digest and what the tests noticed of its mutants."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from attrs import asdict, frozen

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "squeezelogic"
RECORD = Path(__file__).with_name("record.toml")
PAGE = ROOT / "docs" / "hardening.md"
BEGIN, END = "<!-- mutants: begin -->\n", "<!-- mutants: end -->\n"


@frozen
class Entry:
    """The mutants of one module.

    Args:
        digest: of the code that was mutated; see `compute_digest`.
        date: of the run, in ISO 8601.
        made: the number of all mutants.
        rejected: by `mypy --strict`; these need no test.
        noticed: a test failed, or did not end in time.
        explained: survived, with a reason in `explained.toml`.
        survived: survived, without one.
    """

    digest: str
    date: str
    made: int
    rejected: int
    noticed: int
    explained: int
    survived: int

    @property
    def tried(self) -> int:
        """How many were put to tests; fewer than `made - rejected` for a sample."""
        return self.noticed + self.explained + self.survived


def list_modules() -> list[str]:
    """All modules that contain code, relative to the package, in order."""
    files = sorted(path for path in PACKAGE.rglob("*.py"))
    return [path.relative_to(PACKAGE).as_posix() for path in files if _parse(path.read_text("utf-8")).body]


def get_folder(module: str) -> str:
    """The folder of a module, relative to the package; empty for the package itself."""
    folder = PurePosixPath(module).parent.as_posix()
    return "" if folder == "." else folder


def compute_digest(source: str) -> str:
    """The same for sources that differ in comments, docstrings and layout only, on every Python."""
    return hashlib.sha256(repr(_plain(_parse(source))).encode()).hexdigest()[:12]


def _parse(source: str) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [it for it in node.body if not _is_text(it)]
    return tree


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _plain(node: object) -> tuple[object, ...]:
    """A syntax tree as nested tuples, without what is empty: some Pythons have fields that others lack."""
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if value is not None and value != [])
        return type(node).__name__, *((name, _plain(value)) for name, value in fields if name not in ("ctx", "kind"))
    return tuple(map(_plain, node)) if isinstance(node, list) else (repr(node),)


def load_record(path: Path = RECORD) -> dict[str, Entry]:
    """The entries by module, in the order of the file."""
    return {module: Entry(**entry) for module, entry in tomllib.loads(path.read_text("utf-8")).items()}


def save_record(record: Mapping[str, Entry], path: Path = RECORD) -> None:
    """Write one line for each module, in alphabetical order."""
    lines = ["# Written by `python -m tests.mutants renew`; see CONTRIBUTING.md."]
    for module in sorted(record):
        fields = (f"{key} = {value!r}".replace("'", '"') for key, value in asdict(record[module]).items())
        lines.append(f'"{module}" = {{ {", ".join(fields)} }}')
    path.write_text("\n".join(lines) + "\n", "utf-8")


def find_stale(record: Mapping[str, Entry]) -> list[str]:
    """Modules whose code is not the code that was mutated, and those without an entry."""
    digests = {module: compute_digest((PACKAGE / module).read_text("utf-8")) for module in list_modules()}
    return [module for module, digest in digests.items() if module not in record or record[module].digest != digest]


def tabulate_folders(record: Mapping[str, Entry]) -> Iterator[str]:
    """The lines of a Markdown table: one for each folder, and one for all."""
    yield "| Folder | Modules | Mutants | rejected by types | tried | noticed | explained | survived | last run |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|---|"
    folders: dict[str, list[Entry]] = {}
    for module in sorted(record, key=lambda it: (get_folder(it), it)):
        folders.setdefault(f"`{get_folder(module) or 'squeezelogic'}/`", []).append(record[module])
    for folder, entries in (*folders.items(), ("all", [*record.values()])):
        sums = [sum(getattr(it, name) for it in entries) for name in ("made", "rejected", "tried", "noticed")]
        left = [sum(getattr(it, name) for it in entries) for name in ("explained", "survived")]
        last = max((it.date for it in entries if it.tried), default="never")
        yield f"| {folder} | {' | '.join(f'{it:,}' for it in (len(entries), *sums, *left))} | {last} |"


def replace_table(page: str, record: Mapping[str, Entry]) -> str:
    """The text of a page with the table between its two markers renewed."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + "\n" + "\n".join(tabulate_folders(record)) + "\n\n" + END + rest.partition(END)[2]
