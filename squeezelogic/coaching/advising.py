"""Makes recommendations from the decisions of a rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import evolve

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import decoded, halves
from squeezelogic.coaching.parts import (
    DIRECTION,
    LISTS,
    PROGRESSION,
    SCHEMA,
    VALUES,
    Fact,
    Item,
    Overruled,
    Progression,
    Provenance,
    Reason,
)
from squeezelogic.coaching.profile import Profile
from squeezelogic.coaching.provenance import remember_rulebook
from squeezelogic.logic.inference.cache import RULEBOOKS_KEPT, Cache, SamplingCache
from squeezelogic.logic.inference.hot_path import Adds, as_steps
from squeezelogic.logic.inference.joint_tables import Component
from squeezelogic.logic.inference.plan import ROWS_KEPT, Number, Plan
from squeezelogic.logic.model.errors import GapError, InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.lazy_fields import ORIGIN, WAYS, hold, new
from squeezelogic.logic.model.rules import Rule, by_rank
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.rulebook import Rulebook, choose_rulebook
from squeezelogic.logic.semantics.components import iterate_bits
from squeezelogic.logic.semantics.definition import conclusions
from squeezelogic.logic.semantics.relevance import read_with

if TYPE_CHECKING:
    from squeezelogic.coaching.recommendation import Recommendation


Asked = tuple[Any, Any, frozenset[str]]
"""The codes of a profile and an exercise, see `Facts`, and the observed faults."""


class AskedEncoder:
    """Encodes an input, from the codes of a profile and an exercise.

    A code represents all facts of a profile. There are ten million profiles, but a code splits into two halves with a
    few thousand values each. The bits of each half are cached, so a profile costs two look-ups, and so does an
    exercise.

    Args:
        plan: the plan of the rulebook; facts that its vocabulary does not declare add nothing.
        encode: encodes declared facts, such as `FactEncoder.encode`.

    Attributes:
        profiles, exercises: the bits of the high and the low halves of a code, and the divisor that splits it.
        faults: the bits of each observed fault.
    """

    def __init__(self, plan: Plan, encode: Callable[[Any], Number]) -> None:
        self._vocabulary = plan.encoding.vocabulary
        self._unclear = plan.encoding.checks.unclear
        self._encode = encode
        self.profiles = self._remember_halves(Profile)
        self.exercises = self._remember_halves(Exercise)
        self.faults = Adds(self._unclear)
        if "observed" in self._vocabulary.attributes:
            faults = map(str, self._vocabulary.attributes["observed"].values)
            self.faults.update((fault, encode({"observed": [fault]})) for fault in faults)

    def _remember_halves(self, cls: Any) -> tuple[Mapping[int, Number], Mapping[int, Number], int]:
        highs, middle = halves(cls)
        high = Cache[int, Number](lambda code: self.encode_known(decoded(cls, code * middle)), highs)
        low = Cache[int, Number](lambda code: self.encode_known(decoded(cls, code)), middle)
        return high, low, middle

    @property
    def parts(self) -> tuple[Any, ...]:
        """The parts of a number, for inlining `encode` where a call is too slow."""
        return self.profiles, self.exercises, self.faults, self.encode_known

    def encode(self, asked: Asked) -> Number:
        """The number of an input, including the bits for `Checks`."""
        profile, exercise, observed = asked
        own, more = profile if isinstance(profile, tuple) else (profile, {})
        number = self.encode_known(more)
        for code, (high, low, middle) in ((own, self.profiles), (exercise, self.exercises)):
            number |= high[code // middle] | low[code % middle]
        for fault in observed:
            number |= self.faults[fault]
        return number

    def encode_known(self, facts: Mapping[str, Any]) -> Number:
        """The bits of facts, without those that the vocabulary does not declare."""
        return self._encode(self.declared(facts))

    def declared(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The facts that the vocabulary declares."""
        return {name: value for name, value in given.items() if name in self._vocabulary.attributes}


def facts_of(asked: Asked) -> dict[str, Any]:
    """All given facts, in alphabetical order.

    Raises:
        InvalidInput: an observed fault is not text.
    """
    profile, exercise, observed = asked
    own, more = profile if isinstance(profile, tuple) else (profile, {})
    given = {**decoded(Profile, own), **more, **decoded(Exercise, exercise), **_observed_facts(observed)}
    return dict(sorted(given.items()))


