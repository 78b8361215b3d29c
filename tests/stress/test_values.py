"""Every public value is a value: compared, hashed, copied, pickled, shown and never changed, whatever its class."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import attrs
import pytest

from squeezelogic import Exercise, Interview, Profile, Recommendation, Rulebook, interview, recommend
from squeezelogic.coaching.parts import Fact
from squeezelogic.logic.model.errors import DecisionError, SqueezelogicError
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.testing import Situation
from tests.stress.values import ROOT, examples, namespace, own, public_classes, public_names, raised

BASES = {SqueezelogicError, DecisionError}  # only what derives from them is ever raised
CLASSES = [cls for cls in public_classes() if cls not in BASES]
VALUES = [cls for cls in CLASSES if not issubclass(cls, BaseException)]
ERRORS = [cls for cls in CLASSES if issubclass(cls, BaseException)]
OTHERS: tuple[Any, ...] = (None, 0, "", "text", (), [], {}, frozenset(), 1.5, Fraction(1, 2), object(), Profile, len)


def named(cls: type) -> str:
    """A class with its module: some names stand for two."""
    return f"{cls.__module__.removeprefix('squeezelogic.')}.{cls.__name__}"


def of(cls: type) -> list[Any]:
    """The examples of a class."""
    return examples().get(cls, [])


every_value = pytest.mark.parametrize("cls", VALUES, ids=named)
every_error = pytest.mark.parametrize("cls", ERRORS, ids=named)


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_every_public_class_has_an_example(cls: type) -> None:
    """A new class needs an example: `values.py` has to ask something that gives it."""
    assert of(cls)


def copies(value: Any) -> Iterator[Any]:
    """The value, taken apart and put together again in every way."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own bytes
    yield from (copy.copy(value), copy.deepcopy(value))


@every_value
def test_copies_are_equal_whichever_way_they_are_made(cls: type) -> None:
    """Pickled by every protocol, copied and copied deeply; they hash alike too."""
    for value in of(cls):
        for twin in copies(value):
            assert type(twin) is cls
            assert twin == value
            assert hash(twin) == hash(value)


@every_error
def test_errors_arrive_whole_in_another_process(cls: type) -> None:
    """With their message, arguments and whatever else they tell."""
    for error in of(cls):
        for twin in copies(error):
            assert (str(twin), repr(twin), twin.args, vars(twin)) == (str(error), repr(error), error.args, vars(error))
            assert type(twin) is cls


@every_value
def test_equality_is_an_equivalence_that_keeps_to_its_class(cls: type) -> None:
    """Reflexive, symmetric, one with the hash; unequal to all else; and what knows better is let to say so."""
    for value in of(cls):
        twin = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
        assert value == value  # noqa: PLR0124 - reflexive
        assert twin == value == twin
        assert not value != twin  # noqa: SIM202 - the other operator
        for other in OTHERS if cls is not FrozenMap else [it for it in OTHERS if it != {}]:
            assert value != other
            assert other != value
        assert value == EqualToAll()
        assert EqualToAll() == value
    for one, another in combinations(of(cls), 2):
        assert (one == another) == (another == one)
        assert (one != another) == (not one == another)  # noqa: SIM201 - the other operator
        if one == another:
            assert hash(one) == hash(another)


