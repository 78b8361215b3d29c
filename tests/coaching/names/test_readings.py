"""What names say, in full: `readings.txt` holds a few thousand names, each with all that is read in it.

`python -m tests.coaching.names.test_readings` renews what stands beside the names; read the difference. Other tests
hold names to what they mean; this one shows what a change of a word list, a spelling or a rule does to any of them.
"""

from __future__ import annotations

from pathlib import Path

from squeezelogic.coaching.names import match_exercise
from squeezelogic.coaching.names.languages import read
from squeezelogic.coaching.names.words import words_and_separators

FILE = Path(__file__).with_name("readings.txt")
BESIDE = "\t"


def describe(name: str) -> str:
    """All that is read in a name; of one after a question mark, what is answered, with the suggestions."""
    if name.startswith("?"):
        found = match_exercise(name[1:])
        match = found.reason
        if (it := found.match) is not None:
            match = f"{it}; {it.language}{'' if it.understood else '?'}; unused: {', '.join(it.unused)}"
        return f"{found.reading}: {match}{' -> ' * bool(found.suggestions)}{' or '.join(found.suggestions)}"
    reading = read(name)
    said = [reading.family + "?" * (not reading.understood), reading.matched, reading.why]
    said += [f"{key}={value}" for key, value in reading.attributes.items() if key != "family"]
    said += [f"remarks: {', '.join(reading.remarks)}"] * bool(reading.remarks)
    said += [f"unknown: {', '.join(sorted(reading.unknown))}"] * bool(reading.unknown)
    said += [f"candidates: {', '.join(reading.candidates)}"] * (reading.candidates not in ((), (reading.matched,)))
    said += [reading.language] * (reading.language != "en")
    return "; ".join(filter(None, said))


def names() -> list[str]:
    """The names of the file."""
    return [line.partition(BESIDE)[0] for line in FILE.read_text("utf-8").splitlines()]


def lines(given: list[str]) -> list[str]:
    """A line for each name."""
    return [f"{name}{BESIDE}{describe(name)}".rstrip() for name in given]


def test_names_say_what_they_said() -> None:
    """`python -m tests.coaching.names.test_readings` renews what they say."""
    given = names()
    assert len(set(given)) == len(given)
    assert lines(given) == FILE.read_text("utf-8").splitlines()


def test_names_are_split_into_words_and_what_parts_them() -> None:
    """Marks between exercises, a plus and the word `and`; all else is left out."""
    said = {
        "Hip-Thrusts (BB)": ["hip", "thrust", "bb"],
        "A, B/C; D | E > F": ["a", ";", "b", ";", "c", ";", "d", ";", "e", ";", "f"],
        "a - b\u2013c": ["a", ";", "b", "c"],
        "a & b + c into d": ["a", "+", "and", "b", "+", "and", "c", "+", "and", "d"],
        "w/o band w/ bar": ["without", "band", "with", "bar"],
        "l'hip dell'anca Bob's": ["l", "hip", "dell", "anca", "bob"],
        "\u00c9l\u00e9vation \u0153uf": ["elevation", "oeuf"],
        "KBSwing HipThrust3x10 RDLs": ["kb", "swing", "hip", "thrust", "3", "x", "10", "rdl"],
        "a \u2192 b \u2022 c \u00b7 d": ["a", ";", "b", ";", "c", ";", "d"],
    }
    assert {name: words_and_separators(name) for name in said} == said


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines(names())), "utf-8")
