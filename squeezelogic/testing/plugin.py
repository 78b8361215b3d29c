"""A pytest plug-in: each case, law and check of a rulebook becomes a test.

Name the folders in the settings, relative to the root of the project, or on the command line:

    [tool.pytest.ini_options]
    rulebooks = ["rules"]                  # complete rulebooks
    rulebooks_on_top = ["my-additions"]    # folders of additions to the default rulebook

`pytest --rulebook rules` adds one. Without a folder, nothing is imported and nothing is collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from squeezelogic.logic.checks.finding import Finding
    from squeezelogic.logic.rulebook import Rulebook

LAWS, CASES = "laws.toml", ".cases.toml"
WHOLE, ON_TOP = KINDS = ("rulebook", "rulebook_on_top")
SETTINGS = {WHOLE: "rulebooks", ON_TOP: "rulebooks_on_top"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and settings that name rulebooks."""
    group = parser.getgroup("squeezelogic")
    group.addoption("--rulebook", action="append", default=[], metavar="FOLDER", help="test the rulebook in FOLDER")
    group.addoption(
        "--rulebook-on-top",
        action="append",
        default=[],
        metavar="FOLDER",
        help="test the default rulebook with FOLDER on top of it",
    )
    parser.addini("rulebooks", "folders with rulebooks, relative to the root", type="linelist", default=[])
    parser.addini("rulebooks_on_top", "folders that go on top of the default rulebook", type="linelist", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Collect the folders of options always, and those of settings if no other path is given."""
    for kind in KINDS:
        missing = [
            str(folder) for folder in (*_in_options(config, kind), *_in_settings(config, kind)) if not folder.is_dir()
        ]
        if missing:
            raise pytest.UsageError(f"there is no folder with a rulebook at {', '.join(missing)}")
    wanted = [folder for kind in KINDS for folder in _in_options(config, kind)]
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        wanted += [folder for kind in KINDS for folder in _in_settings(config, kind)]
    asked = [Path(argument.partition("::")[0]) for argument in config.args]
    config.args += [str(folder) for folder in wanted if not any(_is_within(folder, path, config) for path in asked)]


def _is_within(folder: Path, path: Path, config: pytest.Config) -> bool:
    return folder.is_relative_to((config.invocation_params.dir / path).resolve())


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the files of a rulebook."""
    if file_path.suffix != ".toml":
        return None
    folder = file_path.parent.resolve()
    for kind in KINDS:
        if folder in (*_in_options(parent.config, kind), *_in_settings(parent.config, kind)):
            file: pytest.Collector = RuleFile.from_parent(parent, path=file_path, on_top=kind == ON_TOP)
            return file
    return None


def _in_options(config: pytest.Config, kind: str) -> list[Path]:
    return [(config.invocation_params.dir / folder).resolve() for folder in config.getoption(kind) or ()]


def _in_settings(config: pytest.Config, kind: str) -> list[Path]:
    return [(config.rootpath / folder).resolve() for folder in config.getini(SETTINGS[kind])]


class RuleFile(pytest.File):
    """A file of a rulebook; its tests are its cases, its laws and the checks of its content."""

    def __init__(self, *, on_top: bool, **options: Any) -> None:
        super().__init__(**options)
        self._on_top = on_top
        self._folder = ""

    def collect(self) -> Iterable[pytest.Item]:
        """The tests of this file."""
        from squeezelogic.logic.loading.collect import name_folder  # noqa: PLC0415 - only needed if there is a rulebook
        from squeezelogic.logic.model.errors import RulebookError  # noqa: PLC0415
        from squeezelogic.logic.rulebook import Rulebook  # noqa: PLC0415

        try:
            book, findings = _check_rulebook(self.config, self.path.parent, self._on_top)
        except RulebookError as error:
            raise self.CollectError(str(error)) from None
        self._folder = name_folder(self.path.parent, Rulebook.default().layers if self._on_top else ())
        mine = [finding for finding in findings if self._is_mine(finding)]
        for check, name, line, found in self._list_subjects(book, mine):
            mine = [finding for finding in mine if finding not in found]
            yield RuleTest.from_parent(self, name=f"{check}: {name}", findings=found, line=line)
        for check in sorted({finding.check for finding in mine}) or (["checks"] if self._is_topic() else []):
            found = [finding for finding in mine if finding.check == check]
            yield RuleTest.from_parent(self, name=check, findings=found, line=found[0].line if found else None)

    def _is_mine(self, finding: Finding) -> bool:
        """Whether a finding is reported here: in its own file, or else in the first tested one."""
        files = sorted(path.name for path in self.path.parent.glob("*.toml") if not path.name.startswith("."))
        folder, _, name = finding.file.rpartition("/")
        return self.path.name == (name if folder == self._folder and name in files else files[0])

    def _is_topic(self) -> bool:
        return self.path.name not in (LAWS, "advice.toml", "sources.toml", "waivers.toml") and not (
            self.path.name.endswith(CASES)
        )

    def _list_subjects(
        self, book: Rulebook, findings: list[Finding]
    ) -> Iterator[tuple[str, str, int | None, list[Finding]]]:
        """The laws and cases of this file, each with its findings."""
        laws = book.laws if self.path.name == LAWS else ()
        for law in laws:
            if law.place.file == f"{self._folder}/{self.path.name}":
                found = [f for f in findings if f.check == "law" and f.name == law.id]
                yield "law", law.id, law.place.line, found
        if self.path.name.endswith(CASES):
            for case in book.cases:
                if case.place.file == f"{self._folder}/{self.path.name}":
                    found = [f for f in findings if f.check == "case" and f.line == case.place.line]
                    yield "case", case.why.rstrip("."), case.place.line, found


_CHECKED = pytest.StashKey[dict[tuple[Path, bool], "tuple[Rulebook, tuple[Finding, ...]]"]]()


def _check_rulebook(config: pytest.Config, folder: Path, on_top: bool) -> tuple[Rulebook, tuple[Finding, ...]]:
    """A rulebook and its findings; cached, so each rulebook is loaded and checked once."""
    from squeezelogic.logic.rulebook import Rulebook  # noqa: PLC0415 - as above

    done = config.stash.setdefault(_CHECKED, {})
    if (folder, on_top) not in done:
        book = Rulebook.default().extended(folder) if on_top else Rulebook.load(folder)
        done[folder, on_top] = (book, book.check())
    return done[folder, on_top]


class RuleTest(pytest.Item):
    """One case, law or check; it fails with its findings."""

    def __init__(self, *, findings: list[Finding], line: int | None, **options: Any) -> None:
        super().__init__(**options)
        self._findings, self._line = findings, line

    def runtest(self) -> None:
        """Fail if there are findings."""
        if self._findings:
            raise RuleFailure(*map(str, self._findings))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings, one per line."""
        if isinstance(excinfo.value, RuleFailure):
            return "\n".join(excinfo.value.args)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Its place, with lines counted from 0."""
        return self.path, self._line - 1 if self._line else None, f"{self.path.name}: {self.name}"


class RuleFailure(Exception):
    """The test has findings."""