def _observed_facts(observed: frozenset[Any]) -> dict[str, Any]:
    strange = [fault for fault in observed if not isinstance(fault, str)]
    if strange:
        raise InvalidInput(*(f"`observed` cannot hold {quoted(it)}: faults are named by text" for it in strange))
    return {"observed": frozenset(map(str, observed))} if observed else {}


TEXTS = ("summary", "disclaimer")
NEEDED = ("verdict", "strength", *TEXTS)
CARRIED = ("focus", "severity", "fault")
TYPES = {
    **dict.fromkeys((*VALUES, DIRECTION), ("enum", "text")),
    "hold_seconds": ("integer", "number"),
    **dict.fromkeys((*LISTS, *TEXTS, *PROGRESSION.values()), ("text", "advice")),
}
"""The types that a slot of a recommendation may have."""
ANSWERS_KEPT = 4_096
PARTS_KEPT = 2_048

Origin = tuple[Any, Any, frozenset[str], Number]
"""The origin of a recommendation: the input (see `Asked`), and the number of the decision so far."""
Way = Callable[[Origin], Any]
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
        recommend: makes the recommendation for an input (see `Asked`). It raises `InvalidInput` for values that the
        vocabulary does not allow, and `ConflictError` or `GapError` if the rules contradict one another or leave a
        slot empty.

    Raises:
        InvalidInput: its vocabulary lacks a slot of a recommendation, or declares it with another type.
    """

    def __init__(self, rulebook: Rulebook | None, answer: type[Recommendation]) -> None:
        book = choose_rulebook(rulebook)
        if problems := list(unfit(book)):
            raise InvalidInput(*problems)
        self._book, self._answer = book, answer
        remember_rulebook(book)
        self._plan = book.plan
        self._provenance = Provenance(book.name, book.version, book.digest)
        self._ranks = {text.id: text.rank for text in book.advice.values() if text.rank}
        self._item = cache(lambda advice, rule: _make_item(book.advice[advice], rule))
        self._read_in = cache(lambda family: read_with(book.topics, {"family": family}))
        self._asked = AskedEncoder(self._plan, book.hot_path.encode)
        self._done = self._plan.find_needed(self._find_crucial())
        self._first = as_steps(table for place, table in enumerate(self._plan.tables) if place in self._done)
        self._later = set(range(len(self._plan.tables))) - self._done
        self._rest = as_steps(self._plan.tables[place] for place in sorted(self._later))
        reason = cache(_make_reason)
        self._ways: dict[str, Way] = {
            "schema": lambda origin: SCHEMA,
            "rulebook": lambda origin: self._provenance,
            "facts": lambda origin: FrozenMap({name: _to_plain(value) for name, value in facts_of(origin[:3]).items()}),
            "unused": lambda origin: self._find_unused(facts_of(origin[:3])),
            **{slot: self._make_way((slot,), partial(self._find_list, slot)) for slot in LISTS},
            **{slot: self._make_way((slot,), partial(self._find_text, slot)) for slot in TEXTS},
            "progression": self._make_way((DIRECTION, *PROGRESSION.values()), self._find_progression),
            "reasons": lambda origin: tuple(map(reason, self._find_rules(self._finish_number(origin[3])))),
            "overruled": self._find_overruled,
        }
        self._deciding = self._find_fillers((*VALUES, *self._find_unpromised()))
        self._outsets = Cache(self._start_recommendation, PARTS_KEPT)
        self._verdicts = Cache(self._judge_ordinary, ROWS_KEPT)
        self._kept: SamplingCache[Asked, Recommendation] = SamplingCache(ANSWERS_KEPT)
        self.recommend = self._bind_facts()

    def _find_unpromised(self) -> tuple[str, ...]:
        """The slots that a recommendation needs and no topic requires."""
        promised = {slot for topic in self._book.topics for slot in topic.required}
        return tuple(slot for slot in NEEDED if slot not in promised)

    def _find_crucial(self) -> Iterator[Component]:
        """The components that give the verdict, and those that may fail."""
        wanted = {*VALUES, *self._find_unpromised()}
        for component in self._plan.components:
            if not wanted.isdisjoint(component.fills) or self._plan.can_fail(component):
                yield component

    def _find_fillers(self, slots: Iterable[str]) -> Number:
        """The bits of all rules that can affect some slots."""
        wanted = set(slots)
        places = (place for place, rule in enumerate(self._plan.rules) if not wanted.isdisjoint(rule.then))
        return sum(1 << self._plan.standing + place for place in places)

    def _make_way(self, slots: Iterable[str], find: Callable[[Sequence[Rule]], Any]) -> Way:
        """The function that computes a field from some slots: it runs the missing tables, then looks up the bits."""
        wanted = set(slots)
        filling = [it for it in self._plan.components if not wanted.isdisjoint(it.fills)]
        needed = sorted(self._plan.find_needed(filling) & self._later)
        steps, fillers = as_steps(self._plan.tables[place] for place in needed), self._find_fillers(wanted)
        known = Cache[Number, Any](lambda standing: find(self._find_rules(standing)), PARTS_KEPT)

        def look_up(number: Number) -> Any:
            for rows, shift, mask in steps:
                number |= rows[number >> shift & mask]
            return known[number & fillers]

        bits = self._plan.find_bits(filling, self._done) | fillers
        found = Cache(look_up, ROWS_KEPT)
        return lambda origin: found[origin[3] & bits]

    def _find_rules(self, number: Number) -> list[Rule]:
        """The rules in force, in order of importance."""
        standing = number >> self._plan.standing & (1 << len(self._plan.rules)) - 1
        return [self._plan.rules[place] for place in iterate_bits(standing)]

    def _finish_number(self, number: Number) -> Number:
        """The number of the whole decision."""
        for rows, shift, mask in self._rest:
            number |= rows[number >> shift & mask]
        return number

    # ---------------------------------------------------------------- recommending

    def _bind_facts(self) -> Callable[[Any, Any, frozenset[str]], Recommendation]:
        """Make the function that makes recommendations.

        This is the hot path of `recommend`. It keeps everything in local variables and makes few calls: one more call
        is a twentieth of the cost of a new recommendation. The plain way to the same number is `_look_closely`. One
        look-up by all the bits that the first tables read replaces all of them.
        """
        kept, keep, answer = self._kept.values, self._kept.keep, self._answer
        (high, low, middle), (e_high, e_low, e_middle), faults, encode_known = self._asked.parts
        verdicts, bits = self._verdicts, self._book.hot_path.checked | self._plan.find_key_bits(self._done)
        passed_over = 0

        def recommend(profile: Any, exercise: Any, observed: frozenset[str]) -> Recommendation:
            nonlocal passed_over
            if kept:  # a miss would still hash the whole key
                found = kept.get((profile, exercise, observed))
                if found is not None:
                    return found
            number = e_high[exercise // e_middle] | e_low[exercise % e_middle]
            if profile.__class__ is int:
                number |= high[profile // middle] | low[profile % middle]
            else:
                own, more = profile
                number |= high[own // middle] | low[own % middle] | encode_known(more)
            for fault in observed:
                number |= faults[fault]
            verdict = verdicts[number & bits]
            if verdict is None:
                number, verdict = self._look_closely((profile, exercise, observed))
            outset, adds = verdict
            held = outset.copy()
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
        slots = conclusions(self._find_rules(number))
        if any(slot not in slots for slot in self._find_unpromised()):
            return None
        return {**{name: slots.get(name) for name in VALUES}, WAYS: self._ways}

    def _judge_number(self, number: Number) -> Verdict | None:
        """The eager fields, and the bits that the rules add to the number; None if deciding fails."""
        decided = number
        for rows, shift, mask in self._first:
            decided |= rows[decided >> shift & mask]
        if decided & self._plan.failed or not all(decided & filling for filling in self._plan.unassured):
            return None
        outset = self._outsets[decided & self._deciding]
        return None if outset is None else (outset, decided ^ number)

    def _judge_ordinary(self, number: Number) -> Verdict | None:
        """The same; None also if the checks of the number fail."""
        hot = self._book.hot_path
        return self._judge_number(number) if hot.pass_for[number & hot.checked] else None

    def _look_closely(self, asked: Asked) -> tuple[Number, Verdict]:
        """The number of an input, and the eager fields of its recommendation, computed the plain way.

        Raises:
            InvalidInput: the input is invalid.
            ConflictError, GapError: as the rulebook decides, or because it does not fill what a recommendation needs.
        """
        situation = self._book.vocabulary.complete_situation(self._asked.declared(facts_of(asked)))
        number = self._plan.encoding.encode_situation(situation)
        verdict = self._judge_number(number)
        if verdict is None:
            self._raise_problem(asked)
        return number, verdict

    def _raise_problem(self, asked: Asked) -> NoReturn:
        """Raise the error of an input that fails, with its facts.

        Raises:
            ConflictError, GapError: as the rulebook decides, or because it does not fill what a recommendation needs.
        """
        given = facts_of(asked)
        slots = self._book.decide(self._asked.declared(given)).slots
        slot = next(slot for slot in self._find_unpromised() if slot not in slots)
        raise GapError(f"no rule fills {quoted(slot)}, which a recommendation needs", "", slot, (), given)

    # ---------------------------------------------------------------- reading fields

    def _find_items(self, slot: str, rules: Iterable[Rule]) -> tuple[Item, ...]:
        """The advice in a slot, each with the most important rule that gives it."""
        givers: dict[str, str] = {}
        for rule in rules:
            value = rule.then.get(slot, ())
            for advice in value if isinstance(value, tuple) else (str(value),):
                givers.setdefault(advice, rule.id)
        return tuple(map(self._item, givers, givers.values()))

    def _find_list(self, slot: str, rules: Iterable[Rule]) -> tuple[Item, ...]:
        """The same in coaching order."""
        items = {item.id: item for item in self._find_items(slot, rules)}
        return tuple(map(items.__getitem__, by_rank(items, self._ranks)))

    def _find_text(self, slot: str, rules: Iterable[Rule]) -> str:
        return self._find_items(slot, rules)[0].text

    def _find_progression(self, rules: Iterable[Rule]) -> Progression | None:
        items = {name: self._find_items(slot, rules) for name, slot in PROGRESSION.items()}
        steps: dict[str, Any] = {name: found[0] for name, found in items.items() if found}
        steps.update((DIRECTION, rule.then[DIRECTION]) for rule in rules if DIRECTION in rule.then)
        return Progression(**steps) if steps else None

    def _find_overruled(self, origin: Origin) -> tuple[Overruled, ...]:
        number = self._finish_number(origin[3])
        lost = number >> self._plan.overruled & (1 << len(self._plan.rules)) - 1
        return tuple(
            _make_overruled(self._plan.rules[it], self._plan.find_winner(number, it)) for it in iterate_bits(lost)
        )

    def _find_unused(self, facts: Mapping[str, Any]) -> tuple[Fact, ...]:
        read = self._read_in(facts["family"])
        return tuple(self._with_meant(each, facts, read) for each in _find_unread(facts, read))

    def _with_meant(self, unused: Fact, facts: Mapping[str, Any], read: Mapping[str, frozenset[str] | None]) -> Fact:
        """An unused element of a set, with what was probably meant, if rules read that and it was not given too."""
        attribute = self._book.vocabulary.attributes.get(unused.attribute)
        meant = attribute.meant.get(str(unused.value)) if attribute else None
        useful = meant and meant in (read.get(unused.attribute) or ()) and meant not in facts[unused.attribute]
        return evolve(unused, meant=meant) if useful else unused


advisers = Cache[tuple[Rulebook | None, Any], Adviser](lambda asked: Adviser(*asked), RULEBOOKS_KEPT)
"""By rulebook (None: the default one) and class of the result."""


def unfit(book: Rulebook) -> Iterator[str]:
    """Why a rulebook cannot give recommendations, if it cannot."""
    slots = book.vocabulary.slots
    if missing := [quoted(slot) for slot in NEEDED if slot not in slots]:
        yield f"rulebook {quoted(book.name)} lacks slots that a recommendation needs: {', '.join(missing)}"
    for name, types in TYPES.items():
        if name in slots and slots[name].type not in types:
            what = f"rulebook {quoted(book.name)} declares slot {quoted(name)} as {quoted(slots[name].type)}"
            yield f"{what}: in a recommendation it has to be {' or '.join(map(quoted, types))}"


def _find_unread(facts: Mapping[str, Any], read: Mapping[str, frozenset[str] | None]) -> Iterable[Fact]:
    for name, value in facts.items():
        asked = read.get(name, frozenset())
        if asked is not None:
            yield from (Fact(name, it) for it in (sorted(value - asked) if isinstance(value, frozenset) else (value,)))


def _make_item(text: Advice, rule: str) -> Item:
    carried: dict[str, Any] = {key: text.carries[key] for key in CARRIED if key in text.carries}
    return Item(text.id, text.text, rule, **carried, short=text.short or None)


def _make_reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.topic, rule.because, rule.claims, basis=rule.basis, disputed_by=rule.disputed_by)


def _make_overruled(lost: Rule, won: Rule) -> Overruled:
    return Overruled(lost.id, lost.topic, won.id, "level" if won.level != lost.level else "override", won.because)


def _to_plain(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
