"""The mutants of a topic file, and the files that result."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from squeezelogic.logic.mutation.mutants import all_mutants
from squeezelogic.logic.rulebook import Rulebook

ATTRIBUTES = {
    "integer": 'type = "integer"\nat_least = 0\nat_most = 9',
    "boolean": 'type = "boolean"',
    "enum": 'values = ["dry", "damp", "wet"]',
    "set": 'type = "set"\nvalues = ["ants", "bugs", "mites"]',
}
BROKEN = {
    "integer": {
        "3": {"2", "4", "{ not = 3 }"},
        "[1, 2]": {"[0, 2]", "[1, 3]", "{ not = [1, 2] }", "[1]", "[2]"},
        "{ not = 3 }": {"{ not = 2 }", "{ not = 4 }", "3"},
        "{ not = [0, 9] }": {"{ not = [1, 9] }", "{ not = [0, 8] }", "[0, 9]", "{ not = [0] }", "{ not = [9] }"},
        "{ at_least = 9 }": {"{ at_least = 8 }"},
        "{ at_least = 8 }": {"{ at_least = 7 }", "{ at_least = 9 }"},
        "{ at_most = 1 }": {"{ at_most = 0 }", "{ at_most = 2 }"},
        "{ at_least = 1, at_most = 5 }": {
            "{ at_least = 0, at_most = 5 }",
            "{ at_least = 2, at_most = 5 }",
            "{ at_least = 1, at_most = 4 }",
            "{ at_least = 1, at_most = 6 }",
            "{ at_least = 1 }",
            "{ at_most = 5 }",
        },
        '"unknown"': {'{ not = "unknown" }'},
        '["unknown", 2]': {'["unknown", 1]', '["unknown", 3]', '{ not = ["unknown", 2] }', "[2]", '["unknown"]'},
    },
    "boolean": {
        "true": {"{ not = true }", "[true, false]", '[true, "unknown"]'},
        "{ not = false }": {"false", "{ not = [false, true] }", '{ not = [false, "unknown"] }'},
        '[false, "unknown"]': {
            '{ not = [false, "unknown"] }',
            "[false]",
            '["unknown"]',
            '[false, "unknown", true]',
        },
    },
    "enum": {
        '"dry"': {'{ not = "dry" }', '["dry", "damp"]', '["dry", "wet"]', '["dry", "unknown"]'},
        '["dry", "damp", "wet"]': {
            '{ not = ["dry", "damp", "wet"] }',
            '["damp", "wet"]',
            '["dry", "wet"]',
            '["dry", "damp"]',
            '["dry", "damp", "wet", "unknown"]',
        },
        '{ not = ["wet", "unknown"] }': {
            '["wet", "unknown"]',
            '{ not = ["wet"] }',
            '{ not = ["unknown"] }',
            '{ not = ["wet", "unknown", "dry"] }',
            '{ not = ["wet", "unknown", "damp"] }',
        },
    },
    "set": {
        '"ants"': {'{ not = "ants" }', '["ants", "bugs"]', '["ants", "mites"]'},
        '["ants"]': {'{ not = ["ants"] }', '["ants", "bugs"]', '["ants", "mites"]'},
        '["ants", "bugs"]': {
            '{ not = ["ants", "bugs"] }',
            '{ all = ["ants", "bugs"] }',
            '["ants"]',
            '["bugs"]',
            '["ants", "bugs", "mites"]',
        },
        '{ all = ["ants", "bugs"] }': {
            '["ants", "bugs"]',
            '{ all = ["ants"] }',
            '{ all = ["bugs"] }',
            '{ all = ["ants", "bugs", "mites"] }',
        },
        '{ not = "ants" }': {'"ants"', '{ not = ["ants", "bugs"] }', '{ not = ["ants", "mites"] }'},
        '"any"': {'{ not = "any" }', '["ants", "bugs"]', '["ants", "mites"]', '["bugs", "mites"]'},
        '{ not = "any" }': {
            '"any"',
            '{ not = ["ants", "bugs"] }',
            '{ not = ["ants", "mites"] }',
            '{ not = ["bugs", "mites"] }',
        },
    },
}


def written(folder: Path, attributes: str, rules: str) -> Rulebook:
    """A rulebook of one topic that pours water."""
    folder.joinpath("vocabulary.toml").write_text(f'{attributes}\n[slot.water]\nvalues = ["cup", "can"]\n')
    folder.joinpath("advice.toml").write_text('[advice]\nslowly.text = "Slowly."\ntomorrow.text = "Tomorrow."\n')
    folder.joinpath("water.toml").write_text(f'topic = "water"\n{rules}')
    return Rulebook.load(folder)


@pytest.mark.parametrize(
    ("kind", "condition"), [(kind, it) for kind, conditions in BROKEN.items() for it in conditions]
)
def test_a_condition_is_shifted_turned_round_and_made_wider_and_narrower(
    kind: str, condition: str, tmp_path: Path
) -> None:
    """Numbers go one up and one down within bounds; everything else gains and loses each value that it can, once."""
    book = written(
        tmp_path,
        f"[attribute.asked]\n{ATTRIBUTES[kind]}",
        f'[[rule]]\nid = "one"\nwhen.asked = {condition}\nthen.water = "cup"\n',
    )
    made = [mutant.what for _, mutant in all_mutants(book) if mutant.name == "when.asked"]
    assert sorted(made) == sorted(f"{condition} → {new}" for new in BROKEN[kind][condition])


THREE_AND_ONE = """\
levels = ["hot", "mild"]
[[rule]]
id = "sun"
level = "hot"
when.sun = true
then.water = "can"
overrides = ["wind", "shade"]
[[rule]]
id = "wind"
level = "hot"
when.wind = true
then.water = "cup"
overrides = ["shade"]
[[rule]]
id = "shade"
level = "hot"
when.sun = false
then.water = "cup"
[[rule]]
id = "always"
level = "mild"
then.water = "cup"
"""
WITHOUT = THREE_AND_ONE.replace('["wind", "shade"]', '["shade"]')
WIND = '[[rule]]\nid = "wind"\nlevel = "hot"\nwhen.wind = true\nthen.water = "cup"\noverrides = ["shade"]\n'
LEFT = {
    ("wind", "dropped the rule"): WITHOUT.replace(WIND, ""),
    ("wind", "moved to level `mild`"): WITHOUT.replace(
        WIND, WIND.replace("hot", "mild").replace('overrides = ["shade"]\n', "")
    ),
    ("wind", "no longer overrides `shade`"): THREE_AND_ONE.replace('overrides = ["shade"]\n', ""),
    ("sun", "no longer overrides `shade`"): THREE_AND_ONE.replace('["wind", "shade"]', '["wind"]'),
}


@pytest.mark.parametrize(("rule", "what"), LEFT)
def test_a_rule_that_leaves_its_level_takes_its_overrides_along(rule: str, what: str, tmp_path: Path) -> None:
    """Those from it and those to it, or the file would not load; nothing else of the file changes."""
    book = written(tmp_path, '[attribute.sun]\ntype = "boolean"\n[attribute.wind]\ntype = "boolean"', THREE_AND_ONE)
    (broken,) = (mutant for _, mutant in all_mutants(book) if (mutant.rule, mutant.what) == (rule, what))
    assert broken.document.data == {"topic": "water", **tomllib.loads(LEFT[rule, what])}


SLOTS = """[slot.urgent]
type = "boolean"
[slot.litres]
type = "number"
[slot.note]
type = "text"
[slot.tips]
type = "list"
"""
CONCLUDING = """levels = ["hot", "mild", "cold"]
when.sun = true
[[rule]]
id = "drench"
level = "hot"
then.water = "can"
then.tips = ["shade", "rest", "hat"]
[[rule]]
id = "pour"
level = "mild"
then.urgent = true
then.litres = 2
then.note = "slowly"
then.tips = ["rest", "hat"]
[[rule]]
id = "wait"
level = "cold"
then.litres = 0.5
then.note = "tomorrow"
then.tips = ["rest"]
"""


def test_a_file_is_broken_from_its_top_to_its_end_at_every_conclusion_and_level(tmp_path: Path) -> None:
    """A conclusion is dropped, or is each other value that it can be; a rule goes one level up, one down, and away."""
    book = written(tmp_path, f'[attribute.sun]\ntype = "boolean"\n{SLOTS}', CONCLUDING)
    made = [(m.topic, m.line, m.rule, m.name, m.what) for _, m in all_mutants(book)]
    assert made == [
        ("water", line, rule, name, what)
        for line, rule, name, what in [
            (3, "", "when", "dropped the condition on `sun`"),
            (3, "", "when.sun", "true → { not = true }"),
            (3, "", "when.sun", "true → [true, false]"),
            (3, "", "when.sun", 'true → [true, "unknown"]'),
            (7, "drench", "then.water", "dropped `water`"),
            (7, "drench", "then.water", '"can" → "cup"'),
            (8, "drench", "then.tips", "dropped `tips`"),
            (8, "drench", "then.tips", "dropped `shade` from `tips`"),
            (8, "drench", "then.tips", "dropped `rest` from `tips`"),
            (8, "drench", "then.tips", "dropped `hat` from `tips`"),
            (6, "drench", "level", "moved to level `mild`"),
            (4, "drench", "", "dropped the rule"),
            (12, "pour", "then.urgent", "dropped `urgent`"),
            (12, "pour", "then.urgent", "true → false"),
            (13, "pour", "then.litres", "dropped `litres`"),
            (13, "pour", "then.litres", "2 → 3"),
            (14, "pour", "then.note", "dropped `note`"),
            (14, "pour", "then.note", '"slowly" → "tomorrow"'),
            (15, "pour", "then.tips", "dropped `tips`"),
            (15, "pour", "then.tips", "dropped `rest` from `tips`"),
            (15, "pour", "then.tips", "dropped `hat` from `tips`"),
            (11, "pour", "level", "moved to level `hot`"),
            (11, "pour", "level", "moved to level `cold`"),
            (9, "pour", "", "dropped the rule"),
            (19, "wait", "then.litres", "dropped `litres`"),
            (19, "wait", "then.litres", "0.5 → 1.5"),
            (20, "wait", "then.note", "dropped `note`"),
            (20, "wait", "then.note", '"tomorrow" → "slowly"'),
            (21, "wait", "then.tips", "dropped `tips`"),
            (18, "wait", "level", "moved to level `mild`"),
            (16, "wait", "", "dropped the rule"),
        ]
    ]
    elements = {
        m.what: m.document.data["rule"][0]["then"]["tips"] for _, m in all_mutants(book) if "` from `" in m.what
    }
    assert elements["dropped `shade` from `tips`"] == ["rest", "hat"]


def test_a_guard_of_several_lines_is_dropped_line_by_line_and_whole(tmp_path: Path) -> None:
    """One of a single line is dropped once; a file on top of another may have a guard and no rules."""
    attributes = '[attribute.sun]\ntype = "boolean"\n[attribute.wind]\ntype = "boolean"'
    top = tmp_path / "top"
    top.mkdir()
    (top / "water.toml").write_text('topic = "water"\nwhen = { sun = true, wind = true }\n')
    book = written(tmp_path, attributes, '[[rule]]\nid = "one"\nthen.water = "cup"\n').extended(top)
    dropped = [(i, mutant.name, mutant.what) for i, mutant in all_mutants(book) if mutant.what.startswith("dropped")]
    assert dropped == [
        (0, "then.water", "dropped `water`"),
        (0, "", "dropped the rule"),
        (1, "when.sun", "dropped the condition on `sun`"),
        (1, "when.wind", "dropped the condition on `wind`"),
        (1, "when", "dropped the topic's `when`"),
    ]


@pytest.mark.parametrize(("letters", "shown"), [(58, "x" * 58 + '"'), (59, "x" * 59 + "…")])
@pytest.mark.parametrize("turned", [False, True])
def test_a_value_of_more_than_sixty_letters_is_cut_and_says_so(
    letters: int, shown: str, turned: bool, tmp_path: Path
) -> None:
    """On whichever side of the arrow it is, whatever is on the other."""
    word = "x" * letters
    book = written(
        tmp_path,
        f'[attribute.asked]\nvalues = ["{word}"]',
        '[[rule]]\nid = "one"\nthen.water = "cup"\n'
        + (f'when.asked = {{ not = "{word}" }}\n' if turned else f'when.asked = "{word}"\n'),
    )
    what = next(mutant.what for _, mutant in all_mutants(book) if mutant.name == "when.asked")
    both = f'"{shown}', f'{{ not = "{"x" * 51}…'
    assert what == " → ".join(reversed(both) if turned else both)
