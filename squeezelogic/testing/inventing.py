"""Strategies for the files of an invented rulebook, as data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute, AttributeType, as_number

LARGEST = 2**40
SOME_DAY = datetime.date(2000, 1, 1)
NEAR = 6  # most conditions test numbers near the lower bound, so that rules overlap


@lru_cache(maxsize=1024)  # strategies are costly to build, and reused
def conditions(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Any test of the attribute in the rule language: a value, a list, or operators."""
    if attribute.type == "set":
        return _of_a_set(attribute)
    value = values(attribute)
    several = st.lists(value, min_size=1, max_size=4, unique=True)
    plain = st.one_of(value, several, value.map(_negate_value), several.map(_negate_value))
    if attribute.type not in ORDERED:
        return plain
    span = _draw_bounds(attribute)
    negated = st.one_of(value, several, span, st.lists(value | span, min_size=1, max_size=3)).map(_negate_value)
    operators = st.one_of(span, negated, st.tuples(span, negated).map(_merge_operators))
    return st.one_of(plain, operators, st.lists(value | operators, min_size=1, max_size=3))


def _of_a_set(attribute: Attribute) -> st.SearchStrategy[Any]:
    every = list(map(str, attribute.values))
    elements = st.sampled_from(every)
    several = st.lists(elements, min_size=1, max_size=4, unique=True)
    counted = several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"count_at_least": n, "of": of}))
    counted |= st.sampled_from([*range(1, len(every) + 1), *range(2, len(every))]).map(lambda n: {"count_at_least": n})
    negated = st.one_of(elements, several, st.just("any"), counted, several.map(lambda value: {"all": value}))
    listed = [several.map(lambda of, key=key: {key: of}) for key in ("all", "any", "only")]  # type: ignore[misc]
    operators = st.one_of(*listed, counted, negated.map(_negate_value))
    both = st.tuples(operators, operators).filter(_can_merge).map(_merge_operators)
    return st.one_of(elements, several, st.just("any"), operators, both)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value in a condition, for any attribute but a set: one of its declared values, or `unknown`."""
    if attribute.domain is not None:
        return st.sampled_from([*attribute.domain, UNKNOWN])
    return st.one_of(_draw_given(attribute), st.just(UNKNOWN))


def _negate_value(value: Any) -> dict[str, Any]:
    return {"not": value}


def _can_merge(pair: tuple[dict[str, Any], dict[str, Any]]) -> bool:
    return not pair[0].keys() & pair[1].keys()


def _merge_operators(pair: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    return {**pair[0], **pair[1]}


def _draw_given(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A number or a date, mostly near the lower bound."""
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "date":
        start, last = low or SOME_DAY, high or datetime.date.max
        near_days = st.integers(0, NEAR).map(lambda days: min(last, start + datetime.timedelta(days=days)))
        return st.one_of(near_days, st.dates(low or datetime.date.min, last))
    scale = 10 if attribute.type == "number" else 1
    least = -LARGEST if low is None else int(low * scale)
    most = LARGEST if high is None else int(high * scale)
    start = min(0, most) if low is None else least
    whole = st.one_of(st.integers(start, min(most, start + NEAR * scale)), st.integers(least, most))
    return whole.map(lambda tenths: as_number(Decimal(tenths) / 10)) if scale > 1 else whole


def _draw_bounds(attribute: Attribute) -> st.SearchStrategy[dict[str, Any]]:
    """A range; its ends may lie outside the bounds of the attribute."""
    lower, upper = st.sampled_from(["at_least", "above"]), st.sampled_from(["at_most", "below"])
    end = st.one_of(_draw_given(attribute), _draw_given(evolve(attribute, at_least=None, at_most=None)))
    return st.one_of(
        st.tuples(lower, end).map(lambda bound: {bound[0]: bound[1]}),
        st.tuples(upper, end).map(lambda bound: {bound[0]: bound[1]}),
        st.tuples(lower, upper, st.tuples(end, end).map(sorted)).map(
            lambda span: {span[0]: span[2][0], span[1]: span[2][1]}
        ),
    )


LEVELS = ["upper", "lower"]
MOST_RULES = 8
WIDEST = 2**62
TIPS = ["tip-one", "tip-two", "tip-three"]

Files = dict[str, dict[str, Any]]


def _with_ends(name: str, kind: AttributeType, *ends: tuple[Any, Any]) -> st.SearchStrategy[Attribute]:
    return st.sampled_from([Attribute(name, type=kind, at_least=low, at_most=high) for low, high in ends])


@cache
def attribute() -> st.SearchStrategy[Attribute]:
    """An attribute of any type, bounded or not."""
    return st.one_of(
        st.integers(1, 4).map(lambda n: Attribute("choice", values=tuple("abcd"[:n]))),
        st.just(Attribute("yes", type="boolean")),
        st.tuples(st.integers(-3, 3), st.integers(0, 6)).map(
            lambda ends: Attribute("number", type="integer", at_least=ends[0], at_most=sum(ends))
        ),
        st.just(Attribute("wide", type="integer", at_least=-WIDEST, at_most=WIDEST)),
        _with_ends("open", "integer", (None, None), (0, None), (None, 9)),
        _with_ends("measure", "number", (None, None), (Decimal("0.5"), None), (None, 3), (0, 2)),
        _with_ends("day", "date", (None, None), (SOME_DAY, None), (SOME_DAY, SOME_DAY + datetime.timedelta(days=5))),
        st.integers(1, 4).map(lambda n: Attribute("bag", type="set", values=tuple("wxyz"[:n]))),
    )


