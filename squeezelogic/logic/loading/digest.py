"""A fingerprint of everything that a rulebook decides and says, whatever files and order it was written in."""

from __future__ import annotations

import datetime
import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import fields

from squeezelogic.logic.model.frozen_map import FrozenMap

if TYPE_CHECKING:
    from squeezelogic.logic.loading.assemble import Parts


def digest(parts: Parts) -> str:
    """The SHA-256 of a rulebook's parts, in hexadecimal. Cases and places in files do not count."""
    vocabulary = [list(table.items()) for table in (parts.vocabulary.attributes, parts.vocabulary.slots)]
    texts = [sorted(table.items()) for table in (parts.advice, parts.articles, parts.claims)]
    whole = [parts.name, parts.version, vocabulary, parts.topics, texts]
    return hashlib.sha256(canonical_json(whole).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """Frozen values as JSON text: the same text for equal values, whatever order their sets and tables have."""
    return json.dumps(value, default=_canonical, sort_keys=True)


def _canonical(value: object) -> object:
    """What JSON has no word for: frozen values by their fields, sets sorted, and each kind of test by its name."""
    if isinstance(value, FrozenMap):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value, key=str)
    if isinstance(value, (Decimal, datetime.date)):
        return str(value)
    kind: Any = type(value)
    return [kind.__name__, {field.name: getattr(value, field.name) for field in fields(kind) if field.eq}]
