"""Names in other languages, and mixed with English names."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from squeezelogic.coaching.names import classify, find_exercise
from squeezelogic.coaching.names.data import shipped
from squeezelogic.coaching.names.lexicon import ENGLISH, OTHER_LANGUAGES, lexicon, parse
from squeezelogic.coaching.names.reading import read_words
from squeezelogic.coaching.names.words import words
from tests.coaching.names.sets import EVERY_NAME


@pytest.mark.parametrize(
    ("name", "movement", "implement"),
    [
        ("Kreuzheben mit Langhantel", "deadlift", "barbell"),
        ("Langhantelkreuzheben", "deadlift", "barbell"),
        ("peso muerto con kettlebell", "deadlift", "kettlebell"),
        ("PESO MUERTO", "deadlift", None),
        ("soulevé de terre", "deadlift", None),
        ("souleve\u0301 de terre à l’elastique", "deadlift", "band"),
        ("stacchi", "deadlift", None),
        ("ponte glutei", "glute_bridge", None),
        ("elevação pélvica (barbell)", "hip_thrust", "barbell"),
    ],
)
def test_a_name_in_another_language_is_read(name: str, movement: str, implement: str | None) -> None:
    """Movement and implement come out in any case, with or without accents, beside English words."""
    exercise = find_exercise(name).exercise
    assert (exercise.movement, exercise.implement) == (movement, implement)


@pytest.mark.parametrize("name", ["Kreuzheben zu Curl", "peso muerto to squat"])
def test_english_rules_hold_in_other_languages(name: str) -> None:
    """A movement beside another action is ambiguous in any language."""
    assert classify(name) == "ambiguous"


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_no_other_language_changes_what_english_understands(language: str) -> None:
    """Every English thrust and hinge means the same when it is read with another lexicon."""
    english, other = lexicon(), lexicon(language)
    for name in EVERY_NAME:
        plain = read_words(words(name), english)
        if plain.family in ("thrust", "hinge"):
            again = read_words(words(name), other)
            assert (again.family, again.attributes) == (plain.family, plain.attributes), name


def test_other_languages_are_loaded_only_when_english_understands_nothing() -> None:
    """Reading English names leaves the other lexicons unread."""
    code = (
        "from squeezelogic.coaching.names import classify, lexicon;"
        "classify('hip thrust'), classify('back extension');"
        "print(lexicon.lexicon.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "1\n"


@pytest.mark.parametrize("language", [ENGLISH, *OTHER_LANGUAGES])
def test_a_lexicon_is_a_function_of_its_data(language: str) -> None:
    """Parsing the same file again gives an equal lexicon, which names its language."""
    data = tomllib.loads(shipped(f"lexicons/{language}.toml"))
    base = None if language == ENGLISH else lexicon()
    assert parse(data, language, base) == lexicon(language)
    assert lexicon(language).name == data["name"]
