"""Questions: the unknown facts that could still change the answer, and no others.

A fact could change the answer if the known facts can be completed in two ways that differ only in it and lead to
different answers. So if no such fact is left, the answer is final.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from squeezelogic.logic.analysis.diagrams import NEVER, Node
from squeezelogic.logic.explain.prose import Serializable, listed, said, wrapped
from squeezelogic.logic.explain.reachable import (
    EMPTY,
    NO_ANSWER,
    Aspect,
    Prospects,
    admit_facts,
    require_known,
    with_prospects,
)
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import NO_WORDS, Attribute, Value, Vocabulary
from squeezelogic.logic.render.phrases import phrase, spoken

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

Slots = FrozenMap[str, tuple[Value, ...]]


@frozen
class Answer(Serializable):
    """One answer to a question, and its consequences.

    Args:
        value: the answer; for a set, none of its elements or one of them.
        label: its display name.
        leads_to: for each slot of interest, the values that are still possible after it (for a list, the elements).
        final: whether no question is left after it.
    """

    value: Value
    leads_to: Slots
    final: bool
    label: str = ""


@frozen
class Question(Serializable):
    """A fact to ask for.

    Args:
        attribute: its name.
        of: its owner, see `Attribute.of`.
        type: `enum`, `boolean`, `integer` or `set`; the answer for a set is any number of its elements.
        ask: the text of the question.
        tell: how to find the answer, if the question needs an explanation; or empty.
        label: the display name of the fact.
        answers: the possible answers; for a set, only the elements that could change something.
        decides: how much the answer decides on average, from 0 (nothing) to 1 (everything that is open).
    """

    attribute: str
    of: str
    type: str
    ask: str
    answers: tuple[Answer, ...]
    decides: float
    tell: str = ""
    label: str = ""
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)

    @property
    def values(self) -> tuple[Value, ...]:
        """The possible values; for a set, its elements."""
        if self.type == "set":
            return tuple(e for answer in self.answers for e in answer.value)  # type: ignore[union-attr]
        return tuple(answer.value for answer in self.answers)

    def labelled(self, value: Value) -> str:
        """The display name of an answer, or of one element of a set."""
        with spoken(self._vocabulary.language):
            return said(value, self._vocabulary.labelled(self.attribute))

    def __str__(self) -> str:
        told = [wrapped(self.tell, "  ")] if self.tell else []
        return "\n".join([wrapped(self.ask), *told, *(wrapped(line, "  - ", "    ") for line in self.consequences)])

    @property
    def consequences(self) -> tuple[str, ...]:
        """What is still possible after each answer, in words; answers with equal consequences share a line."""
        with spoken(self._vocabulary.language):
            return self._list_consequences()

    def _list_consequences(self) -> tuple[str, ...]:
        of, telling = self._vocabulary.labelled(self.attribute), self._find_telling_slot
        if telling is None:
            return (f"{listed([answer.value for answer in self.answers], 'or', of)}: {phrase('ask.differs')}",)
        same: dict[tuple[Value, ...], list[Value]] = {}
        for answer in self.answers:
            same.setdefault(answer.leads_to[telling], []).append(answer.value)
        return tuple(
            f"{listed(values, 'or', of)}: {self._render_possible(telling, left)}" for left, values in same.items()
        )

    @property
    def _find_telling_slot(self) -> str | None:
        """The first single-valued slot in which answers differ: it summarizes their consequences."""
        single = (slot for slot in self.answers[0].leads_to if not self._is_list(slot))
        return next((slot for slot in single if len({answer.leads_to[slot] for answer in self.answers}) > 1), None)

    def _is_list(self, slot: str) -> bool:
        found = self._vocabulary.slots.get(slot)
        return found is not None and found.accumulates

    def _render_possible(self, slot: str, left: Sequence[Value]) -> str:
        """The possible values of a slot, with its name if it is not the first."""
        values = (str(value).strip("()") if value in (EMPTY, NO_ANSWER) else value for value in left)
        shown = listed(values, "or", self._vocabulary.labelled(slot))
        return shown if slot == next(iter(self.answers[0].leads_to)) else f"{self._vocabulary.title(slot)}: {shown}"


@frozen(repr=False)
class Questions(Serializable):
    """Every fact that could still change the answer, the most decisive first. If it is empty, the answer is final.

    Args:
        about: the slots that make up the answer.
        possible: for each of them, the values that are still possible (for a list, the elements).
        questions: the facts to ask for.
    """

    about: tuple[str, ...]
    possible: Slots
    questions: tuple[Question, ...]
    _vocabulary: Vocabulary = field(default=NO_WORDS, alias="vocabulary", eq=False, repr=False, kw_only=True)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, place: int) -> Question:
        return self.questions[place]

    def __str__(self) -> str:
        if not self.questions:
            with spoken(self._vocabulary.language):
                return phrase("ask.done")
        return "\n\n".join(f"{number}. {question}" for number, question in enumerate(self.questions, 1))


def find_questions(
    book: Rulebook, facts: Mapping[str, Any], about: Sequence[str], settled: Collection[str] = ()
) -> Questions:
    """Find the questions that are still open.

    A required fact always comes first: without it there is no decision. The others are sorted by how much they decide.
    The openness of a slot is the number of its possible values minus one (for a list, the number of undecided
    elements). A question decides the reduction of openness, averaged
    over its answers with equal weights. Ties keep the vocabulary's order.

    Args:
        book: the rulebook.
        facts: the known facts; an empty set counts as not asked yet.
        about: the slots that make up the answer.
        settled: unknown attributes that should not be asked for.

    Raises:
        InvalidInput: facts, attributes or slots that the vocabulary does not allow; or the rulebook is too large.
    """
    require_known(about, book.vocabulary.slots, "slot")
    require_known(settled, book.vocabulary.attributes, "attribute")
    known = admit_facts(book, facts)
    fixed = [name for name, value in known.items() if value != book.vocabulary.attributes[name].blank]
    required = [attribute.name for attribute in book.vocabulary.find_missing(book.vocabulary.situation(facts))]
    return with_prospects(
        book, about, lambda prospects: _Asking(prospects, known, {*fixed, *settled}, about).all(required)
    )


class _Asking:
    """The search for open questions under fixed facts."""

    def __init__(
        self, prospects: Prospects, known: Mapping[str, Value], fixed: Collection[str], about: Sequence[str]
    ) -> None:
        self._prospects, self._d, self._known, self._fixed = prospects, prospects.diagrams, known, fixed
        places = prospects.places(known, fixed)
        self._givable = self._d.settled(prospects.givable, places)
        self._about = tuple(dict.fromkeys(about))
        self._aspects: dict[tuple[str, str], Aspect] = {
            (slot, element): {value: self._d.settled(node, places) for value, node in aspect.items()}
            for slot in self._about
            for element, aspect in prospects.aspects(slot).items()
        }
        nodes = {node for aspect in self._aspects.values() for node in aspect.values()}
        self._reads = {node: self._d.reads(node) for node in nodes}
        self._constrained = self._d.reads(self._givable)

    def all(self, required: Collection[str]) -> Questions:
        vocabulary = self._prospects.book.vocabulary
        left = self._find_left({})
        asked = [
            self._make_question(a, left)
            for a in vocabulary.attributes.values()
            if a.name not in self._fixed and (a.name in required or self._can_matter(a))
        ]
        asked.sort(key=lambda pair: (pair[1].attribute in required, pair[0]), reverse=True)
        found = tuple(question for _, question in asked)
        return Questions(self._about, self._group_by_slot(left), found, vocabulary=vocabulary)

    def _can_matter(self, attribute: Attribute) -> bool:
        return any(self._changes_answer(number) for number in self._prospects.of[attribute.name])

    def _changes_answer(self, number: int) -> bool:
        """Whether two situations that differ only in this variable have different answers."""
        reading = [node for node, variables in self._reads.items() if number in variables]
        if number not in self._constrained:
            return bool(reading)
        pairs = combinations(range(self._d.sizes[number]), 2)
        return any(self._values_differ(number, one, other, reading) for one, other in pairs)

    def _values_differ(self, number: int, one: int, other: int, nodes: Iterable[Node]) -> bool:
        """Whether changing a value into another changes an answer in some situation where both are possible."""
        d = self._d
        both = d.both(d.given(self._givable, number, one), d.given(self._givable, number, other))
        changed = (d.without(d.given(n, number, one), d.given(n, number, other)) for n in nodes)
        return any(d.both(node, both) != NEVER for node in changed)

    def _make_question(
        self, attribute: Attribute, before: Mapping[tuple[str, str], list[Value]]
    ) -> tuple[Fraction, Question]:
        answers: list[Answer] = []
        opened: list[int] = []
        for value in self._list_answers(attribute):
            left = self._find_left(self._prospects.places({attribute.name: value}, [attribute.name]))
            if all(left.values()):
                answers.append(Answer(value, self._group_by_slot(left), not _count_open(left), said(value, attribute)))
                opened.append(_count_open(left))
        possible = len(opened) * _count_open(before)
        decides = 1 - Fraction(sum(opened), possible) if possible else Fraction(0)
        ask = attribute.ask or phrase("ask.what", fact=attribute.title)
        return decides, Question(
            *(attribute.name, attribute.of, attribute.type, ask, tuple(answers), float(decides)),
            tell=attribute.tell,
            label=attribute.title,
            vocabulary=self._prospects.book.vocabulary,
        )

    def _list_answers(self, attribute: Attribute) -> Iterable[Value]:
        """The possible answers; for a set, the empty set, and each single element that could change something."""
        if attribute.type != "set":
            return self._prospects.values(attribute)
        variables = self._prospects.of[attribute.name]
        telling = {next(iter(v.values[1])) for n, v in variables.items() if self._changes_answer(n)}  # type: ignore[arg-type]
        of = self._prospects.space.classes[attribute.name].of
        single = [frozenset([str(element)]) for element in attribute.values]
        return [frozenset(), *(element for element in single if of(element) and of(element) <= telling)]  # type: ignore[operator]

    def _find_left(self, places: Mapping[int, int]) -> dict[tuple[str, str], list[Value]]:
        """The values that each aspect may still have under further facts."""
        return {
            key: [value for value, node in aspect.items() if self._d.meets(node, places)]
            for key, aspect in self._aspects.items()
        }

    def _group_by_slot(self, left: Mapping[tuple[str, str], list[Value]]) -> Slots:
        """The possible values by slot; for a list, its possible elements."""
        possible: dict[str, tuple[Value, ...]] = dict.fromkeys(self._about, ())
        for (slot, element), values in left.items():
            found = [element] * (True in values) if element else values
            possible[slot] = (*possible[slot], *found)
        return FrozenMap(possible)


def _count_open(left: Mapping[tuple[str, str], list[Value]]) -> int:
    return sum(len(values) - 1 for values in left.values() if values)
