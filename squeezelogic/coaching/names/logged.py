"""What people log with a name: sets, weights, percentages, effort, tempo, sides and numbering.

Such text is recognised by its form, before any word is read, so that `10/side` is no side and `1RM` is no `one`.
Remarks that are words (`warm-up`, `each side`) are listed in the lexicon. Where several exercises are counted
(`12 DL, 9 HPC`; `DL 5x5 | BP 5x5`), a plus stands for each count, so that each is read as something added.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from attrs import frozen

from squeezelogic.coaching.names.words import COUNTED, SEPARATOR

SLOW_SECONDS = 3
LONGEST_TEMPO_FIRST = 4
"""Falling numbers that start higher, such as 5-3-1, count repetitions."""

_NUMBER = r"\d+(?:[.,]\d+)?"
_RANGE = rf"{_NUMBER}(?:\s?(?:[-\u2013\u2014~]|to)\s?{_NUMBER})?\+?"
_UNITS = (
    "kg|kgs|k|kilos?|kilograms?|lbs?|pounds?|pood|%"
    "|reps?|repetitions?|sets?|rounds?|rds?|times|seconds?|secs?|s|minutes?|mins?|count|ct|cnt|m|metres?|meters?|km|yards?|yds?|cm|inch(?:es)?|in|ft"
    "|wdh|wiederholungen|saetze|s\u00e4tze|satz|sek|sekunden|series?|repeticiones|repeti\u00e7\u00f5es|r\u00e9p\u00e9titions"
    "|ripetizioni|serie|s\u00e9ries?|kilogramos|segundos|segundi|secondes"
)
_SIDES = (
    "sides?|legs?|arms?|hands?|limbs?|way|direction|seite|bein|arm|lado|pierna|perna|brazo|bra\u00e7o|c\u00f4t\u00e9|cote|jambe|bras"
    "|lato|gamba|braccio"
)
_WORDS_OF_PER = r"per|each|ea|every|pro|je|por|cada|par|chaque|ogni"
_PER = rf"(?:/|ea\.|{_WORDS_OF_PER})"
_OWN_WEIGHT = r"(?:bw|body\s?weight)(?!\w)"
_MAXIMUM = r"(?:\s?(?:of\s)?(?:e?\d{0,2}\s?-?rm|tm|training\smax|max)|\sof\s(?:bw|bodyweight))"
_SIDED = rf"(?:\s?{_PER}\s?(?:{_SIDES})|\s?(?:each|ea|e/s|/s|p/s))?"

_TEMPO = (
    r"\btempo\s?[:=@(]?\s?(?P<named>[\dx](?:[-\u2013:/. ]?[\dx]){2,3})\b"
    r"|(?<![\w/.,-])(?P<before>[\dx](?:[-\u2013:/. ]?[\dx]){2,3})\stempo\b"
    r"|(?<![\w/.,-])(?P<dashed>[\dx](?:[-\u2013][\dx]){2,3})(?![\w/-])"
    r"|@\s?(?P<at>[\dx](?:[-\u2013][\dx]){3}|[1-9][\dx]{3}(?!\s?(?:kg|lb)))(?![\w/-])"
    r"|(?<![\w/.,-])(?P<solid>(?-i:(?!1[025])[1-9][0-9]X[0-9])|(?!20)[2-6][0-4][0-4][0-3]|\d/[\dx]/x(?:/[\dx])?)(?![\w/-])"
)
_QUANTITIES = (
    rf"|@\s?(?:{_NUMBER}\s?[x\u00d7*]?\s?)?{_OWN_WEIGHT}"
    rf"|(?<![\w.,])(?:\d+[.,]\d+\s?[x\u00d7*]?|\d\s?[x\u00d7*])\s?{_OWN_WEIGHT}"
    rf"|\b\d{{4}}-\d\d-\d\d\b|\b\d\d?[./]\d\d?[./]\d{{2,4}}\b"
    rf"|(?:\b(?:bw|bodyweight)\s?\+|(?<!\w)\+)\s?{_NUMBER}\s?(?:{_UNITS})?(?!\w)"
    rf"|(?<!\w)\d+\s?(?:sets?\s?)?(?:[x\u00d7*]|\bof\b)\s?(?:{_RANGE}(?:[,/]\d+)*|amrap|max|failure|f)(?:\s?(?:{_UNITS}))?"
    rf"(?:\s?[x\u00d7@*]\s?{_NUMBER}\s?(?:kg|lbs?|%|[x\u00d7*]?\s?{_OWN_WEIGHT})?)?{_SIDED}(?!\w)"
    rf"|@\s?(?:rpe|rir)?\s?{_RANGE}\s?(?:kg|lbs?|%|rpe|rir)?{_MAXIMUM}?(?!\w)"
    rf"|\b(?:rpe|rir)\s?[:=@]?\s?{_RANGE}|(?<!\w){_RANGE}\s?(?:rpe|rir)\b"
    rf"|(?<!\w){_RANGE}\s?%{_MAXIMUM}?(?!\w)"
    r"|\be\s?\d{1,3}\s?(?:mom|s|secs?|m|mins?)\b"
    r"|\be?\d{1,2}\s?-?\s?(?:rm|rep\smax)\b"
    rf"|(?<!\w){_NUMBER}\s?(?:kgs?|lbs?)[x\u00d7*]\s?{_RANGE}(?!\w)"
    r"|(?<!\w)[x\u00d7]\s?\d+\+?(?!\w)|(?<!\w)\d+\s?[x\u00d7](?!\w)"
    rf"|(?<!\w){_RANGE}[\s-]?(?:{_UNITS}){_SIDED}(?!\w)|(?<!\w){_NUMBER}\s?[#\"']"
    rf"|(?<!\w){_RANGE}\s?(?:{_PER}\s?(?:{_SIDES})|ea(?:ch)?|e/s|p/s)(?!\w)"
    r"|(?<![\w.])\d+(?:\s?[-\u2013,/]\s?\d+)+(?![\w.])"
)
_NUMBERING = re.compile(
    r"\s*(?:[a-h]\d?[.):]|[a-h]\d\s|t[1-4][a-c]?\b[.):]?|\(?\d{1,2}[.):](?=\s)|(?:day|week|set|ex|exercise)\s?\d+\b[.):]?)\s*",
    re.IGNORECASE,
)
_NO_EXERCISE = (
    rf"{_UNITS}|{_WORDS_OF_PER}|x(?:\s?(?:amrap|max|failure))?|kgx|lbs?x|x\s?bw|x\s?bodyweight|amrap|rm|rpe|rir"
    r"|degrees?|deg|points?|ways?|boards?|positions?|grad|grados|graus|gradi|degr\u00e9s"
)
_ONE_OR_TWO = (
    r"[12]\s?-?(?:legs?|arms?|hands?|kbs?|dbs?|(?:dumb|kettle|bar)?bells?|bands?|plates?|handed|armed|legged)(?!\w)"
)
_EXERCISE = r"[^\W\d_](?:[^\W\d_]|-)"
# the number in `12 DL`
_COUNT = re.compile(
    rf"(?<![\w.,/\u00d7@-])(?!{_ONE_OR_TWO})\d{{1,3}}(?=\s?{_EXERCISE}|\s{_ONE_OR_TWO})"
    rf"(?!\s?(?:{_NO_EXERCISE})(?![^\W\d_]))",
    re.IGNORECASE,
)
# the comma in `squat 5x5, DL 3x3`
_AFTER_SETS = re.compile(
    rf"(?<=\d)(?:\s*[,;|/\u00b7\u2022]|\s[-\u2013])\s*"
    rf"(?=(?:{_ONE_OR_TWO}|{_EXERCISE})[^,;|/\u00b7\u2022]*?\d\s?[x\u00d7]\s?\d)",
    re.IGNORECASE,
)
_BEFORE_COUNTED = re.compile(rf"{SEPARATOR}[\s{SEPARATOR}]*{COUNTED}")
_LIST_BEGINS_AFTER = (*":;,/|+>(-\u00b7\u2022", " of")
_MAY_BE_NUMBERED = re.compile(r"\s*(?:\w[.):]|\w?\d|\(|day|week|set|ex)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_TWO_NUMBERS = re.compile(r"\d\D+\d")


@frozen
class Logged:
    """A name, separated from the quantities that were logged with it.

    Args:
        name: the rest of the name, with a separator at the place of each quantity.
        pieces: the quantities, as written.
        tempo: slow, controlled or fast, if the tempo is given in numbers.
    """

    name: str
    pieces: tuple[str, ...] = ()
    tempo: str | None = None


def separate_logged(name: str) -> Logged:
    """Separate logged quantities from a name."""
    pieces: list[str] = []
    if _MAY_BE_NUMBERED.match(name) and (numbering := _NUMBERING.match(name)) and numbering.end() < len(name):
        pieces.append(numbering[0].strip())
        name = name[numbering.end() :]
    if not _DIGIT.search(name) and "@" not in name:
        return Logged(name, tuple(pieces))
    counted = _TWO_NUMBERS.search(name) is not None
    if counted:
        name = _separate_counted(name, pieces)
    tempo: str | None = None

    def take(found: re.Match[str]) -> str:
        nonlocal tempo
        pieces.append(found[0].strip())
        named = found["named"] or found["before"]
        if notation := named or found["dashed"] or found["at"] or found["solid"]:
            tempo = tempo_of(notation, named=bool(named)) or tempo
        return f" {SEPARATOR} "

    name = _logged().sub(take, name)
    return Logged(_BEFORE_COUNTED.sub(COUNTED, name) if counted else name, tuple(pieces), tempo)


@cache
def _logged() -> re.Pattern[str]:
    """The pattern of tempos and quantities. It takes long to compile, and a name without digits does not need it."""
    return re.compile(_TEMPO + _QUANTITIES, re.IGNORECASE)


def _separate_counted(name: str, pieces: list[str]) -> str:
    """The name with a plus where a list counts another exercise; the counts taken out are added to the pieces."""
    counts = list(_COUNT.finditer(name))
    before = name[: counts[0].start()].rstrip() if counts else ""
    if len(counts) > 1 and (not before or before.lower().endswith(_LIST_BEGINS_AFTER)):
        pieces += (count[0] for count in counts)
        return _COUNT.sub(f" {COUNTED} ", name)
    return _AFTER_SETS.sub(f" {COUNTED} ", name)


def tempo_of(notation: str, *, named: bool = True) -> str | None:
    """The tempo that a notation such as `3-1-1-0` or `20X1` means: lowering, pause, lifting, pause, in seconds.

    Lifting as fast as possible (X) is fast, whatever the lowering. Lowering or lifting for 3 seconds or longer is slow.
    Numbers that fall from 5 or higher are repetitions (5-3-1), unless the word tempo stands before them.
    """
    phases = [char for char in notation.lower() if char.isalnum()]
    lowering, lifting = phases[0], phases[2]
    falling = all(one > other or one == other >= str(SLOW_SECONDS) for one, other in pairwise(phases))
    if not named and falling and "x" not in phases and int(lowering) > LONGEST_TEMPO_FIRST:
        return None
    if "x" in (lowering, lifting):
        return "fast"
    return "slow" if max(int(lowering), int(lifting)) >= SLOW_SECONDS else "controlled"
