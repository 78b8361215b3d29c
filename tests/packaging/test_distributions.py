"""What is shipped: the wheel, the sdist, and a library that finds its rules wherever it was put."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

import squeezelogic

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).parents[2]
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
COMPARE = """
import random
from squeezelogic import Rulebook
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.inference.plan import Plan

book, loaded = Rulebook.default(), Rulebook.load(shipped.folder())
parts = ("name", "version", "vocabulary", "topics", "advice", "articles", "claims")
places = [[(rule.id, rule.place) for rule in it.rules.values()] for it in (book, loaded)]
alike = all(getattr(book.parts, it) == getattr(loaded.parts, it) for it in parts) and places[0] == places[1]
chance, plans, compared = random.Random(0), (book.plan, Plan(loaded.topics, loaded.vocabulary)), 0
while compared < 2_000:
    values = {name: [None, *(it.domain or ())] for name, it in loaded.vocabulary.attributes.items() if it.type != "set"}
    facts = {name: value for name, some in values.items() if (value := chance.choice(some)) is not None}
    faults = loaded.vocabulary.attributes["observed"].values
    facts |= {"observed": chance.sample(faults, chance.randrange(4))}
    try:
        situation = loaded.vocabulary.complete_situation(facts)
    except ValueError:
        continue
    first, second = (plan.run(plan.encoding.encode_situation(situation)) for plan in plans)
    compared += first == second
    assert first == second, facts
how = "prepared" if shipped.read_prepared() else "read"
print(how, alike, compared, book.digest == loaded.digest)
"""
RECOMMEND = """
import squeezelogic
print(squeezelogic.__file__, squeezelogic.recommend("beginner", "hip thrust").verdict)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the checkout's sdist unpacks to."""
    folder = tmp_path_factory.mktemp("sdist")
    # As a command: extraction filters came with 3.11.4, and from 3.12 on a call without one is warned of.
    run([sys.executable, "-m", "tarfile", "--extract", build("sdist", ROOT, folder), folder], folder)
    return next(path for path in folder.iterdir() if path.is_dir())


def test_wheel_holds_every_rule_file_and_the_type_marker(wheel: Path) -> None:
    """The wheel carries each file of `rules/` unchanged, and says that the package is typed."""
    shipped = contents(wheel)
    assert rules_of(ROOT)
    assert {name: shipped.get(f"squeezelogic/{name}") for name in rules_of(ROOT)} == rules_of(ROOT)
    assert "squeezelogic/py.typed" in shipped


def test_wheel_holds_nothing_but_the_package_and_its_metadata(wheel: Path) -> None:
    """No test, document or cache strays into what users install."""
    roots = {name.split("/")[0] for name in contents(wheel)}
    assert roots == {"squeezelogic", f"squeezelogic-{squeezelogic.__version__}.dist-info"}
    assert not [name for name in contents(wheel) if "__pycache__" in name]


