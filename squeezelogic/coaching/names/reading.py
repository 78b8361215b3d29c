"""How a name is read, step by step; every step is a few lines over the lexicon.

1. The name becomes a bag of words (words.py), spelled the lexicon's way: `KB swings` is kettlebell, swing.
2. A word that rules everything out (a stretch, a plank) ends it: neither.
3. Phrases claim their words, those of more words first: hip + thrust, back + extension, snatch + shrug.
4. A phrase that needs to know its company falls where the other words are strange: `leg swing` is no swing.
5. What is left decides: anything unsettled, two families, or another action beside one (`deadlift to row`) is
   ambiguous; one family is that family; nothing is neither.
6. Modifiers say the rest: implement, band, single leg, load and tempo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from attrs import field, frozen

from squeezelogic.coaching.exercise import FAMILY_OF
from squeezelogic.coaching.names.lexicon import Lexicon, Modifier, Phrase, contains, lexicon
from squeezelogic.coaching.names.words import compound, words

Family = Literal["thrust", "hinge", "ambiguous", "neither"]


@frozen
class Reading:
    """What a name was understood to say.

    Args:
        family: thrust, hinge, ambiguous or neither.
        matched: the phrase that decided; empty when none did.
        why: the reason when it is ambiguous or neither, where there is one.
        candidates: names that would be clear, when it is ambiguous.
        attributes: what else the name says of the exercise, movement included.
    """

    family: Family
    matched: str = ""
    why: str = ""
    candidates: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(factory=dict)


def read(name: str, lex: Lexicon | None = None) -> Reading:
    """What a name says, by the words in it."""
    lex = lex or lexicon()
    bag = spelled(words(name), lex)
    if not lex.never.isdisjoint(bag):
        return Reading("neither", why=lex.never_why)
    modifiers = _modifiers(bag, lex)
    standing, fallen, left = _standing(bag, modifiers, lex)
    return _verdict(standing, fallen, lex.actions.intersection(left), modifiers)


def spelled(given: tuple[str, ...], lex: Lexicon) -> Counter[str]:
    """The words spelled the lexicon's way: compounds taken apart, abbreviations written out."""
    bag: Counter[str] = Counter()
    for word in given:
        for part in compound(word, lex.vocabulary):
            bag.update(lex.respelled.get(part, (part,)))
    for spelling in lex.spellings:
        while contains(bag, spelling.bag):
            bag = bag - Counter(spelling.bag) + Counter(spelling.becomes)
    return bag


def _modifiers(bag: Counter[str], lex: Lexicon) -> list[Modifier]:
    """The modifiers named; the words of one (`leg curl machine`) are not read again in a shorter one."""
    found, left = [], bag.copy()
    for modifier in lex.modifiers:
        if contains(left, modifier.bag):
            found.append(modifier)
            left -= Counter(modifier.bag)
    return found


def _standing(
    bag: Counter[str], modifiers: list[Modifier], lex: Lexicon
) -> tuple[list[Phrase], list[Phrase], Counter[str]]:
    """The phrases that stand, longest first; those that fell; and the words that nothing explains.

    A phrase that may not stand beside what is left gives its words back, and the others are asked again.
    """
    fallen: list[Phrase] = []
    while True:
        claimed, left = _claimed(bag, [phrase for phrase in lex.phrases if phrase not in fallen])
        for modifier in modifiers:
            left -= Counter({word: left[word] if len(modifier.bag) == 1 else 1 for word in modifier.bag})
        strangers = [phrase for phrase in claimed if not _keeps(phrase, left, lex)]
        if not strangers:
            return claimed, fallen, left
        fallen += strangers


def _claimed(bag: Counter[str], phrases: Iterable[Phrase]) -> tuple[list[Phrase], Counter[str]]:
    """The phrases found, and the words none of them claimed."""
    found, left = [], bag.copy()
    for phrase in phrases:
        while contains(left, phrase.bag) and phrase.unless.isdisjoint(bag):
            found.append(phrase)
            left -= Counter(phrase.bag)
    return found, left


def _keeps(phrase: Phrase, left: Counter[str], lex: Lexicon) -> bool:
    """Whether the phrase may stand beside the words that are left."""
    if phrase.rest == "any":
        return True
    if phrase.rest == "modifiers":
        return lex.setup.issuperset(left)
    known = lex.setup, lex.body, lex.actions
    return all(word.isdigit() or any(word in group for group in known) for word in left)


def _verdict(
    standing: list[Phrase],
    fallen: list[Phrase],
    actions: frozenset[str],
    modifiers: list[Modifier],
) -> Reading:
    """What the phrases that stand come to, and whatever else is done beside them."""
    for phrase in standing:
        if phrase.kind == "unsettled":
            return Reading("ambiguous", phrase.text, phrase.why, phrase.candidates)
    movements = [phrase for phrase in standing if phrase.kind == "movement"]
    if not movements:
        return Reading("neither", why=next((phrase.why for phrase in standing), ""))
    first, family = movements[0], _family(movements[0])
    others = [*standing, *(phrase for phrase in fallen if phrase.kind == "movement")]
    beside = [*(phrase.text for phrase in others if _family(phrase) != family), *sorted(actions)]
    if beside:
        return Reading("ambiguous", first.text, f"it joins {first.text} with {beside[0]}", (first.text,))
    return Reading(family or "neither", first.text, attributes=_attributes(first, modifiers))


def _family(phrase: Phrase) -> Family | None:
    """The family of a movement's phrase."""
    match FAMILY_OF.get(phrase.movement):
        case "thrust":
            return "thrust"
        case "hinge":
            return "hinge"
    return None


def _attributes(phrase: Phrase, modifiers: list[Modifier]) -> dict[str, Any]:
    """The exercise's attributes as far as the name says them; what it leaves open is left out."""
    said: dict[str, set[str]] = {}
    for modifier in modifiers:
        said.setdefault(modifier.attribute, set()).add(modifier.value)
    banded = "band" in said.get("implement", ())
    if banded and len(said["implement"]) > 1:
        said["implement"].discard("band")
    found: dict[str, Any] = {name: values.pop() for name, values in said.items() if len(values) == 1}
    if "single_leg" in found:
        found["single_leg"] = found["single_leg"] == "true"
    if found.get("implement") == "bodyweight":
        found["load"] = "bodyweight"
    if banded:
        found["banded"] = True
    tempo = "fast" if phrase.movement == "swing" else "controlled"
    return {"movement": phrase.movement, "tempo": tempo, **found}
