"""What to ask: the facts nobody has given that could still change the answer, and no others.

A fact could change the answer if there are two ways to complete what is known that differ in it alone and are answered
differently. So where no such fact is left, the answer is final, whatever else may be true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from squeezelogic.logic.analysis.diagrams import NEVER
from squeezelogic.logic.explain.prose import Told, listed, said, wrapped
from squeezelogic.logic.explain.reachable import EMPTY, NO_ANSWER, Aspect, Prospects, admitted, named, with_prospects
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import NO_WORDS, Attribute, Value, Vocabulary
from squeezelogic.logic.render.phrases import phrase, spoken

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

Slots = FrozenMap[str, tuple[Value, ...]]


@frozen
class Answer(Told):
    """One answer to a question, and what it leads to.

    Args:
        value: the answer; for a set, none of its elements or one of them.
        label: what a person calls it.
        leads_to: for each slot asked about, the values that are still possible then (of a list, the elements).
        final: whether nothing is left to ask about after it.
    """

    value: Value
    leads_to: Slots
    final: bool
    label: str = ""


@frozen
class Question(Told):
    """A fact to ask for.

    Args:
        attribute: its name.
        of: whose it is.
        type: `enum`, `boolean`, `integer` or `set`; any number of a set's elements may be answered.
        ask: the question, for a person.
        tell: how to find out, where a person could not answer unaided; or empty.
        label: what a person calls the fact.
        answers: what can be answered; of a set, only the elements that could change something.
        decides: how much is open on average after the answer, compared with now: 0 for as much, 1 for nothing.
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
        """What can be answered; of a set, its elements."""
        if self.type == "set":
            return tuple(e for answer in self.answers for e in answer.value)  # type: ignore[union-attr]
        return tuple(answer.value for answer in self.answers)

    def labelled(self, value: Value) -> str:
        """What a person calls an answer, or one element of a set."""
        with spoken(self._vocabulary.language):
            return said(value, self._vocabulary.labelled(self.attribute))

    def __str__(self) -> str:
        told = [wrapped(self.tell, "  ")] if self.tell else []
        return "\n".join([wrapped(self.ask), *told, *(wrapped(line, "  - ", "    ") for line in self.consequences)])

    @property
    def consequences(self) -> tuple[str, ...]:
        """What is still possible after each answer, in words; answers that lead to the same are one line."""
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
        """The first slot of one value in which answers differ: it says in a word what they lead to."""
        single = (slot for slot in self.answers[0].leads_to if not self._is_list(slot))
        return next((slot for slot in single if len({answer.leads_to[slot] for answer in self.answers}) > 1), None)

    def _is_list(self, slot: str) -> bool:
        found = self._vocabulary.slots.get(slot)
        return found is not None and found.accumulates

    def _render_possible(self, slot: str, left: Sequence[Value]) -> str:
        """What may come of a slot; said with its name where it is not the first."""
        values = (str(value).strip("()") if value in (EMPTY, NO_ANSWER) else value for value in left)
        shown = listed(values, "or", self._vocabulary.labelled(slot))
        return shown if slot == next(iter(self.answers[0].leads_to)) else f"{self._vocabulary.title(slot)}: {shown}"


@frozen
class Questions(Told):
    """Every fact that could still change the answer, the one that decides most first. Empty, the answer is final.

    Args:
        about: the slots that make up the answer.
        possible: for each of them, the values that are still possible (of a list, the elements).
        questions: the facts to ask for.
    """

    about: tuple[str, ...]
    possible: Slots
    questions: tuple[Question, ...]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, place: int) -> Question:
        return self.questions[place]

    def __str__(self) -> str:
        if not self.questions:
            return phrase("ask.done")
        return "\n\n".join(f"{number}. {question}" for number, question in enumerate(self.questions, 1))


