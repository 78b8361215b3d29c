"""A small rulebook that is not about lifting: how to brew tea."""

from pathlib import Path

VOCABULARY = """\
[rulebook]
name = "tea"
version = "3"

[attribute.leaf]
values = ["green", "black", "herbal"]
ask = "Which leaf?"

[attribute.minutes]
type = "integer"
at_least = 0
at_most = 60

[attribute.guests]
type = "boolean"

[attribute.extras]
type = "set"
values = ["milk", "lemon", "honey"]

[slot.water]
values = ["warm", "boiling"]

[slot.grams]
type = "number"

[slot.tips]
type = "advice"
carries.tone = ["kind", "firm"]

[slot.cups]
type = "list"
"""

ADVICE = """\
[advice.no-milk]
text = "No milk in green tea."
tone = "firm"

[advice.take-your-time]
text = "Take your time."
tone = "kind"
"""

SOURCES = """\
[articles.leaflet]
title = "The leaflet"

[[claim]]
id = "L-1"
article = "leaflet"
section = "Water"
gist = "Green tea wants warm water."
"""

BREW = """\
topic = "brew"
question = "How hot, and how much?"
levels = ["safety", "taste", "habit"]
concludes = ["water", "grams"]
required = ["water"]

[[rule]]
id = "green-warm"
title = "Green tea wants warm water"
level = "taste"
when.leaf = "green"
then.water = "warm"
because = "Hot water makes green leaves bitter."
claims = ["L-1"]
basis = "stated"
overrides = ["guests-like-it-strong"]

[[rule]]
id = "guests-like-it-strong"
level = "taste"
when.guests = true
then.water = "boiling"
then.grams = 4.5

[[rule]]
id = "herbal-is-boiled"
level = "safety"
when.leaf = "herbal"
when.minutes = { at_most = 5 }
then.water = "boiling"

[[rule]]
id = "usually-boiling"
level = "habit"
then.water = "boiling"
then.grams = 2
"""

SERVE = """\
topic = "serve"
concludes = ["tips", "cups"]

[[rule]]
id = "milk-spoils-green"
when = [{ water = "warm", extras = "milk" }, { leaf = "green", extras = { all = ["milk", "honey"] } }]
then.tips = ["no-milk", "take-your-time"]

[[rule]]
id = "strong-in-small-cups"
when.grams = [4.5]
when.extras = { not = "any" }
then.cups = ["small"]
"""

FILES = {
    "vocabulary.toml": VOCABULARY,
    "advice.toml": ADVICE,
    "sources.toml": SOURCES,
    "brew.toml": BREW,
    "serve.toml": SERVE,
}


def write(folder: Path, **changes: str | None) -> Path:
    """Write the tea rulebook, with some files changed (or left out): `write(tmp_path, brew=…, advice=None)`."""
    folder = folder / "tea"
    folder.mkdir(exist_ok=True)
    files: dict[str, str | None] = {**FILES, **{f"{name}.toml": text for name, text in changes.items()}}
    for name, text in files.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
