"""How the words of a name are read in one language; every step is a few lines over the lexicon.

1. The words are spelled the lexicon's way (spelling.py): `KB swings` is kettlebell, swing. Remarks are set aside.
2. A word that rules everything out (a stretch, a plank) ends it: neither.
3. Phrases claim their words, those of more words first: hip + thrust, back + extension, snatch + shrug.
4. A phrase that needs to know its company falls where the other words are strange: `leg swing` is no swing.
5. Parts of a name that name something each (`deadlift, clean`) are read apart, and then put together; otherwise the
   name is read as a whole (`Thrusts, hip`). A word such as `and` parts a name only where a movement fell (`squat and
   hinge`), since names hold it too.
6. What is left decides: anything unsettled, two families, another exercise beside one (`deadlift to row`) or
   a posture in which nobody stands up (`kneeling deadlift`) is ambiguous; one family is that family, and two
   movements of it leave the movement open; nothing is neither.
7. Modifiers say the rest: implement, band, single leg, load and tempo.
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
    """What a name was understood to say.

    Args:
        family: thrust, hinge, ambiguous or neither.
        understood: whether a word in it names an exercise, or every word is known; always so but where it is neither.
        matched: the phrase that decided; empty when none did.
        why: the reason when it is ambiguous or neither, where there is one.
        candidates: names that would be clear, when it is ambiguous.
        attributes: what else the name says of the exercise, family included.
        remarks: what was said besides and is no part of the name.
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
    """A name, or a part of one, with its words sorted out.

    Args:
        standing: the phrases that stand, longest first.
        fallen: the movements that may not stand beside their company.
        combined: what else is done.
        others: words of other exercises.
        unsettled: why a movement in the posture named is not settled; empty where none is named.
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
    """The words without what is said not to be done (`no slide`, `not a squat`), which is added to the remarks."""
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
    """The parts between separators that name something each.

    Beside a plus, so does a word that is not known, and equipment that is an exercise too (`hip circles`).
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
    """The modifiers named; the words of one (`leg curl machine`) are not read again in a shorter one."""
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
    """The phrases that stand, and what else there is.

    A phrase that may not stand beside what is left gives its words back, and the others are asked again. One that
    may stand beside modifiers only, but stands alone, minds the words logged with the name (`swings, 10 per leg`).
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
    """Whether the phrase may stand beside the words that are left."""
    known = lex.plain if phrase.rest == "modifiers" else lex.familiar
    strange = [word for word in left if word not in known and word not in lex.collective and not word.isdigit()]
    if phrase.rest == "almost" and len(strange) == 1:
        return not lex.speller.resembles(strange[0])
    return not strange


def _verdict(part: _Part, modifiers: list[Modifier], *, understood: bool) -> Reading:
    """What the phrases that stand come to, and whatever else is done beside them."""
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
    """What parts that name something each come to together."""
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
    """One or several movements of one family, none of which decides alone."""
    phrases = [phrase for phrase in movements if not phrase.yields] or movements
    first = phrases[0]
    family = _family(first) or "neither"
    texts = tuple(dict.fromkeys(phrase.text for phrase in phrases))
    if len({phrase.movement for phrase in phrases}) == 1:
        texts = texts[:1]
    return Reading(family, matched=" / ".join(texts), attributes=_attributes(phrases, modifiers))


def _attributes(phrases: list[Phrase], modifiers: list[Modifier]) -> dict[str, Any]:
    """The exercise's attributes as far as the name says them; what it leaves open is left out."""
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