def questions(
    book: Rulebook, facts: Mapping[str, Any], about: Sequence[str], settled: Collection[str] = ()
) -> Questions:
    """What is still worth asking.

    Questions are ordered by how much they decide. A slot is as open as it has possible values besides one (a list, as
    it has elements that may be in it or not); a question decides as much as it leaves less open on average over its
    answers, each counting the same. Equal ones keep the vocabulary's order.

    Args:
        book: the rulebook.
        facts: what is known; an empty set counts as not asked for yet.
        about: the slots that make up the answer.
        settled: attributes that are not to be asked for although nothing is known of them.

    Raises:
        InvalidInput: facts, attributes or slots the vocabulary does not know; or the rulebook is too large.
    """
    named(about, book.vocabulary.slots, "slot")
    named(settled, book.vocabulary.attributes, "attribute")
    known = admitted(book, facts)
    fixed = [name for name, value in known.items() if value != book.vocabulary.attributes[name].blank]
    return with_prospects(book, about, lambda prospects: _Asking(prospects, known, {*fixed, *settled}, about).all())


class _Asking:
    """What is open when some facts are fixed."""

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
        nodes = [node for aspect in self._aspects.values() for node in aspect.values()]
        self._read = frozenset().union(*map(self._d.reads, {*nodes}))
        self._constrained = self._d.reads(self._givable)

    def all(self) -> Questions:
        attributes = self._prospects.book.vocabulary.attributes
        left = self._find_left({})
        asked = [
            self._make_question(a, left)
            for a in attributes.values()
            if a.name not in self._fixed and self._can_matter(a)
        ]
        asked.sort(key=lambda pair: pair[0], reverse=True)
        return Questions(self._about, self._group_by_slot(left), tuple(question for _, question in asked))

    def _can_matter(self, attribute: Attribute) -> bool:
        return any(self._changes_answer(number) for number in self._prospects.of[attribute.name])

    def _changes_answer(self, number: int) -> bool:
        """Whether two situations that differ in this variable alone are answered differently."""
        if number not in self._read:
            return False
        if number not in self._constrained:
            return True
        sizes = range(self._d.sizes[number])
        return any(
            self._values_differ(number, one, other, aspect)
            for aspect in self._aspects.values()
            for one, other in combinations(sizes, 2)
        )

    def _values_differ(self, number: int, one: int, other: int, aspect: Aspect) -> bool:
        """Whether changing a value into another, where both can be, changes a slot."""
        d = self._d
        both = d.both(d.given(self._givable, number, one), d.given(self._givable, number, other))
        changed = (d.without(d.given(n, number, one), d.given(n, number, other)) for n in aspect.values())
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
        decides = 1 - Fraction(sum(opened), len(opened) * _count_open(before))
        ask = attribute.ask or phrase("ask.what", fact=attribute.title)
        return decides, Question(
            *(attribute.name, attribute.of, attribute.type, ask, tuple(answers), float(decides)),
            tell=attribute.tell,
            label=attribute.title,
            vocabulary=self._prospects.book.vocabulary,
        )

    def _list_answers(self, attribute: Attribute) -> Iterable[Value]:
        """What a person can answer; of a set, nothing and each element by itself that could change something."""
        if attribute.type != "set":
            return self._prospects.values(attribute)
        variables = self._prospects.of[attribute.name]
        telling = {next(iter(v.values[1])) for n, v in variables.items() if self._changes_answer(n)}  # type: ignore[arg-type]
        of = self._prospects.space.classes[attribute.name].of
        single = [frozenset([str(element)]) for element in attribute.values]
        return [frozenset(), *(element for element in single if of(element) and of(element) <= telling)]  # type: ignore[operator]

    def _find_left(self, places: Mapping[int, int]) -> dict[tuple[str, str], list[Value]]:
        """Which values each aspect may still have once more is known."""
        return {
            key: [value for value, node in aspect.items() if self._d.meets(node, places)]
            for key, aspect in self._aspects.items()
        }

    def _group_by_slot(self, left: Mapping[tuple[str, str], list[Value]]) -> Slots:
        """The same slot by slot: of a list, the elements that may be in it."""
        possible: dict[str, tuple[Value, ...]] = dict.fromkeys(self._about, ())
        for (slot, element), values in left.items():
            found = [element] * (True in values) if element else values
            possible[slot] = (*possible[slot], *found)
        return FrozenMap(possible)


def _count_open(left: Mapping[tuple[str, str], list[Value]]) -> int:
    return sum(len(values) - 1 for values in left.values() if values)
