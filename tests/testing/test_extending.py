"""One rulebook on top of another, again and again, against a model: what is on top replaces what it names."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from squeezelogic import ConflictError, GapError, InvalidInput, Rulebook
from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.testing.books import written
from squeezelogic.testing.inventing import invented
from tests.effort import examples

Files = dict[str, dict[str, Any]]


class Extending(RuleBasedStateMachine):
    """A rulebook that is extended step by step, and the files of one that says the same at once."""

    @initialize(files=invented(sound=False))
    def begin(self, files: Files) -> None:
        """Any rulebook."""
        self.files = deepcopy(files)
        self.book: Rulebook = written("base", files)
        self.added = 0

    def _extend(self, files: Files) -> None:
        """Put a folder with these files on top."""
        folder = Path(mkdtemp()) / "base"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_text(toml(data), "utf-8")
        self.book = self.book.extended(folder)

    @rule(answer=st.sampled_from(["p", "q"]), level=st.sampled_from(["upper", "lower", "last"]))
    def add_a_rule(self, answer: str, level: str) -> None:
        """A rule with a new id is one more."""
        self.added += 1
        new = {"id": f"added-{self.added}", "level": level, "then": {"first_answer": answer}}
        self._extend({"first.toml": {"topic": "first", "rule": [new]}})
        self.files["first.toml"]["rule"].append(new)

    @rule(place=st.integers(0, 20), answer=st.sampled_from(["p", "q"]))
    def replace_a_rule(self, place: int, answer: str) -> None:
        """A rule with an id that is there takes its place, and overrides only what it names itself."""
        rules = self.files["first.toml"]["rule"]
        place %= len(rules)
        old = rules[place]
        new = {"id": old["id"], "level": old["level"], "then": {**old["then"], "first_answer": answer}}
        self._extend({"first.toml": {"topic": "first", "rule": [new]}})
        rules[place] = new

    @rule(text=st.sampled_from(["Breathe.", "Rest."]), tip=st.sampled_from(["tip-one", "tip-two", "tip-new"]))
    def add_or_replace_advice(self, text: str, tip: str) -> None:
        """A text by its id."""
        self._extend({"advice.toml": {"advice": {tip: {"text": text}}}})
        self.files["advice.toml"]["advice"][tip] = {"text": text}

    @rule(name=st.sampled_from(["mood", "sleep"]), values=st.sampled_from([["a"], ["a", "b"]]))
    def add_or_replace_an_attribute(self, name: str, values: list[str]) -> None:
        """An attribute by its name."""
        self._extend({"vocabulary.toml": {"attribute": {name: {"values": values}}}})
        self.files["vocabulary.toml"]["attribute"][name] = {"values": values}

    @rule()
    def add_nothing(self) -> None:
        """What says what is said already changes nothing."""
        before = self.book
        self._extend({"advice.toml": deepcopy(self.files["advice.toml"])})
        assert self.book == before

    @invariant()
    def it_is_what_all_files_together_say(self) -> None:
        """The same rules, words and texts, and so the same digest and decisions."""
        whole = written("base", self.files)
        assert self.book.rules == whole.rules
        assert self.book.vocabulary.attributes == whole.vocabulary.attributes
        assert self.book.advice == whole.advice
        assert self.book.digest == whole.digest
        assert decision(self.book) == decision(whole)


def decision(book: Rulebook) -> Any:
    """What is decided when nothing is known, or how deciding fails."""
    try:
        return book.decide({}).slots
    except (ConflictError, GapError) as error:
        return type(error), error.rules
    except InvalidInput as error:  # something is required
        return type(error), error.problems


TestExtending = Extending.TestCase
TestExtending.settings = settings(max_examples=examples(15), stateful_step_count=6)
