"""Translates a recommendation by replacing its texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from squeezelogic.coaching.parts import LIST_SLOTS, TRANSLATION
from squeezelogic.coaching.provenance import rulebook_behind
from squeezelogic.logic.inference.cache import RULEBOOKS_KEPT
from squeezelogic.logic.model.texts import ENGLISH, Translation
from squeezelogic.logic.model.untrusted import exact
from squeezelogic.logic.rulebook import Rulebook

if TYPE_CHECKING:
    from squeezelogic.coaching.parts import Item, Overruled, Progression, Reason
    from squeezelogic.coaching.recommendation import Recommendation

R = TypeVar("R", "Reason", "Overruled")


def in_language(rec: Recommendation, language: str, rulebook: Rulebook | None) -> Recommendation:
    """The recommendation in another language; see `Recommendation.in_language`."""
    code = exact(language)
    if code == ENGLISH:
        return rec
    book = rulebook_behind(rec.rulebook, rulebook)
    book.in_language(code)  # validates the code
    said = book.translations[code]
    by_text = _keys_by_text(book)
    texts: dict[str, Any] = {
        **{name: tuple(_translate_item(item, said) for item in getattr(rec, name)) for name in LIST_SLOTS},
        **{name: _translate_text(getattr(rec, name), by_text, said) for name in ("summary", "disclaimer")},
        "progression": _translate_progression(rec, said),
        "reasons": tuple(_translate_because(reason, reason.rule, said) for reason in rec.reasons),
        "overruled": tuple(_translate_because(lost, lost.by, said) for lost in rec.overruled),
    }
    made = evolve(rec, **texts)
    made.__dict__[TRANSLATION] = said
    return made


def language_of(rec: Recommendation) -> str:
    """The language of a recommendation, as a code such as `de`."""
    said: Translation | None = rec.__dict__.get(TRANSLATION)
    return said.language if said else ENGLISH


def book_in_language(rec: Recommendation, rulebook: Rulebook | None = None) -> Rulebook:
    """The rulebook that made a recommendation, in the recommendation's language.

    Raises:
        InvalidInput: another rulebook made it.
    """
    book, language = rulebook_behind(rec.rulebook, rulebook), language_of(rec)
    return book.in_language(language) if language in book.translations else book


@lru_cache(RULEBOOKS_KEPT)
def _keys_by_text(book: Rulebook) -> Mapping[str, str]:
    """The key of each advice text, by the text, because a summary has no id."""
    return {advice.text: f"advice.{advice.id}" for advice in reversed(tuple(book.advice.values()))}


def _translate_text(text: str, by_text: Mapping[str, str], said: Translation) -> str:
    return said.say(by_text.get(text, ""), text)


def _translate_item(item: Item, said: Translation) -> Item:
    short = item.short if item.short is None else said.say(f"short.{item.id}", item.short)
    return evolve(item, text=said.say(f"advice.{item.id}", item.text), short=short)


def _translate_progression(rec: Recommendation, said: Translation) -> Progression | None:
    if rec.progression is None:
        return None
    steps = {name: getattr(rec.progression, name) for name in ("current", "next", "criterion", "easier")}
    texts: dict[str, Any] = {name: item and _translate_item(item, said) for name, item in steps.items()}
    return evolve(rec.progression, **texts)


def _translate_because(reason: R, rule: str, said: Translation) -> R:
    return evolve(reason, because=said.say(f"because.{rule}", reason.because))
