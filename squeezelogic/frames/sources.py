"""Independent groups of columns, and the facts that each combination of their values gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product
from typing import Any

from attrs import evolve, field, frozen

from squeezelogic.coaching.exercise import Exercise
from squeezelogic.coaching.facts import attributes
from squeezelogic.frames.columns import EXERCISE, ColumnBinding, Where
from squeezelogic.frames.names import Reading, read_name
from squeezelogic.logic.model.conditions import Is, Test
from squeezelogic.logic.model.errors import InvalidInput, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.vocabulary import UNKNOWN, Attribute, Value, Vocabulary
from squeezelogic.logic.semantics.runs import Runs, runs

Facts = FrozenMap[str, Value]

OF_EXERCISES = tuple(attributes(Exercise))
ASSUMED = ("load", "tempo")
"""Attributes that a name only suggests: a column overrides them."""
UNSETTLED = ("ambiguous", "not_understood")
"""Readings of names with which other columns may give the exercise."""

NEITHER = "no exercise, movement or family is given, so it is not known what is lifted"


class NoExercise(InvalidInput):
    """A row gives no exercise, or one that is neither a thrust nor a hinge."""


@frozen
class Resolution:
    """The result of one combination of values of columns that depend on one another.

    Args:
        facts: the facts; None if the values cannot be used.
        problem: why they cannot be used, or (if wrong values count as unknown) which values are wrong.
        nameless: whether they cannot be used only because no exercise is known.
        reading: the reading of the exercise's name; without a name, the family.
    """

    facts: Facts | None
    problem: str = ""
    nameless: bool = False
    reading: Reading | None = None


@frozen
class Source:
    """Columns that depend on one another, or a single column.

    Args:
        bindings: the attributes that the columns hold.
        options: the facts of each combination of values; None if it cannot be used. Empty for a set, whose elements are
            independent.
        names: whether the columns include the exercise's name; the options are then those of the names in the frame.
        values: for each of `bindings`, its values, beginning with that of an empty cell; the options are their product,
            and the last one varies fastest.
        resolutions: for columns that depend on one another, the result of each option.
        needed: the required attributes among those of its columns.
    """

    bindings: tuple[ColumnBinding, ...]
    options: tuple[Facts | None, ...]
    names: bool = False
    values: tuple[tuple[Value, ...], ...] = field(default=())
    resolutions: tuple[Resolution, ...] = ()
    needed: tuple[Attribute, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether it is a set that is not constant."""
        only = self.bindings[0] if self.bindings else None
        return not self.names and only is not None and only.attribute.type == "set" and only.form != "constant"

    def option(self, number: int) -> dict[str, Value]:
        """The values of its columns in one of its options."""
        facts: dict[str, Value] = {}
        for binding, values in zip(reversed(self.bindings), reversed(self.values), strict=True):
            number, place = divmod(number, len(values))
            facts[binding.name] = values[place]
        return facts


def find_sources(
    bindings: Sequence[ColumnBinding],
    vocabulary: Vocabulary,
    tests: Mapping[str, Sequence[Test]],
    *,
    named: bool,
    lenient: bool,
) -> tuple[Source, ...]:
    """The columns of a frame in independent groups.

    The columns of the exercise come first. If a column gives names, its source has no options yet: they depend on the
    names.

    Args:
        bindings: the attributes that the columns hold.
        vocabulary: the known attributes.
        tests: for each attribute, the tests that the rules make.
        named: whether a column gives the names of exercises.
        lenient: whether a wrong value counts as unknown.

    Raises:
        InvalidInput: no column gives a required attribute.
    """
    by_name = {binding.name: binding for binding in bindings}
    linked_sets = find_linked_attributes(vocabulary)
    exercise = _find_exercise_attributes(linked_sets, named)
    parts = [exercise, *(linked for linked in linked_sets if not linked & exercise)]
    linked_names = frozenset(chain.from_iterable(parts))
    apart = [frozenset({name}) for name in by_name if name not in linked_names]
    apart_by_name = _find_runs(vocabulary, tests)
    found: list[Source] = []
    for names in (*parts, *apart):
        here = tuple(
            evolve(binding, runs=apart_by_name.get(name)) for name, binding in by_name.items() if name in names
        )
        is_exercise = names is exercise
        if not here and not (is_exercise and named):
            continue
        values = tuple(map(_list_values, here))
        needed = tuple(it for it in _list_required(vocabulary) if it.name in names)
        source = Source(here, (), is_exercise and named, values, needed=needed)
        if source.names or any(binding.attribute.type == "set" and binding.form != "constant" for binding in here):
            found.append(source)
            continue
        options = (dict(zip([binding.name for binding in here], each, strict=True)) for each in product(*values))
        resolutions = tuple(
            resolve_facts(
                facts, vocabulary, needed, is_exercise=is_exercise, lenient=lenient, is_linked=names not in apart
            )
            for facts in options
        )
        depend = resolutions if names not in apart else ()
        found.append(Source(here, tuple(resolution.facts for resolution in resolutions), False, values, depend, needed))
    covered = {attribute.name for source in found for attribute in source.needed}
    if lacking := [it for it in _list_required(vocabulary) if it.name not in covered]:
        raise InvalidInput(
            *(f"{quoted(it.name)} is required, and no column gives it: {it.remedy(None)}" for it in lacking)
        )
    return tuple(found)


