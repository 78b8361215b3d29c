"""Makes the table of what each attribute can change from the rulebook itself: `python docs/influence.py`.

A test fails if the table in docs/maps.md is out of date.
"""

from __future__ import annotations

from pathlib import Path

from squeezelogic import Rulebook
from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION
from squeezelogic.logic.render.markdown import table

PAGE = Path(__file__).parent / "maps.md"
BEGIN, END = "<!-- influence: begin -->\n", "<!-- influence: end -->"
PARTS = {
    "verdict": ("verdict", "strength"),
    "phase, effort, hold, breath": ("phase", "effort", "hold_seconds", "breath"),
    **{slot: (slot,) for slot in LIST_SLOTS},
    "progression": (DIRECTION, *PROGRESSION.values()),
}


def influence_table() -> str:
    """The table, in Markdown."""
    influence = Rulebook.default().influence()
    rows = [
        [f"`{name}`", *("●" if slots.intersection(part) else "" for part in PARTS.values())]
        for name, slots in influence.items()
    ]
    return table(["attribute", *PARTS], rows)


def main() -> None:
    """Update the table."""
    text = PAGE.read_text("utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    PAGE.write_text(text[:start] + influence_table().rstrip() + "\n" + text[end:], "utf-8")


if __name__ == "__main__":
    main()
