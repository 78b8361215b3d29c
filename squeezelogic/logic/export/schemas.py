"""JSON Schemas of a rulebook's files, generated from its vocabulary, for completion and validation in editors.

They use Draft 7, which Taplo and Tombi support.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from squeezelogic.logic.loading import laws, texts, topics, vocabulary
from squeezelogic.logic.loading.conditions import BOUNDS, NEGATED_SET_OPERATORS, SET_OPERATORS, operators_of
from squeezelogic.logic.model.vocabulary import ORDERED, UNKNOWN, Attribute, AttributeType, Slot, SlotType
from squeezelogic.logic.rulebook import Rulebook

DRAFT = "http://json-schema.org/draft-07/schema#"
KEBAB, SNAKE = "^[a-z0-9]+(-[a-z0-9]+)*$", "^[a-z][a-z0-9_]*$"
FILES = {
    "vocabulary": ("vocabulary.toml",),
    "advice": ("advice.toml",),
    "sources": ("sources.toml",),
    "laws": ("laws.toml",),
    "waivers": ("waivers.toml",),
    "cases": ("*.cases.toml",),
    "topic": ("*.toml",),
}
"""The files of each schema; the last schema is for all other files."""

TEXT, TRUTH, WHOLE, NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": "integer"}, {"type": "number"}
ANYTHING = "any"

DEFINITIONS = "#/definitions/"

Schema = dict[str, Any]


def schemas(book: Rulebook) -> dict[str, Schema]:
    """The schema of each kind of file, by its name in `FILES`."""
    made = {
        "vocabulary": _vocabulary_schema(),
        "advice": _advice_schema(book),
        "sources": _sources_schema(book),
        "laws": _laws_schema(book),
        "waivers": _waivers_schema(book),
        "cases": _cases_schema(book),
        "topic": _topic_schema(book),
    }
    shared = _define_shared(book)
    return {
        kind: {
            "$schema": DRAFT,
            "title": f"{kind} of the rulebook {book.name}",
            **schema,
            **({"definitions": used} if (used := _find_used(schema, shared)) else {}),
        }
        for kind, schema in made.items()
    }


def _define_shared(book: Rulebook) -> dict[str, Schema]:
    """The shared definitions."""
    table = {**_table_schema({**_condition_schemas(book), **_slots_asked(book)}), "minProperties": 1}
    slots = book.vocabulary.slots
    return {
        # Not `anyOf`: editors would report a mistake in one condition for the whole table.
        "when": {**table, "type": ["object", "array"], "items": table, "minItems": 1},
        "rule": _one_of(book.rules, {name: rule.title for name, rule in book.rules.items()}),
        "claim": _one_of(book.claims, {name: claim.gist for name, claim in book.claims.items()}),
        "advice": _one_of(book.advice, {name: advice.text for name, advice in book.advice.items()}),
        **{f"then.{name}": _conclusion_schema(book, slot) for name, slot in slots.items()},
        **{f"set.{a.name}": _one_of(a.values) for a in book.vocabulary.attributes.values() if a.type == "set"},
    }


def _find_used(schema: Any, shared: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions that a schema refers to, directly or transitively."""
    found: dict[str, Schema] = {}
    ahead = [*_find_references(schema)]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found[name] = shared[name]
            ahead += _find_references(shared[name])
    return dict(sorted(found.items()))


def _find_references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix(DEFINITIONS)
        for part in schema.values():
            yield from _find_references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _find_references(part)


def _refer_to(name: str, about: str = "") -> Schema:
    """A reference to a definition; in Draft 7, `$ref` allows no other keys beside it."""
    reference = {"$ref": DEFINITIONS + name}
    return {"allOf": [reference], "description": about} if about else reference


def _table_schema(properties: Mapping[str, Any], required: Sequence[str] = (), about: str = "") -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    return {**schema, "description": about} if about else schema


def _keyed_schema(keys: Iterable[str], known: Mapping[str, Any], required: Sequence[str] = ()) -> Schema:
    """A table with the keys that the loader accepts; a key without a schema may hold any value."""
    return _table_schema({key: known.get(key, {}) for key in keys}, required)


