"""What mutmut's runs came to, and which of the surviving mutants are explained."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

EXPLAINED = Path(__file__).with_name("explained.toml")
PACKAGE = Path("mutants", "squeezelogic")
KILLED, BY_TYPES, LATE, SURVIVED, UNTRIED = "tests", "types", "timeout", "survived", "untried"
# What pytest says (2: a test file could not even be imported), what mypy says, and how a process can end late or badly.
FATES: dict[int | None, str] = {
    **dict.fromkeys((1, 2, 3, -11), KILLED),
    **dict.fromkeys((24, -24, 36, 152, 255, -9), LATE),
    37: BY_TYPES,
    None: UNTRIED,
}
GENERATED = re.compile(r"__mutmut_(orig|\d+)")


@frozen
class Mutant:
    """One small change to the code, and its result.

    Args:
        key: what mutmut calls it.
        module: the file, from the package on.
        function: the function, with its class if it has one.
        was, becomes: the lines that differ, each without its indentation.
        fate: who noticed, or `survived`, or `untried`.
    """

    key: str
    module: str
    function: str
    was: str
    becomes: str
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


def explanations(path: Path = EXPLAINED) -> list[Explanation]:
    """All explanations, in the order of the file."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    return [Explanation(**{**entry, "becomes": tuple(entry.get("becomes", ()))}) for entry in entries]


def mutants(folder: Path) -> Iterator[Mutant]:
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
            fate = FATES.get(code, SURVIVED)
            yield Mutant(key, source.relative_to(package).as_posix(), readable(name), was, becomes, fate)


def noticed(folder: Path, mutant: Mutant) -> None:
    """Write down that tests notice a mutant after all."""
    fates = folder / PACKAGE / f"{mutant.module}.meta"
    data = json.loads(fates.read_text("utf-8"))
    data["exit_code_by_key"][mutant.key] = 1
    fates.write_text(json.dumps(data, indent=4), "utf-8")


def plain(line: str) -> str:
    """A line of a mutated file as the author wrote it, without its indentation."""
    return re.sub(r"\bxǁ\w+ǁ|\bx_(?=\w+__mutmut)", "", GENERATED.sub("", line)).strip()


def readable(name: str) -> str:
    """`xǁProblemǁ__str____mutmut_5` is a mutant of `Problem.__str__`."""
    return GENERATED.sub("", name).removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")


def difference(old: list[str], new: list[str]) -> tuple[str, str]:
    """The lines that only one of two bodies has."""
    lines = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    return tuple("\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")  # type: ignore[return-value]
