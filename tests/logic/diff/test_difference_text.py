"""The text of a difference between two rulebooks, word for word, and its data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import evolve

from squeezelogic.logic.diff.diff import PARTS, diff
from squeezelogic.logic.diff.difference import Cause, Change, Difference, Named, SlotChange, Wording
from squeezelogic.logic.diff.difference_text import portion
from squeezelogic.logic.diff.sides import joined
from squeezelogic.logic.model.conditions import Branch, Clause, Is
from squeezelogic.logic.model.errors import InvalidInput
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Rule, Topic
from squeezelogic.logic.model.texts import Advice, Article, Claim
from squeezelogic.logic.model.vocabulary import Attribute, Slot, Value, Vocabulary
from squeezelogic.logic.rulebook import Rulebook


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 8, "0 %"),
        (8, 8, "all"),
        (1, 8, "12 %"),
        (1, 800, "0.12 %"),
        (1, 10_000, "0.01 %"),
        (1, 10_001, "< 0.01 %"),
        (989, 1_000, "99 %"),
        (995, 1_000, "99.5 %"),
        (99_123, 100_000, "99.12 %"),
        (9_999, 10_000, "99.99 %"),
        (10_000, 10_001, "> 99.99 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(part: int, whole: int, text: str) -> None:
    """However small or large it is, as long as it is neither."""
    assert portion(part, whole) == text


ATTRIBUTES: FrozenMap[str, Attribute] = FrozenMap(
    {
        "sky": Attribute("sky", values=("sun", "rain", "fog", "hail", "snow")),
        "dog": Attribute("dog", type="boolean"),
        "gear": Attribute("gear", type="set", values=("tent", "axe")),
    }
)


def sky(value: str) -> Clause:
    """A condition on the sky."""
    return Clause("sky", Is(frozenset({value})))


DOG = Clause("dog", Is(frozenset({True})))
EACH_SKY = tuple((DOG, sky(value)) for value in ("sun", "rain", "fog", "hail"))


def change(
    *slots: SlotChange,
    when: tuple[Branch, ...],
    fewest: bool = True,
    witness: dict[str, Value] | None = None,
    causes: tuple[Cause, ...] = (),
    reason: str = "",
) -> Change:
    """A change in five situations."""
    none: FrozenMap[str, Value] = FrozenMap()
    facts: FrozenMap[str, Value] = FrozenMap(witness or {})
    return Change(slots, 5, when, fewest, facts, none, none, causes, reason)


GONE = change(
    SlotChange("", "answer", "no answer"),
    when=EACH_SKY,
    fewest=False,
    witness={"dog": True, "sky": "sun"},
    reason="no rule of topic `camp` fills `place`",
)
MOVED = change(
    SlotChange("place", "field", "deep wood"),
    SlotChange("bring", ("axe",), ("rope", "saw")),
    when=((sky("sun"),),),
    witness={"sky": "sun"},
    causes=(
        Cause("one", "camp", "changed", "before"),
        Cause("two", "camp", "same", "after"),
        Cause("three", "camp", "added", "both"),
    ),
)
ANYWHERE = change(SlotChange("bring", (), ("tent",)), SlotChange("mood", None, "glad"), when=((),))
EITHER = change(SlotChange("bring", ("pan",), ()), when=((sky("sun"),), (DOG,)), witness={"dog": True})
MANY = change(SlotChange("pot", 2, 3), when=((DOG, sky("snow")), *EACH_SKY))
LONG = "long " * 32
WORDINGS = (
    Wording("rule", "four", "because", "So it is.", ""),
    Wording("attribute", "sky", "values", "sun", "sun, rain"),
    Wording("advice", "five", "", "", LONG),
    Wording("advice", "six", "text", LONG + "!", "short"),
)
DIFFERENCE = Difference(
    Named("camp", "1", "0123456789"),
    Named("camp", "2", "abcdefghij"),
    *(40_000, 2_000, (GONE, MOVED, ANYWHERE, EITHER, MANY), 3),
    FrozenMap({"three": "added", "one": "changed", "seven": "removed", "eight": "removed"}),
    WORDINGS,
    (),
    ATTRIBUTES,
)

TEXT = f"""\
`camp` 1 (01234567) → `camp` 2 (abcdefgh): 5 changes, in 2,000 of 40,000 situations (5 %)
1 rule added: `three`
2 rules removed: `seven`, `eight`
1 rule changed: `one`
in 3 further situations the same is decided by other rules

