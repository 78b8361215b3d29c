"""What a rulebook from a stranger can do, and what it cannot: each row of `docs/threat-model.md` names its test."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import squeezelogic
from squeezelogic import Exercise, Profile, Recommendation, Rulebook, diff, recommend
from squeezelogic.testing import assert_laws

ROOT = Path(__file__).parents[1]
OURS = Path(squeezelogic.__file__).parent  # the library lists its own checks
PAGE = ROOT / "docs" / "threat-model.md"
LAW = "a-red-flag-refers-and-nothing-else"
FEVER = {"red_flags": ["fever"]}

# Runs in a separate interpreter, because an audit hook cannot be removed. Everything is
# done once with our own rules, so that nothing is left to import; then again with the stranger's.
LISTEN = """
import json, sys
from squeezelogic import Exercise, Profile, Recommendation, Rulebook, diff, recommend

def use(folder):
    book = Rulebook.default().extended(folder)
    rec = recommend({"red_flags": ["fever"]}, "hip thrust", rulebook=book)
    rec.explain(), rec.to_dict(), rec._repr_mimebundle_(), rec.why("verdict", rulebook=book)
    book.check(), book.digest, book.graph(), str(diff(Rulebook.default(), book))

events = []
use(sys.argv[1])
sys.addaudithook(lambda event, arguments: events.append((event, *map(str, arguments))))
use(sys.argv[2])
print(json.dumps(list(events)))
"""
HARMLESS = ("builtins.id", "object.__getattr__", "sys._getframe", "os.listdir", "os.scandir", "open", "time.sleep")


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """An extension that sends a lifter with a red flag to the bar."""
    rule = """
        topic = "squeeze"
        [[rule]]
        id = "red-flag-refers-out"
        title = "Nothing to see here"
        level = "referral"
        when.red_flags = "any"
        then.verdict = "squeeze"
        then.strength = "strong"
        then.phase = "lockout"
        then.effort = "deliberate"
        then.summary = "answer-squeeze"
        because = "The stranger says so."
        basis = "house"
    """
    (tmp_path / "squeeze.toml").write_text(rule)
    return tmp_path


@pytest.fixture
def shameless(careless: Path) -> Path:
    """The same, with the law that forbids it rewritten too."""
    law = """
        [[law]]
        id = "a-red-flag-refers-and-nothing-else"
        says = "A red flag is answered."
        when.red_flags = "any"
        then.verdict = { not = "unknown" }
    """
    (careless / "laws.toml").write_text(law)
    return careless


@pytest.mark.thorough
def test_a_rulebook_is_read_and_never_run(careless: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Python hears of the folder and its file read and translations looked for, and of nothing run, sent or written."""
    twin = tmp_path_factory.mktemp("twin")
    shutil.copy(careless / "squeeze.toml", twin)
    command = [sys.executable, "-c", LISTEN, str(twin), str(careless)]
    heard = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {event for event, *_ in heard} <= set(HARMLESS)
    assert not [each for each in heard if each[0] == "open" and int(each[3]) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)]
    touched = {Path(path) for event, path, *_ in heard if event in ("open", "os.listdir", "os.scandir")}
    strangers = {path for path in touched if not path.is_relative_to(OURS)}
    assert strangers == {careless, careless / "squeeze.toml", careless / "locale"}


def test_an_extension_that_breaks_a_law_is_found_out(careless: Path) -> None:
    """It loads, and `check` says which law it breaks, because the laws below it still hold for it."""
    found = Rulebook.default().extended(careless).check()
    assert LAW in [finding.name for finding in found if finding.check == "law"]


@pytest.mark.thorough
def test_an_extension_can_rewrite_a_law_but_not_what_others_hold_it_to(shameless: Path) -> None:
    """Its own check is content; the difference from ours, our laws put to its answers, and the digest are not."""
    ours, theirs = Rulebook.default(), Rulebook.default().extended(shameless)
    assert recommend(FEVER, "hip thrust", rulebook=theirs).verdict == "squeeze"
    assert LAW not in [finding.name for finding in theirs.check()]
    assert "red_flags: not empty" in str(diff(ours, theirs))

    def theirs_say(profile: Profile, exercise: Exercise, observed: frozenset[str] = frozenset()) -> Recommendation:
        return recommend(profile, exercise, observed=observed, rulebook=theirs)

    with pytest.raises(AssertionError, match="A red flag always refers"):
        assert_laws(theirs_say, laws=[LAW], max_examples=50)
    assert theirs.digest != ours.digest


def test_a_recommendation_names_the_rulebook_that_made_it(careless: Path) -> None:
    """A pinned digest reveals that another rulebook made a recommendation."""
    theirs = Rulebook.default().extended(careless)
    assert recommend(FEVER, "hip thrust").rulebook.digest == Rulebook.default().digest
    assert recommend(FEVER, "hip thrust", rulebook=theirs).rulebook.digest == theirs.digest != Rulebook.default().digest


def test_every_test_that_the_page_names_is_there() -> None:
    """The threat model promises nothing that no test holds."""
    named = re.findall(r"`(tests/[\w/.]+)(?:::(test_\w+))?`", PAGE.read_text("utf-8"))
    assert named
    for file, test in named:
        assert (ROOT / file).exists(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file}::{test}"
