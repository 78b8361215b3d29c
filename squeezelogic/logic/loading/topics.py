"""Reads topic files: first the conclusions of rules, then (once the slots' values are known) their conditions."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from squeezelogic.logic.loading.collect import TopicEntry
from squeezelogic.logic.loading.conditions import attributes_named, both, read_when
from squeezelogic.logic.loading.section import KEBAB, Section
from squeezelogic.logic.loading.texts import can_hold, lacks_for
from squeezelogic.logic.model.conditions import Branch
from squeezelogic.logic.model.errors import choose_from, quoted, show_circle
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Conclusion, Points, Rule, Topic, find_circle, overridden, ranked
from squeezelogic.logic.model.texts import Advice
from squeezelogic.logic.model.vocabulary import SLOT, Attribute, Slot, Value, Vocabulary

TOPIC_KEYS = ("topic", "question", "levels", "concludes", "required", "when", "rule")
RULE_KEYS = (
    *("id", "title", "level", "when", "then", "because", "claims", "basis", "overrides", "blocks"),
    "disputed_by",
)
BASES = ("stated", "inferred", "house")
ONLY_LEVEL = "general"


@frozen
class Texts:
    """The definitions that rules may refer to."""

    vocabulary: Vocabulary
    advice: Mapping[str, Advice]
    claims: Collection[str]

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each slot in the vocabulary."""
        return {slot: place for place, slot in enumerate(self.vocabulary.slots)}


@frozen
class Draft:
    """A topic whose conditions are still unread."""

    topic: Topic
    guards: tuple[Section, ...]
    sections: Mapping[str, Section]

    @property
    def reads(self) -> frozenset[str]:
        """The attributes and slots that its conditions mention."""
        return frozenset().union(*map(attributes_named, (*self.guards, *self.sections.values())))


def read_draft(name: str, entry: TopicEntry, texts: Texts) -> Draft:
    """Read a topic without its conditions."""
    for header in entry.headers:
        header.expect_only(TOPIC_KEYS)
        if header.has_lost("rule"):
            header.lose("topics")
        if header.has_lost("levels"):
            header.lose(("levels", name))
    top = {key: _find_latest(entry.headers, key) for key in TOPIC_KEYS}
    levels = top["levels"].texts("levels") or (ONLY_LEVEL,)
    concludes = _known_slots(top["concludes"], "concludes", texts.vocabulary.slots, ["vocabulary"])
    if list(concludes) != top["concludes"].data.get("concludes", []):
        entry.headers[0].lose(("slots", name), ("concludes", name))
    sections = {id_: section.named(id_) for id_, section in entry.rules.items()}
    rules = [_read_rule(id_, name, section, levels, texts) for id_, section in sections.items()]
    filled = tuple(sorted(concluded(rules), key=texts.rank.__getitem__))
    _check_overrides(rules, sections)
    _check_blocks(rules, sections, levels)
    if "concludes" in top["concludes"].data:
        _check_concluded(rules, sections, concludes)
    needs = ("vocabulary", "topics", ("slots", name))
    required = _known_slots(top["required"], "required", dict.fromkeys(concludes or filled), needs)
    topic = Topic(
        name,
        top["question"].text("question"),
        levels,
        concludes or filled,
        required,
        FrozenMap(),
        ranked(rules, levels),
        evolve(entry.headers[0], path=("topic",)).place,
        tuple(slot for slot in concludes or filled if texts.vocabulary.slots[slot].sums),
    )
    return Draft(topic, tuple(header for header in entry.headers if "when" in header.data), sections)


def finish(draft: Draft, inputs: Mapping[str, Attribute]) -> Topic:
    """Read the conditions of a topic; the topic's own `when` is added to each of its rules."""
    guard: tuple[Branch, ...] = ((),)
    for section in draft.guards:
        guard = both(guard, read_when(section, inputs), section)
    sections = ((rule, draft.sections[rule.id]) for rule in draft.topic.rules)
    rules = [evolve(rule, when=both(guard, read_when(section, inputs), section)) for rule, section in sections]
    used = {clause.attribute for rule in rules for branch in rule.when for clause in branch}
    read = {name: attribute for name, attribute in inputs.items() if name in used}
    return evolve(draft.topic, rules=tuple(rules), inputs=FrozenMap(read))


def concluded(rules: Iterable[Rule]) -> dict[str, set[Value]]:
    """For each slot that some rule fills, its values or elements."""
    found: dict[str, set[Value]] = {}
    for rule in rules:
        for slot, value in rule.then.items():
            found.setdefault(slot, set()).update(value if isinstance(value, tuple) else (value,))
    return found


