"""Reads the words of a name in one language.

1. Words get the spelling of the lexicon (spelling.py): `KB swings` becomes kettlebell, swing. Remarks are removed.
2. If a word excludes thrusts and hinges (a stretch, a plank), the result is `neither`.
3. Phrases are matched, the longest first, and each word belongs to one phrase: hip + thrust, back + extension.
4. Some phrases are matched only if the lexicon knows the other words of the name; so `leg swing` is no swing.
5. If several parts of a name give an exercise (`deadlift, clean`), each is read by itself, and the results are
   combined; otherwise the name is read as a whole (`Thrusts, hip`). Words such as `and`, which also occur within names,
   separate parts only if step 4 rejected a movement (`squat and hinge`).
6. The result is `ambiguous` for a phrase that the articles leave open, for two families, for another exercise beside a
   movement (`deadlift to row`), and for a movement in a posture other than standing (`kneeling deadlift`). Otherwise,
   it is the family of the movements, or `neither` if there are none. Two movements of one family leave the movement
   unknown.
7. Modifiers give the other attributes: implement, band, single leg, load and tempo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from attrs import evolve, field, frozen

from squeezelogic.coaching.names.bags import contains, take
from squeezelogic.coaching.names.lexicon import ENGLISH, Lexicon, Modifier, Phrase
from squeezelogic.coaching.names.words import PLUS, SEPARATOR
from squeezelogic.coaching.values import FAMILY_OF

Family = Literal["thrust", "hinge", "ambiguous", "neither"]

_BETWEEN = (SEPARATOR, PLUS)


@frozen
class Reading:
    """The result of reading a name.

    Args:
        family: thrust, hinge, ambiguous or neither.
        understood: whether a word names an exercise, or every word is known; it can be False only for `neither`.
        matched: the phrase that decided the family; empty if none did.
        why: the reason why it is ambiguous or neither, if there is one.
        candidates: for an ambiguous name, similar names that are unambiguous.
        attributes: the attributes of the exercise that the name gives, including the family.
        remarks: text beside the name that does not belong to it.
        unknown: words that the lexicon does not know.
        language: the language it was read in.
    """

    family: Family
    understood: bool = True
    matched: str = ""
    why: str = ""
    candidates: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(factory=dict)
    remarks: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()
    language: str = ENGLISH


@frozen
class _Part:
    """The phrases and words that were found in a name, or in a part of one.

    Args:
        standing: the matched phrases, longest first.
        fallen: the movements that were rejected because of the other words.
        combined: words for other actions.
        others: words of other exercises.
        unsettled: why the articles leave a movement in this posture open; empty if no such posture is named.
    """

    standing: list[Phrase]
    fallen: list[Phrase]
    combined: list[str]
    others: list[str]
    unsettled: str

    @property
    def names_something(self) -> bool:
        return bool(self.standing or self.combined or self.others)


def read_words(given: Iterable[str], lex: Lexicon, logged: Sequence[str] = ()) -> Reading:
    """What words and separators say in one language.

    Args:
        given: the words and separators of the name.
        lex: the lexicon of the language.
        logged: what was logged with the name; `10 per leg` says which `swing` is meant.
    """
    spelled, remarks = lex.speller.spell(given)
    if not lex.denying.isdisjoint(spelled):
        spelled = _without_denied(spelled, remarks, lex)
    beside = frozenset[str]()
    if logged or remarks:
        beside = frozenset(word for word in lex.speller.each((*logged, *remarks)) if len(word) > 1)
    together = [word for word in spelled if word not in _BETWEEN]
    bag = lex.speller.bag(together)
    unknown = _unknown(bag, lex)
    if PLUS not in spelled and not lex.never.isdisjoint(bag):
        reading = Reading("neither", why=lex.never_why)
    else:
        modifiers = _modifiers(bag, lex)
        parts = _parts(spelled, lex, beside) if len(together) < len(spelled) else ()
        if len(parts) > 1:
            reading = _joined(parts, modifiers)
        elif not lex.never.isdisjoint(bag):
            reading = Reading("neither", why=lex.never_why)
        else:
            part = _sort_out(bag, modifiers, lex, beside)
            named = lex.other.union(lex.actions).difference(*(phrase.bag for phrase in part.fallen))
            understood = not named.isdisjoint(bag) or not (unknown or all(map(str.isdigit, bag)))
            reading = _verdict(part, modifiers, understood=understood)
            if reading.family == "neither" and part.fallen and not lex.joining.isdisjoint(bag):
                apart = _parts([SEPARATOR if word in lex.joining else word for word in spelled], lex, beside)
                if len(apart) > 1 and (joined := _joined(apart, modifiers)).family == "ambiguous":
                    reading = joined
    if remarks or unknown or lex.language != ENGLISH:
        reading = evolve(reading, remarks=tuple(remarks), unknown=unknown, language=lex.language)
    return reading


def _without_denied(spelled: list[str], remarks: list[str], lex: Lexicon) -> list[str]:
    """The words without negated ones (`no slide`, `not a squat`), which are added to the remarks."""
    kept: list[str] = []
    for word in spelled:
        denial = kept[-2:] if lex.articles.issuperset(kept[-1:]) else kept[-1:]
        if denial and denial[0] in lex.denying and word in lex.deniable:
            del kept[-len(denial) :]
            remarks.append(" ".join((*denial, word)))
        else:
            kept.append(word)
    return kept


def _parts(spelled: Sequence[str], lex: Lexicon, beside: frozenset[str]) -> list[_Part]:
    """The parts between separators that name an exercise or an action.

    Beside a plus, an unknown word counts as one, and so does equipment that is also an exercise (`hip circles`).
    """
    parts, words, before = [], [], SEPARATOR
    for word in (*spelled, SEPARATOR):
        if word not in _BETWEEN:
            words.append(word)
            continue
        bag = lex.speller.bag(words)
        part = _sort_out(bag, _modifiers(bag, lex), lex, beside)
        if not lex.never.isdisjoint(bag):
            part = _Part([], [], [], sorted(lex.never.intersection(bag)), "")
        elif PLUS in (before, word):
            part.others.extend(sorted(_unknown(bag, lex)))
            if not part.standing:
                part.others.extend(sorted(lex.exercises.intersection(bag)))
        if part.names_something:
            parts.append(part)
        words, before = [], word
    return parts


def _unknown(bag: Iterable[str], lex: Lexicon) -> frozenset[str]:
    return frozenset(word for word in bag if word not in lex.speller.vocabulary and not word.isdigit())


def _modifiers(bag: dict[str, int], lex: Lexicon) -> list[Modifier]:
    """The modifiers in a name, the longest first; a word of `leg curl machine` is not used again for a shorter one."""
    named = lex.modifiers.within(bag)
    if len(named) < 2:
        return named
    found, left = [], bag.copy()
    for modifier in named:
        if contains(left, modifier.bag):
            found.append(modifier)
            take(left, modifier.bag)
    return found


def _sort_out(bag: dict[str, int], modifiers: list[Modifier], lex: Lexicon, beside: frozenset[str]) -> _Part:
    """Match phrases, and sort the remaining words.

    If a phrase is rejected because of the remaining words, its words are released, and the other phrases are matched
    again. A phrase that allows only modifiers beside it, and is the whole name, is also checked against the words that
    were logged with the name (`swings, 10 per leg`).
    """
    fallen: list[Phrase] = []
    phrases = [phrase for phrase in lex.phrases.within(bag) if phrase.unless.isdisjoint(bag)]
    if beside:
        alone = tuple(sorted(word for word in bag if not word.isdigit()))
        phrases = [it for it in phrases if it.rest != "modifiers" or it.bag != alone or it.unless.isdisjoint(beside)]
    while True:
        claimed, left = [], bag.copy()
        for phrase in phrases:
            while contains(left, phrase.bag):
                claimed.append(phrase)
                take(left, phrase.bag)
        for modifier in modifiers:
            for word in modifier.bag:
                left.pop(word, None)
        strangers = [phrase for phrase in claimed if phrase.rest != "any" and not _keeps(phrase, left, lex)]
        if not strangers:
            break
        fallen += strangers
        phrases = [phrase for phrase in phrases if phrase not in strangers]
    movements = [phrase for phrase in fallen if phrase.kind == "movement"]
    unsettled = "" if lex.postures.isdisjoint(left) else lex.postures_why
    combined, others = lex.combining.intersection(left), sorted(lex.exercises.intersection(left))
    if combined and combined <= lex.collective and len({phrase.movement for phrase in claimed if phrase.movement}) > 1:
        combined = frozenset()
    return _Part(claimed, movements, sorted(combined), others, unsettled)


def _keeps(phrase: Phrase, left: dict[str, int], lex: Lexicon) -> bool:
    """Whether the phrase is compatible with the remaining words."""
    known = lex.plain if phrase.rest == "modifiers" else lex.familiar
    strange = [word for word in left if word not in known and word not in lex.collective and not word.isdigit()]
    if phrase.rest == "almost" and len(strange) == 1:
        return not lex.speller.resembles(strange[0])
    return not strange


def _verdict(part: _Part, modifiers: list[Modifier], *, understood: bool) -> Reading:
    """The reading of one part, from its phrases and its words for other actions."""
    for phrase in part.standing:
        if phrase.kind == "unsettled":
            return Reading("ambiguous", matched=phrase.text, why=phrase.why, candidates=phrase.candidates)
    movements = [phrase for phrase in part.standing if phrase.kind == "movement"]
    if not movements:
        why = next((phrase.why for phrase in part.standing), "")
        return Reading("neither", understood=understood or bool(part.standing), why=why)
    first, family = movements[0], _family(movements[0])
    beside = [phrase.text for phrase in (*part.standing, *part.fallen) if _family(phrase) != family]
    if beside := [*beside, *part.combined]:
        return _combination(first.text, beside[0])
    if part.unsettled:
        return Reading("ambiguous", matched=first.text, why=part.unsettled)
    return _settled(movements, modifiers)


def _joined(parts: list[_Part], modifiers: list[Modifier]) -> Reading:
    """The reading of a name with several parts."""
    readings = [_verdict(part, [], understood=True) for part in parts]
    families = {reading.family for reading in readings}
    if families == {"neither"}:
        return readings[0]
    if len(families) == 1 and "ambiguous" not in families:
        movements = [phrase for part in parts for phrase in part.standing]
        return _settled(movements, modifiers)
    names = [reading.matched or _any_name(part) for reading, part in zip(readings, parts, strict=True)]
    first = next((place for place, reading in enumerate(readings) if reading.family in ("thrust", "hinge")), 0)
    return _combination(names[first], names[1 if first == 0 else 0])


def _any_name(part: _Part) -> str:
    return next(iter((*(phrase.text for phrase in part.standing), *part.combined, *part.others)))


def _combination(one: str, other: str) -> Reading:
    return Reading("ambiguous", matched=one, why=f"it joins {one} with {other}", candidates=(one,))


def _family(phrase: Phrase) -> Family | None:
    """The family of a movement's phrase."""
    match FAMILY_OF.get(phrase.movement):
        case "thrust":
            return "thrust"
        case "hinge":
            return "hinge"
    return None


