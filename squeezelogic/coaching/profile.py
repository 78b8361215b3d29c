"""Profiles of lifters."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypedDict

import attrs

from squeezelogic.coaching import facts, pydantic_support
from squeezelogic.coaching.values import (
    BackPain,
    BackPainValue,
    Experience,
    ExperienceValue,
    GluteActivation,
    GluteActivationValue,
    Goal,
    GoalValue,
    RedFlag,
    RedFlagValue,
)
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.untrusted import as_json_number, copied, exact, several

LIMIT = ", and numbers have at most 64 bits and the digits of a float"
WORDS: Mapping[str, Mapping[str, Any]] = {
    "beginner": {"experience": "beginner"},
    "intermediate": {"experience": "intermediate"},
    "advanced": {"experience": "advanced"},
    "rehab": {"rehab": True},
    "back_pain_history": {"back_pain": "history"},
}

NOTHING_MORE: Mapping[str, Any] = FrozenMap()


class ProfileDict(TypedDict, total=False):
    """A profile as a mapping: any of these keys, each with the values of `Profile`."""

    experience: Experience | ExperienceValue | None
    goal: Goal | GoalValue | None
    rehab: bool | None
    back_pain: BackPain | BackPainValue | None
    glute_activation: GluteActivation | GluteActivationValue | None
    side_imbalance: bool | None
    squeeze_habit: bool | None
    stands_in_extension: bool | None
    mastered_bodyweight: bool | None
    red_flags: Iterable[RedFlag | RedFlagValue]
    more: Mapping[str, Any]


@facts.by_name_only
@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Profile(facts.Facts):
    """The known facts about a lifter. Fields that are left out, None or empty text are unknown.

    Args:
        experience: `beginner`, `intermediate` or `advanced`.
        goal: `hypertrophy`, `strength`, `athletic` or `general`.
        rehab: in rehabilitation or prehabilitation.
        back_pain: `none`, `history`, or `current`: discomfort or pain in the low back now, in this movement.
        glute_activation: `typical`, `late` or `hard_to_feel`.
        side_imbalance: one side is weaker.
        squeeze_habit: has been taught to squeeze the glutes all the time.
        stands_in_extension: stands with the knees behind the hips.
        mastered_bodyweight: does 3 × 20 body-weight hip thrusts well.
        red_flags: any of `bladder_or_bowel_change`, `saddle_numbness`, `leg_weakness`, `major_trauma`, `fever`,
            `unexplained_weight_loss`, `night_pain`.
        more: values for additional attributes of a rulebook, by name. A date is stored as text (2026-05-31), a number
            as a JSON number.

    Raises:
        InvalidInput: unknown fields and wrong values, all of them.
    """

    experience: Experience | ExperienceValue | None = facts.choice("experience", Experience)
    goal: Goal | GoalValue | None = facts.choice("goal", Goal)
    rehab: bool | None = facts.flag("rehab")
    back_pain: BackPain | BackPainValue | None = facts.choice("back_pain", BackPain)
    glute_activation: GluteActivation | GluteActivationValue | None = facts.choice("glute_activation", GluteActivation)
    side_imbalance: bool | None = facts.flag("side_imbalance")
    squeeze_habit: bool | None = facts.flag("squeeze_habit")
    stands_in_extension: bool | None = facts.flag("stands_in_extension")
    mastered_bodyweight: bool | None = facts.flag("mastered_bodyweight")
    red_flags: frozenset[RedFlagValue] = attrs.field(
        default=frozenset(), converter=facts.as_given, metadata=facts.choices("red_flags", RedFlag)
    )
    more: Mapping[str, Any] = NOTHING_MORE

    def __attrs_post_init__(self) -> None:
        code = facts.encode_facts(self)
        if self.more is not NOTHING_MORE:
            object.__setattr__(self, "more", _freeze_more(self.more))
        object.__setattr__(self, "code", (*code, self.more or None))

    @property
    def facts(self) -> dict[str, Any]:
        """The known facts by attribute, including those in `more`."""
        return {**facts.given(self), **self.more}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The profile for a notebook."""
        from squeezelogic.coaching.notebook.recommendation_card import render_facts  # noqa: PLC0415 - only notebooks need it

        return render_facts(self, self.facts)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        return pydantic_support.core_schema(cls.of, _to_plain)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        known = pydantic_support.facts_schema(facts.attributes(cls), "Profile")
        known["properties"]["more"] = {"type": "object", "description": "facts for attributes of a rulebook's own"}
        return {"title": "Profile", "anyOf": [known, {"enum": sorted(WORDS)}]}

    @classmethod
    def of(cls, profile: Profile | ProfileDict | Mapping[str, Any] | str | None) -> Profile:
        """Make a profile from a mapping or one word; return a profile unchanged.

        Args:
            profile: a `Profile`, a mapping of its fields, or one of `beginner`, `intermediate`, `advanced`, `rehab`,
                `back_pain_history`; None or empty text if nothing is known.

        Raises:
            InvalidInput: it is none of these.
        """
        if isinstance(profile, Profile):
            return profile
        if profile is None or (isinstance(profile, str) and exact(profile) == ""):
            return cls()
        if isinstance(profile, str):
            word = str.__str__(profile).strip().lower().replace(" ", "_").replace("-", "_")
            if word not in WORDS:
                raise InvalidInput(f"unknown profile {quoted(profile)}: {did_you_mean(word, WORDS)}")
            kind: Any = cls
            said: Profile = _in_a_word(kind, word)
            return said
        if isinstance(profile, Mapping):
            made: Profile = facts.from_mapping(cls, profile, "a profile", "; a rulebook's own go under `more`")
            return made
        raise InvalidInput(f"a profile is a Profile, a mapping or one word, not {quoted(profile)}")


def _to_plain(profile: Profile) -> dict[str, Any]:
    known = pydantic_support.plain_facts(profile)
    own = {name: known.pop(name) for name in profile.more}
    return {**known, "more": own} if own else known


@cache
def _in_a_word(cls: Any, word: str) -> Any:
    return cls(**WORDS[word])


def _freeze_more(more: object) -> FrozenMap[str, Any]:
    own = attrs.fields_dict(Profile).keys()
    problems: list[str] = []
    frozen: dict[str, Any] = {}
    for name, given in copied(more, "`more`").items():
        value, is_number = exact(given), False
        if isinstance(value, (list, tuple, set, frozenset)):
            elements = list(map(exact, several(value, name)))
            fits = all(isinstance(item, str) for item in elements)
            value = frozenset(elements) if fits else value
        elif type(value) is datetime.date:
            fits, value = True, value.isoformat()
        elif is_number := isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            number = as_json_number(value)
            fits, value = number is not None, value if number is None else number
        else:
            fits = value is None or isinstance(value, (str, bool))
        if not fits:
            what = f"{quoted(name)} in `more` must be text, true or false, a number, a date or a set of texts"
            problems.append(what + (LIMIT if is_number else ""))
        elif value is not None:
            frozen[name] = value
        if name in own:
            problems.append(f"{quoted(name)} is a profile's own: give it beside `more`, not in it")
    if problems:
        raise InvalidInput(*problems)
    return FrozenMap(frozen)
