"""A pytest plugin that runs the examples in README.md, docs/ and docstrings as tests.

It is not a conftest.py, because these documents are outside this folder. In Markdown, `python` blocks are run (as
doctests if they have prompts), and so are the lines of `console` blocks that begin with `$ squeezelogic`: the command
must print the text of the document.
"""

import doctest
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sybil import Example
    from sybil.sybil import SybilCollection

ROOT = Path(__file__).parents[1]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def pytest_configure(config: pytest.Config) -> None:
    """Make pytest-xdist keep the tests of a file together and in order."""
    if config.getoption("dist", "no") == "load":
        raise pytest.UsageError("add --dist=loadfile: the examples of a document build on one another")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Ignore the programs of the how-tos; `tests/docs/test_examples.py` runs them."""
    return True if collection_path == ROOT / "docs" / "examples" else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the examples of a document; None for other files."""
    inside = file_path.relative_to(ROOT).parts[0] if file_path.is_relative_to(ROOT) else None
    if (inside, file_path.suffix) not in {("README.md", ".md"), ("docs", ".md"), ("squeezelogic", ".py")}:
        return None
    collected: pytest.Collector | None = documents().pytest()(file_path, parent)
    return collected


@cache
def documents() -> "SybilCollection":
    """The collection of examples; sybil is imported on the first document."""
    from sybil import Sybil
    from sybil.document import PythonDocStringDocument
    from sybil.parsers import markdown, rest

    prose = Sybil(
        path=str(ROOT),
        pattern="*.md",
        parsers=[
            markdown.PythonCodeBlockParser(doctest_optionflags=FLAGS),
            markdown.CodeBlockParser("console", evaluator=run_console),
            markdown.SkipParser(),
        ],
    )
    docstrings = Sybil(
        path=str(ROOT),
        pattern="*.py",
        parsers=[rest.DocTestParser(FLAGS), rest.SkipParser()],
        document_types={".py": PythonDocStringDocument},
    )
    return prose + docstrings


def run_console(example: "Example") -> str | None:
    """Run the commands of a `console` block; return the first difference from what it shows, if any."""
    from squeezelogic.cli.main import main

    for arguments, shown in commands(example.parsed):
        with chdir(ROOT), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            main(arguments)  # not in a process of its own, which would take most of the time to start
        printed = out.getvalue() + err.getvalue()
        if not doctest.OutputChecker().check_output(shown, printed, FLAGS):
            return f"`squeezelogic {shlex.join(arguments)}` was to print\n{shown}\nand printed\n{printed}"
    return None


def commands(block: str) -> Iterator[tuple[list[str], str]]:
    """Split a `console` block into the arguments of each `$ squeezelogic …` and the output shown below it."""
    for piece in f"\n{block}".split("\n$ ")[1:]:
        command, _, shown = piece.partition("\n")
        program, *arguments = shlex.split(command)
        if program == "squeezelogic":
            yield arguments, shown
