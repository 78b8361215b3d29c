"""What is exported of a small rulebook that has one of everything, to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from squeezelogic.cli.main import main

KETTLE = Path(__file__).with_name("kettle")


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        ("whole.sql", ["--format", "sql"]),
        ("serve.sql", ["--format", "sql", "--topic", "serve"]),
        ("whole.json", ["--format", "json"]),
        ("serve.dmn", ["--format", "dmn", "--topic", "serve"]),
        ("serve.jdm", ["--format", "jdm", "--topic", "serve"]),
    ],
)
def test_the_text_is_this(expected: str, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever changes it on purpose writes the file anew with the same command, and reads what has changed."""
    assert main(["table", str(KETTLE), *asked]) == 0
    assert capsys.readouterr().out == (KETTLE / expected).read_text("utf-8")
