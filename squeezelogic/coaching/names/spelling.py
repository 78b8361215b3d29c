"""Gives words the spelling of a lexicon: expands abbreviations, translates, splits compounds, and removes remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from squeezelogic.coaching.names.bags import Index, bag_of, contains, take
from squeezelogic.coaching.names.words import SEPARATOR, SHORTEST_PART, compound, words

REMEMBERED_WORDS = 8192
NEAR_ENOUGH = 0.8
SHORTEST_SLIP = 4
SHORTEST_IN_ENGLISH = 2
"""`hipthrustonbench`, `kbswing`; the small words of five languages more would turn up in any word."""
SHORTEST_STEM = 3
_SPELLED = ("spelling", "joined")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@frozen
class Spelling:
    """Words that are replaced by others.

    Args:
        bag: the words.
        becomes: their replacement; a separator before another exercise, and nothing for a remark.
    """

    bag: tuple[str, ...]
    becomes: tuple[str, ...]


@frozen
class Speller:
    """Spells the words of names in one language.

    Args:
        respelled: how a word is spelled.
        sequences: words one after another that stand for others, by the first of them; longest first.
        spellings: words in any order that stand for others.
        vocabulary: every word known, those of the base included.
        own: the words that the language's own file adds.
        shortest_part: how many letters a part of a compound has at least.
        base: the speller below, which is asked for a word that is not known.
    """

    respelled: Mapping[str, tuple[str, ...]]
    sequences: Mapping[str, tuple[Spelling, ...]]
    spellings: Index[Spelling]
    vocabulary: frozenset[str]
    own: frozenset[str]
    shortest_part: int = SHORTEST_PART
    base: Speller | None = field(default=None, eq=False, repr=False)
    _remembered: dict[str, tuple[str, ...]] = field(factory=dict, init=False, eq=False, repr=False)

    def spell_word(self, word: str) -> tuple[str, ...]:
        """The word spelled the lexicon's way, by itself."""
        known = self._remembered.get(word)
        if known is None:
            parts = compound(word, self.vocabulary, self.shortest_part)
            known = tuple(piece for part in parts for piece in self.respelled.get(part, (part,)))
            if self.base and parts == (word,) and word not in self.vocabulary:
                known = self.base.spell_word(word)
            if len(self._remembered) >= REMEMBERED_WORDS:
                self._remembered.clear()
            self._remembered[word] = known
        return known

    def spell(self, given: Iterable[str]) -> tuple[list[str], list[str]]:
        """Words spelled the lexicon's way, in order; and the remarks among them."""
        spelled = [part for word in given for part in self.spell_word(word)]
        remarks: list[str] = []
        if self.sequences.keys().isdisjoint(spelled):
            return spelled, remarks
        result: list[str] = []
        place = 0
        while place < len(spelled):
            for sequence in self.sequences.get(spelled[place], ()):
                end = place + len(sequence.bag)
                if tuple(spelled[place:end]) == sequence.bag:
                    result += sequence.becomes
                    if not sequence.becomes:
                        remarks.append(" ".join(sequence.bag))
                    place = end
                    break
            else:
                result.append(spelled[place])
                place += 1
        return result, remarks

    def bag(self, spelled: Iterable[str]) -> dict[str, int]:
        """Spelled words without their order; words that stand for others only together are replaced."""
        bag = bag_of(spelled)
        for spelling in self.spellings.within(bag):
            while contains(bag, spelling.bag):
                take(bag, spelling.bag)
                for word in spelling.becomes:
                    bag[word] = bag.get(word, 0) + 1
        return bag

    def resembles(self, word: str) -> bool:
        """Whether a word is known, or may be a typing slip for one that is."""
        import difflib  # noqa: PLC0415  # only here, so that importing the library stays light

        if len(word) < SHORTEST_SLIP:
            return word in self.vocabulary
        return bool(difflib.get_close_matches(word, self.vocabulary, 1, NEAR_ENOUGH))

    def spell_phrase(self, text: str) -> tuple[str, ...]:
        """The words of a phrase of the lexicon, with the same spelling as those of a name, sorted."""
        return tuple(sorted(self.bag(self.spell(words(text))[0])))

    def each(self, texts: Iterable[str]) -> frozenset[str]:
        """Every word of some texts by itself."""
        return frozenset(part for text in texts for word in words(text) for part in self.spell_word(word))


