"""Where the rulebook that comes with the library lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from squeezelogic.logic.model.errors import Problem, RulebookError

SENTINEL = "vocabulary.toml"
PACKAGE = Path(__file__).resolve().parents[2]


def folder(package: Path = PACKAGE) -> Path:
    """The folder of the default rulebook.

    Raises:
        RulebookError: the installation has lost it.
    """
    candidates = (package / "rules", package.parent / "rules")
    for candidate in candidates:
        if (candidate / SENTINEL).is_file():
            return candidate
    looked = " and ".join(map(str, candidates))
    raise RulebookError(
        [
            Problem(
                f"the default rulebook is missing (looked in {looked})",
                suggestion="install squeezelogic again",
            )
        ]
    )
