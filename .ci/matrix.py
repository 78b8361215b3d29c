"""The tests on every Python that is here, with the C engine and without, installed both ways, on old and new libraries.

Any two choices meet in some cell (which is checked each time), so what goes wrong between two of them shows without
all combinations being tried. A cell has an environment of its own, and leaves nothing in the checkout.
"""

import argparse
import itertools
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

# What may come out differently from cell to cell: rules and engines, names, strategies, processes, what ships, examples
# in docstrings. What only the documentation or the command line shows is tried where everything is.
PART = (
    "tests/coaching/names",
    "tests/logic",
    "tests/packaging/test_import.py",
    "tests/testing",
    "tests/coaching/test_default_rulebook.py",
    "tests/coaching/test_explanations.py",
    "tests/coaching/test_laws.py",
    "tests/test_processes.py",
    "tests/coaching/test_profiles_and_exercises.py",
    "tests/coaching/test_recommendations.py",
    "tests/coaching/test_verdicts.py",
)
DOCSTRINGS = ("squeezelogic",)  # collected from the checkout, so only if that is installed


@dataclass(frozen=True)
class Cell:
    """One environment: each field is a choice."""

    python: str
    engine: str
    install: str
    libraries: str

    @property
    def name(self) -> str:
        """The choices, as the command line takes them."""
        return f"{self.python}-{self.engine}-{self.install}-{self.libraries}"


CELLS = (
    Cell("3.11", "durable", "editable", "newest"),
    Cell("3.11", "definition", "wheel", "lowest"),
    Cell("3.12", "durable", "wheel", "lowest"),
    Cell("3.12", "definition", "editable", "newest"),
    Cell("3.13", "durable", "wheel", "newest"),
    Cell("3.13", "definition", "editable", "lowest"),
    # The oldest libraries do not support it.
    Cell("3.14", "durable", "editable", "newest"),
    Cell("3.14", "definition", "wheel", "newest"),
    # Free-threaded builds are not supported yet.
    Cell("3.13t", "definition", "wheel", "newest"),
    Cell("3.14t", "definition", "wheel", "newest"),
)
PROMISED = ("3.11", "3.12", "3.13")
SUPPORTED = (*PROMISED, "3.14")
LEFT_OUT = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTEST_ADDOPTS", "UV_PROJECT_ENVIRONMENT")

# Run in a cell before its tests: it prints the versions, and fails if the cell does not match its name.
ABOUT = """
import sys, squeezelogic
from importlib.metadata import distributions
shown = ("attrs", "durable-rules", "hypothesis", "pytest", "jsonschema")
versions = {d.name.lower().replace("_", "-"): d.version for d in distributions()}
print(*(f"{name} {versions[name]}" for name in shown if name in versions), sep=", ", flush=True)
wanted, library = sys.argv[1:]
assert squeezelogic.engine().startswith(wanted), squeezelogic.engine()
assert squeezelogic.__file__.startswith(library), squeezelogic.__file__
"""


def strangers(cells: Sequence[Cell]) -> list[str]:
    """Pairs of choices, on the supported Pythons, that occur together in no cell."""
    promised = [cell for cell in cells if cell.python in PROMISED]
    missing = []
    for one, other in itertools.combinations([field.name for field in fields(Cell)], 2):
        met = {(getattr(cell, one), getattr(cell, other)) for cell in promised}
        every = itertools.product({pair[0] for pair in met}, {pair[1] for pair in met})
        missing += [" with ".join(pair) for pair in sorted(set(every) - met)]
    return missing


def interpreter(version: str) -> str | None:
    """The path of that CPython, wherever it is; a pyenv shim does not count unless it works."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    number, threads = version.rstrip("t"), "t" if version.endswith("t") else ""
    found = [f"python{version}", *map(str, sorted(pyenv.glob(f"{number}.*{threads}/bin/python")))]
    ask = "import sys, sysconfig; t = 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED'))"
    ask += "; print(sys.executable, f'{sys.version_info[0]}.{sys.version_info[1]}{t}', sep='\\n')"
    for candidate in found:
        try:
            answer = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        path, its_version = answer.split("\n")[:2]
        if its_version == version:
            return path
    return None


def run(*command: str | Path, cwd: Path, **more: str) -> None:
    """Run a command in the environment of the cell only."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    subprocess.run(list(map(str, command)), cwd=cwd, env={**kept, **more}, check=True, stdin=subprocess.DEVNULL)


