"""Completion scripts, executed in the shells."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from squeezelogic import Rulebook
from squeezelogic.cli.completion import SHELLS, _shorten_help
from squeezelogic.cli.main import main, modules

ATTRIBUTES = Rulebook.default().vocabulary.attributes
BASH = """
source {script}
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_squeezelogic 2>/dev/null
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = """
compdef() {{ : }}
compset() {{ : }}
_files() {{ : }}
compadd() {{ print -l -- ${{(P)2}} }}
_describe() {{ print -l -- ${{${{(P)argv[-1]}}%%:*}} }}
source {script}
words=({words}); CURRENT=$#words; PREFIX=$words[-1]
_squeezelogic
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script of each shell."""
    folder = tmp_path_factory.mktemp("completion")
    for shell in SHELLS:
        with pytest.MonkeyPatch.context() as patch:
            path = folder / ("_squeezelogic" if shell == "zsh" else f"squeezelogic.{shell}")
            with path.open("w", encoding="utf-8") as file:
                patch.setattr("sys.stdout", file)
                assert main(["completion", shell]) == 0
    return folder


def needs(shell: str) -> None:
    """Skip where the shell is not there."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


def run(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_reads(shell: str, scripts: Path) -> None:
    """Its syntax is right."""
    needs(shell)
    run(shell, "-n", str(scripts / ("_squeezelogic" if shell == "zsh" else f"squeezelogic.{shell}")))


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_knows_every_command_fact_and_value(shell: str, scripts: Path) -> None:
    """Whatever can be said is in it."""
    path = scripts / ("_squeezelogic" if shell == "zsh" else f"squeezelogic.{shell}")
    text = path.read_text("utf-8")
    options = [f"-l {n.replace('_', '-')} " if shell == "fish" else f"--{n.replace('_', '-')}" for n in ATTRIBUTES]
    values = [str(value) for attribute in ATTRIBUTES.values() for value in attribute.values]
    assert [word for word in (*modules(), *options, *values) if word not in text] == []


OFFERED = [
    ("squeezelogic rec", {"recommend"}),
    ("squeezelogic recommend hip thrust --experience b", {"beginner"}),
    ("squeezelogic recommend --goal ", set(ATTRIBUTES["goal"].values)),
    ("squeezelogic recommend hip --mastered", {"--mastered-bodyweight"}),
    ("squeezelogic check --format s", {"sarif"}),
]


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_bash_offers(typed: str, offered: set[str], scripts: Path) -> None:
    """What the Tab key offers after what was typed."""
    needs("bash")
    words = " ".join(f'"{word}"' for word in typed.split(" "))
    done = run("bash", "-c", BASH.format(script=scripts / "squeezelogic.bash", words=words))
    assert set(done.split()) == offered


def test_bash_completes_the_last_of_a_list_and_what_follows_an_equals_sign(scripts: Path) -> None:
    """`--observed no_pause,bar` and `--rehab=y`, which bash takes apart."""
    needs("bash")
    for words, offered in [
        ('squeezelogic recommend --observed "no_pause,bar"', "no_pause,bar_rolls"),
        ('squeezelogic recommend --rehab "=" y', "yes"),
        ('squeezelogic recommend --rehab ""', "yes no"),
        ('squeezelogic recommend --goal "="', "hypertrophy strength athletic general"),
    ]:
        done = run("bash", "-c", BASH.format(script=scripts / "squeezelogic.bash", words=words))
        assert done.split() == offered.split()


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_fish_offers(typed: str, offered: set[str], scripts: Path) -> None:
    """The same in fish."""
    needs("fish")
    done = run("fish", "--no-config", "-c", f'source {scripts}/squeezelogic.fish; complete -C "{typed}"')
    assert {line.partition("\t")[0].rstrip("=") for line in done.splitlines()} == offered


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_zsh_offers(typed: str, offered: set[str], scripts: Path) -> None:
    """The same in zsh, of which what begins otherwise is left out here."""
    needs("zsh")
    words = " ".join(f'"{word}"' for word in typed.split(" "))
    done = run("zsh", "-f", "-c", ZSH.format(script=scripts / "_squeezelogic", words=words))
    assert {word for word in done.split() if word.startswith(typed.rpartition(" ")[2])} == offered


def test_help_in_a_script_holds_nothing_that_a_shell_reads() -> None:
    """Quotes, backslashes, colons and the like become others; an argument's format is left out."""
    assert _shorten_help("""a's "b": `c` $d\\e [f|g]""") == "a’s ”b”, c d/e"
    assert _shorten_help("50 %% of [it]") == "50 % of"


def test_a_help_text_is_cut_only_where_it_is_too_long() -> None:
    """Seventy characters stay; of more, sixty-nine and a sign that there are more."""
    assert _shorten_help("x" * 70) == "x" * 70
    assert _shorten_help("x" * 71) == "x" * 69 + "…"