class EqualToAll:
    """Equal to everything; asked only by those that do not know themselves."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@every_value
def test_values_have_no_order(cls: type) -> None:
    """Which of two recommendations would be the less?"""
    for value in of(cls):
        for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
            assert getattr(value, compare)(value) is NotImplemented


@every_value
def test_a_value_can_be_made_again_from_its_fields(cls: type) -> None:
    """Constructors take what values hold."""
    if attrs.has(cls):
        for value in of(cls):
            assert attrs.evolve(value) == value


SHOWN_BRIEFLY = {
    "Rulebook": "shows its name and size",
    "Interview": "does not show its rulebook",
    "RulebookInterview": "does not show its rulebook",
    "Recommendation": "shows its verdict in one line",
    "WhatIf": "shows two recommendations in one line each",
    "Document": "does not show its text",
    "Place": "has its line looked up when it is first read",
    "Parts": "is all of a rulebook",
}


def shown_whole(value: Any) -> bool:
    """Whether everything that counts for equality can be read from its repr."""
    return type(value).__name__ not in SHOWN_BRIEFLY


@every_value
def test_a_value_shows_how_to_make_it(cls: type) -> None:
    """What `repr` says is Python for an equal value, where it shows everything."""
    names = {name: thing for example in examples() for name, thing in namespace(example.__module__).items()}
    for value in filter(shown_whole, of(cls)):
        names.update(namespace(cls.__module__))
        assert eval(repr(value), names) == value  # noqa: S307 - our own words


# ---------------------------------------------------------------- nothing can be changed

PLAIN = (str, int, float, bool, type(None))
CHANGEABLE = {
    ("Document", "data"): "what `tomllib` gave, which is read but not part of any answer",
}


@every_value
def test_no_attribute_can_be_set_or_deleted(cls: type) -> None:
    """Neither those there are nor new ones."""
    for value in of(cls):
        for name in [*public_names(value), "brand_new"]:
            with pytest.raises(AttributeError):
                setattr(value, name, 1)
            with pytest.raises(AttributeError):
                delattr(value, name)


@every_value
def test_nothing_within_a_value_can_be_changed(cls: type) -> None:
    """Whatever hangs on a value that is always the same object is made of frozen things alone."""
    for value in of(cls):
        for name in public_names(value):
            if (cls.__name__, name) not in CHANGEABLE:
                held = getattr(value, name)
                if held is getattr(value, name):  # otherwise it is made anew at each access
                    assert_frozen(held, f"{cls.__name__}.{name}")


def assert_frozen(value: Any, path: str) -> None:
    """Nothing that can be changed lies in it, at any depth; other values have their own turn."""
    if isinstance(value, FrozenMap):
        for key, item in value.items():
            assert_frozen(item, f"{path}[{key!r}]")
    elif type(value) in (tuple, frozenset):
        for item in value:
            assert_frozen(item, f"{path}[…]")
    else:
        assert isinstance(value, PLAIN) or (own(type(value)) and hash(value) is not None), path


@every_value
def test_plain_data_is_made_anew_at_each_call(cls: type) -> None:
    """Changes to it do not affect later results."""
    for value in of(cls):
        if hasattr(value, "to_dict"):
            first = value.to_dict()
            before = json.dumps(first, sort_keys=True)
            spoil(first)
            assert json.dumps(value.to_dict(), sort_keys=True) == before


def spoil(data: Any) -> None:
    """Change everything in data that can be changed."""
    for item in list(data.values() if isinstance(data, Mapping) else data):
        if isinstance(item, (dict, list)):
            spoil(item)
    if isinstance(data, dict):
        data["spoilt"] = True
    else:
        data.append("spoilt")


def test_what_is_given_may_be_changed_afterwards() -> None:
    """Lists, sets and mappings are copied when they are taken, so the answer is about what they held then."""
    flags, more, seen, extras = ["fever"], {"mood": ["calm"]}, ["no_pause"], {"shoe": 43}
    profile = Profile(red_flags=flags, more={**more, **extras})
    mapping: dict[str, Any] = {"experience": "beginner", "red_flags": ["fever"], "more": {"mood": ["calm"]}}
    lift: dict[str, Any] = {"movement": "hip_thrust"}
    asked = recommend(profile, lift, observed=seen)
    by_mapping = recommend(mapping, lift, observed=seen)
    state = interview(lift, profile=mapping, observed=seen, about=(about := ["verdict"]))
    data = asked.to_dict()
    again = Recommendation.from_dict(data)
    before = [profile, asked, by_mapping, state, again]
    shown = list(map(repr, before))
    for given in (flags, more["mood"], seen, about, mapping["more"]["mood"], mapping["red_flags"]):
        given.append("spoilt")
    for changed in (mapping, lift, more):
        changed["spoilt"] = ["spoilt"]
    spoil(data)
    assert list(map(repr, before)) == shown
    assert Interview.from_dict(state.to_dict()) == state


def test_facts_are_handed_out_as_copies() -> None:
    """Of lifters, exercises and situations alike."""
    lifter, lift = Profile(goal="strength", more={"shoe": 43}), Exercise(movement="swing")
    for value in (lifter, lift, Situation(lifter, lift)):
        value.facts["goal"] = "spoilt"
        assert "spoilt" not in value.facts.values()


def test_what_is_done_to_an_error_is_not_seen_by_the_next() -> None:
    """Each is raised anew, also where the answer itself is remembered."""
    book = Rulebook.load(ROOT / "tests" / "broken" / "gap")
    witness = next(finding.witness for finding in book.check() if finding.witness is not None)
    first = raised(lambda: book.decide(witness))
    assert isinstance(first, DecisionError)
    before = str(first)
    first.facts["spoilt"] = True
    assert str(raised(lambda: book.decide(witness))) == before


def test_numbers_and_truth_values_are_different_facts() -> None:
    """1 equals True in Python, but the facts `n = 1` and `n = true` differ, in either order of calls."""
    one, true = (Profile(more={"n": value}) for value in (1, True))
    assert one != true
    for profile, value in ((one, 1), (true, True)):
        assert recommend(profile, "hip thrust").facts["n"] is value


def test_a_fact_is_a_number_or_a_truth_value() -> None:
    """One fact told twice, once as a number and once as a truth value, is two."""
    assert Fact("n", 1) != Fact("n", True)
