"""Makes recommendations from the decisions of a rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import fields

from squeezelogic.coaching.answer_fields import LAZY_NAMES, TEXTS, AnswerFields, CodedInput, Getter, Origin, facts_of
from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import FactCode, decode_facts, measure_halves
from squeezelogic.coaching.parts import DIRECTION, LIST_SLOTS, PROGRESSION, SINGLE_SLOTS
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.provenance import remember_rulebook
from squeezelogic.logic.inference.cache import RULEBOOKS_KEPT, Cache, SamplingCache
from squeezelogic.logic.inference.hot_path import Adds, as_steps
from squeezelogic.logic.inference.joint_tables import Component
from squeezelogic.logic.inference.plan import ROWS_KEPT, Number, Plan
from squeezelogic.logic.model.errors import GapError, InvalidInput, quoted
from squeezelogic.logic.model.lazy_fields import GETTERS, ORIGIN, hold, new
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.logic.semantics.definition import conclusions

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation


NOT_MET = -1
"""The placeholder for a half of a profile's or an exercise's code that was not encoded yet.

All of its bits are set, so the number of an input with such a half passes no check, and takes the slow path, which
encodes the half.
"""

Halves = Sequence[list[Number]]


class InputEncoder:
    """Encodes an input, from the codes of a profile and an exercise.

    A code represents all facts of a profile. There are ten million profiles, but a code has two halves with a few
    thousand values each. The bits of each half are kept, so a profile costs two look-ups, and so does an exercise.
    They are kept in lists, since an index costs less than a look-up in a `Cache`.

    Args:
        plan: the plan of the rulebook; facts that its vocabulary does not declare add nothing.
        encode: encodes declared facts, such as `FactEncoder.encode`.

    Attributes:
        profiles, exercises: the bits of the first and the second halves of a code; `NOT_MET` for a half that `encode`
            has not met yet.
        faults: the bits of each observed fault.
    """

    def __init__(self, plan: Plan, encode: Callable[[Any], Number]) -> None:
        self._vocabulary = plan.encoding.vocabulary
        self._unclear = plan.encoding.checks.unclear
        self._encode = encode
        self.profiles, self.exercises = (
            [[NOT_MET] * size for size in measure_halves(cls)] for cls in (Profile, Exercise)
        )
        self.faults = Adds(self._unclear)
        if "observed" in self._vocabulary.attributes:
            faults = map(str, self._vocabulary.attributes["observed"].values)
            self.faults.update((fault, encode({"observed": [fault]})) for fault in faults)

    @property
    def parts(self) -> tuple[Any, ...]:
        """The parts of a number, for inlining `encode` where a call is too slow."""
        return self.profiles, self.exercises, self.faults, self.encode_known

    def encode(self, coded: CodedInput) -> Number:
        """The number of an input, including the bits for `Checks`."""
        (high, low, more), exercise, observed = coded
        number = self._encode_halves(Profile, self.profiles, (high, low))
        number |= self._encode_halves(Exercise, self.exercises, exercise)
        if more is not None:
            number |= self.encode_known(more)
        for fault in observed:
            number |= self.faults[fault]
        return number

    def _encode_halves(self, cls: Any, met: Halves, code: FactCode) -> Number:
        (highs, lows), (high, low) = met, code
        if highs[high] == NOT_MET:
            highs[high] = self.encode_known(decode_facts(cls, (high, 0)))
        if lows[low] == NOT_MET:
            lows[low] = self.encode_known(decode_facts(cls, (0, low)))
        return highs[high] | lows[low]

    def encode_known(self, facts: Mapping[str, Any]) -> Number:
        """The bits of facts, without those that the vocabulary does not declare."""
        return self._encode(self.declared(facts))

    def declared(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The facts that the vocabulary declares."""
        return {name: value for name, value in given.items() if name in self._vocabulary.attributes}


NEEDED = ("verdict", "strength", *TEXTS)
TYPES = {
    **dict.fromkeys((*SINGLE_SLOTS, DIRECTION), ("enum", "text")),
    "hold_seconds": ("integer", "number"),
    **dict.fromkeys((*LIST_SLOTS, *TEXTS, *PROGRESSION.values()), ("text", "advice")),
}
"""The types that a slot of a recommendation may have."""
ANSWERS_KEPT = 4_096
EAGER_FIELDS_KEPT = 2_048

