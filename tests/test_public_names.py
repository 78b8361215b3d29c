"""What the package exports: importable by name, with type hints that can be evaluated.

`signatures.txt` shows how each public function, class and method is called: its parameters, and what is taken where one
is left out. `python -m tests.test_public_names` renews it; read the difference.
"""

import inspect
import json
import subprocess
import sys
import typing
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import squeezelogic
import squeezelogic.testing
from squeezelogic import Rulebook, check, diff, recommend, table, values

MODULES = (squeezelogic, squeezelogic.testing, values)
SIGNATURES = Path(__file__).with_name("signatures.txt")


def _members(module: ModuleType) -> dict[str, Any]:
    """Every public function and class of a module, and their public methods and properties."""
    found = {}
    for name in getattr(module, "__all__", [name for name in dir(module) if not name.startswith("_")]):
        public = getattr(module, name)
        found[name] = public
        for member, value in vars(public).items() if inspect.isclass(public) else ():
            inner = (getattr(value, way, None) for way in ("__func__", "fget", "func"))
            if not member.startswith("_"):
                found[f"{name}.{member}"] = next((it for it in inner if inspect.isfunction(it)), value)
    return {name: it for name, it in found.items() if inspect.isfunction(it) or inspect.isclass(it)}


def show_signature(called: Any) -> str:
    """The parameters of a function or class, with their defaults; of an enum its values."""
    if inspect.isclass(called) and issubclass(called, Enum):
        return f": {', '.join(str(it.value) for it in called)}"
    if inspect.isclass(called) and called.__init__ is Exception.__init__:
        return "(*args)"
    shown: list[str] = []
    for it in inspect.signature(called).parameters.values():
        if it.kind is it.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = getattr(it.default, "__name__", repr(it.default))
        stars = "*" * (it.kind is it.VAR_POSITIONAL) + "**" * (it.kind is it.VAR_KEYWORD)
        shown.append(f"{stars}{it.name}" + (f"={default}" if it.default is not it.empty else ""))
        shown += ["/"] * (it.kind is it.POSITIONAL_ONLY)
    return f"({', '.join(shown)})"


def list_signatures() -> list[str]:
    """A line for everything public that can be called."""
    named = ((module.__name__, name, it) for module in MODULES for name, it in _members(module).items())
    return [
        f"{module}.{name}{show_signature(it)}"
        for module, name, it in named
        if it.__module__.startswith(squeezelogic.__name__)
    ]


def test_everything_public_is_called_as_the_file_shows() -> None:
    """The names of parameters, their order, and what is taken where one is left out."""
    assert list_signatures() == SIGNATURES.read_text("utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_type_hints_of_everything_public_can_be_evaluated(module: ModuleType) -> None:
    """Also where a module imports what they name for type checkers only."""
    members = _members(module)
    assert members
    hints = {name: typing.get_type_hints(it) for name, it in members.items()}
    assert not [name for name, found in hints.items() for hint in found.values() if isinstance(hint, str)]


def test_type_hints_can_be_evaluated_first_thing() -> None:
    """Before anything else has imported what they name."""
    shown = "{name: str(hint) for name, hint in typing.get_type_hints(%s).items()}"
    program = f"import json, squeezelogic, typing; print(json.dumps({shown}))"
    for named, expected in (
        ("squeezelogic.recommend", {"return": "Recommendation", "rulebook": "Rulebook"}),
        ("squeezelogic.Recommendation.why", {"return": "Why"}),
        ("squeezelogic.Rulebook", {"parts": "Parts"}),
        ("squeezelogic.Rulebook.topics.fget", {"return": "Topic"}),
    ):
        told = json.loads(subprocess.check_output([sys.executable, "-c", program % named], text=True))
        assert all(name in told[key] for key, name in expected.items()), told


def test_asking_for_hints_changes_no_signature() -> None:
    """Signatures show annotations as they are written."""
    assert inspect.signature(recommend).return_annotation == "Recommendation"
    assert recommend.__annotations__["rulebook"] == "Rulebook | None"


def test_the_tools_of_rulebooks_are_functions() -> None:
    """`squeezelogic` exports `diff`, `table` and `check` as functions, and `values` as a module."""
    book = Rulebook.default()
    assert not diff(book, book)
    assert table(book, "squeeze").slots[:2] == ("verdict", "strength")
    tiny = Rulebook.load("docs/examples/rain")
    assert check(tiny) == tiny.check()
    assert squeezelogic.values is values
    assert values.Verdict("squeeze") is values.Verdict.SQUEEZE


def test_a_name_that_the_package_lacks_is_refused_as_by_any_module() -> None:
    """And those that it has are listed, whether imported yet or not."""
    with pytest.raises(AttributeError) as caught:
        squeezelogic.nothing  # noqa: B018
    assert str(caught.value) == "module 'squeezelogic' has no attribute 'nothing'"
    assert set(squeezelogic.__all__) <= set(dir(squeezelogic))
    assert dir(squeezelogic) == sorted(dir(squeezelogic))


if __name__ == "__main__":
    SIGNATURES.write_text("".join(f"{line}\n" for line in list_signatures()), "utf-8")
