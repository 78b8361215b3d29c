"""Rulebooks of any size in realistic shapes, as TOML data."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from squeezelogic.logic.loading.toml_writer import toml
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.rulebook import Rulebook
from squeezelogic.logic.semantics.definition import holding, settle

Data = dict[str, Any]
Files = dict[str, Data]
Make = Callable[[int, int, int], Files]

LEVELS = ["first", "second", "last"]
RULES_IN_A_TOPIC = 20
ATTRIBUTES = 40
VALUES = 5
ANSWERS = ["p", "q", "r"]


def attribute(number: int, values: int) -> Data:
    """The declaration of one attribute: of every five, one is a boolean, one an integer and one a set."""
    listed = [f"v{i}" for i in range(values)]
    kinds: list[Data] = [
        {"values": listed},
        {"values": listed},
        {"type": "boolean"},
        {"type": "integer", "at_least": 0, "at_most": 10 * values},
        {"type": "set", "values": listed},
    ]
    return kinds[number % 5]


def condition(number: int, values: int, draw: random.Random) -> Any:
    """A condition on that attribute."""
    kind = number % 5
    if kind == 2:
        return draw.random() < 0.5
    if kind == 3:
        low = draw.randrange(5 * values)
        return {"at_least": low, "at_most": low + 4 * values}
    some = [f"v{i}" for i in sorted(draw.sample(range(values), draw.randint(1, max(1, values // 2))))]
    return draw.choice([some[0], some, {"not": some}])


def topics(rules: int, attributes: int = ATTRIBUTES, values: int = VALUES) -> Files:
    """Independent topics of twenty rules, each about a few neighbouring attributes."""
    return _separate(rules, attributes, values, linked=False)


def chain(rules: int, attributes: int = ATTRIBUTES, values: int = VALUES) -> Files:
    """The same topics, but each reads a conclusion of the topic before it."""
    return _separate(rules, attributes, values, linked=True)


def _separate(rules: int, attributes: int, values: int, *, linked: bool) -> Files:
    draw = random.Random(rules)
    files = {f"t{n}.toml": _topic(n, size, attributes, values, draw, linked=linked) for n, size in _sizes(rules)}
    slots: Data = {}
    for n, _ in _sizes(rules):
        slots |= {f"s{n}": {"values": ANSWERS}, f"l{n}": {"type": "list"}}
    declared = {f"a{i}": attribute(i, values) for i in range(attributes)}
    return {"vocabulary.toml": {"attribute": declared, "slot": slots}, **files}


def _sizes(rules: int) -> Iterator[tuple[int, int]]:
    for number, start in enumerate(range(0, rules, RULES_IN_A_TOPIC)):
        yield number, min(RULES_IN_A_TOPIC, rules - start)


def _topic(number: int, size: int, attributes: int, values: int, draw: random.Random, *, linked: bool) -> Data:
    """One topic: each rule overrides the rules before it on its level; the last level always gives an answer."""
    own = [(3 * number + i) % attributes for i in range(min(4, attributes))]
    made: list[Data] = []
    for i in range(size - 1):
        level, single = draw.choice(LEVELS[:2]), draw.random() < 0.7
        when = {f"a{a}": condition(a, values, draw) for a in draw.sample(own, draw.randint(1, min(3, len(own))))}
        if linked and number and draw.random() < 0.5:
            when[f"s{number - 1}"] = draw.choice(ANSWERS)
        then: Data = {f"s{number}": draw.choice(ANSWERS)} if single else {f"l{number}": [draw.choice("xyz")]}
        earlier = [rule["id"] for rule in made if rule["level"] == level]
        made.append(_rule(f"t{number}-{i}", level, when, then) | ({"overrides": earlier} if earlier else {}))
    made.append(_rule(f"t{number}-otherwise", LEVELS[-1], {}, {f"s{number}": "p"}))
    return {"topic": f"t{number}", "levels": LEVELS, "required": [f"s{number}"], "rule": made}


def cells(rules: int, attributes: int = 3, values: int = 0) -> Files:
    """One flat topic, for example a price list: a rule for each combination of three attributes, and a default rule."""
    side = values or next(n for n in range(2, rules + 2) if n**attributes >= rules - 1)
    draw = random.Random(rules)
    made: list[Data] = []
    for i in range(rules - 1):
        when = {f"a{a}": f"v{i // side**a % side}" for a in range(attributes)}
        made.append(_rule(f"cell-{i}", "first", when, {"answer": draw.choice(ANSWERS)}))
    made.append(_rule("otherwise", "last", {}, {"answer": "p"}))
    declared = {f"a{a}": {"values": [f"v{i}" for i in range(side)]} for a in range(attributes)}
    vocabulary = {"attribute": declared, "slot": {"answer": {"values": ANSWERS}}}
    topic = {"topic": "cells", "levels": ["first", "last"], "required": ["answer"], "rule": made}
    return {"vocabulary.toml": vocabulary, "cells.toml": topic}


def _rule(name: str, level: str, when: Data, then: Data) -> Data:
    return {"id": name, "level": level, **({"when": when} if when else {}), "then": then, "because": f"We say {name}."}


SHAPES: dict[str, Make] = {"topics": topics, "flat": cells, "chain": chain}


def edited(files: Files) -> Files:
    """The same rulebook with another conclusion in the first rule of every fifth topic, and of every hundred rules."""
    changed = dict(files)
    for place, (name, data) in enumerate(item for item in files.items() if "rule" in item[1]):
        if place % 5 == 0:
            changed[name] = {**data, "rule": [_contrary(r) if i % 100 == 0 else r for i, r in enumerate(data["rule"])]}
    return changed


def _contrary(rule: Data) -> Data:
    then = {
        slot: ["x", "y", "z"] if isinstance(value, list) else ANSWERS[ANSWERS.index(value) - 1]
        for slot, value in rule["then"].items()
    }
    return {**rule, "then": then}


def misspelt(files: Files) -> Files:
    """The same rulebook with two misspelt names in every rule: a slot, and an overridden rule."""
    wrong = {}
    for name, data in files.items():
        rules = [_misspelt(rule) for rule in data.get("rule", ())]
        wrong[name] = {**data, "rule": rules} if rules else data
    return wrong


def _misspelt(rule: Data) -> Data:
    then = {f"{slot}-{rule['id']}": value for slot, value in rule["then"].items()}
    return {**rule, "then": then, "overrides": [f"{rule['id']}-x"]}


def with_cases(files: Files, folder: Path) -> Files:
    """The same rulebook with a case for every rule, and a near miss where possible.

    Args:
        files: a rulebook with independent topics.
        folder: a folder for the rulebook, to evaluate it.
    """
    book = Rulebook.load(written(files, folder))
    found = {f"{topic.name}.cases.toml": {"case": list(_cases(book, topic))} for topic in book.topics}
    return {**files, **found}


def _cases(book: Rulebook, topic: Topic) -> Iterator[Data]:
    for rule in topic.rules:
        facts = {clause.attribute: _passing(topic, clause.attribute, clause.test) for clause in rule.when[0]}
        standing = [each.id for each in settle(topic, holding(topic, book.vocabulary.situation(facts))).standing]
        yield {"why": f"An example of {rule.id}.", "facts": _plain(facts), "stands": standing}
        if rule.id in standing and (near := _near(book, topic, rule, facts)):
            yield {"why": f"Not quite {rule.id}.", "facts": _plain(near), "near_miss": [rule.id]}


def _near(book: Rulebook, topic: Topic, rule: Rule, facts: Data) -> Data | None:
    """The facts without one of them, if the rule then does not stand."""
    for name in facts:
        fewer = {other: value for other, value in facts.items() if other != name}
        if rule not in settle(topic, holding(topic, book.vocabulary.situation(fewer))).standing:
            return fewer
    return None


def _passing(topic: Topic, name: str, test: Any) -> Any:
    from squeezelogic.logic.semantics.definition import passes

    of = topic.inputs[name]
    if of.type == "set":
        domain: list[Any] = [frozenset(), *(frozenset([str(v)]) for v in of.values)]
    elif of.type == "integer":
        domain = list(range(of.at_least, of.at_most + 1))
    else:
        domain = [True, False] if of.type == "boolean" else list(of.values)
    return next((value for value in domain if passes(test, value)), "unknown")


def _plain(facts: Mapping[str, Any]) -> Data:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in facts.items()}


def situations(files: Files, how_many: int) -> list[Data]:
    """Random facts about all attributes."""
    draw = random.Random(how_many)
    declared = files["vocabulary.toml"]["attribute"]
    return [{name: _drawn(of, draw) for name, of in declared.items()} for _ in range(how_many)]


def _drawn(of: Data, draw: random.Random) -> Any:
    match of.get("type"):
        case "boolean":
            return draw.random() < 0.5
        case "integer":
            return draw.randint(of["at_least"], of["at_most"])
        case "set":
            return draw.sample(of["values"], draw.randint(0, min(3, len(of["values"]))))
    return draw.choice(of["values"])


def written(files: Files, folder: Path) -> Path:
    """Write the files to a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_text(toml(data), encoding="utf-8")
    return folder
