"""A step of the build: it parses and compiles the default rulebook, so that a wheel holds it ready to decide."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROGRAM = """
import pathlib, sys
from squeezelogic.logic.rulebook import prepare_default
pathlib.Path(sys.argv[1]).write_bytes(prepare_default())
"""


class PreparedRulebook(BuildHookInterface):
    """Adds the prepared rulebook to a wheel; an editable installation reads the TOML files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare the rulebook, in a process of its own, where sets always have the same order."""
        if version == "editable":
            return
        self._folder = tempfile.mkdtemp()
        made = Path(self._folder, "prepared.pickle")
        path = os.pathsep.join(filter(None, (self.root, os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([sys.executable, "-c", PROGRAM, made], check=True, env=environment)
        build_data["force_include"][str(made)] = "squeezelogic/rules/prepared.pickle"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was prepared: it is in the wheel now."""
        if version != "editable":
            shutil.rmtree(self._folder)
