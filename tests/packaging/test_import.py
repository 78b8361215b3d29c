"""What `import squeezelogic` costs whoever imports it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
C_ENGINE = {"durable", "durable_rules_engine"}
ONLY_FOR_SOME = {"IPython", "hypothesis", "jsonschema", "narwhals", "pandas", "polars"}


def test_import_loads_no_optional_library() -> None:
    """Importing the library loads neither the C engine nor anything that only some users have."""
    program = "import json, sys, squeezelogic; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True))
    assert "squeezelogic" in loaded
    assert (C_ENGINE | ONLY_FOR_SOME).isdisjoint(loaded)
