"""`python -m tests.mutants.typed mypy …`: what mypy says of mutants, without what it says of the code around them.

mutmut wraps each function, and mypy does not always follow; mutmut itself gives up when an error is in no mutant.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path


@cache
def of_mutants(file: str) -> list[list[int]]:
    """On which lines of a file its mutants stand: the first and the last of each."""
    index = Path(f"{file}.spans")
    spans = json.loads(index.read_text("utf-8"))["spans"] if index.exists() else {}
    return [lines for name, lines in spans.items() if not name.endswith("__mutmut_orig")]


def main(command: list[str]) -> None:
    """Run mypy, which is to answer in JSON, and pass on the lines that are about mutants."""
    said = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False).stdout
    for line in said.splitlines():
        found = json.loads(line)
        if any(first <= found["line"] <= last for first, last in of_mutants(found["file"])):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