def read_slot(slot: Slot, topics: Iterable[Topic]) -> Attribute:
    """A slot as later topics read it: its values are the rules' conclusions, or the possible totals of points."""
    words: Any = {"label": slot.label, "labels": slot.labels}
    if slot.type in ("enum", "boolean"):
        return Attribute(slot.name, SLOT, slot.type, slot.values, **words)
    rules = [rule for topic in topics for rule in topic.rules if slot.name in rule.then]
    if slot.sums:
        points = [value for rule in rules if isinstance(value := rule.then[slot.name], Points)]
        low, high = (sum(int(each) for each in points if (each < 0) is below) for below in (True, False))
        return Attribute(slot.name, SLOT, "integer", at_least=low, at_most=high, **words)
    kind: Any = "set" if slot.accumulates else "enum" if slot.type == "text" else slot.type
    listed: Any = slot.values or sorted(concluded(rules).get(slot.name, ()))
    return Attribute(slot.name, SLOT, kind, tuple(listed), **words)


def _find_latest(headers: list[Section], key: str) -> Section:
    return next((header for header in reversed(headers) if key in header.data), headers[-1])


def _known_slots(section: Section, key: str, known: Mapping[str, object], needs: Iterable[Hashable]) -> tuple[str, ...]:
    named = section.texts(key)
    for slot in named:
        if slot not in known:
            section.note(f"unknown slot {quoted(slot)} in `{key}`", key, fix=section.near(slot, known), needs=needs)
    return tuple(slot for slot in named if slot in known)


def _read_rule(id_: str, topic: str, section: Section, levels: tuple[str, ...], texts: Texts) -> Rule:
    section.expect_only(RULE_KEYS)
    section.usable(id_, KEBAB, "id")
    claims, disputed_by = _read_claims(section, "claims", texts), _read_claims(section, "disputed_by", texts)
    for claim in disputed_by:
        if claim in claims:
            what = f"claim {quoted(claim)} stands in `claims` and in `disputed_by`"
            section.note(what, "disputed_by", fix="leave it out of one of them")
    then = _read_conclusions(section, texts)
    given = section.data.get("then", {})
    is_read = isinstance(given, dict) and len(then) == len(given)
    if not is_read or not ("then" in section.data or "blocks" in section.data):
        section.lose(("slots", topic))
    return Rule(
        id_,
        topic,
        _read_level(section, levels, topic),
        (),
        FrozenMap(then),
        title=section.text("title"),
        because=section.text("because"),
        claims=claims,
        basis=section.one_of("basis", BASES, "stated" if claims else "house"),
        overrides=section.texts("overrides"),
        disputed_by=disputed_by,
        ranks=_collect_ranks(then, texts),
        blocks=section.texts("blocks"),
        place=section.place,
    )


def _read_claims(section: Section, key: str, texts: Texts) -> tuple[str, ...]:
    named = section.texts(key)
    for claim in named:
        if claim not in texts.claims:
            fix = section.near(claim, texts.claims)
            section.note(f"unknown claim {quoted(claim)}", key, fix=fix, needs=["sources"])
    return named


def _collect_ranks(then: Mapping[str, Conclusion], texts: Texts) -> FrozenMap[str, FrozenMap[str, int]]:
    """For each list of texts, the ranks other than 0."""
    found: dict[str, FrozenMap[str, int]] = {}
    for slot, value in then.items():
        if isinstance(value, tuple) and texts.vocabulary.slots[slot].names_advice:
            ranked_ = {each: texts.advice[each].rank for each in value if each in texts.advice}
            if ranks := {each: rank for each, rank in ranked_.items() if rank}:
                found[slot] = FrozenMap(ranks)
    return FrozenMap(found)


def _read_level(section: Section, levels: Sequence[str], topic: str) -> str:
    if "level" not in section.data and len(levels) > 1:
        section.note("no `level`", fix=choose_from(levels), needs=section.at("level"))
        section.lose(("level", section.rule))
    level = section.text("level", levels[-1])
    if level in levels:
        return level
    section.note(f"unknown level {quoted(level)}", "level", fix=section.near(level, levels), needs=[("levels", topic)])
    section.lose(("level", section.rule))
    return levels[-1]