def test_wheel_states_licence_version_and_dependencies(wheel: Path) -> None:
    """The metadata names licence and version, and asks for nothing but attrs: installing needs no compiler."""
    stated = metadata(wheel)
    assert stated["License-Expression"] == "Apache-2.0"
    assert stated["Version"] == squeezelogic.__version__
    needed = [line for line in stated.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert [re.split(r"[^a-z-]", line)[0] for line in needed] == ["attrs"]


def test_sdist_holds_what_is_needed_to_test_it(unpacked_sdist: Path) -> None:
    """The sdist carries the rules, the tests and the documents beside the package."""
    assert rules_of(unpacked_sdist) == rules_of(ROOT)
    here = Path(__file__).relative_to(ROOT)
    for name in (here, "docs", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml"):
        assert (unpacked_sdist / name).exists(), name


def test_wheel_from_the_sdist_is_the_same_wheel(wheel: Path, unpacked_sdist: Path, tmp_path: Path) -> None:
    """It makes no difference whether a wheel was built from the checkout or from the sdist."""
    assert contents(build("wheel", unpacked_sdist, tmp_path)) == contents(wheel)


def test_a_wheel_imported_from_its_archive_finds_its_rules(wheel: Path, tmp_path: Path) -> None:
    """As zipapps and Spark's `--py-files` do: it recommends, begins a rulebook, and has its cases and laws."""
    program = (
        f"{RECOMMEND}\nfrom squeezelogic import Rulebook\nfrom squeezelogic.cli.main import main\n"
        "book = Rulebook.default()\nprint(len(book.cases) > 0, len(book.laws) > 0)\n"
        "import pickle\nprint(pickle.loads(pickle.dumps(book)) == book)\nprint(main(['new', 'mine']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    first, *rest = done.stdout.splitlines()
    assert first == f"{wheel}/squeezelogic/__init__.py learn_first"
    assert rest[:2] == ["True True", "True"]
    assert rest[-1] == "0"
    assert (tmp_path / "mine" / "vocabulary.toml").is_file()


def test_installed_wheel_finds_its_rules(wheel: Path, tmp_path: Path) -> None:
    """An installed library recommends from any folder, with no checkout near it and no C engine."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run([python, "-c", "import site; print(site.getsitepackages()[-1])"], tmp_path).strip())
    zipfile.ZipFile(wheel).extractall(site)  # all that installing a pure wheel does for an import
    copy_attrs(site)
    found, verdict = run([python, "-c", RECOMMEND], tmp_path).split()
    assert Path(found).is_relative_to(tmp_path)
    assert verdict == "learn_first"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has what the wheel installs, and attrs."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    copy_attrs(folder)
    return folder


def test_prepared_rulebook_is_the_one_in_its_files(installed: Path) -> None:
    """What the wheel holds parsed and compiled has the parts of the TOML files, places included, and decides alike."""
    loaded, alike, compared, digests = run_installed(installed, COMPARE).split()
    assert (loaded, alike, digests) == ("prepared", "True", "True")
    assert int(compared) == 2_000


def test_an_edited_rule_of_an_installed_library_counts(installed: Path, tmp_path: Path) -> None:
    """The prepared rulebook is not used where a TOML file says something else, or where there is another one."""
    shutil.copytree(installed, tmp_path / "edited")
    advice = tmp_path / "edited" / "squeezelogic" / "rules" / "advice.toml"
    text = advice.read_text("utf-8")
    advice.write_text(text.replace("Ribs down", "Ribs low"), "utf-8")
    program = "from squeezelogic import Rulebook; print(Rulebook.default().advice['ribs-down'].text)"
    assert run_installed(tmp_path / "edited", program) == "Ribs low.\n"
    advice.write_text(text, "utf-8")
    assert run_installed(tmp_path / "edited", program) == "Ribs down.\n"
    advice.with_name("more.toml").write_text("topic =", "utf-8")
    with pytest.raises(AssertionError, match=r"rules/more.toml.*not TOML"):
        run_installed(tmp_path / "edited", program)


def test_plain_checkout_finds_its_rules(tmp_path: Path) -> None:
    """A checkout works from any folder without an installation."""
    for name in ("squeezelogic", "rules"):
        shutil.copytree(ROOT / name, tmp_path / "checkout" / name)
    copy_attrs(tmp_path / "checkout")
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'checkout')!r})\n{RECOMMEND}"
    found, verdict = run([sys.executable, "-I", "-S", "-c", program], tmp_path).split()
    assert Path(found).is_relative_to(tmp_path)
    assert verdict == "learn_first"


def test_lock_names_only_the_public_registry() -> None:
    """An installation from the lock needs no registry but the public one."""
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://([^/\"]*)", lock)) == PUBLIC_HOSTS


def build(kind: str, source: Path, into: Path) -> Path:
    """Build a wheel or an sdist with hatchling, as pip would but without a network."""
    program = f"import sys, hatchling.build; print(hatchling.build.build_{kind}(sys.argv[1]))"
    return into / run([sys.executable, "-c", program, into], source).split()[-1]


def run_installed(folder: Path, program: str) -> str:
    """Run a program with the library in a folder; return what it prints."""
    return run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{program}"], folder
    )


def run(command: list[str | Path], folder: Path) -> str:
    """Run a command in a folder, with nothing of this checkout on its path; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def contents(wheel: Path) -> dict[str, bytes]:
    """Every file of a wheel, by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(wheel: Path) -> Message:
    """The metadata that a wheel states."""
    name = f"squeezelogic-{squeezelogic.__version__}.dist-info/METADATA"
    return Parser().parsestr(contents(wheel)[name].decode())


def rules_of(checkout: Path) -> dict[str, bytes]:
    """Every file under `rules/`, by its name in the checkout."""
    files = (path for path in (checkout / "rules").rglob("*") if path.is_file())
    return {path.relative_to(checkout).as_posix(): path.read_bytes() for path in files}


def copy_attrs(site: Path) -> None:
    """Put the one dependency where an installer would."""
    for name in ("attr", "attrs"):
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        shutil.copytree(Path(spec.origin).parent, site / name)
