from types import SimpleNamespace
from typing import Any

from hypothesis import given

from squeezelogic import InvalidInput, Rulebook
from squeezelogic.logic.maps.influence import _find_tied, find_influence
from squeezelogic.logic.model.errors import DecisionError
from tests.brute_force import completions, rulebooks


@given(rulebooks())
def test_an_attribute_can_change_what_two_situations_show(book: Rulebook) -> None:
    """Exactly the slots that differ between two situations that differ in that attribute alone."""
    decided: dict[frozenset[tuple[str, Any]], dict[str, Any]] = {}
    for facts in completions(book, {}):
        try:
            situation = book.vocabulary.situation(facts)
            slots = book.decide(facts).slots
        except (InvalidInput, DecisionError):
            continue
        held = {slot: frozenset(v) if isinstance(v, tuple) else v for slot, v in slots.items()}
        decided[frozenset(situation.items())] = held
    for name in book.vocabulary.attributes:
        together = {name}
        implying = {n: a for n, a in book.vocabulary.attributes.items() if any(a.implies.values())}
        for other, attribute in implying.items():
            here = {other, *(implied for each in attribute.implies.values() for implied in each)}
            together |= here if here & together else set()
        found: set[str] = set()
        groups: dict[frozenset[tuple[str, Any]], list[dict[str, Any]]] = {}
        for situation_items, held in decided.items():
            rest = frozenset(item for item in situation_items if item[0] not in together)
            groups.setdefault(rest, []).append(held)
        for alike in groups.values():
            for slot in book.vocabulary.slots:
                if len({each.get(slot) or None for each in alike}) > 1:
                    found.add(slot)
        assert find_influence(book)[name] == found


def test_influence_in_the_shipped_rulebook() -> None:
    """3 × 20 change the way on and never the verdict; load may change it; only a red flag changes the disclaimer."""
    influence = Rulebook.default().influence()
    assert {"direction", "next_step"} <= influence["mastered_bodyweight"]
    assert influence["mastered_bodyweight"].isdisjoint(
        {"verdict", "strength", "phase", "effort", "hold_seconds", "breath"}
    )
    assert {name for name, slots in influence.items() if "disclaimer" in slots} == {"red_flags"}
    assert "verdict" in influence["load"]


def test_attributes_are_tied_by_implications_in_any_direction() -> None:
    """Two that imply the same one are tied to it and to each other; what implies nothing is tied to itself alone."""
    implies = {
        "rows": {"yes": {"pulls": "yes"}},
        "hinges": {"yes": {"pulls": "yes"}},
        "pulls": {},
        "sings": {"yes": {}},
    }
    attributes: Any = {name: SimpleNamespace(implies=each) for name, each in implies.items()}
    tied = {name: set(_find_tied(name, attributes)) for name in attributes}
    together = {"rows", "hinges", "pulls"}
    assert tied == {"rows": together, "hinges": together, "pulls": together, "sings": {"sings"}}
