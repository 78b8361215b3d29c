"""Runs mutmut on some modules of one folder, in a copy of the checkout below `mutants/`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import chdir
from filecmp import cmp
from pathlib import Path
from random import Random

from tests.mutants.record import ROOT
from tests.mutants.results import (
    BUDGET,
    CRASHED,
    FAILING,
    NOT_DRAWN,
    NOTICED,
    REJECTED,
    STATS,
    SURVIVED,
    UNTRIED,
    Mutant,
    list_mutants,
    write_fates,
)

WORK = ROOT / "mutants"
COPIED = ("squeezelogic", "rules", "docs", "tests", "README.md", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "_build", "jupyter_execute", "mutants")
ROUNDS = (3.0, 5.0)
"""Seconds of the processor's time for each mutant: first for tests that reach it; then, if it survived, for any.

In the first round a process begins with the tests collected, so it neither imports the library under the mutant nor
pays for that; in the second it imports everything anew.
"""
TYPED = 3
"""How many mutants are checked by mypy for each that is to be tried."""
COLD = ("frames",)
"""Folders whose tests import everything anew in the first round too: a fork of a process that ran polars would hang."""

TESTS = {
    "": ["tests/test_public_names.py"],
    "cli": [
        "tests/cli",
        "tests/coaching/test_questions.py",
        "tests/coaching/test_translated.py",
        "tests/logic/export/test_table_command.py",
        "tests/docs/test_vectors.py",
    ],
    "coaching": ["tests/coaching/test_*.py"],
    "coaching/notebook": ["tests/coaching/notebook"],
    "logic": ["tests/logic/explain", "tests/logic/loading", "tests/coaching/test_default_rulebook.py"],
    "logic/checks": [
        "tests/logic/checks",
        "tests/logic/render",
        "tests/coaching/notebook/test_cards.py",
        "tests/coaching/notebook/test_cards_read_back.py",
    ],
    "logic/diff": ["tests/logic/diff", "tests/logic/render", "tests/coaching/notebook/test_other_cards.py"],
    "logic/explain": ["tests/logic/explain", "tests/coaching/test_[a-cqew]*.py", "tests/coaching/test_shown.py"],
    "logic/maps": ["tests/logic/maps", "tests/docs/test_influence.py", "tests/logic/render"],
    "logic/notebook": ["tests/coaching/notebook", "tests/logic/render"],
    "logic/pages": ["tests/docs/test_pages*.py", "tests/docs/test_foreign_rulebooks.py", "tests/logic/render"],
    "logic/render": [
        "tests/logic/render",
        "tests/coaching/notebook",
        "tests/docs/test_markdown.py",
        "tests/docs/test_pages_read_back.py",
    ],
    "logic/semantics": ["tests/logic/semantics", "tests/logic/inference"],
}
"""The tests of a folder of the package; if not listed, those in the same folder below `tests/`."""

CONFIGURATION = {
    "source_paths": ["squeezelogic"],
    "do_not_mutate_patterns": ["raise AssertionError"],  # marks a place that is never reached
    "also_copy": ["rules", "docs", "README.md"],
    "pytest_add_cli_args": [
        *("-p", "tests.mutants.fresh", "-p", "no:cacheprovider", "-p", "no:anyio"),
        *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of what is preloaded
        *("-p", "no:unraisableexception"),  # ends the run in which every function fails: finalizers do too
    ],
    "process_isolation": "forkserver",
    "preload_modules_file": "tests/mutants/preloaded.txt",
    "timeout_constant": 10.0,
    "timeout_multiplier": 3.0,
    "use_git_change_detection": False,
}

# What mutmut itself adds to a file is not held to our settings.
MYPY = ["squeezelogic", "--output", "json", "--config-file=", "--strict", "--disable-error-code", "unused-ignore"]
MYPY += ["--disable-error-code", "no-any-return"]


def list_tests(folder: str, root: Path = ROOT) -> list[str]:
    """The files and folders with the tests of a folder of the package, in the checkout or in a copy of it."""
    patterns = TESTS.get(folder, [f"tests/{folder}"])
    return sorted(path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern))


class Run:
    """The mutants of some modules of one folder of the package; `work` is where they are tried."""

    def __init__(self, folder: str, modules: Sequence[str]) -> None:
        self.folder = folder
        self.modules = modules
        self.work = WORK / (folder.replace("/", "-") or "root")
        self._survivors: list[str] = []  # of an earlier round or run, which are tried again

    def list_mutants(self) -> Iterator[Mutant]:
        """All mutants of the modules, with their fates so far."""
        return (it for it in list_mutants(self.work) if it.module in self.modules)

    def prepare(self, sample: int | None) -> None:
        """Make the mutants, reject some by their types, and draw as many as wanted of the rest of each module."""
        shutil.rmtree(self.work, ignore_errors=True)
        self._copy()
        self._configure("import")
        shutil.copytree(self.work / "squeezelogic", self.work / "mutants" / "squeezelogic")
        _make_mutants(self.work, self.modules)
        mutants = list(self.list_mutants())
        if sample == 0:
            write_fates(self.work, dict.fromkeys((it.key for it in mutants), NOT_DRAWN))
            return
        order = {module: [it for it in mutants if it.module == module] for module in self.modules}
        if sample is not None:
            order = {module: _draw(module, made, TYPED * sample) for module, made in order.items()}
        typed = [it for made in order.values() for it in made]
        rejected = set(_reject_by_types(self.work, mutants, typed))
        drawn = {it.key for made in order.values() for it in [it for it in made if it.key not in rejected][:sample]}
        fates = {it.key: NOT_DRAWN for it in mutants if it.key not in drawn}
        write_fates(self.work, fates | dict.fromkeys(rejected, REJECTED))

    def resume(self) -> None:
        """Put the survivors of the last run to the tests as they are now."""
        self._forget_changed_tests()
        self._copy()
        self._forget_survivors()

    def _forget_changed_tests(self) -> None:
        """Have mutmut find out anew what the tests in changed files reach, and only those."""
        path = self.work / "mutants" / STATS
        if not path.exists():
            return
        data = json.loads(path.read_text("utf-8"))
        files = {test.partition("::")[0] for test in data["duration_by_test"]}
        same = {it for it in files if (ROOT / it).exists() and cmp(ROOT / it, self.work / it, shallow=False)}
        kept = {test: it for test, it in data["duration_by_test"].items() if test.partition("::")[0] in same}
        reach = data["tests_by_mangled_function_name"].items()
        data["duration_by_test"] = kept
        data["tests_by_mangled_function_name"] = {name: [it for it in tests if it in kept] for name, tests in reach}
        path.write_text(json.dumps(data), "utf-8")

    def _copy(self) -> None:
        self.work.mkdir(parents=True, exist_ok=True)
        for name in COPIED:
            source, target = ROOT / name, self.work / name
            if not source.is_dir():
                shutil.copy2(source, target)
            elif name != "squeezelogic" or not target.exists():  # the mutants are of the code as it was
                shutil.copytree(source, target, ignore=LEFT_OUT if source.name != "tests" else None, dirs_exist_ok=True)

    def _configure(self, warm_up: str) -> None:
        settings = {
            **CONFIGURATION,
            "forkserver_warmup": warm_up,
            "only_mutate": [f"squeezelogic/{module}" for module in self.modules],
            "pytest_add_cli_args_test_selection": list_tests(self.folder, self.work),
        }
        lines = (f"{key} = {_set(value)}" for key, value in settings.items())
        (self.work / "setup.cfg").write_text("\n".join(["[mutmut]", *lines]) + "\n", "utf-8")

    def _forget_survivors(self) -> None:
        self._survivors = [it.key for it in self.list_mutants() if it.fate == SURVIVED]
        write_fates(self.work, dict.fromkeys(self._survivors, UNTRIED))

    def _recall_survivors(self) -> None:
        left = [it.key for it in self.list_mutants() if it.key in self._survivors and it.fate == UNTRIED]
        write_fates(self.work, dict.fromkeys(left, SURVIVED))

    def try_mutants(self, seconds: float | None) -> bool:
        """Put the mutants to tests.

        Args:
            seconds: after how long to stop; None for never.

        Returns:
            Whether all were tried in time.
        """
        if not any(it.fate == UNTRIED for it in self.list_mutants()):
            return True
        end = None if seconds is None else time.monotonic() + seconds
        self._configure("import" if self.folder in COLD else "collect")
        if not _run_mutmut(self.work, ROUNDS[0], end):
            self._recall_survivors()
            return False
        fates = Counter(it.fate for it in self.list_mutants())
        if fates[CRASHED] > fates[NOTICED] + fates[SURVIVED]:
            raise RuntimeError(f"pytest does not run in {self.work}")
        self._forget_survivors()
        if self._survivors:
            _reach_by_all(self.work / "mutants" / STATS, self._survivors)
            self._configure("import")
            if not _run_mutmut(self.work, ROUNDS[1], end):
                self._recall_survivors()
                return False
        return True

    def list_failing(self) -> list[str]:
        """Tests that fail in the copy without any mutant, and are left out."""
        path = self.work / "mutants" / FAILING
        failing: list[str] = json.loads(path.read_text("utf-8")) if path.exists() else []
        return failing


def _set(value: object) -> str:
    return "".join(f"\n  {it}" for it in value) if isinstance(value, list) else str(value)


def _make_mutants(work: Path, modules: Sequence[str]) -> None:
    with chdir(work):
        from mutmut.configuration import reset_config  # it reads its configuration when it is imported

        reset_config()
        from mutmut.__main__ import create_file_mutants

        for module in modules:
            result = create_file_mutants(Path("squeezelogic", module))
            if result.error:
                raise result.error


def _draw(module: str, mutants: Sequence[Mutant], count: int) -> list[Mutant]:
    """Some mutants of a module, always the same."""
    return Random(module).sample(mutants, min(count, len(mutants)))


def _copy_for_types(work: Path, mutants: Sequence[Mutant], wanted: Sequence[Mutant]) -> Path:
    """A copy of the library without the bodies of all mutants but some, on whose lines errors are looked for."""
    folder = work / "typed"
    shutil.copytree(work / "mutants" / "squeezelogic", folder / "squeezelogic", dirs_exist_ok=True)
    kept = {it.key for it in wanted}
    for module in {it.module for it in mutants}:
        path = folder / "squeezelogic" / module
        lines = path.read_text("utf-8").split("\n")
        for it in mutants:
            if it.module == module and it.key not in kept:
                first, last = it.lines
                lines[first - 1 : last] = [""] * (last - first + 1)
        path.write_text("\n".join(lines), "utf-8")
    return folder


def _reject_by_types(work: Path, mutants: Sequence[Mutant], wanted: Sequence[Mutant]) -> Iterator[str]:
    """The keys of wanted mutants in which mypy finds an error.

    mutmut could run mypy too, but gives up when an error is in no mutant: it wraps each function, and mypy does not
    always follow.
    """
    environment = {**os.environ, "MYPY_CACHE_DIR": str(ROOT / ".mypy_cache" / "mutants")}
    said = subprocess.run(
        [sys.executable, "-m", "mypy", *MYPY],
        cwd=_copy_for_types(work, mutants, wanted),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode not in (0, 1):
        raise RuntimeError(said.stdout + said.stderr)
    errors: dict[str, list[int]] = {}
    for line in said.stdout.splitlines():
        found = json.loads(line)
        if found["severity"] == "error":
            errors.setdefault(found["file"], []).append(found["line"])
    for mutant in wanted:
        first, last = mutant.lines
        if any(first <= line <= last for line in errors.get(f"squeezelogic/{mutant.module}", ())):
            yield mutant.key


def _run_mutmut(work: Path, budget: float, end: float | None) -> bool:
    """Whether it ended in time."""
    environment = {
        **os.environ,
        BUDGET: str(budget),
        "PYTHONPATH": str(work / "mutants"),  # for the subprocesses that tests start
        "HYPOTHESIS_PROFILE": "mutation",
        "HYPOTHESIS_NO_PLUGINS": "1",  # the library is imported under the mutant, not before
        "PYTHONDONTWRITEBYTECODE": "",  # compiling the mutated files and the tests takes longer than most tests
    }
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1"]
    with (work / "mutmut.log").open("w") as log:
        running = subprocess.Popen(command, cwd=work, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            ended = running.wait(None if end is None else max(1.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            return False
    if ended:
        raise RuntimeError((work / "mutmut.log").read_text("utf-8")[-4000:])
    return True


def _reach_by_all(stats: Path, keys: Sequence[str]) -> None:
    """Have every test of the folder tried on some mutants.

    What a cache or a fixture computed once, mutmut ascribes to the first test that needed it.
    """
    data = json.loads(stats.read_text("utf-8"))
    for key in keys:
        data["tests_by_mangled_function_name"][key.partition("__mutmut_")[0]] = [*data["duration_by_test"]]
    stats.write_text(json.dumps(data), "utf-8")
