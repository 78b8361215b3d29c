"""A translation that lacks a text, has an unknown one, or is out of date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.loading.translations import english_texts, fingerprint, fingerprint_both, text_places
from squeezelogic.logic.model.errors import did_you_mean, quoted
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.model.texts import Translation

NAMED_AT_MOST = 3
LONGER, SHORT_ENOUGH = 1.6, 40
"""The maximum length of a translation relative to the English text; and, for short texts, in characters."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def subjects(proof: Proof) -> Iterable[Translation]:
    """Every translation."""
    return proof.book.translations.values()


def find(proof: Proof, subject: Translation) -> Iterator[Finding]:
    """Texts that are missing, unknown, too long or out of date, and numbers that differ."""
    english = english_texts(proof.book.parts)
    places = text_places(proof.book.parts, proof.book.declared)
    folders = {_find_folder(_find_folder(place.file)) for place in subject.places.values()}  # DIR/locale/de.toml
    own = {
        key for key, place in places.items() if _find_folder(place.file) in folders
    }  # texts of an extension are checked with the extension
    if missing := [key for key in english if key not in subject.texts and key in own]:
        yield _report_missing(subject, missing, len(own))
    for key, text in subject.texts.items():
        if key not in english:
            yield _report_text(subject, key, "translates no text of the rulebook", did_you_mean(key, english))
            continue
        original = english[key]
        if len(text) > max(SHORT_ENOUGH, LONGER * len(original)):
            what = f"has {len(text)} characters, the English text {len(original)}"
            yield _report_text(subject, key, what, "say it in fewer words")
        if (numbers := _find_numbers(text)) != _find_numbers(original):
            said, meant = (
                ", ".join(sorted(found.elements())) or "none" for found in (numbers, _find_numbers(original))
            )
            yield _report_text(
                subject, key, f"has other numbers than the English text: {said} for {meant}", "say the same"
            )
        if key not in subject.fingerprints:
            yield _report_text(subject, key, "was never compared with the English text", "compare and record it")
        elif subject.fingerprints[key] != fingerprint_both(original, text):
            is_older = subject.fingerprints[key].partition(" ")[0] != fingerprint(original)
            what = (
                "is older than the English text"
                if is_older
                else "has changed since it was compared with the English text"
            )
            yield _report_text(subject, key, what, "compare and record it again")


def _find_folder(path: str) -> str:
    """The folder of a file or a folder."""
    return path.rpartition("/")[0]


def _find_numbers(text: str) -> Counter[str]:
    """The numbers in a text, with any decimal separator."""
    return Counter(found.replace(",", ".") for found in _NUMBER.findall(text))


def _report_missing(subject: Translation, missing: list[str], whole: int) -> Finding:
    named = ", ".join(map(quoted, missing[:NAMED_AT_MOST])) + (" …" if len(missing) > NAMED_AT_MOST else "")
    place = next(iter(subject.places.values()), Place())
    return Finding.at(
        Place(place.file),
        WARNING,
        f"{quoted(subject.language)} lacks {len(missing)} of {whole} texts: {named}",
        hint="translate them",
        name=subject.language,
    )


def _report_text(subject: Translation, key: str, what: str, hint: str) -> Finding:
    place = subject.places.get(key, Place())
    said = f"{quoted(key)} in {quoted(subject.language)} {what}"
    return Finding.at(place, WARNING, said, hint=hint, name=f"{subject.language}.{key}")
