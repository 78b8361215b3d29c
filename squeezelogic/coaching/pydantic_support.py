"""Frozen values as Pydantic fields: validated, serialised, and described in OpenAPI.

Pydantic calls `__get_pydantic_core_schema__` and `__get_pydantic_json_schema__` of a class. `Profile`, `Exercise` and
`Recommendation` implement them with these functions. No other module imports Pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from squeezelogic.logic.model.vocabulary import Attribute


def core_schema(make: Callable[[Any], Any], plain: Callable[[Any], Any]) -> Any:
    """The core schema of a class: `make` validates input, `plain` returns JSON-ready data.

    `InvalidInput` is a `ValueError`, so Pydantic reports its text as a validation error.
    """
    from pydantic_core import core_schema as schemas  # noqa: PLC0415 - an optional library

    out = schemas.plain_serializer_function_ser_schema(plain)
    return schemas.no_info_plain_validator_function(make, serialization=out)


def plain_facts(value: Any) -> dict[str, Any]:
    """The known facts of a profile or an exercise as JSON-ready data."""
    return {name: sorted(fact) if isinstance(fact, frozenset) else fact for name, fact in value.facts.items()}


def facts_schema(attributes: Mapping[str, Attribute], title: str) -> dict[str, Any]:
    """The JSON Schema of an object of facts, each with a value, null or left out."""
    fields = {name: _fact_schema(attribute) for name, attribute in attributes.items()}
    return {"title": title, "type": "object", "properties": fields, "additionalProperties": False}


def _fact_schema(attribute: Attribute) -> dict[str, Any]:
    if attribute.type == "set":
        return {"type": "array", "items": {"enum": list(attribute.values)}, "uniqueItems": True}
    if attribute.type == "boolean":
        return {"type": ["boolean", "null"]}
    return {"enum": [*attribute.values, None]}


def embed_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema without references and identifiers, to embed it in another."""
    definitions = schema.get("$defs", {})
    kept = {key: value for key, value in schema.items() if key not in ("$defs", "$schema", "$id")}
    embedded: dict[str, Any] = _inline_definitions(kept, definitions)
    return embedded


def _inline_definitions(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inline_definitions(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if (name := schema.get("$ref", "").removeprefix("#/$defs/")) in definitions:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _inline_definitions({**definitions[name], **rest}, definitions)
    return {key: _inline_definitions(value, definitions) for key, value in schema.items()}
