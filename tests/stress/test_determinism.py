"""The same answers to the byte, whatever the process that gives them is like."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import pytest

from squeezelogic import Rulebook, recommend
from tests.stress.answering import KINDS, SHUFFLED, WITHOUT_ENGINE
from tests.stress.fresh import ROOT, fresh

PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
OTHERWISE = {
    "another hash seed, the C locale without UTF-8, another folder": {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "a random hash seed, a Turkish locale, files in any order": {
        "PYTHONHASHSEED": "random",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        SHUFFLED: "3",
    },
    "the definition for an engine, no docstrings, asserts left out": {
        "PYTHONHASHSEED": "4242",
        WITHOUT_ENGINE: "yes",
        "PYTHONOPTIMIZE": "2",
    },
}
RUN = (
    "from tests.stress.answering import around, fingerprints; import json; around(); print(json.dumps(fingerprints()))"
)


def told(environment: dict[str, str], folder: Path = ROOT, python: str = sys.executable) -> dict[str, str]:
    """The fingerprints that a process with this environment gives."""
    found: dict[str, str] = json.loads(fresh(RUN, environment=environment, folder=folder, python=python))
    return found


@cache
def plainly() -> dict[str, str]:
    """The fingerprints of answers given under the plainest circumstances."""
    found = told(PLAIN)
    assert len({*found.values()}) == len(KINDS) == len(found)
    return found


@pytest.mark.parametrize("around", OTHERWISE)
def test_answers_are_the_same_to_the_byte_whatever_is_around(around: str, tmp_path: Path) -> None:
    """Recommendations, explanations, reasons, questions, checks, tables, differences, drawings, errors and pages."""
    assert told(OTHERWISE[around], folder=tmp_path) == plainly()


def pythons() -> list[str]:
    """Other Pythons here that are new enough."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = []
    for minor in range(11, 16):
        names = [f"python3.{minor}", *map(str, sorted(versions.glob(f"3.{minor}.*/bin/python")))]
        working = [name for name in names if minor != sys.version_info.minor and version(name) == f"3.{minor}"]
        found += working[:1]
    return found


def version(python: str) -> str:
    """What a Python says it is; nothing if it does not work."""
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def test_answers_are_the_same_to_the_byte_by_other_pythons(tmp_path: Path) -> None:
    """Those that are installed beside this one; they are lent attrs, and go by the definition."""
    others = pythons()
    if not others:
        pytest.skip("no other Python here")
    for name in ("attr", "attrs"):
        spec = find_spec(name)
        assert spec
        assert spec.origin
        copytree(Path(spec.origin).parent, tmp_path / name)
    lent = {**PLAIN, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    for python in others:
        assert told(lent, python=python) == plainly(), python


def test_what_files_are_called_and_how_they_are_ordered_changes_nothing(tmp_path: Path) -> None:
    """Topics under other names, so that they are read in the opposite order."""
    names = sorted(path.name for path in (ROOT / "rules").glob("*.toml"))
    words = ("vocabulary.toml", "advice.toml", "sources.toml", "laws.toml", "waivers.toml")
    for place, name in enumerate(reversed(names)):
        text = (ROOT / "rules" / name).read_bytes()
        (tmp_path / (name if name in words else f"{place:02}-{name}")).write_bytes(text)
    other, default = Rulebook.load(tmp_path), Rulebook.load(ROOT / "rules")
    assert other.digest == default.digest
    for profile, exercise in (("rehab", "hip thrust"), ("advanced", "swing"), ("beginner", "deadlift")):
        asked = [
            recommend(profile, exercise, observed=["no_pause", "leans_back"], rulebook=b) for b in (other, default)
        ]
        named = [{**rec.to_dict(), "rulebook": None} for rec in asked]
        assert json.dumps(named[0]) == json.dumps(named[1])