1. answer → no answer
   no rule of topic `camp` fills `place`
   in 5 situations (0.013 %), exactly those with: dog: true
   and any of these (perhaps fewer would do)
     - sky: sun
     - sky: rain
     - sky: fog
     - sky: hail
   least example: dog = true, sky = sun

2. place: field → "deep wood"
   bring: - axe, + rope, saw
   in 5 situations (0.013 %), exactly those with: sky: sun
   least example: sky = sun
   made by `one` (changed; stood), `two` (stands now), `three` (added; stands elsewhere)

3. bring: + tent
   mood: – → glad
   in 5 situations (0.013 %), exactly those with: whatever is given
   least example: nothing given

4. bring: - pan
   in 5 situations (0.013 %), exactly those with
   any of these
     - sky: sun
     - dog: true
   least example: dog = true

5. pot: 2 → 3
   in 5 situations (0.013 %), exactly those with: dog: true
   and any of these
     - sky: snow
     - sky: sun
     - sky: rain
     - sky: fog
     - sky: hail
   least example: nothing given

declares differently:
  attribute `sky` values: «sun» → «sun, rain»

says differently:
  rule `four` because: removed «So it is.»
  advice `five`: added «{LONG}»
  advice `six` text: «{LONG[:-1]}…» → «short»"""

MARKDOWN = f"""\
### `camp` 1 (01234567) → `camp` 2 (abcdefgh)

**5 changes, in 2,000 of 40,000 situations (5 %).**

- 1 rule added: `three`
- 2 rules removed: `seven`, `eight`
- 1 rule changed: `one`
- in 3 further situations the same is decided by other rules

#### 1. the answer

|  | before | after |
| --- | --- | --- |
|  | answer | no answer |

no rule of topic `camp` fills `place`

In 5 situations (0.013 %), exactly those with `dog: true` and any of (perhaps fewer would do)

- `sky: sun`
- `sky: rain`
- `sky: fog`
- `sky: hail`

Least example: `dog = true, sky = sun`.

#### 2. `place`, `bring`

|  | before | after |
| --- | --- | --- |
| `place` | `field` | `"deep wood"` |
| `bring` | `axe` | `rope, saw` |

In 5 situations (0.013 %), exactly those with `sky: sun`

Least example: `sky = sun`. Made by `one` (changed; stood), `two` (stands now), `three` (added; stands elsewhere).

#### 3. `bring`, `mood`

|  | before | after |
| --- | --- | --- |
| `bring` | `–` | `tent` |
| `mood` | `–` | `glad` |

In 5 situations (0.013 %), exactly those with `whatever is given`

Least example: `nothing given`.

#### 4. `bring`

|  | before | after |
| --- | --- | --- |
| `bring` | `pan` | `–` |

In 5 situations (0.013 %), exactly those with any of

- `sky: sun`
- `dog: true`

Least example: `dog = true`.

#### 5. `pot`

|  | before | after |
| --- | --- | --- |
| `pot` | `2` | `3` |

In 5 situations (0.013 %), exactly those with `dog: true` and any of

<details><summary>5 conditions</summary>

- `sky: snow`
- `sky: sun`
- `sky: rain`
- `sky: fog`
- `sky: hail`

</details>

Least example: `nothing given`.

#### Declares differently

- attribute `sky` values: «sun» → «sun, rain»

#### Says differently

