"""The definition of what a rulebook decides: short, slow, and independent of any engine.

Everything else that decides (durable-rules, tables, exports) must agree with this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from squeezelogic.logic.model.conditions import Between, HasAll, HasAny, HasCount, Is, Not, Test
from squeezelogic.logic.model.decision import Decision, Outcome, standing_in
from squeezelogic.logic.model.errors import ConflictError, GapError, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Points, Rule, Topic, by_rank
from squeezelogic.logic.model.vocabulary import UNKNOWN, Value

if TYPE_CHECKING:
    from squeezelogic.logic.rulebook import Rulebook

Situation = Mapping[str, Value]


def passes(test: Test, value: Any) -> bool:
    """Whether a value passes a test. `unknown` is an ordinary value, and lies within no bounds."""
    match test:
        case Is(values):
            return value in values
        case Between(at_least, at_most, above, below):
            return (
                not isinstance(value, (str, bool, frozenset))
                and (at_least is None or at_least <= value)
                and (at_most is None or value <= at_most)
                and (above is None or above < value)
                and (below is None or value < below)
            )
        case HasAny(values):
            return isinstance(value, frozenset) and not values.isdisjoint(value)
        case HasAll(values):
            return isinstance(value, frozenset) and values <= value
        case HasCount(count, values):
            return isinstance(value, frozenset) and len(values & value) >= count
        case Not(inner):
            return not passes(inner, value)


def holds(rule: Rule, situation: Situation) -> bool:
    """Whether every clause of some branch of the rule's condition passes."""
    return any(all(passes(c.test, situation[c.attribute]) for c in branch) for branch in rule.when)


def holding(topic: Topic, situation: Situation) -> list[Rule]:
    """The rules of a topic that hold, in order of rank."""
    return [rule for rule in topic.rules if holds(rule, situation)]


def settle(topic: Topic, rules: Sequence[Rule]) -> Outcome:
    """Resolve the conflicts of holding rules, given in order of rank.

    From the top down, a rule stands unless a standing rule ranks above it and conflicts with it. A rule that does not
    stand is overruled as a whole: none of its conclusions count.

    Raises:
        ConflictError: two rules stand that give one slot different values.
        GapError: no standing rule fills a required slot.
    """
    standing: list[Rule] = []
    overruled: dict[str, str] = {}
    for rule in rules:
        rivals = [other for other in standing if rule.contests(other)]
        above = [other for other in rivals if topic.outranks(other, rule)]
        if above:
            overruled[rule.id] = above[0].id
        elif rivals:
            raise conflict(topic, rivals[0], rule)
        else:
            standing.append(rule)
    slots = conclusions(standing, topic.sums)
    for slot in topic.required:
        if slot not in slots:
            raise gap(topic, slot, [rule for rule in rules if slot in rule.then], overruled)
    return Outcome(tuple(standing), FrozenMap(overruled), slots)


def conclusions(standing: Sequence[Rule], sums: Iterable[str] = ()) -> FrozenMap[str, Conclusion]:
    """The conclusions of standing rules.

    Slots that sum add up, from 0. Lists accumulate, each element once: texts of a smaller rank come first; texts of one
    rank keep the order of the rules, the most important rule first.
    """
    slots: dict[str, Conclusion] = dict.fromkeys(sums, Points(0))
    ranks: dict[str, dict[str, int]] = {}
    for rule in standing:
        for slot, own in rule.ranks.items():
            ranks.setdefault(slot, {}).update(own)
        for slot, value in rule.then.items():
            before = slots.get(slot)
            if isinstance(value, tuple):
                slots[slot] = tuple(dict.fromkeys((*(before or ()), *value)))  # type: ignore[misc]
            else:
                slots[slot] = value + before if isinstance(value, Points) and isinstance(before, int) else value
    for slot, known in ranks.items():
        slots[slot] = by_rank(slots[slot], known)  # type: ignore[arg-type]
    return FrozenMap(slots)


def combined(outcomes: Sequence[Outcome]) -> FrozenMap[str, Conclusion]:
    """The conclusions of several topics; no two topics fill one slot, except lists."""
    sums = {slot: value for each in outcomes for slot, value in each.slots.items() if isinstance(value, Points)}
    return FrozenMap({**conclusions(standing_in(outcomes)), **sums})


def conflict(topic: Topic, upper: Rule, lower: Rule) -> ConflictError:
    """The error for two standing rules that disagree."""
    slot = upper.conflicts_with(lower) or ""
    message = (
        f"rules {quoted(upper.id)} and {quoted(lower.id)} of topic {quoted(topic.name)} both stand and disagree "
        f"on {quoted(slot)}: {quoted(upper.then[slot])} or {quoted(lower.then[slot])}; let one override the other"
    )
    return ConflictError(message, topic.name, slot, (upper.id, lower.id), {})


def gap(topic: Topic, slot: str, overruled: Sequence[Rule], by: Mapping[str, str]) -> GapError:
    """The error for a required slot that stays empty.

    Args:
        topic: the topic that requires it.
        slot: the slot.
        overruled: rules that hold and would have filled it.
        by: for each of these, by id, the rule that overrules it.
    """
    message = f"no rule of topic {quoted(topic.name)} fills {quoted(slot)}"
    if overruled:
        lost = (f"{quoted(rule.id)} would have, but {quoted(by[rule.id])} overrules it" for rule in overruled)
        message += f": {'; '.join(lost)}"
    return GapError(message, topic.name, slot, tuple(rule.id for rule in overruled), {})


def find_inputs(topic: Topic, situation: Situation, earlier: Sequence[Outcome]) -> dict[str, Value]:
    """The input of a topic: attributes of the situation, and slots that earlier topics filled."""
    filled = combined(earlier)
    read: dict[str, Value] = {}
    for name, attribute in topic.inputs.items():
        if name in situation:
            read[name] = situation[name]
        elif attribute.type == "set":
            read[name] = frozenset(filled.get(name, ()))  # type: ignore[arg-type]
        else:
            read[name] = filled.get(name, UNKNOWN)  # type: ignore[assignment]
    return read


def decide(book: Rulebook, situation: Situation) -> Decision:
    """The decision in a complete situation: topic by topic, each with the conclusions of the topics before it."""
    outcomes: list[Outcome] = []
    for topic in book.topics:
        read = find_inputs(topic, situation, outcomes)
        outcomes.append(settle(topic, holding(topic, read)))
    return Decision(tuple(outcomes), combined(outcomes))