def parse_spellings(data: Mapping[str, Any], written: Sequence[str], base: Speller | None) -> Speller:
    """The speller of a lexicon.

    Args:
        data: the content of the lexicon's file.
        written: every other text of the file whose words count as known.
        base: the speller of the lexicon below; an entry of `data` goes before one of `base`.
    """
    shortest = SHORTEST_PART if base else SHORTEST_IN_ENGLISH
    below = base or Speller({}, {}, Index.of(()), frozenset(), frozenset())
    pairs = _pairs(data.get("spelling", {}))
    ordered = [
        *_pairs(data.get("joined", {})),
        *(Spelling(words(text), (SEPARATOR,)) for text in data.get("separators", {}).get("phrases", ())),
        *(Spelling(words(text), ()) for text in data.get("remarks", {}).get("phrases", ())),
    ]
    own = frozenset(word for text in written for word in words(text)).union(*(pair.bag for pair in (*pairs, *ordered)))
    becomes = frozenset(word for pair in (*pairs, *ordered) for word in pair.becomes) - {SEPARATOR}
    single = {pair.bag[0]: _respell(pair.becomes, below.respelled) for pair in pairs if len(pair.bag) == 1}
    texts = [*written, *(text for name in _SPELLED for others in data.get(name, {}).values() for text in others)]
    forms = _forms(texts, data.get("endings", {}), below.vocabulary)
    respelled = {**below.respelled, **{form: single.get(word, (word,)) for form, word in forms.items()}, **single}
    vocabulary = own | becomes | below.vocabulary | forms.keys()
    sequences = [Spelling(_respell(pair.bag, respelled), _respell(pair.becomes, respelled)) for pair in ordered]
    sequences += (sequence for group in below.sequences.values() for sequence in group)
    plain = Speller(respelled, _by_first(sequences), Index.of(()), vocabulary, own, shortest)
    spellings = [
        Spelling(tuple(sorted(set(plain.spell(pair.bag)[0]))), _respell(pair.becomes, below.respelled))
        for pair in pairs
        if len(pair.bag) > 1
    ]
    # what becomes itself, or more, would be replaced for ever
    spellings = [spelling for spelling in spellings if not set(spelling.bag) <= set(spelling.becomes)]
    index = Index.of([*spellings, *below.spellings.entries])
    return Speller(respelled, plain.sequences, index, vocabulary, own, shortest, base)


def _forms(texts: Sequence[str], endings: Mapping[str, list[str]], elsewhere: frozenset[str]) -> dict[str, str]:
    """Other forms of a file's words, each with its word: umlauts written out, and other endings.

    A form that the file lists, or that the lexicon below knows, is left out.
    """
    if not endings and all(map(str.isascii, texts)):
        return {}
    given = [words(text) for text in texts]
    forms: dict[str, str] = {}
    for text, bag in zip(texts, given, strict=True):
        written_out = text.casefold().translate(_WRITTEN_OUT)
        if written_out != text.casefold():
            forms.update(zip(words(written_out), bag, strict=True))
    for word in (*(word for bag in given for word in bag), *forms):
        for ending, others in endings.items():
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                for other in others:
                    forms.setdefault(word.removesuffix(ending) + other, forms.get(word, word))
    listed = {bag[0] for bag in given if len(bag) == 1}
    return {form: word for form, word in forms.items() if form not in listed and form not in elsewhere}


def _pairs(section: Mapping[str, list[str]]) -> list[Spelling]:
    return [Spelling(words(other), words(usual)) for usual, others in section.items() for other in others]


def _respell(given: Iterable[str], respelled: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(part for word in given for part in respelled.get(word, (word,)))


def _by_first(sequences: Iterable[Spelling]) -> dict[str, tuple[Spelling, ...]]:
    found: dict[str, tuple[Spelling, ...]] = {}
    for sequence in sorted(sequences, key=lambda sequence: -len(sequence.bag)):
        first = sequence.bag[0]
        found[first] = (*found.get(first, ()), sequence)
    return found
