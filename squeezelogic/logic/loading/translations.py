"""Reads translations such as `locale/de.toml` beside a rulebook, and lists its translatable texts.

A file has flat keys, as translation tools write them: `"advice.wait" = "Warte."` Beside it, `de.seen.toml` has the
fingerprint of the English text with which each translation was last compared, to detect changes. `en.seen.toml` records
the fingerprints of the English texts and the laws at their last review.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from squeezelogic.logic.loading.assemble import canonical_json
from squeezelogic.logic.loading.collect import Layer, kind_of, name_folder
from squeezelogic.logic.loading.document import Document, read, unsound
from squeezelogic.logic.model.errors import MOST_PROBLEMS, Problem, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place, Topic
from squeezelogic.logic.model.texts import ENGLISH, Translation
from squeezelogic.logic.model.vocabulary import SLOT, Attribute, Slot, Vocabulary

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from squeezelogic.logic.model.rulebook_parts import Parts
    from squeezelogic.logic.rulebook import Rulebook

FOLDER = "locale"
ENDING, SEEN = ".toml", ".seen.toml"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
Keys = tuple[str, ...]
L = TypeVar("L", Attribute, Slot)
_DIGITS = 12


def english_texts(parts: Parts) -> dict[str, str]:
    """Every translatable text of a rulebook, by the key of its translation."""
    return {".".join(key): text for key, text, _ in _list_texts(parts, _find_no_place) if text}


def fingerprint(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def fingerprint_both(english: str, translated: str) -> str:
    """What `Translation.fingerprints` holds for a text: the fingerprints of the English text and of the translation."""
    return f"{fingerprint(english)} {fingerprint(translated)}"


def fingerprints(book: Rulebook) -> dict[str, str]:
    """The content of `en.seen.toml`: the fingerprint of each English text, and of each law as `law.ID`.

    The fingerprint of a text includes related data: the rank and the keys of advice, the sources of a reason, the
    origin of a claim, and who can change a fact.
    """
    beside = dict(_list_beside(book.parts))
    texts = {
        key: fingerprint(text + canonical_json(beside[key]) if beside.get(key) else text)
        for key, text in english_texts(book.parts).items()
    }
    documents = (document for layer in book.layers for document in layer if kind_of(document.name) == "laws")
    laws = (law for document in documents for law in document.data.get("law", ()))
    return texts | {f"law.{law['id']}": fingerprint(canonical_json(law)) for law in laws}


def _list_beside(parts: Parts) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The related data of texts, by key of the text; empty or left out if there is none."""
    for advice in parts.advice.values():
        if advice.rank or advice.carries:
            yield f"advice.{advice.id}", (advice.rank, advice.carries)
    for rule in (rule for topic in parts.topics for rule in topic.rules):
        if rule.claims or rule.basis != "house":
            yield f"because.{rule.id}", (rule.basis, rule.claims, rule.disputed_by)
    for attribute in parts.vocabulary.attributes.values():
        if attribute.change or attribute.meant:
            yield f"ask.{attribute.name}", (attribute.change, attribute.meant)
    for claim in parts.claims.values():
        yield f"gist.{claim.id}", (claim, parts.articles[claim.article])


def text_places(parts: Parts, declared: Callable[[str, str], Place]) -> dict[str, Place]:
    """The place of each of these texts.

    Args:
        parts: the parts of the rulebook.
        declared: returns the place of an attribute or a slot: `Rulebook.declared`.
    """
    return {".".join(key): place for key, text, place in _list_texts(parts, declared) if text}


def translate_parts(parts: Parts, said: Translation) -> Parts:
    """The parts of a rulebook with their texts in another language; untranslated texts stay English."""
    attributes = {name: _translate_attribute(it, said) for name, it in parts.vocabulary.attributes.items()}
    slots = {name: _translate_labels(it, said, "slot", "conclusion") for name, it in parts.vocabulary.slots.items()}
    advice = {
        it.id: evolve(
            it,
            text=said.say(f"advice.{it.id}", it.text),
            short=said.say(f"short.{it.id}", it.short) if it.short else "",
        )
        for it in parts.advice.values()
    }
    claims = {it.id: evolve(it, gist=said.say(f"gist.{it.id}", it.gist)) for it in parts.claims.values()}
    return evolve(
        parts,
        vocabulary=Vocabulary(FrozenMap(attributes), FrozenMap(slots), said.language),
        topics=tuple(_translate_topic(topic, said) for topic in parts.topics),
        advice=FrozenMap(advice),
        claims=FrozenMap(claims),
    )


def _translate_topic(topic: Topic, said: Translation) -> Topic:
    inputs = {
        name: _translate_labels(it, said, "slot", "conclusion") if it.of == SLOT else _translate_attribute(it, said)
        for name, it in topic.inputs.items()
    }
    rules = tuple(
        evolve(
            rule,
            title=said.say(f"title.{rule.id}", rule.title),
            because=said.say(f"because.{rule.id}", rule.because),
        )
        for rule in topic.rules
    )
    question = said.say(f"question.{topic.name}", topic.question)
    return evolve(topic, question=question, inputs=FrozenMap(inputs), rules=rules)


def _translate_attribute(attribute: Attribute, said: Translation) -> Attribute:
    found = _translate_labels(attribute, said, "label", "value")
    ask, tell = said.say(f"ask.{attribute.name}", attribute.ask), said.say(f"tell.{attribute.name}", attribute.tell)
    change = attribute.change
    when = evolve(change, when=said.say(f"when.{attribute.name}", change.when)) if change and change.when else change
    return evolve(found, change=when, ask=ask, tell=tell)