@dataclass(frozen=True)
class Folders:
    """The folders of a run."""

    uv: str
    work: Path

    @property
    def tree(self) -> Path:
        """A copy of the checkout."""
        return self.work / "tree"

    def install(self, cell: Cell, python: str) -> Path:
        """Make the cell's environment; return its interpreter."""
        home = self.work / cell.name
        venv, wanted = home / "venv", home / "requirements.txt"
        run(self.uv, "venv", "--quiet", "--python", python, venv, cwd=self.work)
        inside = venv / "bin" / "python"
        extras = ["--extra=test", "--extra=testing"]
        extras += ["--extra=engine"] if cell.engine == "durable" else []
        resolution = "--resolution=lowest-direct" if cell.libraries == "lowest" else "--upgrade"
        resolve = (self.uv, "pip", "compile", "--quiet", "--no-header", "--python", str(inside), resolution, *extras)
        run(*resolve, "--output-file", wanted, "pyproject.toml", cwd=self.tree)
        here = ["--editable", self.tree] if cell.install == "editable" else list(self.work.glob("dist/*.whl"))
        put = (self.uv, "pip", "install", "--quiet", "--python", str(inside))
        run(*put, "--requirements", wanted, cwd=self.tree)
        run(*put, "--no-deps", *here, cwd=self.tree)
        return inside

    def folder(self, cell: Cell) -> Path:
        """The folder in which to run the tests: the copy of the checkout, or a copy without the library's source."""
        if cell.install == "editable":
            return self.tree
        elsewhere = self.work / cell.name / "elsewhere"
        shutil.copytree(self.tree, elsewhere, ignore=shutil.ignore_patterns("squeezelogic", ".git"))
        return elsewhere


def try_cell(cell: Cell, folders: Folders, python: str, part: Sequence[str] | None) -> None:
    """Install a cell, check it, and run its part of the tests."""
    inside, folder = folders.install(cell, python), folders.folder(cell)
    library = folders.tree if cell.install == "editable" else folders.work / cell.name / "venv"
    run(inside, "-c", ABOUT, cell.engine, library, cwd=folders.work)
    part = part or (PART + DOCSTRINGS if cell.install == "editable" else PART)
    workers = f"--numprocesses={os.cpu_count() or 1}"
    pytest = (str(inside), "-m", "pytest", "-q", "-p", "no:cacheprovider", workers, "--dist=loadfile")
    seed = str(secrets.randbelow(2**32))  # the same for all workers, which must have equal test ids
    print(f"PYTHONHASHSEED={seed}", flush=True)
    more = {"PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    run(*pytest, *part, cwd=folder, **more)


def copied(work: Path, uv: str) -> Folders:
    """A copy of the checkout, uncommitted files included, and the wheel built from it."""
    folders = Folders(uv, work)
    ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "dist", "_build")
    shutil.copytree(CHECKOUT, folders.tree, ignore=ignored)
    run(uv, "build", "--quiet", "--wheel", "--out-dir", work / "dist", cwd=folders.tree)
    return folders


def asked() -> argparse.Namespace:
    """The parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cells", metavar="CELL", nargs="*", help="cells to try; all of them if left out")
    parser.add_argument(
        "--but", metavar="CELL", action="append", default=[], help="a cell to leave out, if there is one"
    )
    parser.add_argument("--list", action="store_true", help="print the cells, and whether their Python is here")
    parser.add_argument("--test", metavar="PATH", action="append", help="run this in each cell instead of its part")
    parser.add_argument("--uv", default="uv", help="the uv to use")
    parser.add_argument(
        "--skips", type=Path, metavar="FILE", help="add a line to this file for each cell that was skipped"
    )
    options = parser.parse_args()
    names = [cell.name for cell in CELLS]
    if unknown := sorted(set(options.cells) - set(names)):
        parser.error(f"no such cell: {', '.join(unknown)}; there are {', '.join(names)}")
    if options.list:
        for cell in CELLS:
            print(cell.name, interpreter(cell.python) or "not here", sep="\t")
        sys.exit()
    wanted = options.cells or names
    options.cells = [cell for cell in CELLS if cell.name in wanted and cell.name not in options.but]
    return options


def main() -> int:
    """Run the cells; the status is the number of failures."""
    if missing := strangers(CELLS):
        sys.exit(f"the matrix has holes: {'; '.join(missing)}")
    options, failed, ran = asked(), [], 0
    required = os.environ.get("REQUIRE", "").split(",")
    with tempfile.TemporaryDirectory() as folder:
        folders = copied(Path(folder).resolve(), options.uv)
        for cell in options.cells:
            began, python = time.monotonic(), interpreter(cell.python)
            print(f"\n==> {cell.name}", flush=True)
            if python is None:
                print(f"skipped: no Python {cell.python} here")
                if options.skips:
                    with options.skips.open("a") as noted:
                        noted.write(f"{cell.name}: no Python {cell.python} here\n")
                if cell.python in required:
                    failed.append(cell.name)
                continue
            ran += 1
            try:
                try_cell(cell, folders, python, options.test)
            except subprocess.CalledProcessError as error:
                failed.append(cell.name)
                print(f"==> {cell.name} went wrong: {error}")
            print(f"==> {cell.name}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{ran} of {len(options.cells)} cells were run")
    if failed:
        print(f"went wrong: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
