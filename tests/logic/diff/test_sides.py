"""Two rulebooks over one space: definitions of only one, and topics that are too large."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from squeezelogic.logic.analysis.diagrams import TooLarge
from squeezelogic.logic.diff.diff import _Comparison, diff
from squeezelogic.logic.diff.difference import Difference, SlotChange
from squeezelogic.logic.diff.sides import Pair
from squeezelogic.logic.rulebook import Rulebook
from tests.logic.diff.test_diff import loaded

SLOTS = ("x", "y", "z", "w", "v")
VOCABULARY = '[attribute.sun]\ntype = "boolean"\n[attribute.rain]\ntype = "boolean"\n' + "".join(
    f'[slot.{slot}]\nvalues = ["a", "b"]\n' for slot in SLOTS
)


def topic(name: str, *rules: str, more: str = "") -> str:
    """A topic whose rules each conclude something, as `x = "a"`, perhaps under a condition."""
    heads = (f'[[rule]]\nid = "{name}-{number}"\nthen.{rule}\n' for number, rule in enumerate(rules))
    return f'topic = "{name}"\n{more}' + "".join(heads)


def slots_told(found: Difference) -> set[str]:
    """The slots with a reported change."""
    return {slot.slot for change in found.changes for slot in change.slots}


def test_what_moves_to_a_topic_that_is_too_large_is_told_of_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither topic is compared then, whatever of them was found before; the others are."""
    old = loaded(
        tmp_path / "old",
        vocabulary=VOCABULARY,
        zeta=topic("zeta", 'x = "a"\nwhen.sun = true', 'y = "a"'),
        omega=topic("omega", 'z = "a"'),
        fine=topic("fine", 'w = "a"'),
    )
    new = loaded(
        tmp_path / "new",
        vocabulary=VOCABULARY,
        alpha=topic("alpha", 'x = "b"\nwhen.sun = true'),
        zeta=topic("zeta", 'y = "b"'),
        omega=topic("omega", 'z = "b"'),
        fine=topic("fine", 'w = "b"'),
        tail=topic("tail", 'v = "a"'),
    )
    assert slots_told(diff(old, new)) == {*SLOTS}
    compare = _Comparison._compare_topic

    def comparing(self: _Comparison, topic: str, groups: Sequence[tuple[str, ...]]) -> None:
        if topic in ("alpha", "omega", "tail"):
            raise TooLarge
        compare(self, topic, groups)

    monkeypatch.setattr(_Comparison, "_compare_topic", comparing)
    found = diff(old, new)
    assert found.unproven == ("zeta", "omega", "alpha", "tail")
    assert slots_told(found) == {"w"}


def test_what_builds_on_a_topic_that_is_left_out_is_left_out_with_it(tmp_path: Path) -> None:
    """However far up, and beside what was left out before."""
    book = loaded(
        tmp_path / "book",
        vocabulary=VOCABULARY,
        first=topic("first", 'x = "a"\nwhen.sun = true'),
        second=topic("second", 'y = "a"\nwhen.x = "a"'),
        third=topic("third", 'z = "a"\nwhen.y = "a"'),
        other=topic("other", 'w = "a"'),
        last=topic("last", 'v = "a"\nwhen.w = "a"'),
    )
    pair = Pair(book, book, 100_000)
    pair.leave_out(["first"])
    assert pair.left_out == {"first", "second", "third"}
    assert [[each.topic.name for each in side.topics] for side in pair.sides] == [["other", "last"]] * 2
    pair.leave_out(["last"])
    assert pair.left_out == {"first", "second", "third", "last"}


def test_what_then_turns_out_too_large_is_left_out_besides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic of which it takes too long to tell when it raises an error."""
    book = loaded(
        tmp_path / "book",
        vocabulary=VOCABULARY,
        first=topic("first", 'x = "a"'),
        second=topic("second", 'y = "a"'),
        third=topic("third", 'z = "a"'),
    )
    pair, decided = Pair(book, book, 100_000), Pair._find_decided
    failing = iter([{"second"}, set[str]()])
    monkeypatch.setattr(Pair, "_find_decided", lambda self: (decided(self)[0], next(failing)))
    pair.leave_out(["first"])
    assert pair.left_out == {"first", "second"}


def no_longer_required(folder: Path, last: str) -> tuple[Rulebook, Rulebook]:
    """Two rulebooks with a first topic that comes to nothing without sun; only in the old one that is a gap."""
    old, new = (topic("first", 'x = "a"\nwhen.sun = true', more=more) for more in ('required = ["x"]\n', ""))
    return (
        loaded(folder / "old", vocabulary=VOCABULARY, first=old, last=last),
        loaded(folder / "new", vocabulary=VOCABULARY, first=new, last=last),
    )


def test_what_a_topic_comes_to_depends_on_where_those_before_it_fail(tmp_path: Path) -> None:
    """Once a slot may stay empty, a topic that reads it comes to something there."""
    last = topic("last", 'y = "b"\nwhen.x = { not = "a" }')
    old, new = no_longer_required(tmp_path, last)
    (gained,) = diff(old, new).changes
    assert gained.slots == (SlotChange("", "no answer", "answer"),)
    assert gained.situations == 6
    assert gained.after == {"y": "b"}


def test_a_wording_is_told_whole(tmp_path: Path) -> None:
    """However long it is."""
    texts = ["word " * 100, "other " * 100]
    books = [
        loaded(tmp_path / str(number), vocabulary=VOCABULARY, one=topic("one", f'x = "a"\nbecause = "{text}"'))
        for number, text in enumerate(texts)
    ]
    (wording,) = diff(*books).wordings
    assert [wording.before, wording.after] == texts


def test_a_topic_that_only_the_new_rulebook_has_is_compared(tmp_path: Path) -> None:
    """What it fills was empty before."""
    one, two = topic("one", 'x = "a"'), topic("two", 'y = "a"\nwhen.x = "a"')
    old = loaded(tmp_path / "old", vocabulary=VOCABULARY, one=one)
    found = diff(old, loaded(tmp_path / "new", vocabulary=VOCABULARY, one=one, two=two))
    assert (found.unproven, slots_told(found)) == ((), {"y"})


def test_a_rule_that_stands_as_before_is_no_cause(tmp_path: Path) -> None:
    """Of two rules that conflict now, only the one that was added makes the difference."""
    one = 'x = "a"\nwhen.sun = true'
    books: list[Rulebook] = [
        loaded(tmp_path / name, vocabulary=VOCABULARY, one=topic("one", *rules))
        for name, rules in (("old", [one]), ("new", [one, 'x = "b"\nwhen.rain = true']))
    ]
    (lost,) = diff(*books).of("")
    assert [(cause.rule, cause.edit) for cause in lost.causes] == [("one-1", "added")]


def test_a_topic_fails_where_none_before_it_does_any_more(tmp_path: Path) -> None:
    """A gap that another topic's gap had covered comes to light: then there is still no answer."""
    last = topic("last", 'y = "b"\nwhen.x = "a"', more='required = ["y"]\n')
    old, new = no_longer_required(tmp_path, last)
    assert diff(old, new).changes == ()