def _translate_labels(of: L, said: Translation, label: str, value: str) -> L:
    labels = {each: said.say(f"{value}.{of.name}.{each}", text) for each, text in of.labels.items()}
    return evolve(of, label=said.say(f"{label}.{of.name}", of.label), labels=FrozenMap(labels))


def _find_no_place(kind: str, name: str) -> Place:
    return Place()


def _list_texts(parts: Parts, declared: Callable[[str, str], Place]) -> Iterator[tuple[Keys, str, Place]]:
    for advice in parts.advice.values():
        yield ("advice", advice.id), advice.text, advice.place
        yield ("short", advice.id), advice.short, advice.place
    for topic in parts.topics:
        yield ("question", topic.name), topic.question, topic.place
    for rule in (rule for topic in parts.topics for rule in topic.rules):
        yield ("title", rule.id), rule.title, rule.place
        yield ("because", rule.id), rule.because, rule.place
    for attribute in parts.vocabulary.attributes.values():
        yield ("ask", attribute.name), attribute.ask, declared("attribute", attribute.name)
        yield ("tell", attribute.name), attribute.tell, declared("attribute", attribute.name)
        yield (
            ("when", attribute.name),
            attribute.change.when if attribute.change else "",
            declared("attribute", attribute.name),
        )
        yield ("label", attribute.name), attribute.label, declared("attribute", attribute.name)
        for value, label in attribute.labels.items():
            yield ("value", attribute.name, value), label, declared("attribute", attribute.name)
    for slot in parts.vocabulary.slots.values():
        yield ("slot", slot.name), slot.label, declared("slot", slot.name)
        for value, label in slot.labels.items():
            yield ("conclusion", slot.name, value), label, declared("slot", slot.name)
    for claim in parts.claims.values():
        yield ("gist", claim.id), claim.gist, claim.place


def read_translations(
    folder: Path | Traversable, below: Iterable[Layer] = ()
) -> tuple[FrozenMap[str, Translation], list[Problem]]:
    """The translations beside a rulebook by language, and the problems of their files.

    Args:
        folder: the rulebook's folder.
        below: the lower layers.
    """
    beside = f"{name_folder(folder, below)}/{FOLDER}".lstrip("/")
    files, problems = _list_files(folder / FOLDER, beside)
    texts: dict[str, Document] = {}
    seen: dict[str, Document] = {}
    for name, path in files.items():
        document = read(path, f"{beside}/{name}")
        if isinstance(document, Problem):
            problems.append(document)
            continue
        problems += islice(unsound(document), MOST_PROBLEMS)
        ending = SEEN if name.endswith(SEEN) else ENDING
        language = name.removesuffix(ending)
        if LANGUAGE.fullmatch(language) is None or (language == ENGLISH and ending != SEEN):
            what = f"{quoted(language)} is no language to translate into"
            problems.append(Problem(what, document.name, None, None, "name the file for its code: de.toml, pt-BR.toml"))
        else:
            (seen if ending == SEEN else texts)[language] = document
    for language in seen.keys() - texts.keys() - {ENGLISH}:
        what = f"there is no {quoted(language + ENDING)} beside it"
        problems.append(Problem(what, seen[language].name, None, None, "remove one, or add the other"))
    found = {
        language: _read_translation(language, document, seen.get(language), problems)
        for language, document in texts.items()
    }
    if ENGLISH in seen:
        record = dict(_flatten_texts(seen[ENGLISH], problems))
        recorded, places = ({key: pair[i] for key, pair in record.items()} for i in (0, 1))
        found[ENGLISH] = Translation(ENGLISH, FrozenMap(), FrozenMap(recorded), FrozenMap(places))
    return FrozenMap(found), problems


def _list_files(folder: Path | Traversable, name: str) -> tuple[dict[str, Path | Traversable], list[Problem]]:
    try:
        paths = [p for p in folder.iterdir() if p.name.endswith(ENDING) and not p.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}, []
    except OSError as error:
        return {}, [Problem(f"cannot be read: {error.strerror or error}", name)]
    return {path.name: path for path in sorted(paths, key=lambda path: path.name)}, []


def _read_translation(language: str, texts: Document, seen: Document | None, problems: list[Problem]) -> Translation:
    said = dict(_flatten_texts(texts, problems))
    compared = dict(_flatten_texts(seen, problems)) if seen else {}
    return Translation(
        language,
        FrozenMap({key: text for key, (text, _) in said.items()}),
        FrozenMap({key: text for key, (text, _) in compared.items()}),
        FrozenMap({key: place for key, (_, place) in said.items()}),
    )


def _flatten_texts(document: Document, problems: list[Problem]) -> Iterator[tuple[str, tuple[str, Place]]]:
    """The texts of a file by key; dotted keys and quoted keys with dots are equivalent."""
    waiting: list[tuple[Keys, Mapping[str, Any]]] = [((), document.data)]
    while waiting:
        path, table = waiting.pop()
        for name, value in table.items():
            keys = (*path, name)
            if isinstance(value, dict):
                waiting.append((keys, value))
                continue
            key, line = ".".join(keys), document.line(keys)
            if isinstance(value, str) and value.strip():
                yield key, (value, Place(document.name, line))
            else:
                problems.append(Problem(f"{quoted(key)} is no text", document.name, line, None, 'write "key" = "text"'))
