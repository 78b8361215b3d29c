"""The cost of `import squeezelogic`."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import squeezelogic
import squeezelogic.testing

ROOT = Path(__file__).parents[2]
C_ENGINE = {"durable", "durable_rules_engine"}
ONLY_FOR_SOME = {"IPython", "hypothesis", "jsonschema", "narwhals", "pandas", "polars"}


def test_import_loads_no_optional_library() -> None:
    """Importing the library loads neither the C engine nor anything that only some users have."""
    program = "import json, sys, squeezelogic; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True))
    assert "squeezelogic" in loaded
    assert (C_ENGINE | ONLY_FOR_SOME).isdisjoint(loaded)


@pytest.mark.parametrize("module", [squeezelogic, squeezelogic.testing])
def test_what_is_imported_late_can_be_listed_and_named_at_once(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who completes names by `dir` is offered every public one, though most are imported when they are first named."""
    for name in module.__all__:
        if name in module._LATER:
            monkeypatch.delitem(vars(module), name, raising=False)
    assert set(module.__all__) | {"__name__", "__getattr__"} <= set(dir(module))
    names = {name: getattr(module, name).__name__.rpartition(".")[2] for name in module.__all__}
    assert names == {**{name: name for name in names}, **({"table": "tabulate"} if "table" in names else {})}
    with pytest.raises(AttributeError, match="has no attribute 'recomend'"):
        module.recomend  # noqa: B018
