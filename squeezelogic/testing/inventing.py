"""Strategies for the files of an invented rulebook, as data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute

LARGEST = 2**40
SOME_DAY = datetime.date(2000, 1, 1)
NEAR = 6  # numbers are mostly asked for near their lower bound, so that rules meet


@lru_cache(maxsize=1024)  # strategies are costly to make, and the same ones are wanted again and again
def conditions(attribute: Attribute) -> st.SearchStrategy[Any]:
    """Anything that the rule language can ask of the attribute: a value, a list, or operators."""
    if attribute.type == "set":
        return _of_a_set(attribute)
    value = values(attribute)
    several = st.lists(value, min_size=1, max_size=4, unique=True)
    plain = st.one_of(value, several, value.map(_negate_value), several.map(_negate_value))
    if attribute.type not in ORDERED:
        return plain
    span = _draw_bounds(attribute)
    mixed = st.tuples(value, span).map(list)
    both = st.tuples(span, value).map(lambda pair: {**pair[0], "not": pair[1]})
    return st.one_of(plain, span, span.map(_negate_value), mixed, mixed.map(_negate_value), both)


def _of_a_set(attribute: Attribute) -> st.SearchStrategy[Any]:
    every = list(map(str, attribute.values))
    elements = st.sampled_from(every)
    several = st.lists(elements, min_size=1, max_size=4, unique=True)
    counted = several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"count_at_least": n, "of": of}))
    negated = st.one_of(elements, several, st.just("any"), counted, several.map(lambda value: {"all": value}))
    both = st.tuples(several, elements).map(lambda pair: {"any": pair[0], "not": pair[1]})
    operators = (several.map(lambda value: {"all": value}), several.map(lambda value: {"only": value}), counted, both)
    return st.one_of(elements, several, negated.map(_negate_value), st.just("any"), *operators)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A value that a condition may name, for anything but a set: one of the attribute's own first, or `unknown`."""
    if attribute.domain is not None:
        return st.sampled_from([*attribute.domain, UNKNOWN])
    return st.one_of(_draw_given(attribute), st.just(UNKNOWN))


def _negate_value(value: Any) -> dict[str, Any]:
    return {"not": value}


def _draw_given(attribute: Attribute) -> st.SearchStrategy[Any]:
    """A number or a date, mostly near the lower bound."""
    low, high = attribute.at_least, attribute.at_most
    if attribute.type == "date":
        return st.integers(0, NEAR).map(lambda days: SOME_DAY + datetime.timedelta(days=days))
    if attribute.type == "number":
        return st.integers(0, 2 * NEAR).map(lambda halves: halves / 2)
    low, high = (0 if low is None else low), (LARGEST if high is None else high)
    return st.one_of(st.integers(low, min(high, low + NEAR)), st.integers(low, high))


def _draw_bounds(attribute: Attribute) -> st.SearchStrategy[dict[str, Any]]:
    lower, upper = st.sampled_from(["at_least", "above"]), st.sampled_from(["at_most", "below"])
    end = _draw_given(attribute)
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


@cache
def attributes() -> st.SearchStrategy[dict[str, Attribute]]:
    """One to five attributes of different kinds, by name."""
    kinds = [
        st.integers(1, 4).map(lambda n: Attribute("choice", values=tuple("abcd"[:n]))),
        st.just(Attribute("yes", type="boolean")),
        st.tuples(st.integers(-3, 3), st.integers(0, 6)).map(
            lambda ends: Attribute("number", type="integer", at_least=ends[0], at_most=sum(ends))
        ),
        st.just(Attribute("wide", type="integer", at_least=-WIDEST, at_most=WIDEST)),
        st.sampled_from([None, 0]).map(lambda low: Attribute("open", type="integer", at_least=low)),
        st.sampled_from([None, 0]).map(lambda low: Attribute("measure", type="number", at_least=low)),
        st.just(Attribute("day", type="date")),
        st.integers(1, 4).map(lambda n: Attribute("bag", type="set", values=tuple("wxyz"[:n]))),
    ]
    chosen = st.lists(st.one_of(kinds), min_size=1, max_size=5, unique_by=lambda attribute: attribute.name)
    return chosen.map(lambda found: {attribute.name: attribute for attribute in found})


@st.composite
def invented(draw: st.DrawFn, sound: bool) -> Files:
    """The files of a whole rulebook; with `sound`, rules of one level never tie, and the last one always holds."""
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
    """A topic over these attributes."""
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
    """The attributes as a vocabulary declares them; sometimes one is required, or implies another."""
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
