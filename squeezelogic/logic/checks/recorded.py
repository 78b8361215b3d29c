"""An English text or a law that has changed since the last review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squeezelogic.logic.checks.finding import WARNING, Finding
from squeezelogic.logic.checks.proof import Proof
from squeezelogic.logic.loading.translations import fingerprints, text_places
from squeezelogic.logic.model.errors import did_you_mean, quoted
from squeezelogic.logic.model.rules import Place
from squeezelogic.logic.model.texts import Translation

REVIEW = "read it, and record it with `squeezelogic texts --seen`"


def subjects(proof: Proof) -> Iterable[Translation]:
    """The record, if there is one."""
    return [proof.book.record] if proof.book.record else []


def find(proof: Proof, subject: Translation) -> Iterator[Finding]:
    """Texts and laws that were added, changed or removed since, in the folder of the record."""
    now = fingerprints(proof.book)
    places = text_places(proof.book.parts, proof.book.declared)
    places |= {f"law.{law.id}": law.place for law in proof.book.laws}
    folders = {place.file.rpartition("/")[0].rpartition("/")[0] for place in subject.places.values()}
    for key, text in now.items():
        place = places[key]
        if (not folders or place.file.rpartition("/")[0] in folders) and subject.fingerprints.get(key) != text:
            what = "has changed since it was recorded" if key in subject.fingerprints else "is not recorded"
            yield _report_text(place, key, what, REVIEW)
    for key in subject.fingerprints.keys() - now.keys():
        yield _report_text(
            subject.places[key], key, "is recorded, but there is no such text or law", did_you_mean(key, now)
        )


def _report_text(place: Place, key: str, what: str, hint: str) -> Finding:
    return Finding.at(place, WARNING, f"{quoted(key)} {what}", hint=hint, name=key)