- rule `four` because: removed «So it is.»
- advice `five` \\: added «{LONG}»
- advice `six` text: «{LONG[:-1]}…» → «short»"""


def test_a_difference_says_what_changes_where_and_by_which_rules() -> None:
    """As text, and as a comment on a pull request; what is too long is cut short."""
    assert str(DIFFERENCE) == TEXT
    assert DIFFERENCE.to_markdown() == MARKDOWN


def test_where_only_reasons_differ_or_not_all_was_compared_that_is_said() -> None:
    """What was left out comes first, and nothing is claimed of it."""
    nothing = evolve(DIFFERENCE, changes=(), different=0, reasons=1, rules=FrozenMap(), wordings=())
    names = "`camp` 1 (01234567) → `camp` 2 (abcdefgh)"
    assert str(nothing) == (
        f"{names}: the same is decided in all 40,000 situations\nin 1 situation the same is decided by other rules"
    )
    assert str(evolve(nothing, reasons=2, unproven=("brew", "serve"))) == (
        f"{names}: not compared, too large: `brew`, `serve`; of the rest, 0 changes, in 0 of 40,000 situations (0 %)\n"
        "in 2 situations what was compared is decided the same, by other rules"
    )
    assert nothing.to_markdown() == (
        f"### {names}\n\n**The same is decided in all 40,000 situations.**\n\n"
        "- in 1 situation the same is decided by other rules"
    )


def test_a_difference_is_json_with_conditions_as_lines() -> None:
    """Texts, numbers, lists and tables, and nothing else; the attributes are left out."""
    data = {
        "same": False,
        "old": {"name": "camp", "version": "1", "digest": "0123456789"},
        "new": {"name": "camp", "version": "2", "digest": "abcdefghij"},
        "situations": 40_000,
        "different": 2_000,
        "reasons": 3,
        "rules": {"three": "added", "one": "changed", "seven": "removed", "eight": "removed"},
        "wordings": [{"kind": "rule", "id": "four", "part": "because", "before": "So it is.", "after": ""}],
        "unproven": [],
        "changes": [
            {
                "slots": [
                    {"slot": "place", "before": "field", "after": "deep wood"},
                    {"slot": "bring", "before": ["axe"], "after": ["rope", "saw"]},
                ],
                "situations": 5,
                "when": ["sky: sun"],
                "fewest": True,
                "witness": {"sky": "sun", "gear": ["axe", "tent"]},
                "before": {},
                "after": {},
                "causes": [{"rule": "one", "topic": "camp", "edit": "changed", "stands": "before"}],
                "reason": "",
                "refused": [],
            },
        ],
    }
    facts: FrozenMap[str, Value] = FrozenMap({"sky": "sun", "gear": frozenset({"tent", "axe"})})
    moved = evolve(MOVED, witness=facts, causes=MOVED.causes[:1])
    found = evolve(DIFFERENCE, changes=(moved,), wordings=WORDINGS[:1])
    assert found.to_dict() == json.loads(json.dumps(data)) == data
    assert list(found.conditions(ANYWHERE)) == ["whatever is given"]


# ---------------------------------------------------------------- what two rulebooks bring about

VOCABULARY = """
[rulebook]
name = "camp"
[attribute.sky]
values = ["sun", "rain", "fog"]
[attribute.dog]
type = "boolean"
[slot.place]
values = ["field", "wood"]
[slot.fire]
values = ["small", "big"]
[slot.mood]
values = ["glad", "calm"]
[slot.tea]
type = "list"
[slot.bring]
type = "list"
"""
PLACE = """
topic = "place"
levels = ["first", "last"]
[[rule]]
id = "sunny"
level = "first"
when.sky = "sun"
then.place = "field"
[[rule]]
id = "usual"
level = "last"
then.place = "wood"
"""
FIRE = """
topic = "fire"
[[rule]]
id = "blaze"
when.sky = ["rain", "fog"]
then.fire = "small"
"""
MOOD = """
topic = "mood"
[[rule]]
id = "open-air"
when.place = "field"
then.mood = "glad"
[[rule]]
id = "shade"
when.place = "wood"
then.mood = "calm"
then.tea = ["mug"]
[[rule]]
id = "by-the-fire"
when = { fire = "big", place = "wood" }
then.mood = "calm"
[[rule]]
id = "thirst"
when.dog = true
then.tea = ["mug"]
"""
BRING = """
topic = "bring"
[[rule]]
id = "hat"
when = { mood = "glad", dog = true }
then.bring = ["hat"]
[[rule]]
id = "book"
when = { mood = "calm", dog = true }
then.bring = ["book"]
"""
FILES = {"vocabulary": VOCABULARY, "place": PLACE, "fire": FIRE, "mood": MOOD, "bring": BRING}


def compared(
    folder: Path, old: dict[str, str], new: dict[str, str], common: dict[str, str] | None = None
) -> Difference:
    """Two rulebooks of topics that build on each other (or of other files), with some files of their own each."""
    books = []
    for name, files in (("old", old), ("new", new)):
        (folder / name).mkdir(parents=True)
        for file, text in {**(common or FILES), **files}.items():
            (folder / name / f"{file}.toml").write_text(text, "utf-8")
        books.append(Rulebook.load(folder / name))
    return diff(*books)


def causes(found: Difference, slot: str) -> list[list[tuple[str, str, str]]]:
    """What makes each change of a slot."""
    return [[(cause.rule, cause.edit, cause.stands) for cause in change.causes] for change in found.of(slot)]


def test_causes_go_back_to_the_topic_where_something_was_edited(tmp_path: Path) -> None:
    """By way of every rule in between that hands the change on; what changes nothing there is left out."""
    place = PLACE.replace('"sun"', '["sun", "fog"]')
    fire = FIRE.replace('["rain", "fog"]', '"rain"').replace("small", "big")
    fire += '[[rule]]\nid = "ember"\nwhen.sky = "fog"\nthen.fire = "small"\n'
    found = compared(tmp_path, {}, {"place": place, "fire": fire})
    origin = [("sunny", "changed", "after"), ("usual", "same", "before")]
    between = [("open-air", "same", "after"), ("shade", "same", "before")]
    assert causes(found, "place") == [[*origin, *between]]
    assert causes(found, "tea") == [[("shade", "same", "before"), *origin]]
    assert causes(found, "bring") == [[("book", "same", "before"), ("hat", "same", "after"), *between, *origin]]
    assert dict(found.rules) == {"sunny": "changed", "blaze": "changed", "ember": "added"}


def test_a_rule_that_only_overrules_is_a_cause_too(tmp_path: Path) -> None:
    """Where none that gives what changes was edited, those of its topic are that were, and no others."""
    thrill = '[[rule]]\nid = "thrill"\nwhen.sky = "fog"\nthen.mood = "glad"\noverrides = ["shade"]\n'
    ember = '[[rule]]\nid = "ember"\nwhen.sky = "sun"\nthen.fire = "small"\n'
    found = compared(tmp_path, {}, {"mood": MOOD + thrill, "fire": FIRE + ember})
    assert causes(found, "tea") == [[("shade", "same", "before"), ("thrill", "added", "after")]]
    assert causes(found, "mood") == [[("thrill", "added", "after"), ("shade", "same", "before")]]
    assert causes(found, "fire") == [[("ember", "added", "after")]]


def test_a_rule_that_gives_something_else_where_it_stood_is_the_cause(tmp_path: Path) -> None:
    """It stands in both rulebooks throughout."""
    found = compared(tmp_path, {}, {"fire": FIRE.replace("small", "big")})
    assert causes(found, "fire") == [[("blaze", "changed", "throughout")]]
    assert "made by `blaze` (changed; gives something else)" in str(found)


def test_rules_that_change_places_stand_elsewhere(tmp_path: Path) -> None:
    """Each gave the old value where the other gives the new one, in the same change."""
    rules = [("one", "sun", "small"), ("two", "fog", "small")], [("two", "sun", "big"), ("one", "fog", "big")]
    old, new = (
        {
            "fire": 'topic = "fire"\n'
            + "".join(
                f'[[rule]]\nid = "{rule}"\nwhen.sky = "{sky}"\nthen.fire = "{fire}"\n' for rule, sky, fire in each
            )
        }
        for each in rules
    )
    found = compared(tmp_path, old, new)
    assert sorted(causes(found, "fire")[0]) == [("one", "changed", "both"), ("two", "changed", "both")]


def test_an_answer_that_comes_or_goes_tells_for_want_of_what(tmp_path: Path) -> None:
    """Two rules in conflict are named with their slot, and the rule that was not there before is the cause."""
    ember = '[[rule]]\nid = "ember"\nwhen = { sky = "fog", dog = true }\nthen.fire = "big"\n'
    found = compared(tmp_path, {}, {"fire": FIRE + ember})
    (change,) = found.changes
    assert change.reason == "rules `blaze` and `ember` conflict over `fire`"
    assert (change.slots, change.situations) == ((SlotChange("", "answer", "no answer"),), 1)
    mug = {"place": "wood", "fire": "small", "mood": "calm", "tea": ("mug",), "bring": ("book",)}
    assert (dict(change.before), dict(change.after)) == (mug, {"": "no answer"})
    (other,) = compared(tmp_path / "back", {"fire": FIRE + ember}, {}).changes
    assert (other.slots, other.reason) == ((SlotChange("", "no answer", "answer"),), change.reason)
    assert (other.before, other.after) == (change.after, change.before)


def test_the_same_by_other_rules_is_counted_topic_by_topic_and_not_twice(tmp_path: Path) -> None:
    """A rule cut in two, and another that is said again, among others or alone: no decision changes."""
    ember = '[[rule]]\nid = "ember"\nwhen = { sky = "fog", dog = true }\nthen.fire = "small"\n'
    found = compared(tmp_path / "again", {}, {"fire": FIRE + ember})
    assert (found.reasons, found.different, found.changes) == (1, 0, ())
    alone = compared(tmp_path / "alone", {"fire": FIRE}, {"fire": FIRE + ember}, {"vocabulary": VOCABULARY})
    assert (alone.reasons, alone.different) == (1, 0)
    cut = FIRE.replace('["rain", "fog"]', '"rain"') + ember.replace(", dog = true", "")
    found = compared(tmp_path / "cut", {}, {"fire": cut})
    assert (found.reasons, found.different, found.changes) == (3, 0, ())
    assert "in 3 situations the same is decided by other rules" in str(found)


GEAR = '[attribute.gear]\ntype = "set"\nvalues = {}\n'
PACKING = """
topic = "fire"
[[rule]]
id = "packed"
when.gear = "any"
then.fire = "small"
[[rule]]
id = "light"
when.gear = { not = "any" }
then.fire = "big"
[[rule]]
id = "rope-first"
when.gear = "rope"
then.fire = "small"
"""


def test_a_rule_about_any_element_is_the_same_rule_when_there_is_another_element(tmp_path: Path) -> None:
    """But not when it is about none of them."""
    few, many = (VOCABULARY + GEAR.format(each) for each in (["rope", "net"], ["rope", "net", "axe"]))
    found = compared(tmp_path / "one", {"vocabulary": few, "fire": PACKING}, {"vocabulary": many, "fire": PACKING})
    assert dict(found.rules) == {}
    turned = PACKING.replace('{ not = "any" }', '"none"').replace('= "any"', '= { not = "any" }')
    turned = turned.replace('"none"', '"any"')
    found = compared(tmp_path / "two", {"vocabulary": few, "fire": PACKING}, {"vocabulary": many, "fire": turned})
    assert dict(found.rules) == {"packed": "changed", "light": "changed"}
    gone = PACKING[: PACKING.index('[[rule]]\nid = "rope-first"')]
    found = compared(tmp_path / "three", {"vocabulary": few, "fire": PACKING}, {"vocabulary": few, "fire": gone})
    assert dict(found.rules) == {"rope-first": "removed"}


def test_changes_of_a_topic_come_by_size_then_in_the_order_of_their_words(tmp_path: Path) -> None:
    """Whichever rules make them."""
    rules = [("one", "fog", "small"), ("two", "rain", "big")]
    old = "".join(
        f'[[rule]]\nid = "{rule}"\nwhen = {{ sky = "{sky}" }}\nthen.fire = "{fire}"\n' for rule, sky, fire in rules
    )
    new = old.replace('"small"', '"tiny"').replace('"big"', '"small"').replace('"tiny"', '"big"')
    new += '[[rule]]\nid = "three"\nwhen = { sky = "sun", dog = true }\nthen.fire = "big"\n'
    found = compared(tmp_path, {"fire": 'topic = "fire"\n' + old}, {"fire": 'topic = "fire"\n' + new})
    assert [str(slot) for change in found.changes for slot in change.slots] == [
        "fire: big → small",
        "fire: small → big",
        "fire: – → big",
    ]


def test_a_slot_that_is_filled_just_where_it_was_empty_has_changed(tmp_path: Path) -> None:
    """Everywhere, both ways."""
    lit = 'topic = "fire"\n[[rule]]\nid = "lit"\nwhen.dog = true\nthen.fire = "small"\n'
    found = compared(tmp_path, {"fire": lit}, {"fire": lit.replace("true", "{ not = true }")})
    assert [(str(slot), change.situations) for change in found.of("fire") for slot in change.slots] == [
        ("fire: – → small", 8),
        ("fire: small → –", 4),
    ]


def test_all_that_is_said_or_declared_differently_is_listed(tmp_path: Path) -> None:
    """Part by part; what only one of them has, with its main text."""
    hint = '[slot.hint]\ntype = "advice"\ncarries.tone = ["kind", "firm"]\n'
    trip = '[attribute.trip]\nvalues = ["day"]\n[attribute.trip.implies.day]\ndog = false\nsky = "sun"\n'
    old = {
        "vocabulary": VOCABULARY + hint + '[attribute.tarp]\ntype = "boolean"\nask = "A tarp?"\n' + trip,
        "advice": '[advice.sit]\ntext = "Sit."\ntone = "kind"\n[advice.go]\ntext = "Go."\ntone = "kind"\n',
        "sources": '[articles.a]\ntitle = "A"\n[[claim]]\nid = "A-1"\narticle = "a"\ngist = "Old."\nsection = "One"\n',
    }
    new = {
        "vocabulary": VOCABULARY + hint + trip.replace('\nsky = "sun"', ""),
        "advice": '[advice.sit]\ntext = "Sit down."\ntone = "firm"\n[advice.run]\ntext = "Run."\ntone = "kind"\n',
        "sources": '[articles.a]\ntitle = "A"\n[[claim]]\nid = "A-2"\narticle = "a"\ngist = "New."\nsection = "One"\n',
        "fire": FIRE.replace('"fire"', '"fire"\nquestion = "How big?"', 1),
        "mood": MOOD.replace('id = "shade"', 'id = "shade"\nbecause = "Trees calm."\nclaims = ["A-2"]'),
    }
    assert compared(tmp_path, old, new).wordings == (
        Wording("attribute", "trip", "implies", "day: dog: false; sky: sun", "day: dog: false"),
        Wording("attribute", "tarp", "", "boolean", ""),
        Wording("topic", "fire", "question", "", "How big?"),
        Wording("rule", "shade", "because", "", "Trees calm."),
        Wording("rule", "shade", "claims", "", "A-2"),
        Wording("rule", "shade", "basis", "house", "stated"),
        Wording("advice", "sit", "text", "Sit.", "Sit down."),
        Wording("advice", "sit", "carries", "tone: kind", "tone: firm"),
        Wording("advice", "run", "", "", "Run."),
        Wording("advice", "go", "", "Go.", ""),
        Wording("claim", "A-2", "", "", "New."),
        Wording("claim", "A-1", "", "Old.", ""),
    )


DECIDING = {
    "attribute": {"name"},
    "slot": {"name"},
    "topic": {"name", "levels", "concludes", "required", "inputs", "rules", "sums"},
    "rule": {"id", "topic", "level", "when", "then", "overrides", "ranks", "blocks"},
    "advice": {"id"},
    "article": {"id"},
    "claim": {"id"},
}
"""Names, and what is compared by decisions."""


@pytest.mark.parametrize(
    ("kind", "cls"),
    list(zip(DECIDING, (Attribute, Slot, Topic, Rule, Advice, Article, Claim), strict=True)),
)
def test_every_part_of_a_text_or_declaration_is_compared(kind: str, cls: Any) -> None:
    """Except for its place, and for what decisions show."""
    compared_ = {*PARTS[kind], *DECIDING[kind], "place"}
    assert {field.name for field in attrs.fields(cls)} - compared_ == set()


def test_a_claim_of_another_kind_or_family_is_listed(tmp_path: Path) -> None:
    """In the text and in the data."""
    claim = '[articles.a]\ntitle = "A"\n[[claim]]\nid = "A-1"\narticle = "a"\ngist = "Old."\nsection = "One"\n'
    mood = MOOD.replace('id = "shade"', 'id = "shade"\nclaims = ["A-1"]')
    old = {"mood": mood, "sources": f'{claim}kind = "dose"\n'}
    new = {"mood": mood, "sources": f'{claim}kind = "fault"\nfamily = "walk"\n'}
    found = compared(tmp_path, old, new)
    assert found.wordings == (
        Wording("claim", "A-1", "kind", "dose", "fault"),
        Wording("claim", "A-1", "family", "", "walk"),
    )
    lines = ["claim `A-1` kind: «dose» → «fault»", "claim `A-1` family: added «walk»"]
    card = found._repr_mimebundle_()
    for form in (str(found), found.to_markdown(), card["text/plain"], card["text/markdown"]):
        assert all(line in form for line in lines)
    assert "kind: <s>dose</s> → fault" in card["text/html"]
    assert [it["part"] for it in found.to_dict()["wordings"]] == ["kind", "family"]


def test_attributes_of_both_count_with_what_both_ask_of_them() -> None:
    """Every value, the widest bounds; required only where both require it, implied only what both imply."""

    def vocabulary(leaf: Attribute, minutes: Attribute) -> Vocabulary:
        return Vocabulary(FrozenMap({"leaf": leaf, "minutes": minutes}), FrozenMap())

    def implying(**values: dict[str, Value]) -> FrozenMap[str, FrozenMap[str, Value]]:
        return FrozenMap({value: FrozenMap(implied) for value, implied in values.items()})

    hot: dict[str, Value] = {"hot": True}
    cold: dict[str, Value] = {"hot": False}
    black: dict[str, Value] = {"hot": True, "tin": "red"}
    old = vocabulary(
        Attribute(
            "leaf", values=("green", "black"), required=True, implies=implying(green={"hot": False}, black=black)
        ),
        Attribute("minutes", type="integer", at_least=1, at_most=5, required=True),
    )
    more: dict[str, Value] = {"hot": True, "tin": "blue", "pot": "big"}
    new = vocabulary(
        Attribute(
            "leaf", values=("black", "herbal"), required=True, implies=implying(herbal={"hot": True}, black=more)
        ),
        Attribute("minutes", type="integer", at_least=0, at_most=4, ask="How long?"),
    )
    assert joined(old, new) == {
        "leaf": Attribute(
            "leaf",
            values=("black", "herbal", "green"),
            required=True,
            implies=implying(herbal=hot, black=hot, green=cold),
        ),
        "minutes": Attribute("minutes", type="integer", at_least=0, at_most=5, ask="How long?"),
    }
    backwards = joined(new, old)
    assert (backwards["minutes"].at_least, backwards["minutes"].at_most) == (0, 5)
    assert not backwards["minutes"].required


def test_a_slot_that_begins_or_ends_to_accumulate_cannot_be_compared() -> None:
    """All names declared differently are reported at once."""
    none: FrozenMap[str, Attribute] = FrozenMap()
    one = Vocabulary(none, FrozenMap({"tips": Slot("tips", "list"), "grams": Slot("grams", "number")}))
    other = Vocabulary(none, FrozenMap({"tips": Slot("tips"), "grams": Slot("grams", "list")}))
    with pytest.raises(InvalidInput) as caught:
        joined(one, other)
    assert caught.value.problems == (
        "`tips` is a slot that accumulates in the old rulebook and a slot that holds one value in the new one: "
        "rename one of them",
        "`grams` is a slot that holds one value in the old rulebook and a slot that accumulates in the new one: "
        "rename one of them",
    )