@cache
def attributes() -> st.SearchStrategy[dict[str, Attribute]]:
    """One to five attributes of different kinds, by name."""
    chosen = st.lists(attribute(), min_size=1, max_size=5, unique_by=lambda one: one.name)
    return chosen.map(lambda found: {one.name: one for one in found})


@st.composite
def invented(draw: st.DrawFn, sound: bool) -> Files:
    """The files of a rulebook; with `sound`, rules on one level never conflict, and the last one always holds."""
    own = draw(attributes())
    first = draw(topic("first", own, sound))
    lists = sorted({item for rule in first["rule"] for item in rule["then"].get("first_list", ())})
    read = {"first_answer": Attribute("first_answer", "slot", "enum", ("p", "q"))}
    if any("first_points" in rule["then"] for rule in first["rule"]):
        read["first_points"] = Attribute("first_points", "slot", "integer", at_least=0, at_most=2 * MOST_RULES)
    if lists:
        read["first_list"] = Attribute("first_list", "slot", "set", tuple(lists))
    second = draw(topic("second", {**own, **read}, sound))
    advice = {tip: {"text": f"This is {tip}.", "rank": draw(st.integers(-1, 1))} for tip in TIPS}
    return {
        "vocabulary.toml": {
            "attribute": draw(_declare_attributes(own)),
            "slot": {**_invent_slots("first"), **_invent_slots("second")},
        },
        "advice.toml": {"advice": advice},
        "first.toml": first,
        "second.toml": second,
    }


@st.composite
def topic(draw: st.DrawFn, name: str, read: Mapping[str, Attribute], sound: bool) -> dict[str, Any]:
    """A topic that reads these attributes."""
    least = 0 if sound else 1
    branch, amount = _invent_branch(read), draw(st.integers(least, MOST_RULES))
    bodies = draw(st.lists(_invent_rules(name, branch), min_size=amount, max_size=amount))
    rules: list[dict[str, Any]] = [{"id": f"{name}-{place}", **body} for place, body in enumerate(bodies)]
    for place, rule in enumerate(rules):
        below = [other["id"] for other in rules[place + 1 :] if other["level"] == rule["level"]]
        overridden = below if sound else [other for other in below if draw(st.booleans())]
        if overridden:
            rule["overrides"] = overridden
        blocked = [other["id"] for other in rules if (rule["level"], other["level"]) == tuple(LEVELS)]
        if blocked and draw(st.integers(0, 4)) == 4:
            rule["blocks"] = blocked[:1]
    data: dict[str, Any] = {"topic": name, "levels": [*LEVELS, "last"], "concludes": list(_invent_slots(name))}
    if sound or draw(st.booleans()):
        data["required"] = [f"{name}_answer"]
    if draw(st.integers(0, 4)) == 4 and not sound:
        data["when"] = draw(branch)
    if sound:
        rules.append({"id": f"{name}-otherwise", "level": "last", "then": {f"{name}_answer": "p"}})
    return {**data, "rule": rules}


def _invent_rules(name: str, branch: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    whens = st.lists(branch, max_size=3).map(lambda tables: tables[0] if len(tables) == 1 else tables)
    parts = st.fixed_dictionaries({"level": st.sampled_from(LEVELS), "when": whens, "then": _invent_conclusions(name)})
    return parts.map(lambda rule: {key: value for key, value in rule.items() if value})


def _invent_branch(read: Mapping[str, Attribute]) -> st.SearchStrategy[dict[str, Any]]:
    asked = {name: conditions(attribute) for name, attribute in read.items()}
    clause = st.sampled_from(sorted(read)).flatmap(lambda name: st.tuples(st.just(name), asked[name]))
    return st.lists(clause, min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(dict)


@cache
def _invent_conclusions(name: str) -> st.SearchStrategy[dict[str, Any]]:
    answer = st.sampled_from(["p", "q"]).map(lambda value: {f"{name}_answer": value})
    listed = st.sampled_from([["m"], ["n"], ["m", "n"]]).map(lambda value: {f"{name}_list": value})
    tips = st.lists(st.sampled_from(TIPS), min_size=1, unique=True).map(lambda ids: {f"{name}_tips": ids})
    both = st.tuples(answer, listed).map(lambda two: {**two[0], **two[1]})
    points = st.integers(-1, 2).map(lambda value: {f"{name}_points": value})
    return st.one_of(answer, listed, tips, both, points)


def _invent_slots(name: str) -> dict[str, dict[str, Any]]:
    return {
        f"{name}_answer": {"values": ["p", "q"]},
        f"{name}_list": {"type": "list"},
        f"{name}_tips": {"type": "advice"},
        f"{name}_points": {"type": "integer", "accumulates": "sum"},
    }


@st.composite
def _declare_attributes(draw: st.DrawFn, own: Mapping[str, Attribute]) -> dict[str, dict[str, Any]]:
    """The attributes as declarations of a vocabulary; sometimes one is required, or implies another."""
    declared = {name: _declare_attribute(attribute) for name, attribute in own.items()}
    for name, attribute in own.items():
        if attribute.type != "set" and draw(st.integers(0, 9)) == 9:
            declared[name]["required"] = True
    if {"choice", "yes"} <= own.keys() and draw(st.integers(0, 4)) == 4:
        declared["choice"]["implies"] = {"a": {"yes": draw(st.booleans())}}
    return declared


def _declare_attribute(attribute: Attribute) -> dict[str, Any]:
    if attribute.is_ordered:
        bounds = {"at_least": attribute.at_least, "at_most": attribute.at_most}
        return {"type": attribute.type, **{key: bound for key, bound in bounds.items() if bound is not None}}
    values = {"values": list(attribute.values)} if attribute.values else {}
    return ({} if attribute.type == "enum" else {"type": attribute.type}) | values