Verdict = tuple[dict[str, Any], Number]
"""The eager fields of a recommendation, and the bits that the looked-up rules add to the number."""


class Adviser:
    """Makes recommendations with one rulebook.

    The verdict and anything that can raise are computed eagerly; the other fields when they are first read. Each field
    depends only on which of certain rules are in force, and is cached by their bits.

    Args:
        rulebook: the rulebook; the default one if None.
        answer: the class of its results: `Recommendation`, which imports this module.

    Attributes:
        recommend: makes the recommendation for the three parts of a `CodedInput`. It raises `InvalidInput` for values
        that the vocabulary does not allow, and `ConflictError` or `GapError` if the rules contradict one another or
        leave a slot empty.

    Raises:
        InvalidInput: its vocabulary lacks a slot of a recommendation, or declares it with another type.
    """

    def __init__(self, rulebook: Rulebook | None, answer: type[Recommendation]) -> None:
        book = choose_rulebook(rulebook)
        if problems := list(find_unfit_slots(book)):
            raise InvalidInput(*problems)
        self._book, self._answer = book, answer
        remember_rulebook(book)
        self._plan = book.plan
        self._encoder = InputEncoder(self._plan, book.hot_path.encode)
        self._done = self._plan.find_needed(self._find_crucial())
        self._first = as_steps(table for place, table in enumerate(self._plan.tables) if place in self._done)
        self._getters: dict[str, Getter] = {name: partial(self._answer_first, name) for name in LAZY_NAMES}
        self._deciding = self._find_fillers((*SINGLE_SLOTS, *self._find_unrequired()))
        self._eager_fields = Cache(self._start_recommendation, EAGER_FIELDS_KEPT)
        self._verdicts = Cache(self._judge_ordinary, ROWS_KEPT)
        self._verdict_bits = book.hot_path.checked | self._plan.find_key_bits(self._done)
        self._kept: SamplingCache[CodedInput, Recommendation] = SamplingCache(ANSWERS_KEPT)
        self.recommend = self._bind_facts()

    def _find_unrequired(self) -> tuple[str, ...]:
        """The slots that a recommendation needs and no topic requires."""
        required = {slot for topic in self._book.topics for slot in topic.required}
        return tuple(slot for slot in NEEDED if slot not in required)

    def _find_crucial(self) -> Iterator[Component]:
        """The components that give the verdict, and those that may fail."""
        wanted = {*SINGLE_SLOTS, *self._find_unrequired()}
        for component in self._plan.components:
            if not wanted.isdisjoint(component.fills) or self._plan.can_fail(component):
                yield component

    def _find_fillers(self, slots: Iterable[str]) -> Number:
        """The bits of all rules that can affect some slots."""
        wanted = set(slots)
        places = (place for place, rule in enumerate(self._plan.rules) if not wanted.isdisjoint(rule.then))
        return sum(1 << self._plan.standing + place for place in places)

    def _answer_first(self, name: str, origin: Origin) -> Any:
        """Compute the first lazy field that is read, and make the functions for all of them, which is slow."""
        names = [field.name for field in fields(self._answer)]
        self._getters.update(AnswerFields(self._book, self._done, names).getters)
        return self._getters[name](origin)

    # ---------------------------------------------------------------- recommending

    def _bind_facts(self) -> Callable[[Any, Any, frozenset[str]], Recommendation]:
        """Make the function that makes recommendations.

        This is the hot path of `recommend`. It keeps everything in local variables and makes few calls: one more call
        is a twentieth of the cost of a new recommendation. The plain way to the same number is `_look_closely`. One
        look-up by all the bits that the first tables read replaces all of them. A half that was not met before adds
        `NOT_MET`, which has no verdict.
        """
        kept, keep, answer = self._kept.values, self._kept.keep, self._answer
        (highs, lows), (e_highs, e_lows), faults, encode_known = self._encoder.parts
        verdicts, bits = self._verdicts, self._verdict_bits
        passed_over = 0

        def recommend(profile: Any, exercise: Any, observed: frozenset[str]) -> Recommendation:
            nonlocal passed_over
            if kept:  # a miss would still hash the whole key
                found = kept.get((profile, exercise, observed))
                if found is not None:
                    return found
            high, low = exercise
            number = e_highs[high] | e_lows[low]
            high, low, more = profile
            number |= highs[high] | lows[low]
            if more is not None:
                number |= encode_known(more)
            for fault in observed:
                number |= faults[fault]
            verdict = verdicts[number & bits]
            if verdict is None:
                number, verdict = self._find_verdict((profile, exercise, observed))
            eager, adds = verdict
            held = eager.copy()
            held[ORIGIN] = profile, exercise, observed, number | adds
            found = new(answer)
            hold(found, held)
            if passed_over:
                passed_over -= 1
            else:
                passed_over = keep((profile, exercise, observed), found)
            return found

        return recommend

    def _start_recommendation(self, number: Number) -> dict[str, Any] | None:
        """The eager fields of a recommendation; None if a required slot is empty."""
        slots = conclusions(self._plan.find_rules(number))
        if any(slot not in slots for slot in self._find_unrequired()):
            return None
        return {**{name: slots.get(name) for name in SINGLE_SLOTS}, GETTERS: self._getters}

    def _judge_number(self, number: Number) -> Verdict | None:
        """The eager fields, and the bits that the rules add to the number; None if deciding fails."""
        decided = number
        for rows, shift, mask in self._first:
            decided |= rows[decided >> shift & mask]
        if decided & self._plan.failed or not all(decided & filling for filling in self._plan.unassured):
            return None
        eager = self._eager_fields[decided & self._deciding]
        return None if eager is None else (eager, decided ^ number)

    def _judge_ordinary(self, number: Number) -> Verdict | None:
        """The same; None also if the checks of the number fail."""
        hot = self._book.hot_path
        return self._judge_number(number) if hot.pass_for[number & hot.checked] else None

    def _find_verdict(self, coded: CodedInput) -> tuple[Number, Verdict]:
        """The number of an input, and the eager fields of its recommendation; encodes halves that were not met before.

        Raises:
            InvalidInput, ConflictError, GapError: see `_look_closely`.
        """
        number = self._encoder.encode(coded)
        verdict = self._verdicts[number & self._verdict_bits]
        return self._look_closely(coded) if verdict is None else (number, verdict)

    def _look_closely(self, coded: CodedInput) -> tuple[Number, Verdict]:
        """The number of an input, and the eager fields of its recommendation, computed the plain way.

        Raises:
            InvalidInput: the input is invalid.
            ConflictError, GapError: as the rulebook decides, or because it does not fill what a recommendation needs.
        """
        situation = self._book.vocabulary.complete_situation(self._encoder.declared(facts_of(coded)))
        number = self._plan.encoding.encode_situation(situation)
        verdict = self._judge_number(number)
        if verdict is None:
            self._raise_problem(coded)
        return number, verdict

    def _raise_problem(self, coded: CodedInput) -> NoReturn:
        """Raise the error of an input that fails, with its facts.

        Raises:
            ConflictError, GapError: as the rulebook decides, or because it does not fill what a recommendation needs.
        """
        given = facts_of(coded)
        slots = self._book.decide(self._encoder.declared(given)).slots
        slot = next(slot for slot in self._find_unrequired() if slot not in slots)
        raise GapError(f"no rule fills {quoted(slot)}, which a recommendation needs", "", slot, (), given)


advisers = Cache[tuple[Rulebook | None, Any], Adviser](lambda key: Adviser(*key), RULEBOOKS_KEPT)
"""By rulebook (None: the default one) and class of the result."""


def find_unfit_slots(book: Rulebook) -> Iterator[str]:
    """Why a rulebook cannot give recommendations, if it cannot."""
    slots = book.vocabulary.slots
    if missing := [quoted(slot) for slot in NEEDED if slot not in slots]:
        yield f"rulebook {quoted(book.name)} lacks slots that a recommendation needs: {', '.join(missing)}"
    for name, types in TYPES.items():
        if name in slots and slots[name].type not in types:
            what = f"rulebook {quoted(book.name)} declares slot {quoted(name)} as {quoted(slots[name].type)}"
            yield f"{what}: in a recommendation it has to be {' or '.join(map(quoted, types))}"
