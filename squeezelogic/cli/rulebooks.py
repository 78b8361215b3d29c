"""Which rulebook a command is about."""

from __future__ import annotations

import argparse
from typing import Any

from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.rulebook import Rulebook


def add_rulebook(command: Any) -> None:
    """Add the options that name a rulebook."""
    command.add_argument("--rulebook", metavar="FOLDER", help="a rulebook to put on top of the default one")
    command.add_argument("--alone", action="store_true", help="take that rulebook without the default one")


def add_folder(command: Any) -> None:
    """Add the argument that names a rulebook's folder, for commands about a rulebook and not about a lifter."""
    command.add_argument("folder", metavar="FOLDER", nargs="?", help="the rulebook; the default one if left out")
    command.add_argument("--on-top", action="store_true", help="FOLDER holds only what it adds to the default one")


def in_folder(options: argparse.Namespace) -> Rulebook:
    """The rulebook in the folder that was named; the default one if none was.

    Raises:
        RulebookError: the folder holds no usable rulebook.
        InvalidInput: `--on-top` without a folder.
    """
    if options.folder is None:
        if options.on_top:
            raise InvalidInput("`--on-top` needs a folder")
        return Rulebook.default()
    return Rulebook.default().extended(options.folder) if options.on_top else Rulebook.load(options.folder)


def chosen(options: argparse.Namespace) -> Rulebook:
    """The rulebook that the options name; the default one if they name none.

    Raises:
        RulebookError: the folder holds no usable rulebook.
        InvalidInput: `--alone` without a rulebook.
    """
    if options.rulebook is None:
        if options.alone:
            raise InvalidInput("`--alone` needs a rulebook: name its folder with `--rulebook`")
        return Rulebook.default()
    return Rulebook.load(options.rulebook) if options.alone else Rulebook.default().extended(options.rulebook)