def _settled(movements: list[Phrase], modifiers: list[Modifier]) -> Reading:
    """The reading of one or more movements of one family."""
    phrases = [phrase for phrase in movements if not phrase.yields] or movements
    first = phrases[0]
    family = _family(first) or "neither"
    texts = tuple(dict.fromkeys(phrase.text for phrase in phrases))
    if len({phrase.movement for phrase in phrases}) == 1:
        texts = texts[:1]
    return Reading(family, matched=" / ".join(texts), attributes=_attributes(phrases, modifiers))


def _attributes(phrases: list[Phrase], modifiers: list[Modifier]) -> dict[str, Any]:
    """The attributes of the exercise that the name gives."""
    said: dict[str, set[str]] = {}
    values = {modifier.value for modifier in modifiers}
    for modifier in modifiers:
        if modifier.unless.isdisjoint(values):
            said.setdefault(modifier.attribute, set()).add(modifier.value)
    banded = "band" in said.get("implement", ())
    if banded and len(said["implement"]) > 1:
        said["implement"].discard("band")
    named: dict[str, Any] = {name: values.pop() for name, values in said.items() if len(values) == 1}
    if "single_leg" in named:
        named["single_leg"] = named["single_leg"] == "true"
    if named.get("implement") == "bodyweight":
        named["load"] = "bodyweight"
    if banded:
        named["banded"] = True
    movements = {phrase.movement for phrase in phrases}
    tempos = {"fast" if movement == "swing" else "controlled" for movement in movements}
    found: dict[str, Any] = {"family": _family(phrases[0])}
    if len(movements) == 1:
        found["movement"] = phrases[0].movement
    if len(tempos) == 1:
        found["tempo"] = tempos.pop()
    if phrases[0].load and "implement" not in said:
        found["load"] = phrases[0].load
    return found | named