def _read_conclusions(section: Section, texts: Texts) -> dict[str, Conclusion]:
    table: dict[str, Any] = section.get("then", dict, {})
    if not table and "blocks" not in section.data:
        fix = 'a rule concludes something: then.… = "…"'
        section.note("no `then`", "then", fix=fix, needs=section.at("then"))
    found: dict[str, Conclusion] = {}
    for name, value in table.items():
        slot = texts.vocabulary.slots.get(name)
        if slot is None:
            fix = section.near(name, texts.vocabulary.slots)
            section.note(f"unknown slot {quoted(name)} in `then`", "then", name, fix=fix, needs=["vocabulary"])
        elif slot.type == "enum" and not slot.values:
            continue  # the problem was reported at the key of the values or the type
        elif slot.sums and isinstance(value, int) and not isinstance(value, bool):
            found[name] = Points(value)
        elif slot.accumulates:
            found[name] = _read_elements(section, slot, value, texts.advice)
        elif isinstance(value, list):
            section.note(f"{quoted(name)} holds one value", "then", name, fix="give it without brackets")
        elif _can_conclude(section, slot, value, texts.advice):
            found[name] = value
    return found


def _read_elements(section: Section, slot: Slot, value: object, advice: Mapping[str, Advice]) -> tuple[str, ...]:
    if not isinstance(value, list):
        section.note(f"{quoted(slot.name)} accumulates", "then", slot.name, fix=f"give a list: [{quoted(value)}]")
        return ()
    if not value:
        section.note(f"{quoted(slot.name)} is an empty list", "then", slot.name, fix="leave the key out")
    return tuple(dict.fromkeys(item for item in value if _can_conclude(section, slot, item, advice)))


def _can_conclude(section: Section, slot: Slot, value: object, advice: Mapping[str, Advice]) -> bool:
    if not can_hold(section, "then", slot, value, advice):
        return False
    for key in lacks_for(slot, advice[str(value)]) if slot.names_advice else ():
        fix = f"add {key} = … to [advice.{value}]"
        what = f"{quoted(slot.name)} need a `{key}`, and {quoted(value)} has none"
        section.note(what, "then", slot.name, fix=fix, needs=[("advice", value)])
    return True


def _check_overrides(rules: list[Rule], sections: Mapping[str, Section]) -> None:
    by_id = {rule.id: rule for rule in rules}
    beneath = overridden({rule.id: rule.overrides for rule in rules})
    reported: set[str] = set()
    for rule in rules:
        section = sections[rule.id]
        for other in rule.overrides:
            if other not in by_id:
                fix = section.near(other, by_id)
                what = f"overrides {quoted(other)}, which is no rule of this topic"
                section.note(what, "overrides", fix=fix, needs=["topics"])
            elif by_id[other].level != rule.level:
                what = f"overrides {quoted(other)}, which is on another level ({quoted(by_id[other].level)})"
                fix = "levels alone decide between levels: leave it out"
                section.note(what, "overrides", fix=fix, needs=[("level", rule.id), ("level", other)])
        if rule.id in beneath[rule.id] and rule.id not in reported:
            mutual = {other for other in beneath[rule.id] if rule.id in beneath.get(other, ())}
            reported |= mutual
            circle = find_circle({other: by_id[other].overrides for other in sorted(mutual)})
            what = f"overrides itself in a circle: {show_circle(circle)}"
            sections[circle[0]].note(what, "overrides", fix="leave one of them out")


def _check_blocks(rules: list[Rule], sections: Mapping[str, Section], levels: Sequence[str]) -> None:
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        section = sections[rule.id]
        for other in rule.blocks:
            if other not in by_id:
                fix = section.near(other, by_id)
                what = f"blocks {quoted(other)}, which is no rule of this topic"
                section.note(what, "blocks", fix=fix, needs=["topics"])
            elif levels.index(by_id[other].level) <= levels.index(rule.level):
                what = f"blocks {quoted(other)}, which is on level {quoted(by_id[other].level)}"
                fix = "a rule blocks rules on lower levels: put it on a higher one"
                section.note(what, "blocks", fix=fix, needs=[("level", rule.id), ("level", other)])


def _check_concluded(rules: list[Rule], sections: Mapping[str, Section], concludes: tuple[str, ...]) -> None:
    for rule in rules:
        for slot in rule.then:
            if slot not in concludes:
                what = f"fills {quoted(slot)}, which the topic does not conclude"
                needs = [("concludes", rule.topic)]
                sections[rule.id].note(what, "then", slot, fix="add it to `concludes`", needs=needs)
