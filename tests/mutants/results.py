"""The mutants that mutmut made, their fates, and which of the survivors are explained."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from attrs import frozen

EXPLAINED = Path(__file__).with_name("explained.toml")
PACKAGE = Path("mutants", "squeezelogic")
NOTICED, REJECTED, SURVIVED, NOT_DRAWN, UNTRIED = "noticed", "rejected", "survived", "not drawn", "untried"
CRASHED = "crashed"
"""Pytest itself could not run: noticed, unless it happens to most mutants."""
FATES: dict[int | None, str] = {
    # What pytest says (2: a test file could not even be imported), and how a process can end late or badly.
    **dict.fromkeys((1, 2, 3, -11, 24, -24, 36, 152, -9), NOTICED),
    255: CRASHED,
    0: SURVIVED,
    37: REJECTED,
    34: NOT_DRAWN,
    None: UNTRIED,
}
STATS, REACHED, FAILING = "mutmut-stats.json", "reached.json", "failing.json"
"""Files in `mutants/`: how long each test takes, which functions it calls itself, and which tests fail there without a
mutant."""
BUDGET = "MUTATION_SECONDS"
"""A variable of the environment: the seconds of tests for each mutant."""
STRICT = re.compile(r"(, |^)(strict=\w+,?)?(?=\)|$)", re.MULTILINE)
GENERATED = re.compile(r"__mutmut_(orig|\d+)")


@frozen
class Mutant:
    """One small change to the code, and its result.

    Args:
        key: what mutmut calls it.
        module: the file, from the package on.
        function: the function, with its class if it has one.
        was, becomes: the lines that differ, each without its indentation.
        lines: the first and the last in the mutated file.
        fate: one of the values of `FATES`.
    """

    key: str
    module: str
    function: str
    was: str
    becomes: str
    lines: tuple[int, int]
    fate: str


@frozen
class Explanation:
    """Why some mutants may survive.

    Args:
        module, function, was: as of a `Mutant`.
        becomes: what the lines become; empty for whatever they may become.
        why: why no test can observe it, or why no test should.
    """

    module: str
    function: str
    was: str
    why: str
    becomes: tuple[str, ...] = ()

    def covers(self, mutant: Mutant) -> bool:
        """Whether this is about the mutant."""
        same = (self.module, self.function, self.was) == (mutant.module, mutant.function, mutant.was)
        return same and (not self.becomes or mutant.becomes in self.becomes)


def is_explained(mutant: Mutant, known: Iterable[Explanation]) -> bool:
    """Whether a mutant may survive: by an explanation, or because it only loosens a `zip` or spells utf-8 in capitals.

    `strict=True` is an assertion: it says that two sequences are equally long by construction.
    """
    was, becomes = (STRICT.sub("", text).replace("UTF-8", "utf-8") for text in (mutant.was, mutant.becomes))
    loosens = was == becomes and "strict=True" not in mutant.becomes
    return loosens or any(it.covers(mutant) for it in known)


def explanations(path: Path = EXPLAINED) -> list[Explanation]:
    """All explanations, in the order of the file."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    return [Explanation(**{**entry, "becomes": tuple(entry.get("becomes", ()))}) for entry in entries]


def list_mutants(folder: Path) -> Iterator[Mutant]:
    """The mutants of a run.

    Args:
        folder: where mutmut was run; it keeps the mutated files and their fates in `mutants/` beneath.
    """
    package = folder / PACKAGE
    for fates in sorted(package.rglob("*.py.meta")):
        source = fates.with_suffix("")
        lines = source.read_text("utf-8").splitlines()
        spans = json.loads(source.with_name(f"{source.name}.spans").read_text("utf-8"))["spans"]
        bodies = {name: [plain(line) for line in lines[first - 1 : last]] for name, (first, last) in spans.items()}
        for key, code in json.loads(fates.read_text("utf-8"))["exit_code_by_key"].items():
            name = key[re.search(r"\.xǁ|\.x_", key).start() + 1 :]  # type: ignore[union-attr]
            was, becomes = difference(bodies[GENERATED.sub("__mutmut_orig", name)], bodies[name])
            yield Mutant(
                key,
                source.relative_to(package).as_posix(),
                readable(name),
                was,
                becomes,
                tuple(spans[name]),
                FATES.get(code, SURVIVED),
            )


def write_fates(folder: Path, fates: Mapping[str, str]) -> None:
    """Replace the fates of some mutants, by their keys."""
    codes = {fate: code for code, fate in FATES.items()}
    for path in (folder / PACKAGE).rglob("*.py.meta"):
        data = json.loads(path.read_text("utf-8"))
        known = data["exit_code_by_key"]
        data["exit_code_by_key"] = {key: codes[fates[key]] if key in fates else known[key] for key in known}
        path.write_text(json.dumps(data, indent=4), "utf-8")


def plain(line: str) -> str:
    """A line of a mutated file as the author wrote it, without its indentation."""
    return re.sub(r"\bxǁ\w+ǁ|\bx_(?=\w+__mutmut)", "", GENERATED.sub("", line)).strip()


def readable(name: str) -> str:
    """`xǁProblemǁ__str____mutmut_5` is a mutant of `Problem.__str__`."""
    return GENERATED.sub("", name).removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")


def difference(old: list[str], new: list[str]) -> tuple[str, str]:
    """The lines that only one of two bodies has."""
    start = _count_equal(old, new)
    end = _count_equal(old[start:][::-1], new[start:][::-1])
    lines = difflib.ndiff(old[start : len(old) - end], new[start : len(new) - end])
    changed = [line for line in lines if line[0] in "+-"]
    return tuple("\n".join(line[2:] for line in changed if line[0] == sign) for sign in "-+")  # type: ignore[return-value]


def _count_equal(old: list[str], new: list[str]) -> int:
    """How many lines two bodies begin with in common; most of a mutant is, and ndiff is slow."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