def _named_schema(pattern: str, table: Schema) -> Schema:
    """Tables with user-defined names: `[attribute.NAME]`."""
    return {"type": "object", "additionalProperties": False, "patternProperties": {pattern: table}}


def _list_schema(items: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


def _one_of(values: Iterable[Any], texts: Mapping[str, str] | None = None) -> Schema:
    """One of several values; each with its text, which editors show."""
    listed = list(dict.fromkeys(values))
    if not listed:
        return {"type": "string", "not": {}}
    if texts:
        return {"enum": listed, "x-taplo": {"docs": {"enumValues": [texts.get(value, "") for value in listed]}}}
    return {"enum": listed}


def _any_of(*choices: Schema) -> Schema:
    return {"anyOf": list(choices)}


def _operators_schema(operators: Mapping[str, Schema]) -> Schema:
    """A table of at least one operator."""
    return {**_table_schema(operators), "minProperties": 1}


def _condition_schemas(book: Rulebook) -> dict[str, Schema]:
    return {name: _condition_schema(attribute) for name, attribute in book.vocabulary.attributes.items()}


def _slots_asked(book: Rulebook) -> dict[str, Schema]:
    """The slots as inputs of conditions; a slot that accumulates is a set."""
    found = {}
    for name, slot in book.vocabulary.slots.items():
        one = _refer_to("advice") if slot.names_advice else _one_of(slot.values) if slot.values else TEXT
        if slot.accumulates:
            found[name] = _of_a_set(one)
        elif slot.type == "text":
            found[name] = _condition_schema(Attribute(name), _any_of(one, {"const": UNKNOWN}))
        else:
            found[name] = _condition_schema(Attribute(name, type=slot.type, values=slot.values))  # type: ignore[arg-type]
    return found


def _condition_schema(attribute: Attribute, value: Schema | None = None) -> Schema:
    if attribute.type == "set":
        condition = _of_a_set(_refer_to(f"set.{attribute.name}"), len(attribute.values))
    else:
        one = value or _value_schema(attribute)
        bounds = {key: _bound_schema(attribute) for key in BOUNDS} if attribute.type in ORDERED else {}
        spans = [_operators_schema(bounds)] if bounds else []
        known = {**bounds, "not": _any_of(one, _list_schema(_any_of(one, *spans)), *spans)}
        operators = _operators_schema({key: known[key] for key in operators_of(attribute)})
        condition = _any_of(one, _list_schema(_any_of(one, *([operators] if bounds else []))), operators)
    return {**condition, "description": attribute.ask} if attribute.ask else condition


def _of_a_set(element: Schema, size: int | None = None) -> Schema:
    """A condition on a set, whose attribute has so many elements, if that is known."""
    several = _list_schema(element)
    some = _any_of(element, {"const": ANYTHING}, several)
    count = {**WHOLE, "minimum": 1, **({"maximum": size} if size else {})}
    known: dict[str, Schema] = {"any": some, "all": several, "only": several, "count_at_least": count, "of": several}
    counted = {"dependencies": {"of": ["count_at_least"]}}
    negated = {**_operators_schema({key: known[key] for key in NEGATED_SET_OPERATORS}), **counted}
    known["not"] = _any_of(some, negated)
    return _any_of(some, {**_operators_schema({key: known[key] for key in SET_OPERATORS}), **counted})


def _value_schema(attribute: Attribute) -> Schema:
    if attribute.type == "boolean":
        return {"enum": [True, False, UNKNOWN]}
    if attribute.type in ORDERED:
        return _any_of(_bound_schema(attribute), {"const": UNKNOWN})
    if not attribute.values:
        return TEXT
    return {"enum": [*attribute.values, UNKNOWN]}


def _bound_schema(attribute: Attribute) -> Schema:
    """A number or a date in a condition; the loader validates TOML dates."""
    return {"integer": WHOLE, "number": NUMBER}.get(attribute.type, {})


def _fact_schema(attribute: Attribute) -> Schema:
    """A value of a fact in a case."""
    if attribute.type == "set":
        element = _refer_to(f"set.{attribute.name}")
        return _any_of(element, _list_schema(element, 0))
    return _value_schema(attribute)


def _conclusion_schema(book: Rulebook, slot: Slot) -> Schema:
    """A value that a rule may conclude for a slot."""
    one: Schema = {"boolean": TRUTH, "integer": WHOLE, "number": NUMBER}.get(slot.type, TEXT)
    if slot.names_advice:
        fitting = [name for name, text in book.advice.items() if all(key in text.carries for key in slot.carries)]
        one = _refer_to("advice") if len(fitting) == len(book.advice) else _one_of(
            fitting, {name: book.advice[name].text for name in fitting}
        )  # fmt: skip
    elif slot.values:
        one = _one_of(slot.values)
    return _list_schema(one) if slot.accumulates else one


def _topic_schema(book: Rulebook) -> Schema:
    slots = _one_of(book.vocabulary.slots)
    return _keyed_schema(
        topics.TOPIC_KEYS,
        {
            "topic": {**TEXT, "description": "The topic's name, unique in the rulebook."},
            "question": {**TEXT, "description": "What the topic answers."},
            "levels": {**_list_schema(TEXT), "description": "The highest first: a higher one overrules those below."},
            "concludes": {**_list_schema(slots), "description": "The slots that its rules may fill."},
            "required": {**_list_schema(slots), "description": "The slots that every situation must see filled."},
            "when": _refer_to("when", "A condition that is added to every rule."),
            "rule": {"type": "array", "items": _rule_schema(book)},
        },
        ["topic"],
    )


def _rule_schema(book: Rulebook) -> Schema:
    levels = _one_of(level for topic in book.topics for level in topic.levels)
    rules = _refer_to("rule")
    then = _table_schema({name: _refer_to(f"then.{name}") for name in book.vocabulary.slots})
    return _keyed_schema(
        topics.RULE_KEYS,
        {
            "id": {**TEXT, "pattern": KEBAB, "description": "Unique in the rulebook, kebab-case."},
            "title": {**TEXT, "description": "What it says, in a few words."},
            "level": levels,
            "when": _refer_to("when", "When the rule holds; without it, always."),
            "then": {**then, "minProperties": 1, "description": "What it concludes."},
            "because": {**TEXT, "description": "The reason, for a person."},
            "claims": _list_schema(_refer_to("claim")),
            "basis": {"enum": ["stated", "inferred", "house"]},
            "overrides": {**_list_schema(rules), "description": "Rules on the same level that this one ranks above."},
            "blocks": {**_list_schema(rules), "description": "Rules that do not count where this one holds."},
            "disputed_by": _list_schema(_refer_to("claim")),
        },
        ["id"],
    )


def _cases_schema(book: Rulebook) -> Schema:
    rules = _list_schema(_refer_to("rule"))
    words = book.vocabulary
    expected = {name: _refer_to(f"then.{name}") for name in words.slots}
    case = _table_schema(
        {
            "why": {**TEXT, "description": "One sentence: what this case shows."},
            "facts": _table_schema({name: _fact_schema(attribute) for name, attribute in words.attributes.items()}),
            "stands": {**rules, "description": "Rules that must be in force here."},
            "near_miss": {**rules, "description": "Rules that one changed fact would bring into force."},
            "expect": _table_schema(expected, about="The value that a slot must have, or elements that it must hold."),
            "lacks": _table_schema({name: expected[name] for name, slot in words.slots.items() if slot.accumulates}),
        },
        ["why"],
    )
    return _table_schema({"case": {"type": "array", "items": case}})


def _laws_schema(book: Rulebook) -> Schema:
    conditions = _refer_to("when")
    part = _table_schema({"when": conditions, "then": conditions}, ["then"])
    single = [attribute for attribute in book.vocabulary.attributes.values() if attribute.type != "set"]
    slots = [slot for slot in book.vocabulary.slots.values() if not slot.accumulates]
    law = _keyed_schema(
        laws.KEYS,
        {
            "id": {**TEXT, "pattern": KEBAB},
            "says": {**TEXT, "description": "The law, as a sentence."},
            "when": conditions,
            "then": _refer_to("when", "What must be true wherever `when` is."),
            "each": {"type": "array", "items": part},
            "comparing": _table_schema(
                {attribute.name: _list_schema(_value_schema(attribute), 2) for attribute in single}
            ),
            "never_raises": _table_schema({slot.name: _order_schema(slot) for slot in slots}),
            "of_these": TRUTH,
        },
        ["id", "says"],
    )
    return _table_schema({"law": {"type": "array", "items": law}})


def _order_schema(slot: Slot) -> Schema:
    """The order of the values of a slot; `true` orders numbers by size."""
    listed = _list_schema(_refer_to(f"then.{slot.name}"), 2)
    return _any_of(listed, {"const": True}) if slot.type in ORDERED else listed


def _waivers_schema(book: Rulebook) -> Schema:
    waiver = _table_schema(
        {
            "check": TEXT,
            "rule": _refer_to("rule"),
            "topic": _one_of(topic.name for topic in book.topics),
            "name": TEXT,
            "reason": {**TEXT, "description": "Why the finding may stay."},
        },
        ["check", "reason"],
    )
    return _table_schema({"waiver": {"type": "array", "items": waiver}})


def _advice_schema(book: Rulebook) -> Schema:
    carries: dict[str, list[str]] = {}
    for slot in book.vocabulary.slots.values():
        for key, values in slot.carries.items():
            carries.setdefault(key, []).extend(values)
    keys = {key: _one_of(values) for key, values in carries.items()}
    text = {**TEXT, "maxLength": 2000}
    known = {"text": text, "short": text, "rank": NUMBER, **keys}
    table = _keyed_schema([*vocabulary.TEXT_KEYS, *keys], known, ["text"])
    return _table_schema({"advice": _named_schema(KEBAB, table)})


def _sources_schema(book: Rulebook) -> Schema:
    words = dict.fromkeys((*texts.ARTICLE_KEYS, *texts.CLAIM_KEYS), TEXT)
    article = _keyed_schema(texts.ARTICLE_KEYS, {**words, "date": {}, "accessed": {}}, ["title"])
    listed = {"article": _one_of(book.articles), "disputes": _list_schema(_refer_to("claim"))}
    claim = _keyed_schema(texts.CLAIM_KEYS, {**words, **listed}, ["id", "article"])
    return _table_schema({"articles": _named_schema(KEBAB, article), "claim": {"type": "array", "items": claim}})


def _vocabulary_schema() -> Schema:
    labelled = {"type": "object", "additionalProperties": TEXT}
    labels = {"label": TEXT, "labels": labelled}
    attribute = _keyed_schema(
        vocabulary.ATTRIBUTE_KEYS,
        {
            "of": {"enum": ["profile", "exercise", "observed", "facts"]},
            "type": {"enum": list(get_args(AttributeType))},
            "values": _list_schema(TEXT),
            "ask": {**TEXT, "description": "The question that a person can answer."},
            "tell": {**TEXT, "description": "How to find out, where a person could not answer unaided."},
            "required": {**TRUTH, "description": "Whether every complete situation gives it."},
            "implies": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": True}},
            "change": {
                **_table_schema({"by": TEXT, "along": _list_schema({}), "only": TEXT, "when": TEXT}),
                "required": ["by"],
            },
            "meant": {**labelled, "description": "What is probably meant by an element that no rule reads."},
            **labels,
        },
    )
    carries = {"type": "object", "additionalProperties": True}
    kinds = {"enum": list(get_args(SlotType))}
    slot = _table_schema(
        {"type": kinds, "values": _list_schema(TEXT), "carries": carries, "accumulates": {"enum": ["sum"]}, **labels}
    )
    return _table_schema(
        {
            "rulebook": _table_schema({"name": TEXT, "version": TEXT}),
            "attribute": _named_schema(SNAKE, attribute),
            "slot": _named_schema(SNAKE, slot),
        }
    )