def _list_required(vocabulary: Vocabulary) -> list[Attribute]:
    return [each for each in vocabulary.attributes.values() if each.required and each.type != "set"]


def list_missing(needed: Iterable[Attribute], facts: Mapping[str, Any]) -> list[str]:
    """A problem for each required attribute that is missing from facts."""
    missing = [attribute for attribute in needed if facts.get(attribute.name, UNKNOWN) == UNKNOWN]
    return [f"{quoted(attribute.name)} is required: {attribute.remedy(None)}" for attribute in missing]


def implies_family(attribute: Attribute) -> bool:
    """Whether an attribute is the family, or has a value that implies it."""
    return attribute.name == "family" or any("family" in implied for implied in attribute.implies.values())


def find_linked_attributes(vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    """Sets of attributes that can contradict one another, because values of some imply values of others."""
    linked_sets: list[frozenset[str]] = []
    for name, attribute in vocabulary.attributes.items():
        linked = frozenset({name, *(other for implied in attribute.implies.values() for other in implied)})
        if len(linked) > 1:
            linked_sets = [
                *(old for old in linked_sets if not old & linked),
                linked.union(*(old for old in linked_sets if old & linked)),
            ]
    return tuple(linked_sets)


def _find_exercise_attributes(linked_sets: Iterable[frozenset[str]], named: bool) -> frozenset[str]:
    """The attributes of the exercise, and those that can contradict them."""
    own = frozenset(OF_EXERCISES if named else {"family"})
    return own.union(*(linked for linked in linked_sets if linked & own))


def _find_runs(vocabulary: Vocabulary, tests: Mapping[str, Sequence[Test]]) -> dict[str, Runs]:
    """For each number or date, the intervals that rules and implications tell apart."""
    attributes = vocabulary.attributes
    asked = {name: list(tests.get(name, ())) for name, attribute in attributes.items() if attribute.is_ordered}
    for attribute in attributes.values():
        for implied in attribute.implies.values():
            for other in implied.keys() & asked.keys():
                asked[other].append(Is(frozenset({implied[other]})))
    return {name: runs(attributes[name], found) for name, found in asked.items()}


def _list_values(binding: ColumnBinding) -> tuple[Value, ...]:
    """The values of an attribute, beginning with that of an empty cell; one of each run for numbers and dates."""
    attribute, blank = binding.attribute, binding.default
    if binding.form == "constant":
        return (blank,)
    if attribute.type == "set":
        return ()
    values: tuple[Value, ...] = (True, False) if attribute.type == "boolean" else attribute.values
    if binding.runs is not None:
        values = tuple(map(binding.runs.sample, range(len(binding.runs))))
        if blank != UNKNOWN:
            blank = values[binding.runs.run(blank)]
    return (blank, *(value for value in values if value != blank))


def resolve_facts(
    facts: Mapping[str, Value],
    vocabulary: Vocabulary,
    needed: Iterable[Attribute],
    *,
    is_exercise: bool,
    lenient: bool,
    is_linked: bool = True,
    name: str | None = None,
) -> Resolution:
    """The result of facts that depend on one another.

    Args:
        facts: the facts.
        vocabulary: the implications.
        needed: the required attributes.
        is_exercise: whether they describe the exercise.
        lenient: whether a wrong value counts as unknown.
        is_linked: whether the facts can contradict one another.
        name: the exercise's name.
    """
    found = _resolve_facts(facts, vocabulary, is_exercise, lenient, is_linked, name)
    if found.facts is not None and (missing := list_missing(needed, found.facts)):
        return Resolution(None, "; ".join(filter(None, [found.problem, *missing])), False, found.reading)
    return found


def _resolve_facts(
    facts: Mapping[str, Value],
    vocabulary: Vocabulary,
    is_exercise: bool,
    lenient: bool,
    is_linked: bool,
    name: str | None,
) -> Resolution:
    reading = read_name(name).reading if name is not None else None
    try:
        if not is_linked:
            return Resolution(FrozenMap({key: value for key, value in facts.items() if value != UNKNOWN}))
        if not is_exercise:
            known = combine(facts, vocabulary)
        else:
            known = identify_lift(name, facts, vocabulary)
            family: Any = known["family"]
            reading = reading or family
        return Resolution(FrozenMap(known), reading=reading)
    except InvalidInput as error:
        problem, nameless = "; ".join(error.problems), isinstance(error, NoExercise)
    if not lenient:
        return Resolution(None, problem, nameless, reading)
    try:
        known = (
            identify_lift(name, facts, vocabulary, lenient=True)
            if is_exercise
            else combine(facts, vocabulary, lenient=True)
        )
    except NoExercise:
        return Resolution(None, problem, True, reading)
    repaired_family: Any = known["family"] if is_exercise else None
    return Resolution(FrozenMap(known), problem, False, reading or repaired_family)


def combine(facts: Mapping[str, Any], vocabulary: Vocabulary, *, lenient: bool = False) -> dict[str, Value]:
    """Facts that depend on one another, with the facts that they imply.

    Args:
        facts: the facts, by attribute.
        vocabulary: the implications.
        lenient: whether a fact that contradicts others counts as unknown.

    Raises:
        InvalidInput: they contradict one another.
    """
    known = {name: value for name, value in facts.items() if value != UNKNOWN}
    try:
        situation = vocabulary.situation(known)
    except InvalidInput:
        if not lenient:
            raise
        known = _keep_consistent_facts(known, vocabulary)
        situation = vocabulary.situation(known)
    blanks = vocabulary.blanks
    return {name: value for name, value in situation.items() if value != blanks[name]}


def _keep_consistent_facts(facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts that agree with all facts before them; facts that imply others come first."""
    known: dict[str, Any] = {}
    for name in sorted(facts, key=lambda name: not vocabulary.attributes[name].implies):
        try:
            vocabulary.situation({**known, name: facts[name]})
        except InvalidInput:
            continue
        known[name] = facts[name]
    return known


def identify_lift(
    name: str | None, facts: Mapping[str, Any], vocabulary: Vocabulary, *, lenient: bool = False
) -> dict[str, Value]:
    """The facts of an exercise, from its name, if any, and the other columns.

    If the name is ambiguous or not understood, the columns decide. They also override `load` and `tempo`, which a name
    only suggests. Any other contradiction between name and columns is an error.

    Args:
        name: the exercise's name; None if it is not known.
        facts: the facts from the columns.
        vocabulary: the implications.
        lenient: whether a wrong fact counts as unknown.

    Raises:
        InvalidInput: name and columns contradict one another.
        NoExercise: no exercise is given, or it is neither a thrust nor a hinge.
    """
    known = {key: value for key, value in facts.items() if value != UNKNOWN}
    read = read_name(name) if name is not None else None
    if read is not None and not read.facts:
        family_keys = [
            key for key in known if key in vocabulary.attributes and implies_family(vocabulary.attributes[key])
        ]
        if not family_keys:
            raise NoExercise(read.why)
        if read.reading not in UNSETTLED and not lenient:
            raise InvalidInput(
                *(
                    f"{quoted(key)} cannot be {quoted(known[key])}: {quoted(name)} is something else"
                    for key in family_keys
                )
            )
    elif read is not None:
        said = read.facts
        against = [key for key in known if key in said and key not in ASSUMED and known[key] != said[key]]
        if against and not lenient:
            raise InvalidInput(
                *(f"{quoted(k)} cannot be {quoted(known[k])}: {quoted(name)} is {quoted(said[k])}" for k in against)
            )
        known = {**said, **{key: value for key, value in known.items() if key not in against}}
    found = combine(known, vocabulary, lenient=lenient)
    if "family" not in found:
        raise NoExercise(read.why if read is not None else NEITHER)
    return found


def check_exercise_given(names: Sequence[Any], located: Mapping[str, Where], vocabulary: Vocabulary) -> None:
    """Check that a column of a frame gives the exercise.

    Raises:
        InvalidInput: no column does; with the most likely one.
    """
    located_names = [name for name, where in located.items() if where is not None]
    if any(name == EXERCISE or implies_family(vocabulary.attributes[name]) for name in located_names):
        return
    likely = [
        name for name in names if isinstance(name, str) and ("exercise" in name.casefold() or "lift" in name.casefold())
    ]
    column = min(likely, key=lambda name: "name" not in name.casefold(), default="name")
    raise InvalidInput(
        "the frame does not say what is lifted: it needs a column `exercise` (names), `movement` or `family`, "
        f"or `columns=` has to say which column that is, such as `columns={{'exercise': {column!r}}}`"
    )
